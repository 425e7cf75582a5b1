"""Sheets that ministries keep themselves: looked at, taken in under columns that are said once, and given back."""

import base64
import binascii
import json
import lzma
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from nemawashi.access.requests import Request
from nemawashi.access.viewers import Viewer
from nemawashi.assistance import acts as assistance
from nemawashi.assistance import listing
from nemawashi.assistance import possible as on_assistance
from nemawashi.assistance import sheets as assistance_sheets
from nemawashi.assistance.sheets import WeighedSheet
from nemawashi.assistance.terms import UndertakingKind
from nemawashi.commitments import acts as commitments
from nemawashi.commitments import columns as known
from nemawashi.commitments import possible as on_commitments
from nemawashi.commitments import sheets as report_sheets
from nemawashi.desk.acting import finding, pages, refusals, unread
from nemawashi.desk.acting.forms import Blank
from nemawashi.desk.acting.offering import offer
from nemawashi.desk.following import sheet_lines
from nemawashi.desk.following.sheet_lines import SHOWN_FIELDS as FIELDS
from nemawashi.desk.following.sheet_lines import ShownFact
from nemawashi.kit import apart
from nemawashi.kit.faults import UnreadableError
from nemawashi.kit.sheets import heads, lines, reading
from nemawashi.kit.sheets.cells import CellFault
from nemawashi.kit.sheets.heads import ProposedColumns
from nemawashi.kit.sheets.lines import RowFault
from nemawashi.kit.sheets.values import LAST_LINE, MOST_BYTES, ReadNote, SentSheet, SentTables, SheetNote
from nemawashi.parties import queries as parties
from nemawashi.parties.models import Party

MOST_CARRIED = 900_000  # signs: what a form carries back after the preview
MOST_UNPACKED = 24_000_000  # bytes of the cells that it carried
SHOWN = 100  # lines of a preview, refused ones and others each
NAMED = 20  # lines that a sentence names
CELLS: Mapping[str, Promise] = {
    CellFault.NO_AMOUNT: _("This is no amount of money; persons and places belong in a column of values."),
    CellFault.TWO_AMOUNTS: _("This can be read as two amounts; write it without a sign between thousands."),
    CellFault.TOO_LONG: _("This is longer than an amount or a date is."),
    CellFault.TWO_CURRENCIES: _("This names two currencies."),
    CellFault.NO_DATE: _("This is no date that is read here; write it as 2027-03-14, 2027-03 or 2027."),
    CellFault.TWO_DATES: _("This can be read as two days; write it as 2027-03-14."),
    CellFault.NO_CHOICE: _("This is none of the words that are known here."),
    CellFault.LOST: _("The spreadsheet has lost this value."),
    CellFault.FAR_YEAR: _("The year of a date must lie between 1900 and 2100."),
    CellFault.TURNED: _("This holds control characters; remove them."),
    CellFault.LONG_WORDS: _("This is too long: a number has at most 120 signs, a unit 80, other words of one line 2,000."),
    RowFault.NO_DELIVERY: _(
        "This is none of the words for how far it is: "
        "no evidence of it, not started, in limited part, for the most part, in full."
    ),
    RowFault.MERGED_AMOUNT: _("One merged cell holds the amount of several lines, and nothing divides it."),
}
NOTES: Mapping[SheetNote, Promise] = {
    SheetNote.ENCODING: _("The file names no encoding; it was read as %(what)s."),
    SheetNote.SEPARATOR: _("Its columns are parted by another sign than the comma."),
    SheetNote.MERGED: _("%(what)s: merged cells (%(count)s). What stands in one counts for each of its lines."),
    SheetNote.NO_RESULT: _("%(what)s: cells with a formula that has no result (%(count)s); they were read as empty."),
    SheetNote.HIDDEN: _("The sheet “%(what)s” is hidden in the file; it was read like the others."),
    SheetNote.EMPTY_SHEET: _("The sheet “%(what)s” is empty."),
    SheetNote.MARKED_TEXT: _("An apostrophe before a sign of formulas was taken away (%(count)s)."),
}
STATES = {"new": _("New"), "changed": _("Changed"), "unchanged": _("Unchanged")}


Weighed = tuple[list[tuple[str, int]], list[tuple[int, str, str, list[ShownFact]]], list[tuple[int, str, str]]]


