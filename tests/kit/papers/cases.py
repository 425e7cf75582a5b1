"""Papers to make files of: one as it should be, one with words that try to break every format."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from nemawashi.kit.clauses.sealing import digest
from nemawashi.kit.papers import (
    AttachedStatement,
    Correction,
    Footnote,
    Origin,
    Paper,
    PaperAdoption,
    PaperClause,
    PaperVersion,
)

ADOPTED = dt.datetime(2026, 9, 30, 7, 0, tzinfo=dt.UTC)
ADDRESS = "https://example.org/id/text/joint-statement"
CLAUSES = (
    ("title", "", {"en": "Joint Statement", "ru": "Совместное заявление", "ja": "共同声明"}),
    ("preambular", "PP1", {
        "en": "Recalling the Action Plan of 2006,", "ru": "ссылаясь на План действий 2006 года,",
        "ja": "2006年の行動計画を想起し、",
    }),
    ("heading", "", {"en": "Water and energy", "ru": "Вода и энергетика", "ja": "水とエネルギー"}),
    ("chapeau", "1", {
        "en": "The Ministers decided:", "ru": "Министры постановили:", "ja": "外相は次のとおり決定した。",
    }),
    ("sub", "(a)", {
        "en": "to share water data every year;", "ru": "ежегодно обмениваться данными о воде;",
        "ja": "毎年水に関する資料を共有すること。",
    }),
    ("sub", "(b)", {
        "en": "to meet again in 2028.", "ru": "вновь встретиться в 2028 году.", "ja": "2028年に再び会合すること。",
    }),
    ("operative", "2", {
        "en": "The Ministers thanked Kazakhstan.", "ru": "Министры поблагодарили Казахстан (Қазақстан).",
        "ja": "外相はカザフスタンに謝意を表した。",
    }),
)  # fmt: skip
ORIGIN = Origin(
    ref="clause/9", title="Joint Statement of 2024", number="3", date="2024-08-09", relation="edited", kept=0.82,
    address="https://example.org/en/texts/joint-statement-2024/#c-9", words="The Ministers should share water data.",
    changes=("should → decided: stronger",),
)  # fmt: skip


def sealed(paper: Paper) -> Paper:
    """The paper under the seals of its words."""
    return replace(paper, versions=tuple(replace(row, seal=digest(paper.lines(row.language))) for row in paper.versions))


def paper() -> Paper:
    clauses = [
        PaperClause(f"00000000-0000-4000-8000-00000000000{at}", number, kind, words)
        for at, (kind, number, words) in enumerate(CLAUSES)
    ]
    clauses[4] = replace(clauses[4], origins=(ORIGIN,), notes=(Footnote(14, "Except strategic reservoirs."),))
    names = {"en": "Uzbekistan", "ru": "Узбекистан", "ja": "ウズベキスタン"}
    return sealed(
        Paper(
            slug="joint-statement", title="Joint Statement", type="joint_statement", original="en", address=ADDRESS,
            versions=(PaperVersion("en"), PaperVersion("ru"), PaperVersion("ja", "courtesy")), clauses=tuple(clauses),
            adoption=PaperAdoption(
                "silence", ADOPTED, "Asia/Almaty", "CAJ/FMM/10/2/Rev.3", "Tenth Foreign Ministers' Meeting",
                f"31-{'5f0c3a9d' * 8}",
            ),
            symbol="CAJ/FMM/10/2", dialogue="Central Asia plus Japan Dialogue", dialogue_slug="caj",
            issued_at=ADOPTED + dt.timedelta(days=2),
            statements=(
                AttachedStatement(
                    "UZB", names, "reservation", "Strategic reservoirs are excepted.", ADOPTED, clauses[4].id
                ),
            ),
            corrections=(
                Correction("CAJ/FMM/10/2/Corr.1", clauses[5].id, "en", "2028", "2029", "A slip of the pen.",
                           ADOPTED + dt.timedelta(days=9)),
            ),
        )
    )  # fmt: skip


HOSTILE = (
    "<script>alert(1)</script> & \"quotes\" 'single' </style> ]]> <!-- -->",
    "A null \x00 and a bell \x07 and what is no character: \ufffe.",
    "И\u0306 combining, Ёлка with stress а\u0301; one\nline after another",
    "\u0633\u0644\u0627\u0645 \u05e9\u05dc\u05d5\u05dd between, then left again \u202edesrever\u202c",
    "word " * 2000,
    "\\000041 { } url(file:///etc/passwd) @import 'x'; <img src=file:///etc/passwd>",
)


def hostile() -> Paper:
    """A paper whose every word tries something."""
    clauses = tuple(
        PaperClause(f"00000000-0000-4000-8000-0000000001{at:02}", str(at + 1), "operative", {"en": words})
        for at, words in enumerate(HOSTILE)
    )
    said = HOSTILE[0]
    return sealed(
        Paper(
            slug="hostile", title=said, type="declaration", original="en", versions=(PaperVersion("en"),), clauses=clauses,
            adoption=PaperAdoption("consensus", ADOPTED, "UTC", said, said), address=ADDRESS, dialogue=said,
            symbol=f"X/1 {said}",
            statements=(AttachedStatement("KAZ", {"en": said}, "explanation", HOSTILE[1], ADOPTED),),
            corrections=(Correction(said, clauses[0].id, "en", said, HOSTILE[1], said, ADOPTED),),
        )
    )  # fmt: skip
