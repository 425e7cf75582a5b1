"""Minutes: two people write at once and nothing is lost; who reads them; corrections; adoption."""

import datetime as dt
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from nemawashi.access.models import Entry, Notice
from nemawashi.access.terms import Refusal as Access
from nemawashi.kit.merging import WhoseWords
from nemawashi.meetings import acts, queries
from nemawashi.meetings.models import Meeting, Minutes, MinutesVersion
from nemawashi.meetings.terms import Refusal

DAY = dt.timedelta(days=1)
FIRST = "The chair opened.\n\nJapan spoke of rivers.\n\nThe meeting closed."


@pytest.fixture
def meeting(played: None, db: None, now: dt.datetime) -> Meeting:
    row = Meeting.objects.get(track__slug="fmm", state="announced")
    Meeting.objects.filter(pk=row.pk).update(state="open", opened_at=now)
    row.refresh_from_db()
    return row


@pytest.fixture
def written(meeting: Meeting, done: Callable[..., Any]) -> Minutes:
    row: Minutes = done("host", acts.write_minutes, meeting, words=FIRST)
    return row


def _newest(row: Minutes) -> MinutesVersion:
    return row.versions.get(number=row.versions.count())


def test_two_who_write_at_once_are_merged_and_told(written: Minutes, done: Any, logged: Any, meeting: Meeting) -> None:
    done("host", acts.write_minutes, meeting, words=FIRST.replace("opened.", "opened at ten."), base=1)
    mine = FIRST.replace("closed.", "closed at six.") + "\nNext: Bishkek."

    row, entries = logged("host", acts.write_minutes, meeting, words=mine, base=1)

    newest = _newest(row)
    assert newest.words.split("\n\n") == [
        "The chair opened at ten.", "Japan spoke of rivers.", "The meeting closed at six.", "Next: Bishkek.",
    ]  # fmt: skip
    assert (newest.number, newest.from_others, len(newest.others)) == (3, [1], 1)
    assert entries == [("minutes.written", "", "secretariat", meeting.ref)]
    facts = json.dumps(list(Entry.objects.values_list("facts", flat=True)))
    assert [word in facts for word in ("opened at ten", "Bishkek.")] == [False, False]
    assert not Notice.objects.filter(entry__event="minutes.written").exists()


@pytest.mark.one_database
def test_a_note_taker_writes_with_the_hosts_people_from_the_first_page_of_the_desk(
    written: Minutes, client_of: Callable[[str], Client], done: Any, refused: Any, now: dt.datetime
) -> None:
    """In session or held, until they are adopted; circulating them and answering corrections stays the host's."""
    client, meeting = client_of("note-taker"), written.meeting
    page, form = (f"/desk/meetings/{meeting.slug}/minutes/", f"/desk/acts/write_minutes/{meeting.slug}/")
    assert f'href="{page}"' in client.get("/desk/").content.decode()
    read = client.get(page).content.decode()
    assert [word in read for word in ("Japan spoke of rivers.", form, "circulate_minutes")] == [True, True, False]
    asked = client.get(form).content.decode()
    token = re.search(r'name="once" value="([\w-]+)"', asked)
    assert token is not None

    answer = client.post(form, {"words": FIRST + "\nNext: Bishkek.", "base": "1", "once": token[1]})

    assert (answer.status_code, answer["Location"]) == (302, page)
    assert _newest(written).by_name == "note-taker"
    row = done("host", acts.circulate_minutes, Minutes.objects.get(), until=now + DAY)
    done("japan", acts.correct_minutes, row, words="Of lakes, too.")
    assert "Of lakes, too." in client.get(page).content.decode()
    for act in (acts.circulate_minutes, acts.adopt_minutes):
        words = {"until": now + DAY} if act is acts.circulate_minutes else {}
        assert refused("note-taker", act, Minutes.objects.get(), **words) is Refusal.NOT_THE_SECRETARIAT
    done("host", acts.adopt_minutes, Minutes.objects.get(), at=now + 2 * DAY)
    assert form not in client.get(page).content.decode()
    desk = client.get("/desk/").content.decode()
    of_the_record = Meeting.objects.filter(state="held", origin="record").values_list("slug", flat=True)
    assert [slug for slug in (meeting.slug, *of_the_record) if f"/desk/meetings/{slug}/minutes/" in desk] == []
    assert refused("note-taker", acts.write_minutes, meeting, words="x", base=2) is Refusal.MINUTES_ADOPTED
    Meeting.objects.filter(pk=meeting.pk).update(state="planned")
    assert [client.get(each).status_code for each in (page, form)] == [404, 404]
    assert client_of("interpreter").get(page).status_code == 404


