"""The round, act by act. Each step names its act, its actor and the page on which it is seen.

It is laid around the moment at which it is played: what is past, ahead and due follows from that moment alone.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from nemawashi.access.viewers import acting_as
from nemawashi.assistance import acts as assistance
from nemawashi.assistance.models import Undertaking
from nemawashi.commitments import acts as commitments
from nemawashi.commitments.models import Commitment
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings import acts as meetings
from nemawashi.meetings.models import Meeting, Track
from nemawashi.parties.models import Party, Pillar
from nemawashi.project.round import cast, words
from nemawashi.sources.models import Source
from nemawashi.texts import acts as texts
from nemawashi.texts.models import Clause, Text
from nemawashi.texts.terms import BreakKind, ConsentKind

TEN = dt.time(10)


@dataclass(frozen=True)
class PlayedAct:
    """An act that was done: its name, who did it, in one line what happened, and the page that shows it."""

    act: str
    who: str
    what: str
    page: str


class Play:
    """Plays the acts of a script on a clock of its own, which starts ``start`` and moves forward only."""

    def __init__(self, start: dt.datetime, script: words.RoundScript | None = None) -> None:
        self.now = start
        self.script = script or words.demo()
        self.said = self.script.said
        self.scholars = ""  # the meeting of scholars that recommends, once it was held

    def wait(self, **span: float) -> None:
        self.now += dt.timedelta(**span)

    def do(self, part: str, act: Callable[..., Any], subject: Any, **words_: Any) -> Any:
        """One act by the player of a part, a minute after the last."""
        self.wait(minutes=1)
        viewer = cast.viewer(self.script.parts[part])
        with acting_as(viewer):
            return act(subject, by=viewer, at=self.now, **words_)

    def step(self, act: str, part: str, what: str, page: str) -> PlayedAct:
        return PlayedAct(act, self.script.parts[part], what, page)

    def parts_behind(self, clause: Clause) -> list[str]:
        """The parts played for the parties that stand behind a live position on a clause."""
        live = clause.positions.filter(outcome="live", is_chair=False)
        behind = {*live.values_list("proposers__slug", flat=True)}
        behind |= {*live.filter(stances__stance="support").values_list("stances__party__slug", flat=True)}
        return [part for part in self.script.parts if self.script.party(part) in behind]

    def party(self, part: str) -> Party:
        return Party.objects.get(slug=self.script.party(part))

    def track(self, name: str) -> Track:
        return Track.objects.get(slug=self.script.tracks[name])

    def pillar(self, name: str) -> Pillar:
        return Pillar.objects.get(slug=self.script.pillars[name])

    def day(self, days: int) -> ImpreciseDate:
        date = (self.now + dt.timedelta(days=days)).date()
        return ImpreciseDate(date.year, date.month, date.day)


def _find(text: Text, start: str) -> Clause:
    return Clause.objects.filter(text=text, wordings__words__startswith=start).distinct().get()


def _span(clause: Clause, part: str) -> dict[str, int]:
    held = clause.wordings.filter(language="en").order_by("-number")[0].words
    start = held.index(part)
    return {"start": start, "end": start + len(part)}


def earlier_round(play: Play) -> Iterator[PlayedAct]:
    """A senior officials' meeting: a road map kept by silence, with a commitment that is overdue by the next year."""
    officials, host, trade = play.track("officials"), play.party("host"), play.pillar("trade")
    city, held = play.script.cities["officials"], play.day(20)
    meeting = play.do("chair", meetings.plan_meeting, officials, city=city, host=host, start=held, opens_at=TEN)
    yield play.step("plan_meeting", "chair", "the fictional senior officials' meeting", f"/desk/meetings/{meeting.slug}/")
    meeting = play.do("chair", meetings.announce_meeting, meeting, is_public=False)
    yield play.step("announce_meeting", "chair", "all parties are invited", f"/desk/meetings/{meeting.slug}/")
    item = play.do("donor", meetings.propose_agenda_item, meeting, title=play.said["trade_item"], pillar=trade)
    yield play.step("propose_agenda_item", "donor", item.title, f"/desk/meetings/{meeting.slug}/agenda/")
    text = play.do(
        "chair",
        texts.circulate_zero_draft,
        meeting,
        title=play.script.road_map.title,
        type="road_map",
        clauses=play.script.road_map.circulated_in(held.year),
        agenda_item=item,
    )
    page = f"/desk/texts/{text.slug}/"
    yield play.step("circulate_zero_draft", "chair", f"{text.title} as {text.symbol}", page)
    silence = play.do("chair", texts.open_silence, text, ends_at=play.now + dt.timedelta(days=3), zone=play.script.zone)
    yield play.step("open_silence", "chair", "the zero draft is clean and goes under silence", page)
    play.wait(days=4)
    play.do("chair", texts.conclude_silence, silence)
    yield play.step("conclude_silence", "chair", "nobody broke silence: adopted and sealed", page)
    text.refresh_from_db()
    play.do("chair", texts.issue_text, text)
    yield play.step("issue_text", "chair", f"issued as {text.symbol}", f"/en/texts/{text.slug}/")
    play.wait(days=16)
    meeting.refresh_from_db()
    meeting = play.do("chair", meetings.open_meeting, meeting)
    yield play.step("open_meeting", "chair", "the meeting is in session", f"/desk/meetings/{meeting.slug}/")
    play.do("chair", meetings.adopt_agenda, meeting)
    yield play.step(
        "adopt_agenda", "chair", "adopted by consensus at the opening", f"/desk/meetings/{meeting.slug}/agenda/"
    )
    meeting.refresh_from_db()
    play.do("chair", meetings.close_meeting, meeting)
    yield play.step("close_meeting", "chair", "the meeting belongs to the public record", f"/en/meetings/{meeting.slug}/")
    forms = Commitment.objects.get(text=text, words__contains=play.said["forms"])
    play.do(
        "chair",
        commitments.confirm_commitment,
        forms,
        owner=None,
        is_joint=True,
        due_on=ImpreciseDate(held.year),
        pillar=trade,
    )
    yield play.step("confirm_commitment", "chair", forms.words, f"/desk/follow-up/{forms.slug}/")
    training = Commitment.objects.get(text=text, words__contains=play.said["training"])
    play.do(
        "chair",
        commitments.confirm_commitment,
        training,
        owner=play.party("donor"),
        due_on=ImpreciseDate(held.year + 2),
        pillar=trade,
    )
    yield play.step("confirm_commitment", "chair", training.words, f"/desk/follow-up/{training.slug}/")
    play.do("donor", commitments.report_progress, training, words=play.said["trained"])
    yield play.step("report_progress", "donor", play.said["trained"], f"/desk/follow-up/{training.slug}/")


