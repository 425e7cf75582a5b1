"""Answers to an invitation, also as a calendar gave them, and the letter of invitation in the language of each party."""

from functools import partial
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.views.decorators.http import require_safe

from nemawashi.access import clock
from nemawashi.access.requests import Request
from nemawashi.access.viewers import Viewer
from nemawashi.desk.acting import finding, pages
from nemawashi.desk.acting.forms import Blank, Words
from nemawashi.desk.acting.offering import offer
from nemawashi.kit import languages, replies
from nemawashi.kit.dates import span_in_words
from nemawashi.kit.papers import letters as papers
from nemawashi.kit.papers import pdf
from nemawashi.kit.replies import CalendarAnswer, ReplyFault
from nemawashi.meetings import acts, queries
from nemawashi.meetings.models import Invitation, Meeting
from nemawashi.meetings.terms import InvitationAnswer
from nemawashi.parties import queries as parties
from nemawashi.parties.terms import filled, in_language

ANSWERS = {
    CalendarAnswer.ACCEPTED: InvitationAnswer.ATTENDS,
    CalendarAnswer.TENTATIVE: InvitationAnswer.TENTATIVE,
    CalendarAnswer.DECLINED: InvitationAnswer.DECLINES,
}
FAULTS = {
    ReplyFault.LARGE: __("The file is larger than the answer of a calendar is."),
    ReplyFault.NO_CALENDAR: __("This is no calendar file (.ics)."),
    ReplyFault.NO_REPLY: __("This calendar file is no answer: it lacks METHOD:REPLY."),
    ReplyFault.NOT_ONE_EVENT: __("The file has to answer one invitation."),
    ReplyFault.NOT_ONE_PERSON: __("The file has to say the answer of one person."),
    ReplyFault.NO_ANSWER: __("The file says neither yes nor perhaps nor no."),
    ReplyFault.NO_NUMBER: __("The file does not say which state of the invitation it answers."),
}


class AnswerInvitation(Blank):
    """A choice, or what a calendar answered; the file decides nothing about who may answer."""

    answer = forms.ChoiceField(
        label=__("Answer"),
        choices=[
            (InvitationAnswer.ATTENDS.value, __("We attend")),
            (InvitationAnswer.TENTATIVE.value, __("We attend perhaps")),
            (InvitationAnswer.DECLINES.value, __("We do not attend")),
        ],
        widget=forms.RadioSelect,
        required=False,
        help_text=__("Whoever does not attend has an empty list of delegates."),
    )
    why = Words(label=__("Reason"), rows=2, required=False, longest=2000, help_text=__("All delegations read it."))
    file = forms.FileField(
        label=__("Or the answer of your calendar"), required=False, help_text=__("The file (.ics) that it made.")
    )
    pasted = Words(label=__("Or its words, pasted"), rows=4, required=False, longest=replies.MOST_BYTES)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        upload, pasted = cleaned.get("file"), (cleaned.get("pasted") or "").strip()
        given = [name for name, value in (("answer", cleaned.get("answer")), ("file", upload), ("pasted", pasted)) if value]
        if len(given) != 1 and not self.errors:
            raise ValidationError(_("Choose an answer, or give that of your calendar: one of them."))
        if upload or pasted:
            content = upload.read(replies.MOST_BYTES + 1) if upload else pasted.encode()
            try:
                cleaned["reply"] = replies.read(content)
            except replies.ReplyError as error:
                self.add_error("file" if upload else "pasted", FAULTS[error.fault])
        return cleaned

    def words_for_act(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        reply = cleaned.get("reply")
        if reply is None:
            return {"answer": cleaned["answer"], "why": cleaned["why"]}
        return {"answer": str(ANSWERS[reply.answer]), "why": cleaned["why"], "reply": reply}


offer(
    acts.answer_invitation,
    label=__("Answer the invitation"),
    on=finding.meeting,
    form=AnswerInvitation,
    leads_to=pages.delegations,
    sees_version=False,
)


def _invitation(request: Request, slug: str) -> Invitation:
    """That of the own party; the host takes that of any. Nobody else has a letter."""
    meeting = queries.visible_meetings(viewer=request.viewer).filter(slug=slug).first()
    rows = Invitation.objects.filter(meeting=meeting).select_related("party", "meeting__track")
    row = _chosen(rows, request) if meeting else None
    if row is None:
        raise Http404
    return row


def _chosen(rows: Any, request: Request) -> Invitation | None:
    viewer: Viewer = request.viewer
    if viewer.is_delegate:
        rows = rows.filter(party_id=viewer.own_party)
    elif viewer.is_secretariat:
        rows = rows.filter(party__slug=request.GET.get("party", "")[:60])
    else:
        return None
    row: Invitation | None = rows.first()
    return row


def language_of(party: str, asked: str = "") -> str:
    """In which a party is written to: as is asked for, as the forum says, else in that of whoever opens the letter."""
    chosen = parties.forum().meeting_rules.letter_languages.get(party, "")
    return next((each for each in (asked, chosen, get_language() or "") if each in languages.PAGES), "en")


@login_required
@require_safe
def letter(request: Request, slug: str) -> HttpResponse:
    """The letter of invitation as PDF, after the words of the forum, or ours where it has none in the language."""
    row = _invitation(request, slug)
    language = language_of(row.party.slug, request.GET.get("in", ""))
    with translation.override(language):
        paper = _written(row.meeting, row, language)
        moment = int(clock.database_moment().timestamp())
        try:
            laid = partial(papers.as_html, paper)
            content = pdf.laid_out(laid, top=paper.subject, moment=moment, languages=(language,))
        except pdf.PdfMissingError as fault:
            return HttpResponse(str(fault), status=503, content_type="text/plain; charset=utf-8")
    headers = {"Content-Disposition": 'attachment; filename="invitation.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _place(meeting: Meeting, language: str) -> str:
    """Venue, city and land, as far as they are known."""
    city = parties.forum().place_name(meeting.city) if meeting.city else ""
    land = in_language(meeting.country.names, language) if meeting.country else meeting.country_name
    return ("、" if language == "ja" else ", ").join(filter(None, [meeting.venue, city, land]))


def _written(meeting: Meeting, row: Invitation, language: str) -> papers.LetterPaper:
    forum = parties.forum()
    values = {
        "party": in_language(row.party.names, language),
        "forum": forum.name,
        "meeting": str(meeting),
        "days": span_in_words(meeting.start_on, meeting.end_on, language) if meeting.start_on else _("date not known"),
        "place": _place(meeting, language),
        "host": in_language(meeting.host.names, language) if meeting.host else "",
        "theme": meeting.theme or "",
    }
    words = forum.meeting_rules.letters.get(language) or _(
        "The host of {meeting} has the honour to invite the delegation of {party}.\n\nThe meeting takes place on {days},"
        " {place}.\n\nThe host asks the delegation to answer, and to name its delegates, on the desk."
    )
    signed = values["host"] or _("The host's secretariat")
    subject = _("Invitation: %(meeting)s") % {"meeting": values["meeting"]}
    return papers.LetterPaper(forum.name, values["party"], subject, filled(words, values), signed, language, forum.head)
