"""From whom a paper of a meeting is hidden, it does not exist: no page, list, count, link, file, act, log, search."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from tests.texts.unchanged import enlisted

from nemawashi.access import origins
from nemawashi.access.viewers import PUBLIC
from nemawashi.meetings import acts, queries, rules
from nemawashi.meetings.acts import SentPaper
from nemawashi.meetings.models import AgendaItem, Decision, Meeting, MeetingPaper
from nemawashi.parties.queries import viewer_of
from nemawashi.search import index
from nemawashi.search import queries as search
from nemawashi.search.models import Entry as SearchEntry
from nemawashi.search.models import Posting
from nemawashi.search.terms import Noun
from nemawashi.texts.models import Clause, Text
from nemawashi.texts.terms import OPEN_STATES

DAY = dt.timedelta(days=1)
ROLES = ("", "host", "japan", "japan-watcher", "kazakhstan", "observer", "guest", "expert", "researcher")
ALL, SIDE = set(ROLES), {"host", "japan", "japan-watcher"}
PARTICIPANTS = {*SIDE, "kazakhstan"}
READERS = {
    "general": ALL,
    "limited": {*PARTICIPANTS, "observer", "guest"},
    "restricted": PARTICIPANTS,
    "embargo": SIDE,
    "withdrawn": SIDE,
    "of the host": {"host"},
}
PLACES = (
    "/desk/", "/desk/notices/", "/desk/log/", "/desk/meetings/", "/desk/search/?q={canary}", "/desk/meetings/calendar/",
    "/desk/meetings/{slug}/", "/desk/meetings/{slug}/papers/", "/desk/meetings/{slug}/agenda/",
    "/desk/acts/submit_paper/{slug}/",
    "/en/?fiction=1", "/en/meetings/{slug}/?fiction=1", "/en/search/?q={canary}&fiction=1",
    "/en/search/suggestions/?q={canary}", "/en/changes/?fiction=1", "/api/v1/meetings/{slug}/?fiction=1",
    "/api/v1/meetings/?fiction=1",
)  # fmt: skip


@dataclass
class Laid:
    paper: MeetingPaper
    canary: str


@pytest.fixture
def meeting(played: None, db: None) -> Meeting:
    row = Meeting.objects.get(track__slug="fmm", state="announced")
    Meeting.objects.filter(pk=row.pk).update(is_published=True)
    row.refresh_from_db()
    return row


@pytest.fixture
def laid(meeting: Meeting, viewer: Callable[[str], Any], acting: Callable[..., Any], now: dt.datetime) -> dict[str, Laid]:
    """A paper of each kind of secrecy, with a canary in its title and words."""
    for name in ("observer", "guest"):
        enlisted(name)
    rows = {}
    for name in READERS:
        canary = f"zq{secrets.token_hex(6)}"
        distribution = name if name in ("general", "limited") else "restricted"
        by = viewer("host" if name == "of the host" else "japan")
        paper = acting(
            by,
            acts.submit_paper,
            meeting,
            sent=SentPaper(
                "en", f"On {canary}", f"Of {canary}.", f"{canary}.html", f"<!doctype html><html>{canary}".encode()
            ),
            kind="note_verbale",
            distribution=distribution,
            embargo_until=now + DAY if name in ("embargo", "of the host") else None,
        )
        rows[name] = Laid(paper, canary)
    acting(viewer("japan"), acts.withdraw_paper, rows["withdrawn"].paper, why="The wrong file.")
    for each in rows.values():
        each.paper.refresh_from_db()
    return rows


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "public")
def test_rights_on_another_object_and_side_doors_what_is_hidden_stands_nowhere(
    laid: dict[str, Laid], meeting: Meeting, client_of: Callable[[str], Any], role: str
) -> None:
    client = client_of(role)
    hidden = {name: each for name, each in laid.items() if role not in READERS[name]}
    for name, each in laid.items():
        key, status = each.paper.pk, 200 if role in READERS[name] else 404
        own = f"/desk/meetings/{meeting.slug}/papers/{key}/"
        if role:
            doors = [own, f"{own}en/", *(f"/desk/acts/{act}/{key}/" for act in ("withdraw_paper", "answer_circular"))]
            assert [client.get(door).status_code for door in doors] == [status] * 4, (role, name)
        public = f"/en/meetings/{meeting.slug}/papers/{key}/"
        doors = [f"{public}?fiction=1", f"{public}en/?fiction=1"]
        open_to_all = 200 if name == "general" else 404
        assert [client.get(door).status_code for door in doors] == [open_to_all] * 2, (role, name)
    for place in PLACES:
        for name, each in hidden.items():
            page = client.get(place.format(slug=meeting.slug, canary=each.canary))
            content = page.content.decode(errors="replace").replace(f'value="{each.canary}"', "")
            asked = content.replace(each.canary, "") if "search" in place else content  # what was looked for stands there
            was_read = name == "withdrawn" and role in PARTICIPANTS  # whose notices and log have named it
            known = [] if was_read else [str(each.paper.pk), *filter(None, [each.paper.symbol])]
            marks = (each.canary, *known)
            assert [mark for mark in marks if mark in asked] == [], (role, place)


def test_the_rule_and_the_rows_say_the_same_of_everybody(laid: dict[str, Laid], viewer: Callable[[str], Any]) -> None:
    for role in ROLES[1:]:
        by = viewer_of(enlisted(role)) if role in ("observer", "guest") else viewer(role)
        seen = set(queries.visible_papers(viewer=by).values_list("pk", flat=True))
        assert seen == {each.paper.pk for name, each in laid.items() if role in READERS[name]}, role
        for each in laid.values():
            paper = each.paper
            says = rules.reads_paper(
                by,
                distribution=paper.distribution,
                owner=paper.party.slug if paper.party else None,
                is_issued=paper.issued_at is not None,
                is_withdrawn=paper.withdrawn_at is not None,
            )
            assert says == (paper.pk in seen), (role, paper)


def test_foreign_parent_ids_no_paper_under_the_address_of_another_meeting(
    laid: dict[str, Laid], client_of: Callable[[str], Any]
) -> None:
    other = Meeting.objects.filter(state="held").exclude(pk=laid["general"].paper.meeting_id)[0]
    key = laid["general"].paper.pk
    doors = [
        f"/desk/meetings/{other.slug}/papers/{key}/",
        f"/desk/meetings/{other.slug}/papers/{key}/en/",
        f"/en/meetings/{other.slug}/papers/{key}/",
        f"/en/meetings/{other.slug}/papers/{key}/en/",
    ]

    assert [client_of("japan").get(door).status_code for door in doors] == [404] * 4


def test_an_answer_to_who_may_not_know_is_that_of_a_key_that_never_was(
    laid: dict[str, Laid], meeting: Meeting, client_of: Callable[[str], Any]
) -> None:
    client, key = client_of("guest"), str(laid["restricted"].paper.pk)
    never = "0" * 8 + key[8:]
    for door in ("/desk/meetings/{slug}/papers/{key}/", "/desk/acts/object_to_release/{key}/"):
        one, other = (client.get(door.format(slug=meeting.slug, key=each)) for each in (key, never))
        assert (one.status_code, len(one.content)) == (404, len(other.content))


def test_numbers_of_a_series_tell_nothing_of_another(laid: dict[str, Laid], client_of: Callable[[str], Any]) -> None:
    """The guest sees one general and one limited paper, each the first of its series, whatever is hidden beside them."""
    assert [str(laid[name].paper.symbol).rpartition("/")[2] for name in ("general", "limited", "restricted")] == [
        "INF.1", "L.1", "R.1",
    ]  # fmt: skip
    page = client_of("guest").get(f"/desk/meetings/{laid['general'].paper.meeting.slug}/papers/").content.decode()
    assert (page.count("/INF.1<"), page.count("/L.1<"), "/R." in page) == (1, 1, False)


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "public")
def test_a_symbol_in_a_text_is_a_link_for_those_who_may_open_it_and_words_for_all_others(
    laid: dict[str, Laid], meeting: Meeting, client_of: Callable[[str], Any], acting: Callable[..., Any],
    viewer: Callable[[str], Any], role: str,
) -> None:  # fmt: skip
    """In clauses, decisions, recommendations and items of an agenda; a symbol that never was stands there as those do."""
    never = f"{laid['restricted'].paper.symbol}9"
    named = {name: str(each.paper.symbol) for name, each in laid.items() if each.paper.symbol}
    words = f"Recalling {' and '.join([*named.values(), never])}, and/or nothing."
    text = Text.objects.filter(meeting__track__slug="fmm", state__in=OPEN_STATES).first() or Text.objects.all()[0]
    Clause.objects.create(text=text, kind="operative", rank=999.0).wordings.create(language=text.language, words=words)
    AgendaItem.objects.create(slug="zq-symbols", meeting=meeting, number=99, title=words, annotation=words, state="adopted")
    made = acting(viewer("host"), acts.record_recommendation, meeting, words=words)
    Decision.objects.create(meeting=meeting, words=words, at=made.made_at.opened_at or laid["general"].paper.submitted_at)
    client, slug = client_of(role), meeting.slug
    desk = [f"/desk/texts/{text.slug}/", f"/desk/meetings/{slug}/", f"/desk/meetings/{slug}/agenda/"]
    public = [f"/en/meetings/{slug}/?fiction=1", f"/en/recommendations/{made.slug}/?fiction=1"]
    for place, is_desk in [*((each, True) for each in desk if role), *((each, False) for each in public)]:
        answer = client.get(place)
        if answer.status_code != 200:
            assert role in ("guest", "expert", "researcher"), (role, place)
            continue
        page = answer.content.decode()
        if never not in page:  # who may not read the words is told of none
            continue
        assert f">{never}<" not in page
        for name, symbol in named.items():
            may = (role in READERS[name]) if is_desk else name == "general"
            path = f"/desk/meetings/{slug}/papers/" if is_desk else f"/en/meetings/{slug}/papers/"
            linked = re.findall(rf'<a href="{path}[^"]*">{re.escape(symbol)}</a>', page)
            assert bool(linked) == may, (role, place, name)


def test_papers_are_found_by_those_alone_who_may_open_them(
    laid: dict[str, Laid], meeting: Meeting, acting: Callable[..., Any], viewer: Callable[[str], Any],
    client_of: Callable[[str], Any], django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    """What is under embargo or withdrawn is in no entry, for nobody; a release or a withdrawal is heard at once."""
    index.refresh({Noun.PAPER: [str(each.paper.pk) for each in laid.values()]})
    known = {**READERS, "embargo": set(), "withdrawn": set(), "of the host": set()}
    for role in ROLES:
        who = viewer_of(enlisted(role)) if role in ("observer", "guest") else viewer(role) if role else PUBLIC
        with origins.showing(True):
            answers = {name: search.answer(each.canary, viewer=who) for name, each in laid.items()}
            near = {name: search.answer(f"{each.canary[:-1]}q", viewer=who) for name, each in laid.items()}
        for name, each in laid.items():
            hits = [f"meeting-paper/{each.paper.pk}"] if role in known[name] else []
            assert [hit.ref for hit in answers[name].hits] == hits, (role, name)
            assert each.canary not in repr(near[name].mended) or hits, (role, name)
    whole = "".join(repr(row) for row in (*SearchEntry.objects.values_list(), *Posting.objects.values_list()))
    assert [name for name in ("embargo", "withdrawn", "of the host") if laid[name].canary in whole] == []
    public = client_of("").get(f"/en/search/?q={laid['general'].canary}&fiction=1").content.decode()
    assert f"/en/meetings/{meeting.slug}/papers/{laid['general'].paper.pk}/" in public
    desk = client_of("kazakhstan").get(f"/desk/search/?q={laid['restricted'].canary}").content.decode()
    assert f"/desk/meetings/{meeting.slug}/papers/{laid['restricted'].paper.pk}/" in desk

    with django_capture_on_commit_callbacks(execute=True):
        acting(viewer("japan"), acts.withdraw_paper, laid["general"].paper, why="The wrong file.")

    with origins.showing(True):
        assert search.answer(laid["general"].canary, viewer=PUBLIC).hits == []
        assert search.answer(laid["general"].canary, viewer=viewer("japan")).hits == []
    assert not SearchEntry.objects.filter(ref=laid["general"].paper.ref).exists()


def test_a_paper_is_found_in_each_of_its_languages_and_shown_in_the_readers(
    meeting: Meeting, acting: Callable[..., Any], viewer: Callable[[str], Any], client_of: Callable[[str], Any],
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    words = f"{'Nothing of it. ' * 3000}zqlast"
    with django_capture_on_commit_callbacks(execute=True):
        paper = acting(
            viewer("japan"), acts.submit_paper, meeting, sent=SentPaper("en", "Glacier monitors", words),
            kind="national_paper", distribution="general",
        )  # fmt: skip
        for language, title, said in (
            ("ru", "Наблюдение за ледниками", "Ледники тают."),
            ("ja", "氷河の監視", "氷河が解けている。"),
        ):
            acting(viewer("japan"), acts.add_paper_language, paper, sent=SentPaper(language, title, said))

    known = {
        "ru": ("ледники тают", "Наблюдение за ледниками"),
        "ja": ("氷河", "氷河の監視"),
        "en": ("zqlast", "Glacier monitors"),
    }
    for language, (asked, title) in known.items():
        page = client_of("").get(f"/{language}/search/", {"q": asked, "fiction": "1"}).content.decode()
        plain = re.sub(r"</?mark>", "", page)
        assert (f"/papers/{paper.pk}/" in page, title in plain) == (True, True), asked