def scholars_meet(play: Play) -> Iterator[PlayedAct]:
    """A meeting of scholars of the round's own: what it recommends hangs on no meeting of the record."""
    meeting = play.do(
        "chair",
        meetings.plan_meeting,
        play.track("scholars"),
        city=play.script.cities["scholars"],
        host=play.party("donor"),
        start=play.day(30),
        opens_at=TEN,
    )
    page = f"/desk/meetings/{meeting.slug}/"
    yield play.step("plan_meeting", "chair", "a fictional meeting of scholars", page)
    meeting = play.do("chair", meetings.announce_meeting, meeting, is_public=False)
    yield play.step("announce_meeting", "chair", "all parties are invited", page)
    play.wait(days=30)
    meeting = play.do("chair", meetings.open_meeting, meeting)
    yield play.step("open_meeting", "chair", "the scholars are in session", page)
    play.do("chair", meetings.close_meeting, meeting)
    yield play.step("close_meeting", "chair", "the meeting was held", f"/en/meetings/{meeting.slug}/")
    play.scholars = meeting.slug


def opening(play: Play) -> Iterator[PlayedAct]:
    """From the experts' recommendation to tabled positions: where `nemawashi demo` leaves the round."""
    recommendation = play.do(
        "expert",
        meetings.record_recommendation,
        Meeting.objects.get(slug=play.scholars),
        words=play.said["recommendation"],
        addressees=play.said["addressees"],
        pillar=play.pillar("resilience"),
    )
    yield play.step("record_recommendation", "expert", recommendation.words, f"/en/recommendations/{recommendation.slug}/")
    meeting = play.do(
        "chair",
        meetings.plan_meeting,
        play.track("ministers"),
        city=play.script.cities["ministers"],
        host=play.party("host"),
        start=play.day(60),
        opens_at=TEN,
    )
    page = f"/desk/meetings/{meeting.slug}/"
    yield play.step("plan_meeting", "chair", "the next ministers' meeting", page)
    meeting = play.do("chair", meetings.announce_meeting, meeting, is_public=False)
    yield play.step("announce_meeting", "chair", "all parties are invited", page)
    meeting = play.do("chair", meetings.postpone_meeting, meeting, why="clash of dates", start=play.day(75))
    yield play.step("postpone_meeting", "chair", "two weeks later", page)
    meeting = play.do("chair", meetings.announce_meeting, meeting, is_public=False)
    yield play.step("announce_meeting", "chair", "announced again with the new day", page)
    item = play.do("host", meetings.take_up_recommendation, recommendation, meeting=meeting)
    yield play.step("take_up_recommendation", "host", f"as item {item.number}", f"{page}agenda/")
    late = play.do("donor", meetings.propose_agenda_item, meeting, title=play.said["chairmanship_item"])
    yield play.step("propose_agenda_item", "donor", late.title, f"{page}agenda/")
    play.do("chair", meetings.defer_agenda_item, late, why="no consensus to discuss it at this meeting")
    yield play.step("defer_agenda_item", "chair", "returns on the next agenda", f"{page}agenda/")
    year = play.now.year
    text = play.do(
        "chair",
        texts.circulate_zero_draft,
        meeting,
        title=play.script.statement.title,
        type="joint_statement",
        clauses=play.script.statement.circulated_in(year),
        agenda_item=item,
    )
    yield play.step("circulate_zero_draft", "chair", f"{text.title} as {text.symbol}", f"/desk/texts/{text.slug}/")
    yield from _positions(play, text, year + 2)


