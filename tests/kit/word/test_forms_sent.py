"""Word files as they come: styled and shaded redlines, brackets around struck words, new lines in brackets, labels, libraries."""

import pytest
from tests.kit.word.making import gone, ins, mark, p, r, word_file

from nemawashi.kit import sent
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import BaseClause

ROWS = (
    ("", "title", "Road map for clean corridors"),
    ("PP1", "preambular", "Guided by the charter of 2014,"),
    ("1", "operative", "The members shall harmonize axle load limits no later than 2028."),
    ("2", "operative", "The members agree to waive transit fees for medical goods, where possible."),
    ("4", "operative", "Customs bodies will accept electronic consignment notes and keep paper forms until 2029."),
    ("5", "operative", "The host is requested to report on progress every two years."),
)
S, U, SHADED, BLACK = (
    "<w:strike/>",
    '<w:u w:val="single"/>',
    '<w:shd w:val="clear" w:fill="FFFF00"/>',
    '<w:color w:val="000000"/>',
)
STYLES = (
    '<w:style w:type="character" w:styleId="Out"><w:name w:val="Deleted text"/><w:rPr><w:strike/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="In"><w:name w:val="New text"/><w:rPr><w:u w:val="single"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Inner"><w:name w:val="Own"/><w:basedOn w:val="Veiled"/></w:style>'
    '<w:style w:type="character" w:styleId="Veiled"><w:name w:val="Veiled"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Memo"><w:name w:val="Memo"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:u w:val="single"/></w:rPr></w:style>'
)


def in_style(name: str) -> str:
    return f'<w:rStyle w:val="{name}"/>'


def line(at: int) -> str:
    number, _kind, words = ROWS[at]
    return words if not number or number.startswith("PP") else f"{number}. {words}"


def table(*rows: tuple[str, ...]) -> str:
    return (
        "<w:tbl>" + "".join(f"<w:tr>{''.join(f'<w:tc>{p(r(c))}</w:tc>' for c in row)}</w:tr>" for row in rows) + "</w:tbl>"
    )


def read(body: str) -> tuple[list[str], list[str]]:
    clauses = [BaseClause(f"k{at}", number, kind, ((1, words),)) for at, (number, kind, words) in enumerate(ROWS)]
    taken = sent.word_file(word_file(body, styles=STYLES), clauses, {}, [])
    rows = []
    for each in taken.proposals:
        clause = clauses[int(each.key[1:])]
        takes_out = each.operation in (Operation.REPLACE, Operation.DELETE)
        old = clause.words[each.start : each.end].strip() if takes_out else ""
        words = " ".join(each.words.split())
        rows.append(f"{clause.number or clause.kind}|{each.operation}|{old}|{words}|{','.join(sorted(each.parties))}")
    return sorted(rows), [row.words.strip() for row in taken.outside]


FIVE = "5. The host is "
REST = " to report on progress every two years."
YEARS = "5. The host is requested to report on progress every "
CASES = (
    # redlines by style, by shade, with a blank between, and in black, which sets nothing apart
    ({5: p(r(FIVE) + r("requested", in_style("Out")) + r(" invited", in_style("In")) + r(REST))}, ["5|replace|requested|invited|"], []),
    ({5: p(r(YEARS) + r("two", S) + r(" ") + r("three", SHADED) + r(" years."))}, ["5|replace|two|three|"], []),
    ({5: p(r(YEARS, BLACK) + r("two", S + BLACK) + r(" three", U + BLACK) + r(" years.", BLACK))}, ["5|replace|two|three|"], []),
    ({5: p(r(FIVE) + r("requested", in_style("Hyperlink")) + r(REST))}, [], []),
    # hidden by a style of words, by one that rests on it, and by that of the passage
    ({5: p(r(line(5)) + r(" We can accept three.", in_style("Veiled")))}, [], ["We can accept three."]),
    ({5: p(r(line(5)) + r(" We can accept three.", in_style("Inner")))}, [], ["We can accept three."]),
    ({5: p(r(line(5))) + p(r("We can accept three."), '<w:pStyle w:val="Memo"/>')}, [], ["We can accept three."]),
    # words struck within a bracket, or with it
    ({5: p(r(YEARS + "[") + r("two", S) + r("three", U) + r("] [UZB] years."))}, ["5|replace|two|three|UZB"], []),
    ({5: p(r(YEARS + "[UZB: ") + r("two", S) + r(" three", U) + r("] years."))}, ["5|replace|two|three|UZB"], []),
    ({3: p(r(line(3)[:-17] + "[KAZ: ") + r(", where possible", S) + r("]."))}, ["2|delete|, where possible||KAZ"], []),
    ({3: p(r(line(3)[:-17]) + r("[, where possible]", S) + r("."))}, ["2|delete|, where possible||"], []),
    ({5: p(r(YEARS) + r("two", S) + r("[KAZ: three]", U) + r(" years."))}, ["5|replace|two|three|KAZ"], []),
    # lines beside a clause: tracked, bracketed, in its place
    ({5: p(r(line(5))) + p(ins(r("5 alt. The host will report every year.")), mark("ins"))}, ["5|alternative||The host will report every year.|JPN"], []),
    ({5: p(r(line(5))) + p(ins(r("[KAZ: 5 bis. The host will publish it.]")), mark("ins"))}, ["5|new_clause||The host will publish it.|KAZ"], []),
    ({5: p(r(line(5))) + p(ins(r("[5 bis. The host will publish it.]")), mark("ins"))}, ["5|new_clause||The host will publish it.|JPN"], []),
    ({5: p(r(line(5))) + p(r("5 alt. (KGZ) The host will report every year."))}, ["5|alternative||The host will report every year.|KGZ"], []),
    # labels in brackets, and a tracked change beside them
    ({1: p(r("[PP1] " + line(1))), 5: p(r(FIVE) + ins(r("kindly ")) + r("requested" + REST))}, ["5|insert||kindly|JPN"], []),
    ({1: p(r("(PP1) " + line(1))), 5: p(r("OP5: The host is requested to report on progress every ") + gone("two") + ins(r("three")) + r(" years."))}, ["5|replace|two|three|JPN"], []),
)  # fmt: skip


@pytest.mark.parametrize(("changed", "asked", "told"), CASES)
def test_a_file_as_it_comes_is_read_as_meant_or_told(changed: dict[int, str], asked: list[str], told: list[str]) -> None:
    body = "".join(changed.get(at) or p(r(line(at))) for at in range(len(ROWS)))

    assert read(body) == (asked, told)


def test_brackets_in_a_column_are_read_as_brackets() -> None:
    typed = "The host is [kindly] requested to report on progress every two years."
    rows = [("Text", "Tajikistan"), *((line(at), typed if at == 5 else "") for at in range(len(ROWS)))]

    assert read(table(*rows)) == (["5|insert||kindly|"], [])
