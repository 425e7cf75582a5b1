"""The lists of delegations of a meeting: naming, accrediting, and what is made of them: order, seats, name plates."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.views.decorators.http import require_safe

from nemawashi.access import clock
from nemawashi.access.requests import Request
from nemawashi.access.rules import Possible
from nemawashi.access.viewers import Viewer
from nemawashi.desk.acting import finding, pages
from nemawashi.desk.acting.forms import Blank, Words
from nemawashi.desk.acting.offering import offer
from nemawashi.kit import languages
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.drawing import seating
from nemawashi.kit.papers import pdf
from nemawashi.kit.papers import plates as papers
from nemawashi.meetings import acts, possible, queries, rules
from nemawashi.meetings.exports import handing
from nemawashi.meetings.models import CredentialsLetter, DeclinedMeeting, Delegate, Invitation, Meeting
from nemawashi.meetings.terms import DelegateRole, DelegateState, MeetingState
from nemawashi.parties import queries as parties
from nemawashi.parties.models import Party
from nemawashi.parties.terms import in_language
from nemawashi.sources import archive

ROLES = [DelegateRole.HEAD, DelegateRole.MEMBER, DelegateRole.INTERPRETER]


@lru_cache(maxsize=1)
def role_labels() -> dict[str, DelegateRole]:
    """How a role may be written in a pasted list, in each language of the pages."""
    written = {str(role.value): role for role in DelegateRole}
    for code in languages.PAGES:
        with translation.override(code):
            written |= {str(role.label).lower(): role for role in DelegateRole}
    return written


def _lines(rows: Sequence[Delegate]) -> str:
    return "\n".join("; ".join((row.name, row.office, row.name_own, str(DelegateRole(row.role).label))) for row in rows)


class NominateDelegates(Blank):
    """One box for all, which starts from the list of the meeting before, where the own party has none yet."""

    people = Words(
        label=__("Delegates"),
        rows=10,
        longest=rules.LONGEST_LIST,
        help_text=__(
            "One line a person: name; office; name in own letters; role (head, member, interpreter). Columns of a table"
            " may be pasted, too. Without a role somebody is a member."
        ),
    )

    def first_words(self) -> dict[str, Any]:
        party = self.viewer.party_id
        if party is None or self.subject.delegates.filter(party_id=party).exists():
            return {}
        return {"people": _lines(queries.list_before(self.subject, party))}

    def clean_people(self) -> Sequence[rules.Nominee]:
        rows, wrong = rules.nominees(self.cleaned_data["people"], role_labels())
        if wrong:
            lines = ", ".join(map(str, wrong[:20]))
            words = _("These lines cannot be read: %(lines)s. Nothing was put on the list.")
            raise ValidationError(words % {"lines": lines})
        return rows


offer(
    acts.nominate_delegates,
    label=__("Name delegates"),
    on=finding.meeting,
    form=NominateDelegates,
    leads_to=pages.delegations,
    sees_version=False,
    is_main=True,
)
offer(
    acts.remove_delegate,
    label=__("Take off the list"),
    on=finding.delegate,
    leads_to=pages.delegations,
    for_good=__("The name is deleted. It can be put on the list again."),
)


class AttachCredentials(Blank):
    file = forms.FileField(
        label=__("Letter of credentials"),
        help_text=__(
            "PDF, HTML or Word without macros, up to 20 MB. Your delegation and the host read it, and nobody else; it is"
            " deleted with the names of the list."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        upload = cleaned.get("file")
        if upload and upload.size > archive.LARGEST:
            raise ValidationError(_("The file is larger than %(most)s MB."), params={"most": archive.LARGEST // 1_000_000})
        return cleaned

    def words_for_act(self) -> dict[str, Any]:
        upload = self.cleaned_data["file"]
        return {"file_name": upload.name, "content": upload.read()}


offer(
    acts.attach_credentials,
    label=__("Send the letter of credentials"),
    on=finding.meeting,
    form=AttachCredentials,
    leads_to=pages.delegations,
    sees_version=False,
)


class DeclineMeeting(Blank):
    why = Words(label=__("Reason"), rows=2, required=False, longest=2000, help_text=__("All delegations read it."))


offer(
    acts.decline_meeting,
    label=__("We do not attend"),
    on=finding.meeting,
    form=DeclineMeeting,
    leads_to=pages.delegations,
    sees_version=False,
    for_good=__("The list of your party is emptied. Naming delegates takes this back."),
)


class AccreditDelegates(Blank):
    delegates = forms.ModelMultipleChoiceField(
        Delegate.objects.none(), label=__("Delegates"), widget=forms.CheckboxSelectMultiple
    )

    def prepare(self) -> None:
        rows = self.subject.delegates.exclude(state=DelegateState.ACCREDITED).select_related("party")
        field: Any = self.fields["delegates"]
        field.queryset = rows
        field.label_from_instance = lambda row: f"{row.party.code} · {row.name}, {row.office}".rstrip(", ")
        field.initial = [row.pk for row in rows if row.state == DelegateState.NOMINATED]

    @property
    def credentials(self) -> list[tuple[Party, CredentialsLetter | None]]:
        """Of each party with somebody to accredit its letter, None where it sent none."""
        letters = {
            row.party_id: row for row in queries.visible_credentials(viewer=self.viewer).filter(meeting=self.subject)
        }
        field: Any = self.fields["delegates"]
        named = dict.fromkeys(row.party for row in field.queryset.order_by("party__order", "pk"))
        return [(party, letters.get(party.pk)) for party in named]

    def words_for_act(self) -> dict[str, Any]:
        return {"delegates": list(self.cleaned_data["delegates"])}


offer(
    acts.accredit_delegates,
    label=__("Accredit"),
    on=finding.meeting,
    form=AccreditDelegates,
    leads_to=pages.delegations,
    sees_version=False,
    is_main=True,
    template="desk/accredit.html",
)


class ReturnDelegate(Blank):
    what = forms.ChoiceField(
        label=__("What the host does"),
        choices=[("ask", __("Ask the party")), ("refuse", __("Refuse"))],
        widget=forms.RadioSelect,
        initial="ask",
    )
    why = Words(label=__("Question or reason"), rows=2, longest=2000, help_text=__("All delegations read it."))

    def words_for_act(self) -> dict[str, Any]:
        return {"is_refused": self.cleaned_data["what"] == "refuse", "why": self.cleaned_data["why"]}


offer(
    acts.return_delegate,
    label=__("Ask or refuse"),
    on=finding.delegate,
    form=ReturnDelegate,
    leads_to=pages.delegations,
)
offer(
    acts.forget_delegates,
    label=__("Delete the names"),
    on=finding.meeting,
    leads_to=pages.delegations,
    sees_version=False,
    is_grave=True,
    for_good=__("All names of this meeting's lists are deleted for good; roles and offices stay."),
)


@dataclass(frozen=True)
class PartyList:
    party: Party
    invitation: Invitation
    letter: str  # the address of the letter of invitation; empty for those whose letter it is not
    declined: DeclinedMeeting | None
    rows: Sequence[tuple[Delegate, Sequence[Possible]]]
    credentials: CredentialsLetter | None = None  # for those alone who may read it


@dataclass(frozen=True)
class ChosenLayout:
    """What the reader chose on the page: by which names parties are ordered, where the host is, the form of the table."""

    order: str
    host: str
    shape: str

    @classmethod
    def of(cls, request: Request) -> "ChosenLayout":
        def one(name: str, known: Sequence[str]) -> str:
            return request.GET.get(name, "") if request.GET.get(name) in known else known[0]

        return cls(one("order", languages.PAGES), one("host", ("first", "last", "turn")), one("shape", seating.SHAPES))


def _meeting(request: Request, slug: str) -> Meeting:
    row = queries.visible_meetings(viewer=request.viewer).filter(slug=slug).first()
    if row is None or not request.viewer.sees_dialogue:
        raise Http404
    return row


def _lists(meeting: Meeting, chosen: ChosenLayout, viewer: Viewer) -> list[PartyList]:
    """Each invited party in the order of precedence, with its list: the head first, interpreters last."""
    rows: dict[int, list[Delegate]] = {}
    for row in queries.visible_delegates(viewer=viewer).filter(meeting=meeting).order_by("pk"):
        rows.setdefault(row.party_id, []).append(row)
    said = {row.party_id: row for row in queries.declined(meeting, viewer=viewer)}
    letters = {row.party_id: row for row in queries.visible_credentials(viewer=viewer).filter(meeting=meeting)}
    there = {row.party.slug: row for row in meeting.invitations.select_related("party")}
    names = {slug: in_language(row.party.names, chosen.order) for slug, row in there.items()}
    host = meeting.host.slug if meeting.host else None
    ordered = [there[slug] for slug in rules.precedence(names, host=host, host_is=chosen.host)]
    return [
        PartyList(
            invitation.party,
            invitation,
            _letter(invitation, meeting, viewer),
            said.get(invitation.party_id),
            [
                (row, possible.on_delegate(row, viewer=viewer))
                for row in sorted(rows.get(invitation.party_id, []), key=lambda row: ROLES.index(DelegateRole(row.role)))
            ],
            letters.get(invitation.party_id),
        )
        for invitation in ordered
    ]


@login_required
@require_safe
def credentials(request: Request, slug: str, party: str) -> HttpResponse:
    """The letter of credentials of a delegation, as it was sent; for others it does not exist."""
    rows = queries.visible_credentials(viewer=request.viewer).filter(meeting=_meeting(request, slug), party__slug=party)
    row = rows.first()
    if row is None:
        raise Http404
    return handing.handed_out(row)


def _letter(invitation: Invitation, meeting: Meeting, viewer: Viewer) -> str:
    address = reverse("desk:letter_of_invitation", args=[meeting.slug])
    if viewer.is_secretariat:
        return f"{address}?party={invitation.party.slug}"
    return address if viewer.is_delegate and invitation.party_id == viewer.party_id else ""


def _plan(meeting: Meeting, lists: Sequence[PartyList], chosen: ChosenLayout) -> SafeString:
    """A seat for each delegation that comes; empty where none has named anybody."""
    coming = [each for each in lists if not each.declined and any(_comes(row) for row, _acts in each.rows)]
    names = [in_language(each.party.names, chosen.order) for each in coming]
    title = _("Seats: %(meeting)s") % {"meeting": meeting}
    described = _("In the order of precedence, clockwise from the head.")
    drawn = seating.plan(chosen.shape, names, title=title, description=described) if names else ""
    return mark_safe(drawn)  # noqa: S308  kit.drawing.ink escapes every word it is given


def _comes(row: Delegate) -> bool:
    return row.state != DelegateState.REFUSED


@login_required
@require_safe
def delegations(request: Request, slug: str) -> HttpResponse:
    meeting = _meeting(request, slug)
    viewer, chosen = request.viewer, ChosenLayout.of(request)
    lists = _lists(meeting, chosen, viewer)
    days = parties.forum().meeting_rules.personal_days
    context = {
        "meeting": meeting,
        "lists": lists,
        "chosen": chosen,
        "orders": [(code, languages.name_of(code, get_language() or "en")) for code in languages.PAGES],
        "hosts": [("first", _("first")), ("last", _("last")), ("turn", _("in the alphabet"))],
        "shapes": [("u", _("U")), ("rectangle", _("rectangle")), ("round", _("round table"))],
        "plan": _plan(meeting, lists, chosen),
        "has_plates": bool(_plates(lists, chosen)),
        "prints_badges": viewer.is_secretariat and bool(_plates(lists, chosen)),
        "zone": possible.zone_of(meeting),
        "until": ImpreciseDate.parse(rules.keeps_names_until(meeting.end_on or meeting.start_on, days=days)),
        "tells_of_mail": viewer.is_secretariat and meeting.state == MeetingState.ANNOUNCED,
        "offered": possible.on_delegations(meeting, at=clock.database_moment(), viewer=viewer),
    }
    return render(request, "desk/delegations.html", context)


@login_required
@require_safe
def plates(request: Request, slug: str) -> HttpResponse:
    """A leaf for each who is accredited, in the order of precedence."""
    meeting, chosen = _meeting(request, slug), ChosenLayout.of(request)
    rows = _plates(_lists(meeting, chosen, request.viewer), chosen)
    if not rows:
        raise Http404
    title = _("Name plates: %(meeting)s") % {"meeting": meeting}
    return _file(partial(_laid_plates, rows, title, chosen.order), title, "plates", chosen.order)


def _plates(lists: Sequence[PartyList], chosen: ChosenLayout) -> list[papers.NamePlate]:
    return [
        papers.NamePlate(in_language(each.party.names, chosen.order), row.name, row.name_own, script_of(row.name_own))
        for each in lists
        for row, _acts in each.rows
        if row.state == DelegateState.ACCREDITED and row.name
    ]


def _laid_plates(rows: Sequence[papers.NamePlate], title: str, language: str, looks: str) -> str:
    return papers.as_html(rows, title=title, language=language, looks=looks)


@login_required
@require_safe
def seats(request: Request, slug: str) -> HttpResponse:
    meeting, chosen = _meeting(request, slug), ChosenLayout.of(request)
    plan = _plan(meeting, _lists(meeting, chosen, request.viewer), chosen)
    if not plan:
        raise Http404
    title = _("Seats: %(meeting)s") % {"meeting": meeting}
    return _file(partial(papers.picture, plan, title, chosen.order), title, "seats", chosen.order)


def script_of(words: str) -> str:
    """The language whose fonts draw these letters."""
    if any(sign > "\u2e7f" for sign in words):
        return "ja"
    return "ru" if any("\u0400" <= sign < "\u0530" for sign in words) else "en"


def _file(document: Callable[[str], str], title: str, name: str, language: str) -> HttpResponse:
    moment = int(clock.database_moment().timestamp())
    try:
        content = pdf.laid_out(document, top=title, moment=moment, languages=(language or get_language() or "en",))
    except pdf.PdfMissingError as fault:
        return HttpResponse(str(fault), status=503, content_type="text/plain; charset=utf-8")
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
