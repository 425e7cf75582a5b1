"""Decisions about pledges and projects. Pure functions."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.assistance.terms import NotAdded, Refusal, UndertakingKind
from nemawashi.commitments.rules import is_due_soon
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.iati.codes import CURRENCIES


def may_record_pledge(
    by: Viewer, *, donor: str, title: str, amount: Decimal | None, currency: str, recipients: int
) -> Verdict:
    """A donor records its own pledge, the secretariat any; money has a currency, and somebody receives it."""
    if not (by.is_secretariat or (by.may_act and by.party == donor)):
        return refuse(Refusal.NOT_THE_DONOR)
    return first(
        GRANTED if title.strip() else refuse(Refusal.NO_TITLE),
        GRANTED if recipients else refuse(Refusal.NO_RECIPIENT),
        refuse(Refusal.NOT_POSITIVE) if amount is not None and amount <= 0 else GRANTED,
        refuse(Refusal.NO_CURRENCY) if (amount is None) != (not currency.strip()) else GRANTED,
    )


def lasts(start: ImpreciseDate | None, end: ImpreciseDate | None) -> Verdict:
    """A project does not end before it begins, as far as both are known."""
    is_over = bool(start and end and end.certainly_before(start))
    return refuse(Refusal.ENDS_BEFORE_IT_BEGINS) if is_over else GRANTED


def may_edit(by: Viewer, *, donor: str | None, kind: str, wanted: str, is_from_record: bool, is_built_on: bool) -> Verdict:
    """What was recorded here is set right by its donor or the secretariat until projects or payments rest on it.

    ``wanted``: the kind that the act is for, pledge or project.
    """
    if not (by.is_secretariat or (by.may_act and by.party == donor)):
        return refuse(Refusal.NOT_THE_DONOR)
    is_another, is_late = _EDITED[UndertakingKind(wanted)]
    return first(
        GRANTED if kind == wanted else refuse(is_another),
        refuse(Refusal.FROM_A_SOURCE) if is_from_record else GRANTED,
        refuse(is_late) if is_built_on else GRANTED,
    )


_EDITED = {
    UndertakingKind.PACKAGE: (Refusal.NOT_A_PACKAGE, Refusal.PACKAGE_BUILT_ON),
    UndertakingKind.PLEDGE: (Refusal.NOT_A_PLEDGE, Refusal.PLEDGE_BUILT_ON),
    UndertakingKind.PROJECT: (Refusal.NOT_A_PROJECT, Refusal.PROJECT_BUILT_ON),
}


def may_be_out_of(package_kind: str | None) -> Verdict:
    """A pledge is made out of a package, or of nothing."""
    return GRANTED if package_kind in (None, UndertakingKind.PACKAGE) else refuse(Refusal.NOT_A_PACKAGE)


def may_name_partner(by: Viewer, *, donor: str | None, kind: str, name: str, is_named: bool) -> Verdict:
    """The donor or the secretariat names who else pays for it or carries it out; nobody twice in one role."""
    if not (by.is_secretariat or (by.may_act and by.party == donor)):
        return refuse(Refusal.NOT_THE_DONOR)
    return first(
        _is_paid_under(kind),
        GRANTED if name.strip() else refuse(Refusal.NO_PARTNER),
        refuse(Refusal.PARTNER_NAMED) if is_named else GRANTED,
    )


def may_remind(
    by: Viewer,
    *,
    kind: str,
    has_end: bool,
    end_on: ImpreciseDate | None,
    reminded_for: ImpreciseDate | None,
    today: dt.date,
) -> Verdict:
    """The secretariat, and the clock in its name, reminds once before each planned end of a project that has not ended."""
    return first(
        GRANTED if by.is_secretariat else refuse(Refusal.NOT_THE_SECRETARIAT),
        GRANTED if kind == UndertakingKind.PROJECT else refuse(Refusal.NOT_A_PROJECT),
        refuse(Refusal.ENDED_ALREADY) if has_end else GRANTED,
        GRANTED if is_due_soon(end_on, today=today) else refuse(Refusal.NOT_ENDING_SOON),
        refuse(Refusal.REMINDED_ALREADY) if reminded_for == end_on else GRANTED,
    )


def may_end_project(
    by: Viewer, *, donor: str | None, kind: str, has_end: bool, words: str, start: ImpreciseDate | None, on: ImpreciseDate,
    today: dt.date,
) -> Verdict:  # fmt: skip
    """The donor or the secretariat says, once, that a project ended, how, and what stands of it; not before it did."""
    if not (by.is_secretariat or (by.may_act and by.party == donor)):
        return refuse(Refusal.NOT_THE_DONOR)
    return first(
        GRANTED if kind == UndertakingKind.PROJECT else refuse(Refusal.NOT_A_PROJECT),
        refuse(Refusal.ENDED_ALREADY) if has_end else GRANTED,
        GRANTED if words.strip() else refuse(Refusal.NO_OUTCOME),
        lasts(start, on),
        refuse(Refusal.NOT_ENDED_YET) if on.earliest > today else GRANTED,
    )


def may_record_payment(by: Viewer, *, donor: str | None, kind: str, amount: Decimal, currency: str) -> Verdict:
    """The donor or the secretariat records a payment; it is money, and goes under a package, pledge or project.

    A negative amount is money that came back, as IATI has it; none at all is no payment.
    """
    if not (by.is_secretariat or (by.may_act and by.party == donor)):
        return refuse(Refusal.NOT_THE_DONOR)
    return first(
        _is_paid_under(kind),
        GRANTED if amount else refuse(Refusal.NOT_POSITIVE),
        GRANTED if currency in CURRENCIES else refuse(Refusal.UNIT_IS_NO_CURRENCY),
    )


def _is_paid_under(kind: str) -> Verdict:
    kinds = (UndertakingKind.PACKAGE, UndertakingKind.PLEDGE, UndertakingKind.PROJECT)
    return GRANTED if kind in kinds else refuse(Refusal.NOTHING_IS_PAID_UNDER_IT)


def gives_a_reason(why: str) -> Verdict:
    return GRANTED if why.strip() else refuse(Refusal.NO_REASON)


def may_record_indicator(by: Viewer, *, donor: str | None, kind: str, words: str, unit: str) -> Verdict:
    """The donor or the secretariat says what is counted, and in which unit; money is a payment and no indicator."""
    if not (by.is_secretariat or (by.may_act and by.party == donor)):
        return refuse(Refusal.NOT_THE_DONOR)
    return first(
        _is_paid_under(kind),
        GRANTED if words.strip() else refuse(Refusal.NO_TITLE),
        GRANTED if unit.strip() else refuse(Refusal.NO_UNIT),
        refuse(Refusal.UNIT_IS_MONEY) if unit.strip().upper() in CURRENCIES else GRANTED,
    )


def may_record_value(by: Viewer, *, donor: str | None, has_source: bool) -> Verdict:
    """A value is the donor's, the secretariat's or a researcher's to record, and never without a source."""
    if not (by.is_secretariat or by.is_researcher or (by.may_act and by.party == donor)):
        return refuse(Refusal.NOT_THE_DONOR)
    return GRANTED if has_source else refuse(Refusal.NO_SOURCE)


