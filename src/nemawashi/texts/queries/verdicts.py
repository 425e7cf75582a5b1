"""What the rules say of acts on a text, with what they need gathered from what was read already.

An act asks here before it writes, and ``possible`` asks here what to offer: so a page and an act cannot disagree.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.kit import workdays
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import CHAIR
from nemawashi.kit.clauses.spans import Span
from nemawashi.meetings.models import Meeting
from nemawashi.meetings.queries import present_at
from nemawashi.meetings.rules import is_ahead
from nemawashi.meetings.terms import MeetingState
from nemawashi.parties import queries as parties
from nemawashi.texts import rules
from nemawashi.texts.models import Clause, Package, Revision, Silence, Text
from nemawashi.texts.positions import DraftPosition
from nemawashi.texts.queries.values import ClauseView, Negotiation, PositionView, words_mark
from nemawashi.texts.terms import (
    ClauseStatus,
    ConsentKind,
    DraftState,
    Refusal,
    SilenceState,
    TextState,
)


def on_circulating(meeting: Meeting, *, type: str = "", by: Viewer) -> Verdict:
    """Whether the host may circulate a zero draft for a meeting, of a kind that the forum drafts where its rules name any.

    Without ``type``, whether there is one that it may.
    """
    used = parties.forum().meeting_rules.text_types
    is_used = not (type and used) or type in used
    return first(rules.is_secretariat(by), is_ahead(meeting.state), GRANTED if is_used else refuse(Refusal.TYPE_NOT_USED))


def on_accepting(
    whole: Negotiation, view: ClauseView, row: PositionView, *, by: Viewer, stands_last: bool = False
) -> Verdict:
    """Whether the chair may put a position into the text as it stands now."""
    basic = first(rules.is_secretariat(by), rules.is_open(whole.text.state))
    if not basic or not row.is_live:
        return first(basic, refuse(Refusal.NOT_LIVE))
    beside = whole.after(view) if row.held.operation == Operation.MERGE else None
    others = [*view.held, *_of_the_next(beside)]
    return first(
        rules.is_not_silent(view.status, beside.status if beside else ""),
        rules.may_accept(
            by,
            state=whole.text.state,
            chosen=row.held,
            others=others,
            stands_last=stands_last,
            unanswered=_unanswered(view, row) if row.held.beside else (),
            is_older=row.held.language in view.stale,
        ),
        _has_its_target(whole, row, beside),
        _leaves_others_their_ground(whole, view, row),
    )


def _unanswered(view: ClauseView, row: PositionView) -> set[str]:
    """Codes of the parties behind the positions beside the chair's words that have not said yes to these."""
    behind = {code for each in view.live if each.held.key in row.held.beside for code in each.behind}
    return behind - {*row.supporters, *row.acceptors}


def _leaves_others_their_ground(whole: Negotiation, view: ClauseView, row: PositionView) -> Verdict:
    """Whether what other clauses ask for of this one, and what mergers need, can still be done afterwards."""
    chosen = row.held.operation
    ground = [
        each
        for each in whole.aiming.get(view.clause.pk, ())
        if chosen == Operation.DELETE_CLAUSE or (each.operation == Operation.MERGE and chosen in _AT_ODDS_WITH_A_MERGER)
    ]
    if chosen == Operation.MERGE:  # nothing can come behind the clause that is merged into this one
        ground += [each for each in whole.aiming.get(row.position.target_id, ()) if each.operation == Operation.MOVE]
    if chosen == Operation.MOVE:  # whatever comes behind a clause stands between it and the one that it is merged with
        target = whole.of(row.position.target_id)
        ground += [each for each in target.held if each.operation == Operation.MERGE]
    others = [each for each in ground if each.key != row.held.key]
    return refuse(Refusal.COLLIDES, ", ".join(others[0].proposers) or CHAIR) if others else GRANTED


