"""The chain of one commitment, from the recommendation to the next agenda, as far as the public may know of it."""

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from nemawashi.access import origins
from nemawashi.access.terms import RowOrigin
from nemawashi.access.viewers import PUBLIC, Viewer
from nemawashi.assistance import queries as assistance
from nemawashi.assistance.models import Undertaking
from nemawashi.assistance.rules import PROMISES
from nemawashi.assistance.terms import TransactionKind
from nemawashi.commitments.models import Commitment, ProgressReport, Settlement
from nemawashi.commitments.terms import Status
from nemawashi.kit.drawing.chains import ChainBox, ChainStation
from nemawashi.meetings import queries as meetings
from nemawashi.meetings.models import AgendaItem
from nemawashi.portal import addresses, words
from nemawashi.portal.names import NamedRow

MOST = 4  # rows of a station; the page has all of them


def items_of(row: Commitment) -> tuple[list[AgendaItem], list[AgendaItem]]:
    """The public agenda items under which the text was made, and those on which the commitment came back."""
    if row.text_id is None and row.is_from_record:
        return [], []
    made = row.text.agenda_item_id if row.text else None
    came = list(row.carried.values_list("agenda_item", flat=True))
    rows = list(meetings.visible_agenda_items(viewer=PUBLIC).filter(pk__in=[*came, *([made] if made else [])]))
    return [each for each in rows if each.pk == made], [each for each in rows if each.pk in came]


def under(row: Commitment, refs: Sequence[str], *, viewer: Viewer) -> list[Undertaking]:
    """What serves the commitment or is tied to it, and what is part of that; with what was paid and came of each."""
    slugs = [ref.partition("/")[2] for ref in refs if ref.startswith("assistance/")]
    serves = Q(commitment=row) | Q(part_of__commitment=row)
    tied = Q(slug__in=slugs) | Q(part_of__slug__in=slugs) if slugs else Q()
    rows = Undertaking.objects.filter(serves | tied if slugs else serves).order_by("order", "pk").distinct()
    return list(origins.shown(rows, viewer=viewer).prefetch_related(*assistance.paid_and_reached(viewer=viewer)))


def stations(
    row: Commitment,
    *,
    status: Status,
    recommendations: Sequence[NamedRow],
    items: tuple[Sequence[AgendaItem], Sequence[AgendaItem]],
    made_in: NamedRow | None,
    evidence: Sequence[NamedRow],
    undertakings: Sequence[Undertaking],
    reports: Sequence[ProgressReport],
    settlement: Settlement | None,
) -> list[ChainStation]:
    """Every station in its order, also those of which nothing is recorded."""
    promises = [each for each in undertakings if each.kind in PROMISES]
    projects = [each for each in undertakings if each.kind not in PROMISES]
    shown = {each.ref for each in undertakings}
    return [
        _station(gettext("Recommendation"), [_named(each) for each in recommendations]),
        _station(gettext("Agenda item"), [_item(each) for each in items[0]]),
        _station(gettext("Made in"), [_named(made_in)] if made_in else []),
        *([_station(gettext("Paragraph"), [_clause(row)])] if row.clause_id else []),
        _station(gettext("Commitment"), [_subject(row, status)]),
        _station(gettext("Pledges"), [_undertaking(each) for each in promises]),
        _station(gettext("Projects"), [_undertaking(each) for each in projects]),
        _station(gettext("Payments"), _payments(undertakings)),
        _station(gettext("Results"), _results(undertakings)),
        _station(gettext("Reports"), [_report(each) for each in reports]),
        _station(gettext("What came of it"), [_named(each) for each in evidence if each.ref not in shown]),
        _station(gettext("Settled score"), [_score(settlement)] if settlement else []),
        _station(gettext("Next agenda"), [_item(each) for each in items[1]]),
    ]


def _station(name: str, boxes: Sequence[ChainBox]) -> ChainStation:
    left = len(boxes) - MOST
    more = ngettext("and %(number)s more", "and %(number)s more", left) % {"number": left} if left > 0 else ""
    return ChainStation(name, tuple(boxes[:MOST]), more, gettext("nothing is recorded"))


def _said(value: str) -> tuple[str, str]:
    """Words of the record for the reader, and the language in which they stand where it is another."""
    bare = words.bare_record(value)
    return bare, "en" if bare == value and words.language() != "en" and value.isascii() else ""


def _under(*words: str) -> str:
    return " · ".join(filter(None, words))


def _play(origin: str) -> str:
    """The word for a row that is none of the record, wherever it is shown."""
    return str(RowOrigin.FICTION.label) if origin == RowOrigin.FICTION else ""


def _named(row: NamedRow) -> ChainBox:
    label, lang = _said(row.label)
    return ChainBox(label, _under(row.kind, words.day(row.on), _play(row.origin)), row.href or None, lang)


def _item(row: AgendaItem) -> ChainBox:
    label, lang = _said(str(row))
    said = _under(words.meeting_title(row.meeting), _play(row.origin))
    return ChainBox(label, said, reverse("portal:meeting", args=[row.meeting.slug]), lang)


def _clause(row: Commitment) -> ChainBox:
    label = gettext("The paragraph in its text")
    return ChainBox(label, "", f"{addresses.href(row.made_in_ref)}#c-{row.clause_id}")


def _subject(row: Commitment, status: Status) -> ChainBox:
    label, lang = _said(row.words)
    due = gettext("due %(day)s") % {"day": words.day(row.due_on)} if row.due_on else ""
    return ChainBox(label, _under(str(status.label), due, _play(row.origin)), None, lang, is_subject=True)


def _undertaking(row: Undertaking) -> ChainBox:
    label, lang = _said(row.title)
    amount, day = words.money(row.amount, row.currency), words.day(row.on or row.start_on)
    said = _under(str(row.get_kind_display()), amount, day, _play(row.origin))
    return ChainBox(label, said, reverse("portal:undertaking", args=[row.slug]), lang)


def _payments(rows: Sequence[Undertaking]) -> list[ChainBox]:
    """One row a kind and currency; what was committed and what was paid out are never added to one another."""
    sums: dict[tuple[str, str], list[Decimal]] = {}
    for row in rows:
        for paid in row.transactions.all():
            sums.setdefault((paid.kind, paid.currency), []).append(paid.amount)
    return [
        ChainBox(words.money(sum(amounts, Decimal(0)), currency), _times(kind, len(amounts)))
        for (kind, currency), amounts in sorted(sums.items())
    ]


def _times(kind: str, number: int) -> str:
    counted = ngettext("%(number)s payment", "%(number)s payments", number) % {"number": number}
    return f"{TransactionKind(kind).label} · {counted}"


def _results(rows: Sequence[Undertaking]) -> list[ChainBox]:
    boxes = []
    for row in rows:
        for indicator in row.indicators.all():
            last = max(indicator.values.all(), key=lambda each: str(each.on), default=None)
            reached = f"{words.money(last.value)} {indicator.unit}, {words.day(last.on)}" if last else indicator.unit
            label, lang = _said(indicator.words)
            boxes.append(ChainBox(label, reached, reverse("portal:undertaking", args=[row.slug]), lang))
    return boxes


def _report(row: ProgressReport) -> ChainBox:
    label, lang = _said(row.words)
    return ChainBox(label, _under(str(row.party), words.moment_day(row.at), _play(row.origin)), None, lang)


def _score(row: Settlement) -> ChainBox:
    label, lang = _said(row.why)
    return ChainBox(label, f"{row.score:+d}".replace("-", "−") if row.score else "0", None, lang)
