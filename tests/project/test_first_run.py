"""The first-run page: who comes in, what is kept, what is refused, and that it makes what ``init --from`` makes."""

from __future__ import annotations

from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import yaml
from django.core.management import CommandError, call_command

from nemawashi.access.models import Entry, User
from nemawashi.kit import languages
from nemawashi.parties.models import PersonInvitation
from nemawashi.parties.queries import forum
from nemawashi.project.first_forum import ForumMade
from nemawashi.project.first_run import door, keeping, pages, questions, sentences, serving, typed
from nemawashi.project.first_run.door import Door, Shut
from nemawashi.record import files, founding

PORT = 8123
HERE = f"127.0.0.1:{PORT}"


class Browser:
    """One browser with its cookies before the pages of a first run; ``at`` is the clock of the door."""

    def __init__(self, tmp_path: Path, make: Any = None) -> None:
        self.at, self.cookie, self.files = 0.0, "", []
        self.door = Door(PORT, at=self.at)
        make = make or (lambda path: self.files.append(path) or ForumMade("A forum", 1, 1))
        self.pages = pages.FormPages(self.door, tmp_path, make, lambda: self.at)

    def other(self) -> Browser:
        other = Browser.__new__(Browser)
        other.__dict__ |= {**self.__dict__, "cookie": ""}
        return other

    def ask(self, path: str, method: str = "GET", body: bytes = b"", **environ: str) -> tuple[int, str, dict[str, str]]:
        path, _mark, query = path.partition("?")
        given: dict[str, Any] = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": HERE,
            "HTTP_COOKIE": self.cookie, "wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body)), **environ,
        }  # fmt: skip
        answer: list[Any] = []
        content = b"".join(self.pages(given, lambda status, headers: answer.extend((status, dict(headers)))))
        if kept := answer[1].get("Set-Cookie"):
            self.cookie = kept.split(";")[0]
        return int(answer[0].split()[0]), content.decode(), answer[1]

    def open(self) -> Browser:
        assert self.ask(f"/open/{self.door.secret}")[0] == 303
        return self

    def send(self, path: str, values: dict[str, Any] | None = None, **environ: str) -> tuple[int, str, dict[str, str]]:
        body = urlencode(values or {}, doseq=True).encode()
        return self.ask(path, "POST", body, **{"HTTP_ORIGIN": f"http://{HERE}", **environ})

    def upload(
        self, content: bytes, path: str = "/begin/", name: str = "file", **values: str
    ) -> tuple[int, str, dict[str, str]]:
        begin = "--x\r\nContent-Disposition: form-data; name="
        parts = [f'{begin}"{key}"\r\n\r\n{value}\r\n'.encode() for key, value in (values or {"from": "file"}).items()]
        parts.append(f'{begin}"{name}"; filename="a.file"\r\n\r\n'.encode() + content + b"\r\n--x--\r\n")
        environ = {"CONTENT_TYPE": "multipart/form-data; boundary=x", "HTTP_ORIGIN": f"http://{HERE}"}
        return self.ask(path, "POST", b"".join(parts), **environ)


@pytest.fixture
def browser(tmp_path: Path) -> Browser:
    return Browser(tmp_path)


# ── The door ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_secret_is_long_and_another_each_time() -> None:
    secrets_ = {Door(PORT, at=0).secret for _time in range(50)}

    assert (len(secrets_), door.SECRET_BYTES * 8 >= 128, {len(each) for each in secrets_}) == (50, True, {32})


@pytest.mark.parametrize("host", [f"127.0.0.1:{PORT}", f"localhost:{PORT}", f"LocalHost:{PORT}", f"[::1]:{PORT}"])
def test_this_machine_is_called_by_its_own_names(host: str) -> None:
    assert Door(PORT, at=0).stranger(method="GET", host=host, origin="") is None


@pytest.mark.parametrize(
    "host",
    ["", "127.0.0.1", f"127.0.0.1:{PORT + 1}", f"rebound.example:{PORT}", f"127.0.0.1.example:{PORT}", f"0.0.0.0:{PORT}"],
)
def test_any_other_name_is_turned_away_before_anything_is_looked_at(browser: Browser, host: str) -> None:
    status, page, _headers = browser.ask(f"/open/{browser.door.secret}", HTTP_HOST=host)

    assert (status, browser.door.holder, browser.cookie) == (421, "", "")
    assert str(sentences.WHY_SHUT[Shut.HOST]) in page
    assert browser.ask("/static/nemawashi/base.css", HTTP_HOST=host)[0] == 421