def _positions(play: Play, text: Text, due: int) -> Iterator[PlayedAct]:
    page = f"/desk/texts/{text.slug}/"
    service = _find(text, play.said["service"])
    data = _find(text, play.said["data"])
    stations = _find(text, play.said["stations"])
    softer = play.do(
        "host",
        texts.draft_position,
        service,
        operation=Operation.REPLACE,
        words=play.said["softer"],
        why=play.said["softer_why"],
        instruction=play.said["softer_instruction"],
        **_span(service, play.said["firm"]),
    )
    yield play.step("draft_position", "host", "sealed: only its delegation sees it", page)
    earlier = play.do(
        "donor",
        texts.draft_position,
        service,
        operation=Operation.REPLACE,
        words=str(due - 1),
        why=play.said["earlier_why"],
        **_span(service, str(due)),
    )
    yield play.step("draft_position", "donor", "sealed: only its delegation sees it", page)
    play.do("donor", texts.table_position, earlier)
    yield play.step("table_position", "donor", f"{due - 1} for {due}", page)
    play.do("host", texts.table_position, softer)
    yield play.step("table_position", "host", play.said["softer"], page)
    limited = play.do(
        "jurist",
        texts.draft_position,
        data,
        operation=Operation.REPLACE,
        words=play.said["lawfully"],
        **_span(data, play.said["openly"]),
    )
    limited = play.do("jurist", texts.table_position, limited)
    yield play.step("table_position", "jurist", play.said["lawfully"], page)
    delay = play.do(
        "mountains", texts.draft_position, data, operation=Operation.DELETE, **_span(data, play.said["without_delay"])
    )
    play.do("mountains", texts.table_position, delay)
    yield play.step("table_position", "mountains", f"delete: {play.said['without_delay']}", page)
    play.do("friend", texts.support_position, limited)
    yield play.step("support_position", "friend", "stands behind these words", page)
    play.do("donor", texts.oppose_position, limited)
    yield play.step("oppose_position", "donor", "objects to these words", page)
    three = play.do(
        "valleys",
        texts.draft_position,
        stations,
        operation=Operation.REPLACE,
        words=play.said["three"],
        **_span(stations, play.said["two"]),
    )
    play.do("valleys", texts.table_position, three)
    yield play.step("table_position", "valleys", f"{play.said['three']} for {play.said['two']}", page)
    kept = play.do(
        "jurist",
        texts.draft_position,
        stations,
        operation=Operation.COMMENT,
        words=play.said["ask"],
        instruction=play.said["ask_instruction"],
    )
    del kept
    yield play.step("draft_position", "jurist", "a note for the own delegation, never tabled", page)


