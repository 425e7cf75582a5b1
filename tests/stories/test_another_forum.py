"""Every page of an invented forum, in three languages, knows nothing of the forum whose record is shipped."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.urls import Resolver404, resolve
from tests.another_forum import amber

from nemawashi.access.models import User
from nemawashi.parties import queries
from nemawashi.project import tending
from nemawashi.project.round import play, words

__all__ = ["amber"]

OF_THE_OTHER = re.compile(
    "Central Asia|Japan|Kazakh|Kyrgyz|Tajik|Turkmen|Uzbek|Tokyo|Astana|Tashkent"
    "|(?<![\\w+/=])(?:CAJ|JPN|FMM)(?![\\w+/=])"  # as words: the letters of a token are drawn by chance
    "|Центральн[а-я]+ Ази|Япони|Казах|Кыргыз|Киргиз|Таджик|Туркмен|Узбек|Токи|Астан|Ташкент"
    "|中央アジア|日本|カザフ|キルギス|タジク|トルクメン|ウズベク|東京|外相",
)
# Names of languages are no names of parties: Japanese is one of the pages, Kazakh one of those a clause may have.
LANGUAGES = re.compile(
    "Japanese|日本語|Kazakh\\b|カザフ語|Kyrgyz\\b|キルギス語|Tajik\\b|タジク語|Turkmen\\b|トルクメン語|Uzbek\\b|ウズベク語"
)
HREF = re.compile(r'\b(?:href|src|data-src)="([^"#]+)')
UNREAD = (".pdf", "/live/", "/poll/", "/static/", "/sign-out/", "/theme/", "/i18n/")
FIRST = ("/{}/", "/{}/search/?q=breakwater", "/{}/search/", "/{}/take-away/", "/{}/facts/meeting/council-2019/")
OF_THE_DESK = ("/desk/", "/desk/search/?q=storm", "/desk/record/", "/desk/record/import/")
OF_THE_API = ("/api/v1/", "/api/v1/openapi.json", "/api/v1/commitments/", "/api/v1/parties/", "/api/v1/dialogues/")


def _bodies(name: str, raw: bytes) -> Iterator[str]:
    """The words of an answer; of a packed file those of its parts."""
    if raw.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(raw)) as whole:
            for part in whole.namelist():
                yield from _bodies(part, whole.read(part))
    else:
        yield f"{name}\n{unescape(raw.decode('utf-8', 'ignore'))}"


def _strangers(where: str, answer: Any) -> list[tuple[str, str]]:
    raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
    told = [*_bodies(repr(list(answer.items())), raw)]
    return [(where, found.group()) for body in told for found in OF_THE_OTHER.finditer(LANGUAGES.sub("", body))]


def _kind(address: str) -> str:
    try:
        return resolve(address).view_name
    except Resolver404:
        return address


def _crawl(
    client: Client, starts: list[str], below: tuple[str, ...], *, most: float = float("inf")
) -> tuple[set[str], list[tuple[str, str]]]:
    """Everything that pages lead to, without questions to the same page; and what of it speaks of the other forum.

    ``most``: so many pages of a kind are opened, beside those that the walk starts from.
    """
    seen, ahead, strangers = set(starts), list(starts), []
    opened: Counter[str] = Counter()
    while ahead:
        address = ahead.pop()
        if address not in starts:
            kind = _kind(address)
            if opened[kind] >= most:
                continue
            opened[kind] += 1
        answer = client.get(address)
        assert answer.status_code < 500, address
        if answer.status_code == 200:
            strangers += _strangers(address, answer)
        if "html" not in answer.headers.get("Content-Type", ""):
            continue
        for href in HREF.findall(answer.content.decode()):
            to = urlsplit(urljoin(f"http://testserver{address}", unescape(href)))
            if to.netloc != "testserver" or not to.path.startswith(below) or any(part in to.path for part in UNREAD):
                continue
            if to.path not in seen:
                seen.add(to.path)
                ahead.append(to.path)
    return seen, strangers


@pytest.mark.one_database
@pytest.mark.parametrize("language", ["en", "ru", "ja"])
def test_no_page_of_an_invented_forum_speaks_of_the_shipped_one(
    language: str, amber: words.RoundScript, now: Any, settings: Any
) -> None:
    """Names that stand in rows are found in one language; in the others three pages of a kind show its template's words."""
    most = float("inf") if language == "en" else 3
    settings.MAIL_IS_SET_UP, settings.SITE = True, "https://amber.example.org"
    User.objects.filter(username="norvia").update(email="norvia@example.org", language=language)
    public, delegate = Client(), Client()
    delegate.force_login(User.objects.get(username="norvia"), backend="nemawashi.access.accounts.Accounts")
    delegate.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    half_way = _crawl(delegate, list(OF_THE_DESK), ("/desk/",), most=most)
    list(play.closing(play.Play(now, amber)))
    tending.tend(at=now)

    pages = _crawl(public, [path.format(language) for path in FIRST], (f"/{language}/", "/id/"), most=most)
    desk = _crawl(delegate, list(OF_THE_DESK), ("/desk/",), most=most)
    api = [found for path in OF_THE_API for found in _strangers(path, public.get(path))]
    sent = "\n".join(f"{each.subject}\n{each.body}" for each in mail.outbox)

    assert {f"/{language}/feeds/meetings.ics", f"/{language}/take-away/nemawashi-amber-coast-record.zip"} <= pages[0]
    assert min(len(pages[0]), len(desk[0]), len(half_way[0])) > 40
    assert [*half_way[1], *pages[1], *desk[1], *api] == []
    assert "AMBER-COUNCIL-3/1" in sent
    assert OF_THE_OTHER.findall(sent) == []


@pytest.mark.parametrize(
    ("language", "name", "headline", "track"),
    [
        ("en", "Amber Coast Conference", "The Amber Coast, act by act", "Ministerial Council"),
        ("ru", "Конференция Янтарного берега", "Янтарный берег, шаг за шагом", "Совет министров побережья"),
        ("ja", "琥珀海岸会議", "琥珀海岸の歩み", "閣僚理事会"),
    ],
)
def test_the_first_page_says_whose_record_it_is(
    language: str, name: str, headline: str, track: str, amber: words.RoundScript
) -> None:
    page = Client().get(f"/{language}/").content.decode()

    assert [each in page for each in (name, headline, track)] == [True, True, True]


@pytest.mark.parametrize("language", ["en", "ru", "ja"])
def test_an_installation_without_a_forum_answers_under_a_neutral_name(language: str, db: None, settings: Any) -> None:
    client = Client()

    pages, strangers = _crawl(client, [path.format(language) for path in FIRST[:-1]], (f"/{language}/",))

    assert queries.forum().name == ""
    assert client.get(f"/{language}/").status_code == 200
    assert len(pages) > 20
    assert strangers == []
    assert f"/{language}/take-away/nemawashi-record.zip" in pages