def test_nobody_comes_in_without_the_secret(browser: Browser) -> None:
    asked = ["/", "/begin/", "/forum.yaml", "/summary/", "/open/", "/open/wrong", f"/open/{browser.door.secret[:-1]}"]

    assert [browser.ask(path)[0] for path in asked] == [403] * len(asked)
    assert browser.send("/summary/")[0] == 403
    assert (browser.door.holder, browser.files) == ("", [])


def test_a_look_at_the_link_alone_opens_nothing(browser: Browser) -> None:
    assert browser.ask(f"/open/{browser.door.secret}", "HEAD")[:2] == (405, "")
    assert browser.door.holder == ""
    assert browser.open().ask("/begin/")[0] == 200


def test_the_first_browser_holds_the_page_and_a_second_one_is_told(browser: Browser) -> None:
    browser.open()
    second = browser.other()

    status, page, _headers = second.ask(f"/open/{browser.door.secret}")
    assert (status, str(sentences.WHY_SHUT[Shut.TAKEN]) in page, second.cookie) == (403, True, "")
    second.cookie = browser.cookie + "_"
    assert [second.ask("/begin/")[0], second.send("/begin/", {"from": "nothing"})[0]] == [403, 403]
    assert browser.open().ask("/begin/")[0] == 200  # the same one may open it again


def test_its_cookie_is_for_no_script_and_no_other_site(browser: Browser) -> None:
    headers = browser.ask(f"/open/{browser.door.secret}")[2]

    assert headers["Set-Cookie"].split("; ")[1:] == ["Path=/", "HttpOnly", "SameSite=Strict"]
    assert headers["Location"] == "/begin/"
    assert "script" not in headers["Content-Security-Policy"]
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self';")


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "null",
        "http://rebound.example",
        f"http://127.0.0.1:{PORT + 1}",
        f"https://{HERE}",
        "http://[",
        f"http://[{HERE}",
    ],
)
def test_a_form_of_another_page_is_turned_away(browser: Browser, origin: str) -> None:
    browser.open()

    assert browser.send("/begin/", {"from": "working-group"}, HTTP_ORIGIN=origin)[0] == 403
    assert browser.pages.typed == {}
    assert browser.ask("/begin/", "PUT")[0] == 405


def test_it_ends_when_nobody_asked_for_too_long(browser: Browser) -> None:
    browser.open()
    browser.at = door.PATIENCE - 1
    assert browser.ask("/begin/")[0] == 200
    browser.at += door.PATIENCE - 1
    assert (browser.ask("/begin/")[0], browser.door.is_over(browser.at)) == (200, False)
    browser.at += door.PATIENCE

    assert (browser.ask("/begin/")[0], browser.door.is_over(browser.at)) == (410, True)
    assert browser.ask(f"/open/{browser.door.secret}")[0] == 410


def test_what_others_ask_does_not_keep_it_open(browser: Browser) -> None:
    browser.at = door.PATIENCE - 1
    assert browser.ask("/open/wrong")[0] == 403
    browser.at = door.PATIENCE

    assert browser.door.is_over(browser.at)


# ── What is typed ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", [*founding.shipped(), founding.RECORD])
def test_each_shipped_forum_is_a_beginning_that_comes_out_as_it_went_in(browser: Browser, name: str) -> None:
    browser.open().send("/begin/", {"from": name})

    said = browser.ask("/forum.yaml")[1]
    as_shipped = founding.of_record() if name == founding.RECORD else yaml.safe_load(founding.file_of(name).read_text())
    assert yaml.safe_load(said) == files.plain(as_shipped)
    assert founding.faults_of(yaml.safe_load(said)) == []
    assert [browser.ask(f"/{step}/")[0] for step in (*questions.BY_NAME, "summary")] == [200] * 9
    assert "Make the forum" in browser.ask("/summary/?language=en")[1]


PARTY = {"parties.0.names.en": "Upland", "parties.0.code": "UPL", "parties.0.zone": "Europe/Vienna"}
TRACK = {"tracks.0.names.en": "Ministers", "tracks.0.level": "ministers", "tracks.0.formal": "1", "tracks.0.ranked": "1"}