def test_what_both_changed_is_refused_until_somebody_chooses(written: Minutes, done: Any, refused: Any) -> None:
    meeting = written.meeting
    done("host", acts.write_minutes, meeting, words=FIRST.replace("rivers", "lakes"), base=1)
    mine = {"words": FIRST.replace("rivers", "glaciers"), "base": 1}
    assert refused("host", acts.write_minutes, meeting, **mine) is Refusal.BOTH_CHANGED
    (part,) = queries.minutes_merged(written, words=mine["words"], base=1).merged.contested  # type: ignore[arg-type]

    row = done("host", acts.write_minutes, meeting, **mine, choices={part.key: WhoseWords.BOTH})

    assert [word in _newest(row).words for word in ("lakes", "glaciers", "rivers")] == [True, True, False]
    assert refused("host", acts.write_minutes, meeting, words=_newest(row).words, base=3) is Access.NOTHING_CHANGES
    assert refused("host", acts.write_minutes, meeting, words=" \n ", base=3) is Refusal.MINUTES_EMPTY
    assert refused("host", acts.write_minutes, meeting, words="x" * 200_001, base=3) is Refusal.MINUTES_TOO_LONG
    assert refused("japan", acts.write_minutes, meeting, words="x", base=3) is Refusal.NOT_A_NOTE_TAKER
    done("host", acts.write_minutes, meeting, words="x" * 200_000, base=3)


def test_the_form_shows_both_versions_and_keeps_what_was_typed(
    written: Minutes, done: Any, client_of: Callable[[str], Client]
) -> None:
    """Without a script: the second writer gets both versions with three choices, and what was typed stands in the box."""
    meeting, host = written.meeting, client_of("host")
    door = f"/desk/acts/write_minutes/{meeting.slug}/"
    page = host.get(door).content.decode()
    assert ('name="base" value="1" data-keep' in page, "Two of you changed" in page) == (True, False)
    done("host", acts.write_minutes, meeting, words=FIRST.replace("rivers", "<lakes>"), base=1)
    typed = {"words": FIRST.replace("rivers", "glaciers & snow"), "base": "1", "once": ""}

    answer = host.post(door, typed)
    page = answer.content.decode()

    assert answer.status_code == 422
    assert [part in page for part in ("Japan spoke of &lt;lakes&gt;.", "glaciers &amp; snow", "Somebody else changed")] == [
        True
    ] * 3
    (name,) = set(re.findall(r'name="(choice_[0-9a-f]+)"', page))
    assert host.post(door, {**typed, name: "neither"}).status_code == 422
    assert host.post(door, {**typed, name: "theirs"}).status_code == 422  # then nothing of one's own is new
    assert host.post(door, {**typed, name: "mine"}).status_code == 302
    row = Minutes.objects.get()
    assert ("glaciers & snow" in _newest(row).words, row.versions.count()) == (True, 3)
    for base in (
        "",
        "7",
        "0",
    ):  # of a version that is none, nothing is known: what stands there stays beside what was typed
        words = f"Only this {base}."
        assert host.post(door, {"words": words, "base": base}).status_code == 302
        assert all(each in _newest(row).words for each in (words, "glaciers & snow"))


