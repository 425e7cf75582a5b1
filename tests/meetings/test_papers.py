"""Papers of a meeting: what each act writes and enters, symbols without gaps, the clock, circulars, files, pages."""

import datetime as dt
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nemawashi.access.models import Entry, Notice
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings import acts, possible, queries
from nemawashi.meetings.acts import SentPaper
from nemawashi.meetings.models import AgendaItem, Meeting, MeetingPaper, PaperInLanguage
from nemawashi.meetings.terms import LONGEST_PAPER, Refusal
from nemawashi.parties.models import ForumRow
from nemawashi.parties.queries import forget_forum
from nemawashi.project import tending
from nemawashi.sources import archive

NOTE = SentPaper("en", "On water", "Rivers are shared.")
PAGE = b"<!doctype html><html><body><p>Rivers bind us.</p><script>alert(1)</script></body></html>"
DAY = dt.timedelta(days=1)


@pytest.fixture
def meeting(played: None, db: None) -> Meeting:
    row = Meeting.objects.get(track__slug="fmm", state="announced")
    Meeting.objects.filter(pk=row.pk).update(is_published=True)
    row.refresh_from_db()
    return row


@pytest.fixture
def submit(done: Callable[..., Any], meeting: Meeting) -> Callable[..., MeetingPaper]:
    def put(
        name: str = "japan", distribution: str = "restricted", kind: str = "note_verbale", **words: Any
    ) -> MeetingPaper:
        row: MeetingPaper = done(
            name, acts.submit_paper, meeting, **{"sent": NOTE, "kind": kind, "distribution": distribution} | words
        )
        return row

    return put


def symbols(*rows: MeetingPaper) -> list[str]:
    return [str(MeetingPaper.objects.get(pk=row.pk).symbol).partition("/FMM/")[2].partition("/")[2] for row in rows]


def test_submit_paper_issues_it_under_a_symbol_of_its_own_series(
    meeting: Meeting, submit: Any, logged: Any, refused: Any, now: dt.datetime
) -> None:
    words = {"sent": NOTE, "kind": "statement", "distribution": "general"}
    paper, entries = logged("japan", acts.submit_paper, meeting, **words)
    assert entries == [("paper.submitted", "japan", "public", paper.ref)]
    first, second = submit(), submit(distribution="limited")
    revised = submit(base=first, sequel="rev", distribution="general")
    added = submit(base=first, sequel="add")
    assert symbols(paper, first, second, revised, added) == ["INF.1", "R.1", "L.1", "R.1/Rev.1", "R.1/Add.1"]
    assert revised.distribution == "restricted"
    assert list(Entry.objects.order_by("seq").values_list("visibility", flat=True))[-4:] == [
        "participants", "parties", "participants", "participants",
    ]  # fmt: skip
    facts = json.dumps([*Entry.objects.values_list("facts", flat=True)], ensure_ascii=False)
    assert "Rivers are shared" not in facts
    assert "On water" not in facts

    assert refused("japan", acts.submit_paper, meeting, **words, base=revised, sequel="rev") is Refusal.PAPER_NOT_ISSUED
    assert refused("kazakhstan", acts.submit_paper, meeting, **words, base=first, sequel="rev") is Refusal.NOT_ITS_PAPER
    bad = {"kind": "statement", "distribution": "general"}
    for sent, why in (
        (SentPaper("en", "x", "", "x.exe", b"MZ\x90"), Refusal.PAPER_OF_WRONG_TYPE),
        (SentPaper("en", "x", "", "x.html", PAGE + b" " * archive.LARGEST), Refusal.PAPER_TOO_LARGE),
        (SentPaper("en", " ", "x"), Refusal.PAPER_EMPTY),
    ):
        assert refused("japan", acts.submit_paper, meeting, sent=sent, **bad) is why
    elsewhere = AgendaItem.objects.exclude(meeting=meeting).first()
    assert refused("japan", acts.submit_paper, meeting, sent=NOTE, **bad, agenda_item=elsewhere) is (
        Refusal.NOT_OF_THIS_MEETING
    )
    assert refused("japan", acts.submit_paper, meeting, sent=NOTE, **bad, embargo_until=now) is Refusal.MOMENT_PASSED


