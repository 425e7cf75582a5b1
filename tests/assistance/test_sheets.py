"""A ministry's sheet of assistance: taken in line by line, sent again, corrected, given back, and what is refused."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from tests.kit.sheets.books import book

from nemawashi.access.viewers import Viewer
from nemawashi.assistance import acts, listing, sheets
from nemawashi.assistance.models import IndicatorValue, OwnNumber, Transaction, Undertaking
from nemawashi.assistance.terms import Refusal
from nemawashi.commitments import columns
from nemawashi.commitments.models import Commitment, SheetColumns
from nemawashi.kit.sheets import heads, lines, reading, writing
from nemawashi.kit.sheets.lines import SheetLine
from nemawashi.parties.models import Party

Does = Callable[..., Any]
HEADS = ["No.", "Project title", "Country", "Amount (million JPY)", "Start date", "End date", "Paid", "Paid on", "Part of"]
ROADS = ["J-1", "Roads of the south", "Kyrgyzstan", 350.5, "2026-04-01", "2029-03", 100, "2026-10-01", ""]
MORE = ["J-1", "", "", "", "", "", 50, "2026-11", ""]
WELLS = ["J-2", "Wells", "Tajikistan; ウズベキスタン", 80, "", "", "", "", "J-0"]
WHOLE = ["J-0", "Water for the valley", "Таджикистан", 900, "", "", "", "", ""]


def read(rows: Sequence[Sequence[Any]], titles: Sequence[str] = HEADS) -> list[SheetLine]:
    sheet = reading.read(book([titles, *rows])).sheets[0]
    columns = heads.proposed(sheet, heads.ASSISTANCE)
    found_lines = lines.read(sheet, columns.heads, columns.fields, after=columns.line)
    assert not found_lines.refused
    return found_lines.rows


@pytest.fixture
def japan(played: None, db: None) -> Party:
    return Party.objects.get(slug="japan")


@pytest.fixture
def officer(japan: Party, who: Callable[[str], Viewer]) -> Viewer:
    return who("japan")


def test_a_sheet_is_taken_in_and_sent_again_changes_nothing(
    logged: Does, refused: Does, japan: Party, officer: Viewer
) -> None:
    pledge = {"titles": [*HEADS, "Kind"]}
    rows = read([[*WHOLE, "pledge"], [*ROADS, ""], [*MORE, ""], [*WELLS, ""]], **pledge)

    written, entries = logged("japan", acts.take_in_sheet, japan, lines=rows, kind="project", columns=[("No.", "number")])

    roads, wells = (Undertaking.objects.get(own_numbers__number=number) for number in ("J-1", "J-2"))
    assert (written, entries) == (4, [("sheet.taken_in", "japan", "public", "party/japan")])
    assert (roads.kind, roads.amount, roads.currency, str(roads.end_on)) == ("project", 350_500_000, "JPY", "2029-03")
    paid = [(row.kind, row.amount, row.currency, str(row.on)) for row in roads.transactions.all()]
    assert paid == [("disbursed", 100, "JPY", "2026-10-01"), ("disbursed", 50, "JPY", "2026-11")]
    assert [row.party.slug for row in wells.recipient_rows.all()] == ["tajikistan", "uzbekistan"]
    assert wells.part_of == Undertaking.objects.get(own_numbers__number="J-0")
    assert columns.kept(purpose=columns.ASSISTANCE, viewer=officer) == [("No.", "number")]
    assert refused("japan", acts.take_in_sheet, japan, lines=rows, kind="project") is Refusal.NO_NEW_LINE
    assert [each.state for each in sheets.weighed(japan, rows, kind="project", by=officer).lines] == ["unchanged"] * 4
    assert Transaction.objects.filter(undertaking=roads).count() == 2


def test_a_changed_line_sets_its_row_right_until_something_rests_on_it(done: Does, japan: Party, officer: Viewer) -> None:
    done("japan", acts.take_in_sheet, japan, lines=read([ROADS, WELLS[:8]]), kind="project")
    again = read([[*ROADS[:5], "2030", *ROADS[6:]], ["J-2", "Deep wells", "Kazakhstan", 90, "", "", 5, "2027", ""]])

    weighed = sheets.weighed(japan, again, kind="project", by=officer)
    done("japan", acts.take_in_sheet, japan, lines=again, kind="project")

    assert [(line, verdict.refusal) for line, verdict in weighed.refused] == [(2, Refusal.PROJECT_BUILT_ON)]
    assert [(each.line, each.state, each.what) for each in weighed.lines] == [
        (3, "changed", ("title", "amount", "recipients", "paid"))
    ]
    wells = Undertaking.objects.get(own_numbers__number="J-2")
    assert (wells.title, wells.amount, wells.version) == ("Deep wells", 90_000_000, 2)
    assert [party.slug for party in wells.recipients.all()] == ["kazakhstan"]


def test_the_same_columns_out_are_the_same_sheet(done: Does, japan: Party, officer: Viewer) -> None:
    done("japan", acts.take_in_sheet, japan, lines=read([ROADS, MORE]), kind="project")
    before = Undertaking.objects.count()
    for language in ("en", "ru", "ja"):
        titles = [heads.head_of(name, language) for name in heads.ASSISTANCE]
        rows = listing.assistance(japan, heads.ASSISTANCE, viewer=officer)
        for content in (writing.as_book("a", titles, rows), writing.as_csv(titles, rows)):
            sheet = reading.read(content).sheets[0]
            found_columns = heads.proposed(sheet, heads.ASSISTANCE)
            back = lines.read(sheet, found_columns.heads, found_columns.fields, after=1)
            weighed = sheets.weighed(japan, back.rows, kind="project", by=officer)
            assert (back.refused, weighed.refused, weighed.fresh) == ([], [], 0)
            assert len(weighed.lines) == len(rows) > 50
    assert Undertaking.objects.count() == before


REFUSED: list[tuple[list[Any], Refusal]] = [
    (["R-1", "A", "Kazakhstan", 5, "", "", "", "", ""], Refusal.NO_CURRENCY),
    (["R-1", "", "Kazakhstan", "5 USD", "", "", "", "", ""], Refusal.NO_TITLE),
    (["R-1", "A", "", 5, "", "", "", "", ""], Refusal.NO_RECIPIENT),
    (["R-1", "A", "Atlantis", 5, "", "", "", "", ""], Refusal.UNKNOWN_RECIPIENT),
    (["R-1", "A", "Kazakhstan", -5, "", "", "", "", ""], Refusal.NOT_POSITIVE),
    (["R-1", "A", "Kazakhstan", "5 USD", "2027", "2026", "", "", ""], Refusal.ENDS_BEFORE_IT_BEGINS),
    (["R-1", "A", "Kazakhstan", "5 USD", "", "", 5, "", ""], Refusal.NO_PAYMENT_DATE),
    (["R-1", "A", "Kazakhstan", "5 USD", "", "", "", "", "No such pledge"], Refusal.UNKNOWN_WHOLE),
    (["R-1", "A", "Kazakhstan", "", "", "", 5, "2027", ""], Refusal.UNIT_IS_NO_CURRENCY),
    (["package-2012-700m", "", "", "", "", "", "", "", "", "project"], Refusal.ANOTHER_KIND),
    (["package-2012-700m", "Another title", "", "", "", "", "", "", ""], Refusal.FROM_A_SOURCE),
    (["R-1", "A", "Kazakhstan", "5 USD", "", "", "", "", "", "", "EUR"], Refusal.LINE_CONTRADICTS),
    (["R-1", "A", "Kazakhstan", "5", "", "", "", "", "", "", "gold"], Refusal.UNIT_IS_NO_CURRENCY),
    (["R-1", "A", "Kazakhstan", "", "", "", "", "", "", "", "", "no-such-commitment"], Refusal.UNKNOWN_COMMITMENT),
    (["R-1", "A", "Kazakhstan", "", "", "", 5, "2027", "", "", "USD", "", "http://no.such"], Refusal.UNKNOWN_SOURCE),
    (["R-1", "A", "Kazakhstan", "", "", "", "", "", "", "", "", "", "", "Tourists", "", 5, "2027"], Refusal.NO_UNIT),
    (
        ["R-1", "A", "Kazakhstan", "", "", "", "", "", "", "", "", "", "", "Tourists", "persons", 5, "2027"],
        Refusal.NO_SOURCE,
    ),
    (
        ["R-1", "A", "Kazakhstan", "", "", "", "", "", "", "", "", "", "seed-000", "Tourists", "persons", 5],
        Refusal.NO_VALUE_DATE,
    ),
]
ALL = [*HEADS, "Kind", "Currency", "Commitment", "Source", "Indicator", "Unit", "Reached", "Reached on"]


def test_each_line_is_taken_whole_or_refused_with_its_reason(refused: Does, japan: Party, officer: Viewer) -> None:
    titles = [head.replace(" (million JPY)", "") for head in ALL]
    rows = read([[*cells, *[""] * (len(titles) - len(cells))] for cells, _why in REFUSED], titles)

    for row, (cells, why) in zip(rows, REFUSED, strict=True):
        weighed = sheets.weighed(japan, [row], kind="project", by=officer)
        assert [verdict.refusal for _line, verdict in weighed.refused] == [why], cells
        assert weighed.items == []
    assert refused("japan", acts.take_in_sheet, japan, lines=rows, kind="project") is Refusal.NO_NEW_LINE
    assert refused("kazakhstan", acts.take_in_sheet, japan, lines=rows, kind="project") is Refusal.NOT_THE_DONOR
    assert refused("researcher", acts.take_in_sheet, japan, lines=rows, kind="project") is Refusal.NOT_THE_DONOR
    assert not OwnNumber.objects.exists()
    assert not SheetColumns.objects.exists()


def test_lines_of_one_project_say_the_same_of_it(japan: Party, officer: Viewer) -> None:
    other = [*MORE[:3], 7, *MORE[4:]]
    bad = ["J-3", "Roads", "Atlantis", "", "", "", "", "", ""]

    weighed = sheets.weighed(japan, read([ROADS, other, bad, ["J-3", *MORE[1:]]]), kind="project", by=officer)

    assert [(line, verdict.refusal) for line, verdict in weighed.refused] == [
        (3, Refusal.LINE_CONTRADICTS),
        (4, Refusal.UNKNOWN_RECIPIENT),
        (5, Refusal.REFUSED_ABOVE),
    ]


def test_titles_without_numbers_and_values_with_their_sources(done: Does, japan: Party, officer: Viewer) -> None:
    titles = ["Title", "Country", "Commitment", "Indicator", "Unit", "Reached", "Reached on", "Source"]
    commitment = Commitment.objects.filter(state="confirmed").exclude(origin="record")[0]
    address = f"https://example.org/en/commitments/{commitment.slug}/"
    row = ["Tourists", "Kazakhstan", address, "Visitors", "persons", 5, "2027", "seed-000"]
    rows = read([row, [*row[:5], 6, "2028", "seed-000"]], titles)
    done("host", acts.take_in_sheet, japan, lines=rows, kind="project")

    reached = [(float(each.value), str(each.on)) for each in IndicatorValue.objects.filter(indicator__words="Visitors")]
    made = Undertaking.objects.get(title="Tourists")
    assert (reached, made.commitment, made.indicators.count()) == ([(5.0, "2027"), (6.0, "2028")], commitment, 1)
    assert sheets.weighed(japan, rows, kind="project", by=officer).fresh == 0
    assert SheetColumns.objects.filter(party=None).count() == 0
    Undertaking.objects.create(slug="a-second", kind="project", title="Tourists", donor=japan)
    weighed = sheets.weighed(japan, rows, kind="project", by=officer)
    assert [verdict.refusal for _line, verdict in weighed.refused] == [Refusal.TITLE_TWICE] * 2


def test_a_sheet_of_any_length_asks_the_database_as_often(
    japan: Party, officer: Viewer, django_assert_max_num_queries: Any
) -> None:
    few, many = (
        read([[f"{place}", f"Well {place}", "Kazakhstan", 5, "", "", 1, "2027", ""] for place in range(number)])
        for number in (1, 300)
    )
    for rows in (few, many):
        with django_assert_max_num_queries(8):
            assert sheets.weighed(japan, rows, kind="project", by=officer).fresh == len(rows)