# What changes the place, or the beginning, of the clause with which another one would be merged.
_AT_ODDS_WITH_A_MERGER = {
    Operation.ALTERNATIVE,
    Operation.NEW_CLAUSE_BEFORE,
    Operation.MOVE,
    Operation.SPLIT,
    Operation.MERGE,
}


def on_letting_go(text: Text, row: PositionView, *, why: str, at: dt.datetime, by: Viewer) -> Verdict:
    """Whether the chair may let a position go: all who stand behind it did, or kept silent for as long as the rules say."""
    position = row.position
    return rules.may_mark_not_retained(
        by,
        state=text.state,
        outcome=position.outcome,
        why=why,
        unanswered=() if rules.is_answered_by_silence(position.answer_by, at) else row.behind - row.let_go,
    )


def on_asking_to_let_go(text: Text, row: PositionView, *, why: str, by: Viewer) -> Verdict:
    """Whether the chair may ask that a position be let go."""
    position = row.position
    return rules.may_ask_to_let_go(
        by,
        state=text.state,
        outcome=position.outcome,
        is_chair=position.is_chair,
        is_asked=position.asked_at is not None,
        why=why,
    )


def on_answering(text: Text, row: PositionView, *, by: Viewer) -> Verdict:
    """Whether the viewer's party may answer to that."""
    position = row.position
    return rules.may_answer_asking(
        by,
        state=text.state,
        outcome=position.outcome,
        is_asked=position.asked_at is not None,
        is_behind=row.is_behind,
    )


def _of_the_next(beside: ClauseView | None) -> list[rules.Held]:
    """What stands on the clause that this one would be merged with and would lose its ground by that."""
    structural = {Operation.NEW_CLAUSE_BEFORE, Operation.MOVE, Operation.SPLIT, Operation.MERGE}
    held = beside.held if beside else []
    losing = [each for each in held if each.operation.is_whole or each.operation in structural or each.language]
    return [each._replace(operation=Operation.DELETE_CLAUSE) for each in losing]


def _has_its_target(whole: Negotiation, row: PositionView, beside: ClauseView | None) -> Verdict:
    """A clause is merged with the one that it was proposed for, and moves behind one that still stands."""
    target = row.position.target_id
    if row.held.operation == Operation.MERGE and (beside is None or beside.clause.pk != target):
        return refuse(Refusal.NOTHING_TO_MERGE)
    if row.held.operation == Operation.MOVE and whole.of(target).clause.is_deleted:
        return refuse(Refusal.NO_TARGET)
    return GRANTED


def on_bridging(text: Text, view: ClauseView, *, words: str, named: int, by: Viewer) -> Verdict:
    """Whether the chair may put words of its own beside so many live positions."""
    return first(
        rules.is_secretariat(by),
        rules.is_open(text.state),
        rules.is_not_silent(view.status),
        rules.may_bridge(by, state=text.state, words=words, clause=view.words, named=named),
    )


def on_agreeing(text: Text, view: ClauseView, *, by: Viewer) -> Verdict:
    """Whether the chair may gavel a clause."""
    return first(
        rules.is_secretariat(by),
        rules.is_open(text.state),
        rules.is_not_silent(view.status),
        rules.may_agree_ad_referendum(
            by,
            state=text.state,
            live=view.held,
            is_deleted=view.clause.is_deleted,
            is_held=view.package is not None,
            standing_out=_codes_of(rules.out_of_consensus(view.spoken)),
        ),
    )


def on_agreeing_with_others(text: Text, view: ClauseView, *, by: Viewer) -> Verdict:
    """Whether the chair may gavel a clause together with others: it was not agreed before."""
    return first(on_agreeing(text, view, by=by), refuse(Refusal.HOLDS_ALREADY) if view.is_agreed else GRANTED)