def closing(play: Play) -> Iterator[PlayedAct]:
    """From tabled positions to the next agenda: bridging, silence broken and kept, commitment, score, return."""
    text = Text.objects.get(title=play.script.statement.title)
    page = f"/desk/texts/{text.slug}/"
    yield from _to_clean_words(play, text, page)
    yield from _silence(play, text, page)
    yield from _follow_up(play, text)


def _live(clause: Clause, party: str) -> Any:
    return clause.positions.get(outcome="live", proposers__slug=party)


def _to_clean_words(play: Play, text: Text, page: str) -> Iterator[PlayedAct]:
    service = _find(text, play.said["service"])
    data = _find(text, play.said["data"])
    stations = _find(text, play.said["stations"])
    bridge = play.do(
        "chair",
        texts.offer_bridging_words,
        data,
        words=play.said["bridge"],
        instead_of=list(data.positions.filter(outcome="live")),
        why=play.said["bridge_why"],
    )
    yield play.step("offer_bridging_words", "chair", play.said["bridge"], page)
    for part in play.parts_behind(data):
        play.do(part, texts.could_accept_position, bridge)
        yield play.step("could_accept_position", part, "its words stay live until the chair's are accepted", page)
    play.do("chair", texts.accept_position, bridge)
    yield play.step("accept_position", "chair", "the chair's words enter the text", page)
    play.do("donor", texts.withdraw_position, _live(service, play.script.party("donor")), why=play.said["earlier_back"])
    yield play.step("withdraw_position", "donor", "the later year stays", page)
    play.do("host", texts.withdraw_position, _live(service, play.script.party("host")), why=play.said["softer_back"])
    yield play.step("withdraw_position", "host", f"{play.said['firm']} stays", page)
    play.do("chair", texts.accept_position, _live(stations, play.script.party("valleys")))
    yield play.step("accept_position", "chair", f"{play.said['three']} for {play.said['two']}", page)
    service.refresh_from_db()
    days = (play.now + dt.timedelta(days=6)).date()
    play.do("host", texts.consent_to_clause, service, kind=ConsentKind.AWAITS, until=days)
    yield play.step("consent_to_clause", "host", "awaits instructions", page)
    play.do("chair", texts.agree_ad_referendum, service)
    yield play.step("agree_ad_referendum", "chair", "its host awaits instructions", page)
    revision = play.do("chair", texts.issue_revision, text)
    yield play.step("issue_revision", "chair", f"{revision.symbol}, clean", page)


