"""A whole meeting in Chromium: the host and three delegations, from the first planning to what the public reads of it."""

from __future__ import annotations

import datetime as dt
import email
import os
import re
import subprocess
import sys
from collections.abc import Callable
from email.policy import default
from pathlib import Path
from typing import Any

import icalendar
import pytest
from tests.browser.conftest import Person
from tests.kit.test_replies import answered

pytestmark = pytest.mark.browser
LAKES, BUSINESS = "Early warning on the rivers", "What the heads say among themselves"
TEXT = "Summary on the rivers"
WORDS = "The senior officials welcome one service of early warning."
SECRET = ("zqsensor", "zqheads", "zqanswer", "zqembargo", "Hanako", "Nurlan")  # what stays with those who take part
FICTION = "?fiction=1"  # what is planned in a demonstration is marked as one
PASSWORD = "seven rivers and one lake"
BETWEEN = b"\n" + b"-" * 79 + b"\n"  # the mails of one folder of Django's
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def _act(who: Person, page: str, name: str, /, **words: Any) -> None:
    """Press what the page offers, fill in its form, and expect that it was done."""
    who.open(page)
    who.follow(name)
    for field, value in words.items():
        box = who.page.locator(f"main form [name={field}]")
        kind = box.first.evaluate("each => each.type")
        if kind == "select-one":
            box.select_option(**(value if isinstance(value, dict) else {"value": value}))
        elif kind == "radio":
            who.page.check(f"main form [name={field}][value={value}]")
        elif kind == "checkbox":
            box.check()
        elif kind == "file":
            box.set_input_files(value)
        else:
            box.fill(value)
    who.press(name)


def _here(who: Person) -> str:
    return str(who.page.url).removeprefix(who.base).split("?")[0]


def _public(address: str) -> str:
    return address.replace("/desk/", "/en/")


def _answer(who: Person, path: str) -> int:
    """What the address answers to somebody who types it."""
    return int(who.page.request.get(who.base + path, max_redirects=0).status)


def _command(home: Path, database: str, *words: str) -> str:
    """A command beside the server, as its machine would run it."""
    env = {**os.environ, "NEMAWASHI_HOME": str(home), "NEMAWASHI_DEMO": "1", "NEMAWASHI_DATABASE_URL": database}
    run = [sys.executable, "-m", "nemawashi", *words]
    return subprocess.run(run, env=env, capture_output=True, text=True, check=True, timeout=60).stdout


def _calls(home: Path) -> list[tuple[Any, bytes]]:
    """The entries for calendars in the mails that lie in the folder, as an independent library reads them."""
    rows = []
    mails = [mail for path in (home / "mail").glob("*.log") for mail in path.read_bytes().split(BETWEEN)]
    for mail in mails:
        for part in email.message_from_bytes(mail, policy=default).walk():
            if part.get_content_type() == "text/calendar":
                raw = part.get_content().encode()
                rows.append((icalendar.Calendar.from_ical(raw), raw))
    return rows


def _joined(person: Callable[..., Person], home: Path, database: str) -> Person:
    """A focal point of Japan with an address of mail, who takes up an invitation and signs in."""
    told = _command(home, database, "invite", "Aoki Rin", "rin.aoki@example.org", "--party", "JPN")
    who = person("")
    who.open(re.search(r"/join/\S+", told)[0])  # type: ignore[index]
    name = re.search(r"jpn\.[a-z.0-9]+[a-z0-9]", who.page.locator("main").inner_text())[0]  # type: ignore[index]
    for field in ("new_password1", "new_password2"):
        who.page.fill(f"[name={field}]", PASSWORD)
    with who.page.expect_navigation():
        who.page.press("[name=new_password2]", "Enter")
    who.open("/sign-in/")
    who.page.fill("[name=username]", name)
    who.page.fill("[name=password]", PASSWORD)
    with who.page.expect_navigation():
        who.page.press("[name=password]", "Enter")
    assert _here(who) == "/desk/", (_here(who), name, who.page.locator("main").inner_text())
    return who