class SentSheetForm(Blank):
    """A file is sent once; after the preview the form carries its cells back, compressed, with what each column is."""

    previews = _("Look at it first")
    use_required_attribute = False  # of a column that is not taken in the browser would ask what it is
    purpose = ""
    among: Sequence[str] = ()
    needed: Sequence[Sequence[str]] = ()

    file = forms.FileField(
        label=_("File"), required=False, help_text=_("A workbook (.xlsx) or CSV, as your office keeps it.")
    )
    carried = forms.CharField(required=False, max_length=MOST_CARRIED, widget=forms.HiddenInput)
    looked = forms.CharField(required=False, max_length=2_000, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.is_sent = cleaned.get("file") is not None
        try:
            self.tables = self._tables(cleaned)
        except UnreadableError as fault:
            raise ValidationError(
                _("Nothing of this file can be taken in. %(why)s"), params={"why": unread.sentence(fault)}, code="file"
            ) from None
        self.kept = {heads.plain(head): name for head, name in known.kept(purpose=self.purpose, viewer=self.viewer)}
        self._choose_columns()
        self._check()
        self.lines = lines.read(self.sheet, self.proposed.heads, self.chosen, after=self.proposed.line)
        return cleaned

    def _tables(self, cleaned: Mapping[str, Any]) -> SentTables:
        upload = cleaned.get("file")
        if upload is None:
            if not cleaned.get("carried"):
                raise ValidationError(_("Choose a file."), code="required")
            return _unpacked(cleaned["carried"])
        if upload.size > MOST_BYTES:
            raise ValidationError(_("The file is too large."), code="large")
        tables = apart.ask(reading.read, upload.read(), whose=self.viewer.whose)
        carried = packed(tables)
        self._put(carried=carried if len(carried) <= MOST_CARRIED else "")
        return tables

    def _put(self, **values: Any) -> None:
        self.data = {**{key: self.data[key] for key in self.data}, **values}

    def _typed(self, name: str) -> str:
        return "" if self.is_sent else str(self.data.get(name, ""))

    def _choose_columns(self) -> None:
        """Which sheet, which line of heads, which columns: as somebody said in the form, else as it is proposed."""
        sheets = self.tables.sheets
        proposals = [heads.proposed(each, self.among, known=self.kept) for each in sheets]
        likely = max(range(len(sheets)), key=lambda place: (sum(map(bool, proposals[place].fields)), -place))
        number = _whole(self._typed("sheet"), 0, len(sheets) - 1, likely)
        self.sheet = sheets[number]
        line = _whole(self._typed("heads"), 1, 1_048_576, proposals[number].line or self.sheet.rows[0][0])
        self.proposed: ProposedColumns = heads.proposed(self.sheet, self.among, known=self.kept, line=line)
        is_same = self._typed("looked").startswith(f"{number} {line} ")
        self.chosen = [
            said
            if is_same and f"column_{place}" in self.data and (said := self._typed(f"column_{place}")) in (*self.among, "")
            else proposed
            for place, proposed in enumerate(self.proposed.fields)
        ]
        self.was_looked_at = self._typed("looked") == (now := f"{number} {line} {','.join(self.chosen)}")
        self._put(
            sheet=str(number),
            heads=str(line),
            looked=now,
            **{f"column_{place}": name for place, name in enumerate(self.chosen)},
        )
        self._add_fields(line)

    def _add_fields(self, line: int) -> None:
        names = [(str(place), sheet.name or _now("Sheet")) for place, sheet in enumerate(self.tables.sheets)]
        if len(names) > 1:
            self.fields["sheet"] = forms.ChoiceField(label=_now("Sheet"), choices=names)
        else:
            self.fields["sheet"] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.fields["heads"] = forms.IntegerField(label=_now("Heads stand in line"))
        choices = [("", _now("not taken in")), *((name, str(FIELDS[name])) for name in self.among)]
        first = next((cells for number, cells in self.sheet.rows if number > line), [])
        for place, head in enumerate(self.proposed.heads):
            sample = first[place][:60] if place < len(first) else ""
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=head[:80] or _now("Column %(number)s") % {"number": place + 1},
                choices=choices,
                help_text=_now("First: %(cell)s") % {"cell": sample} if sample else "",
            )

    def _check(self) -> None:
        named = Counter(name for name in self.chosen if name)
        if twice := [str(FIELDS[name]) for name, times in named.items() if times > 1]:
            raise ValidationError(
                _("Two columns cannot both be: %(names)s."), params={"names": ", ".join(twice)}, code="twice"
            )
        for either in self.needed:
            if not any(name in named for name in either):
                names = _now(" or ").join(str(FIELDS[name]) for name in either)
                raise ValidationError(_("Say which column is: %(names)s."), params={"names": names}, code="missing")

    @property
    def is_looked_at(self) -> bool:
        return self.is_bound and not self.errors and self.was_looked_at

    @property
    def columns(self) -> list[tuple[str, str]]:
        return [(head[:200], name) for head, name in zip(self.proposed.heads, self.chosen, strict=True) if head]

    def preview(self) -> dict[str, Any]:
        counts, states, refused = self.weighed()
        self.was_looked_at = True  # by whoever is shown this
        refused = sorted([*_bad_cells(self.lines), *refused])
        return {
            "sheet_looked": True,
            "counts": [*counts, (_now("Refused"), len(refused))],
            "notes": [
                *self._guesses(),
                *(NOTES[each.note] % {"what": each.what, "count": each.count} for each in self.tables.notes),
            ],
            "sheet_states": states[:SHOWN],
            "left_states": max(0, len(states) - SHOWN),
            "refused_lines": refused[:SHOWN],
            "left_refused": max(0, len(refused) - SHOWN),
        }

    def _guesses(self) -> list[str]:
        """Which lines hold what can be read in two ways, so that nobody has to look for them."""
        guessed = [str(row.line) for row in self.lines.rows if row.guessed]
        if not guessed:
            return []
        words = _now(
            "Some amounts or dates can be read in two ways. They were read as the other cells of their column are written, "
            "or with a point before decimals. Look at these lines: %(lines)s."
        )
        named = ", ".join(guessed[:NAMED]) + ("…" if len(guessed) > NAMED else "")
        return [words % {"lines": named}]

    def weighed(self) -> Weighed:
        """Counts; line, state, title and what is written of each line that is taken; line, cell and reason of others."""
        raise NotImplementedError


