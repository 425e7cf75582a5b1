"""Which acts a page offers on a text and on what belongs to it, each with what its rule says.

Listed is what belongs to the viewer's own role and to the state of the row: an act that this person can never do is not
there at all, nor one that would say again what holds already (to support what one supports, to gavel what is agreed).
What is listed and refused is shown greyed, with the sentence why. Where the text itself is closed to changes its page
says so once: its clauses and positions then list nothing, and neither does a clause that it was agreed to delete. A
page of three hundred clauses asks here three hundred times, so that nothing here asks the database, but where it says so.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import NamedTuple

from django.db.models import Model

from nemawashi.access.rules import GRANTED, SAID, Possible, Verdict, first
from nemawashi.access.viewers import Viewer
from nemawashi.meetings.models import Meeting
from nemawashi.meetings.rules import is_ahead
from nemawashi.texts import rules
from nemawashi.texts.models import EditorialCorrection, Package, Revision, Text
from nemawashi.texts.queries import verdicts
from nemawashi.texts.queries.asking import SilenceView, acted_on, awaits_announcement, next_meetings
from nemawashi.texts.queries.mending import on_objecting, on_taking_in
from nemawashi.texts.queries.values import ClauseView, DraftView, Negotiation, PositionView
from nemawashi.texts.terms import (
    OPEN_STATES,
    ConsentKind,
    CorrectionState,
    Outcome,
    Refusal,
    SilenceState,
    Stance,
    TextState,
)

List = list[Possible]
_EVER, _NEVER = dt.datetime.min.replace(tzinfo=dt.UTC), dt.datetime.max.replace(tzinfo=dt.UTC)  # until when, a form asks
_TODAY = dt.date.min  # no day is named yet: the form asks
_STANCES = (
    (Stance.SUPPORT, "support_position"),
    (Stance.COULD_ACCEPT, "could_accept_position"),
    (Stance.OPPOSE, "oppose_position"),
)


def _drafts(viewer: Viewer) -> bool:
    return viewer.may_draft and viewer.is_participant


def _takes_part(viewer: Viewer) -> bool:
    return viewer.may_act and viewer.is_participant


def _lister(on: Model) -> tuple[List, Callable[[str, Verdict], None]]:
    rows: List = []
    return rows, lambda act, verdict: rows.append(Possible(act, on, verdict))


def on_text(whole: Negotiation, *, revisions: Iterable[Revision], viewer: Viewer) -> List:
    """Acts on a text as a whole. One statement or two where a text is adopted, two or three for the
    chair of a zero draft, none else.
    """
    text = whole.text
    rows, may = _lister(text)
    if _takes_part(viewer) and text.is_adopted:
        may("enter_reservation", rules.may_enter_reservation(viewer, state=text.state, words=SAID))
    if _takes_part(viewer) and text.state in OPEN_STATES:
        may(
            "consent_to_text",
            verdicts.on_consenting_to_text(whole, kind=ConsentKind.AWAITS, why=SAID, today=_TODAY, by=viewer),
        )
        joining = [verdicts.on_joining_with_others(text, view, by=viewer) for view in whole.standing]
        if any(joining):
            may("join_on_clean_clauses", GRANTED)
    if not viewer.is_secretariat:
        return rows
    if text.state == TextState.ZERO_DRAFT:
        is_acted_on = any(view.live or view.ended for view in whole.clauses) or acted_on(text)
        may("take_back_zero_draft", rules.may_take_back(viewer, state=text.state, is_acted_on=is_acted_on, why=SAID))
    if text.state in OPEN_STATES:
        if any(verdicts.on_agreeing_with_others(text, view, by=viewer) for view in whole.standing):
            may("agree_clean_clauses", GRANTED)
        last = max(revisions, key=lambda row: row.number, default=None)
        free = [view for view in whole.standing if view.package is None and rules.is_not_silent(view.status)]
        may("issue_revision", first(rules.is_secretariat(viewer), rules.is_open(text.state)))
        may(
            "make_package",
            rules.may_make_package(viewer, state=text.state, clauses=len(free), is_any_held=False),
        )
        may("open_silence", _putting_under_silence(whole, last, viewer=viewer))
        may("adopt_in_meeting", verdicts.on_adopting(whole, last, by=viewer))
    adoption = getattr(text, "adoption", None) if text.is_adopted else None
    if adoption is None:  # under negotiation, or a text of the record, of which no words were sealed here
        return rows
    if text.state == TextState.ADOPTED:
        may("issue_text", rules.may_issue(viewer, state=text.state))
    if awaits_announcement(text):
        is_next = bool(next_meetings(text, since=adoption.at))
        may(
            "announce_adoption",
            rules.may_announce_adoption(
                viewer, state=text.state, is_by_silence=True, is_announced=False, is_meeting_next=is_next
            ),
        )
    may("correct_text", rules.may_correct(viewer, state=text.state, before=SAID, after=SAID * 2, why=SAID))
    return rows


def _putting_under_silence(whole: Negotiation, last: Revision | None, *, viewer: Viewer) -> Verdict:
    """The whole text, or at least one of its clauses: which, the form asks."""
    verdict = verdicts.on_putting_under_silence(whole, last, [], ends_at=_NEVER, at=_EVER, by=viewer)
    for view in whole.standing if not verdict else ():
        if verdicts.on_putting_under_silence(whole, last, [view], ends_at=_NEVER, at=_EVER, by=viewer):
            return GRANTED
    return verdict


def on_package(whole: Negotiation, package: Package, *, viewer: Viewer) -> List:
    """Acts on a package that stands."""
    text = whole.text
    rows, may = _lister(package)
    if _takes_part(viewer) and text.state in OPEN_STATES:
        views = whole.of_package(package.pk)
        saying = verdicts.on_consenting_to_package(
            whole, package, views, kind=ConsentKind.AWAITS, why=SAID, today=_TODAY, by=viewer
        )
        may("consent_to_package", saying)
    if viewer.is_secretariat and text.state in OPEN_STATES:
        views, spoken = whole.of_package(package.pk), whole.on_packages.get(package.pk, ())
        may("agree_package", verdicts.on_agreeing_package(text, views, is_ended=False, by=viewer, spoken=spoken))
        may("dissolve_package", rules.may_end_package(viewer, state=text.state, is_ended=False))
    return rows


def on_clause(text: Text, view: ClauseView, *, viewer: Viewer) -> List:
    """Acts on a clause itself."""
    rows, may = _lister(view.clause)
    if text.state not in OPEN_STATES or view.clause.is_deleted:
        return rows
    if _drafts(viewer):
        may("draft_position", verdicts.on_drafting(text, view.clause, by=viewer))
    if _takes_part(viewer):
        saying = verdicts.on_consenting_to_clause(text, view, kind=ConsentKind.AWAITS, why=SAID, today=_TODAY, by=viewer)
        may("consent_to_clause", saying)
    elif viewer.is_secretariat:
        if view.live:
            named = sum(not row.held.language for row in view.live)
            bridging = verdicts.on_bridging(text, view, words=SAID, named=named, by=viewer)
            may("offer_bridging_words", bridging)
        if not view.is_agreed:
            may("agree_ad_referendum", verdicts.on_agreeing(text, view, by=viewer))
        if view.clause.is_closed:
            may("open_clause", rules.may_open_again(viewer, state=text.state, is_closed=True))
        else:
            may("close_clause", rules.may_close(viewer, state=text.state, is_deleted=False, is_closed=False))
        may("correct_editorially", _correcting(text, view, viewer=viewer))
        may("assign_pillar", first(rules.is_secretariat(viewer), rules.is_open(text.state)))
    if _takes_part(viewer) or viewer.is_secretariat:
        may("translate_clause", translating(text, view, viewer=viewer))
        if view.is_agreed:
            may("reopen_clause", rules.may_reopen(viewer, state=text.state, is_agreed=True, why=SAID))
    return rows


def _correcting(text: Text, view: ClauseView, *, viewer: Viewer) -> Verdict:
    """Whether the chair may propose an editorial correction; one that is pending is found when the form is sent."""
    return rules.may_correct_editorially(
        viewer,
        state=text.state,
        is_deleted=view.clause.is_deleted,
        is_silent=not rules.is_not_silent(view.status),
        is_pending=getattr(view.clause, "has_pending_correction", False),
        before=SAID,
        after=SAID * 2,
        why=SAID,
        ends_at=_NEVER,
        at=_EVER,
    )


def on_correction(row: EditorialCorrection, *, at: dt.datetime, viewer: Viewer) -> List:
    """A party objects to a correction that is pending; the chair takes it in after its moment."""
    rows, may = _lister(row)
    if row.state != CorrectionState.PENDING:
        return rows
    if _takes_part(viewer):
        may("object_to_correction", on_objecting(row, words=SAID, at=at, by=viewer))
    elif viewer.is_secretariat:
        may("take_in_correction", on_taking_in(row, None, at=at, by=viewer))
    return rows


def translating(text: Text, view: ClauseView, *, viewer: Viewer) -> Verdict:
    """Whether the viewer may word a clause in another language than that of the negotiation."""
    return rules.may_translate(
        viewer, state=text.state, language="", own=text.language, words=SAID, is_deleted=view.clause.is_deleted
    )


class _Case(NamedTuple):
    """All that the rules of a party's acts look at in a position of others, or in its own that still lives."""

    outcome: str
    proposers: tuple[str, ...]
    is_own: bool
    own_stance: str
    is_chair: bool
    is_reserve: bool