def test_a_meeting_from_its_planning_to_the_adopted_record(
    person: Callable[..., Person], home: Path, database: str, tmp_path: Path
) -> None:
    host = person("host")
    kazakhstan, uzbekistan = (person(name, java_script_enabled=False) for name in ("kazakhstan", "uzbekistan"))
    japan = _joined(person, home, database)
    other = Person(host.page.context.new_page(), host.base, "host")  # of the same secretariat, at another screen
    delegations = {"JPN": japan, "KAZ": kazakhstan, "UZB": uzbekistan}

    meeting = _planned_and_announced(host)
    _invited_and_answered(meeting, japan, home, database, tmp_path)
    _named_and_accredited(meeting, host, delegations)
    _agenda_prepared(meeting, host, japan, kazakhstan)
    papers = _papers_before_it(meeting, host, japan, kazakhstan, tmp_path)
    _opened_and_present(meeting, host, other, delegations)
    _in_the_room(meeting, host, other, japan, kazakhstan)
    _agreed(meeting, host)
    _found_again(meeting, person(""), kazakhstan, papers)
    for who in (host, *delegations.values()):
        assert [fault for fault in who.faults if "status of 4" not in fault] == []


def _planned_and_announced(host: Person) -> str:
    host.open("/desk/meetings/")
    host.page.locator("li", has_text="Senior Officials").locator("a", has_text="Plan a meeting").first.click()
    first = dt.datetime.now(dt.UTC).date()
    words = {"city": "Samarkand", "start": f"{first}", "end": f"{first - dt.timedelta(days=1)}", "zone": "Asia/Tashkent"}
    for field, value in {**words, "opens_at": "10:00", "theme": "Rivers"}.items():
        host.page.fill(f"main [name={field}]", value)
    host.page.select_option("[name=host]", label="Uzbekistan")
    host.push("Plan a meeting")
    assert host.sees("The meeting would end before it starts.")
    assert host.page.input_value("[name=city]") == "Samarkand"  # what was typed stays
    host.page.fill("[name=end]", f"{first + dt.timedelta(days=1)}")
    host.press("Plan a meeting")
    meeting = _here(host)
    assert host.sees("The secretariat announces it.")

    host.follow("Announce")
    host.press("Announce")
    host.page.go_back()
    host.page.wait_for_load_state()
    host.push("Announce")  # a second press of the same form: what was done is not done again
    assert host.page.locator(".kicker").inner_text().startswith("Announced")
    return meeting


def _invited_and_answered(meeting: str, who: Person, home: Path, database: str, tmp_path: Path) -> None:
    """The invitation left as a mail with a call that a calendar answers; the answer comes in as the calendar's file."""
    _command(home, database, "tend")
    ((called, raw),) = [row for row in _calls(home) if "Samarkand" in str(row[0].walk("VEVENT")[0].get("LOCATION", ""))]
    (event,) = called.walk("VEVENT")
    assert str(called["METHOD"]) == "REQUEST"
    assert str(event["ATTENDEE"]) == "mailto:rin.aoki@example.org"
    starts, ends = event.decoded("DTSTART"), event.decoded("DTEND")
    assert (f"{starts:%H:%M}", ends.date() - starts.date()) == ("10:00", dt.timedelta(days=2))  # to the end of the last day
    reply = tmp_path / "reply.ics"
    reply.write_bytes(answered(raw, "ACCEPTED"))
    _act(who, f"{meeting}delegations/", "Answer the invitation", file=reply)
    assert "attends" in who.page.locator("section", has_text="Japan").first.inner_text()


def _named_and_accredited(meeting: str, host: Person, delegations: dict[str, Person]) -> None:
    lists = f"{meeting}delegations/"
    names = {
        "JPN": "Sato Hanako; Deputy Minister; 佐藤花子; head\nIto Ken; Director",
        "KAZ": "Nurlan Aman; Ambassador;; head",
    }
    for code, who in delegations.items():
        _act(who, lists, "Name delegates", people=names.get(code, "Aziz Karim; Minister;; head"))
    host.open(lists)
    host.follow("Accredit")
    host.page.locator("label", has_text="Ito Ken").locator("input").uncheck()  # all are ticked
    host.press("Accredit")
    host.page.locator("li", has_text="Ito Ken").last.locator("a", has_text="Ask or refuse").click()
    assert host.page.locator("main textarea").count() == 1
    assert host.page.request.get(f"{host.base}{lists}plates.pdf").body().startswith(b"%PDF")
    assert _answer(delegations["KAZ"], f"{lists}badges.pdf") == 404