def may_import_activities(by: Viewer, *, fresh: int) -> Verdict:
    """The secretariat and researchers take in what publishers report; a file that says nothing new changes nothing."""
    if not (by.is_secretariat or by.is_researcher):
        return refuse(Refusal.NOT_AN_IMPORTER)
    return GRANTED if fresh else refuse(Refusal.NO_NEW_ACTIVITY)


def may_tie_activity(by: Viewer, *, donor: str | None, is_tied: bool) -> Verdict:
    """The donor, the secretariat or a researcher says to what a reported activity belongs; once, until it is taken back."""
    if not (by.is_secretariat or by.is_researcher or (by.may_act and by.party == donor)):
        return refuse(Refusal.NOT_THE_DONOR)
    return refuse(Refusal.ACTIVITY_TIED) if is_tied else GRANTED


def may_untie_activity(by: Viewer, *, donor: str | None, is_tied: bool, why: str) -> Verdict:
    """Whoever may tie takes it back, and says why."""
    allowed = may_tie_activity(by, donor=donor, is_tied=False)
    return first(
        allowed,
        GRANTED if is_tied else refuse(Refusal.ACTIVITY_NOT_TIED),
        GRANTED if why.strip() else refuse(Refusal.NO_REASON),
    )


def may_set_activity_aside(by: Viewer, *, is_tied: bool, why: str) -> Verdict:
    """Whoever takes activities in may say that one belongs to nothing here."""
    if not (by.is_secretariat or by.is_researcher):
        return refuse(Refusal.NOT_AN_IMPORTER)
    return first(
        refuse(Refusal.ACTIVITY_TIED) if is_tied else GRANTED,
        GRANTED if why.strip() else refuse(Refusal.NO_REASON),
    )