class OnPositions:
    """Acts on the tabled positions of a text for one viewer: made for a page at ``at``, and gone with it.

    Two thousand positions stand in a few dozen cases. The rules are asked once for each case, and what they say holds for
    every position that stands in it. What depends on the clause or on the positions beside is asked each time.
    """

    def __init__(self, whole: Negotiation, *, viewer: Viewer, at: dt.datetime | None = None) -> None:
        self._whole, self._viewer, self._at = whole, viewer, at or _EVER
        self._state = whole.text.state
        self._is_open = self._state in OPEN_STATES
        self._takes_part = _takes_part(viewer)
        self._answers: dict[_Case, list[tuple[str, Verdict]]] = {}

    def acts(self, view: ClauseView, row: PositionView, *, is_like_another: bool = False) -> List:
        """Acts on one of them. ``is_like_another``: it asks for nearly what another one asks for."""
        if not self._is_open:
            return []
        if self._takes_part:
            return self._for_a_party(view, row)
        if self._viewer.is_secretariat and row.is_live:
            return self._for_the_chair(view, row, is_like_another=is_like_another)
        return []

    def _for_the_chair(self, view: ClauseView, row: PositionView, *, is_like_another: bool) -> List:
        rows, may = _lister(row.position)
        if row.held.operation.can_be_accepted:
            rows.append(_accepting(self._whole, view, row, self._viewer))
        if is_like_another:
            # The others are chosen on the form, which offers those that are alike.
            may("streamline_positions", first(rules.is_secretariat(self._viewer), rules.is_open(self._state)))
        position, text = row.position, self._whole.text
        if position.is_chair:
            may("withdraw_position", self._on_withdrawing_own)
        is_asked = position.asked_at is not None
        if not position.is_chair and not is_asked:
            may("ask_to_let_go", self._on_asking)
        if position.is_chair or is_asked or not row.behind - row.let_go:
            may("mark_not_retained", verdicts.on_letting_go(text, row, why=SAID, at=self._at, by=self._viewer))
        return rows

    @cached_property
    def _on_withdrawing_own(self) -> Verdict:
        """Whether the chair may withdraw live words of its own."""
        return rules.may_withdraw(self._viewer, state=self._state, outcome=Outcome.LIVE, proposers=(), is_chair=True)

    @cached_property
    def _on_asking(self) -> Verdict:
        """Whether the chair may ask that a live position of parties be let go, of which it did not ask before."""
        return rules.may_ask_to_let_go(
            self._viewer, state=self._state, outcome=Outcome.LIVE, is_chair=False, is_asked=False, why=SAID
        )

    def _for_a_party(self, view: ClauseView, row: PositionView) -> List:
        position = row.position
        if not row.is_live:
            if not row.is_own or position.outcome != Outcome.NOT_RETAINED:
                return []
            verdict = verdicts.on_reviving(self._whole.text, view, row, by=self._viewer)
            return [Possible("revive_position", position, verdict)]
        case = _Case(
            position.outcome,
            row.held.proposers,
            row.is_own,
            row.own_stance,
            position.is_chair,
            row.held.operation.is_reserve,
        )
        answers = self._answers.get(case)
        if answers is None:
            answers = self._answers[case] = self._asked(case)
        rows = [Possible(act, position, verdict) for act, verdict in answers]
        if position.asked_at is not None and row.is_behind:
            answering = verdicts.on_answering(self._whole.text, row, by=self._viewer)
            has_let_go = self._viewer.party in position.let_go_by
            rows += [] if has_let_go else [Possible("let_position_go", position, answering)]
            rows.append(Possible("keep_position", position, answering))
        return rows

    def _asked(self, case: _Case) -> list[tuple[str, Verdict]]:
        viewer, state, outcome, proposers = self._viewer, self._state, case.outcome, case.proposers
        if case.is_own:
            withdrawing = rules.may_withdraw(viewer, state=state, outcome=outcome, proposers=proposers)
            return [("lift_reserve" if case.is_reserve else "withdraw_position", withdrawing)]
        # Whichever stance it is.
        taking = rules.may_take_stance(viewer, state=state, outcome=outcome, proposers=proposers)
        rows = [(act, taking) for stance, act in _STANCES if case.own_stance != stance]
        if case.own_stance not in ("", Stance.NONE):
            lifting = rules.may_lift_stance(viewer, state=state, outcome=outcome, stance=case.own_stance)
            rows.append(("lift_stance", lifting))
        if not case.is_chair:
            joining = rules.may_join(viewer, state=state, outcome=outcome, proposers=proposers, is_chair=False)
            rows.append(("join_position", joining))
        return rows


