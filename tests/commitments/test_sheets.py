"""A ministry's sheet of reports: each line entered as a report, with its evidence; what is refused."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from nemawashi.access.viewers import Viewer
from nemawashi.assistance import listing
from nemawashi.commitments import acts, sheets
from nemawashi.commitments.models import Commitment, Evidence, ProgressReport
from nemawashi.commitments.terms import Delivery, Refusal
from nemawashi.kit.sheets import heads, lines, reading, writing
from nemawashi.kit.sheets.lines import RowFault, SheetLine, SheetLines
from nemawashi.parties.models import Party

Does = Callable[..., Any]
HEADS = "Commitment,Report,Complete,Source,Page\n"


def whole(words: str) -> SheetLines:
    sheet = reading.read((HEADS + words).encode()).sheets[0]
    columns = heads.proposed(sheet, heads.REPORTS)
    assert columns.fields == ["commitment", "words", "delivery", "source", "locator"]
    return lines.read(sheet, columns.heads, columns.fields, after=1)


def read(words: str) -> list[SheetLine]:
    return whole(words).rows


def test_reports_are_entered_one_by_one_and_once(
    logged: Does, refused: Does, who: Callable[[str], Viewer], owed: Commitment, training: Commitment
) -> None:
    japan = Party.objects.get(slug="japan")
    rows = read(
        f'{owed.slug},Ours are out.,да,seed-000,p. 4\n"{training.words}",Forty were trained.,no,,\n'
        f"https://example.org/ja/commitments/{owed.slug}/?x=1,Again.,,,\nno-such,Nothing.,,,\n{training.slug},,,,\n"
        f"{owed.slug},Other.,,http://no.such,p. 1\n"
    )
    kazakh = sheets.weighed_reports(Party.objects.get(slug="kazakhstan"), rows[1:2], by=who("kazakhstan"))

    written, entries = logged("japan", acts.take_in_reports, japan, lines=rows)

    assert [verdict.refusal for _line, verdict in kazakh.refused] == [Refusal.NOT_THE_OWNER]
    assert written == 2
    assert [event for event, *_rest in entries] == [
        "progress.reported",
        "evidence.attached",
        "progress.reported",
        "reports.taken_in",
    ]
    report = ProgressReport.objects.get(commitment=owed, party=japan)
    assert (report.words, report.is_complete, report.evidence.get().locator) == ("Ours are out.", True, "p. 4")
    assert [(line, verdict.refusal) for line, verdict in sheets.weighed_reports(japan, rows, by=who("japan")).refused] == [
        (4, Refusal.REPORTED_ABOVE),
        (5, Refusal.UNKNOWN_COMMITMENT),
        (6, Refusal.NO_WORDS),
        (7, Refusal.UNKNOWN_SOURCE),
    ]
    assert refused("japan", acts.take_in_reports, japan, lines=rows) is Refusal.NO_NEW_REPORT
    assert refused("host", acts.take_in_reports, japan, lines=rows) is Refusal.NOT_THE_OWNER
    more = [*read(f"{owed.slug},Ours are out.,yes,{Evidence.objects.get(report=report).source.slug},p. 4\n")]
    assert sheets.weighed_reports(japan, more, by=who("japan")).fresh == 0


def test_the_sheet_that_goes_out_changes_nothing_when_it_comes_back(
    done: Does, who: Callable[[str], Viewer], owed: Commitment
) -> None:
    japan = Party.objects.get(slug="japan")
    done("japan", acts.take_in_reports, japan, lines=read(f"{owed.slug},=Ours are out.,no,seed-000,p. 4\n"))
    titles = [heads.head_of(name, "ja") for name in heads.REPORTS]
    rows = listing.reports(japan, heads.REPORTS, viewer=who("japan"))

    sheet = reading.read(writing.as_book("reports", titles, rows)).sheets[0]

    columns = heads.proposed(sheet, heads.REPORTS)
    weighed = sheets.weighed_reports(japan, lines.read(sheet, columns.heads, columns.fields, after=1).rows, by=who("japan"))
    assert weighed.fresh == 0
    assert "=Ours are out." in [row.words for row in weighed.rows]


@pytest.mark.parametrize("language", ["en", "ru", "ja"])
@pytest.mark.parametrize("delivery", [*Delivery, ""])
def test_each_of_the_five_words_goes_out_and_comes_back_in_every_language(
    done: Does, who: Callable[[str], Viewer], owed: Commitment, delivery: str, language: str
) -> None:
    japan = Party.objects.get(slug="japan")
    done("japan", acts.report_progress, owed, words="Ours are out.", delivery=delivery)
    with translation.override(language):
        titles = [heads.head_of(name, language) for name in heads.REPORTS]
        rows = listing.reports(japan, heads.REPORTS, viewer=who("japan"))

    sheet = reading.read(writing.as_book("reports", titles, rows)).sheets[0]

    columns = heads.proposed(sheet, heads.REPORTS)
    read_back = lines.read(sheet, columns.heads, columns.fields, after=1).rows
    weighed = sheets.weighed_reports(japan, read_back, by=who("japan"))
    assert columns.fields == list(heads.REPORTS)
    assert [row.delivery for row in weighed.rows if row.commitment == owed] == [delivery]
    assert weighed.fresh == 0


@pytest.mark.parametrize(
    ("last", "cell", "is_new", "now"),
    [
        ("limited", "For the most part", True, "substantial"),
        ("limited", "limited", False, None),
        ("limited", "", False, None),
        ("limited", "no", False, None),
        ("complete", "yes", False, None),
        ("complete", "", True, ""),
        ("complete", "нет", True, ""),
        ("", "未着手", True, "not_started"),
        ("", "", False, None),
    ],
)
def test_a_line_is_new_where_it_says_another_word_or_takes_back_that_all_was_delivered(
    done: Does, who: Callable[[str], Viewer], owed: Commitment, last: str, cell: str, is_new: bool, now: str | None
) -> None:
    japan = Party.objects.get(slug="japan")
    done("japan", acts.report_progress, owed, words="Ours are out.", delivery=last)
    rows = read(f"{owed.slug},Ours are out.,{cell},,\n")
    assert sheets.weighed_reports(japan, rows, by=who("japan")).fresh == is_new
    if is_new:
        done("japan", acts.take_in_reports, japan, lines=rows)
        report = ProgressReport.objects.filter(commitment=owed, party=japan).latest("pk")
        assert (report.delivery, report.is_complete) == (now, now == "complete")


def test_another_word_refuses_its_line_and_no_other() -> None:
    every = whole("a,One.,nearly,,\nb,Two.,in full,,\nc,Three.,おおむね,,\n")
    assert [(bad.line, bad.head, bad.cell, bad.fault) for bad in every.refused] == [
        (2, "Complete", "nearly", RowFault.NO_DELIVERY)
    ]
    assert [row.choices for row in every.rows] == [{"delivery": "complete"}, {"delivery": "substantial"}]