def _silence(play: Play, text: Text, page: str) -> Iterator[PlayedAct]:
    play.do("host", texts.consent_to_clause, _find(text, play.said["service"]), kind=ConsentKind.JOINS)
    yield play.step("consent_to_clause", "host", "its instructions are in: the clause is agreed by all", page)
    first = play.do("chair", texts.open_silence, text, ends_at=play.now + dt.timedelta(days=3), zone=play.script.zone)
    yield play.step("open_silence", "chair", "for three days on the host's clocks", page)
    play.do(
        "mountains",
        texts.break_silence,
        first,
        kind=BreakKind.AMENDMENT,
        words=play.said["break"],
    )
    yield play.step("break_silence", "mountains", "with an amendment; the text is open again", page)
    service = _find(text, play.said["service"])
    at = _span(service, play.said["lakes"])["end"]
    draft = play.do(
        "mountains",
        texts.draft_position,
        service,
        operation=Operation.INSERT,
        words=play.said["avalanches"],
        start=at,
        end=at,
    )
    position = play.do("mountains", texts.table_position, draft)
    yield play.step("table_position", "mountains", f"insert: {play.said['avalanches']}", page)
    play.do("chair", texts.accept_position, position)
    yield play.step("accept_position", "chair", "nobody objects", page)
    text.refresh_from_db()
    revision = play.do("chair", texts.issue_revision, text)
    yield play.step("issue_revision", "chair", f"{revision.symbol}, clean", page)
    second = play.do("chair", texts.open_silence, text, ends_at=play.now + dt.timedelta(days=2), zone=play.script.zone)
    yield play.step("open_silence", "chair", "a second time", page)
    second = play.do("chair", texts.extend_silence, second, ends_at=play.now + dt.timedelta(days=4), zone=play.script.zone)
    yield play.step("extend_silence", "chair", "two more days for the holidays", page)
    play.wait(days=5)
    play.do("chair", texts.conclude_silence, second)
    yield play.step("conclude_silence", "chair", "kept: adopted and sealed; translations that fell behind are not", page)
    text.refresh_from_db()
    play.do("jurist", texts.enter_reservation, text, words=play.said["reservation"])
    yield play.step("enter_reservation", "jurist", "joins with a stated exception", page)
    text.refresh_from_db()
    play.do("chair", texts.issue_text, text)
    yield play.step("issue_text", "chair", f"issued as {text.symbol}", f"/en/texts/{text.slug}/")