def _typed_from_nothing(browser: Browser) -> None:
    browser.open().send("/begin/", {"from": "nothing"})
    sent = {
        "names": {"pages": ["en", "ja"], "first_language": "fr", "languages": ["en", "fr"], "names.en": "River Commission",
                  "code": "RBC", "symbol": "{meeting}/{text}", "founded": "2026-11"},
        "parties": {**PARTY, "parties.0.country": "AUT", "parties.0.days": "2027-03-22 Day of water",
                    "parties.0.letter_language": "ja", "parties.1.names.en": "Lowland", "parties.1.code": "LOW",
                    "parties.1.zone": "UTC", "parties.1.standing": "observer", "parties.2.code": " "},
        "tracks": {**TRACK, "tracks.1.names.en": "Experts", "tracks.1.level": "experts", "tracks.1.cadence_months": "6"},
        "pillars": {"pillars.0.names.en": "Floods", "pillars.0.areas": "flood\r\nlong drought"},
        "groups": {"groups.0.names.en": "the banks", "groups.0.parties": ["upland", "lowland"]},
        "rules": {"answer_days": "14", "meeting_rules.silence_hours": "72", "meeting_rules.text_types": ["declaration"],
                  "meeting_rules.letters.en": "Dear {party},\r\ncome.", "second_factor": "everybody"},
        "look": {"mark.en": "RBC", "letterhead.en": "Ring 1\r\nVienna"},
        "host": {"host.name": "Anna Weber", "host.address": "a.weber@example.org", "host.language": "ja"},
    }  # fmt: skip
    ways = [browser.send(f"/{step}/", values) for step, values in sent.items()]
    assert [way[2].get("Location") for way in ways] == [f"/{each}/" for each in [*list(sent)[1:], "summary"]]


FROM_NOTHING = {
    "id": "river-commission", "code": "RBC", "symbol": "{meeting}/{text}", "names": {"en": "River Commission"},
    "founded": "2026-11", "languages": ["fr", "en"], "pages": ["en", "ja"], "answer_days": 14, "second_factor": "everybody",
    "meeting_rules": {
        "silence_hours": 72, "text_types": ["declaration"], "letters": {"en": "Dear {party},\ncome."},
        "calendars": [{"party": "upland", "country": "AUT", "days": [{"date": "2027-03-22", "name": "Day of water"}]}],
        "letter_languages": [{"party": "upland", "language": "ja"}],
    },
    "mark": {"en": "RBC"}, "letterhead": {"en": ["Ring 1", "Vienna"]},
    "host": {"name": "Anna Weber", "address": "a.weber@example.org", "language": "ja"},
    "parties": [
        {"names": {"en": "Upland"}, "code": "UPL", "zone": "Europe/Vienna", "id": "upland"},
        {"names": {"en": "Lowland"}, "code": "LOW", "standing": "observer", "zone": "UTC", "id": "lowland"},
    ],
    "groups": [{"names": {"en": "the banks"}, "parties": ["upland", "lowland"], "id": "the-banks"}],
    "tracks": [
        {"names": {"en": "Ministers"}, "level": "ministers", "formal": True, "id": "ministers"},
        {"names": {"en": "Experts"}, "level": "experts", "formal": False, "cadence_months": 6, "id": "experts"},
    ],
    "ranked": ["ministers"],
    "pillars": [{"names": {"en": "Floods"}, "areas": ["flood", "long drought"], "id": "floods"}],
}  # fmt: skip


def test_what_was_typed_from_nothing_is_the_file_of_a_sound_forum(browser: Browser) -> None:
    _typed_from_nothing(browser)

    said = yaml.safe_load(browser.ask("/forum.yaml")[1])
    assert said == FROM_NOTHING
    assert founding.faults_of(said) == []


def test_a_refusal_names_the_field_and_takes_nothing_away(browser: Browser) -> None:
    browser.open().send("/begin/", {"from": "nothing"})

    wrong = {**PARTY, "parties.0.code": "u", "parties.0.zone": "Europe/Nowhere", "parties.0.since": "long ago"}
    status, page, _headers = browser.send("/parties/", wrong)

    assert status == 422
    for value in ("Upland", "Europe/Nowhere", "long ago"):
        assert f'value="{value}"' in page
    for field in ("code", "zone", "since"):
        assert f'id="f-parties-0-{field}-errors"' in page
    assert "A party&#x27;s code has two to five capital letters." in page
    assert browser.send("/tracks/", {"tracks.0.names.en": "Ministers", "tracks.0.cadence_months": "often"})[0] == 422
    assert 'value="often"' in browser.ask("/tracks/")[1]
    assert "Make the forum" not in browser.ask("/summary/")[1]
    status, page, _headers = browser.send("/summary/")
    assert (status, "Nothing was made" in page, browser.files) == (422, True, [])


