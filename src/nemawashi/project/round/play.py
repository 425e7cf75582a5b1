"""The round, act by act. Each step names its act, its actor and the page on which it is seen.

It is laid around the moment at which it is played: what is past, ahead and due follows from that moment alone.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from nemawashi.access.viewers import acting_as
from nemawashi.assistance import acts as assistance
from nemawashi.assistance.models import Undertaking
from nemawashi.commitments import acts as commitments
from nemawashi.commitments.models import Commitment
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings import acts as meetings
from nemawashi.meetings.models import Meeting, Track
from nemawashi.parties.models import Party, Pillar
from nemawashi.project.round import cast, words
from nemawashi.sources.models import Source
from nemawashi.texts import acts as texts
from nemawashi.texts.models import Clause, Text
from nemawashi.texts.terms import BreakKind, Operation

HOST_ZONE = "Asia/Almaty"
TEN = dt.time(10)


@dataclass(frozen=True)
class Step:
    """An act that was done: its name, who did it, in one line what happened, and the page that shows it."""

    act: str
    who: str
    what: str
    page: str


class Play:
    """Plays acts one after the other on a clock of its own, which starts ``start`` and moves forward only."""

    def __init__(self, start: dt.datetime) -> None:
        self.now = start

    def wait(self, **span: float) -> None:
        self.now += dt.timedelta(**span)

    def do(self, who: str, act: Callable[..., Any], subject: Any, **words_: Any) -> Any:
        """One act by one player, a minute after the last."""
        self.wait(minutes=1)
        viewer = cast.viewer(who)
        with acting_as(viewer):
            return act(subject, by=viewer, at=self.now, **words_)

    def day(self, days: int) -> ImpreciseDate:
        date = (self.now + dt.timedelta(days=days)).date()
        return ImpreciseDate(date.year, date.month, date.day)


def _find(text: Text, start: str) -> Clause:
    return Clause.objects.filter(text=text, wordings__words__startswith=start).distinct().get()


def _span(clause: Clause, part: str) -> dict[str, int]:
    held = clause.wordings.filter(language="en").order_by("-number")[0].words
    start = held.index(part)
    return {"start": start, "end": start + len(part)}


def earlier_round(play: Play) -> Iterator[Step]:
    """A senior officials' meeting: a road map kept by silence, with a commitment that is overdue by the next year."""
    som = Track.objects.get(slug="som")
    kazakhstan = Party.objects.get(slug="kazakhstan")
    trade = Pillar.objects.get(number=3)
    held = play.day(20)
    meeting = play.do("host", meetings.plan_meeting, som, city="Astana", host=kazakhstan, start=held, opens_at=TEN)
    yield Step("plan_meeting", "host", "the fictional senior officials' meeting", f"/desk/meetings/{meeting.slug}/")
    meeting = play.do("host", meetings.announce_meeting, meeting)
    yield Step("announce_meeting", "host", "all parties are invited", f"/desk/meetings/{meeting.slug}/")
    item = play.do("japan", meetings.propose_agenda_item, meeting, title="Customs single windows", pillar=trade)
    yield Step("propose_agenda_item", "japan", item.title, f"/desk/meetings/{meeting.slug}/agenda/")
    text = play.do(
        "host",
        texts.circulate_zero_draft,
        meeting,
        title=words.ROAD_MAP_TITLE,
        type="road_map",
        clauses=words.circulated_in(held.year, words.ROAD_MAP),
        agenda_item=item,
    )
    page = f"/desk/texts/{text.slug}/"
    yield Step("circulate_zero_draft", "host", f"{text.title} as {text.symbol}", page)
    silence = play.do("host", texts.open_silence, text, ends_at=play.now + dt.timedelta(days=3), zone=HOST_ZONE)
    yield Step("open_silence", "host", "the zero draft is clean and goes under silence", page)
    play.wait(days=4)
    play.do("host", texts.conclude_silence, silence)
    yield Step("conclude_silence", "host", "nobody broke silence: adopted and sealed", page)
    text.refresh_from_db()
    play.do("host", texts.issue_text, text)
    yield Step("issue_text", "host", f"issued as {text.symbol}", f"/en/texts/{text.slug}/")
    play.wait(days=16)
    meeting.refresh_from_db()
    play.do("host", meetings.adopt_agenda, meeting)
    yield Step("adopt_agenda", "host", "adopted by consensus at the opening", f"/desk/meetings/{meeting.slug}/agenda/")
    meeting.refresh_from_db()
    play.do("host", meetings.hold_meeting, meeting)
    yield Step("hold_meeting", "host", "the meeting belongs to the public record", f"/en/meetings/{meeting.slug}/")
    forms = Commitment.objects.get(text=text, words__contains="customs forms")
    play.do(
        "host",
        commitments.confirm_commitment,
        forms,
        owner=None,
        is_joint=True,
        due_on=ImpreciseDate(held.year),
        pillar=trade,
    )
    yield Step("confirm_commitment", "host", forms.words, f"/desk/follow-up/{forms.slug}/")
    training = Commitment.objects.get(text=text, words__contains="train 120")
    play.do(
        "host",
        commitments.confirm_commitment,
        training,
        owner=Party.objects.get(slug="japan"),
        due_on=ImpreciseDate(held.year + 2),
        pillar=trade,
    )
    yield Step("confirm_commitment", "host", training.words, f"/desk/follow-up/{training.slug}/")
    play.do("japan", commitments.report_progress, training, words="Forty officers were trained in Tokyo and Kobe.")
    yield Step("report_progress", "japan", "forty of 120 officers trained", f"/desk/follow-up/{training.slug}/")


