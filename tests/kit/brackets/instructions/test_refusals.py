"""What is refused, as a whole and with a reason that names what is missing or every place that fits."""

import pytest
from tests.kit.brackets.instructions.texts import AGREEMENT, COUNCIL, DECLARATION, RESOLUTION, Text

from nemawashi.kit.brackets import amendments

R, A, C, D = RESOLUTION, AGREEMENT, COUNCIL, DECLARATION
ROWS: list[tuple[Text, str, str]] = [
    (R, "In operative paragraph 1, replace “drought” with “flood”.", "“drought” is not found in operative paragraph 1"),
    (R, "In operative paragraph 1, replace “glaciers” with “ice”.", "it stands in preambular paragraph 6, operative paragraph 4"),
    (R, "In operative paragraph 4, replace “as appropriate” with “where needed”.", "2 times"),
    (R, "In operative paragraph 4, replace the third “as appropriate” with “where needed”.", "only 2 times"),
    (R, "In operative paragraph 4, replace “as appropriate”.", "does not say with what “as appropriate” is replaced"),
    (R, "In operative paragraph 5, replace “the World Bank” with “donors” and “other partners”.", "“other partners”"),
    (R, "In operative paragraph 5, delete “the drought” and replace “support” with “assist”.", "“the drought” is not found"),
    (R, "In operative paragraph 5, replace “support” with “assist” and delete “the drought”.", "“the drought” is not found"),
    (R, "Delete operative paragraphs 4 and 44.", "no operative paragraph 44: it has 7 of them"),
    (R, "Delete the ninth preambular paragraph.", "no preambular paragraph 9: it has 6 of them"),
    (R, "Delete operative paragraph 3 (f).", "no operative paragraph 3 (f)"),
    (R, "Delete operative paragraph 3 (c) to (a).", "no such range of letters: (c) to (a)"),
    (R, "Delete operative paragraphs 4 or 5.", "not understood at “or”"),
    (R, "Do not delete operative paragraph 5.", "not understood at “do”"),
    (R, "Operative paragraph 5 should not be deleted.", "not understood at “not”"),
    (R, "Delete operative paragraph 5 if operative paragraph 4 is retained.", "not understood at “if”"),
    (R, "Delete operative paragraph 5 except “Invites”.", "not understood at “except”"),
    (R, "Delete operative paragraph 5 after “work”.", "words of it are named"),
    (R, "Delete operative paragraph 5 and any reference to the World Bank.", "not understood at “any”"),
    (R, "Replace operative paragraph 5 with operative paragraph 6.", "do not follow the instruction"),
    (R, "Merge operative paragraphs 1 and 2 and delete “report”.", "in which paragraph"),
    (R, "Move “the World Bank” after “partners” in operative paragraph 5.", "“partners” is for"),
    (R, "In operative paragraph 5, after “the World Bank” and before “other”, insert “donors”.", "“the World Bank” does not stand right before “other”"),
    (R, "Delete operative paragraphs 6 to 4.", "no such range of paragraphs: 6 to 4"),
    (R, "In operative paragraph 2, delete the fifth sentence.", "operative paragraph 2 has no such sentence"),
    (R, "In operative paragraph 1, remove mention of “drought” and “flood”.", "“drought” is not found"),
    (R, "Replace the fourth preambular paragraph with “Recognizing … water,”.", "not given in full"),
    (R, "In operative paragraph 1, replace “report” with “review … experts”.", "not given in full"),
    (R, "In the fourth preambular paragraph, delete from “borders” to “that water knows”.", "no stretch from “borders” to “that water knows”"),
    (R, "In the fourth preambular paragraph, delete everything after “drought”.", "“drought” is not found"),
    (R, "Delete the sixth preambular paragraph reading: “Alarmed by the drought,”", "the words quoted are not those of preambular paragraph 6"),
    (R, "Delete the preambular paragraph beginning “Alarmed”.", "no preambular paragraph of the base begins “Alarmed”"),
    (R, "Insert “and its annex” in operative paragraph 1.", "does not say where in the paragraph"),
    (R, "Insert a new operative paragraph: “Thanks the host;”", "does not say where the new paragraph goes"),
    (R, "After operative paragraph 12, insert a new operative paragraph: “Thanks the host;”", "no operative paragraph 12"),
    (R, "After operative paragraph 2, insert a new operative paragraph.", "do not follow the instruction"),
    (R, "Replace operative paragraphs 1 and 2 with “Thanks the host;”.", "2 paragraphs are named and 1 are given"),
    (R, "Move operative paragraph 6.", "where to"),
    (R, "Move operative paragraph 6 after operative paragraph 16.", "no operative paragraph 16"),
    (R, "Operative paragraph 4 becomes preambular paragraph 17.", "no preambular paragraph 17"),
    (R, "Swap operative paragraphs 1 and 11.", "no operative paragraph 11"),
    (R, "Swap operative paragraphs 3 and 3 (a).", "under it"),
    (R, "Merge operative paragraph 1.", "which paragraphs are merged"),
    (R, "Split operative paragraph 2 after “drought”.", "“drought” is not found"),
    (R, "Reorder operative paragraphs 4, 5 and 6 as 5, 6, 4.", "not understood at “reorder”"),
    (R, "In operative paragraph 1, insert a footnote after “report” reading “See A/80/1”.", "not understood at “footnote”"),
    (R, "In operative paragraph 1, streamline “report”.", "not understood at “streamline”"),
    (R, "In operative paragraph 1, replace “report” with “review", "opened and not closed"),
    (R, "In Article 2, replace “data” with “figures”.", "no article 2"),
    (R, "In annex II, delete “list”.", "no annex"),
    (A, "In paragraph 1, replace “The Parties” with “They”.", "operative paragraph 1 of article 1, operative paragraph 1 of article 2"),
    (A, "In Article 2, paragraph 7, delete “data”.", "no paragraph 7 of article 2"),
    (A, "In Article 7, paragraph 1, delete “data”.", "no paragraph 1 of article 7"),
    (A, "Delete Article 9.", "no article 9"),
    (A, "In Article 1, replace “The Parties shall” with “They”.", "2 times and the instruction does not say which: operative paragraph 1 of article 1, operative paragraph 2 of article 1"),
    (R, "In operative paragraph 3, replace “meeting” with “conference”.", "operative paragraph 3 (a), operative paragraph 3 (b)"),
    (A, "In Article 1 (2), replace “report” with “report in writing”.", "2 times"),
    (A, "In Article 3, delete “data”.", "it stands in operative paragraph 1 of article 2"),
    (C, "In OP2ter, delete “access”.", "no operative paragraph 2ter"),
    (D, "In annex I, paragraph 3, delete “list”.", "no paragraph 3 of annex"),
    (D, "In section IV, delete “list”.", "no section iv"),
]  # fmt: skip


@pytest.mark.parametrize(("base", "words", "reason"), ROWS)
def test_what_cannot_be_done_changes_nothing_and_says_why(base: Text, words: str, reason: str) -> None:
    done = amendments.apply(base, {"paragraphs": [words]})

    assert [each.outcome for each in done.instructions] == ["refused"]
    assert reason in done.instructions[0].reason
    assert list(done.paragraphs) == base["paragraphs"]
