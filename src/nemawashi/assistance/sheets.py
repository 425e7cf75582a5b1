"""The lines of a ministry's sheet against what is recorded: new, changed, unchanged, or refused with line and reason.

Each line is taken whole or not at all. Lines of one number, or one title, are one undertaking with several payments or
values; an empty cell changes nothing.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from babel import Locale
from django.db.models import Exists, OuterRef

from nemawashi.access.rules import Verdict, first, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.assistance import rules, sheet_rows
from nemawashi.assistance.iso import iso_code
from nemawashi.assistance.models import Transaction, Undertaking
from nemawashi.assistance.sheet_rows import LineFact, SheetPayment, SheetUndertaking, SheetValue
from nemawashi.assistance.terms import Refusal, TransactionKind, UndertakingKind
from nemawashi.commitments.models import Commitment
from nemawashi.commitments.terms import CommitmentState
from nemawashi.kit.clauses.spans import normal
from nemawashi.kit.faults import NotAllowedError
from nemawashi.kit.sheets import cells
from nemawashi.kit.sheets.lines import SheetLine
from nemawashi.parties import queries as parties
from nemawashi.parties.models import Party
from nemawashi.sources import queries as sources
from nemawashi.sources.models import Source

LISTED = (UndertakingKind.PACKAGE, UndertakingKind.PLEDGE, UndertakingKind.PROJECT)
_APART = re.compile(r"\s*[,;/、・\n]\s*|\s+(?:and|и)\s+|\s*及び\s*")
_SLUG = re.compile(r"[\w-]+")
_PLAIN = ("title", "agency", "on", "start_on", "end_on")


class _RefusedLineError(NotAllowedError):
    def __init__(self, verdict: Verdict) -> None:
        super().__init__(str(verdict.refusal))
        self.verdict = verdict


@dataclass(frozen=True, slots=True)
class WeighedLine:
    """``state``: new, changed or unchanged; ``what``: the names of fields that change, or payment and value;
    ``facts``: each value that is taken in."""

    line: int
    state: str
    title: str
    what: tuple[str, ...] = ()
    facts: tuple[LineFact, ...] = ()


@dataclass(slots=True)
class WeighedSheet:
    items: list[SheetUndertaking] = field(default_factory=list)
    lines: list[WeighedLine] = field(default_factory=list)
    refused: list[tuple[int, Verdict]] = field(default_factory=list)

    def count(self, state: str) -> int:
        return sum(each.state == state for each in self.lines)

    @property
    def fresh(self) -> int:
        return self.count("new") + self.count("changed")


def weighed(donor: Party, lines: Sequence[SheetLine], *, kind: str, by: Viewer) -> WeighedSheet:
    """What the lines of a donor's sheet would change. ``kind``: what a line is that does not say it."""
    known = _SheetContext(donor, lines)
    sheet = WeighedSheet()
    for line in lines:
        try:
            sheet.lines.append(_weighed(line, sheet, known, kind, by))
        except _RefusedLineError as refused:
            known.refused.add(line.said.get("number", ""))
            sheet.refused.append((line.line, refused.verdict))
    return sheet


class _SheetContext:
    """What the record has that lines may name, asked once for the whole sheet."""

    def __init__(self, donor: Party, lines: Sequence[SheetLine]) -> None:
        self.donor = donor
        paid = Transaction.objects.filter(undertaking=OuterRef("pk"))
        parts = Undertaking.objects.filter(part_of=OuterRef("pk"))
        rows = Undertaking.objects.filter(donor=donor, kind__in=LISTED).annotate(
            has_paid=Exists(paid), has_parts=Exists(parts)
        )
        self.rows = list(
            rows.select_related("donor").prefetch_related("recipients", "transactions", "indicators__values", "own_numbers")
        )
        self.by_slug = {row.slug: row for row in self.rows}
        self.by_number = {each.number: row for row in self.rows for each in row.own_numbers.all()}
        self.by_title: dict[tuple[str, str], list[Undertaking]] = {}
        for row in self.rows:
            self.by_title.setdefault((row.kind, " ".join(row.title.split()).casefold()), []).append(row)
        self.parties = _parties()
        self.commitments = _commitments(lines)
        self.sources = {
            name: sources.source_named(name) for name in {line.said.get("source", "") for line in lines} if name
        }
        self.refused: set[str] = set()
        self.items: dict[str, SheetUndertaking] = {}
        self.payments: dict[int, Counter[tuple[Any, ...]]] = {}


