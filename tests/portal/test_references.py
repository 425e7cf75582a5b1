"""Citing: a page about somebody else's work is cited as that work, and reference managers are told so."""

import json
import re
from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("shipped")

# What a reader should find for each founding document: author, where it stands, and its address or that there is none.
FOUNDING = {
    "seed-000": ("", "Wikipedia (English)", "https://en.wikipedia.org/wiki/Central_Asia_plus_Japan"),
    "seed-001": ("Aidana Baktybek kyzy", "ANKASAM", ""),
    "seed-002": ("Olga Dobrinskaya", "japanstudies.ru", "view&id=205&"),
    "seed-003": ("Olga Dobrinskaya", "WILAYAH: International Journal of East Asian Studies", "IJEAS/article/view/46322"),
    "seed-004": ("", "Caspian Policy Center", "https://caspianpolicy.org/research/"),
}


def references(client: Client, address: str) -> Any:
    answer = client.get(f"/en/references/{address}")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    return answer.content.decode()


@pytest.mark.parametrize("slug", FOUNDING)
def test_a_founding_document_is_cited_as_its_authors_work(slug: str, client: Client) -> None:
    author, container, address = FOUNDING[slug]
    page = client.get(f"/en/sources/{slug}/").content.decode()
    found = re.search(r'class="citethis">.*?<span lang="en">(.*?)</span>', page, re.DOTALL)
    assert found
    cited = found[1].replace("&amp;", "&").replace("&#x27;", "'")

    assert cited.startswith(author or "“")
    assert container in cited
    assert address in cited
    assert "Nemawashi" not in cited
    assert ".txt" not in page


def test_metadata_of_a_page_names_the_author_of_the_work(client: Client) -> None:
    page = client.get("/ru/sources/seed-003/").content.decode()

    metas = dict(re.findall(r'<meta name="(citation_\w+)" content="([^"]*)">', page))
    structured = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)[0])
    assert metas["citation_author"] == "Dobrinskaya, Olga"
    assert metas["citation_journal_title"] == "WILAYAH: International Journal of East Asian Studies"
    assert metas["citation_publication_date"] == "2023"
    assert structured["@type"] == "ScholarlyArticle"
    assert structured["author"] == [
        {"@type": "Person", "name": "Olga Dobrinskaya", "familyName": "Dobrinskaya", "givenName": "Olga"}
    ]


def test_a_source_alone_in_each_form(client: Client) -> None:
    assert "AU  - Dobrinskaya, Olga\r\n" in references(client, "source/seed-002.ris")
    assert "@article{seed-003,\n  author = {Dobrinskaya, Olga},\n" in references(client, "source/seed-003.bib")
    (work,) = json.loads(references(client, "source/murashkin-2018.json"))
    assert (work["container-title"], work["volume"], work["page"], work["DOI"]) == (
        "Vestnik of Saint Petersburg University. International relations", "11", "362-375",
        "10.21638/11701/spbu06.2018.403",
    )  # fmt: skip


def test_a_page_comes_with_what_it_rests_on(client: Client) -> None:
    page, *works = json.loads(references(client, "meeting/fmm-2004-astana.json"))

    assert page["author"] == [{"literal": "Nemawashi"}]
    assert page["URL"] == "http://testserver/id/meeting/fmm-2004-astana"
    assert {"seed-002", "mofaj-2004-tour"} <= {work["id"] for work in works}
    questions = json.loads(references(client, "conflict/C36-nk-statement-year.json"))
    assert len({work["id"] for work in questions}) == len(questions) > 2


def test_the_list_of_sources_as_it_is_filtered(client: Client) -> None:
    every = references(client, "sources.bib")
    seeds = json.loads(references(client, "sources.json?kind=seed"))

    assert every.count("\n}\n") > 500
    assert [work["id"] for work in seeds] == list(FOUNDING)
    page = client.get("/en/sources/?kind=seed&page=1").content.decode()
    assert 'href="/en/references/sources.ris?kind=seed"' in page


@pytest.mark.parametrize(
    "address", ["source/nothing.ris", "source/seed-001.doc", "meeting/nothing.ris", "person/aso-taro.odt", "sources.xml"]
)
def test_what_is_not_there_is_not_found(address: str, client: Client) -> None:
    assert client.get(f"/en/references/{address}").status_code == 404