def on_joining_with_others(text: Text, view: ClauseView, *, by: Viewer) -> Verdict:
    """Whether a party may join consensus on a clause together with others: nobody asks for anything there."""
    return first(
        rules.may_take_position(by, state=text.state),
        GRANTED if rules.is_clean(view.held) else refuse(Refusal.NOT_CLEAN, "1"),
        refuse(Refusal.HOLDS_ALREADY) if view.is_agreed else GRANTED,
        on_consenting_to_clause(text, view, kind=ConsentKind.JOINS, today=dt.date.min, by=by),
    )


def _codes_of(slugs: Iterable[str]) -> list[str]:
    codes = parties.forum().codes
    return [codes.get(slug, slug) for slug in slugs]


def on_consenting_to_clause(
    text: Text,
    view: ClauseView,
    *,
    kind: str,
    today: dt.date,
    why: str = "",
    until: dt.date | None = None,
    mark: str | None = None,
    by: Viewer,
) -> Verdict:
    """Whether a party may say this of consensus on a clause; ``mark`` is of the words that it saw, None for those now."""
    return first(
        refuse(Refusal.CLAUSE_DELETED) if view.clause.is_deleted else GRANTED,
        rules.is_not_silent(view.status),
        rules.may_consent(
            by,
            state=text.state,
            kind=kind,
            why=why,
            until=until,
            today=today,
            last=_own(view.spoken, by),
            is_current=mark in (None, words_mark([view])),
            own_wishes=_own_wishes([view]),
        ),
    )


def on_consenting_to_text(
    whole: Negotiation,
    *,
    kind: str,
    today: dt.date,
    why: str = "",
    until: dt.date | None = None,
    mark: str | None = None,
    by: Viewer,
) -> Verdict:
    """Whether a party may say this of consensus on the whole text."""
    return rules.may_consent(
        by,
        state=whole.text.state,
        kind=kind,
        why=why,
        until=until,
        today=today,
        last=_own(whole.on_text, by),
        is_current=mark in (None, words_mark(whole.standing)),
        own_wishes=_own_wishes(whole.standing),
    )


def on_consenting_to_package(
    whole: Negotiation,
    package: Package,
    views: Sequence[ClauseView],
    *,
    kind: str,
    today: dt.date,
    why: str = "",
    until: dt.date | None = None,
    mark: str | None = None,
    by: Viewer,
) -> Verdict:
    """Whether a party may say this of a package: while it stands, and after, when it still awaits its instructions."""
    last = _own(whole.on_packages.get(package.pk, ()), by)
    is_awaited = bool(package.is_agreed) and last is not None and last.kind == ConsentKind.AWAITS
    return first(
        GRANTED if package.ended_at is None or is_awaited else refuse(Refusal.PACKAGE_ENDED),
        rules.may_consent(
            by,
            state=whole.text.state,
            kind=kind,
            why=why,
            until=until,
            today=today,
            last=last,
            is_current=mark in (None, words_mark(views)),
            own_wishes=_own_wishes(views),
            is_package=True,
        ),
    )


def _own(spoken: Iterable[rules.Heard], by: Viewer) -> rules.Heard | None:
    return next((each for each in spoken if each.party == by.party), None)


def _own_wishes(views: Iterable[ClauseView]) -> int:
    """Live positions of the viewer's party that ask for other words, or hold these back."""
    return sum(row.is_own and row.held.operation.blocks for view in views for row in view.live)


def on_agreeing_package(
    text: Text,
    views: Sequence[ClauseView],
    *,
    is_ended: bool,
    by: Viewer,
    spoken: Iterable[rules.Heard] = (),
) -> Verdict:
    """Whether the chair may gavel all clauses of a package at once; ``spoken``: what parties said of the package."""
    return first(
        rules.may_end_package(by, state=text.state, is_ended=is_ended),
        rules.is_not_silent(*(view.status for view in views)),
        *(
            rules.may_agree_ad_referendum(by, state=text.state, live=view.held, is_deleted=view.clause.is_deleted)
            for view in views
        ),
        rules.nobody_stands_out(_codes_of(_out_of_package(views, spoken))),
    )


