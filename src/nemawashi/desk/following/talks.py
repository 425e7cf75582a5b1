"""Talks between companies: proposed with their reasons, accepted by both sides or declined, and the page of one talk."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.views.decorators.http import require_safe

from nemawashi.access import clock
from nemawashi.access.requests import Request
from nemawashi.access.rules import Possible
from nemawashi.access.viewers import Viewer
from nemawashi.business import acts, possible, queries
from nemawashi.business.models import BusinessTalk, FirmContact, Interest
from nemawashi.business.terms import InterestKind, ReasonKind, TalkState
from nemawashi.desk.acting import finding
from nemawashi.desk.acting.forms import Blank, Why
from nemawashi.desk.acting.offering import offer
from nemawashi.desk.following.firms import language_name
from nemawashi.meetings.possible import zone_of
from nemawashi.parties import queries as parties
from nemawashi.search import lexicon

SIZE = 300  # talks on a page; what stands behind them is told


def page(subject: Any, done: Any) -> str:
    row = next((each for each in (done, subject) if isinstance(each, BusinessTalk)), None)
    return reverse("desk:talk", args=[row.pk]) if row else reverse("desk:talks")


class ProposeTalks(Blank):
    """Nothing is filled in: the reasons decide."""

    def words_for_act(self) -> dict[str, Any]:
        return {"equivalents": lexicon.lexicon()}


offer(
    acts.propose_talks,
    label=__("Propose talks"),
    on=finding.home_dialogue,
    form=ProposeTalks,
    leads_to=page,
    sees_version=False,
)


class AskForTalk(Blank):
    own = forms.ModelChoiceField(
        Interest.objects.none(),
        label=__("Your offer or need"),
        help_text=__("An offer is brought together with a need, a need with an offer."),
    )

    def prepare(self) -> None:
        other = InterestKind.NEED if self.subject.kind == InterestKind.OFFER else InterestKind.OFFER
        rows = queries.open_interests(today=clock.today()).filter(firm__party=self.viewer.party_id, kind=other)
        field: Any = self.fields["own"]
        field.queryset = rows
        field.label_from_instance = lambda row: f"{row.firm}: {row}"[:160]

    def words_for_act(self) -> dict[str, Any]:
        return {**self.cleaned_data, "equivalents": lexicon.lexicon()}


offer(
    acts.ask_for_talk,
    label=__("Ask for a talk"),
    on=finding.interest,
    form=AskForTalk,
    leads_to=page,
    sees_version=False,
)
offer(
    acts.accept_talk,
    label=__("Accept the talk"),
    on=finding.talk,
    leads_to=page,
    is_main=True,
)
offer(
    acts.decline_talk,
    label=__("Decline the talk"),
    on=finding.talk,
    form=Why,
    leads_to=page,
)


@dataclass(frozen=True)
class ShownReason:
    """``words``: those that are the reason; ``language``: in which they stand, where that is one."""

    label: str
    words: str
    language: str = ""


@dataclass(frozen=True)
class ShownTalk:
    row: BusinessTalk
    state: TalkState
    reasons: Sequence[ShownReason]
    offered: Sequence[Possible]


def reasons(row: BusinessTalk, areas: dict[str, str]) -> list[ShownReason]:
    return [_reason(each, areas) for each in row.reasons]


def _reason(each: dict[str, Any], areas: dict[str, str]) -> ShownReason:
    kind, words = ReasonKind(each["kind"]), each["words"]
    if kind == ReasonKind.AREA:
        return ShownReason(str(kind.label), areas.get(words[0], words[0]))
    if kind == ReasonKind.ASKED:
        return ShownReason(str(kind.label), parties.forum().code_of(words[0]))
    if kind == ReasonKind.TERM:
        return ShownReason(str(kind.label), " · ".join(words))
    return ShownReason(str(kind.label), ", ".join(words), language_name(each["language"], get_language() or "en"))


def area_names(viewer: Viewer) -> dict[str, str]:
    return {pillar.slug: str(pillar) for pillar in parties.pillars(viewer=viewer)}


def shown(rows: Iterable[BusinessTalk], *, viewer: Viewer) -> list[ShownTalk]:
    areas, today = area_names(viewer), clock.today()
    return [
        ShownTalk(row, TalkState(row.state), reasons(row, areas), possible.on_talk(row, today=today, viewer=viewer))
        for row in rows
    ]


@login_required
@require_safe
def talks(request: Request) -> HttpResponse:
    """Those that wait for the own side first, then by state, the newest first; for the host all."""
    viewer = request.viewer
    finding.business_track(viewer)
    listed = list(queries.listed_talks(viewer=viewer)[: SIZE + 1])
    dialogue = finding.home_dialogue(parties.forum().slug, viewer)
    own = possible.speaks_for(viewer)
    context = {
        "title": _("Talks between companies"),
        "talks": shown(listed[:SIZE], viewer=viewer),
        "silent": queries.without_news(today=clock.today(), viewer=viewer),
        "is_cut": len(listed) > SIZE,
        "size": SIZE,
        "offered": possible.on_talks(dialogue, lexicon.lexicon(), own=own, today=clock.today(), viewer=viewer),
    }
    return render(request, "desk/talks.html", context)


@login_required
@require_safe
def talk(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One talk with both sides; the contact person of the other firm once both have agreed."""
    viewer = request.viewer
    row: BusinessTalk = finding.talk(str(pk), viewer)
    firms = (row.offer.firm_id, row.need.firm_id)
    outcomes = queries.visible_outcomes(viewer=viewer).filter(talk=row)
    contacts = queries.contacts_of(firms, today=clock.today(), viewer=viewer)
    context = {
        "title": str(row),
        "shown": shown([row], viewer=viewer)[0],
        "sides": [_side(row.offer, row, contacts), _side(row.need, row, contacts)],
        "reads_contacts": viewer.is_delegate,
        "begins": row.plan.times.begins(row.slot) if row.plan and row.slot else None,
        "zone": zone_of(row.plan.meeting) if row.plan else "",
        "outcomes": [(each, possible.on_outcome(each, viewer=viewer)) for each in outcomes],
    }
    return render(request, "desk/talk.html", context)


def _side(interest: Interest, row: BusinessTalk, contacts: dict[uuid.UUID, FirmContact]) -> dict[str, Any]:
    return {
        "interest": interest,
        "language": language_name(interest.language, get_language() or "en"),
        "has_accepted": interest.firm.party.slug in row.accepted,
        "contact": contacts.get(interest.firm_id),
    }
