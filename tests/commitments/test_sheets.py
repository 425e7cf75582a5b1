"""A ministry's sheet of reports: each line entered as a report, with its evidence; what is refused."""

from collections.abc import Callable
from typing import Any

from nemawashi.access.viewers import Viewer
from nemawashi.assistance import listing
from nemawashi.commitments import acts, sheets
from nemawashi.commitments.models import Commitment, Evidence, ProgressReport
from nemawashi.commitments.terms import Refusal
from nemawashi.kit.sheets import heads, lines, reading, writing
from nemawashi.kit.sheets.lines import SheetLine
from nemawashi.parties.models import Party

Does = Callable[..., Any]
HEADS = "Commitment,Report,Complete,Source,Page\n"


def read(words: str) -> list[SheetLine]:
    sheet = reading.read((HEADS + words).encode()).sheets[0]
    columns = heads.proposed(sheet, heads.REPORTS)
    assert columns.fields == ["commitment", "words", "is_complete", "source", "locator"]
    return lines.read(sheet, columns.heads, columns.fields, after=1).rows


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