def may_link_project(by: Viewer, *, donor: str | None, kind: str, pledge_kind: str, is_linked: bool) -> Verdict:
    """A project is tied, once, to the pledge or package that pays for it, by its donor or the secretariat."""
    if not (by.is_secretariat or (by.may_act and by.party == donor)):
        return refuse(Refusal.NOT_THE_DONOR)
    return first(
        GRANTED if kind == UndertakingKind.PROJECT else refuse(Refusal.NOT_A_PROJECT),
        GRANTED if pledge_kind in (UndertakingKind.PLEDGE, UndertakingKind.PACKAGE) else refuse(Refusal.NOT_A_PLEDGE),
        refuse(Refusal.LINKED_ALREADY) if is_linked else GRANTED,
    )


def may_take_in_sheet(by: Viewer, *, donor: str, fresh: int) -> Verdict:
    """A donor takes in its own sheet, the secretariat that of any; one that says nothing new changes nothing."""
    if not (by.is_secretariat or (by.may_act and by.party == donor)):
        return refuse(Refusal.NOT_THE_DONOR)
    return GRANTED if fresh else refuse(Refusal.NO_NEW_LINE)


def agrees(words: Sequence[str]) -> Verdict:
    """Whatever cells say of one thing, they say the same; empty ones say nothing."""
    said = list(dict.fromkeys(word for word in words if word))
    return refuse(Refusal.LINE_CONTRADICTS, ", ".join(said)[:200]) if len(said) > 1 else GRANTED


# ── Amounts in another currency ───────────────────────────────────────────────────────────────────────────────────

RATE_WINDOW = dt.timedelta(days=10)  # before a day that has no rate of its own: banks publish none on days off
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class DatedRate:
    on: dt.date
    base: str
    quote: str
    rate: Decimal


def rate_for(rates: Sequence[DatedRate], base: str, quote: str, on: dt.date) -> int | None:
    """The place of the rate to use: of the day, else the nearest before it within the window; of equals the first.

    One that is stated the other way round counts as much.
    """
    pairs = {(base, quote), (quote, base)}
    near = [
        (on - each.on, place)
        for place, each in enumerate(rates)
        if (each.base, each.quote) in pairs and dt.timedelta(0) <= on - each.on <= RATE_WINDOW
    ]
    return min(near)[1] if near else None


def through(amount: Decimal, rate: Decimal, *, is_backwards: bool) -> Decimal:
    """An amount through a rate, to the cent; a rate read backwards divides."""
    return (amount / rate if is_backwards else amount * rate).quantize(_CENT)


def may_import_rates(by: Viewer, *, fresh: int) -> Verdict:
    """The secretariat and researchers take in rates; a table that says nothing new changes nothing."""
    if not (by.is_secretariat or by.is_researcher):
        return refuse(Refusal.NOT_AN_IMPORTER)
    return GRANTED if fresh else refuse(Refusal.NO_NEW_RATE)


# ── Sums that refuse to add what may be double ────────────────────────────────────────────────────────────────────

PROMISES = (UndertakingKind.PACKAGE, UndertakingKind.PLEDGE)
MONEY = re.compile(r"[A-Z]{3}")  # a code of ISO 4217; persons and documents are none
_BODY = re.compile(r"[A-Z]{3,}")