def _accepting(whole: Negotiation, view: ClauseView, row: PositionView, viewer: Viewer) -> Possible:
    """At once; or on its form, where words for one place only want an order, which the chair says there."""
    verdict = verdicts.on_accepting(whole, view, row, by=viewer)
    wants_order = verdict.refusal is Refusal.COLLIDES and rules.can_be_ordered(row.held.operation)
    if wants_order and verdicts.on_accepting(whole, view, row, by=viewer, stands_last=True):
        return Possible("accept_position", row.position, GRANTED, needs_form=True)
    return Possible("accept_position", row.position, verdict)


def on_draft(text: Text, view: ClauseView, row: DraftView, *, viewer: Viewer) -> List:
    """Acts on a draft of the own delegation, which may be withdrawn whatever became of the text."""
    rows, may = _lister(row.draft)
    if not viewer.may_draft:
        return rows
    if _drafts(viewer) and text.state in OPEN_STATES:
        is_silent = not rules.is_not_silent(view.status)
        tabling = verdicts.on_tabling(text, view.clause, row.draft, span=row.span, is_silent=is_silent, by=viewer)
        may("table_position", tabling)
        may("redraft_position", verdicts.on_drafting(text, view.clause, by=viewer))
    may("withdraw_draft", rules.may_withdraw_draft(viewer, is_draft=True))
    return rows


