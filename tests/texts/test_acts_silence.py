"""Silence: opened on clean words, broken in time, extended, concluded once from its moments alone."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from nemawashi.access.models import Entry
from nemawashi.access.terms import Refusal as AccessRefusal
from nemawashi.commitments.models import Commitment
from nemawashi.kit import workdays
from nemawashi.kit.clauses.sealing import digest
from nemawashi.meetings.models import Meeting
from nemawashi.meetings.terms import Refusal as MeetingRefusal
from nemawashi.parties import queries as parties
from nemawashi.parties.models import ForumRow
from nemawashi.texts import acts, rules
from nemawashi.texts.models import Clause, Text
from nemawashi.texts.terms import Refusal

Done = Callable[..., Any]
Refused = Callable[..., str]
HAIR, DAYS = dt.timedelta(microseconds=1), dt.timedelta(days=1)
POST = rules.POST_ROOM + HAIR  # when a conclusion can no longer overtake a break
NOT_THE_HOST = ["japan", "japan-watcher", "observer", "guest", "expert", "researcher"]


@pytest.fixture
def until(now: dt.datetime) -> dict[str, Any]:
    return {"ends_at": now + 3 * DAYS, "zone": "Asia/Almaty"}


def test_open_silence_puts_the_current_revision_under_silence(logged: Done, clean_text: Text, until: Any) -> None:
    row, entries = logged("host", acts.open_silence, clean_text, **until)

    clean_text.refresh_from_db()
    assert (row.ends_at, row.zone, row.revision) == (until["ends_at"], "Asia/Almaty", clean_text.revisions.get())
    assert clean_text.state == "under_silence"
    assert entries == [("silence.opened", "", "parties", clean_text.ref)]


def test_open_silence_refuses_brackets_and_changes_since_the_revision(
    done: Done, refused: Refused, tabled: Done, clean_text: Text, clause: Clause, until: Any
) -> None:
    position = tabled("japan", clause, "replace", "2029", on="2030")
    in_brackets = refused("host", acts.open_silence, clean_text, **until)
    done("host", acts.accept_position, position)
    changed = refused("host", acts.open_silence, clean_text, **until)
    done("host", acts.issue_revision, clean_text)

    opened = done("host", acts.open_silence, clean_text, **until)

    assert (in_brackets, changed) == (Refusal.NOT_CLEAN, Refusal.NOT_A_CLEAN_REVISION)
    assert opened.revision.number == 1


def test_open_silence_lasts_as_long_as_the_forum_wants_it(
    done: Done, refused: Refused, clean_text: Text, until: Any, client_of: Done
) -> None:
    ForumRow.objects.update(meeting_rules={"silence_hours": 73})
    parties.forget_forum()
    assert refused("host", acts.open_silence, clean_text, **until) is Refusal.SILENCE_TOO_SHORT
    form = f"/desk/acts/open_silence/{clean_text.slug}/"
    assert "A silence of this forum lasts 73 hours at least." in client_of("host").get(form).content.decode()

    ForumRow.objects.update(meeting_rules={"silence_hours": 72})
    parties.forget_forum()
    assert done("host", acts.open_silence, clean_text, **until).ends_at == until["ends_at"]


def test_open_silence_refuses_a_text_without_revision(refused: Refused, clean_text: Text, until: Any) -> None:
    clean_text.revisions.all().delete()

    assert refused("host", acts.open_silence, clean_text, **until) is Refusal.NOT_A_CLEAN_REVISION


@pytest.mark.parametrize("name", NOT_THE_HOST)
def test_only_the_host_opens_extends_and_concludes(refused: Refused, silence: Any, until: Any, name: str) -> None:
    later = until | {"ends_at": until["ends_at"] + DAYS}

    told = {
        refused(name, acts.open_silence, silence.text, **until),
        refused(name, acts.extend_silence, silence, **later),
        refused(name, acts.conclude_silence, silence, at=until["ends_at"] + POST),
    }

    assert told == {Refusal.NOT_THE_SECRETARIAT}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"zone": "Asia/Nowhere"}, MeetingRefusal.ZONE_UNKNOWN),
        ({"ends_at": dt.datetime(2026, 11, 24, 6, 0, tzinfo=dt.UTC)}, Refusal.MOMENT_PASSED),
        ({"seen": 44}, AccessRefusal.STALE),
    ],
)
def test_open_silence_refuses(refused: Refused, clean_text: Text, until: Any, change: Any, why: Any) -> None:
    assert refused("host", acts.open_silence, clean_text, **until | change) is why


def test_silence_is_not_opened_twice(refused: Refused, silence: Any, until: Any) -> None:
    assert refused("host", acts.open_silence, silence.text, **until) is Refusal.NOT_UNDER_NEGOTIATION


@pytest.mark.parametrize("early", [HAIR, 0 * HAIR], ids=["a microsecond before", "at the moment"])
def test_break_silence_in_time_reopens_the_text(logged: Done, silence: Any, until: Any, early: dt.timedelta) -> None:
    moment = until["ends_at"] - early

    row, entries = logged("tajikistan", acts.break_silence, silence, words=" Not agreed. ", at=moment)

    assert (row.words, row.kind, row.at, row.party.slug) == ("Not agreed.", "objection", moment, "tajikistan")
    assert Text.objects.get(pk=silence.text_id).state == "under_negotiation"
    assert entries == [("silence.broken", "tajikistan", "parties", silence.text.ref)]


def test_break_silence_late_is_refused_and_a_reservation_remains(done: Done, refused: Refused, silence: Any) -> None:
    late = silence.ends_at + HAIR

    told = refused("uzbekistan", acts.break_silence, silence, words="Not agreed.", at=late)
    reservation = done("uzbekistan", acts.enter_reservation, silence.text, words="Except reservoirs.", at=late)

    assert told is Refusal.TOO_LATE
    assert (reservation.party.slug, reservation.words) == ("uzbekistan", "Except reservoirs.")
    assert silence.breaks.count() == 0


def test_two_parties_that_break_at_once_both_stand(logged: Done, silence: Any) -> None:
    _, first = logged("tajikistan", acts.break_silence, silence, words="Not agreed.", at=silence.ends_at)
    _, second = logged("uzbekistan", acts.break_silence, silence, words="Nor here.", at=silence.ends_at)

    assert [row.party.slug for row in silence.breaks.all()] == ["tajikistan", "uzbekistan"]
    assert [row[1] for row in first + second] == ["tajikistan", "uzbekistan"]


@pytest.mark.parametrize("name", ["host", "japan-watcher", "observer", "guest", "expert", "researcher"])
def test_nobody_but_participants_breaks_silence(refused: Refused, silence: Any, name: str) -> None:
    assert refused(name, acts.break_silence, silence, words="Not agreed.") is Refusal.NOT_A_PARTICIPANT


def test_break_silence_refuses_no_words_a_second_break_and_a_concluded_one(
    done: Done, refused: Refused, silence: Any, now: dt.datetime
) -> None:
    wordless = refused("japan", acts.break_silence, silence, words=" ")
    done("japan", acts.break_silence, silence, words="Not agreed.")
    again = refused("japan", acts.break_silence, silence, words="Not agreed.")

    assert (wordless, again) == (Refusal.NO_WORDS, Refusal.BROKEN_ALREADY)


def test_break_silence_after_its_conclusion_is_too_late_whatever_the_clock_says(
    done: Done, refused: Refused, silence: Any
) -> None:
    done("host", acts.conclude_silence, silence, at=silence.ends_at + POST)

    assert refused("japan", acts.break_silence, silence, words="No.", at=silence.ends_at) is Refusal.TOO_LATE


def test_a_broken_silence_does_not_reopen_a_text_that_went_on(
    done: Done, refused: Refused, silence: Any, until: Any
) -> None:
    done("tajikistan", acts.break_silence, silence, words="Not agreed.")
    second = done("host", acts.open_silence, silence.text, **until)
    under_second = refused("uzbekistan", acts.break_silence, silence, words="Nor here.")
    Text.objects.filter(pk=silence.text_id).update(state="adopted")
    second.delete()
    adopted = refused("uzbekistan", acts.break_silence, silence, words="Nor here.")

    assert (under_second, adopted) == (Refusal.NOT_UNDER_SILENCE, Refusal.NOT_UNDER_SILENCE)


def test_extend_silence_moves_the_moment_and_keeps_the_earlier_in_the_log(logged: Done, silence: Any, until: Any) -> None:
    row, entries = logged("host", acts.extend_silence, silence, ends_at=until["ends_at"] + DAYS, zone="Asia/Tokyo")

    assert (row.ends_at, row.zone, row.version) == (until["ends_at"] + DAYS, "Asia/Tokyo", 2)
    assert entries == [("silence.extended", "", "parties", silence.text.ref)]
    assert Entry.objects.latest("seq").facts["from"] == str(until["ends_at"])


def test_a_break_in_the_extension_is_in_time(done: Done, silence: Any, until: Any) -> None:
    done("host", acts.extend_silence, silence, ends_at=until["ends_at"] + DAYS, zone="UTC")

    row = done("japan", acts.break_silence, silence, words="Not agreed.", at=until["ends_at"] + HAIR)

    assert row.silence == silence


def test_extend_silence_refuses(done: Done, refused: Refused, silence: Any, until: Any) -> None:
    later = until["ends_at"] + DAYS
    shorter = refused("host", acts.extend_silence, silence, ends_at=until["ends_at"], zone="UTC")
    stale = refused("host", acts.extend_silence, silence, ends_at=later, zone="UTC", seen=2)
    nowhere = refused("host", acts.extend_silence, silence, ends_at=later, zone="x")
    expired = refused("host", acts.extend_silence, silence, ends_at=later, zone="UTC", at=until["ends_at"] + HAIR)
    done("japan", acts.break_silence, silence, words="Not agreed.")
    broken = refused("host", acts.extend_silence, silence, ends_at=later, zone="UTC")

    assert (shorter, stale, nowhere) == (Refusal.NOT_LATER, AccessRefusal.STALE, MeetingRefusal.ZONE_UNKNOWN)
    assert (expired, broken) == (Refusal.TOO_LATE, Refusal.SILENCE_BROKEN)


def test_conclude_silence_adopts_as_of_its_moment_and_seals_the_words(logged: Done, silence: Any) -> None:
    adoption, entries = logged("host", acts.conclude_silence, silence, at=silence.ends_at + 5 * DAYS)

    text = Text.objects.get(pk=silence.text_id)
    again = {
        "en": digest(
            [("", "title", "A short declaration"), ("1", "operative", "The parties will meet every year by 2030.")]
        )
    }
    assert (text.state, text.adopted_at, adoption.at) == ("adopted", silence.ends_at, silence.ends_at)
    assert str(text.adopted_on) == "2026-11-27"
    assert adoption.digests == again
    assert Entry.objects.get(event="silence.concluded", object_ref=text.ref).facts["sha256"] == again
    assert entries == [("silence.concluded", "", "public", text.ref)]


def test_adoption_finds_what_the_text_promises(adopted: Text) -> None:
    row = Commitment.objects.get(text=adopted)

    assert (row.state, row.words, str(row.due_on), row.strength) == (
        "found",
        "The parties will meet every year by 2030.",
        "2030",
        "will",
    )


def test_adoption_day_is_that_of_the_zone(done: Done, clean_text: Text, now: dt.datetime) -> None:
    late = now.replace(hour=20) + DAYS
    silence = done("host", acts.open_silence, clean_text, ends_at=late, zone="Asia/Tokyo")

    done("host", acts.conclude_silence, silence, at=late + POST)

    clean_text.refresh_from_db()
    assert str(clean_text.adopted_on) == "2026-11-26"


def test_conclude_silence_refuses_before_the_moment_and_twice(done: Done, refused: Refused, silence: Any) -> None:
    running = refused("host", acts.conclude_silence, silence, at=silence.ends_at)
    assert refused("host", acts.conclude_silence, silence, at=silence.ends_at + HAIR) is Refusal.SILENCE_RUNS
    stale = refused("host", acts.conclude_silence, silence, at=silence.ends_at + POST, seen=3)
    done("host", acts.conclude_silence, silence, at=silence.ends_at + POST)
    twice = refused("host", acts.conclude_silence, silence, at=silence.ends_at + DAYS)
    extended = refused("host", acts.extend_silence, silence, ends_at=silence.ends_at + 2 * DAYS, zone="UTC")

    assert (running, stale, twice) == (Refusal.SILENCE_RUNS, AccessRefusal.STALE, Refusal.CONCLUDED_ALREADY)
    assert extended is Refusal.CONCLUDED_ALREADY


def test_conclude_silence_never_adopts_what_was_broken(done: Done, refused: Refused, silence: Any) -> None:
    done("japan", acts.break_silence, silence, words="Not agreed.", at=silence.ends_at)

    assert refused("host", acts.conclude_silence, silence, at=silence.ends_at + DAYS) is Refusal.SILENCE_BROKEN


def test_one_form_is_acted_on_once(done: Done, refused: Refused, silence: Any, until: Any) -> None:
    once = uuid.uuid4()
    done("host", acts.extend_silence, silence, ends_at=until["ends_at"] + DAYS, zone="UTC", once=once)

    told = {
        refused("host", acts.extend_silence, silence, ends_at=until["ends_at"] + 2 * DAYS, zone="UTC", once=once),
        refused("host", acts.conclude_silence, silence, at=until["ends_at"] + 2 * DAYS, once=once),
        refused("japan", acts.break_silence, silence, words="No.", once=once),
        refused("host", acts.open_silence, silence.text, once=once, **until),
    }

    assert told == {AccessRefusal.DONE_BEFORE}


def test_adoption_leaves_a_decision_of_the_meeting(adopted: Text) -> None:
    decision = Meeting.objects.get(pk=adopted.meeting_id).decisions.get()

    assert (decision.words, decision.how, decision.object_ref) == (adopted.title, "silence", adopted.ref)


def test_open_silence_leaves_every_capital_the_working_days_that_the_forum_wants(
    done: Done, refused: Refused, clean_text: Text, until: Any, now: dt.datetime, client_of: Done
) -> None:
    fewest = min(each.working for each in workdays.periods(parties.capitals(), now, until["ends_at"]))
    ForumRow.objects.update(meeting_rules={"silence_working_days": fewest + 1})
    parties.forget_forum()
    assert fewest > 0
    assert refused("host", acts.open_silence, clean_text, **until) is Refusal.TOO_FEW_WORKING_DAYS
    page = client_of("host").get(f"/desk/acts/open_silence/{clean_text.slug}/").content.decode()
    assert f"A silence of this forum leaves every capital {fewest + 1} working days at least." in page
    assert 'href="/desk/acts/open_silence/' in client_of("host").get(f"/desk/texts/{clean_text.slug}/").content.decode()

    ForumRow.objects.update(meeting_rules={"silence_working_days": fewest})
    parties.forget_forum()
    assert done("host", acts.open_silence, clean_text, **until).ends_at == until["ends_at"]