def _parties() -> dict[str, list[Party]]:
    """Parties, and groups of them, by all that they are called."""
    rows = {party.slug: party for party in Party.objects.all()}
    names: dict[str, list[Party]] = {}
    for party in rows.values():
        country = iso_code(party)
        usual = [Locale(code).territories.get(country, "") for code in ("en", "ru", "ja")] if country else []
        for name in (party.slug, party.slug.replace("-", " "), party.code, country, *party.names.values(), *usual):
            names.setdefault(str(name).casefold(), [party])
    names.pop("", None)
    for group in parties.forum().groups:
        for name in (group.key, *group.names.values()):
            names.setdefault(str(name).casefold(), [rows[slug] for slug in group.parties if slug in rows])
    return names


def _commitments(lines: Sequence[SheetLine]) -> dict[str, Commitment]:
    slugs = {name_of(line.said.get("commitment", "")) for line in lines} - {""}
    return {row.slug: row for row in Commitment.objects.filter(slug__in=slugs, state=CommitmentState.CONFIRMED)}


def name_of(address: str) -> str:
    """The name of a row in the record, out of the address of its page or by itself."""
    parts = [part for part in _SLUG.findall(address.split("?")[0].split("#")[0].rpartition("://")[2]) if part]
    return parts[-1] if parts else ""


def _weighed(line: SheetLine, sheet: WeighedSheet, known: _SheetContext, kind: str, by: Viewer) -> WeighedLine:
    item = _item(line, known, kind, by)
    key = item.number or f"{item.kind} {item.values['title'].casefold()}"
    above = known.items.get(key)
    if above is not None:
        _same(above, item)
    of = above or item
    payment = _payment(line, of, known, by)
    reached = _reached(line, of, known, by)
    if above is None:  # nothing refuses the line any more
        known.items[key] = item
        sheet.items.append(item)
    what: tuple[str, ...] = ()
    facts = sheet_rows.of_item(line, item) if above is None else ()
    if payment and _is_new_payment(payment, of, known):
        of.payments.append(payment)
        what = ("paid",)
        facts = (*facts, sheet_rows.of_payment(line, payment))
    if reached and _is_new_value(reached, of):
        of.reached.append(reached)
        what = (*what, "reached")
        facts = (*facts, sheet_rows.of_value(line, reached))
    title = of.values["title"]
    if above is not None:
        return WeighedLine(line.line, "new" if what else "unchanged", title, what, facts)
    if item.row is None:
        return WeighedLine(line.line, "new", title, what, facts)
    names = (
        *item.differs,
        *(["recipients"] if item.are_recipients_changed else []),
        *(["number"] if item.is_numbered else []),
    )
    state = "changed" if names else "new" if what else "unchanged"
    return WeighedLine(line.line, state, title, (*names, *what), facts)


def _require(*verdicts: Verdict) -> None:
    verdict = first(*verdicts)
    if not verdict:
        raise _RefusedLineError(verdict)


def _item(line: SheetLine, known: _SheetContext, kind: str, by: Viewer) -> SheetUndertaking:
    """The undertaking of a line, with what of it is new, once everything in the line is known and allowed."""
    number, title = line.said.get("number", ""), normal(line.said.get("title", ""))
    kind_said = line.choices.get("kind", "")
    row = _row(number, title, kind_said or kind, known)
    above = known.items.get(number)
    kind = kind_said or (row.kind if row else above.kind if above else kind)
    if row is not None and row.kind != kind:
        _require(refuse(Refusal.ANOTHER_KIND))
    currency = _currency(line, "amount", "currency")
    amount = line.sums["amount"].amount if "amount" in line.sums else None
    if not title and row is None and above is None and number and number in known.refused:
        _require(refuse(Refusal.REFUSED_ABOVE))
    before = above.values if above else _before(row)
    values: dict[str, Any] = {
        "title": title or before["title"],
        "amount": amount if amount is not None else before["amount"],
        "currency": currency or before["currency"],
        "agency": normal(line.said.get("agency", "")),
        "spheres": _spheres(line.said.get("spheres", "")),
        **{name: line.dates.get(name) for name in ("on", "start_on", "end_on")},
    }
    if line.sums.get("amount") and line.sums["amount"].qualifier:
        values["amount_note"] = line.sums["amount"].as_printed
    standing = above.recipients if above else list(row.recipients.all()) if row else []
    recipients = _recipients(line, known) or standing
    _require(
        rules.may_record_pledge(
            by, donor=known.donor.slug, title=values["title"], amount=values["amount"],
            currency=values["currency"] if values["amount"] is not None else "", recipients=len(recipients),
        ),
        rules.lasts(values["start_on"] or before["start_on"], values["end_on"] or before["end_on"]),
    )  # fmt: skip
    whole = _whole(line, known)
    item = SheetUndertaking(line.line, number, kind, values, recipients, _commitment(line, known), whole, row)
    if row is not None:
        _set_right(item, row, bool(line.said.get("recipients")), number, by)
    return item