def opening(play: Play) -> Iterator[Step]:
    """From the experts' recommendation to tabled positions: where `nemawashi demo` leaves the round."""
    dialogue = Meeting.objects.exclude(start_on=None).filter(track__slug="tokyo-dialogue", state="held").latest("start_on")
    resilience = Pillar.objects.get(number=2)
    recommendation = play.do(
        "expert",
        meetings.record_recommendation,
        dialogue,
        words=words.RECOMMENDATION,
        addressees="Senior officials, foreign ministers",
        pillar=resilience,
    )
    yield Step("record_recommendation", "expert", recommendation.words, f"/en/recommendations/{recommendation.slug}/")
    fmm = Track.objects.get(slug="fmm")
    kazakhstan = Party.objects.get(slug="kazakhstan")
    meeting = play.do("host", meetings.plan_meeting, fmm, city="Astana", host=kazakhstan, start=play.day(60), opens_at=TEN)
    page = f"/desk/meetings/{meeting.slug}/"
    yield Step("plan_meeting", "host", "the tenth foreign ministers' meeting", page)
    meeting = play.do("host", meetings.announce_meeting, meeting)
    yield Step("announce_meeting", "host", "all parties are invited", page)
    meeting = play.do("host", meetings.postpone_meeting, meeting, why="clash of dates", start=play.day(75))
    yield Step("postpone_meeting", "host", "two weeks later", page)
    meeting = play.do("host", meetings.announce_meeting, meeting)
    yield Step("announce_meeting", "host", "announced again with the new day", page)
    item = play.do("kazakhstan", meetings.take_up_recommendation, recommendation, meeting=meeting)
    yield Step("take_up_recommendation", "kazakhstan", f"as item {item.number}", f"{page}agenda/")
    late = play.do("japan", meetings.propose_agenda_item, meeting, title="Rules of chairmanship")
    yield Step("propose_agenda_item", "japan", late.title, f"{page}agenda/")
    play.do("host", meetings.defer_agenda_item, late, why="no consensus to discuss it at this meeting")
    yield Step("defer_agenda_item", "host", "returns on the next agenda", f"{page}agenda/")
    year = play.now.year
    text = play.do(
        "host",
        texts.circulate_zero_draft,
        meeting,
        title=words.STATEMENT_TITLE,
        type="joint_statement",
        clauses=words.circulated_in(year, words.STATEMENT),
        agenda_item=item,
    )
    yield Step("circulate_zero_draft", "host", f"{text.title} as {text.symbol}", f"/desk/texts/{text.slug}/")
    yield from _positions(play, text, year + 2)