def test_foreign_parent_a_paper_of_another_meeting_is_followed_by_none_here(
    meeting: Meeting, submit: Any, done: Any, refused: Any
) -> None:
    paper = submit()
    other = done("host", acts.plan_meeting, meeting.track, city="Osh", host=meeting.host, start=ImpreciseDate(2029, 3, 1))
    other = done("host", acts.announce_meeting, other)
    words = {"sent": NOTE, "kind": "statement", "distribution": "limited", "base": paper, "sequel": "rev"}

    assert refused("japan", acts.submit_paper, other, **words) is Refusal.NOT_OF_THIS_MEETING


def test_issue_paper_by_the_clock_at_the_moment_and_leaves_no_gap_before(
    submit: Any, logged: Any, refused: Any, now: dt.datetime, who: Any, done: Any
) -> None:
    hidden, by_host = submit(embargo_until=now + DAY), submit("host", embargo_until=now + 2 * DAY)
    open_one = submit()
    assert (hidden.symbol, by_host.symbol, symbols(open_one)) == (None, None, ["R.1"])
    rows = Entry.objects.order_by("-seq").values_list("visibility", "object_ref")[:3]
    assert [*rows] == [("participants", open_one.ref), ("secretariat", by_host.ref), ("delegation", hidden.ref)]
    assert [queries.visible_papers(viewer=who(name)).count() for name in ("japan", "kazakhstan", "host")] == [2, 1, 3]
    assert refused("host", acts.issue_paper, hidden) is Refusal.UNDER_EMBARGO
    tending.tend(at=now + DAY - dt.timedelta(microseconds=1))
    hidden.refresh_from_db()
    assert hidden.issued_at is None

    tending.tend(at=now + DAY)
    hidden.refresh_from_db()

    assert (symbols(hidden), hidden.issued_at is not None) == (["R.2"], True)
    row, entries = logged("host", acts.issue_paper, by_host, at=now + 2 * DAY)
    assert (symbols(row), entries) == (["R.3"], [("paper.issued", "", "participants", by_host.ref)])
    assert refused("host", acts.issue_paper, hidden) is Refusal.PAPER_ISSUED
    assert queries.visible_papers(viewer=who("kazakhstan")).count() == 3


def test_release_paper_unless_somebody_objects_and_object_to_release_in_the_last_moment(
    submit: Any, done: Any, logged: Any, refused: Any, now: dt.datetime, who: Any
) -> None:
    paper, kept = submit(), submit()
    follower = submit(base=paper, sequel="corr")
    until = now + DAY
    assert refused("kazakhstan", acts.propose_release, paper, until=until) is Refusal.NOT_ITS_PAPER
    _row, entries = logged("japan", acts.propose_release, paper, until=until)
    assert entries == [("paper.release_proposed", "japan", "participants", paper.ref)]
    done("host", acts.propose_release, kept, until=until)
    assert refused("host", acts.release_paper, paper) is Refusal.RELEASE_NOT_OVER
    _row, entries = logged("kazakhstan", acts.object_to_release, kept, why="It quotes us.", at=until)
    assert entries == [("paper.release_objected", "kazakhstan", "participants", kept.ref)]
    late = until + dt.timedelta(seconds=1)
    assert refused("kazakhstan", acts.object_to_release, paper, why="x", at=late) is Refusal.OBJECTION_TOO_LATE
    tending.tend(at=until + dt.timedelta(seconds=2))
    assert symbols(paper) == ["R.1"]

    tending.tend(at=until + dt.timedelta(seconds=3))

    assert symbols(paper, follower, kept) == ["INF.1", "INF.1/Corr.1", "R.2"]
    kept.refresh_from_db()
    assert (kept.objected_by and kept.objected_by.slug, kept.objection, kept.release_by) == (
        "kazakhstan", "It quotes us.", None,
    )  # fmt: skip
    former = MeetingPaper.objects.get(pk=paper.pk).former_symbol
    names = ("kazakhstan", "observer", "guest", "host", "expert")
    assert [bool(queries.papers_by_symbol([former], viewer=who(name))) for name in names] == [
        True, False, False, True, False,
    ]  # fmt: skip
    assert symbols(submit()) == ["R.3"]  # a symbol that was given is given to no other
    assert refused("host", acts.release_paper, kept) is Refusal.NO_RELEASE


def test_an_objection_that_waited_for_its_turn_is_judged_by_when_it_came_in(
    submit: Any, done: Any, now: dt.datetime
) -> None:
    paper = submit()
    until = now + DAY
    done("japan", acts.propose_release, paper, until=until)

    row = done("kazakhstan", acts.object_to_release, paper, why="x", at=until + DAY, came_in_at=until)

    assert row.release_by is None


