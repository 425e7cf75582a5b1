"""The log of acts, as far as the viewer may see it, and for a delegation its own sealed acts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from nemawashi.access import log as acts
from nemawashi.access.models import Entry, Notice
from nemawashi.access.requests import Request
from nemawashi.access.terms import RollEvent
from nemawashi.access.viewers import Viewer
from nemawashi.analysis import terms as analysis
from nemawashi.assistance import terms as assistance
from nemawashi.business import terms as business
from nemawashi.commitments import terms as commitments
from nemawashi.desk.acting.notices import KnownRows, known_in, say
from nemawashi.desk.acting.offering import DEEDS
from nemawashi.meetings import terms as meetings
from nemawashi.parties import queries as parties
from nemawashi.parties import terms as people
from nemawashi.sources import terms as sources
from nemawashi.texts import terms as texts

ON_A_PAGE = 50
LONGEST_REF = 120  # signs of the name of an object
# What is entered without a button: of accounts, of keys, and of the forum by whoever runs the machine.
AT_THE_MACHINE: Mapping[str, Promise] = {
    "forum.founded": __("The forum was founded"),
    "forum.changed": __("The forum was changed at the machine"),
    "forum.taken_over": __("This server took the forum over"),
    RollEvent.KEYS: __("The seal keys in use changed"),
    RollEvent.STOCK: __("Accounts and memberships were entered as they stood"),
    f"account.{RollEvent.MADE}": __("An account was made"),
    f"account.{RollEvent.CHANGED}": __("An account was changed"),
    f"account.{RollEvent.REMOVED}": __("An account was deleted"),
    people.LEFT_CIRCLE: __("The office of an expert, interpreter or note-taker ended"),
    f"membership.{RollEvent.MADE}": __("Somebody acts for a delegation from now on"),
    f"membership.{RollEvent.CHANGED}": __("A membership was changed"),
    f"membership.{RollEvent.REMOVED}": __("A membership was deleted"),
}


@dataclass(frozen=True)
class SaidEntry:
    """An entry as people read it: the act in a sentence where all were told of one, else by the name of its button.

    ``href`` leads to what it was about; empty where only the entry knows it.
    """

    entry: Entry
    sentence: str
    where: str
    href: str


@login_required
def log(request: Request) -> HttpResponse:
    """All of it, or what one party did, or what was done to one object (``party`` and ``about`` of the address)."""
    viewer, party = request.viewer, request.GET.get("party", "")
    about = request.GET.get("about", "")[:LONGEST_REF]
    rows = acts.visible_entries(viewer=viewer)
    codes = parties.forum().codes
    if party and party not in codes:
        unknown = _("“%(value)s” is not a choice for “%(name)s”.") % {"value": party[:60], "name": "party"}
        return render(request, "400.html", {"message": unknown}, status=400)
    if party:
        rows = rows.filter(party=party)
    if about:
        rows = rows.filter(object_ref=about)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page", "1")[:6])
    own = acts.own_sealed_entries(viewer=viewer) if viewer.sees_negotiation else []
    names = labels()
    context = {
        "title": _("Log of acts"),
        "page": page,
        "lines": lines(list(page.object_list), viewer=viewer),
        "own": [row | {"label": names.get(row["event"], "")} for row in own[:50]],
        "head": acts.head() if viewer.sees_dialogue else None,
        "parties": [{"value": slug, "label": code, "selected": slug == party} for slug, code in codes.items()],
        "about": about,
        "handover": reverse("desk:handover") if viewer.is_secretariat else "",
        "is_filtered": bool(about or party),
    }
    return render(request, "desk/log.html", context)


def lines(entries: Sequence[Entry], *, viewer: Viewer) -> list[SaidEntry]:
    """One statement for their notices, which hold what each act was about as it was called then, and nobody's words."""
    told_as: dict[int, Notice] = {}
    for row in Notice.objects.filter(entry__in=[entry.pk for entry in entries]).order_by("pk"):
        told_as.setdefault(row.entry_id, row)
    names, known = labels(), known_in(told_as.values(), viewer=viewer)
    return [_line(entry, told_as.get(entry.pk), names, known, viewer) for entry in entries]


def _line(entry: Entry, notice: Notice | None, names: Mapping[str, Promise], known: KnownRows, viewer: Viewer) -> SaidEntry:
    if notice is not None:
        notice.entry = entry
    said = say(notice, viewer=viewer, known=known) if notice is not None else None
    if said is None:
        return SaidEntry(entry, str(names.get(entry.event, "")), "", "")
    return SaidEntry(entry, said.sentence, str(said.meeting) if said.meeting else said.where, said.href)


@cache
def labels() -> dict[str, Promise]:
    """What the button of an act says, by the event that it enters; of what no button enters, what happened."""
    acts = (texts.Act, meetings.Act, commitments.Act, assistance.Act, sources.Act, analysis.Act)
    nouns: tuple[type[StrEnum], ...] = (*acts, people.Act, business.Act)
    known = {act.name.lower(): str(act) for noun in nouns for act in noun}
    deeds = {known[deed.act.__name__]: deed.label for deed in reversed(DEEDS.values()) if deed.act.__name__ in known}
    return {**AT_THE_MACHINE, **deeds}