def _positions(play: Play, text: Text, due: int) -> Iterator[Step]:
    page = f"/desk/texts/{text.slug}/"
    service = _find(text, "The ministers will set up")
    data = _find(text, "The parties will share")
    stations = _find(text, "support two pilot")
    softer = play.do(
        "kazakhstan",
        texts.draft_position,
        service,
        operation=Operation.REPLACE,
        words="endeavour to set up",
        why=f"subject to the budget of {due}",
        instruction="may fall back to 'will set up' if Japan funds the stations",
        **_span(service, "will set up"),
    )
    yield Step("draft_position", "kazakhstan", "sealed: only its delegation sees it", page)
    earlier = play.do(
        "japan",
        texts.draft_position,
        service,
        operation=Operation.REPLACE,
        words=str(due - 1),
        why="the pilot can start earlier",
        **_span(service, str(due)),
    )
    yield Step("draft_position", "japan", "sealed: only its delegation sees it", page)
    play.do("japan", texts.table_position, earlier)
    yield Step("table_position", "japan", f"{due - 1} for {due}", page)
    play.do("kazakhstan", texts.table_position, softer)
    yield Step("table_position", "kazakhstan", "endeavour to set up", page)
    limited = play.do(
        "uzbekistan",
        texts.draft_position,
        data,
        operation=Operation.REPLACE,
        words="in accordance with national law",
        **_span(data, "openly and without delay"),
    )
    limited = play.do("uzbekistan", texts.table_position, limited)
    yield Step("table_position", "uzbekistan", "in accordance with national law", page)
    delay = play.do(
        "tajikistan", texts.draft_position, data, operation=Operation.DELETE, **_span(data, "and without delay")
    )
    play.do("tajikistan", texts.table_position, delay)
    yield Step("table_position", "tajikistan", "delete: and without delay", page)
    play.do("kyrgyzstan", texts.support_position, limited)
    yield Step("support_position", "kyrgyzstan", "stands behind Uzbekistan's words", page)
    play.do("japan", texts.oppose_position, limited)
    yield Step("oppose_position", "japan", "objects to Uzbekistan's words", page)
    three = play.do(
        "turkmenistan",
        texts.draft_position,
        stations,
        operation=Operation.REPLACE,
        words="three",
        **_span(stations, "two"),
    )
    play.do("turkmenistan", texts.table_position, three)
    yield Step("table_position", "turkmenistan", "three pilot stations", page)
    kept = play.do(
        "uzbekistan",
        texts.draft_position,
        stations,
        operation=Operation.COMMENT,
        words="Ask Japan in the margins which valleys it has in mind.",
        instruction="do not table before the bilateral meeting",
    )
    del kept
    yield Step("draft_position", "uzbekistan", "a note for the own delegation, never tabled", page)


def closing(play: Play) -> Iterator[Step]:
    """From tabled positions to the next agenda: bridging, silence broken and kept, commitment, score, return."""
    text = Text.objects.get(title=words.STATEMENT_TITLE)
    page = f"/desk/texts/{text.slug}/"
    yield from _to_clean_words(play, text, page)
    yield from _silence(play, text, page)
    yield from _follow_up(play, text)


def _live(clause: Clause, party: str) -> Any:
    return clause.positions.get(outcome="live", proposers__slug=party)


def _to_clean_words(play: Play, text: Text, page: str) -> Iterator[Step]:
    service = _find(text, "The ministers will set up")
    data = _find(text, "The parties will share")
    stations = _find(text, "support two pilot")
    bridge = play.do(
        "host",
        texts.offer_bridging_words,
        data,
        words="The parties will share hydrological data in good time and in accordance with national law.",
        supersedes=list(data.positions.filter(outcome="live")),
        why="keeps both concerns",
    )
    yield Step("offer_bridging_words", "host", "in good time and in accordance with national law", page)
    play.do("host", texts.accept_position, bridge)
    yield Step("accept_position", "host", "the chair's words enter the text", page)
    play.do("japan", texts.withdraw_position, _live(service, "japan"), why="in exchange for the stations")
    yield Step("withdraw_position", "japan", "the later year stays", page)
    play.do("kazakhstan", texts.withdraw_position, _live(service, "kazakhstan"), why="Japan funds the stations")
    yield Step("withdraw_position", "kazakhstan", "will set up stays", page)
    play.do("host", texts.accept_position, _live(stations, "turkmenistan"))
    yield Step("accept_position", "host", "three pilot stations", page)
    service.refresh_from_db()
    play.do("host", texts.agree_ad_referendum, service, awaiting=["kazakhstan"])
    yield Step("agree_ad_referendum", "host", "Astana awaits instructions", page)
    revision = play.do("host", texts.issue_revision, text)
    yield Step("issue_revision", "host", f"{revision.symbol}, clean", page)


