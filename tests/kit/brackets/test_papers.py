"""Amendments as organisations print them: (base, lines, what is asked, whether something is refused)."""

import pytest
from tests.kit.brackets.test_typed import ENGLISH, JAPANESE, RUSSIAN, base

from nemawashi.kit import sent
from nemawashi.kit.brackets.amendments import REFUSED
from nemawashi.kit.clauses.operations import Operation

PRINTED = (
    (ENGLISH, ('3(b): replace "two" by "three"',), (("(b)", "replace", "two", "three"),), False),
    (
        ENGLISH,
        (
            "Operative paragraph 4",
            "Delete.",
        ),
        (("4", "delete_clause", "", ""),),
        False,
    ),
    (ENGLISH, ("Au paragraphe 1, remplacer « 2030 » par « 2031 ».",), (), True),
    (
        ENGLISH,
        (
            "MOD\tKAZ/1/1",
            "2. The parties will inspect harbours jointly.",
            "Reasons: Notice is a matter of courtesy.",
        ),
        (("2", "alternative", "", "The parties will inspect harbours jointly."),),
        False,
    ),
    (
        ENGLISH,
        (
            "Amendment 1",
            "Paragraph 1",
            "Text proposed",
            "1. The parties will publish catch figures of the northern lake by 2030.",
            "Amendment",
            "1. The parties will publish catch figures of the entire lake by 2030.",
        ),
        (("1", "alternative", "", "The parties will publish catch figures of the entire lake by 2030."),),
        False,
    ),
    (ENGLISH, ('Delete the heading "Lakes".',), (), True),
    (
        ENGLISH,
        ('In paragraph 4, insert a second sentence: "They will report in 2031."',),
        (("4", "insert", "", "They will report in 2031."),),
        False,
    ),
    (
        ENGLISH,
        ('Following paragraph 4, add: "5. The ministers thank the host."',),
        (("4", "new_clause", "", "The ministers thank the host."),),
        False,
    ),
    (ENGLISH, ("Para 1, replace 2030 with 2031",), (("1", "replace", "2030", "2031"),), False),
    (ENGLISH, ('Kazakhstan suggests deleting "jointly and" in para. 2.',), (("2", "delete", "jointly and", ""),), False),
    (ENGLISH, ('In paragraph 1: "2031" instead of "2030".',), (("1", "replace", "2030", "2031"),), False),
    (
        ENGLISH,
        (
            'Moves to add the following operative clause between operative clauses 2 and 3: "Emphasizes the need for open figures;"',
        ),
        (("2", "new_clause", "", "Emphasizes the need for open figures;"),),
        False,
    ),
    (ENGLISH, ("Подпункт «b» пункта 3 исключить.",), (("(b)", "delete_clause", "", ""),), False),
    (ENGLISH, ("Move paragraph 4 to follow paragraph 1.",), (("4", "move", "", ""),), False),
    (ENGLISH, ('Change the heading "Fisheries" to "Fish".',), (("heading", "replace", "Fisheries", "Fish"),), False),
    (ENGLISH, ("3 (a): delete",), (("(a)", "delete_clause", "", ""),), False),
    (ENGLISH, ('Paragraph 3(a): replace "40" with "60".',), (("(a)", "replace", "40", "60"),), False),
    (ENGLISH, ('OP 3(b) - delete "two"',), (("(b)", "delete", "two", ""),), False),
    (
        ENGLISH,
        (
            "Preambular paragraph 2",
            'Replace "regret" by "concern".',
        ),
        (("PP2", "replace", "regret", "concern"),),
        False,
    ),
    (
        ENGLISH,
        (
            "Paragraph 1",
            'Add at the end: ", at the latest"',
        ),
        (("1", "insert", "", ", at the latest"),),
        False,
    ),
    (
        ENGLISH,
        (
            "Paragraph 2",
            "Amend to read as follows:",
            "The parties will inspect harbours on request.",
        ),
        (("2", "alternative", "", "The parties will inspect harbours on request."),),
        False,
    ),
    (ENGLISH, ("Add a comma there, please, and think of the fish.",), (), True),
    (ENGLISH, ("En el párrafo 1, sustituir «2030» por «2031».",), (), True),
    (ENGLISH, ("Paragraphe 2 : supprimer « jointly and ».",), (), True),
    (
        ENGLISH,
        (
            "ADD\tUZB/2/3",
            "2 bis. The parties will meet every year.",
            "Reasons: Meetings help.",
        ),
        (("2", "new_clause", "", "The parties will meet every year."),),
        False,
    ),
    (
        ENGLISH,
        (
            "SUP\tUZB/2/4",
            "4. The ministers encourage private investment in nurseries.",
            "Reasons: Not needed.",
        ),
        (("4", "delete_clause", "", ""),),
        False,
    ),
    (
        ENGLISH,
        (
            "NOC\tUZB/2/5",
            "1. The parties will publish catch figures of the northern lake by 2030.",
            "MOD UZB/2/6",
            "4. The ministers welcome private investment in nurseries.",
        ),
        (("4", "alternative", "", "The ministers welcome private investment in nurseries."),),
        True,
    ),
    (
        ENGLISH,
        (
            "Amendment 3",
            "Paragraph 4",
            "Text proposed by the Chair",
            "4. The ministers encourage private investment in nurseries.",
            "Amendment",
            "deleted",
        ),
        (("4", "delete_clause", "", ""),),
        False,
    ),
    (
        ENGLISH,
        (
            "Amendment 2",
            "Paragraph 2 a (new)",
            "Text proposed",
            "",
            "Amendment",
            "2a. The parties will meet every year.",
        ),
        (("2", "new_clause", "", "The parties will meet every year."),),
        False,
    ),
    (
        ENGLISH,
        (
            '1 | replace "2030" by "2031"',
            '2 | delete "jointly and"',
        ),
        (
            ("1", "replace", "2030", "2031"),
            ("2", "delete", "jointly and", ""),
        ),
        False,
    ),
    (ENGLISH, ('Delete the heading "Fisheries".',), (("heading", "delete_clause", "", ""),), False),
    (
        ENGLISH,
        ('Rename the heading "Fisheries" as "Fish stocks".',),
        (("heading", "replace", "Fisheries", "Fish stocks"),),
        False,
    ),
    (ENGLISH, ('Delete the heading "Energy".',), (), True),
    (
        ENGLISH,
        ('Add a second sentence to paragraph 2: "They will report."',),
        (("2", "insert", "", "They will report."),),
        False,
    ),
    (
        ENGLISH,
        ('After paragraph 4, insert: "4 bis. The ministers thank the host."',),
        (("4", "new_clause", "", "The ministers thank the host."),),
        False,
    ),
    (ENGLISH, ("In paragraph 2, delete jointly and.",), (("2", "delete", "jointly and", ""),), False),
    (ENGLISH, ("Paragraph 4: replace encourage by welcome",), (("4", "replace", "encourage", "welcome"),), False),
    (ENGLISH, ("Para 2: insert twice after harbours",), (("2", "insert", "", "twice"),), False),
    (
        ENGLISH,
        ('The delegation of Uzbekistan proposes replacing "2030" with "2032" in paragraph 1.',),
        (("1", "replace", "2030", "2032"),),
        False,
    ),
    (ENGLISH, ('Japan: delete "private" in paragraph 4.',), (("4", "delete", "private", ""),), False),
    (
        ENGLISH,
        ('JPN would prefer to insert "public and" before "private" in OP4.',),
        (("4", "insert", "", "public and"),),
        False,
    ),
    (ENGLISH, ('In paragraph 4, "welcome" in lieu of "encourage".',), (("4", "replace", "encourage", "welcome"),), False),
    (ENGLISH, ('Paragraph 1: use "2035" in place of "2030".',), (("1", "replace", "2030", "2035"),), False),
    (ENGLISH, ('In lieu of "2030" in paragraph 1, insert "2035".',), (("1", "replace", "2030", "2035"),), False),
    (
        ENGLISH,
        ('Adds an operative clause after operative clause 4 that reads: "Thanks the host;"',),
        (("4", "new_clause", "", "Thanks the host;"),),
        False,
    ),
    (ENGLISH, ("Strikes operative clause 2.",), (("2", "delete_clause", "", ""),), False),
    (ENGLISH, ("Move 4 to follow 1.",), (("4", "move", "", ""),), False),
    (ENGLISH, ("Place paragraph 4 before paragraph 2.",), (("4", "move", "", ""),), False),
    (RUSSIAN, ("Подпункт b) пункта 3: заменить «два» на «три».",), (("(b)", "replace", "два", "три"),), False),
    (
        RUSSIAN,
        ("Казахстан предлагает исключить слова «совместно и» в пункте 2.",),
        (("2", "delete", "совместно и", ""),),
        False,
    ),
    (
        RUSSIAN,
        (
            "Пункт 2",
            "Исключить.",
        ),
        (("2", "delete_clause", "", ""),),
        False,
    ),
    (RUSSIAN, ("В пункте 1 «2032» вместо «2030».",), (("1", "replace", "2030", "2032"),), False),
    (
        RUSSIAN,
        ("После пункта 2 добавить: «2 бис. Стороны встречаются ежегодно.»",),
        (("2", "new_clause", "", "Стороны встречаются ежегодно."),),
        False,
    ),
    (RUSSIAN, ("Пункт 1: заменить 2030 на 2032",), (("1", "replace", "2030", "2032"),), False),
    (JAPANESE, ("第1項の「2030年」を「2032年」に修正する。",), (("1", "replace", "2030年", "2032年"),), False),
    (JAPANESE, ("日本は、第2項の「共同で」を削除することを提案する。",), (("2", "delete", "共同で", ""),), False),
    (
        JAPANESE,
        (
            "第2項",
            "削除。",
        ),
        (("2", "delete_clause", "", ""),),
        False,
    ),
    (ENGLISH, ("Operative paragraph 2: delete.",), (("2", "delete_clause", "", ""),), False),
    (ENGLISH, ("Please reconsider paragraph 3 as a entire.",), (), True),
    # What is to stand in brackets is open, as it is where somebody typed the brackets: its words are asked out.
    (ENGLISH, ('In paragraph 1, place "by 2030" in square brackets.',), (("1", "delete", "by 2030", ""),), False),
    (
        ENGLISH,
        ('Operative paragraph 1: after "lake" add "and its tributaries"; replace "2030" by "2031".',),
        (
            ("1", "insert", "", "and its tributaries"),
            ("1", "replace", "2030", "2031"),
        ),
        False,
    ),
    (ENGLISH, ("Please change 2030 to 2035 in OP1.",), (("1", "replace", "2030", "2035"),), False),
    (
        ENGLISH,
        ('Japan proposes to insert "modern" before "patrol" in 3(b).',),
        (("(b)", "insert", "", "modern"),),
        False,
    ),
    (ENGLISH, ('3 (b): "three" instead of "two"',), (("(b)", "replace", "two", "three"),), False),
    (ENGLISH, ("Move sub-paragraph (b) of paragraph 3 before sub-paragraph (a).",), (("(b)", "move", "", ""),), False),
    (ENGLISH, ("3 b): replace two by three",), (("(b)", "replace", "two", "three"),), False),
    (
        ENGLISH,
        ('In paragraph 2 insert a new first sentence: "Harbours are old."',),
        (("2", "insert", "", "Harbours are old."),),
        False,
    ),
    (RUSSIAN, ("ПП1: заменить «2011» на «2012»",), (("PP1", "replace", "2011", "2012"),), False),
    (ENGLISH, ("Delete PP1.",), (("PP1", "delete_clause", "", ""),), False),
    (
        RUSSIAN,
        ("Казахстан предлагает в подпункте (а) пункта 3 число «40» заменить на «60».",),
        (("(a)", "replace", "40", "60"),),
        False,
    ),
    (RUSSIAN, ("Пункт 3, подпункт «а»: слово «40» заменить словом «60».",), (("(a)", "replace", "40", "60"),), False),
    (RUSSIAN, ("Пункт 3(б): «три» вместо «два».",), (("(b)", "replace", "два", "три"),), False),
    (
        RUSSIAN,
        ("В пункте 2 вместо «проводят» читать «организуют».",),
        (("2", "replace", "проводят", "организуют"),),
        False,
    ),
    (
        RUSSIAN,
        ("Дополнить текст пунктом 2 бис следующего содержания: «Стороны ведут учёт.»",),
        (("2", "new_clause", "", "Стороны ведут учёт."),),
        False,
    ),
    (ENGLISH, ('OP1: change "2030" to "2033".',), (("1", "replace", "2030", "2033"),), False),
    (
        ENGLISH,
        ('Strike out the words "jointly and" from operative paragraph 2.',),
        (("2", "delete", "jointly and", ""),),
        False,
    ),
    (ENGLISH, ("Kazakhstan requests that paragraph 4 be deleted.",), (("4", "delete_clause", "", ""),), False),
    (ENGLISH, ('We would prefer "may" rather than "will" in paragraph 2.',), (("2", "replace", "will", "may"),), False),
    (ENGLISH, ('Paragraph 1, line 2: for "2030" read "2032".',), (("1", "replace", "2030", "2032"),), False),
    (ENGLISH, ("SUP 4",), (("4", "delete_clause", "", ""),), False),
    (ENGLISH, ("Article 1 | Delete",), (), True),
    (
        ENGLISH,
        ("In PP2, after the word frequent, add the words and more severe",),
        (("PP2", "insert", "", "and more severe"),),
        False,
    ),
    (
        ENGLISH,
        (
            "Paragraph 3",
            '(a) replace "40" by "50"',
            '(b) delete "two"',
        ),
        (
            ("(a)", "replace", "40", "50"),
            ("(b)", "delete", "two", ""),
        ),
        False,
    ),
    (ENGLISH, ('Add at the end of paragraph 4: "and in research"',), (("4", "insert", "", "and in research"),), False),
    (
        ENGLISH,
        ('Insert new paragraph 4 bis: "4 bis. The ministers thank the host."',),
        (("4", "new_clause", "", "The ministers thank the host."),),
        False,
    ),
    (ENGLISH, ("Merge paragraphs 1 and 2.",), (("1", "merge", "", ""),), False),
    (ENGLISH, ("Ersetze in Absatz 1 „2030“ durch „2031“.",), (), True),
    (
        ENGLISH,
        (
            "Good morning,",
            "please find our comments below.",
            'Paragraph 1: delete "northern".',
            "Best regards,",
        ),
        (("1", "delete", "northern", ""),),
        True,
    ),
    (RUSSIAN, ("Узбекистан: в пункте 1 заменить «2030» на «2035».",), (("1", "replace", "2030", "2035"),), False),
    (RUSSIAN, ("Дополнить пункт 2 вторым предложением: «Они отчитываются.»",), (), True),
    (
        RUSSIAN,
        ("Пункт 2 изложить в следующей редакции: «Стороны проводят инспекции.»",),
        (("2", "alternative", "", "Стороны проводят инспекции."),),
        False,
    ),
    (RUSSIAN, ("В подпункте «а» пункта 3 заменить «40» на «50».",), (("(a)", "replace", "40", "50"),), False),
    (JAPANESE, ("第2項を削除する。",), (("2", "delete_clause", "", ""),), False),
    (JAPANESE, ("第1項の「公表する」の前に「毎年」を追加する。",), (("1", "insert", "", "毎年"),), False),
    (
        ENGLISH,
        (
            "MOD 1",
            "The parties will publish catch figures by 2031.",
        ),
        (),
        True,
    ),
    (
        ENGLISH,
        (
            "ADD KAZ/3/1",
            "5. The ministers thank the host.",
        ),
        (("4", "new_clause", "", "The ministers thank the host."),),
        False,
    ),
    (
        ENGLISH,
        (
            "Amendment 7",
            "Recital 1",
            "Text proposed by the Commission",
            "Amendment",
            "Recalling the lake accord of 2011,",
            "Recalling the river treaty of 2011,",
        ),
        (("PP1", "alternative", "", "Recalling the river treaty of 2011,"),),
        False,
    ),
    (
        ENGLISH,
        (
            "Title",
            'Replace "lakes" by "waters".',
        ),
        (("title", "replace", "lakes", "waters"),),
        False,
    ),
    (ENGLISH, ('Operative paragraph 1, add "annually" after "publish"',), (("1", "insert", "", "annually"),), False),
    (ENGLISH, ('Uzbekistan would like to see "northern" deleted from OP1.',), (("1", "delete", "northern", ""),), False),
    (ENGLISH, ("Para. 2 - delete without warning",), (("2", "delete", "without warning", ""),), False),
    (
        ENGLISH,
        ("Replace paragraph 4 with the following: The ministers welcome investment.",),
        (("4", "alternative", "", "The ministers welcome investment."),),
        False,
    ),
    (ENGLISH, ("Delete heading “Fisheries” and paragraph 4.",), (), True),
    (
        ENGLISH,
        ('Change the title to "Declaration on lakes".',),
        (("title", "alternative", "", "Declaration on lakes"),),
        False,
    ),
    (
        ENGLISH,
        ('In paragraph 2, add a final sentence: "They will report."',),
        (("2", "insert", "", "They will report."),),
        False,
    ),
    (RUSSIAN, ("Заголовок «Рыба» исключить.",), (), True),
    (RUSSIAN, ("Добавить в конце пункта 2 слова «ежегодно».",), (("2", "insert", "", "ежегодно"),), False),
    (RUSSIAN, ("Казахстан: пункт 1: вместо «2030» читать «2031».",), (("1", "replace", "2030", "2031"),), False),
    (
        JAPANESE,
        (
            "第1項",
            "「2030年」を「2032年」に修正。",
        ),
        (("1", "replace", "2030年", "2032年"),),
        False,
    ),
)