def _out_of_package(views: Iterable[ClauseView], spoken: Iterable[rules.Heard]) -> list[str]:
    """Who cannot join consensus on a package, or on one of its clauses and has not joined on the package since."""
    rows = {each.party: each for each in spoken}
    out = set(rules.out_of_consensus(rows.values()))
    for each in (each for view in views for each in view.spoken if each.kind == ConsentKind.CANNOT):
        joined = rows.get(each.party)
        if joined is None or joined.kind != ConsentKind.JOINS or joined.at < each.at:
            out.add(each.party)
    return sorted(out)


def on_tabling(
    text: Text, clause: Clause, draft: DraftPosition, *, span: Span | None, is_silent: bool, by: Viewer
) -> Verdict:
    """Whether a draft may be tabled where its words stand now; ``span`` is None where they are gone."""
    is_gone = draft.operation == Operation.DELETE and span is not None and span.is_place  # nothing is left to delete
    return rules.may_table(
        by,
        state=text.state,
        is_draft=draft.state == DraftState.DRAFT,
        span=None if is_gone else span,
        is_clause_deleted=clause.is_deleted,
        is_clause_closed=clause.is_closed,
        is_clause_silent=is_silent,
    )


def on_drafting(text: Text, clause: Clause, *, by: Viewer) -> Verdict:
    """Whether a delegation may write, or write anew, a draft on a clause."""
    return first(
        rules.may_draft(by, state=text.state),
        refuse(Refusal.CLAUSE_DELETED) if clause.is_deleted else GRANTED,
    )


def on_reviving(text: Text, view: ClauseView, row: PositionView, *, by: Viewer) -> Verdict:
    """Whether a party may bring back its own position that was not retained."""
    return first(
        rules.may_take_position(by, state=text.state),
        rules.is_not_silent(view.status),
        rules.may_revive(
            by,
            state=text.state,
            outcome=row.position.outcome,
            proposers=row.held.proposers,
            span=row.held.span,
            is_clause_deleted=view.clause.is_deleted,
        ),
    )


def is_current(revision: Revision | None, whole: Negotiation) -> bool:
    """Whether nothing has changed since the revision was issued; dear, as the whole text is hashed for it."""
    return revision is not None and revision.digests == whole.digests() and bool(revision.digests)


def _unnamed(whole: Negotiation, views: Sequence[ClauseView], over: Collection[str] | None) -> list[str]:
    """Codes of those whose open word on consensus the chair did not name; with None it is taken to name each."""
    if over is None:
        return []
    return _codes_of(each.spoken.party for each in whole.open_consents(views) if each.key not in over)


def on_adopting(
    whole: Negotiation, revision: Revision | None, *, over: Collection[str] | None = None, by: Viewer
) -> Verdict:
    """Whether the last revision may be adopted in the meeting of the text, with those who are present there.

    ``over``: the keys of the open words on consensus (``OpenConsent``) that the chair names; None: it would name each.
    """
    text = whole.text
    if text.meeting is None or revision is None:
        return first(rules.is_secretariat(by), refuse(Refusal.NO_MEETING))
    silent = rules.is_not_silent(*(view.status for view in whole.standing)) if rules.is_open(text.state) else GRANTED
    is_open = text.meeting.state == MeetingState.OPEN
    return first(
        rules.is_secretariat(by),
        silent,
        rules.may_adopt_in_meeting(
            by,
            state=text.state,
            open_clauses=whole.open_clauses,
            is_revision_current=not whole.open_clauses and is_current(revision, whole),
            is_meeting_open=is_open,
            participants={party.slug: str(party) for party in parties.participants()} if is_open else {},
            present=present_at(text.meeting) if is_open else (),
            unnamed=_unnamed(whole, [], over),
        ),
    )


