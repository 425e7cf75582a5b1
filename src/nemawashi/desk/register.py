"""The acts that the desk offers: what each is called, on what it is done, with which form, and where it leads.

A row here is all that a new act needs to have its page; ``tests/desk/test_every_act_has_its_page.py`` misses none.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nemawashi.access.viewers import Viewer
from nemawashi.assistance import acts as assistance
from nemawashi.assistance.models import Undertaking
from nemawashi.commitments import acts as commitments
from nemawashi.commitments import queries as commitment_queries
from nemawashi.commitments.models import Commitment
from nemawashi.desk import curation_forms as curation
from nemawashi.desk import drafting_forms as drafting
from nemawashi.desk import file_forms as files
from nemawashi.desk import forms
from nemawashi.desk import negotiation_forms as negotiation
from nemawashi.meetings import acts as meetings
from nemawashi.meetings import queries as meeting_queries
from nemawashi.meetings.models import AgendaItem, Meeting, Recommendation, Track
from nemawashi.parties.models import Dialogue, Party
from nemawashi.parties.queries import HOME_DIALOGUE
from nemawashi.sources import acts as sources
from nemawashi.sources import queries as source_queries
from nemawashi.sources.models import Claim, Source
from nemawashi.texts import acts as texts
from nemawashi.texts import queries as text_queries
from nemawashi.texts.models import Clause, Package, Position, Silence, Text

Find = Callable[[str, Viewer], Any]


@dataclass(frozen=True)
class Deed:
    """An act as the desk offers it. ``label`` is on its button; ``sees_version``: a stale form is refused."""

    act: Callable[..., Any]
    label: Promise
    find: Find
    form: type[forms.Act]
    leads_to: Callable[[Any, Any], str]
    sees_version: bool = True
    is_grave: bool = False
    template: str = "desk/act.html"


def _uuid(key: str) -> UUID:
    try:
        return UUID(key)
    except ValueError:
        raise Http404 from None


def _or_404(row: Any) -> Any:
    if row is None:
        raise Http404
    return row


def meeting(key: str, viewer: Viewer) -> Meeting:
    rows = meeting_queries.visible_meetings(viewer=viewer)
    found: Meeting = _or_404(rows.filter(slug=key).first())
    return found


def track(key: str, viewer: Viewer) -> Track:
    found: Track = _or_404(Track.objects.filter(slug=key).first())
    return found


def agenda_item(key: str, viewer: Viewer) -> AgendaItem:
    found: AgendaItem = _or_404(meeting_queries.visible_agenda_items(viewer=viewer).filter(slug=key).first())
    return found


def recommendation(key: str, viewer: Viewer) -> Recommendation:
    found: Recommendation = _or_404(meeting_queries.visible_recommendations(viewer=viewer).filter(slug=key).first())
    return found


def text(key: str, viewer: Viewer) -> Text:
    found: Text = _or_404(text_queries.visible_texts(viewer=viewer).filter(slug=key).first())
    return found


def clause(key: str, viewer: Viewer) -> Clause:
    rows = Clause.objects.filter(text__in=text_queries.visible_texts(viewer=viewer)).select_related("text__meeting")
    found: Clause = _or_404(rows.filter(pk=_uuid(key)).first())
    return found


def position(key: str, viewer: Viewer) -> Position:
    rows = Position.objects.filter(clause__text__in=text_queries.visible_texts(viewer=viewer))
    if not viewer.sees_negotiation:
        raise Http404
    found: Position = _or_404(rows.select_related("clause__text").filter(pk=_uuid(key)).first())
    return found


def draft(key: str, viewer: Viewer) -> Any:
    """A draft of the own delegation. For everybody else the answer is that of a key that never existed."""
    row = _or_404(text_queries.own_draft(_uuid(key), viewer=viewer))
    row.clause, _span = text_queries.standing_at(row)  # a split or a merge may have taken it to another clause
    return row


def file(key: str, viewer: Viewer) -> Any:
    """A file that the own delegation sent. For everybody else the answer is that of a key that never existed."""
    return _or_404(text_queries.own_file(_uuid(key), viewer=viewer))


def package(key: str, viewer: Viewer) -> Package:
    if not viewer.sees_negotiation or not key.isascii() or not key.isdecimal() or len(key) > 12:
        raise Http404
    found: Package = _or_404(Package.objects.select_related("text__meeting").filter(pk=int(key)).first())
    return found


def silence(key: str, viewer: Viewer) -> Silence:
    if not viewer.sees_negotiation or not key.isascii() or not key.isdecimal() or len(key) > 12:
        raise Http404
    found: Silence = _or_404(Silence.objects.select_related("text__meeting").filter(pk=int(key)).first())
    return found


def commitment(key: str, viewer: Viewer) -> Commitment:
    found: Commitment = _or_404(commitment_queries.visible_commitments(viewer=viewer).filter(slug=key).first())
    return found


def party(key: str, viewer: Viewer) -> Party:
    found: Party = _or_404(Party.objects.filter(slug=key).first())
    return found


def undertaking(key: str, viewer: Viewer) -> Undertaking:
    found: Undertaking = _or_404(Undertaking.objects.filter(slug=key).first())
    return found


def source(key: str, viewer: Viewer) -> Source:
    found: Source = _or_404(Source.objects.filter(slug=key).first())
    return found


def claim(key: str, viewer: Viewer) -> Claim:
    found: Claim = _or_404(source_queries.claim_list(viewer=viewer).filter(slug=key).first())
    return found


def home_dialogue(key: str, viewer: Viewer) -> Dialogue:
    found: Dialogue = _or_404(Dialogue.objects.filter(slug=HOME_DIALOGUE).filter(slug=key).first())
    return found


def _facts_page(subject: Any, done: Any) -> str:
    row = done if isinstance(done, Claim) else subject
    noun, _sep, slug = row.subject_ref.partition("/")
    return f"{reverse('portal:facts', args=[noun, slug])}#p-{row.property_name}"


def _source_page(subject: Any, done: Any) -> str:
    row = done if isinstance(done, Source) else subject
    return reverse("portal:source", args=[row.slug]) if isinstance(row, Source) else reverse("desk:record")


def _record_page(subject: Any, done: Any) -> str:
    return reverse("desk:record")


def _meeting_page(subject: Any, done: Any) -> str:
    row = done if isinstance(done, Meeting) else subject
    return reverse("desk:meeting", args=[row.slug]) if isinstance(row, Meeting) else reverse("desk:meetings")


def _agenda_page(subject: Any, done: Any) -> str:
    row = next(r for r in (getattr(done, "agenda_item", done), subject) if isinstance(r, AgendaItem | Meeting))
    meeting = row if isinstance(row, Meeting) else row.meeting
    return reverse("desk:agenda", args=[meeting.slug])


def _text_page(subject: Any, done: Any) -> str:
    row = done if isinstance(done, Text) else subject
    return reverse("desk:text", args=[(row if isinstance(row, Text) else row.text).slug])


def _clause_page(subject: Any, done: Any) -> str:
    row = subject if isinstance(subject, Clause) else subject.clause
    return reverse("desk:clause", args=[row.text.slug, row.pk])


def _commitment_page(subject: Any, done: Any) -> str:
    return reverse("desk:commitment", args=[subject.slug])


def _undertaking_page(subject: Any, done: Any) -> str:
    return reverse("portal:undertaking", args=[done.slug])


def _recommendation_page(subject: Any, done: Any) -> str:
    return reverse("portal:recommendation", args=[done.slug])


def _redraft(row: Any, **words: Any) -> Any:
    return texts.draft_position(row.clause, draft=row, **words)


DEEDS: dict[str, Deed] = {
    "record_recommendation": Deed(
        meetings.record_recommendation, _("Record a recommendation"), meeting, forms.Recommend, _recommendation_page, False
    ),
    "take_up_recommendation": Deed(
        meetings.take_up_recommendation, _("Take up on an agenda"), recommendation, forms.TakeUp, _agenda_page, False
    ),
    "plan_meeting": Deed(meetings.plan_meeting, _("Plan a meeting"), track, forms.PlanMeeting, _meeting_page, False),
    "announce_meeting": Deed(meetings.announce_meeting, _("Announce"), meeting, forms.Act, _meeting_page),
    "postpone_meeting": Deed(meetings.postpone_meeting, _("Postpone"), meeting, forms.Postpone, _meeting_page),
    "cancel_meeting": Deed(meetings.cancel_meeting, _("Cancel"), meeting, forms.Why, _meeting_page, is_grave=True),
    "hold_meeting": Deed(meetings.hold_meeting, _("Record as held"), meeting, forms.Act, _meeting_page),
    "propose_agenda_item": Deed(
        meetings.propose_agenda_item, _("Propose an item"), meeting, forms.ProposeItem, _agenda_page, False
    ),
    "defer_agenda_item": Deed(meetings.defer_agenda_item, _("Defer"), agenda_item, forms.Why, _agenda_page),
    "adopt_agenda": Deed(meetings.adopt_agenda, _("Adopt the agenda"), meeting, forms.Act, _agenda_page),
    "circulate_zero_draft": Deed(
        texts.circulate_zero_draft, _("Circulate a zero draft"), meeting, forms.ZeroDraft, _text_page, False
    ),
    "draft_position": Deed(texts.draft_position, _("Draft a position"), clause, drafting.Draft, _clause_page, False),
    "redraft_position": Deed(_redraft, _("Change the draft"), draft, drafting.Draft, _clause_page),
    "table_position": Deed(texts.table_position, _("Table"), draft, forms.Act, _clause_page),
    "withdraw_draft": Deed(texts.withdraw_position, _("Withdraw the draft"), draft, forms.Withdraw, _clause_page),
    "withdraw_position": Deed(texts.withdraw_position, _("Withdraw"), position, forms.Withdraw, _clause_page),
    "support_position": Deed(texts.support_position, _("Support"), position, forms.Act, _clause_page),
    "oppose_position": Deed(texts.oppose_position, _("Oppose"), position, forms.Act, _clause_page),
    "accept_position": Deed(texts.accept_position, _("Accept"), position, negotiation.Accept, _clause_page),
    "offer_bridging_words": Deed(
        texts.offer_bridging_words, _("Offer bridging words"), clause, negotiation.Bridge, _clause_page, False
    ),
    "agree_ad_referendum": Deed(
        texts.agree_ad_referendum, _("Agree ad referendum"), clause, negotiation.AdReferendum, _clause_page, False
    ),
    "issue_revision": Deed(texts.issue_revision, _("Issue a revision"), text, forms.Act, _text_page),
    "open_silence": Deed(texts.open_silence, _("Put under silence"), text, negotiation.OpenSilence, _text_page),
    "break_silence": Deed(texts.break_silence, _("Break silence"), silence, negotiation.Break, _text_page, False, True),
    "extend_silence": Deed(texts.extend_silence, _("Extend silence"), silence, negotiation.Until, _text_page),
    "conclude_silence": Deed(texts.conclude_silence, _("Conclude silence"), silence, forms.Act, _text_page),
    "adopt_in_meeting": Deed(
        texts.adopt_in_meeting, _("Adopt in the meeting"), text, negotiation.AdoptInMeeting, _text_page
    ),
    "enter_reservation": Deed(
        texts.enter_reservation, _("Enter a reservation"), text, negotiation.Reserve, _text_page, False
    ),
    "issue_text": Deed(texts.issue_text, _("Issue the text"), text, forms.Act, _text_page),
    "could_accept_position": Deed(texts.could_accept_position, _("Could accept"), position, forms.Act, _clause_page),
    "lift_stance": Deed(texts.lift_stance, _("Take the stance back"), position, forms.Act, _clause_page),
    "join_position": Deed(texts.join_position, _("Go behind it"), position, forms.Act, _clause_page),
    "revive_position": Deed(texts.revive_position, _("Bring back"), position, forms.Act, _clause_page),
    "mark_not_retained": Deed(texts.mark_not_retained, _("Not retain"), position, forms.Why, _clause_page),
    "streamline_positions": Deed(
        texts.streamline_positions, _("Streamline"), position, negotiation.Streamline, _clause_page
    ),
    "close_clause": Deed(texts.close_clause, _("Close the clause"), clause, forms.Act, _clause_page, False),
    "open_clause": Deed(texts.open_clause, _("Open the clause again"), clause, forms.Act, _clause_page, False),
    "reopen_clause": Deed(texts.reopen_clause, _("Undo the agreement"), clause, forms.Why, _clause_page, False),
    "make_package": Deed(texts.make_package, _("Make a package"), text, negotiation.MakePackage, _text_page),
    "agree_package": Deed(texts.agree_package, _("Agree the package"), package, negotiation.AdReferendum, _text_page),
    "dissolve_package": Deed(
        texts.dissolve_package, _("Dissolve the package"), package, negotiation.DissolvePackage, _text_page
    ),
    "assign_pillar": Deed(
        texts.assign_pillar, _("Assign to a pillar"), clause, negotiation.AssignPillar, _clause_page, False
    ),
    "translate_clause": Deed(
        texts.translate_clause,
        _("Translate"),
        clause,
        negotiation.Translate,
        _clause_page,
        False,
        template="desk/translate.html",
    ),
    "correct_text": Deed(texts.correct_text, _("Issue a corrigendum"), text, negotiation.Correct, _text_page),
    "announce_adoption": Deed(
        texts.announce_adoption, _("Announce the adoption"), text, negotiation.AnnounceAdoption, _text_page
    ),
    "take_in_file": Deed(
        texts.take_in_file, _("Take in as drafts"), file, files.TakeIn, _text_page, template="desk/file.html"
    ),
    "set_letterhead": Deed(
        texts.set_letterhead, _("Set the letterhead"), meeting, negotiation.SetLetterhead, _meeting_page
    ),
    "confirm_commitment": Deed(commitments.confirm_commitment, _("Confirm"), commitment, forms.Confirm, _commitment_page),
    "decline_commitment": Deed(
        commitments.decline_commitment, _("Promises nothing"), commitment, forms.Why, _commitment_page
    ),
    "report_progress": Deed(commitments.report_progress, _("Report progress"), commitment, forms.Report, _commitment_page),
    "attach_evidence": Deed(commitments.attach_evidence, _("Attach evidence"), commitment, forms.Attach, _commitment_page),
    "freeze_guideline": Deed(
        commitments.freeze_guideline, _("Freeze the guideline"), commitment, forms.FreezeGuideline, _commitment_page
    ),
    "assess": Deed(commitments.assess, _("Score"), commitment, forms.Score, _commitment_page, False),
    "settle_score": Deed(commitments.settle_score, _("Settle the score"), commitment, forms.Score, _commitment_page),
    "carry_over": Deed(commitments.carry_over, _("Bring back on an agenda"), commitment, forms.CarryOver, _agenda_page),
    "record_pledge": Deed(assistance.record_pledge, _("Record a pledge"), party, forms.Pledge, _undertaking_page, False),
    "link_project": Deed(assistance.link_project, _("Tie to a pledge"), undertaking, forms.LinkProject, _undertaking_page),
    "add_source": Deed(sources.add_source, _("Add a source"), home_dialogue, curation.AddSource, _source_page, False),
    "archive_source": Deed(
        sources.archive_source, _("Archive a copy"), source, curation.ArchiveSource, _source_page, False
    ),
    "mark_gone": Deed(sources.mark_gone, _("Mark the address as gone"), source, forms.Act, _source_page, False),
    "record_claim": Deed(sources.record_claim, _("Record a claim"), source, curation.RecordClaim, _facts_page, False),
    "cite_claim": Deed(sources.cite_claim, _("Name another source"), claim, curation.CiteClaim, _facts_page, False),
    "rule_on_claim": Deed(sources.rule_on_claim, _("Rule"), claim, curation.RuleOnClaim, _facts_page, False),
    "reopen_ruling": Deed(
        sources.reopen_ruling, _("Open the question again"), claim, curation.ReopenRuling, _facts_page, False
    ),
    "import_claims": Deed(
        sources.import_claims, _("Import claims"), home_dialogue, curation.ImportClaims, _record_page, False
    ),
}