def _agenda_prepared(meeting: str, host: Person, japan: Person, kazakhstan: Person) -> None:
    agenda = f"{meeting}agenda/"
    _act(japan, agenda, "Propose an item", title=LAKES, pillar={"index": 1})
    _act(kazakhstan, agenda, "Propose an item", title=BUSINESS)
    _act(host, agenda, "Plan a session", day="1", starts="10:00", ends="12:00", title="Opening")
    _act(host, agenda, "Plan a session", day="1", starts="14:00", ends="15:00", title="Heads", is_closed=True)
    for row, (said, session) in {LAKES: ("One service for all.", "Opening"), BUSINESS: ("zqheads", "Heads")}.items():
        host.open(agenda)
        host.page.locator("li", has_text=row).locator("a", has_text="Annotate").first.click()
        host.page.fill("[name=annotation]", said)
        labels = host.page.locator("[name=session] option").all_inner_texts()
        host.page.select_option("[name=session]", index=next(at for at, label in enumerate(labels) if session in label))
        host.press("Annotate")
    kazakhstan.open(agenda)
    assert kazakhstan.sees("zqheads")
    assert host.why_not("Adopt the agenda").startswith("The meeting is not in session")


def _papers_before_it(meeting: str, host: Person, japan: Person, kazakhstan: Person, tmp_path: Path) -> list[str]:
    """Papers of each distribution, a circular that is answered, one that is withdrawn; addresses that nobody may read."""
    papers, file = f"{meeting}papers/", tmp_path / "concept.pdf"
    file.write_bytes(PDF)
    later = f"{dt.datetime.now(dt.UTC) + dt.timedelta(days=2):%Y-%m-%dT%H:%M}"
    paper: dict[str, Any] = {"kind": "national_paper", "language": "en", "distribution": "limited"}
    _act(japan, papers, "Submit a paper", **paper, title="Sensors", words="zqsensor", agenda_item={"index": 1})
    limited = _here(japan)
    waits = {"title": "Zqembargo", "words": "zqembargo", "embargo_until": later, "zone": "UTC"}
    _act(kazakhstan, papers, "Submit a paper", **paper, **waits)
    embargoed = _here(kazakhstan)
    assert kazakhstan.sees("Samarkand: A paper was submitted: without a symbol.", within=".notice")
    _act(host, papers, "Submit a paper", **{**paper, "kind": "circular"}, title="Visas", words="When?", answer_by=later)
    circular = _here(host)
    general = {"kind": "concept_note", "language": "en", "distribution": "general"}
    _act(host, papers, "Submit a paper", **general, title="Concept of the rivers", words="A paper that all read.")
    _act(host, papers, "Submit a paper", **general, title="Concept in error", file=file)
    withdrawn = _here(host)
    files = [f"{withdrawn}en/", f"{_public(withdrawn)}en/{FICTION}"]
    assert [_answer(kazakhstan, each) for each in files] == [200, 200]
    _act(host, withdrawn, "Withdraw the paper", why="The wrong file.")

    for address in (embargoed, f"{embargoed}en/"):
        assert _answer(japan, address) == 404
    japan.open(papers)
    assert not japan.sees("mbargo")  # nor in a count: nothing says that something is left out
    for address in (withdrawn, _public(withdrawn) + FICTION, *files):
        assert _answer(kazakhstan, address) == 404
    japan.open("/desk/")
    assert japan.sees("Answer the circular.")
    _act(japan, circular, "Answer the circular", words="zqanswer")
    kazakhstan.open(circular)
    assert kazakhstan.sees("Japan", within=".rows")
    assert not kazakhstan.sees("zqanswer")
    return [limited, embargoed, circular, withdrawn]