def _silence(play: Play, text: Text, page: str) -> Iterator[Step]:
    first = play.do("host", texts.open_silence, text, ends_at=play.now + dt.timedelta(days=3), zone=HOST_ZONE)
    yield Step("open_silence", "host", "until noon in Astana, three days on", page)
    play.do(
        "tajikistan",
        texts.break_silence,
        first,
        kind=BreakKind.AMENDMENT,
        words="In the clause on early warning, after 'glacial lakes' insert ', avalanches'.",
    )
    yield Step("break_silence", "tajikistan", "with an amendment; the text is open again", page)
    service = _find(text, "The ministers will set up")
    at = _span(service, "glacial lakes")["end"]
    draft = play.do(
        "tajikistan", texts.draft_position, service, operation=Operation.INSERT, words=", avalanches", start=at, end=at
    )
    position = play.do("tajikistan", texts.table_position, draft)
    yield Step("table_position", "tajikistan", "insert: , avalanches", page)
    play.do("host", texts.accept_position, position)
    yield Step("accept_position", "host", "nobody objects", page)
    text.refresh_from_db()
    revision = play.do("host", texts.issue_revision, text)
    yield Step("issue_revision", "host", f"{revision.symbol}, clean", page)
    second = play.do("host", texts.open_silence, text, ends_at=play.now + dt.timedelta(days=2), zone=HOST_ZONE)
    yield Step("open_silence", "host", "a second time", page)
    second = play.do("host", texts.extend_silence, second, ends_at=play.now + dt.timedelta(days=4), zone=HOST_ZONE)
    yield Step("extend_silence", "host", "two more days for the holidays", page)
    play.wait(days=5)
    play.do("host", texts.conclude_silence, second)
    yield Step("conclude_silence", "host", "kept: adopted and sealed; translations that fell behind are not", page)
    text.refresh_from_db()
    play.do("uzbekistan", texts.enter_reservation, text, words="Data on strategic reservoirs are excepted.")
    yield Step("enter_reservation", "uzbekistan", "joins with a stated exception", page)
    text.refresh_from_db()
    play.do("host", texts.issue_text, text)
    yield Step("issue_text", "host", f"issued as {text.symbol}", f"/en/texts/{text.slug}/")