def on_silence(view: SilenceView, *, at: dt.datetime, viewer: Viewer) -> List:
    """Acts on a silence that is not concluded, and the reservation that remains. Two statements for a party."""
    silence, text, state = view.silence, view.silence.text, view.state
    rows, may = _lister(silence)
    if _takes_part(viewer):
        if state != SilenceState.CONCLUDED:
            may("break_silence", verdicts.on_breaking(silence, text, words=SAID, at=at, by=viewer))
        reserving = rules.may_enter_reservation(viewer, state=text.state, words=SAID)
        rows.append(Possible("enter_reservation", text, reserving))
    elif viewer.is_secretariat and state in (SilenceState.RUNNING, SilenceState.EXPIRED):
        may(
            "extend_silence",
            rules.may_extend_silence(viewer, state=state, ends_at=silence.ends_at, until=_NEVER, at=at),
        )
        may("conclude_silence", verdicts.on_concluding(silence, text, state=state, at=at, by=viewer))
    return rows


def on_meeting(meeting: Meeting, *, viewer: Viewer) -> List:
    """A zero draft, while the meeting can still be prepared."""
    if not viewer.is_secretariat or not is_ahead(meeting.state):
        return []
    return [Possible("circulate_zero_draft", meeting, verdicts.on_circulating(meeting, by=viewer))]


def on_letterhead(text: Text, *, viewer: Viewer) -> List:
    """The letterhead of the files of a text, which is that of its meeting."""
    if not viewer.is_secretariat or text.meeting is None:
        return []
    return [Possible("set_letterhead", text.meeting, rules.is_secretariat(viewer))]


def on_wall(text: Text, views: Iterable[ClauseView], *, shown_ref: str, viewer: Viewer) -> list[tuple[ClauseView, List]]:
    """Clauses that the chair may show to the room of the meeting of their text, each with the act where it may be done."""
    if not viewer.is_secretariat or text.meeting is None:
        return []
    rows = []
    for view in views:
        view.clause.text = text
        verdict = verdicts.on_showing(view.clause, shown_ref=shown_ref, by=viewer)
        rows.append((view, [Possible("put_on_screen", view.clause, verdict)] if verdict else []))
    return rows