def test_rows_are_added_moved_and_taken_out(browser: Browser) -> None:
    browser.open().send("/begin/", {"from": "regional-commission"})
    parties = browser.pages.typed["parties"]
    sent = {
        f"parties.{number}.{key}": value
        for number, row in enumerate(parties)
        for key, value in {"names.en": row["names"]["en"], "code": row["code"], "zone": row["zone"], "was": row["id"],
                           "id": row["id"], "standing": row.get("standing", "")}.items()
    }  # fmt: skip

    page = browser.send("/parties/", {**sent, "do": "add"})[1]
    assert ('name="parties.4.code"' in page, 'name="parties.5.code"' in page) == (True, False)
    browser.send("/parties/", {**sent, "do": "up:2"})
    assert [row["id"] for row in browser.pages.typed["parties"]] == ["midland", "upland", "lowland", "coastland"]
    browser.send("/parties/", {**sent, "do": "drop:4"})
    assert [row["id"] for row in browser.pages.typed["parties"]] == ["upland", "midland", "lowland"]
    browser.send("/parties/", {**sent, "do": "drop:9"})
    assert len(browser.pages.typed["parties"]) == 4


def test_what_refers_to_a_party_or_a_track_follows_its_new_word(browser: Browser) -> None:
    browser.open().send("/begin/", {"from": "regional-commission"})
    said = typed.with_step(
        {**browser.pages.typed, "meeting_rules": {"host": "upland"}},
        questions.BY_NAME["parties"],
        {key: [value] for key, value in {**PARTY, "parties.0.id": "highland", "parties.0.was": "upland"}.items()},
    )
    assert (said["groups"][0]["parties"], said["meeting_rules"]["host"]) == (["highland", "midland", "lowland"], "highland")
    tracks = {**TRACK, "tracks.0.id": "council", "tracks.0.was": "ministers", "tracks.1.names.en": "Officials",
              "tracks.1.level": "officials", "tracks.1.feeds_into": "ministers"}  # fmt: skip
    said = typed.with_step(said, questions.BY_NAME["tracks"], {key: [value] for key, value in tracks.items()})
    assert [(row["id"], row.get("feeds_into")) for row in said["tracks"]] == [("council", None), ("officials", "council")]


def test_what_was_typed_is_there_again_after_the_page_has_ended(browser: Browser, tmp_path: Path) -> None:
    _typed_from_nothing(browser)
    assert (tmp_path / keeping.DRAFT).stat().st_mode & 0o077 == 0

    again = Browser(tmp_path).open()
    assert yaml.safe_load(again.ask("/forum.yaml")[1]) == FROM_NOTHING
    assert again.send("/begin/", {"from": "go-on"})[2]["Location"] == "/names/"


# ── Files that are sent ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_that_is_sound_is_taken_and_one_that_is_half_done_too(browser: Browser) -> None:
    browser.open()
    whole = founding.file_of("working-group").read_bytes()
    assert browser.upload(whole)[2]["Location"] == "/names/"
    assert yaml.safe_load(browser.ask("/forum.yaml")[1]) == yaml.safe_load(whole)
    assert browser.upload(b"id: mine\nnames: {en: Mine}\nparties:\n  - {code: x}\n")[2]["Location"] == "/summary/"
    assert browser.pages.typed["names"] == {"en": "Mine"}


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"id: mine\ncolour: red\n", "Line 2: "),  # a key for which there is no field
        (b"id: mine\nnames: [Mine]\n", "Line 2: "),
        (b"id: mine\n\nparties: [}\n", "Line 3: "),
        (b"\xff\xfe", "Line 1: "),
        (b"- a list\n", "Line 1: "),
    ],
)
def test_a_file_that_would_lose_something_is_refused_with_its_lines(browser: Browser, content: bytes, line: str) -> None:
    browser.open().send("/begin/", {"from": "working-group"})
    before = dict(browser.pages.typed)

    status, page, _headers = browser.upload(content)

    assert (status, line in page, browser.pages.typed) == (422, True, before)


