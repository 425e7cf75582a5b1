"""The business track of the round: companies with offers and needs, talks that are agreed and placed, one that was held."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from nemawashi.business import acts, queries
from nemawashi.business.models import BusinessTalk, Firm
from nemawashi.meetings.models import Meeting
from nemawashi.parties.models import Dialogue
from nemawashi.parties.queries import forum
from nemawashi.project.round.play import Play, PlayedAct
from nemawashi.search import lexicon

PAGE = "/desk/business/"


def played(now: dt.datetime) -> Iterator[PlayedAct]:
    """Nothing where the script names no companies. One talk is held and published by both sides, the others have tables."""
    play = Play(now - dt.timedelta(minutes=50))
    meeting = Meeting.objects.get(texts__title=play.script.statement.title)
    dialogue = Dialogue.objects.get(slug=forum().slug)
    for row in play.script.firms:
        firm = _stated(play, dialogue, row)
        yield play.step("state_firm", row["part"], str(firm), f"{PAGE}firms/{firm.pk}/")
    if not play.script.firms:
        return
    made = play.do("chair", acts.propose_talks, dialogue, equivalents=lexicon.lexicon())
    yield play.step("propose_talks", "chair", "talks with their reasons", f"{PAGE}talks/")
    parts = {play.script.party(row["part"]): row["part"] for row in play.script.firms}
    talks = [_agreed(play, talk.pk, parts) for talk in made]
    yield play.step("accept_talk", parts[talks[0].sides[0]], "both sides agree", f"{PAGE}talks/")
    yield from _held(play, talks[0], [parts[side] for side in talks[0].sides])
    day = meeting.start_on.earliest if meeting.start_on else (play.now + dt.timedelta(days=21)).date()
    hours: dict[str, Any] = {"opens_at": dt.time(9, 30), "minutes": 20, "pause": 10, "slots": 6, "tables": 2}
    plan = play.do("chair", acts.set_table_plan, meeting, on=day, **hours)
    page = f"/desk/meetings/{meeting.slug}/tables/"
    yield play.step("set_table_plan", "chair", "two tables, six times", page)
    if queries.to_place(plan):
        play.do("chair", acts.place_talks, plan)
        yield play.step("place_talks", "chair", "the talks that both sides agreed", page)


def _stated(play: Play, dialogue: Dialogue, row: dict[str, Any]) -> Firm:
    area, part = play.pillar("trade"), row["part"]
    called = {"called": row["name"], "language": row["language"], "other_names": row["names"], "kind": row["kind"]}
    firm: Firm = play.do(part, acts.state_firm, dialogue, areas=[area], **called)
    for each in row["interests"]:
        said = {"kind": each["kind"], "words": each["words"], "short": each["short"]}
        language = each.get("language", row["language"])
        play.do(part, acts.state_interest, firm, pillar=area, language=language, **said)
    if "person" in row:
        reach = {"person": row["person"], "reach": "+000 000 000", "purpose": "to be reached for talks (fiction)"}
        play.do(part, acts.keep_contact, firm, consent_on=play.day(0), **reach)
    return firm


def _agreed(play: Play, pk: Any, parts: dict[str, str]) -> BusinessTalk:
    talk = BusinessTalk.objects.get(pk=pk)
    for side in talk.sides:
        talk = play.do(parts[side], acts.accept_talk, talk)
    return talk


def _held(play: Play, talk: BusinessTalk, sides: list[str]) -> Iterator[PlayedAct]:
    page = f"{PAGE}talks/{talk.pk}/"
    talk = play.do(sides[0], acts.hold_talk, talk, held_on=play.day(0))
    yield play.step("hold_talk", sides[0], str(talk), page)
    words = "On a trial of drip irrigation (fiction)."
    signed = {"result": "memorandum", "on": play.day(0), "words": words, "language": "en"}
    outcome = play.do(sides[0], acts.record_outcome, talk, **signed)
    yield play.step("record_outcome", sides[0], words, page)
    for side in sides:
        outcome = play.do(side, acts.publish_outcome, outcome)
    yield play.step("publish_outcome", sides[1], "both sides publish it", "/en/business/?fiction=1")