def _follow_up(play: Play, text: Text) -> Iterator[Step]:
    japan = Party.objects.get(slug="japan")
    trained = Commitment.objects.get(text=text, words__contains="shared early-warning")
    page = f"/desk/follow-up/{trained.slug}/"
    due = play.day(-1)
    play.do("host", commitments.confirm_commitment, trained, owner=japan, due_on=due, pillar=Pillar.objects.get(number=2))
    yield Step("confirm_commitment", "host", f"owner Japan, due {due}", page)
    other = Commitment.objects.filter(text=text, state="found").first()
    if other:
        play.do("host", commitments.decline_commitment, other, why="it describes, it does not promise")
        yield Step("decline_commitment", "host", other.words, f"/desk/follow-up/{other.slug}/")
    pledge = play.do(
        "japan",
        assistance.record_pledge,
        japan,
        title="Pilot stations for early warning (fiction)",
        recipients=list(Party.objects.filter(slug__in=["kyrgyzstan", "tajikistan"])),
        amount=Decimal("450000000"),
        currency="JPY",
        spheres=["disaster prevention"],
        commitment=trained,
    )
    yield Step("record_pledge", "japan", pledge.title, f"/en/assistance/{pledge.slug}/")
    project = Undertaking.objects.filter(kind="project", donor=japan, part_of=None).order_by("-order")[0]
    play.do("japan", assistance.link_project, project, pledge=pledge)
    yield Step("link_project", "japan", project.title, f"/en/assistance/{project.slug}/")
    play.do("japan", commitments.report_progress, trained, words="Two of three stations are built.")
    yield Step("report_progress", "japan", "two of three stations", page)
    source = Source.objects.filter(kind="official").order_by("-order")[0]
    play.do("japan", commitments.attach_evidence, trained, source=source, locator="paragraph 4")
    yield Step("attach_evidence", "japan", str(source), page)
    guideline = "+1: service runs in all five states; 0: runs in some; -1: does not run"
    play.do("researcher", commitments.freeze_guideline, trained, words=guideline)
    yield Step("freeze_guideline", "researcher", guideline, page)
    play.do("researcher", commitments.assess, trained, score=0, why="two stations, three states")
    yield Step("assess", "researcher", "sealed until the second score is in", page)
    play.do("researcher-two", commitments.assess, trained, score=-1, why="no warning was issued yet")
    yield Step("assess", "researcher-two", "both scores are opened", page)
    play.do("host", commitments.settle_score, trained, score=0, why="some states are served")
    yield Step("settle_score", "host", "0, with both opinions kept", page)
    kazakhstan = Party.objects.get(slug="kazakhstan")
    som = play.do(
        "host",
        meetings.plan_meeting,
        Track.objects.get(slug="som"),
        city="Tashkent",
        host=kazakhstan,
        start=play.day(90),
    )
    yield Step("plan_meeting", "host", "the next senior officials' meeting", f"/desk/meetings/{som.slug}/")
    carried = play.do("host", commitments.carry_over, trained, meeting=som)
    yield Step("carry_over", "host", carried.agenda_item.title, f"/desk/meetings/{som.slug}/agenda/")
    extra = play.do(
        "host", meetings.plan_meeting, Track.objects.get(slug="expert"), city="Almaty", host=kazakhstan, start=None
    )
    play.do("host", meetings.cancel_meeting, extra, why="merged with the senior officials' meeting")
    yield Step("cancel_meeting", "host", "stays visible with its reason", f"/desk/meetings/{extra.slug}/")


def is_played() -> bool:
    """Whether the fictional round was already opened on this database."""
    return Text.objects.filter(title=words.STATEMENT_TITLE).exists()


def half_way(now: dt.datetime) -> list[Step]:
    """Play up to tabled positions, so that ``now`` is two days after the last act.

    The earlier meeting lies a year back and some weeks: what it promised for its own year is overdue on any day.
    """
    play = Play(now - dt.timedelta(days=400))
    steps = list(earlier_round(play))
    play.now = now - dt.timedelta(days=2)
    return [*steps, *opening(play)]


def under_way(now: dt.datetime) -> list[Step]:
    """The round half-way, and beside it a text under silence that still runs: what `nemawashi demo` starts with."""
    steps = half_way(now)
    play = Play(now - dt.timedelta(hours=1))
    meeting = Meeting.objects.get(texts__title=words.STATEMENT_TITLE)
    clauses = words.circulated_in(now.year, words.ARRANGEMENT)
    title, type_ = words.ARRANGEMENT_TITLE, "declaration"
    text = play.do("host", texts.circulate_zero_draft, meeting, title=title, type=type_, clauses=clauses)
    page = f"/desk/texts/{text.slug}/"
    steps.append(Step("circulate_zero_draft", "host", f"{text.title} as {text.symbol}", page))
    play.do("host", texts.open_silence, text, ends_at=now + dt.timedelta(days=3), zone=HOST_ZONE)
    steps.append(Step("open_silence", "host", "for three days", page))
    return steps


def whole(start: dt.datetime) -> Iterator[Step]:
    """The whole round, from the expert recommendation to its return on the next agenda."""
    play = Play(start)
    yield from earlier_round(play)
    yield from opening(play)
    yield from closing(play)