def test_a_file_and_a_form_are_bounded(browser: Browser) -> None:
    browser.open()
    sound = founding.file_of("working-group").read_bytes()
    rest = keeping.MOST_BYTES - len(sound)

    assert browser.upload(sound + b"#" * rest)[0] == 303
    assert (browser.upload(sound + b"#" * (rest + 1))[0], browser.upload(b"")[0]) == (422, 422)
    form = {"CONTENT_LENGTH": str(pages.MOST_BYTES + 1)}
    assert browser.send("/names/", {}, **form)[0] == 413
    assert browser.send("/names/", {}, CONTENT_LENGTH="")[0] == 411
    assert browser.send("/names/", {f"x{number}": "" for number in range(pages.MOST_FIELDS)})[0] == 422
    assert browser.send("/names/", {f"x{number}": "" for number in range(pages.MOST_FIELDS + 1)})[0] == 400
    assert browser.send("/begin/", {"from": "../etc"})[0] == 422


DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'


def test_a_mark_is_sent_shown_and_taken_off_again(browser: Browser) -> None:
    browser.open().send("/begin/", {"from": "working-group"})
    assert browser.upload(DRAWING, "/look/", "mark.en.file", **{"mark.ja": "作業部会"})[2]["Location"] == "/host/"
    assert browser.pages.typed["mark"] == {"en": DRAWING.decode(), "ja": "作業部会"}
    assert 'src="data:image/svg+xml;base64,' in browser.ask("/look/")[1]

    script = DRAWING.replace(b"<path", b"<script/><path")
    sent = {"mark.en.before": DRAWING.decode(), "letterhead.en": "Ring 1"}
    status, page, _headers = browser.upload(script, "/look/", "mark.en.file", **sent)
    assert (status, "This drawing has more in it than a plain one" in page, "Ring 1" in page) == (422, True, True)
    assert browser.pages.typed["mark"] == {"en": DRAWING.decode()}
    browser.send("/look/", {"mark.en.before": DRAWING.decode(), "mark.en.off": "1"})
    assert {"mark", "letterhead"} & set(browser.pages.typed) == set()


# ── The words ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"mark": {"en": "A" * 13}}, "A mark in letters has twelve at most."),
        ({"mark": {"en": "mark.svg"}}, "This names a file that is not here: choose it below."),
        ({"mark": {"en": "<svg/>"}}, "This file is no SVG and no PNG that can be read."),
        ({"letterhead": {"en": ["a"] * 9}}, "A letterhead has eight lines of 120 signs at most."),
        ({"letterhead": {"en": ["a" * 121]}}, "A letterhead has eight lines of 120 signs at most."),
        ({"code": "rbc"}, "The short code has capital letters, digits, + and -, twenty at most."),
        ({"symbol": "{meeting}"}, "The pattern needs {meeting} and {text}: two texts would bear the same symbol."),
        (
            {"symbol": "{meeting}{text}{x}"},
            "The pattern has another word in brackets than {forum}, {track}, {meeting}, {text}.",
        ),
        ({"symbol": "{meeting}{text}{"}, "This is no pattern: a bracket is open."),
        ({"names": {}}, "This is needed."),
        ({"id": "Mine!"}, "A word in addresses has small letters, digits and hyphens."),
        ({"founded": "1066"}, "Write a date such as 2012, 2012-11 or 2012-11-10."),
        ({"founded": "soon"}, "Write a date such as 2012, 2012-11 or 2012-11-10."),
        ({"names": {"en": "A (B"}}, "A bracket is open."),
        ({"names": {"en": "A\u200bB"}}, "There is a character in it that nobody can see: type it anew."),
        ({"host": {"name": "A", "address": "nobody"}}, "This is no mail address."),
        ({"answer_days": "many"}, "Write a whole number."),
        ({"first_language": "xx"}, "Choose one of those that are offered."),
        ({"meeting_rules": {"hosting": "fixed"}}, "Name a host where hosting is fixed, and nowhere else."),
        ({"meeting_rules": {"letters": {"en": "{x}"}}}, "The letter has a blank that is not known."),
        ({"meeting_rules": {"hosting": "fixed", "host": "nobody"}}, "This is not among those that were named."),
    ],
)
def test_each_fault_of_the_checker_has_words_of_ours(browser: Browser, wrong: dict[str, Any], sentence: str) -> None:
    browser.open().send("/begin/", {"from": "working-group"})
    browser.pages.typed |= wrong

    assert {each for said in browser.pages._faults().values() for each in said} == {sentence}