def test_answer_circular_asks_participants_and_tells_who_answered_and_not_what(
    submit: Any, done: Any, logged: Any, refused: Any, now: dt.datetime, who: Any, client_of: Any, meeting: Meeting
) -> None:
    paper = submit("host", "limited", "circular", answer_by=now + DAY)
    asked = Notice.objects.filter(entry__object_ref=paper.ref, who="answering", asks=True)
    assert {"japan", "kazakhstan"} <= set(asked.values_list("party", flat=True))
    assert {row.until for row in asked} == {now + DAY}

    _row, entries = logged("japan", acts.answer_circular, paper, words="We agree on rivers.")

    assert entries == [("circular.answered", "japan", "parties", paper.ref)]
    assert refused("observer", acts.answer_circular, paper, words="x") is Refusal.NOT_A_PARTICIPANT
    done("kazakhstan", acts.answer_circular, paper, words="Late words.", at=now + 2 * DAY)
    said = {
        name: [row.words for row in queries.answers_to(paper, viewer=who(name))] for name in ("japan", "kazakhstan", "host")
    }
    assert said["japan"] == ["We agree on rivers.", ""]
    assert said["kazakhstan"] == ["", "Late words."]
    assert said["host"] == ["We agree on rivers.", "Late words."]
    page = client_of("kazakhstan").get(f"/desk/meetings/{meeting.slug}/papers/{paper.pk}/").content.decode()
    assert ("We agree on rivers" in page, "Late words." in page, ">late<" in page) == (False, True, True)
    assert "Not answered yet:" in page
    assert "We agree on rivers" not in json.dumps([*Entry.objects.values_list("facts", flat=True)])
    day = client_of("kazakhstan").get("/desk/").content.decode()
    assert f"/desk/meetings/{paper.meeting.slug}/papers/{paper.pk}/" in day


def test_notices_of_a_paper_that_was_withdrawn_since_lead_to_the_papers_of_its_meeting(
    submit: Any, done: Any, client_of: Callable[[str], Client]
) -> None:
    paper, other = submit(), submit()
    papers = f"/desk/meetings/{paper.meeting.slug}/papers/"
    done("japan", acts.withdraw_paper, paper, why="The wrong file.")

    pages = {name: client_of(name).get("/desk/notices/").content.decode() for name in ("kazakhstan", "host")}
    led_to = [re.findall(rf'href="({papers}[^"]*)"', page) for page in pages.values()]

    assert f"{papers}{paper.pk}/" not in pages["kazakhstan"]
    assert f"{papers}{other.pk}/" in pages["kazakhstan"]
    assert f"{papers}{paper.pk}/" in pages["host"]
    for name, addresses in zip(pages, led_to, strict=True):
        assert {client_of(name).get(each).status_code for each in set(addresses)} == {200}, name


def test_withdraw_paper_hides_it_and_keeps_its_symbol(
    submit: Any, logged: Any, refused: Any, done: Any, who: Any, now: dt.datetime
) -> None:
    paper = submit()
    done("japan", acts.propose_release, paper, until=now + DAY)

    row, entries = logged("japan", acts.withdraw_paper, paper, why="The wrong file.")

    assert entries == [("paper.withdrawn", "japan", "participants", paper.ref)]
    assert [queries.visible_papers(viewer=who(name)).count() for name in ("japan", "kazakhstan", "host")] == [1, 0, 1]
    assert symbols(submit(), paper) == ["R.2", "R.1"]
    assert row.release_by is None
    assert refused("kazakhstan", acts.answer_circular, paper, words="x") is Refusal.NO_SUCH_PAPER
    assert refused("japan", acts.add_paper_language, paper, sent=SentPaper("ru", "x", "x")) is Refusal.PAPER_WITHDRAWN