def _follow_up(play: Play, text: Text) -> Iterator[PlayedAct]:
    donor = play.party("donor")
    trained = Commitment.objects.get(text=text, words__contains=play.said["promise"])
    page = f"/desk/follow-up/{trained.slug}/"
    due = play.day(-1)
    play.do("chair", commitments.confirm_commitment, trained, owner=donor, due_on=due, pillar=play.pillar("resilience"))
    yield play.step("confirm_commitment", "chair", f"owner {donor}, due {due}", page)
    other = Commitment.objects.filter(text=text, state="found").first()
    if other:
        play.do("chair", commitments.decline_commitment, other, why=play.said["declined"])
        yield play.step("decline_commitment", "chair", other.words, f"/desk/follow-up/{other.slug}/")
    pledge = play.do(
        "donor",
        assistance.record_pledge,
        donor,
        title=play.said["pledge"],
        recipients=list(Party.objects.filter(slug__in=[play.script.party("friend"), play.script.party("mountains")])),
        amount=play.script.amount,
        currency=play.script.currency,
        spheres=[play.said["sphere"]],
        commitment=trained,
    )
    yield play.step("record_pledge", "donor", pledge.title, f"/en/assistance/{pledge.slug}/")
    project = Undertaking.objects.filter(kind="project", donor=donor, part_of=None).order_by("-order")[0]
    play.do("donor", assistance.link_project, project, pledge=pledge)
    yield play.step("link_project", "donor", project.title, f"/en/assistance/{project.slug}/")
    play.do("donor", commitments.report_progress, trained, words=play.said["progress"])
    yield play.step("report_progress", "donor", play.said["progress"], page)
    source = Source.objects.filter(kind="official").order_by("-order")[0]
    play.do("donor", commitments.attach_evidence, trained, source=source, locator="paragraph 4")
    yield play.step("attach_evidence", "donor", str(source), page)
    guideline = play.said["guideline"]
    play.do("assessor", commitments.freeze_guideline, trained, words=guideline)
    yield play.step("freeze_guideline", "assessor", guideline, page)
    play.do("assessor", commitments.assess, trained, score=0, why=play.said["first_score"])
    yield play.step("assess", "assessor", "sealed until the second score is in", page)
    play.do("second", commitments.assess, trained, score=-1, why=play.said["second_score"])
    yield play.step("assess", "second", "both scores are opened", page)
    play.do("chair", commitments.settle_score, trained, score=0, why=play.said["settled"])
    yield play.step("settle_score", "chair", "0, with both opinions kept", page)
    host = play.party("host")
    after = play.do(
        "chair",
        meetings.plan_meeting,
        play.track("officials"),
        city=play.script.cities["next"],
        host=host,
        start=play.day(90),
    )
    yield play.step("plan_meeting", "chair", "the next senior officials' meeting", f"/desk/meetings/{after.slug}/")
    carried = play.do("chair", commitments.carry_over, trained, meeting=after)
    yield play.step("carry_over", "chair", carried.agenda_item.title, f"/desk/meetings/{after.slug}/agenda/")
    extra = play.do(
        "chair",
        meetings.plan_meeting,
        play.track("experts"),
        city=play.script.cities["experts"],
        host=host,
        start=None,
    )
    play.do("chair", meetings.cancel_meeting, extra, why="merged with the senior officials' meeting")
    yield play.step("cancel_meeting", "chair", "stays visible with its reason", f"/desk/meetings/{extra.slug}/")


def is_played(script: words.RoundScript | None = None) -> bool:
    """Whether the fictional round was already opened on this database."""
    return Text.objects.filter(title=(script or words.demo()).statement.title).exists()


def beginning(now: dt.datetime) -> dt.datetime:
    """The moment from which the round is played, so that it stands half-way at ``now``."""
    return now - dt.timedelta(days=400)


def half_way(now: dt.datetime, script: words.RoundScript | None = None) -> list[PlayedAct]:
    """Play up to tabled positions, so that ``now`` is two days after the last act.

    The earlier meeting lies a year back and some weeks: what it promised for its own year is overdue on any day.
    """
    play = Play(beginning(now), script)
    steps = [*earlier_round(play), *scholars_meet(play)]
    play.now = now - dt.timedelta(days=2)
    return [*steps, *opening(play)]


def under_way(now: dt.datetime, script: words.RoundScript | None = None) -> list[PlayedAct]:
    """The round half-way, and beside it a text under silence that still runs: what `nemawashi demo` starts with."""
    steps = half_way(now, script)
    play = Play(now - dt.timedelta(hours=1), script)
    draft = play.script.arrangement
    meeting = Meeting.objects.get(texts__title=play.script.statement.title)
    clauses = draft.circulated_in(now.year)
    text = play.do("chair", texts.circulate_zero_draft, meeting, title=draft.title, type="declaration", clauses=clauses)
    page = f"/desk/texts/{text.slug}/"
    steps.append(play.step("circulate_zero_draft", "chair", f"{text.title} as {text.symbol}", page))
    play.do("chair", texts.open_silence, text, ends_at=now + dt.timedelta(days=3), zone=play.script.zone)
    steps.append(play.step("open_silence", "chair", "for three days", page))
    return steps


def whole(start: dt.datetime, script: words.RoundScript | None = None) -> Iterator[PlayedAct]:
    """The whole round, from the expert recommendation to its return on the next agenda."""
    play = Play(start, script)
    yield from earlier_round(play)
    yield from scholars_meet(play)
    yield from opening(play)
    yield from closing(play)
