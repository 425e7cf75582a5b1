"""From an empty machine to a text under negotiation: a forum is made, its host and a first focal point come in by links."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from tests.conftest import act_as

from nemawashi.access import clock, roll
from nemawashi.access.models import Entry, Notice, User
from nemawashi.access.terms import RollEvent
from nemawashi.desk.following import log as log_page
from nemawashi.kit import papers
from nemawashi.meetings import acts as meetings
from nemawashi.meetings.models import Meeting, Track
from nemawashi.parties.models import Dialogue, ForumRow, Membership, Party, Pillar
from nemawashi.parties.queries import capitals, forum, viewer_of
from nemawashi.project import asking_forum
from nemawashi.project.keeping import handing
from nemawashi.project.outbox import sending
from nemawashi.record import founding
from nemawashi.texts import acts as texts
from nemawashi.texts.acts.drafting import ZeroClause
from nemawashi.texts.models import Text
from nemawashi.texts.terms import ClauseKind

PASSWORD = "seven lanterns over the bay"
LINK = re.compile(r"(/join/\S+)")
SOME_PAPER = papers.Paper(
    "floods", "Floods", "declaration", "en", (papers.PaperVersion("en"),),
    (papers.PaperClause("1", "1", "operative", {"en": "The parties will share warnings."}),),
    papers.PaperAdoption("consensus", dt.datetime(2027, 3, 14, tzinfo=dt.UTC)),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _mail_leaves(settings: Any) -> None:
    settings.MAIL_IS_SET_UP = True


def _init(*words: str) -> str:
    out = StringIO()
    call_command("init", *words, stdout=out)
    return out.getvalue()


def _joined(path: str) -> Client:
    """A browser whose person took the invitation up and signed in with the password that it set."""
    browser, known = Client(), set(User.objects.values_list("pk", flat=True))
    answer = browser.post(path, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert answer.status_code == 302
    account = User.objects.exclude(pk__in=known).get()
    asked = [f'value="{account.username}"' in browser.get("/sign-in/").content.decode() for _time in range(2)]
    assert asked == [True, False]  # the name that nobody knows by heart yet, once
    assert browser.post("/sign-in/", {"username": account.username, "password": PASSWORD})["Location"] == "/desk/"
    return browser


def _mailed() -> str:
    sending.send(clock.database_moment())
    links = [link for message in mail.outbox if (link := LINK.search(str(message.body)))]
    return links[-1][1]


def _invite(browser: Client, deed: str, key: str, **words: str) -> None:
    page = browser.get(f"/desk/acts/{deed}/{key}/").content.decode()
    once = re.search(r'name="once" value="([^"]+)"', page)
    assert once is not None
    answer = browser.post(f"/desk/acts/{deed}/{key}/", {**words, "once": once[1], "language": "en"})
    assert (answer.status_code, answer["Location"]) == (302, "/desk/people/")


def _public_pages() -> list[str]:
    """Every page of the portal that takes no key, in its languages, and one of each row that there is."""
    from nemawashi.portal import urls

    rows = {"party": Party, "track": Track, "pillar": Pillar, "dialogue": Dialogue}
    pages = []
    for language in ("en", "ru", "ja"):
        with translation.override(language):
            for pattern in urls.urlpatterns:
                if pattern.name == "theme":  # a button
                    continue
                try:
                    pages.append(reverse(f"portal:{pattern.name}"))
                except NoReverseMatch:
                    continue
            pages += [
                reverse(f"portal:{name}", args=[row.slug]) for name, model in rows.items() for row in model.objects.all()
            ]
    return pages


@pytest.mark.django_db
def test_an_empty_forum_comes_to_a_text_under_negotiation() -> None:
    said = _init("--from", "regional-commission", "--host-name", "Anna Weber", "--host-address", "a.weber@example.org")
    link = LINK.search(said)
    assert link is not None
    assert (forum().code, len(forum().table), forum().languages) == ("RBC", 3, ("en", "fr"))

    reader = Client()
    first = reader.get("/en/").content.decode()
    assert ("kept by its parties" in first, "unofficial" in first) == (True, False)
    bad = [(page, status) for page in _public_pages() if (status := reader.get(page).status_code) not in (200, 301, 302)]
    assert bad == []

    host = _joined(link[1])
    _invite(host, "open_seat", "upland", called="Jan Horak", address="j.horak@example.org")
    focal = _joined(_mailed())
    _invite(focal, "invite_person", "river-commission", called="Eva Lind", address="e.lind@example.org", office="member")
    member = _joined(_mailed())
    pages = (
        "/desk/",
        "/desk/meetings/",
        "/desk/texts/",
        "/desk/record/",
        "/desk/follow-up/",
        "/desk/people/",
        "/desk/log/",
    )
    assert [page for browser in (host, focal, member) for page in pages if browser.get(page).status_code != 200] == []

    by_host = viewer_of(User.objects.get(email="a.weber@example.org"))
    by_member = viewer_of(User.objects.get(email="e.lind@example.org"))
    words = {"city": "Vienna", "host": Party.objects.get(slug="upland"), "start": "2027-03-14"}
    meeting = act_as(by_host, meetings.plan_meeting, Track.objects.get(slug="ministers"), **_day(words))
    act_as(by_host, meetings.announce_meeting, meeting, is_public=True)
    clauses = [
        ZeroClause(ClauseKind.TITLE, {"en": "Declaration on floods"}),
        ZeroClause(ClauseKind.OPERATIVE, {"en": "The parties will share warnings within an hour."}),
    ]
    act_as(by_host, texts.circulate_zero_draft, meeting, title="Declaration on floods", type="declaration", clauses=clauses)
    text = Text.objects.get()
    clause = text.clauses.get(kind="operative")
    draft = act_as(by_member, texts.draft_position, clause, operation="comment", words="Why an hour?")
    act_as(by_member, texts.table_position, draft)

    assert str(text.symbol).startswith("RBC/MINISTERS/")
    assert b"Why an hour?" in host.get(f"/desk/texts/{text.slug}/").content
    assert Meeting.objects.get().state == "announced"
    assert roll.faults()[1] == []


def _day(words: dict[str, Any]) -> dict[str, Any]:
    from nemawashi.kit.dates import ImpreciseDate

    return {**words, "start": ImpreciseDate.parse(words["start"])}


@pytest.mark.django_db
def test_each_entry_of_a_new_forum_is_said_in_words() -> None:
    link = LINK.search(
        _init("--from", "working-group", "--host-name", "Anna Weber", "--host-address", "a.weber@example.org")
    )
    assert link is not None
    page = _joined(link[1]).get("/desk/log/").content.decode()

    rows = re.findall(r'<td data-label="Act">\s*(.*?)\s*<p class="rows__more"><code>(.*?)</code>', page, re.DOTALL)
    assert {event: words for words, event in rows} == {
        "account.made": "An account was made",
        "person.invited": "Invite somebody",
        "forum.founded": "The forum was founded",
    }
    named = {founding.FOUNDED, handing.TAKEN_OVER, *(str(event) for event in RollEvent if "." in event)}
    assert named <= {str(event) for event in log_page.AT_THE_MACHINE}


@pytest.mark.django_db
@pytest.mark.parametrize("name", founding.shipped())
def test_each_shipped_forum_is_made_once(name: str) -> None:
    _init("--from", name)

    entry = Entry.objects.latest("seq")
    assert (entry.event, entry.user_name, entry.facts["forum"]) == (founding.FOUNDED, "operator", forum().code)
    assert {row.origin for model in (Dialogue, Party, Track, Pillar) for row in model.objects.all()} == {"desk"}
    with pytest.raises(CommandError, match="is not empty"):
        _init("--from", name)
    assert Entry.objects.latest("seq") == entry


@pytest.mark.django_db
def test_an_installation_with_an_account_is_not_empty() -> None:
    User.objects.create_user("somebody", password=PASSWORD, circle="experts")

    with pytest.raises(CommandError, match="there are users"):
        _init("--from", "working-group")
    assert not Dialogue.objects.exists()


def test_every_fault_of_a_file_is_told_at_its_place(tmp_path: Path) -> None:
    file = tmp_path / "forum.yaml"
    file.write_text(
        "id: mine\ncode: rbc\nsymbol: '{forum}/{x}'\nnames: {ru: Имя}\nlanguages: [en, xx]\n"
        "host: {name: A, address: nobody}\nparties:\n"
        "  - {id: a, code: A, zone: Europe/Nowhere, names: {en: A}}\n"
        "  - {id: a, code: BC, zone: UTC, names: {en: B}}\n"
        "tracks:\n  - {id: m, names: {en: M}, level: ministers, formal: true, feeds_into: nothing}\n"
        "  - {id: n, names: {en: N}, level: deputies, formal: true, feeds_into: n}\ncolour: red\n"
    )

    with pytest.raises(founding.UnsoundForumError) as caught:
        founding.read(file)

    lines = [line.split(": ")[0] for line in caught.value.lines]
    assert lines == [f"forum.yaml:{number}" for number in (2, 3, 3, 3, 4, 5, 6, 8, 8, 9, 11, 12, 13)]
    assert caught.value.sentence == "13 faults in the forum; nothing was made"


def test_a_calendar_that_nobody_knows_and_half_a_day_off_are_told_at_their_place(tmp_path: Path) -> None:
    file, head = tmp_path / "forum.yaml", founding.file_of("regional-commission").read_text("utf-8")
    row = "meeting_rules:\n  calendars:\n    - {party: upland, country: %s, days: [{date: %s}]}\n    - {party: nobody}\n"
    file.write_text(head + row % ("XQX", "2027-03"))
    with pytest.raises(founding.UnsoundForumError) as caught:
        founding.read(file)
    assert [line.split(": ", 2)[2] for line in caught.value.lines] == [
        "a day off is a whole day, such as 2027-03-22",
        "no calendar of 'XQX' is known: write a code of ISO 3166 such as AUT",
        "party: there is no party 'nobody'",
    ]


@pytest.mark.django_db
def test_days_off_of_a_forum_are_kept_with_its_rules(tmp_path: Path) -> None:
    file, head = tmp_path / "forum.yaml", founding.file_of("regional-commission").read_text("utf-8")
    file.write_text(
        head
        + "meeting_rules:\n  calendars:\n    - {party: upland, country: AUT, days: [{date: 2027-03-22, name: Water}]}\n"
    )
    _init("--from", str(file))

    where = {each.code: (each.country, [str(on) for on, _name in each.own]) for each in capitals()}
    assert where == {"UPL": ("AUT", ["2027-03-22"]), "MID": ("MID", []), "LOW": ("LOW", [])}


@pytest.mark.parametrize("content", ["", "- a: b\n", "a: [", "\x00", "a: &x 1\nb: *x\n"])
def test_a_file_that_is_no_forum_is_refused_in_a_sentence(content: str, tmp_path: Path) -> None:
    file = tmp_path / "forum.yaml"
    file.write_text(content)

    with pytest.raises(founding.UnsoundForumError):
        founding.read(file)


ANSWERS = [
    "en ru", "rbc", "", "River Commission", "Речная комиссия", "Rivers", "Реки", "en fr",
    "upl", "Upland", "Верховье", "Europe/Vienna", "", "cst", "Coastland", "Приморье", "", "observer", "",
    "Ministers", "Министры", "ministers", "", "24", "", "Officials", "Чиновники", "officials", "no", "", "Ministers", "",
    "Floods", "Паводки", "", "everybody", "Anna Weber", "a.weber@example.org", "",
]  # fmt: skip


def test_answers_at_a_terminal_make_the_same_file(tmp_path: Path) -> None:
    file = tmp_path / "forum.yaml"
    typed = iter(ANSWERS)
    file.write_text(asking_forum.answered(lambda question: next(typed), lambda words: None), encoding="utf-8")

    forum_file = founding.read(file)

    assert forum_file["second_factor"] == "everybody"
    assert (forum_file["id"], forum_file["code"], forum_file["languages"]) == ("river-commission", "RBC", ["en", "fr"])
    assert [(party["code"], party["standing"]) for party in forum_file["parties"]] == [
        ("UPL", "participant"),
        ("CST", "observer"),
    ]
    assert [(track["id"], track.get("feeds_into")) for track in forum_file["tracks"]] == [
        ("ministers", None),
        ("officials", "ministers"),
    ]
    assert founding.founder(forum_file) == founding.Founder("Anna Weber", "a.weber@example.org", "en")


@pytest.mark.django_db
def test_invite_gives_the_host_a_link_once_more_and_refuses_an_address_that_has_one() -> None:
    _init("--from", "working-group")
    out = StringIO()
    call_command("invite", "Anna Weber", "a.weber@example.org", "--language", "ja", stdout=out)
    link = LINK.search(out.getvalue())
    assert link is not None

    with pytest.raises(CommandError, match="waits already"):
        call_command("invite", "Anna Weber", "A.Weber@example.org")
    with pytest.raises(CommandError, match="no mail address"):
        call_command("invite", "Anna Weber", "nobody")
    page = Client().get(link[1]).content.decode()
    assert ('lang="ja"' in page, Membership.objects.exists()) == (True, False)


def _file(tmp_path: Path, **changes: str) -> str:
    words = founding.file_of("regional-commission").read_text("utf-8")
    for old, new in changes.items():
        assert old in words
        words = words.replace(old, new)
    file = tmp_path / f"forum-{len(list(tmp_path.iterdir()))}.yaml"
    file.write_text(words, "utf-8")
    return str(file)


MARK = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
LOOKS = "mark: {en: mark.svg, ja: 河川}\nletterhead: {en: [Ring 1, Vienna]}\nranked:"


@pytest.mark.django_db
def test_a_forum_shows_its_mark_and_its_papers_their_head(tmp_path: Path) -> None:
    from nemawashi.kit.papers import docx, page, pdf

    (tmp_path / "mark.svg").write_text(MARK)
    _init("--from", _file(tmp_path, **{"ranked:": LOOKS}))

    reader = Client()
    src = re.search(r'class="forum-mark"[^>]*src="([^"]+)"', reader.get("/en/").content.decode())
    assert src is not None
    drawn = reader.get(src[1])
    assert (drawn.content.decode(), drawn["Content-Type"], drawn["X-Content-Type-Options"]) == (
        MARK,
        "image/svg+xml",
        "nosniff",
    )
    assert (drawn["Content-Security-Policy"][:18], "immutable" in drawn["Cache-Control"]) == ("default-src 'none'", True)
    assert reader.get("/forum-mark/0123.svg").status_code == 404
    assert "河川</span>" in reader.get("/ja/").content.decode()

    paper = replace(SOME_PAPER, head=forum().head)
    assert "<p>Ring 1</p><p>Vienna</p>" in page.document(paper, "")
    assert pdf.written(paper).startswith(b"%PDF") if not pdf.is_possible() else True
    assert docx.written(paper)[:2] == b"PK"

    anew = _file(tmp_path, **{"ranked:": LOOKS.replace("mark.svg", "RBC").replace("Ring 1", "Ring 2")})
    assert _init("--from", anew, "--change", "--check").startswith("Would change: mark, letterhead.")
    assert _init("--from", anew, "--change").startswith("Changed: mark, letterhead.")
    assert (reader.get(src[1]).status_code, forum().head.lines) == (404, {"en": ["Ring 2", "Vienna"]})


def test_a_mark_that_is_missing_or_unsafe_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "mark.svg").write_text(MARK.replace("<path", "<script/><path"))
    file = _file(tmp_path, **{"ranked:": LOOKS.replace("河川", "gone.png")})
    line = next(number for number, words in enumerate(Path(file).read_text().split("\n"), 1) if words.startswith("mark:"))

    with pytest.raises(founding.UnsoundForumError) as caught:
        founding.read(Path(file))

    assert [each.split(": ", 2)[2] for each in caught.value.lines] == [
        "gone.png cannot be read: no such file or directory",
        "mark.svg: the drawing has <script>, which is no part of a plain one",
    ]
    assert {each.split(": ")[0].rpartition(":")[2] for each in caught.value.lines} == {str(line)}


@pytest.mark.django_db
def test_a_forum_that_stands_says_anew_what_it_may_and_all_are_told(tmp_path: Path) -> None:
    link = LINK.search(
        _init("--from", "regional-commission", "--host-name", "Anna Weber", "--host-address", "a@example.org")
    )
    assert link is not None
    host = _joined(link[1])
    rules = "meeting_rules: {silence_hours: 72}\nranked:"
    anew = _file(tmp_path, **{"answer_days: 14": "answer_days: 7", "ranked:": rules, "Europe/Vienna": "Europe/Zurich"})

    assert _init("--from", anew, "--change", "--check").startswith("Would change: answer_days, meeting_rules, parties.")
    assert (forum().answer_days, Party.objects.get(slug="upland").zone) == (14, "Europe/Vienna")
    assert _init("--from", anew, "--change").startswith("Changed: answer_days, meeting_rules, parties.")

    assert (forum().answer_days, forum().meeting_rules.silence_hours) == (7, 72)
    assert Party.objects.get(slug="upland").zone == "Europe/Zurich"
    entry = Entry.objects.latest("seq")
    assert (entry.event, entry.user_name, entry.visibility, entry.facts) == (
        "forum.changed", "operator", "parties", {"keys": ["answer_days", "meeting_rules", "parties"]},
    )  # fmt: skip
    assert set(Notice.objects.filter(entry=entry).values_list("circle", flat=True)) == {"host", "parties"}
    assert "was changed at the machine" in host.get("/desk/").content.decode()
    assert _init("--from", anew, "--change").startswith("Nothing changed")
    assert Entry.objects.latest("seq") == entry


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"code: RBC": "code: RBD"}, "code: these do not change"),
        ({"id: river-commission": "id: another"}, "id: these do not change"),
        ({"code: UPL": "code: UPX"}, "parties: these do not change"),
        ({"id: hydrologists": "id: others"}, "tracks: these do not change"),
        ({"id: clean-water": "id: water"}, "pillars: these do not change"),
    ],
)
def test_what_rows_hang_on_does_not_change_while_a_forum_stands(changes: dict[str, str], why: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no forum stands here"):
        _init("--from", _file(tmp_path), "--change")
    _init("--from", "regional-commission")
    with pytest.raises(CommandError, match=why):
        _init("--from", _file(tmp_path, **changes), "--change")
    with pytest.raises(CommandError, match="say with --from"):
        _init("--change")
    ForumRow.objects.update(moved_to="https://next.example.org")
    with pytest.raises(CommandError, match=r"lives at https://next\.example\.org"):
        _init("--from", _file(tmp_path), "--change")


@pytest.mark.django_db
def test_a_forum_of_a_record_changes_with_its_files(played: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="stands in the files of its record"):
        _init("--from", _file(tmp_path), "--change")