def _spheres(said: str) -> list[str]:
    """Spheres parted by semicolons or lines, where there are any; else by commas."""
    mark = r"[;\n；]" if re.search(r"[;\n；]", said) else r"[,、・]"
    return [sphere for each in re.split(mark, said) if (sphere := each.strip())]


def _before(row: Undertaking | None) -> dict[str, Any]:
    return {
        "title": row.title if row else "",
        "amount": row.amount if row else None,
        "currency": (row.currency or "") if row else "",
        "start_on": row.start_on if row else None,
        "end_on": row.end_on if row else None,
    }


def _row(number: str, title: str, kind: str, known: _SheetContext) -> Undertaking | None:
    """The row that a line is about: by its number, by its name here, else by its title where only one has it."""
    if number and (row := known.by_number.get(number) or known.by_slug.get(name_of(number))):
        return row
    rows = known.by_title.get((kind, title.casefold()), []) if title else []
    if number:  # a row that another line is already known by is another one
        rows = [row for row in rows if not row.own_numbers.all()]
    if len(rows) > 1:
        _require(refuse(Refusal.TITLE_TWICE))
    return rows[0] if rows else None


def _set_right(item: SheetUndertaking, row: Undertaking, names_recipients: bool, number: str, by: Viewer) -> None:
    said = {name: value for name, value in item.values.items() if value not in (None, "", [])}
    item.differs = {name: value for name, value in said.items() if value != (getattr(row, name) or None)}
    if item.commitment is not None and row.commitment_id != item.commitment.pk:
        item.differs["commitment"] = item.commitment
    if isinstance(item.whole, Undertaking) and row.part_of_id != item.whole.pk:
        item.differs["part_of"] = item.whole
    slugs = {party.slug for party in item.recipients}
    item.are_recipients_changed = names_recipients and slugs != {party.slug for party in row.recipients.all()}
    item.is_numbered = (
        bool(number) and number != row.slug and not any(each.number == number for each in row.own_numbers.all())
    )
    if item.differs or item.are_recipients_changed:
        built_on = bool(row.has_paid or row.has_parts)  # type: ignore[attr-defined]  # annotated above
        _require(
            rules.may_edit(
                by, donor=row.donor.slug if row.donor else None, kind=row.kind, wanted=row.kind,
                is_from_record=row.is_from_record, is_built_on=built_on,
            )
        )  # fmt: skip


def _same(above: SheetUndertaking, item: SheetUndertaking) -> None:
    """A further line of one undertaking says nothing else of it."""
    pairs = [(above.values[name], item.values[name]) for name in (*_PLAIN, "amount", "currency", "spheres")]
    pairs.append((sorted(party.slug for party in above.recipients), sorted(party.slug for party in item.recipients)))
    for was, now in pairs:
        if now not in (None, "", []) and was != now:
            _require(refuse(Refusal.LINE_CONTRADICTS, f"{was or '—'}, {now}"[:200]))


def _currency(line: SheetLine, amount: str, column: str) -> str:
    """The currency of an amount: in its cell, its head or a column of its own, which then say the same."""
    printed = line.sums.get(amount)
    said = line.said.get(column, "")
    in_column = ""
    if said:
        try:
            in_column = cells.currency_in(said.upper() if len(said) == 3 else said)
        except cells.CellError:
            in_column = ""
        if not in_column:
            _require(refuse(Refusal.UNIT_IS_NO_CURRENCY, said[:60]))
    own = printed.currency if printed else ""
    _require(rules.agrees([own, in_column]))
    return own or in_column


def _recipients(line: SheetLine, known: _SheetContext) -> list[Party]:
    said = line.said.get("recipients", "")
    if not said:
        return []
    rows = known.parties.get(said.casefold())
    if rows is None:
        rows = []
        for name in _APART.split(said):
            if name and name.casefold() not in known.parties:
                _require(refuse(Refusal.UNKNOWN_RECIPIENT, name[:80]))
            rows = rows + known.parties.get(name.casefold(), [])
    return [party for party in dict.fromkeys(rows) if party.pk != known.donor.pk]


