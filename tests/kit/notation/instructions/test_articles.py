"""Agreements and decisions whose articles count their paragraphs anew."""

import pytest

from nemawashi.kit.notation import amendments
from tests.kit.notation.instructions.texts import (
    AGREEMENT, DECLARATION, EUROPE, Change, Text, after, before, expected, gone, moved, now, swap,
)  # fmt: skip

A, E, D = AGREEMENT, EUROPE, DECLARATION
NEW = "The host keeps the record."
ROWS: list[tuple[Text, list[str], list[Change]]] = [
    (A, ["In Article 1 (2), replace “report to” with “report in writing to”."], [swap(7, "report to", "report in writing to")]),
    (A, ["In Article 2, paragraph 2, replace \"every month\" by \"every quarter\"."], [swap(12, "every month", "every quarter")]),
    (A, ["In article 2.2, replace “every month” by “every quarter”."], [swap(12, "every month", "every quarter")]),
    (A, ["In Art. 2, para. 2, replace “every month” by “every quarter”."], [swap(12, "every month", "every quarter")]),
    (A, ["In Art. 2 § 2, replace “every month” by “every quarter”."], [swap(12, "every month", "every quarter")]),
    (A, ["Article 2, paragraph 2: replace “every month” by “every quarter”."], [swap(12, "every month", "every quarter")]),
    (A, ["Article 2(2): “every month” is replaced by “every quarter”."], [swap(12, "every month", "every quarter")]),
    (A, ["In paragraph 2 of Article 2, replace “every month” by “every quarter”."], [swap(12, "every month", "every quarter")]),
    (A, ["In the second paragraph of Article 2, replace “every month” by “every quarter”."], [swap(12, "every month", "every quarter")]),
    (A, ["In Article 2, second paragraph, replace “every month” by “every quarter”."], [swap(12, "every month", "every quarter")]),
    (A, ["In Article 2, replace “every month” by “every quarter”."], [swap(12, "every month", "every quarter")]),
    (A, ["In Article 2: in paragraph 2, replace “every month” by “every quarter”."], [swap(12, "every month", "every quarter")]),
    (A, ["In Article 2:", "(a) In paragraph 2, replace “every month” by “every quarter”;", "(b) In paragraph 1, delete “shall”."], [swap(12, "every month", "every quarter"), swap(11, " shall", "")]),
    (A, ["Article 2", "In paragraph 2, replace “every month” by “every quarter”."], [swap(12, "every month", "every quarter")]),
    (A, ["In paragraph 1 of Article 1, delete the words “every year”."], [swap(6, " every year", "")]),
    (A, ["Article 3: replace “thirty” with “sixty”."], [swap(14, "thirty", "sixty")]),
    (A, ["In Article 3, the word “thirty” is replaced with “sixty”"], [swap(14, "thirty", "sixty")]),
    (A, ["In Article 3, paragraph 1, replace “thirty” with “sixty”."], [swap(14, "thirty", "sixty")]),
    (A, ["In Article 1(2)(b), after “railways” insert “and ports”."], [swap(9, "railways", "railways and ports")]),
    (A, ["In article 1, paragraph 2, subparagraph (a), substitute “roads” by “motorways”."], [swap(8, "roads", "motorways")]),
    (A, ["In article 1, paragraph 2 (a), substitute “roads” by “motorways”."], [swap(8, "roads", "motorways")]),
    (A, ["In subparagraph (a) of paragraph 2 of article 1, substitute “roads” by “motorways”."], [swap(8, "roads", "motorways")]),
    (A, ["In article 1, paragraph 2, point (a), substitute “roads” by “motorways”."], [swap(8, "roads", "motorways")]),
    (A, ["In Article 1, paragraph 2, second sentence, replace “public” with “open”."], [swap(7, "public", "open")]),
    (A, ["In the second sentence of Article 1(2), replace “public” with “open”."], [swap(7, "public", "open")]),
    (A, ["In the chapeau of paragraph 2 of Article 1, insert “promptly” before “report to”."], [swap(7, "report to", "promptly report to")]),
    (A, ["In Article 2 (1), line 1, after the word “exchange” insert the word “hydrological”."], [swap(11, "exchange", "exchange hydrological")]),
    (A, ["At the end of Article 2, paragraph 1, add “free of charge”."], [swap(11, "data.", "data free of charge.")]),
    (A, ["Delete Article 2, paragraph 1."], [gone(11)]),
    (A, ["Delete paragraph 1 of Article 2."], [gone(11)]),
    (A, ["Delete Article 2(1)."], [gone(11)]),
    (A, ["Article 2(1) is deleted."], [gone(11)]),
    (A, ["Delete paragraphs 1 and 2 of Article 2."], [gone(11, 12)]),
    (A, ["Delete Article 1(2)(a) and (b)."], [gone(8, 9)]),
    (A, ["Delete Article 2."], [gone(10, 11, 12)]),
    (A, ["Article 2 is deleted."], [gone(10, 11, 12)]),
    (A, ["Articles 2 and 3 are deleted."], [gone(10, 11, 12, 13, 14)]),
    (A, ["Delete Articles 1 to 3."], [gone(*range(5, 15))]),
    (A, ["Delete the second preambular paragraph and Article 3."], [gone(2, 13, 14)]),
    (A, ["Replace Article 3 with the following: “The Agreement enters into force upon signature.”"], [now(14, "The Agreement enters into force upon signature.")]),
    (A, ["Article 3 should read: “The Agreement enters into force upon signature.”"], [now(14, "The Agreement enters into force upon signature.")]),
    (A, ["Article 3 is replaced by the following:", "“Article 3", "The Agreement enters into force upon signature.”"], [now(14, "The Agreement enters into force upon signature.")]),
    (A, ["Article 2 is replaced by the following:", "“Article 2. Information", "1. The Parties shall exchange information.”"],
     [now(10, "Article 2. Information"), now(11, "1. The Parties shall exchange information."), gone(12)]),
    (A, ["Replace Article 2, paragraph 1, with: “The Parties shall share data.”"], [now(11, "1. The Parties shall share data.")]),
    (A, ["Article 2(1) shall read: “1. The Parties shall share data.”"], [now(11, "1. The Parties shall share data.")]),
    (A, ["Article 1(2)(a) should read “(a) on motorways;”"], [now(8, "(a) on motorways;")]),
    (A, [f"Add a new Article 4 to read as follows: “{NEW}”"], [after(14, "Article 4", NEW)]),
    (A, [f"Add a new Article 4: “Article 4. {NEW}”"], [after(14, f"Article 4. {NEW}")]),
    (A, ["Add a new Article 4 to read as follows:", "“Article 4", f"{NEW}”"], [after(14, "Article 4", NEW)]),
    (A, [f"After Article 3, add a new Article 4 reading: “{NEW}”"], [after(14, "Article 4", NEW)]),
    (A, [f"Insert a new Article 2 bis: “{NEW}”"], [after(12, "Article 2 bis", NEW)]),
    (A, [f"After Article 2, insert Article 2 bis as follows: “{NEW}”"], [after(12, "Article 2 bis", NEW)]),
    (A, [f"The following Article 2a is inserted: “{NEW}”"], [after(12, "Article 2a", NEW)]),
    (A, [f"In Article 2, add a new paragraph 3: “{NEW}”"], [after(12, f"3. {NEW}")]),
    (A, [f"Add a new paragraph 3 to Article 2: “{NEW}”"], [after(12, f"3. {NEW}")]),
    (A, [f"In Article 2, add a new paragraph at the end: “{NEW}”"], [after(12, NEW)]),
    (A, [f"In Article 2, the following paragraph is added: “3. {NEW}”"], [after(12, f"3. {NEW}")]),
    (A, [f"In Article 2, after paragraph 1, insert a new paragraph: “{NEW}”"], [after(11, NEW)]),
    (A, [f"In Article 1, insert a new paragraph after paragraph 1: “{NEW}”"], [after(6, NEW)]),
    (A, [f"After paragraph 1 of Article 2, insert a new paragraph 1 bis: “{NEW}”"], [after(11, f"1 bis. {NEW}")]),
    (A, ["In Article 1(2), add a new subparagraph (c): “on ports;”"], [after(9, "(c) on ports;")]),
    (A, ["In Article 1(2), the following point is added: “(c) on ports;”"], [after(9, "(c) on ports;")]),
    (A, ["Move Article 3 to before Article 2."], [moved(13, 14, 9)]),
    (A, ["Move Article 3 after Article 1."], [moved(13, 14, 9)]),
    (A, ["Reverse the order of Articles 2 and 3."], [moved(13, 14, 9)]),
    (A, ["Move paragraph 2 of Article 2 to the end of Article 1."], [moved(12, 12, 9)]),
    (A, ["Merge paragraphs 1 and 2 of Article 2."], [now(11, "1. The Parties shall exchange data. Data are exchanged every month."), gone(12)]),
    (A, ["In the title of Article 2, replace “Data” with “Information”."], [swap(10, "Data", "Information")]),
    (A, ["The heading of Article 2 should read “Information”."], [now(10, "Article 2. Information")]),
    (A, ["In the second preambular paragraph, add “substantial” before “progress”."], [swap(2, "progress", "substantial progress")]),
    (A, ["Replace the title with “Agreement on transport and transit”."], []),
    (A, ["Before Article 1, insert a new Article: “The Parties are listed in the annex.”"], [before(5, "The Parties are listed in the annex.")]),
    (E, ["In Article 1, first paragraph, replace “Annex” with “Annex to this Decision”."], [swap(8, "Annex", "Annex to this Decision")]),
    (E, ["In the second paragraph of Article 1, delete “further”."], [swap(9, "further ", "")]),
    (E, ["In Article 1, second subparagraph, delete “further”."], [swap(9, "further ", "")]),
    (E, ["In Article 2, replace “on the date of its adoption” with “on 1 July 2026”."], [swap(11, "on the date of its adoption", "on 1 July 2026")]),
    (E, ["In recital 1, replace “strategy” with “Strategy”."], [swap(3, "strategy", "Strategy")]),
    (E, ["In recital (2), replace “should” with “is to”."], [swap(4, "should", "is to")]),
    (E, ["Recital (2) is deleted."], [gone(4)]),
    (E, ["Recital 2 is replaced by the following: “(2) The partnership is deep.”"], [now(4, "(2) The partnership is deep.")]),
    (E, ["The following recital is inserted after recital 2: “(2a) Partners met in Astana.”"], [after(4, "(2a) Partners met in Astana.")]),
]  # fmt: skip


@pytest.mark.parametrize(("base", "words", "changes"), ROWS)
def test_articles_change_as_the_instruction_says(base: Text, words: list[str], changes: list[Change]) -> None:
    done = amendments.apply(base, {"paragraphs": words})

    assert [(each.outcome, each.reason) for each in done.instructions if each.outcome != "applied"] == []
    assert done.instructions
    assert list(done.paragraphs) == expected(base, changes)