def _whole(typed: str, least: int, most: int, otherwise: int) -> int:
    is_whole = typed.isascii() and typed.isdecimal() and len(typed) < 8 and least <= int(typed) <= most
    return int(typed) if is_whole else otherwise


def _bad_cells(read: lines.SheetLines) -> Iterator[tuple[int, str, str]]:
    for each in read.refused:
        yield each.line, f"{each.head}: {each.cell}", str(CELLS[each.fault])


def packed(tables: SentTables) -> str:
    """The cells of a file as a form carries them back."""
    sheets = [
        [each.name, each.rows, [[line, place, top] for (line, place), top in each.merged.items()]] for each in tables.sheets
    ]
    content = json.dumps([sheets, [[each.note, each.what, each.count] for each in tables.notes]], ensure_ascii=False)
    return base64.b64encode(lzma.compress(content.encode(), preset=3)).decode()


def _unpacked(carried: str) -> SentTables:
    """What the form carried; whoever changed it may send no more than a file may have, nor anything else."""
    try:
        unpacker = lzma.LZMADecompressor(memlimit=100_000_000)
        content = unpacker.decompress(base64.b64decode(carried, validate=True), max_length=MOST_UNPACKED)
        sheets, notes = json.loads(content) if unpacker.eof else ([], [])
        tables = SentTables(
            [
                SentSheet(
                    _words(name),
                    [(_count(line), [_words(cell) for cell in cells]) for line, cells in rows],
                    {(_count(line), _count(place)): _count(top) for line, place, top in merged},
                )
                for name, rows, merged in sheets
            ],
            [ReadNote(SheetNote(note), _words(what), _count(count)) for note, what, count in notes],
        )
    except (lzma.LZMAError, binascii.Error, EOFError, ValueError, TypeError, OverflowError, RecursionError, MemoryError):
        raise ValidationError(_("Choose the file again."), code="file") from None
    reading.check(tables.sheets)
    if not tables.sheets or not all(sheet.rows for sheet in tables.sheets):
        raise ValidationError(_("Choose the file again."), code="file")
    return tables


def _words(carried: object) -> str:
    """Words that a page can print and a database can hold; ``ValueError`` for anything else."""
    if not isinstance(carried, str) or "\0" in carried:
        raise ValueError
    carried.encode()
    return carried


def _count(carried: object) -> int:
    if type(carried) is not int or not 0 <= carried <= LAST_LINE:
        raise ValueError
    return carried