def test_add_paper_language_side_by_side_with_a_file_that_runs_nowhere(
    meeting: Meeting, submit: Any, logged: Any, refused: Any, client_of: Callable[[str], Client]
) -> None:
    paper = submit(distribution="general")
    sent = SentPaper("ru", "О воде", "", "../реки.html", PAGE)
    _row, entries = logged("japan", acts.add_paper_language, paper, sent=sent)
    assert entries == [("paper.language_added", "japan", "public", paper.ref)]
    assert refused("japan", acts.add_paper_language, paper, sent=sent) is Refusal.LANGUAGE_THERE
    row = PaperInLanguage.objects.get(paper=paper, language="ru")
    assert (row.name, row.media_type, "Rivers bind us." in row.words, "alert" in row.words) == (
        "реки.html", "text/html", True, False,
    )  # fmt: skip

    page = client_of("").get(f"/en/meetings/{meeting.slug}/papers/{paper.pk}/?fiction=1").content.decode()
    file = client_of("").get(f"/en/meetings/{meeting.slug}/papers/{paper.pk}/ru/?fiction=1")

    assert ("О воде" in page, "On water" in page, "<script>alert" in page) == (True, True, False)
    assert file.content == PAGE
    assert "attachment" in file["Content-Disposition"]
    assert (file["Content-Security-Policy"], file["X-Content-Type-Options"]) == (
        "default-src 'none'; sandbox; frame-ancestors 'none'", "nosniff",
    )  # fmt: skip
    listed = client_of("").get(f"/en/meetings/{meeting.slug}/?fiction=1").content.decode()
    assert f"/en/meetings/{meeting.slug}/papers/{paper.pk}/" in listed
    archive.place(row.sha256).unlink()
    assert client_of("").get(f"/en/meetings/{meeting.slug}/papers/{paper.pk}/ru/?fiction=1").status_code == 410


@pytest.mark.parametrize("more", [0, 1])
def test_what_a_file_holds_beyond_what_is_shown_is_told(submit: Any, client_of: Any, more: int) -> None:
    content = f"<!doctype html><html><body><p>{'x' * (LONGEST_PAPER + more)}</p></body></html>".encode()
    paper = submit("host", "general", sent=SentPaper("en", "A long one", "", "long.html", content))

    page = client_of("japan").get(f"/desk/meetings/{paper.meeting.slug}/papers/{paper.pk}/").content.decode()

    assert ("only its beginning stands below" in page) == bool(more)
    assert paper.versions.get().words.endswith("…") == bool(more)


def test_the_form_takes_words_or_a_file_and_brings_back_what_was_typed(
    meeting: Meeting, client_of: Callable[[str], Client]
) -> None:
    client, address = client_of("japan"), f"/desk/acts/submit_paper/{meeting.slug}/"
    words = {
        "kind": "statement", "title": "On water", "language": "en", "words": "Rivers.", "distribution": "limited",
        "zone": "Asia/Almaty", "seen": "",
    }  # fmt: skip
    upload = SimpleUploadedFile("x.html", PAGE)

    answers = [
        client.post(address, words | {"file": upload}),
        client.post(address, words | {"sequel": "rev"}),
        client.post(address, words | {"embargo_until": "2999-13-01T10:00"}),
        client.post(address, words | {"embargo_until": "1999-01-01T10:00"}),
        client.post(address, words | {"embargo_until": "2001-01-01T10:00"}),
        client.post(address, words | {"words": "x" * 200_001}),
        client.post(address, words | {"kind": "circular"}),
    ]

    assert [answer.status_code for answer in answers] == [422] * 7
    assert all("On water" in answer.content.decode() for answer in answers)
    assert MeetingPaper.objects.count() == 0
    told = {name: value for name, value in words.items() if name != "words"} | {"file": SimpleUploadedFile("x.html", PAGE)}
    done = client.post(address, told)
    assert done["Location"] == f"/desk/meetings/{meeting.slug}/papers/{MeetingPaper.objects.get().pk}/"


def test_redirect_the_way_back_of_an_act_leads_to_no_other_host(meeting: Meeting, client_of: Any, submit: Any) -> None:
    paper = submit()
    for wanted in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"):
        told = {"words": "x", "next": wanted, "why": "wrong", "seen": "1"}
        answer = client_of("japan").post(f"/desk/acts/withdraw_paper/{paper.pk}/", told)
        assert "evil" not in answer.get("Location", "")
        assert "javascript" not in answer.get("Location", "")


