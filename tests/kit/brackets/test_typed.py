"""Brackets as delegations type them, with what the base makes of them: (base, lines, [(clause, operation, old, new, names)])."""

import pytest

from nemawashi.kit import sent
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import BaseClause

ENGLISH = (
    ("", "title", "Declaration on shared lakes"),
    ("PP1", "preambular", "Recalling the lake accord of 2011,"),
    ("PP2", "preambular", "Noting with regret that storms are more frequent than expected,"),
    ("1", "operative", "The parties will publish catch figures of the northern lake by 2030."),
    ("2", "operative", "The parties will inspect harbours jointly and without warning."),
    ("3", "chapeau", "To this end the secretariat intends to:"),
    ("(a)", "sub", "train 40 wardens;"),
    ("(b)", "sub", "equip two patrol boats."),
    ("", "heading", "Fisheries"),
    ("4", "operative", "The ministers encourage private investment in nurseries."),
)
RUSSIAN = (
    ("", "title", "Декларация об общих озёрах"),
    ("PP1", "preambular", "Ссылаясь на соглашение 2011 года,"),
    ("1", "operative", "Стороны будут публиковать данные об уловах к 2030 году."),
    ("2", "operative", "Стороны проводят инспекции портов совместно и без предупреждения."),
    ("3", "chapeau", "Секретариат намерен:"),
    ("(a)", "sub", "подготовить 40 смотрителей;"),
    ("(b)", "sub", "оснастить два катера."),
)
JAPANESE = (
    ("", "title", "共有湖に関する宣言"),
    ("PP1", "preambular", "2011年の湖合意を想起し、"),
    ("1", "operative", "締約国は、2030年までに漁獲量を公表する。"),
    ("2", "operative", "締約国は、港を共同で査察する。"),
)
TYPED = (
    (
        ENGLISH,
        ("1. The parties [KAZ: intend to][will] publish catch figures of the northern lake by 2030.",),
        (("1", "replace", "will", "intend to", ("KAZ",)),),
    ),
    (
        ENGLISH,
        ("2. The parties will inspect harbours [jointly and without warning] [KAZ alt: on request].",),
        (("2", "replace", "jointly and without warning", "on request", ("KAZ",)),),
    ),
    (
        ENGLISH,
        ("1. The parties will publish catch figures of the northern lake by [2030][2032 - Uzbekistan].",),
        (("1", "replace", "2030", "2032", ("Uzbekistan",)),),
    ),
    (
        ENGLISH,
        ("1. The parties [will/should] publish catch figures of the northern lake by 2030.",),
        (("1", "replace", "will", "should", ()),),
    ),
    (
        ENGLISH,
        ("[[The parties] [will] inspect [harbours] [jointly] [and] [without warning].]",),
        (
            ("2", "delete", "The parties", "", ()),
            ("2", "delete", "will", "", ()),
            ("2", "delete", "harbours", "", ()),
            ("2", "delete", "jointly", "", ()),
            ("2", "delete", "and", "", ()),
            ("2", "delete", "without warning", "", ()),
            ("2", "delete_clause", "", "", ()),
        ),
    ),
    (
        ENGLISH,
        ("1. The parties [(KAZ) jointly] will publish catch figures of the northern lake by 2030.",),
        (("1", "insert", "", "jointly", ("KAZ",)),),
    ),
    (
        ENGLISH,
        ("2. The parties will inspect harbours jointly [and without warning] [KAZ: delete].",),
        (("2", "delete", "and without warning", "", ("KAZ",)),),
    ),
    (
        ENGLISH,
        (
            "2. The parties will inspect harbours jointly and without warning.",
            "[2 bis. KAZ: The parties will meet every year.]",
        ),
        (("2", "new_clause", "", "The parties will meet every year.", ("KAZ",)),),
    ),
    (
        ENGLISH,
        (
            "2. The parties will inspect harbours jointly and without warning.",
            "2 alt. (KAZ) The parties will inspect harbours on request.",
        ),
        (("2", "alternative", "", "The parties will inspect harbours on request.", ("KAZ",)),),
    ),
    (
        ENGLISH,
        ("2. The parties will inspect harbours jointly and without warning. [ad ref Kazakhstan]",),
        (("2", "reserve", "", "", ("Kazakhstan",)),),
    ),
    (
        ENGLISH,
        (
            "Option 1: 2. The parties will inspect harbours jointly and without warning.",
            "Option 2: 2. The parties will inspect harbours on request.",
            "Option 3: No text.",
        ),
        (
            ("2", "alternative", "", "The parties will inspect harbours on request.", ()),
            ("2", "delete_clause", "", "", ()),
        ),
    ),
    (
        ENGLISH,
        ("1. The parties ~~will~~ **should** publish catch figures of the northern lake by 2030.",),
        (("1", "replace", "will", "should", ()),),
    ),
    (
        ENGLISH,
        (
            "2. The parties will inspect harbours [UZB delete #1: jointly [TJK delete: and without warning]][UZB alt #1: in accordance with national law].",
        ),
        (
            ("2", "replace", "jointly and without warning", "in accordance with national law", ("UZB",)),
            ("2", "delete", "and without warning", "", ("TJK",)),
        ),
    ),
    (
        ENGLISH,
        ("1. The parties [will][UZB: should][JPN: may] publish catch figures of the northern lake by 2030.",),
        (
            ("1", "replace", "will", "should", ("UZB",)),
            ("1", "replace", "will", "may", ("JPN",)),
        ),
    ),
    (
        ENGLISH,
        ("1. The parties [should (KAZ)][will] publish catch figures of the northern lake by 2030.",),
        (("1", "replace", "will", "should", ("KAZ",)),),
    ),
    (
        ENGLISH,
        ("1. The parties will publish catch figures of the [northern] [KAZ alt: entire] lake by 2030.",),
        (("1", "replace", "northern", "entire", ("KAZ",)),),
    ),
    (
        ENGLISH,
        ("1. The parties will publish catch figures of the northern lake by [2032 – Tajikistan][2030].",),
        (("1", "replace", "2030", "2032", ("Tajikistan",)),),
    ),
    (
        ENGLISH,
        ("1. The parties will publish catch figures of the [northern / entire] lake by 2030.",),
        (("1", "replace", "northern", "entire", ()),),
    ),
    (
        ENGLISH,
        ("1. The parties will publish catch figures of the [northern or lower] lake by 2030.",),
        (("1", "replace", "northern", "lower", ()),),
    ),
    (
        ENGLISH,
        ("2. The parties will inspect harbours [jointly and without warning] or [on request].",),
        (("2", "replace", "jointly and without warning", "on request", ()),),
    ),
    (
        ENGLISH,
        ("1. The parties will publish catch figures of the northern lake by [2030/2035].",),
        (("1", "replace", "2030", "2035", ()),),
    ),
    (
        ENGLISH,
        ("4. [The ministers] encourage [private] [investment] in nurseries.",),
        (
            ("4", "delete", "The ministers", "", ()),
            ("4", "delete", "private", "", ()),
            ("4", "delete", "investment", "", ()),
        ),
    ),
    (
        ENGLISH,
        ("2. The parties will inspect harbours [jointly] [and] [without warning].",),
        (
            ("2", "delete", "jointly", "", ()),
            ("2", "delete", "and", "", ()),
            ("2", "delete", "without warning", "", ()),
        ),
    ),
    (
        ENGLISH,
        ("4. The ministers encourage [(JPN, UZB) public and] private investment in nurseries.",),
        (
            (
                "4",
                "insert",
                "",
                "public and",
                (
                    "JPN",
                    "UZB",
                ),
            ),
        ),
    ),
    (
        ENGLISH,
        ("4. The ministers encourage [Japan - public and] private investment in nurseries.",),
        (("4", "insert", "", "public and", ("Japan",)),),
    ),
    (
        ENGLISH,
        ("2. The parties will inspect harbours jointly [and without warning (KAZ: delete)].",),
        (("2", "delete", "and without warning", "", ("KAZ",)),),
    ),
    (
        ENGLISH,
        ("2. The parties will inspect harbours jointly [and without warning (KAZ: retain; UZB: delete)].",),
        (("2", "delete", "and without warning", "", ("UZB",)),),
    ),
    (
        ENGLISH,
        ("2. The parties will inspect harbours jointly [and without warning] (UZB: delete).",),
        (("2", "delete", "and without warning", "", ("UZB",)),),
    ),
    (
        ENGLISH,
        (
            "1. The parties will publish catch figures of the northern lake by 2030.",
            "[1 ter. JPN/UZB: The parties will meet in Tokyo.]",
        ),
        (
            (
                "1",
                "new_clause",
                "",
                "The parties will meet in Tokyo.",
                (
                    "JPN",
                    "UZB",
                ),
            ),
        ),
    ),
    (
        ENGLISH,
        (
            "1. The parties will publish catch figures of the northern lake by 2030.",
            "[KAZ 1 ALT: The parties may publish catch figures.]",
        ),
        (("1", "alternative", "", "The parties may publish catch figures.", ("KAZ",)),),
    ),
    (
        ENGLISH,
        (
            "1. The parties will publish catch figures of the northern lake by 2030.",
            "[KAZ: 1 bis. The parties will meet in Tokyo.]",
        ),
        (("1", "new_clause", "", "The parties will meet in Tokyo.", ("KAZ",)),),
    ),
    (
        ENGLISH,
        (
            "1. The parties will publish catch figures of the northern lake by 2030.",
            "OP1 bis (KAZ/UZB) The parties will meet in Tokyo.",
        ),
        (
            (
                "1",
                "new_clause",
                "",
                "The parties will meet in Tokyo.",
                (
                    "KAZ",
                    "UZB",
                ),
            ),
        ),
    ),
    (
        ENGLISH,
        (
            "1. The parties will publish catch figures of the northern lake by 2030.",
            "1 alt (Japan): The parties may publish catch figures.",
        ),
        (("1", "alternative", "", "The parties may publish catch figures.", ("Japan",)),),
    ),
    (
        ENGLISH,
        ("4. The ministers encourage private investment in nurseries. [ad referendum Uzbekistan]",),
        (("4", "reserve", "", "", ("Uzbekistan",)),),
    ),
    (
        ENGLISH,
        ("4. The ministers encourage private investment in nurseries. [to be discussed further in the drafting group]",),
        (("4", "comment", "", "to be discussed further in the drafting group", ()),),
    ),
    (
        ENGLISH,
        ("4. The ministers encourage private investment in nurseries. [KAZ to consult its capital]",),
        (("4", "comment", "", "KAZ to consult its capital", ("KAZ",)),),
    ),
    (
        ENGLISH,
        (
            "Option A: 4. The ministers encourage private investment in nurseries.",
            "Option B: 4. The ministers note private investment in nurseries.",
        ),
        (("4", "alternative", "", "The ministers note private investment in nurseries.", ()),),
    ),
    (
        ENGLISH,
        ("4. The ministers ~~encourage~~ __welcome__ private investment in nurseries.",),
        (("4", "replace", "encourage", "welcome", ()),),
    ),
    (
        ENGLISH,
        ("4. The ministers encourage ~~private~~ investment in **modern** nurseries.",),
        (
            ("4", "delete", "private", "", ()),
            ("4", "insert", "", "modern", ()),
        ),
    ),
    (
        ENGLISH,
        ("4. The ministers <del>encourage</del> <ins>welcome</ins> private investment in nurseries.",),
        (("4", "replace", "encourage", "welcome", ()),),
    ),
    (
        ENGLISH,
        (
            "1. The parties [KAZ delete #1: will [JPN delete #2: publish]][KAZ alt #1: may print] [JPN delete #2: catch] figures of the northern lake by 2030.",
        ),
        (
            ("1", "replace", "will publish", "may print", ("KAZ",)),
            ("1", "delete", "publish catch", "", ("JPN",)),
        ),
    ),
    (
        ENGLISH,
        ("2. The parties will inspect harbours jointly and without warning. [KAZ: delete]",),
        (("2", "delete_clause", "", "", ("KAZ",)),),
    ),
    (
        ENGLISH,
        ("2. [KAZ: delete] The parties will inspect harbours jointly and without warning.",),
        (("2", "delete_clause", "", "", ("KAZ",)),),
    ),
    (
        ENGLISH,
        ("[KAZ delete: 2. The parties will inspect harbours jointly and without warning.]",),
        (("2", "delete_clause", "", "", ("KAZ",)),),
    ),
    (
        RUSSIAN,
        ("1. Стороны [будут публиковать][Казахстан: публикуют] данные об уловах к 2030 году.",),
        (("1", "replace", "будут публиковать", "публикуют", ("Казахстан",)),),
    ),
    (
        RUSSIAN,
        ("2. Стороны проводят инспекции портов [совместно] [и без предупреждения (Узбекистан: исключить)].",),
        (
            ("2", "delete", "совместно", "", ()),
            ("2", "delete", "и без предупреждения", "", ("Узбекистан",)),
        ),
    ),
    (
        RUSSIAN,
        ("1. Стороны будут публиковать данные об уловах к [2030/2032] году.",),
        (("1", "replace", "2030", "2032", ()),),
    ),
    (
        RUSSIAN,
        (
            "2. Стороны проводят инспекции портов совместно и без предупреждения.",
            "[2 бис. Казахстан: Стороны встречаются ежегодно.]",
        ),
        (("2", "new_clause", "", "Стороны встречаются ежегодно.", ("Казахстан",)),),
    ),
    (
        RUSSIAN,
        ("1. Стороны будут публиковать данные об уловах [Япония - реки] к 2030 году.",),
        (("1", "insert", "", "реки", ("Япония",)),),
    ),
    (
        JAPANESE,
        ("1. 締約国は、[2030年][カザフスタン：2032年]までに漁獲量を公表する。",),
        (("1", "replace", "2030年", "2032年", ("カザフスタン",)),),
    ),
    (
        JAPANESE,
        ("2. 締約国は、港を［共同で］［日本：要請に応じて］査察する。",),
        (("2", "replace", "共同で", "要請に応じて", ("日本",)),),
    ),
    (
        JAPANESE,
        ("2. 締約国は、港を[共同で（カザフスタン：削除）]査察する。",),
        (("2", "delete", "共同で", "", ("カザフスタン",)),),
    ),
    (
        JAPANESE,
        (
            "2. 締約国は、港を共同で査察する。",
            "[2 bis. 日本：締約国は毎年会合する。]",
        ),
        (("2", "new_clause", "", "締約国は毎年会合する。", ("日本",)),),
    ),
    (
        ENGLISH,
        ("2. The parties will inspect harbours jointly and [without][with prior (KAZ)] warning.",),
        (("2", "replace", "without", "with prior", ("KAZ",)),),
    ),
    (
        ENGLISH,
        ("4. The ministers [encourage][note (JPN)][welcome (UZB)] private investment in nurseries.",),
        (
            ("4", "replace", "encourage", "note", ("JPN",)),
            ("4", "replace", "encourage", "welcome", ("UZB",)),
        ),
    ),
    (
        ENGLISH,
        ("4. The ministers encourage private investment in [nurseries][JPN delete].",),
        (("4", "delete", "nurseries", "", ("JPN",)),),
    ),
    (
        ENGLISH,
        ("PP1. Recalling the [lake accord][Treaty - Japan] of 2011,",),
        (("PP1", "replace", "lake accord", "Treaty", ("Japan",)),),
    ),
    (
        ENGLISH,
        ("1. The parties [shall][will] publish catch figures of the [entire][northern] lake by 2030.",),
        (
            ("1", "replace", "will", "shall", ()),
            ("1", "replace", "northern", "entire", ()),
        ),
    ),
    (
        ENGLISH,
        (
            "1. The parties will publish [KAZ: all] catch figures of the northern lake [by 2030][UZB, TJK: by 2035 at the latest].",
        ),
        (
            ("1", "insert", "", "all", ("KAZ",)),
            (
                "1",
                "replace",
                "by 2030",
                "by 2035 at the latest",
                (
                    "UZB",
                    "TJK",
                ),
            ),
        ),
    ),
    (
        ENGLISH,
        ("2. The parties will inspect harbours jointly and [without][JPN: with 24 hours'] warning.",),
        (("2", "replace", "without", "with 24 hours'", ("JPN",)),),
    ),
    (
        ENGLISH,
        ("2. The parties [may / will / should] inspect harbours jointly and without warning.",),
        (
            ("2", "replace", "will", "may", ()),
            ("2", "replace", "will", "should", ()),
        ),
    ),
    (
        ENGLISH,
        ("4. The ministers encourage private investment in nurseries [KAZ, UZB: and in research].",),
        (
            (
                "4",
                "insert",
                "",
                "and in research",
                (
                    "KAZ",
                    "UZB",
                ),
            ),
        ),
    ),
    (
        ENGLISH,
        ("4. [The ministers encourage private investment in nurseries.] (Japan)",),
        (("4", "delete_clause", "", "", ("Japan",)),),
    ),
    (
        ENGLISH,
        ("PP2. Noting with [deep (UZB)] regret that storms are more frequent than expected,",),
        (("PP2", "insert", "", "deep", ("UZB",)),),
    ),
    (
        ENGLISH,
        ("PP2 alt. [JPN: Noting that storms are frequent,]",),
        (("PP2", "alternative", "", "Noting that storms are frequent,", ("JPN",)),),
    ),
    (
        ENGLISH,
        ("PP2bis (Japan) Welcoming the work of the secretariat,",),
        (("PP2", "new_clause", "", "Welcoming the work of the secretariat,", ("Japan",)),),
    ),
    (ENGLISH, ("(a) train [40][KAZ: 60] wardens;",), (("(a)", "replace", "40", "60", ("KAZ",)),)),
    (ENGLISH, ("4. KAZ proposes to delete.",), (("4", "delete_clause", "", "", ("KAZ",)),)),
    (
        ENGLISH,
        ("3. To this end the secretariat [intends][plans]/[undertakes] to:",),
        (
            ("3", "replace", "intends", "plans", ()),
            ("3", "replace", "intends", "undertakes", ()),
        ),
    ),
    (ENGLISH, ("[Fisheries][UZB: Fish and water]",), (("heading", "replace", "Fisheries", "Fish and water", ("UZB",)),)),
    (
        ENGLISH,
        ("2. The parties will inspect harbours jointly [and without warning – KAZ delete].",),
        (("2", "delete", "and without warning", "", ("KAZ",)),),
    ),
    (
        ENGLISH,
        ("2. The parties will inspect harbours jointly and without warning. [Uzbekistan reserves its position]",),
        (("2", "reserve", "", "", ("Uzbekistan",)),),
    ),
    (
        ENGLISH,
        ("2. The parties will inspect harbours jointly and without warning. [Note: to be revisited after lunch]",),
        (("2", "comment", "", "to be revisited after lunch", ()),),
    ),
    (
        RUSSIAN,
        ("1. Стороны [будут публиковать] [публикуют] данные об уловах к 2030 году.",),
        (("1", "replace", "будут публиковать", "публикуют", ()),),
    ),
    (
        RUSSIAN,
        ("2. Стороны проводят инспекции портов [(Казахстан) ежегодно,] совместно и без предупреждения.",),
        (("2", "insert", "", "ежегодно,", ("Казахстан",)),),
    ),
    (
        RUSSIAN,
        ("2 альт. (Япония) Стороны проводят инспекции по запросу.",),
        (("2", "alternative", "", "Стороны проводят инспекции по запросу.", ("Япония",)),),
    ),
    (
        JAPANESE,
        ("1. 締約国は、2030年までに[日本：すべての]漁獲量を公表する。",),
        (("1", "insert", "", "すべての", ("日本",)),),
    ),
    (
        ENGLISH,
        ("1. The parties will publish [catch figures][figures on catch and on ice (JPN)] of the northern lake by 2030.",),
        (("1", "replace", "catch figures", "figures on catch and on ice", ("JPN",)),),
    ),
    (
        ENGLISH,
        ("2. The parties will [inspect harbours] [KAZ alternative: visit harbours] jointly and without warning.",),
        (("2", "replace", "inspect harbours", "visit harbours", ("KAZ",)),),
    ),
    (
        ENGLISH,
        ("2. The parties will inspect harbours [[jointly] and [without warning]].",),
        (
            ("2", "delete", "jointly and without warning", "", ()),
            ("2", "delete", "jointly", "", ()),
            ("2", "delete", "without warning", "", ()),
        ),
    ),
    (
        ENGLISH,
        ("4 bis [UZB/TJK]: The ministers thank the host.",),
        (
            (
                "4",
                "new_clause",
                "",
                "The ministers thank the host.",
                (
                    "UZB",
                    "TJK",
                ),
            ),
        ),
    ),
    (
        ENGLISH,
        ("NEW PARA (KAZ): The ministers thank the host.",),
        (("title", "new_clause_before", "", "The ministers thank the host.", ("KAZ",)),),
    ),
    (
        ENGLISH,
        (
            "4. The ministers encourage private investment in nurseries.",
            "[New paragraph - Japan: The ministers thank the host.]",
        ),
        (("4", "new_clause", "", "The ministers thank the host.", ("Japan",)),),
    ),
    (
        ENGLISH,
        ("4. The ministers [UZB: strongly] encourage [private (JPN: retain; KAZ: delete)] investment in nurseries.",),
        (
            ("4", "insert", "", "strongly", ("UZB",)),
            ("4", "delete", "private", "", ("KAZ",)),
        ),
    ),
    (
        ENGLISH,
        ("4. The ministers encourage private investment in nurseries[, in line with national law][KAZ].",),
        (("4", "insert", "", ", in line with national law", ("KAZ",)),),
    ),
    (
        ENGLISH,
        ("2. [Deleted by KAZ: The parties will inspect harbours jointly and without warning.]",),
        (("2", "delete_clause", "", "", ("KAZ",)),),
    ),
    (
        ENGLISH,
        ("(b) equip [two] [three / four] patrol boats.",),
        (
            ("(b)", "replace", "two", "three", ()),
            ("(b)", "replace", "two", "four", ()),
        ),
    ),
    (
        RUSSIAN,
        ("PP1. Ссылаясь на соглашение [2011][2012 - Таджикистан] года,",),
        (("PP1", "replace", "2011", "2012", ("Таджикистан",)),),
    ),
    (
        RUSSIAN,
        ("2. Стороны проводят инспекции портов совместно [и без предупреждения] [Казахстан: исключить].",),
        (("2", "delete", "и без предупреждения", "", ("Казахстан",)),),
    ),
    (
        RUSSIAN,
        ("1. Стороны [будут публиковать/публикуют] данные об уловах к 2030 году. [подлежит уточнению]",),
        (
            ("1", "replace", "будут публиковать", "публикуют", ()),
            ("1", "comment", "", "подлежит уточнению", ()),
        ),
    ),
    (
        JAPANESE,
        ("2. 締約国は、港を共同で[査察する][視察する（日本）]。",),
        (("2", "replace", "査察する", "視察する", ("日本",)),),
    ),
    (
        ENGLISH,
        ("[4. The ministers encourage private investment in nurseries. - delete, Turkmenistan]",),
        (("4", "delete_clause", "", "", ("Turkmenistan",)),),
    ),
    (
        ENGLISH,
        ("2. The parties [UZB: should / KAZ: may / will] inspect harbours jointly and without warning.",),
        (("2", "replace", "will", "should", ("UZB",)), ("2", "replace", "will", "may", ("KAZ",))),
    ),
    (ENGLISH, ("KAZ: delete OP4",), (("4", "delete_clause", "", "", ("KAZ",)),)),
    (ENGLISH, ("4. [UZB: delete para]",), (("4", "delete_clause", "", "", ("UZB",)),)),
    (ENGLISH, ("(a) train [[40][60]] wardens;",), (("(a)", "replace", "40", "60", ()),)),
    (ENGLISH, ("(a) train [40] [or] [60] wardens;",), (("(a)", "replace", "40", "60", ()),)),
    (ENGLISH, ("(a) train <u>all</u> 40 wardens;",), (("(a)", "insert", "", "all", ()),)),
    (
        RUSSIAN,
        ("1. Стороны будут публиковать [ЯПН: все] данные об уловах к 2030 году.",),
        (("1", "insert", "", "все", ("ЯПН",)),),
    ),
    (ENGLISH, ("(a) train [40] [[UZB] 60] wardens;",), (("(a)", "replace", "40", "60", ("UZB",)),)),
    (ENGLISH, ("2. The parties will inspect harbours jointly and without warning[s].",), (("2", "insert", "", "s", ()),)),
    (JAPANESE, ("1. 締約国は、[2030年/2032年]までに漁獲量を公表する。",), (("1", "replace", "2030年", "2032年", ()),)),
)


