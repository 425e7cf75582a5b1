"""Agreed language in the drafting box, with scripts and without, and what becomes of words that were taken over."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nemawashi.lineage import queries, shelf
from nemawashi.texts.models import Clause, Position, Wording

pytestmark = pytest.mark.usefixtures("played")
Browser = Callable[[str], Any]
HITS = "/desk/agreed-language/hits/"
AGREED = "The parties will publish their customs forms in electronic form by 2025."


@pytest.fixture
def clause(clause_of: Callable[[str], Clause], shelved: Any) -> Clause:
    return clause_of("The ministers welcome progress")


@pytest.fixture
def agreed(shelved: Any) -> str:
    """The reference of the clause of the adopted road map."""
    return str(Clause.objects.get(wordings__words=AGREED).ref)


def _form(clause: Clause, **told: Any) -> dict[str, Any]:
    words = Wording.objects.filter(clause=clause, language="en").latest("number").words
    return {"way": "edit", "clause_words": words, "words": "", "why": "", "instruction": "", "taken_from": "", **told}


def _act(clause: Clause) -> str:
    return f"/desk/acts/draft_position/{clause.pk}/"


def _value(page: str, name: str) -> str:
    found = re.search(rf'<textarea name="{name}"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    assert found, name
    return found[1]


def test_hits_show_words_source_year_body_status_and_a_button(client_of: Browser, clause: Clause, agreed: str) -> None:
    answer = client_of("japan").post(HITS, {"typed": "parties will publish", "box": "clause_words", "language": "en"})
    page = answer.content.decode()

    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "<mark>parties will publish</mark> their customs forms in electronic form by 2025</span>." in page
    assert "Road map on customs single windows (fiction)</span>, paragraph 1, 2025" in page
    assert "Central Asia plus Japan Dialogue" in page
    assert '<span class="tag">Issued</span>' in page
    assert f'value="{agreed}:en:4-' in page
    assert 'data-words="parties will publish their customs forms in electronic form by 2025"' in page
    assert 'lang="ja"' in page


def test_hits_say_that_another_forum_used_the_words(client_of: Browser, clause: Clause) -> None:
    page = client_of("japan").post(HITS, {"typed": "parties should publish", "language": "en"}).content.decode()

    assert '<span lang="en">FR/ST/2021/1</span>, paragraph 1, 2021' in page
    assert '<span class="tag">reference: adopted</span>' in page


@pytest.mark.parametrize("typed", ["", "the parties", "日本語", "x" * 100_000, "\x01\x02 \u202e three words"])
def test_odd_words_are_answered_without_a_hit(client_of: Browser, clause: Clause, typed: str) -> None:
    answer = client_of("japan").post(HITS, {"typed": typed, "box": "no such box", "language": "xx-none"})

    assert answer.status_code == 200
    assert b"<button" not in answer.content


def test_hits_are_for_signed_in_people_and_by_post_alone(client_of: Browser, clause: Clause) -> None:
    assert client_of("").post(HITS, {"typed": "parties will publish"}).status_code == 302
    assert client_of("japan").get(f"{HITS}?typed=parties+will+publish").status_code == 405


def test_without_an_index_the_box_says_so_and_drafting_goes_on(
    client_of: Browser, clause_of: Callable[[str], Clause], settings: Any, tmp_path: Any
) -> None:
    settings.LINEAGE = tmp_path / "nothing"
    clause, client = clause_of("The ministers welcome progress"), client_of("japan")

    hits = client.post(HITS, {"typed": "parties will publish"}).content.decode()
    done = client.post(_act(clause), _form(clause, way="comment", words="Thanks."))

    assert "is not built on this server" in hits
    assert done.status_code == 302


def test_hits_ask_the_same_statements_for_one_hit_and_for_three(client_of: Browser, clause: Clause, shelved: Any) -> None:
    from nemawashi.lineage.models import ReferenceClause

    client = client_of("japan")

    def asked() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as told:
            page = client.post(HITS, {"typed": "parties should publish", "language": "en"}).content
        return page.count(b'<li class="hit">'), len(told)

    asked()
    one = asked()
    for rank, words in (
        (1, "All parties should publish their maps by 2021."),
        (2, "The parties should publish their laws."),
    ):
        ReferenceClause.objects.create(document=shelved.document, rank=rank, kind="operative", words=words)
    shelf.rebuild()
    three = asked()

    assert (one[0], three[0]) == (1, 3)
    assert one[1] == three[1] <= 5


def test_without_scripts_the_form_comes_back_with_hits_and_loses_nothing(
    client_of: Browser, clause: Clause, agreed: str
) -> None:
    told = _form(clause, why="because", instruction="hold the line", words="later", look_up="1")
    told["clause_words"] += " The parties will publish"

    answer = client_of("japan").post(_act(clause), told | {"seen": "3"})
    page = answer.content.decode()

    assert answer.status_code == 200
    assert _value(page, "clause_words") == told["clause_words"]
    assert (_value(page, "why"), _value(page, "instruction"), _value(page, "words")) == (
        "because",
        "hold the line",
        "later",
    )
    assert f'name="use" value="{agreed}:en:' in " ".join(page.split())
    assert not Position.objects.filter(words__contains="publish").exists()


def test_without_scripts_named_words_are_looked_up(client_of: Browser, clause: Clause, agreed: str) -> None:
    told = _form(clause, look_up="1", look_up_words="customs forms in electronic")

    page = client_of("japan").post(_act(clause), told).content.decode()

    assert f'name="use" value="{agreed}:en:' in " ".join(page.split())
    assert 'value="customs forms in electronic"' in page


@pytest.mark.parametrize(
    ("way", "box", "typed", "span", "result"),
    [
        ("edit", "clause_words", " The parties will publish", "0-71", f" {AGREED}"),
        ("new_clause", "words", "The parties will publish", "", AGREED),
        ("comment", "words", "", "", AGREED),
        ("alternative", "clause_words", " The parties will publish", "0-24", " The parties will publish"),
    ],
)  # fmt: skip
def test_without_scripts_a_hit_puts_its_words_into_the_box(
    client_of: Browser, clause: Clause, agreed: str, way: str, box: str, typed: str, span: str, result: str
) -> None:
    told = _form(clause, way=way)
    before = told[box]
    told[box] = before + typed

    page = client_of("japan").post(_act(clause), told | {"use": f"{agreed}:en:{span}"}).content.decode()

    assert _value(page, box) == (before + result).strip()
    assert f'name="taken_from" value="{agreed}"' in page
    assert "Road map on customs single windows (fiction)</span>, paragraph 1, 2025" in page


@pytest.mark.parametrize("use", ["", "clause/x", "ref/0", "text/1:en:0-3", "ref/99999999999999999999:::", "clause/::"])
def test_a_hit_that_is_none_changes_nothing(client_of: Browser, clause: Clause, use: str) -> None:
    told = _form(clause, why="because")

    answer = client_of("japan").post(_act(clause), told | {"use": use})

    assert answer.status_code == 200
    assert _value(answer.content.decode(), "clause_words") == told["clause_words"]
    assert _value(answer.content.decode(), "why") == "because"


def test_provenance_goes_from_the_draft_to_the_table_and_into_the_clause(
    client_of: Browser, clause: Clause, agreed: str
) -> None:
    japan, host, kazakhstan = client_of("japan"), client_of("host"), client_of("kazakhstan")
    page = f"/desk/texts/{clause.text.slug}/clauses/{clause.pk}/"
    told = _form(clause, taken_from=f"{agreed} ref/999999999")
    told["clause_words"] += f" {AGREED}"
    japan.post(_act(clause), told)
    own, others = japan.get(page).content.decode(), kazakhstan.get(page).content.decode()
    key = re.search(r"/desk/acts/table_position/([0-9a-f-]{36})/", own)
    assert key

    japan.post(f"/desk/acts/table_position/{key[1]}/", {"seen": "1"})
    position = Position.objects.get(words__contains="customs forms")
    tabled = kazakhstan.get(page).content.decode()
    host.post(f"/desk/acts/accept_position/{position.pk}/", {"seen": "1"})
    accepted = kazakhstan.get(page).content.decode()

    assert position.taken_from == agreed
    assert "These words: from" in own
    assert "These words: from" not in others
    assert f'These words: from <a href="/en/lineage/{agreed}/">Road map on customs' in tabled
    assert "<b>These words: from</b>" in accepted


def test_a_source_whose_words_were_typed_over_is_forgotten(client_of: Browser, clause: Clause, agreed: str) -> None:
    japan = client_of("japan")
    told = _form(clause, way="comment", words="Something of our own.", taken_from=agreed)

    japan.post(_act(clause), told)

    assert "These words: from" not in japan.get(f"/desk/texts/{clause.text.slug}/clauses/{clause.pk}/").content.decode()


def test_changing_a_draft_keeps_its_source(client_of: Browser, clause: Clause, agreed: str) -> None:
    japan = client_of("japan")
    japan.post(_act(clause), _form(clause, way="new_clause", words=AGREED, taken_from=agreed))
    page = japan.get(f"/desk/texts/{clause.text.slug}/clauses/{clause.pk}/").content.decode()
    key = re.search(r"/desk/acts/redraft_position/([0-9a-f-]{36})/", page)
    assert key

    form = japan.get(f"/desk/acts/redraft_position/{key[1]}/").content.decode()

    assert f'name="taken_from" value="{agreed}"' in form


def test_the_box_is_looked_up_by_post_and_sends_nothing_else(client_of: Browser, clause: Clause) -> None:
    page = client_of("japan").get(_act(clause)).content.decode()
    box = re.search(r'<textarea name="clause_words"[^>]*>', page)
    assert box

    for part in (
        f'hx-post="{HITS}"',
        'hx-trigger="input changed delay:250ms"',
        'hx-sync="this:replace"',
        'hx-params="csrfmiddlewaretoken"',
    ):
        assert part in box[0]
    assert "hx-" not in (re.search(r'<textarea name="instruction"[^>]*>', page) or [""])[0]
    assert '/static/nemawashi/lineage.js" defer' in page


def test_agreed_language_answers_posted_words_and_no_others(client_of: Browser, shelved: Any) -> None:
    japan = client_of("japan")

    posted = japan.post("/desk/agreed-language/", {"words": "customs forms in electronic"}).content.decode()
    asked = japan.get("/desk/agreed-language/?q=customs+forms+in+electronic&words=customs+forms+in+electronic")
    drafted = japan.post("/desk/agreed-language/", {"words": "glacial lakes and mudflows"}).content.decode()

    assert "<mark>customs forms in electronic</mark>" in posted
    assert "First use" in posted
    assert b"customs forms" not in asked.content
    assert "No adopted paragraph of the record uses these words." in drafted


def test_clause_page_shows_where_its_words_come_from(client_of: Browser, clause: Clause, shelved: Any) -> None:
    from nemawashi.lineage.models import ReferenceClause

    words = Wording.objects.filter(clause=clause, language="en").latest("number").words
    ReferenceClause.objects.create(document=shelved.document, rank=7, kind="operative", words=words)
    shelf.rebuild()

    page = client_of("kazakhstan").get(f"/desk/texts/{clause.text.slug}/clauses/{clause.pk}/").content.decode()

    assert "Where it comes from" in page
    assert '<span lang="en">FR/ST/2021/1</span>, 2021' in page
    assert "word for word, 100 % kept" in " ".join(page.split())


def test_longest_words_are_no_trouble(client_of: Browser, clause: Clause) -> None:
    words = " ".join(["customs"] * 5000)

    answer = client_of("japan").post(_act(clause), _form(clause, way="comment", words=words[:9000], look_up="1"))

    assert answer.status_code == 200
    assert queries.LONGEST == 300