def test_faults_of_rows_stand_at_their_fields(browser: Browser) -> None:
    _typed_from_nothing(browser)
    said = browser.pages.typed
    said["parties"][1] |= {"code": "UPL", "standing": "guest", "country": "XQX", "days": [{"date": "2027-03"}]}
    said["parties"][0] |= {"standing": "observer", "letter_language": "xx"}
    said["tracks"][0]["feeds_into"] = "ministers"

    assert set(browser.pages._faults()) == {
        "parties", "parties.1.code", "parties.1.country", "parties.1.days", "parties.0.letter_language",
        "tracks.0.feeds_into",
    }  # fmt: skip
    assert {questions.step_of(place) for place in browser.pages._faults()} == {"parties", "tracks"}


def test_the_page_speaks_each_language_of_the_pages(browser: Browser) -> None:
    assert 'lang="ja"' in browser.ask("/begin/", HTTP_ACCEPT_LANGUAGE="ja-JP,en;q=0.5")[1]
    browser.open().send("/begin/", {"from": "working-group"})
    for code in languages.PAGES:
        asked = [browser.ask(f"/{step}/?language={code}")[1] for step in questions.BY_NAME]
        assert [f'<html lang="{code}"' in page for page in asked] == [True] * len(questions.STEPS)
    assert '<html lang="en"' in browser.ask("/begin/?language=en")[1]
    assert '<html lang="en"' in browser.ask("/begin/?language=xx")[1]  # as it was chosen last
    assert "<script" not in browser.ask("/rules/")[1]


# ── The forum ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_after_the_forum_is_made_its_page_can_be_read_and_nothing_else_is_done(browser: Browser, tmp_path: Path) -> None:
    _typed_from_nothing(browser)
    assert browser.send("/summary/")[2]["Location"] == "/made/"

    assert [path.name for path in browser.files] == ["forum.yaml"]
    assert yaml.safe_load(browser.files[0].read_text()) == FROM_NOTHING
    assert not (tmp_path / keeping.DRAFT).exists()
    assert "nemawashi invite NAME ADDRESS" in browser.ask("/names/")[1]
    pressed_twice = browser.send("/summary/")  # the answer to the second press is the one that is shown
    assert (pressed_twice[0], pressed_twice[2]["Location"], len(browser.files)) == (303, "/made/", 1)
    browser.at += door.LAST_LOOK - 1
    assert browser.ask("/made/")[0] == 200
    browser.at += 1
    assert (browser.ask("/made/")[0], browser.door.is_over(browser.at)) == (410, True)


@pytest.mark.django_db
def test_the_page_makes_what_a_file_makes_and_a_forum_that_came_first_stays(tmp_path: Path) -> None:
    from nemawashi.project import first_forum

    browser, late = (Browser(tmp_path / name, first_forum.made) for name in ("one", "two"))
    for each in (browser, late):
        each.pages.home.mkdir()
        _typed_from_nothing(each)
    assert browser.send("/summary/")[0] == 303

    entry = Entry.objects.get(event=founding.FOUNDED)
    assert (entry.user_name, entry.facts) == ("operator", {"forum": "RBC", "parties": ["UPL", "LOW"]})
    assert (forum().languages, forum().meeting_rules.silence_hours) == (("fr", "en"), 72)
    assert PersonInvitation.objects.get().address == "a.weber@example.org"
    assert browser.pages.made is not None
    assert browser.pages.made.link in browser.ask("/made/")[1]
    status, page, _headers = late.send("/summary/")
    assert (status, "A forum stands in this installation already" in page) == (409, True)
    assert (Entry.objects.filter(event=founding.FOUNDED).count(), (late.pages.home / keeping.DRAFT).exists()) == (1, True)


@pytest.mark.django_db
def test_no_page_begins_where_something_stands_or_with_a_file_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[Any] = []
    monkeypatch.setattr(serving, "serve", lambda *args, **options: begun.append(args))
    with pytest.raises(CommandError, match="--page asks for everything itself"):
        call_command("init", "--page", "--from", "working-group")
    with pytest.raises(CommandError, match="nothing was made"):  # nobody came
        call_command("init", "--page", stdout=StringIO())
    User.objects.create_user("somebody", password="seven lanterns over the bay", circle="experts")
    with pytest.raises(CommandError, match="there are users"):
        call_command("init", "--page")
    assert len(begun) == 1


def test_a_port_that_is_taken_is_one_sentence(tmp_path: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind((serving.ONLY_HERE, 0))
        taken.listen()
        with pytest.raises(OSError, match="in use"):
            serving.serve(tmp_path, taken.getsockname()[1], make=lambda path: ForumMade("", 0, 0), tell=lambda door: None)