class TakeInSheet(SentSheetForm):
    purpose = known.ASSISTANCE
    among = heads.ASSISTANCE
    needed = (("title", "number"),)

    kind = forms.ChoiceField(
        label=_("A line is a"),
        choices=[(str(each), each.label) for each in assistance_sheets.LISTED],
        initial=UndertakingKind.PROJECT,
        help_text=_("Unless a column says it."),
    )

    def weighed(self) -> Weighed:
        kind = self.cleaned_data["kind"]
        sheet: WeighedSheet = assistance_sheets.weighed(self.subject, self.lines.rows, kind=kind, by=self.viewer)
        counts = [(str(label), sheet.count(state)) for state, label in STATES.items()]
        states = [
            (each.line, str(STATES[each.state]), each.title, [sheet_lines.shown(fact) for fact in each.facts])
            for each in sheet.lines
            if each.state != "unchanged"
        ]
        return counts, states, [(line, "", refusals.sentence(verdict)) for line, verdict in sheet.refused]

    def words_for_act(self) -> dict[str, Any]:
        return {"lines": self.lines.rows, "kind": self.cleaned_data["kind"], "columns": self.columns}


class TakeInReports(SentSheetForm):
    purpose = known.REPORTS
    among = heads.REPORTS
    needed = (("commitment",), ("words",))

    def weighed(self) -> Weighed:
        sheet = report_sheets.weighed_reports(self.subject, self.lines.rows, by=self.viewer)
        counts = [(_now("New"), sheet.fresh), (_now("Unchanged"), len(sheet.rows) - sheet.fresh)]
        states = [
            (row.line, _now("New"), row.commitment.words, sheet_lines.of_report(row)) for row in sheet.rows if row.is_new
        ]
        return counts, states, [(line, "", refusals.sentence(verdict)) for line, verdict in sheet.refused]

    def words_for_act(self) -> dict[str, Any]:
        return {"lines": self.lines.rows, "columns": self.columns}


offer(
    assistance.take_in_sheet,
    label=_("Take in a sheet of assistance"),
    on=finding.party,
    form=TakeInSheet,
    leads_to=pages.sheets,
    sees_version=False,
)
offer(
    commitments.take_in_reports,
    label=_("Take in a sheet of reports"),
    on=finding.party,
    form=TakeInReports,
    leads_to=pages.sheets,
    sees_version=False,
)


@login_required
@require_safe
def sheets(request: Request) -> HttpResponse:
    """The parties whose sheets the viewer may take in; the same columns go out."""
    viewer = request.viewer
    rows = [
        {
            "party": party,
            "acts": [*on_assistance.on_sheets(party, viewer=viewer), *on_commitments.on_sheets(party, viewer=viewer)],
        }
        for party in parties.participants()
    ]
    context = {
        "title": _now("Sheets"),
        "rows": [row for row in rows if row["acts"]],
        "kept": [
            (label, [head for head, name in columns if name])
            for purpose, label in ((known.ASSISTANCE, _now("Assistance")), (known.REPORTS, _now("Reports")))
            if (columns := known.kept(purpose=purpose, viewer=viewer))
        ],
    }
    return render(request, "desk/sheets.html", context)


@login_required
@require_safe
def file(request: Request, slug: str, purpose: str, form: str) -> HttpResponse:
    """What is recorded of a party, under the columns of the sheet that was taken in last, or under names of ours."""
    viewer = request.viewer
    party = Party.objects.filter(slug=slug).first()
    if party is None or purpose not in (known.ASSISTANCE, known.REPORTS) or form not in ("xlsx", "csv"):
        raise Http404
    among = heads.ASSISTANCE if purpose == known.ASSISTANCE else heads.REPORTS
    columns = _columns(purpose, among, viewer)
    names = [name for _head, name in columns]
    rows = (
        listing.assistance(party, names, viewer=viewer)
        if purpose == known.ASSISTANCE
        else listing.reports(party, names, viewer=viewer)
    )
    return _as_file(f"{purpose}-{slug}", form, [head for head, _name in columns], rows)


def _columns(purpose: str, among: Sequence[str], viewer: Viewer) -> list[tuple[str, str]]:
    """The columns that were kept, and behind them those without which a line would not be found again."""
    columns = known.kept(purpose=purpose, viewer=viewer)
    language = get_language() or "en"
    if not columns:
        return [(heads.head_of(name, language), name) for name in among]
    return columns


def _as_file(name: str, form: str, titles: Sequence[str], rows: Sequence[Sequence[Any]]) -> HttpResponse:
    from nemawashi.kit.sheets import writing  # noqa: PLC0415  slow: the library of workbooks

    is_csv = form == "csv"
    content = writing.as_csv(titles, rows) if is_csv else writing.as_book(name, titles, rows)
    kind = "text/csv; charset=utf-8" if is_csv else "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    disposition = content_disposition_header(True, f"{name}.{form}") or "attachment"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})