def _opened_and_present(meeting: str, host: Person, other: Person, delegations: dict[str, Person]) -> None:
    """Two of the secretariat press at once; badges are let in once; who is present is said and taken down."""
    for one in (host, other):
        one.open(meeting)
        one.follow("Open the meeting")
    host.press("Open the meeting")
    other.push("Open the meeting")
    assert other.sees("This was changed since you opened it.")
    lists = f"{meeting}delegations/"
    for one in (host, other):
        one.open(lists)
    within = "li:has-text('Sato Hanako')"
    host.press("Let in", within=within)
    assert host.sees("Came in", within=within)
    other.push("Let in", within=within)
    assert other.page.locator(".notice").first.get_attribute("class") != "notice notice--success"
    for who in delegations.values():
        _act(who, meeting, "Confirm our presence", names="The head of the delegation")
    others = {f"of_{party}": "Their ambassador" for party in ("kyrgyzstan", "tajikistan", "turkmenistan")}
    _act(host, meeting, "Take attendance", **others)


def _in_the_room(meeting: str, host: Person, other: Person, japan: Person, kazakhstan: Person) -> None:
    """The wall shows the item, the queue and the speaker by itself; of two who press, one gives the floor."""
    room, wall = f"{meeting}room/", host.page.context.new_page()
    wall.goto(f"{host.base}{meeting}screen/")
    host.open(room)
    host.push("Call this item")
    wall.locator("h1", has_text=LAKES).wait_for()
    for who in (japan, kazakhstan):
        who.open(room)
        who.push("Ask for the floor")
        assert who.why_not("Ask for the floor")
    for row in ("Japan", "Kazakhstan"):
        wall.locator(".hall__queue li", has_text=row).wait_for()
    other.open(f"{room}?item=1")
    host.open(room)
    host.press("Give the floor")
    wall.locator(".hall__speaker", has_text="Japan").wait_for()
    other.page.locator(".room__floor", has_text="Japan").wait_for()  # nor does the page of the other lag behind
    host.press("End of the intervention")
    wall.locator(".hall__speaker").wait_for(state="detached")
    host.press("Give the floor")
    wall.locator(".hall__speaker", has_text="Kazakhstan").wait_for()
    host.press("End of the intervention")
    assert host.sees("KAZ", within=".room__totals")
    wall.close()


def _agreed(meeting: str, host: Person) -> None:
    """The agenda and a text are adopted by those who are present; then the meeting is closed."""
    host.open(f"{meeting}agenda/")
    host.press("Adopt the agenda")
    _act_on_a_text(meeting, host)
    host.open(meeting)
    host.decide("Close the meeting")


def _act_on_a_text(meeting: str, host: Person) -> None:
    host.open(meeting)
    host.follow("Circulate a zero draft")
    host.page.fill("[name=title]", TEXT)
    host.page.select_option("[name=type]", "chair_summary")
    host.page.fill("[name=en]", f"{TEXT}\n\n{WORDS}")
    host.push("Look at it before it goes out")
    host.press("Circulate a zero draft")
    text = _here(host)
    host.decide("Issue a revision")
    host.open(text)
    host.follow("Adopt in the meeting")
    host.press("Adopt in the meeting")
    host.open(text)
    host.decide("Issue to the public")


def _found_again(meeting: str, public: Person, kazakhstan: Person, papers: list[str]) -> None:
    """On the page of the meeting, all that is for everybody, and nothing that is not, nor at an address of it."""
    kazakhstan.open(meeting)
    for words in ("Held", TEXT, "Decisions", "The head of the delegation", "Sensors"):
        assert kazakhstan.sees(words), words
    page = _public(meeting) + FICTION
    public.open(page)
    for words in (LAKES, BUSINESS, "One service for all.", TEXT, "Concept of the rivers", "Rivers"):
        assert public.sees(words), words
    pages = [public.page.content()]
    for words in (TEXT, "Concept of the rivers"):
        public.open(page)
        public.follow(words)
        pages.append(public.page.content())
    assert [word for word in SECRET for each in pages if word in each] == []
    assert [_answer(public, _public(each) + FICTION) for each in papers] == [404] * 4
    assert [_answer(public, each) for each in (*papers, meeting, f"{meeting}delegations/")] == [302] * 6
    assert public.faults == []