def on_putting_under_silence(
    whole: Negotiation,
    revision: Revision | None,
    views: Sequence[ClauseView],
    *,
    ends_at: dt.datetime,
    at: dt.datetime,
    over: Collection[str] | None = None,
    by: Viewer,
) -> Verdict:
    """Whether these clauses, or with none the whole text, may go under silence until a moment. ``over``: as at adoption."""
    if revision is None:
        return first(rules.is_secretariat(by), refuse(Refusal.NOT_A_CLEAN_REVISION))
    open_clauses = _open_among(views) if views else whole.open_clauses
    wanted = parties.forum().meeting_rules
    return rules.may_open_silence(
        by,
        state=whole.text.state,
        open_clauses=open_clauses,
        ends_at=ends_at,
        at=at,
        is_revision_current=not open_clauses and (_holds(revision, views) if views else is_current(revision, whole)),
        is_running=any(view.status == ClauseStatus.UNDER_SILENCE for view in (views or whole.standing)),
        unnamed=_unnamed(whole, views, over),
        least_hours=wanted.silence_hours,
        least_working_days=wanted.silence_working_days,
        working_days=_working_days(at, ends_at) if wanted.silence_working_days else None,
    )


def _open_among(views: Sequence[ClauseView]) -> int:
    return sum(not rules.is_clean(view.held) or view.package is not None for view in views)


_ALWAYS_ENOUGH = dt.timedelta(days=400)


def _working_days(at: dt.datetime, ends_at: dt.datetime) -> int | None:
    """The working days that a silence leaves to the capital which has the fewest. One statement; none for long ones."""
    if not dt.timedelta() < ends_at - at < _ALWAYS_ENOUGH:
        return None
    return min((each.working for each in workdays.periods(parties.capitals(), at, ends_at)), default=None)


def _holds(revision: Revision, views: Sequence[ClauseView]) -> bool:
    """Whether the revision has these clauses in the words in which they stand."""
    issued = {row["clause"]: row["words"] for row in revision.snapshot}
    return all(issued.get(str(view.clause.pk)) == view.versions for view in views)


def on_breaking(silence: Silence, text: Text, *, words: str, at: dt.datetime, by: Viewer) -> Verdict:
    """Whether a party may break a silence now."""
    breaks = list(silence.breaks.values_list("party_id", flat=True))
    return rules.may_break_silence(
        by,
        ends_at=silence.ends_at,
        is_concluded=silence.concluded_at is not None,
        has_broken=by.party_id is not None and by.party_id in breaks,
        words=words,
        at=at,
        is_over=bool(breaks) and _has_gone_on(silence, text),
    )


def _has_gone_on(silence: Silence, text: Text) -> bool:
    """Whether the text was adopted, or the same words were put under silence again, since this silence was broken."""
    later = [set(keys) for keys in text.silences.filter(pk__gt=silence.pk).values_list("clauses", flat=True)]
    about = set(silence.clauses)
    return text.is_adopted or any(not keys or not about or keys & about for keys in later)


def on_concluding(silence: Silence, text: Text, *, state: SilenceState, at: dt.datetime, by: Viewer) -> Verdict:
    """Whether silence may be recorded as kept.

    Not within ``rules.POST_ROOM`` of its moment, so that no break in the last second is overtaken by the conclusion.
    """
    wanted = TextState.UNDER_NEGOTIATION if silence.clauses else TextState.UNDER_SILENCE
    return first(
        rules.may_conclude_silence(by, state=state),
        refuse(Refusal.SILENCE_RUNS) if at <= silence.ends_at + rules.POST_ROOM else GRANTED,
        GRANTED if text.state == wanted else refuse(Refusal.NOT_UNDER_SILENCE),
    )


def on_showing(clause: Clause, *, shown_ref: str, by: Viewer) -> Verdict:
    """Whether a clause may be shown to the room; needs its text with the meeting."""
    meeting = clause.text.meeting
    return rules.may_put_on_screen(
        by,
        state=clause.text.state,
        meeting_state=meeting.state if meeting else None,
        is_deleted=clause.is_deleted,
        is_shown=shown_ref == str(clause.pk),
    )