def _commitment(line: SheetLine, known: _SheetContext) -> Commitment | None:
    said = line.said.get("commitment", "")
    if said and name_of(said) not in known.commitments:
        _require(refuse(Refusal.UNKNOWN_COMMITMENT, said[:80]))
    return known.commitments[name_of(said)] if said else None


def _whole(line: SheetLine, known: _SheetContext) -> "Undertaking | SheetUndertaking | None":
    """The package or pledge out of which something is paid: of the record, or of a line above."""
    said = line.said.get("part_of", "")
    if not said:
        return None
    titled = [row for kind in rules.PROMISES for row in known.by_title.get((kind, normal(said).casefold()), [])]
    called = (each for each in known.items.values() if each.values["title"].casefold() == normal(said).casefold())
    in_sheet = known.items.get(said) or next(called, None)
    row = known.by_number.get(said) or known.by_slug.get(name_of(said)) or (titled[0] if len(titled) == 1 else None)
    whole = row or (in_sheet.row if in_sheet and in_sheet.row else in_sheet)
    if whole is None or whole.kind not in rules.PROMISES:
        _require(refuse(Refusal.UNKNOWN_WHOLE, said[:80]))
    return whole


def _source(line: SheetLine, known: _SheetContext) -> Source | None:
    said = line.said.get("source", "")
    if said and known.sources.get(said) is None:
        _require(refuse(Refusal.UNKNOWN_SOURCE, said[:120]))
    return known.sources.get(said) if said else None


def _payment(line: SheetLine, item: SheetUndertaking, known: _SheetContext, by: Viewer) -> SheetPayment | None:
    printed = line.sums.get("paid")
    if printed is None:
        return None
    if "paid_on" not in line.dates:
        _require(refuse(Refusal.NO_PAYMENT_DATE))
    currency = _currency(line, "paid", "paid_currency") or item.values["currency"]
    _require(rules.may_record_payment(by, donor=known.donor.slug, kind=item.kind, amount=printed.amount, currency=currency))
    kind = line.choices.get("paid_kind", TransactionKind.DISBURSED)
    return SheetPayment(kind, printed.amount, currency, line.dates["paid_on"], printed.qualifier, _source(line, known))


def _is_new_payment(payment: SheetPayment, item: SheetUndertaking, known: _SheetContext) -> bool:
    """Whether the record lacks it; two equal ones of a sheet are two payments, as often as the record has them."""
    if item.row is None:
        return True
    left = known.payments.get(item.row.pk)
    if left is None:
        left = Counter((row.kind, row.amount, row.currency, str(row.on)) for row in item.row.transactions.all())
        known.payments[item.row.pk] = left
    key = (payment.kind, payment.amount, payment.currency, str(payment.on))
    left[key] -= 1
    return left[key] < 0


def _reached(line: SheetLine, item: SheetUndertaking, known: _SheetContext, by: Viewer) -> SheetValue | None:
    if "reached" not in line.values:
        return None
    counted, unit = normal(line.said.get("counted", "")), normal(line.said.get("unit", ""))
    source = _source(line, known)
    _require(
        rules.may_record_indicator(by, donor=known.donor.slug, kind=item.kind, words=counted, unit=unit),
        rules.may_record_value(by, donor=known.donor.slug, has_source=source is not None),
    )
    if "reached_on" not in line.dates or source is None:
        _require(refuse(Refusal.NO_VALUE_DATE))
    return SheetValue(counted, unit, line.values["reached"], line.dates["reached_on"], source)  # type: ignore[arg-type]


def _is_new_value(reached: SheetValue, item: SheetUndertaking) -> bool:
    rows = item.row.indicators.all() if item.row else []
    return not any(
        (row.words, row.unit) == (reached.counted, reached.unit)
        and any((each.value, each.on) == (reached.value, reached.on) for each in row.values.all())
        for row in rows
    )


def in_order(items: Sequence[SheetUndertaking]) -> Iterator[list[SheetUndertaking]]:
    """New undertakings in batches that can be written at once: what is out of another one comes behind it."""
    waiting = [item for item in items if item.row is None]
    while waiting:
        ready = [item for item in waiting if not (isinstance(item.whole, SheetUndertaking) and item.whole.row is None)]
        if not ready:
            return
        yield ready
        waiting = [item for item in waiting if item.row is None]