def test_a_draft_is_the_hosts_alone_and_what_is_circulated_is_for_the_delegations(
    written: Minutes, done: Any, refused: Any, logged: Any, now: dt.datetime, client_of: Callable[[str], Client]
) -> None:
    page, slug = f"/desk/meetings/{written.meeting.slug}/minutes/", written.meeting.slug
    for words in (FIRST.replace("opened.", "opened at ten."), FIRST + "\nNext: Bishkek."):
        done("host", acts.write_minutes, written.meeting, words=words, base=1)
    written.refresh_from_db()
    others = ("japan", "expert", "researcher")
    assert [client_of(name).get(page).status_code for name in ("host", *others)] == [200, 404, 404, 404]
    assert "/minutes/" not in client_of("japan").get(f"/desk/meetings/{slug}/").content.decode()
    assert "/minutes/" in client_of("host").get(f"/desk/meetings/{slug}/").content.decode()
    tabs = [f"/desk/meetings/{slug}/{name}/" for name in ("agenda", "delegations", "papers", "room", "tables")]
    ways = {name: [page in client_of(name).get(each).content.decode() for each in tabs] for name in ("host", "japan")}
    assert ways == {"host": [True] * 5, "japan": [False] * 5}
    assert refused("japan", acts.correct_minutes, written, words="x") is Refusal.NO_MINUTES
    assert refused("host", acts.adopt_minutes, written) is Refusal.NO_MINUTES
    assert refused("host", acts.circulate_minutes, written, until=now) is Refusal.MOMENT_PASSED

    row, entries = logged("host", acts.circulate_minutes, written, until=now + DAY, zone="Asia/Tokyo")

    assert entries == [("minutes.circulated", "", "parties", row.meeting.ref)]
    assert refused("host", acts.circulate_minutes, row, until=now + DAY) is Refusal.MINUTES_OUT_ALREADY
    assert [client_of(name).get(page).status_code for name in ("host", *others)] == [200, 200, 404, 404]
    assert [page in client_of("japan").get(each).content.decode() for each in tabs] == [True] * 5
    seen = {name: client_of(name).get(page).content.decode() for name in ("host", "japan")}
    assert {name: "Merged with" in words for name, words in seen.items()} == {"host": True, "japan": False}
    assert "Who wrote" not in seen["japan"]  # the host's people are its own business
    assert refused("host", acts.correct_minutes, row, words="x") is Refusal.NOT_A_PARTICIPANT
    assert refused("japan", acts.correct_minutes, row, words=" ") is Refusal.MINUTES_EMPTY
    done("japan", acts.correct_minutes, row, words="In 2: <of lakes>.", at=now + DAY)
    assert refused("japan", acts.correct_minutes, row, words="x", at=now + DAY + dt.timedelta(seconds=1)) in (
        Refusal.CORRECTIONS_CLOSED,
    )
    assert "In 2: &lt;of lakes&gt;." in client_of("kazakhstan").get(page).content.decode()
    assert refused("host", acts.adopt_minutes, row, at=now + DAY) is Refusal.CORRECTIONS_OPEN


def test_answer_correction_tells_the_delegation_what_became_of_it_and_why(
    written: Minutes, done: Any, logged: Any, refused: Any, now: dt.datetime, client_of: Callable[[str], Client]
) -> None:
    row = done("host", acts.circulate_minutes, written, until=now + DAY)
    one, two = (done("japan", acts.correct_minutes, row, words=words) for words in ("In 1: rivers.", "In 2: <lakes>."))
    page, door = f"/desk/meetings/{row.meeting.slug}/minutes/", f"/desk/acts/answer_correction/{two.pk}/"
    assert client_of("japan").get(page).content.decode().count("Not answered yet") == 2
    assert refused("japan", acts.answer_correction, one, is_taken_in=True) is Refusal.NOT_THE_SECRETARIAT
    assert refused("host", acts.answer_correction, two, is_taken_in=False, why=" ") is Refusal.NO_REASON

    answered, entries = logged("host", acts.answer_correction, one, is_taken_in=True)
    sent = client_of("host").post(door, {"what": "left_out", "why": "Nobody <said> it.", "seen": "1"})

    assert entries == [("minutes.correction_answered", "", "parties", row.meeting.ref)]
    assert (sent.status_code, answered.answer, answered.why) == (302, "taken_in", "")
    pages = {name: client_of(name).get(page).content.decode() for name in ("japan", "kazakhstan", "host")}
    for shown in pages.values():
        assert ("Taken into the minutes" in shown, "Nobody &lt;said&gt; it." in shown) == (True, True)
    assert {name: "answer_correction" in shown for name, shown in pages.items()} == {
        "japan": False, "kazakhstan": False, "host": True,
    }  # fmt: skip
    notices = {name: client_of(name).get("/desk/notices/").content.decode() for name in ("japan", "kazakhstan")}
    assert {name: "Read what became of yours" in words for name, words in notices.items()} == {
        "japan": True,
        "kazakhstan": False,
    }
    assert "Nobody" not in notices["japan"]  # a notice says nobody's words
    assert client_of("expert").get(door).status_code == 404
    again = done("host", acts.answer_correction, two, is_taken_in=True)  # it may be said otherwise
    assert (again.answer, again.why, again.version) == ("taken_in", "", 3)
    done("host", acts.adopt_minutes, row, at=now + DAY + dt.timedelta(seconds=1))
    late = {"is_taken_in": True, "at": now + 2 * DAY}
    assert refused("host", acts.answer_correction, one, **late) is Refusal.MINUTES_ADOPTED