@pytest.mark.parametrize(("rows", "lines", "asked", "refuses"), PRINTED, ids=[" ".join(row[1])[:70] for row in PRINTED])
def test_what_is_printed_is_asked_or_refused(
    rows: tuple[tuple[str, str, str], ...],
    lines: tuple[str, ...],
    asked: tuple[tuple[str, str, str, str], ...],
    refuses: bool,
) -> None:
    clauses = base(rows)
    instructions = sent.orders("\n".join(lines).encode(), clauses)

    by_key = {clause.key: clause for clause in clauses}
    read = []
    for each in (asked for instruction in instructions for asked in instruction.proposals):
        clause = by_key[each.key]
        old = clause.words[each.start : each.end].strip() if each.operation in (Operation.REPLACE, Operation.DELETE) else ""
        read.append((clause.number or clause.kind, str(each.operation), old, each.words.strip()))
    assert sorted(read) == sorted(asked)
    assert any(each.outcome == REFUSED for each in instructions) == refuses


def test_every_paragraph_of_a_paper_is_answered() -> None:
    paper = (
        'Note verbale\nWe would like something else altogether.\nIn paragraph 1, delete "by 2030".\nReasons: it is late.'
    )
    instructions = sent.orders(paper.encode(), base(ENGLISH))

    assert [(each.text, each.outcome) for each in instructions] == [
        ("Note verbale", "refused"),
        ("We would like something else altogether.", "refused"),
        ('In paragraph 1, delete "by 2030".', "applied"),
    ]