def base(rows: tuple[tuple[str, str, str], ...]) -> list[BaseClause]:
    return [BaseClause(f"k{at}", number, kind, ((1, words),)) for at, (number, kind, words) in enumerate(rows)]


@pytest.mark.parametrize(("rows", "lines", "asked"), TYPED, ids=[" ".join(row[1])[:70] for row in TYPED])
def test_what_is_typed_is_what_the_base_makes_of_it(
    rows: tuple[tuple[str, str, str], ...],
    lines: tuple[str, ...],
    asked: tuple[tuple[str, str, str, str, tuple[str, ...]], ...],
) -> None:
    clauses = base(rows)
    taken = sent.brackets("\n".join(lines).encode(), clauses)

    by_key = {clause.key: clause for clause in clauses}
    read = []
    for each in taken.positions:
        clause = by_key[each.key]
        old = clause.words[each.start : each.end].strip() if each.operation in (Operation.REPLACE, Operation.DELETE) else ""
        read.append((clause.number or clause.kind, str(each.operation), old, each.words.strip(), each.parties))
    assert sorted(read) == sorted(asked)
    placeless = [each.why for each in taken.left if each.why.startswith("nothing says where this new paragraph stands")]
    assert [each.why for each in taken.left] == placeless
    assert bool(placeless) == (bool(lines) and lines[0].startswith("NEW PARA"))


def test_new_words_in_one_bracket_with_words_of_the_text_are_named() -> None:
    taken = sent.brackets(
        b"[4. The ministers encourage private investment in nurseries and ponds.]\n(a) train 40[2] wardens;", base(ENGLISH)
    )

    assert [str(each.operation) for each in taken.positions] == ["delete_clause"]
    assert [(each.words, each.why) for each in taken.left] == [
        ("and ponds", "these words stand in one bracket with words of the text, and the text does not have them"),
        ("[2]", "it is read as the mark of a footnote"),
    ]


def test_words_that_a_line_leaves_out_are_named() -> None:
    taken = sent.brackets(b"1. The parties publish catch figures of the northern lake by 2030.", base(ENGLISH))

    assert taken.positions == ()
    assert [(each.words, each.why) for each in taken.left] == [
        ("will", "the text has these words, and they are left out here")
    ]
