"""``nemawashi events``: events of the record counted, and files of coded news counted as what they are, reports.

The first six words ask the record of this installation; ``import`` and ``reports`` need no database.
"""

import datetime as dt
from argparse import SUPPRESS
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from nemawashi.access import clock, origins
from nemawashi.access.viewers import PUBLIC, acting_as
from nemawashi.analysis import events as gathering
from nemawashi.analysis import formats as measuring
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.events import (
    DatedEvent,
    EventKind,
    MeetingSeries,
    before_and_after,
    dyads,
    followed,
    hosts,
    levels,
    places,
    series_of,
    visits,
)
from nemawashi.kit.faults import UnreadableError
from nemawashi.parties.queries import forum
from nemawashi.portal import events as events_page
from nemawashi.portal import formats as formats_page
from nemawashi.project import collecting, commanding

FORMS = ("gdelt", "polecat", "csv")
STATISTICS = ("months", "dyads", "cadence", "places")
_SHOWN = 40


class Command(commanding.Command):
    help = "Count events of the record; read files of coded news into Parquet and count their reports."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        words = parser.add_subparsers(dest="word", required=True, metavar="WORD")
        narrowed = [
            words.add_parser("list", help="events, with PLOVER's code and sources"),
            words.add_parser("series", help="cadence, gaps, silence and regularity of each series, and hosts"),
            words.add_parser("around", help="before and after an outside event, with the interval of chance"),
        ]
        for under in narrowed:
            under.add_argument("--format", default="", help="of one format, by its id (default: all; series: the forum)")
            under.add_argument("--kind", choices=[str(kind) for kind in EventKind], default="")
            under.add_argument(
                "--level", default="", help="leaders, ministers, vice ministers, officials, experts, business"
            )
            under.add_argument("--party", default="", help="with this party, by its id")
        narrowed[2].add_argument("on", metavar="DAY", help="such as 2022-02-24")
        narrowed[2].add_argument("--days", type=int, default=365, help="on each side (default: 365)")
        words.add_parser("visits", help="who went to whom at which level, and which parties met")
        words.add_parser("initiatives", help="from word to deed: pledges and commitments of one party").add_argument(
            "--party", default=""
        )
        words.add_parser("formats", help="all formats on the same measures")
        read = words.add_parser("import", help="read a file of coded news into Parquet")
        read.add_argument("file", type=Path, metavar="FILE", help="plain, .gz, or a zip with one file")
        read.add_argument("--form", choices=FORMS, required=True)
        read.add_argument("--to", type=Path, metavar="FILE.parquet", help="(default: beside the file)")
        read.add_argument("--rows", type=int, metavar="N", help="the first N alone")
        count = words.add_parser("reports", help="a statistic of such a Parquet file")
        count.add_argument("file", type=Path, metavar="FILE.parquet")
        count.add_argument("statistic", choices=STATISTICS)
        count.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb")
        count.add_argument("--limit", type=int, default=100, help="at most so many rows (default: 100)")
        for under in words.choices.values():
            under.add_argument("--json", action="store_true", help="write JSON")
            for name in ("--settings", "--pythonpath"):
                under.add_argument(name, help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["word"] in ("import", "reports"):
            content, lines = _read(options) if options["word"] == "import" else _counted(options)
        else:
            with acting_as(PUBLIC), origins.showing(False):
                content, lines = _ASKED[options["word"]](options)
        for line in [collecting.written(content)] if options["json"] else lines:
            self.stdout.write(line)


def _on(day: ImpreciseDate | None) -> str:
    return str(day or "----").ljust(10)


Answer = tuple[dict[str, Any], Sequence[str]]


def _chosen(options: dict[str, Any]) -> list[DatedEvent]:
    rows = gathering.all_events(today=clock.today())
    if options["format"] and options["format"] not in {row.forum for row in rows}:
        raise UnreadableError(f"there are no events of a format {options['format']!r:.60}")
    narrowed = events_page.Narrowed(
        forum=options["format"], kind=options["kind"], level=options["level"], party=options["party"]
    )
    return [row for row in rows if narrowed.holds(row)]


def _list(options: dict[str, Any]) -> Answer:
    rows = _chosen(options)
    lines = [f"{_on(row.first)}  {row.kind:<9}  {row.state:<9}  {row.row}  {row.title}" for row in rows]
    return {"events": events_page.rows_for_programs(rows)}, lines


def _series(options: dict[str, Any]) -> Answer:
    if not options["format"]:
        options = options | {"format": forum().slug}
    rows = _chosen(options)
    made = series_of(rows, today=clock.today(), complete=gathering.complete_forums())
    content = {
        "series": [_of_series(each) for each in made],
        "hosts": [{"host": host or None, "events": [row.row for row in met]} for host, met in hosts(rows)],
        "places": [{"where": where or None, "events": [row.row for row in met]} for where, met in places(rows)],
    }
    return content, [_line_of(each) for each in made]


def _of_series(each: MeetingSeries) -> dict[str, Any]:
    return {
        "format": each.forum,
        "series": each.series or None,
        "level": each.level or None,
        "held": [row.row for row in (*each.held, *each.undated)],
        "planned": [row.row for row in each.planned],
        "median_days": each.median,
        "regularity": None if each.regularity is None else round(each.regularity, 4),
        "silence_days": list(each.silence) if each.silence else None,
        "gaps": [
            {"before": gap.before.row, "after": gap.after.row, "least": gap.least, "most": gap.most, "exact": gap.is_exact}
            for gap in each.gaps
        ],
        "left_out": [[gap.before.row, gap.after.row] for gap in each.left_out],
        "numbers_without_a_row": each.missing,
        "numbers_only_planned": each.only_planned,
        "complete": each.is_complete,
        "exact": each.is_exact,
    }


def _line_of(each: MeetingSeries) -> str:
    named = " ".join(filter(None, [each.level, each.series])) or "level not stated"
    longest = each.longest
    parts = [
        f"{named}: {len(each.held) + len(each.undated)} held",
        f"median {each.median:.0f} days" if each.median is not None else "",
        f"{len(each.left_out)} intervals left out" if each.left_out else "",
        f"longest {events_page.days_between(longest.least, longest.most)}" if longest else "",
        f"silence {events_page.days_between(*each.silence)}" if each.silence else "",
        f"regularity {each.regularity:+.2f}" if each.regularity is not None else "",
        "exact" if each.is_exact else "not exact" if each.gaps else "",
    ]
    return ", ".join(filter(None, parts))


def _around(options: dict[str, Any]) -> Answer:
    try:
        on = dt.date.fromisoformat(options["on"])
    except ValueError:
        raise UnreadableError(f"{options['on']!r:.40} is no day such as 2022-02-24") from None
    answer = before_and_after(_chosen(options), on, days=options["days"], today=clock.today())
    content = {
        "on": str(on),
        "days": answer.days,
        "asked_days": answer.asked,
        "before": [row.row for row in answer.before],
        "after": [row.row for row in answer.after],
        "difference": answer.difference,
        "chance_low": answer.low,
        "chance_high": answer.high,
        "chance": answer.chance,
        "method": f"permutation of the intervals between events, {answer.draws} draws, 2.5th to 97.5th percentile",
        "left_out": [row.row for row in answer.left_out],
        "by_month": [row.row for row in answer.by_month],
    }
    lines = [
        f"{len(answer.before)} in {answer.days} days before {on}, {len(answer.after)} after: {answer.difference:+d}",
        "fewer than four dated events: nothing is said of chance"
        if answer.low is None
        else f"by chance from {answer.low:+.0f} to {answer.high:+.0f} in 95 of 100 draws; as large: {answer.chance:.3f}",
        f"left out (no month known): {len(answer.left_out)}; put in the middle of a month: {len(answer.by_month)}",
    ]
    return content, lines


def _visits(options: dict[str, Any]) -> Answer:
    del options
    rows = gathering.own_meetings()
    content = {
        "visits": [{"guest": e.guest, "host": e.host, "rank": e.level, "event": e.event.row} for e in visits(rows)],
        "levels": [{"party": e.party, "rank": e.level, "events": [row.row for row in e.events]} for e in levels(rows)],
        "pairs": [
            {"parties": [pair.one, pair.other], "events": [row.row for row in pair.events], "alone": pair.alone}
            for pair in dyads(rows)
        ],
    }
    lines = [f"{_on(e.event.first)}  {e.guest} to {e.host} ({e.level})" for e in visits(rows)]
    return content, lines


def _initiatives(options: dict[str, Any]) -> Answer:
    rows = followed(each for each in gathering.initiatives().rows if options["party"] in ("", each.party))
    content = {
        "initiatives": [
            {
                "row": each.initiative.row,
                "party": each.initiative.party,
                "word": str(each.initiative.word or "") or None,
                "deed": each.deed or None,
                "on": str(each.on or "") or None,
                "days": [each.least, each.most] if each.most is not None else None,
            }
            for each in rows
        ]
    }
    lines = [
        f"{_on(each.initiative.word)}  {each.initiative.party:<14}  {each.initiative.row}"
        + (f"  -> {each.deed} {each.on or ''}" if each.deed else "  no deed found")
        for each in rows
    ]
    return content, lines


def _formats(options: dict[str, Any]) -> Answer:
    del options
    rows = formats_page.rows_for_programs(measuring.measured(today=clock.today()))
    columns = ("format", "age_years", "meetings_held", "median_days", "regularity", "is_exact", "outcome_texts")
    return {"formats": rows}, list(collecting.table(rows, columns))


_ASKED = {
    "list": _list,
    "series": _series,
    "around": _around,
    "visits": _visits,
    "initiatives": _initiatives,
    "formats": _formats,
}


def _read(options: dict[str, Any]) -> Answer:
    from nemawashi.kit.events import reading  # noqa: PLC0415  its libraries are optional

    source: Path = options["file"]
    if options["rows"] is not None and options["rows"] < 1:
        raise UnreadableError("--rows is a number from 1")
    target = options["to"] or source.with_name(f"{source.name}.parquet")
    done = reading.into_parquet(source, target, form=options["form"], most=options["rows"])
    faults = [{"line": line, "why": why} for line, why in done.faults]
    content = {
        **{"file": str(target), "form": done.form, "label": reading.LABEL, "rows": done.rows, "left_out": done.faulty},
        **{"first": str(done.first), "last": str(done.last), "faults": faults},
    }
    lines = [f"line {line}: {why}; left out" for line, why in done.faults[:_SHOWN]]
    if done.faulty > _SHOWN:
        lines.append(f"… and {done.faulty - _SHOWN:,} lines more")
    return content, [
        *lines,
        f"{target}: {done.rows:,} reports, {done.first} to {done.last}; {done.faulty:,} lines left out",
    ]


def _counted(options: dict[str, Any]) -> Answer:
    from nemawashi.kit.events import asking, reading  # noqa: PLC0415  their libraries are optional

    limit = collecting.limit_of(options["limit"])
    table = asking.statistic(options["file"], options["statistic"], engine=options["engine"])
    rows = [_plain(row) for row in table.slice(0, limit).to_pylist()]
    content = {
        **{"statistic": options["statistic"], "counts": reading.LABEL, "of": reading.about(options["file"])},
        **{"rows_in_all": table.num_rows, "rows": rows},
    }
    lines = list(collecting.table(rows, table.column_names))
    if table.num_rows > limit:
        lines.append(f"… of {table.num_rows:,} rows; --limit shows more")
    return content, ["These are reports in the news, not events.", *lines]


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, dt.date) else value for name, value in row.items()}