def test_symbols_in_words_are_links_for_those_alone_who_may_open_them(
    meeting: Meeting, submit: Any, done: Any, client_of: Callable[[str], Client], who: Any
) -> None:
    closed = submit()
    words = f"As said in {closed.symbol}, rivers are shared."
    paper = submit(distribution="general", sent=SentPaper("en", "On", words))
    done("japan", acts.propose_agenda_item, meeting, title=f"Report {closed.symbol}")
    link = f'<a href="/desk/meetings/{meeting.slug}/papers/{closed.pk}/">{closed.symbol}</a>'
    who("guest")

    def linked(name: str, page: str) -> tuple[bool, bool]:
        content = client_of(name).get(page).content.decode()
        return link in content, str(closed.pk) in content

    address = f"/desk/meetings/{meeting.slug}/papers/{paper.pk}/"
    assert [linked(name, address) for name in ("kazakhstan", "guest")] == [(True, True), (False, False)]
    assert linked("", f"/en/meetings/{meeting.slug}/papers/{paper.pk}/?fiction=1") == (False, False)
    agenda = f"/desk/meetings/{meeting.slug}/agenda/"
    assert [linked(name, agenda) for name in ("kazakhstan", "guest")] == [(True, True), (False, False)]


@pytest.mark.one_database
def test_a_list_of_participants_is_emptied_when_names_are_deleted(
    meeting: Meeting, submit: Any, done: Any, refused: Any
) -> None:
    sent = SentPaper("en", "Participants", "", "list.html", PAGE)
    paper = submit("host", "limited", "participants", sent=sent)
    digest = paper.versions.get().sha256
    assert archive.opened(digest) is not None
    words = {"sent": sent, "kind": "participants", "distribution": "general"}
    assert refused("host", acts.submit_paper, meeting, **words) is Refusal.NAMES_ARE_NEVER_PUBLIC
    long_ago = ImpreciseDate(2020, 1, 1)
    Meeting.objects.filter(pk=meeting.pk).update(start_on=long_ago, end_on=long_ago)
    ForumRow.objects.update(meeting_rules={"personal_days": 30})

    assert done("host", acts.forget_delegates, meeting) == 0

    row = paper.versions.get()
    assert (row.words, row.sha256, row.name, row.forgotten_at is not None) == ("", "", "", True)
    assert refused("host", acts.forget_delegates, meeting) is Refusal.NO_NAMES


def test_what_pages_offer_on_papers(submit: Any, done: Any, who: Any, now: dt.datetime, meeting: Meeting) -> None:
    paper, circular = submit(), submit("host", "limited", "circular", answer_by=now + DAY)

    def offered(row: MeetingPaper, name: str) -> list[str]:
        return [each.act for each in possible.on_paper(row, at=now, viewer=who(name))]

    assert offered(paper, "japan") == ["add_paper_language", "propose_release", "withdraw_paper"]
    assert offered(paper, "host") == ["add_paper_language", "propose_release"]
    assert offered(circular, "kazakhstan") == ["answer_circular"]
    assert [offered(paper, name) for name in ("kazakhstan", "japan-watcher", "expert")] == [[], [], []]
    paper = done("japan", acts.propose_release, paper, until=now + DAY)
    assert offered(paper, "kazakhstan") == ["object_to_release"]
    submitting = [
        possible.on_papers(meeting, at=now, viewer=who(name)) for name in ("host", "japan", "japan-watcher", "expert")
    ]
    assert [bool(each) for each in submitting] == [True, True, False, False]


def test_papers_are_told_as_late_from_the_day_after_they_were_due(
    meeting: Meeting, submit: Any, client_of: Callable[[str], Client]
) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(start_on=ImpreciseDate(2027, 3, 14), zone="Asia/Tokyo")
    ForumRow.objects.update(meeting_rules={"paper_days": 14})
    forget_forum()
    paper, path = submit(), f"/desk/meetings/{meeting.slug}/papers/"
    closes = dt.datetime(2027, 2, 28, 15, tzinfo=dt.UTC)  # midnight where the meeting is

    marks = []
    for came in (closes - dt.timedelta(microseconds=1), closes):
        MeetingPaper.objects.filter(pk=paper.pk).update(submitted_at=came)
        page = client_of("japan").get(path).content.decode()
        marks.append("Came late" in page)
        assert "Papers are due by 28 February 2027" in page
    assert marks == [False, True]
    assert "Came late" in client_of("japan").get(f"/desk/meetings/{meeting.slug}/").content.decode()

    ForumRow.objects.update(meeting_rules={})
    forget_forum()
    page = client_of("japan").get(path).content.decode()
    assert ["Came late" in page, "Papers are due" in page] == [False, False]