def test_a_correction_is_about_the_version_that_its_author_read(
    written: Minutes, done: Any, refused: Any, now: dt.datetime, client_of: Callable[[str], Client]
) -> None:
    row, japan = done("host", acts.circulate_minutes, written, until=now + DAY), client_of("japan")
    door = f"/desk/acts/correct_minutes/{row.pk}/"
    assert 'name="number" value="1" data-keep' in japan.get(door).content.decode()
    done("host", acts.write_minutes, row.meeting, words=FIRST + "\nMore.", base=1)

    answers = [japan.post(door, {"words": f"n{each}", "number": each}).status_code for each in ("1", "2", "3", "0", "")]

    assert answers == [302] * 5
    assert dict(row.corrections.values_list("words", "number")) == {"n1": 1, "n2": 2, "n3": 2, "n0": 2, "n": 2}
    row.meeting.invitations.filter(party__slug="japan").delete()
    assert refused("japan", acts.correct_minutes, row, words="x") is Refusal.NOT_INVITED


@pytest.mark.parametrize(("many", "status"), [(5_000, 302), (5_001, 422), (9_999, 422)])
def test_so_many_paragraphs_are_taken_and_one_more_is_refused(
    many: int, status: int, meeting: Meeting, client_of: Callable[[str], Client]
) -> None:
    words = "\r\n".join(["a"] * many)
    answer = client_of("host").post(f"/desk/acts/write_minutes/{meeting.slug}/", {"words": words + "\n" * 9, "base": "0"})

    assert (answer.status_code, Minutes.objects.count()) == (status, int(status == 302))


@pytest.mark.parametrize(("signs", "is_compared"), [(20_000, True), (20_001, False)])
def test_what_both_changed_is_compared_up_to_a_length_and_shown_beyond(
    signs: int, is_compared: bool, meeting: Meeting, done: Any, client_of: Callable[[str], Client]
) -> None:
    done("host", acts.write_minutes, meeting, words="a b")
    theirs, mine = "zqtheirs " + "b " * 4_995 + "b", "zqmine " + "c" * (signs - 10_007)
    assert len(theirs) + len(mine) == signs
    done("host", acts.write_minutes, meeting, words=theirs, base=1)

    page = (
        client_of("host").post(f"/desk/acts/write_minutes/{meeting.slug}/", {"words": mine, "base": "1"}).content.decode()
    )

    told = ["From theirs to yours" in page, "too long to be compared" in page, page.count("zqtheirs") > 0]
    assert told == [is_compared, not is_compared, True]


def test_minutes_that_are_adopted_stand(written: Minutes, done: Any, refused: Any, logged: Any, now: dt.datetime) -> None:
    row = done("host", acts.circulate_minutes, written, until=now + DAY)
    after = now + DAY + dt.timedelta(seconds=1)
    assert refused("host", acts.adopt_minutes, row, seen=row.version - 1, at=after) is Access.STALE
    assert refused("japan", acts.adopt_minutes, row, at=after) is Refusal.NOT_THE_SECRETARIAT

    row, entries = logged("host", acts.adopt_minutes, row, seen=row.version, at=after)

    assert (row.state, entries) == ("adopted", [("minutes.adopted", "", "parties", row.meeting.ref)])
    assert refused("host", acts.write_minutes, row.meeting, words="x", base=1, at=after) is Refusal.MINUTES_ADOPTED
    assert refused("host", acts.adopt_minutes, row, at=after) is Refusal.MINUTES_ADOPTED
    assert refused("japan", acts.correct_minutes, row, words="x", at=after) is Refusal.MINUTES_ADOPTED


def test_nothing_is_taken_down_of_a_meeting_that_has_not_begun(played: None, db: None, refused: Any) -> None:
    meeting = Meeting.objects.get(track__slug="fmm", state="announced")

    assert refused("host", acts.write_minutes, meeting, words="x") is Refusal.NOTHING_TO_TAKE_DOWN
