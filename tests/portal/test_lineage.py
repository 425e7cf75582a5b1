"""Public pages of lineage: a clause with ancestry and family, shares of a text, agreed language, reference corpora."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from lxml import etree
from tests.portal.test_languages_of_words import ENGLISH, _shown

from nemawashi.kit.lineage import align
from nemawashi.lineage import shelf
from nemawashi.lineage.models import Corpus, ReferenceClause, ReferenceDocument
from nemawashi.portal.templatetags.lineage_words import word_diff
from nemawashi.texts.models import Clause, Text

pytestmark = pytest.mark.usefixtures("played")
AGREED = "The parties will publish their customs forms in electronic form by 2025."


@pytest.fixture
def road_map(shelved: Any) -> Clause:
    cache.clear()
    return Clause.objects.select_related("text").get(wordings__words=AGREED)


@pytest.fixture
def read(client_of: Callable[[str], Any]) -> Callable[..., str]:
    client = client_of("")

    def page(address: str, status: int = 200, **told: Any) -> str:
        answer = client.get(address, **told)
        assert answer.status_code == status, address
        return str(answer.content.decode())

    return page


def _statements(client: Any, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as told:
        assert client.get(address).status_code == 200
    return len(told)


def test_a_clause_shows_its_ancestry_as_a_word_diff_and_its_family(road_map: Clause, read: Callable[..., str]) -> None:
    page = read(f"/en/lineage/{road_map.ref}/")

    assert '<a href="/en/corpora/other-forum/FR/ST/2021/1/#ref-' in page
    assert re.search(r'<del><span class="offscreen">taken out: </span><span class="diff__sign" aria-hidden="true">−', page)
    assert re.search(r'<ins><span class="offscreen">put in: </span><span class="diff__sign" aria-hidden="true">\+', page)
    assert '<svg xmlns="http://www.w3.org/2000/svg" class="chart"' in page
    assert "The table behind it" in page
    assert f'/en/lineage/{road_map.ref}.csv"' in page


def test_htmx_gets_the_ancestry_alone(road_map: Clause, client_of: Callable[[str], Any]) -> None:
    answer = client_of("").get(f"/en/lineage/{road_map.ref}/", headers={"hx-request": "true"})

    assert answer.content.count(b"<html") == 0
    assert b'class="diff"' in answer.content
    assert "HX-Request" in answer.headers["Vary"]


def test_a_text_opens_the_ancestry_of_each_clause_with_scripts_and_links_to_it_without(
    road_map: Clause, read: Callable[..., str]
) -> None:
    page = read(f"/en/texts/{road_map.text.slug}/")
    address = f"/en/lineage/{road_map.ref}/"

    assert f'<details class="origin" hx-get="{address}" hx-trigger="toggle once"' in page
    assert f'<div class="origin__told"><a href="{address}">' in page
    assert f'/en/texts/{road_map.text.slug}/lineage/"' in page


def test_family_as_svg_and_as_a_table(road_map: Clause, client_of: Callable[[str], Any]) -> None:
    drawn = client_of("").get(f"/en/lineage/{road_map.ref}.svg")
    told = client_of("").get(f"/en/lineage/{road_map.ref}.csv")

    picture = etree.fromstring(drawn.content)
    rows = list(csv.reader(io.StringIO(told.content.decode("utf-8-sig"))))
    assert drawn.headers["Content-Type"].startswith("image/svg+xml")
    assert len(picture.findall(".//{*}a")) == 2
    assert picture.findall(".//{*}path[@stroke-dasharray]")
    assert rows[0][:3] == ["Later paragraph", "Comes from", "How"]
    assert rows[1][:2] == [
        "Road map on customs single windows (fiction), paragraph 1, 2025",
        "FR/ST/2021/1, paragraph 1, 2021",
    ]


@pytest.mark.parametrize("noun", ["clause", "ref", "text", "position", "draft"])
@pytest.mark.parametrize("key", ["0", "x", "8f0e4f9e-0000-4000-8000-000000000000", "9" * 40])
@pytest.mark.parametrize("form", ["/", ".csv", ".svg"])
def test_what_is_no_clause_of_the_record_is_not_found(
    noun: str, key: str, form: str, shelved: Any, read: Callable[..., str]
) -> None:
    read(f"/en/lineage/{noun}/{key}{form}", 404)


def test_a_clause_under_negotiation_has_a_page_for_its_parties_alone(
    shelved: Any, statement: Text, client_of: Callable[[str], Any]
) -> None:
    address = f"/en/lineage/{statement.clauses.filter(kind='operative')[0].ref}/"

    answers = {who: client_of(who).get(address) for who in ("", "researcher", "kazakhstan", "host")}

    assert {who: answer.status_code for who, answer in answers.items()} == {
        "": 404,
        "researcher": 404,
        "kazakhstan": 200,
        "host": 200,
    }
    assert answers["kazakhstan"].headers["Cache-Control"] == "private, no-store"


def test_text_lineage_counts_kept_changed_and_new_by_pillar(road_map: Clause, read: Callable[..., str]) -> None:
    page = read(f"/en/texts/{road_map.text.slug}/lineage/")

    assert [f"<b>{count}</b> {fate}" in page for count, fate in ((0, "Kept"), (1, "Changed"), (2, "New"))] == [True] * 3
    assert "should → will: stronger" in page
    assert "Business promotion" in page
    assert f'<a href="/en/lineage/{road_map.ref}/">1</a>' in page


def test_text_lineage_names_what_the_last_text_of_the_series_lost(
    shelved: Any, acting: Callable[..., Any], viewer: Callable[[str], Any], road_map: Clause, read: Callable[..., str]
) -> None:
    from nemawashi.meetings.models import Meeting
    from nemawashi.texts import acts
    from nemawashi.texts.acts.drafting import ZeroClause
    from nemawashi.texts.terms import ClauseKind

    meeting = Meeting.objects.get(track__slug="fmm", state="announced")
    clauses = [ZeroClause(ClauseKind.OPERATIVE, {"en": AGREED.replace("2025", "2030")})]
    text = acting(
        viewer("host"), acts.circulate_zero_draft, meeting, title="Road map two", type="road_map", clauses=clauses
    )
    Text.objects.filter(pk=text.pk).update(state="adopted", adopted_on="2027-03-01")
    shelf.rebuild()

    page = read(f"/en/texts/{text.slug}/lineage/")

    assert re.search(
        r"Dropped from the text before it</h2>\s*<p>\s*<a\s[^>]*>Road map on customs single windows \(fiction\)</a>,"
        r"\s+2025",
        page,
    )
    assert "<del>Japan will train 120 customs officers of Central Asia by 2027.</del>" in page
    assert f"<del>{AGREED}</del>" not in page

    address, chosen = f"/en/texts/{text.slug}/lineage/", road_map.text.slug
    against = read(f"{address}?against={chosen}&only=changed")
    assert re.search(rf'<option\s+value="{chosen}"[^>]*selected', against)
    assert "Against the paragraphs of that one text" in against
    assert f'lineage.csv?against={chosen}"' in against
    rows = list(csv.DictReader(io.StringIO(read(f"{address[:-1]}.csv?against={chosen}").lstrip("\ufeff"))))
    assert {row["Fate"] for row in rows} == {"Changed", "Dropped"}
    assert read(f"{address}?against=none", status=400)


def test_parties_see_what_a_text_under_negotiation_keeps_and_nobody_else(
    statement: Text, shelved: Any, client_of: Callable[[str], Any]
) -> None:
    for form in ("/", ".csv", ".svg"):
        address = f"/en/texts/{statement.slug}/lineage{form}"

        answers = {who: client_of(who).get(address).status_code for who in ("", "expert", "kazakhstan", "host")}

        assert answers == {"": 404, "expert": 404, "kazakhstan": 200, "host": 200}
    page = client_of("kazakhstan").get(f"/en/texts/{statement.slug}/lineage/").content.decode()
    assert f'/desk/texts/{statement.slug}/"' in page
    assert "The ministers welcome progress" in page
    told = repr(getattr(cache, "_cache", {}))
    assert "trans-Caspian" not in told


def test_a_concept_of_three_words_leads_to_who_used_them(read: Callable[..., str]) -> None:
    from nemawashi.analysis.models import Concept

    names = {len(row.name.split()) >= 3: row for row in Concept.objects.all()}

    for is_phrase, row in names.items():
        page = read(f"/en/concepts/{row.slug}/")
        assert (f'<input type="hidden" name="words" value="{escape(row.name)}">' in page) is is_phrase
    assert set(names) == {True, False}


def test_text_lineage_as_a_table_names_every_clause(road_map: Clause, client_of: Callable[[str], Any]) -> None:
    told = client_of("").get(f"/en/texts/{road_map.text.slug}/lineage.csv")
    drawn = client_of("").get(f"/en/texts/{road_map.text.slug}/lineage.svg")

    rows = list(csv.reader(io.StringIO(told.content.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ["PP1", "1", "2"]
    assert rows[2][3] == "FR/ST/2021/1, paragraph 1, 2021"
    assert etree.fromstring(drawn.content).tag.endswith("svg")


def test_agreed_language_answers_posted_words_alone(shelved: Any, client_of: Callable[[str], Any]) -> None:
    client, address = client_of(""), "/en/agreed-language/"

    posted = client.post(address, {"words": "customs forms in electronic"})
    asked = client.get(f"{address}?words=customs+forms+in+electronic")

    page = posted.content.decode()
    assert page.count("<mark>customs forms in electronic</mark>") == 2
    assert re.search(r"<dt>First use</dt>\s*<dd>2021 .*FR/ST/2021/1", page)
    assert re.search(r"<dt>Last use</dt>\s*<dd>.*2025.*Road map on customs", page)
    assert posted.headers["Cache-Control"] == asked.headers["Cache-Control"] == "private, no-store"
    assert b"customs forms" not in asked.content
    assert client.put(address).status_code == 405


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("", "Write the words that are to be looked up."),
        ("…", "Write the words that are to be looked up."),
        ("two zqwords", "No adopted paragraph of the record uses these words."),
        ("nobody ever wrote these", "No adopted paragraph of the record uses these words."),
        ("x " * 5000, "No adopted paragraph of the record uses these words."),
        ("<script>alert(1)</script> and more", "No adopted paragraph of the record uses these words."),
    ],
)
def test_agreed_language_answers_odd_words(shelved: Any, client_of: Callable[[str], Any], words: str, answer: str) -> None:
    page = client_of("").post("/en/agreed-language/", {"words": words, "language": "xx"}).content.decode()

    assert answer in page
    assert "<script>alert" not in page


def test_agreed_language_tells_parties_who_brought_words_in_and_the_public_not(
    shelved: Any, client_of: Callable[[str], Any]
) -> None:
    words = {"words": "customs forms in electronic form"}

    assert "Who brought these words in" not in client_of("").post("/en/agreed-language/", words).content.decode()


def test_corpora_show_their_rights_documents_and_clauses_with_anchors(shelved: Any, read: Callable[..., str]) -> None:
    corpora, corpus = read("/en/corpora/"), read("/en/corpora/other-forum/")
    page = read("/en/corpora/other-forum/FR/ST/2021/1/")

    assert "Cite the forum." in corpora
    assert "1 document" in corpora
    assert re.search(r'href="/en/corpora/other-forum/FR/ST/2021/1/"[^>]*>\s*Statement of 2021', corpus)
    assert f'id="ref-{shelved.pk}"' in page
    assert "Cite the forum." in page
    assert '<a href="/en/corpora/other-forum/">' in page


def test_a_long_document_is_paged_and_every_hit_leads_to_its_page(shelved: Any, client_of: Callable[[str], Any]) -> None:
    rows = [
        ReferenceClause(
            document=shelved.document, rank=n, number=str(n), kind="operative", words=f"Clause number {n} of many."
        )
        for n in range(1, 450)
    ]
    ReferenceClause.objects.bulk_create(rows)
    shelf.rebuild()
    client = client_of("")
    page = client.post("/en/agreed-language/", {"words": "clause number 433 of"}).content.decode()
    last = ReferenceClause.objects.get(words="Clause number 433 of many.")

    assert f"/en/corpora/other-forum/FR/ST/2021/1/?page=3#ref-{last.pk}" in page
    assert f'id="ref-{last.pk}"' in client.get("/en/corpora/other-forum/FR/ST/2021/1/?page=3").content.decode()


def test_symbols_with_odd_signs_have_a_page(shelved: Any, client_of: Callable[[str], Any]) -> None:
    from django.urls import reverse

    for symbol in ("A/RES/65/1 (II)?#&%", "Декларация № 7", "//", "a" * 190):
        document = ReferenceDocument.objects.create(corpus=shelved.document.corpus, symbol=symbol, title="T", language="en")
        address = reverse("portal:reference", args=["other-forum", document.symbol])

        assert client_of("").get(address).status_code == 200, symbol
        assert client_of("").get("/en/corpora/other-forum/").status_code == 200


@pytest.mark.parametrize("address", ["/en/corpora/none/", "/en/corpora/other-forum/none/", "/en/corpora/other-forum/FR/"])
def test_what_no_corpus_holds_is_not_found(shelved: Any, read: Callable[..., str], address: str) -> None:
    read(address, 404)


def test_pages_ask_the_same_statements_for_one_row_and_for_three(shelved: Any, client_of: Callable[[str], Any]) -> None:
    client = client_of("")
    document = shelved.document
    pages = [
        "/en/corpora/",
        "/en/corpora/other-forum/",
        f"/en/corpora/other-forum/{document.symbol}/",
        f"/en/lineage/{shelved.ref}/",
    ]
    before = [_statements(client, page) for page in pages]
    for n in (1, 2):
        Corpus.objects.create(slug=f"more-{n}", title=f"More {n}", added_at=document.corpus.added_at)
        other = ReferenceDocument.objects.create(corpus=document.corpus, symbol=f"S/{n}", title="T", date=f"202{n + 2}")
        ReferenceClause.objects.create(document=document, rank=n, kind="operative", words=f"More words {n}.")
        ReferenceClause.objects.create(
            document=other, rank=0, kind="operative", words=shelved.words.replace("2020", f"202{n}")
        )
    shelf.rebuild()

    assert [_statements(client, page) for page in pages] == before
    assert max(before) <= 12


@pytest.mark.parametrize("language", ["ru", "ja"])
def test_english_of_the_record_says_that_it_is_english(
    language: str, road_map: Clause, shelved: Any, client_of: Callable[[str], Any]
) -> None:
    client = client_of("")
    pages = [
        client.get(f"/{language}/lineage/{road_map.ref}/"),
        client.get(f"/{language}/texts/{road_map.text.slug}/lineage/"),
        client.get(f"/{language}/corpora/other-forum/{shelved.document.symbol}/"),
        client.post(f"/{language}/agreed-language/", {"words": "customs forms in electronic"}),
    ]

    unmarked = [
        words
        for page in pages
        for words, spoken in _shown(page.content.decode())
        if spoken == language and ENGLISH.search(words) and not words.strip().startswith("http")
    ]
    assert unmarked == [], unmarked


@pytest.mark.parametrize("name", ["lineage"])
def test_the_picture_of_all_texts_is_among_the_pictures(road_map: Clause, read: Callable[..., str], name: str) -> None:
    page = read(f"/en/pictures/{name}/")

    assert "Road map on customs single windows (fiction) (2025)" in page
    assert f"/en/texts/{road_map.text.slug}/lineage/" in page


def test_a_shelf_that_fails_is_told_and_nothing_of_it_is_kept(
    road_map: Clause, read: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        def __len__(self) -> int:
            return 7

        def __getattr__(self, name: str) -> Any:
            raise TypeError("of an older form")

    address = f"/en/texts/{road_map.text.slug}/lineage/"
    with monkeypatch.context() as patched:
        patched.setattr(shelf, "open_index", Broken)
        broken = read(address)
        pictures = read("/en/pictures/lineage/")
        clause = read(f"/en/lineage/{road_map.ref}/")

    assert "could not be looked up just now" in broken
    assert "Road map on customs" in pictures
    assert "Ancestry, newest first" in clause
    assert "Paragraph by paragraph" in read(address)


def test_a_clause_is_compared_with_the_relative_that_is_chosen(road_map: Clause, read: Callable[..., str]) -> None:
    address = f"/en/lineage/{road_map.ref}/"
    page = read(address)
    relatives = re.findall(r'<option\s+value="([^"]+)"', page)
    assert (len(relatives) > 0, "Word by word" in page) == (True, False)

    compared = read(f"{address}?with={relatives[0]}&only=changed")

    part = compared.partition("Word by word")[2].partition("Ancestry, newest first")[0]
    assert (
        '<div class="diff"' in part,
        re.search(rf'<option\s+value="{relatives[0]}"[^>]*selected', compared) is not None,
    ) == (True, True)
    assert 'value="changed" checked' in compared
    assert read(f"{address}?with=clause/none", status=400)


def test_a_long_stretch_that_went_is_folded_and_kept_words_may_be_left_out() -> None:
    before = f"The parties will meet. {'They regret all of that very much. ' * 10}They will meet again in a year."
    steps = align(before, "The parties will meet. They will meet again in two years.")

    whole, changes = str(word_diff(steps)), str(word_diff(steps, "changed"))

    assert '<details class="diff__fold"><summary>' in whole
    assert whole.count("<details") == 1
    short = str(
        word_diff(
            align(
                "One two three four five six seven eight nine ten old.",
                "One two three four five six seven eight nine ten new.",
            ),
            "changed",
        )
    )
    assert "One two" not in short
    assert "seven eight nine ten " in short
    assert changes.count("<details") == 1