@dataclass(frozen=True, slots=True)
class Summand:
    """One undertaking as sums see it: under which heads it would stand, and why the record says not to add it."""

    ref: str
    kind: str
    amount: Decimal | None
    unit: str
    year: int | None
    groups: tuple[str, ...]
    recipients: frozenset[str]
    spheres: frozenset[str]
    agency: str = ""
    part_of: str = ""
    why_not: str = ""
    is_noted: bool = False
    on: ImpreciseDate | None = None

    @property
    def is_promise(self) -> bool:
        return self.kind in PROMISES


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An undertaking that is in no sum, why, and the one that it may be counted in already."""

    ref: str
    reason: NotAdded
    other: str = ""


@dataclass(frozen=True, slots=True)
class HeadSum:
    """What may be added under one head in one currency, what was promised apart from what was given; never together."""

    group: str
    unit: str
    promised: Decimal
    promises: int
    given: Decimal
    projects: int
    noted: int


def sums(amounts: Sequence[Summand]) -> tuple[list[HeadSum], list[LeftOut]]:
    """Sums by head and currency, and everything that was not added, in the order of the record.

    Left out are amounts that are no money or no assistance, totals that a source states, parts of what is added as a whole,
    and what may be paid out of something else that is added: the same body, year, recipient and sphere.
    """
    added: list[Summand] = []
    out: list[LeftOut] = []
    for each in amounts:
        reason = _not_by_itself(each)
        if reason:
            out.append(LeftOut(each.ref, reason))
        else:
            added.append(each)
    doubles = {each.ref: other for each in added for other in [_counted_in(each, added)] if other}
    out += [LeftOut(ref, reason, other) for ref, (reason, other) in doubles.items()]
    table: dict[tuple[str, str], list[Summand]] = {}
    for each in added:
        if each.ref not in doubles:
            table.setdefault((each.groups[0], each.unit), []).append(each)
    return [_sum(group, unit, rows) for (group, unit), rows in table.items()], out


def _not_by_itself(each: Summand) -> NotAdded | None:
    """Why an amount is in no sum, whatever stands beside it."""
    reasons = (
        (each.kind == UndertakingKind.EVENT or each.amount is None, NotAdded.NO_AMOUNT),
        (not MONEY.fullmatch(each.unit), NotAdded.NO_MONEY),
        (each.kind == UndertakingKind.BUSINESS_RESULT, NotAdded.BUSINESS),
        (each.kind == UndertakingKind.TOTAL, NotAdded.STATED_TOTAL),
        (bool(each.why_not), NotAdded.NOTED),
        (not each.groups, NotAdded.NO_HEAD),
        (len(each.groups) > 1, NotAdded.SEVERAL),
    )
    return next((reason for is_so, reason in reasons if is_so), None)


def _counted_in(each: Summand, added: Sequence[Summand]) -> tuple[NotAdded, str] | None:
    """The row in which an amount is counted already, or may be."""
    for other in added:
        if other.ref == each.ref or other.is_promise != each.is_promise:
            continue
        if other.ref == each.part_of and other.unit == each.unit:
            return NotAdded.PART, other.ref
        if _may_hold(other, each):
            return NotAdded.MAY_BE_DOUBLE, other.ref
    return None


def _may_hold(whole: Summand, part: Summand) -> bool:
    """Whether a payment may be made out of another one: one body, one year, a recipient and a sphere in common."""
    if not (set(_BODY.findall(whole.agency)) & set(_BODY.findall(part.agency))) or whole.year != part.year or not part.year:
        return False
    return bool(whole.recipients & part.recipients and whole.spheres & part.spheres) and _size(whole) > _size(part)


def _size(each: Summand) -> tuple[int, Decimal, str]:
    return (len(each.recipients), each.amount or Decimal(0), each.ref)


def _sum(group: str, unit: str, rows: Sequence[Summand]) -> HeadSum:
    promised = [row.amount or Decimal(0) for row in rows if row.is_promise]
    given = [row.amount or Decimal(0) for row in rows if not row.is_promise]
    noted = sum(row.is_noted for row in rows)
    return HeadSum(group, unit, sum(promised, Decimal(0)), len(promised), sum(given, Decimal(0)), len(given), noted)
