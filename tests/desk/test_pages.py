"""One happy path per page of the desk, with what stands on it, and statements that do not grow with rows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.conftest import NOW
from tests.texts.unchanged import words_of

from nemawashi.access import clock
from nemawashi.commitments.models import Commitment
from nemawashi.desk.negotiating.comparing import differences
from nemawashi.meetings.models import AgendaItem, Meeting
from nemawashi.texts import acts
from nemawashi.texts.models import Text

pytestmark = pytest.mark.usefixtures("played")
Browser = Callable[[str], Any]


@pytest.fixture
def fmm(played: None, db: None) -> Meeting:
    return Meeting.objects.get(track__slug="fmm", state="announced")


def _body(client: Any, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def _statements(client: Any, path: str) -> int:
    _body(client, path)
    with CaptureQueriesContext(connection) as asked:
        _body(client, path)
        return len(asked)


def test_day_says_what_needs_a_delegation_and_what_is_late(client_of: Browser) -> None:
    page = _body(client_of("uzbekistan"), "/desk/")

    assert "1 draft of your delegation is not tabled." in page
    assert "The parties will publish their customs forms" in page
    assert '<li class="is-late">' in page


def test_day_of_the_host_has_no_word_of_drafts(client_of: Browser) -> None:
    page = _body(client_of("host"), "/desk/")

    assert "draft of" not in page
    assert "It returns on the next agenda." in page


def test_meetings_shows_what_is_ahead_to_parties_and_what_is_public_to_experts(client_of: Browser, fmm: Meeting) -> None:
    assert f"/desk/meetings/{fmm.slug}/" in _body(client_of("japan"), "/desk/meetings/")
    assert f"/desk/meetings/{fmm.slug}/" not in _body(client_of("expert"), "/desk/meetings/")


def test_meetings_shows_the_host_who_waits_longest_for_its_turn(client_of: Browser) -> None:
    from nemawashi.access.viewers import PUBLIC
    from nemawashi.meetings import queries

    turns = queries.hosting_turns(viewer=PUBLIC)

    assert [turn[1] for turn in turns] == sorted(turn[1] for turn in turns)
    assert {slug for slug, _, _ in turns} >= {"japan", "kazakhstan", "uzbekistan", "turkmenistan"}
    assert "Hosting in turn" in _body(client_of("host"), "/desk/meetings/")


def test_meeting_shows_who_is_invited_and_its_documents(client_of: Browser, fmm: Meeting) -> None:
    page = _body(client_of("japan"), f"/desk/meetings/{fmm.slug}/")

    assert "CAJ/FMM/10/1" in page
    assert page.count('<span class="party">') == 6  # all who are invited
    assert client_of("expert").get(f"/desk/meetings/{fmm.slug}/").status_code == 404


def test_agenda_shows_items_deferral_and_uptake(client_of: Browser, fmm: Meeting) -> None:
    page = _body(client_of("host"), f"/desk/meetings/{fmm.slug}/agenda/")

    assert "Rules of chairmanship" in page
    assert "no consensus to discuss it at this meeting" in page
    assert "takes up" in page
    assert "Bring back on an agenda" in page


def test_text_shows_nested_brackets_with_the_parties_that_ask_for_them(client_of: Browser, statement: Text) -> None:
    page = _body(client_of("kazakhstan"), f"/desk/texts/{statement.slug}/")

    assert '<span class="bracket__who">UZB, KGZ; JPN oppose:</span>' in page
    outer = page.index('<span class="bracket" data-parties="UZB">')
    inner = page.index('<span class="bracket" data-parties="TJK">')
    assert outer < inner < page.index("in accordance with national law")
    assert '<span class="bracket__who bracket__who--mine">KAZ:</span>' in page


def test_text_in_the_tab_of_drafts_shows_ours_alone(client_of: Browser, statement: Text) -> None:
    own = _body(client_of("uzbekistan"), f"/desk/texts/{statement.slug}/?show=drafts")
    other = _body(client_of("kazakhstan"), f"/desk/texts/{statement.slug}/?show=drafts")

    assert own.count("position--draft") == 1
    assert "No paragraph here." in other


def test_clause_shows_positions_and_languages(client_of: Browser, clause_of: Callable[[str], Any], statement: Text) -> None:
    clause = clause_of("The ministers will set up")

    page = _body(client_of("japan"), f"/desk/texts/{statement.slug}/clauses/{clause.pk}/")

    assert page.count('<li class="position position--live"') == 2
    assert 'lang="ja">外相は' in page


def test_revision_shows_its_words_and_digests(client_of: Browser, statement: Text) -> None:
    page = _body(client_of("japan"), f"/desk/texts/{statement.slug}/revisions/0/")

    revision = statement.revisions.get(number=0)
    assert revision.digests["ru"] in page
    count = revision.log_head.partition("-")[0]
    assert f"The log of acts stood at {count} entries, head {revision.log_head}" in page
    assert client_of("expert").get(f"/desk/texts/{statement.slug}/revisions/0/").status_code == 404


def test_silence_counts_down_in_both_zones(
    client_of: Browser, clean_text: Text, viewer: Callable[[str], Any], acting: Callable[..., Any]
) -> None:
    ends = NOW + dt.timedelta(days=2, hours=5, minutes=30)
    acting(viewer("host"), acts.open_silence, clean_text, ends_at=ends, zone="Asia/Almaty")

    page = _body(client_of("japan"), f"/desk/texts/{clean_text.slug}/silence/")

    assert "2 days 5 hours left" in page
    assert page.count("<time datetime=") == 2
    assert "Asia/Tokyo</time>" in page
    assert "Break silence" in page
    assert "Break silence" not in _body(client_of("japan-watcher"), f"/desk/texts/{clean_text.slug}/silence/")


def test_htmx_gets_the_silence_alone(client_of: Browser, silence: Any) -> None:
    page, client = f"/desk/texts/{silence.text.slug}/silence/", client_of("japan")

    whole, part = client.get(page).content.decode(), client.get(page, headers={"hx-request": "true"}).content.decode()

    assert (whole.count("<html"), part.count("<html")) == (1, 0)
    assert f'hx-get="{page}"' in part
    assert part.strip() in whole


def test_follow_up_and_a_commitment_show_state_owner_and_report(client_of: Browser) -> None:
    training = Commitment.objects.get(words__contains="train 120", state="confirmed")

    listed = _body(client_of("japan"), "/desk/follow-up/")
    page = _body(client_of("japan"), f"/desk/follow-up/{training.slug}/")

    assert training.slug in listed
    assert "Forty officers were trained in Tokyo and Kobe." in page
    assert "Report progress" in page
    assert "Report progress" not in _body(client_of("uzbekistan"), f"/desk/follow-up/{training.slug}/")


def test_a_project_without_a_pledge_offers_its_donor_to_tie_it(client_of: Browser) -> None:
    from nemawashi.assistance.models import Undertaking

    project = Undertaking.objects.filter(kind="project", donor__slug="japan", part_of=None)[0]
    page, link = f"/en/assistance/{project.slug}/", f"/desk/acts/link_project/{project.slug}/"

    assert link in _body(client_of("japan"), page)
    assert link not in _body(client_of("kazakhstan"), page)
    assert link not in _body(client_of(""), page)


def test_log_shows_own_sealed_acts_to_the_own_delegation_alone(client_of: Browser) -> None:
    own = _body(client_of("uzbekistan"), "/desk/log/")

    assert own.count("position.drafted") == 2
    assert "position.drafted" not in _body(client_of("host"), "/desk/log/")
    assert "position.tabled" in _body(client_of("host"), "/desk/log/")


def test_log_says_each_act_in_a_sentence_leads_to_it_and_shows_one_party_or_one_object(
    client_of: Browser, clean_text: Text, viewer: Callable[[str], Any], acting: Callable[..., Any]
) -> None:
    host, clause = client_of("host"), clean_text.clauses.get(kind="operative")
    _position(clean_text, viewer, acting, clause, "one")
    whole = _body(host, "/desk/log/")
    at_one = _statements(host, "/desk/log/")
    for words in ("two", "three"):
        _position(clean_text, viewer, acting, clause, words)

    of_japan = _body(host, "/desk/log/?party=japan")

    assert "JPN tabled a position." in whole
    assert f'href="/desk/texts/{clean_text.slug}/clauses/{clause.pk}/">{clean_text.symbol}, paragraph 1</a>' in whole
    assert _statements(host, "/desk/log/") == at_one
    assert of_japan.count("JPN tabled a position.") >= 3
    assert '<span class="party">KAZ</span>' not in of_japan
    assert _body(host, f"/desk/log/?about={clean_text.ref}").count(f"<code>{clean_text.ref}</code>") >= 2
    for name in ("expert", "researcher"):
        assert "tabled a position" not in _body(client_of(name), "/desk/log/?party=japan")


def test_log_of_a_party_that_is_none_says_so(client_of: Browser) -> None:
    answer = client_of("host").get("/desk/log/?party=zzz")

    assert answer.status_code == 400
    assert "“zzz” is not a choice for “party”." in answer.content.decode()


def _position(statement: Text, viewer: Callable[[str], Any], acting: Callable[..., Any], clause: Any, words: str) -> None:
    draft = acting(viewer("japan"), acts.draft_position, clause, operation="comment", words=words, at=NOW)
    acting(viewer("japan"), acts.table_position, draft, at=NOW)


def test_negotiation_page_asks_the_same_statements_for_one_position_and_for_three(
    client_of: Browser,
    clean_text: Text,
    viewer: Callable[[str], Any],
    acting: Callable[..., Any],
) -> None:
    client, page = client_of("kazakhstan"), f"/desk/texts/{clean_text.slug}/"
    clause = clean_text.clauses.get(kind="operative")
    _position(clean_text, viewer, acting, clause, "one")
    at_one = _statements(client, page)
    for words in ("two", "three"):
        _position(clean_text, viewer, acting, clause, words)

    assert (at_one, _statements(client, page)) == (9, 9)


def test_meeting_agenda_and_lists_ask_the_same_statements_for_one_row_and_for_three(
    client_of: Browser, fmm: Meeting, viewer: Callable[[str], Any], acting: Callable[..., Any]
) -> None:
    from nemawashi.meetings import acts as meetings

    client = client_of("kazakhstan")
    pages = ("/desk/meetings/", f"/desk/meetings/{fmm.slug}/", f"/desk/meetings/{fmm.slug}/agenda/", "/desk/texts/")
    AgendaItem.objects.filter(meeting=fmm).exclude(texts__isnull=False).delete()
    before = [_statements(client, page) for page in pages]
    for title in ("Water", "Energy"):
        acting(viewer("japan"), meetings.propose_agenda_item, fmm, title=title)

    assert [_statements(client, page) for page in pages] == before
    assert dict(zip(pages, before, strict=True))["/desk/meetings/"] <= 6
    assert dict(zip(pages, before, strict=True))[f"/desk/meetings/{fmm.slug}/"] <= 11


def test_a_translation_never_overwrites_one_that_came_meanwhile(
    client_of: Callable[[str], Any], clause: Any, done: Any
) -> None:
    japan = client_of("japan")
    page = f"/desk/acts/translate_clause/{clause.pk}/"
    saw = re.search(r'name="saw" value="([^"]*)"', japan.get(page).content.decode())
    assert saw is not None
    done("kazakhstan", acts.translate_clause, clause, language="ru", words="Стороны встречаются ежегодно.")
    told = {"language": "ru", "words": "Стороны собираются ежегодно.", "version": "courtesy", "saw": saw[1]}

    answer = japan.post(page, told)

    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "As your colleague left it" in shown
    assert "<del>встречаются </del>" in shown
    assert "Стороны собираются ежегодно." in shown
    again = re.search(r'name="saw" value="([^"]*)"', shown)
    assert again is not None
    assert japan.post(page, told | {"saw": again[1]}).status_code == 302
    words = list(clause.wordings.filter(language="ru").order_by("number").values_list("words", flat=True))
    assert words == ["Стороны встречаются ежегодно.", "Стороны собираются ежегодно."]


def test_a_card_says_where_a_clause_is_cut_and_behind_which_it_moves(client_of: Browser, done: Any, clause: Any) -> None:
    place = words_of(clause).index("every year")
    rows = [
        done("japan", acts.draft_position, clause, operation="split", start=place, end=place),
        done("japan", acts.draft_position, clause, operation="move", target=clause.text.clauses.get(kind="title")),
    ]
    for row in rows:
        done("japan", acts.table_position, row)
    page = _body(client_of("host"), f"/desk/texts/{clause.text.slug}/")

    assert "The parties will meet [^]every year by 2030." in page
    assert "behind A short declaration" in page


def test_the_form_around_the_clauses_is_printed_with_the_page(client_of: Browser, clause: Any) -> None:
    page = _body(client_of("japan"), f"/desk/texts/{clause.text.slug}/")
    print_css = finders.find("nemawashi/print.css")

    assert '<form class="keep workspace" method="post">' in page
    rules = open(print_css).read()  # noqa: SIM115
    assert "form:not(.keep)" in rules
    assert "#clauses .position--draft, .position__sealed { display: none !important; }" in rules  # it may go round the room


def test_what_is_put_stands_behind_what_was_taken_for_it() -> None:
    told = [what for what, _ in differences("We meet every spring.", "We meet each autumn.") if what != "kept"]

    assert told in (["taken", "put"], ["taken", "put", "taken", "put"])


def test_capitals_that_await_instructions_are_told_by_their_codes(client_of: Browser, done: Any, clause: Any) -> None:
    for name in ("kazakhstan", "uzbekistan"):
        done(name, acts.consent_to_clause, clause, kind="awaits")
    done("host", acts.agree_ad_referendum, clause)

    for page in ("", f"clauses/{clause.pk}/"):
        assert "Agreed ad referendum: KAZ, UZB awaited" in _body(
            client_of("japan"), f"/desk/texts/{clause.text.slug}/{page}"
        )


@pytest.mark.parametrize(("language", "chair"), [("en", "Chair"), ("ru", "Председатель"), ("ja", "議長")])
def test_words_of_the_chair_are_told_in_the_language_of_the_page(
    client_of: Browser, done: Any, tabled: Any, clause: Any, language: str, chair: str
) -> None:
    offered = tabled("kazakhstan", clause, "replace", "2031", on="2030")
    words = "The parties will meet every year by 2032."
    done("host", acts.offer_bridging_words, clause, words=words, instead_of=[offered])
    client = client_of("japan")
    client.cookies["django_language"] = language
    pages = {page: _body(client, f"/desk/texts/{clause.text.slug}/{page}") for page in ("", "matrix/", "screen/")}

    assert f'<span class="party">{chair}</span>' in pages[""]
    assert f'<span class="bracket__who">{chair}:</span>' in pages[""]
    assert f'<th scope="col">{chair}</th>' in pages["matrix/"]
    assert pages["matrix/"].count("matrix__sign") == 2
    assert f'<span class="party">{chair}</span>' in pages["screen/"]


def test_the_instruction_of_the_own_capital_stays_on_the_tabled_position_and_with_the_delegation(
    client_of: Browser, done: Any, clause: Any
) -> None:
    told = {"operation": "comment", "words": "We note this.", "instruction": "zqhold until Friday"}
    done("japan", acts.table_position, done("japan", acts.draft_position, clause, **told))
    page = f"/desk/texts/{clause.text.slug}/clauses/{clause.pk}/"

    assert "zqhold until Friday" in _body(client_of("japan"), page)
    for other in ("kazakhstan", "host"):
        shown = _body(client_of(other), page)
        assert "We note this." in shown
        assert "zqhold" not in shown
        assert "position__sealed" not in shown


def test_the_clause_asks_the_same_statements_for_one_instruction_and_for_three(
    client_of: Browser, done: Any, clause: Any
) -> None:
    japan, page = client_of("japan"), f"/desk/texts/{clause.text.slug}/clauses/{clause.pk}/"

    def put(times: int) -> int:
        for _ in range(times):
            told = {"operation": "comment", "words": "We note this.", "instruction": "zqhold"}
            done("japan", acts.table_position, done("japan", acts.draft_position, clause, **told))
        japan.get(page)
        return _statements(japan, page)

    assert put(1) == put(2)


def test_whoever_opens_silence_is_told_which_language_would_not_be_sealed(
    client_of: Browser, done: Any, clause: Any
) -> None:
    page = f"/desk/acts/open_silence/{clause.text.slug}/"
    assert "would not be sealed" not in _body(client_of("host"), page)
    done("japan", acts.translate_clause, clause, language="ru", words="Стороны встречаются ежегодно.")

    assert "The version in Russian is not whole and would not be sealed: Title." in _body(client_of("host"), page)


def test_silence_that_is_over_says_why_it_is_not_broken_any_more(client_of: Browser, silence: Any) -> None:
    page, offer = f"/desk/texts/{silence.text.slug}/silence/", f'href="/desk/acts/break_silence/{silence.pk}/'
    now = clock.database_moment()
    type(silence).objects.filter(pk=silence.pk).update(ends_at=now + dt.timedelta(hours=1))
    assert offer in _body(client_of("japan"), page)
    type(silence).objects.filter(pk=silence.pk).update(ends_at=now - dt.timedelta(seconds=1))

    body = _body(client_of("japan"), page)

    assert offer not in body
    assert "Silence has ended. What remains is a reservation, attached to the text." in body


def test_a_file_that_is_refused_says_why_in_the_language_of_the_reader(client_of: Browser, clause: Any) -> None:
    japan, page = client_of("japan"), f"/desk/texts/{clause.text.slug}/files/"
    told = {}
    for language in ("en", "ru", "ja"):
        japan.cookies["django_language"] = language
        file = SimpleUploadedFile("ours.docx", b"%PDF-1.7 no Word")
        told[language] = japan.post(page, {"kind": "word", "file": file}).content.decode()

    assert "The file is no .docx file and no .odt file." in told["en"]
    assert "Это не файл .docx и не файл .odt." in told["ru"]
    assert ".docxファイルでも.odtファイルでもありません。" in told["ja"]
