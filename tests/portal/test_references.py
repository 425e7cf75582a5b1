"""Citing: a page about somebody else's work is cited as that work, and reference managers are told so."""

import csv
import io
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
    assert 'href="?kind=seed&amp;as=ris"' in page
    assert json.loads(client.get("/en/sources/?kind=seed&as=json").content) == seeds


def test_a_text_is_the_work_of_those_who_adopted_it(client: Client) -> None:
    page = client.get("/en/texts/doc-2006-action-plan/").content.decode()
    metas = dict(re.findall(r'<meta name="((?:citation|DC)[_.]\w+)" content="([^"]*)">', page))
    structured = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)[0])
    (work, *_works) = json.loads(references(client, "text/doc-2006-action-plan.json"))

    assert metas["citation_author"] == "Central Asia plus Japan Dialogue"
    assert metas["citation_publication_date"] == "2006/06/05"
    assert metas["DC.isPartOf"] == "Nemawashi record of the Central Asia plus Japan Dialogue"
    assert structured["isPartOf"]["name"] == work["container-title"] == "2nd Foreign Ministers' Meeting, Tokyo"
    assert structured["subjectOf"]["isPartOf"]["@type"] == "Dataset"
    assert "Nemawashi" not in re.findall(r'class="citethis">.*?<span lang="en">(.*?)</span>', page, re.DOTALL)[0]


LISTS = {
    "meetings/?host=kazakhstan": ("host", "kazakhstan"),
    "texts/?type=road_map": ("type", "road_map"),
    "parties/": ("code", None),
    "commitments/?kind=proposal": ("kind", "proposal"),
    "recommendations/?link=stated": ("link", "stated"),
    "assistance/?recipient=kyrgyzstan&kind=project": ("kind", "project"),
    "people/?party=japan": ("party", "japan"),
    "tracks/": ("name", None),
    "pillars/": ("number", None),
    "organisations/?kind=bank": ("kind", "bank"),
    "remits/": ("name_ru", None),
    "concepts/": ("name", None),
    "dialogues/": ("name", None),
    "sources/?kind=academic": ("kind", "academic"),
    "conflicts/?found=contradiction": ("title", None),
}


def sheet(client: Client, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("address", LISTS)
def test_every_list_comes_as_it_is_filtered(address: str, client: Client) -> None:
    column, value = LISTS[address]
    end = "&" if "?" in address else "?"

    rows = sheet(client, f"/ru/{address}{end}as=csv")
    works = json.loads(client.get(f"/en/{address}{end}as=json").content)
    page = client.get(f"/en/{address}").content.decode()

    assert len(rows) >= 1
    assert {row[column] for row in rows} == {value} or value is None
    assert {row["address"].startswith("http://testserver/id/") for row in rows} == {True}
    assert all(row["label"] for row in rows)
    assert len({work["id"] for work in works}) == len(works) >= len(rows)
    assert "as=csv" in page


def test_a_sheet_has_who_receives_and_between_which_days_a_date_lies(client: Client) -> None:
    projects = {row["id"]: row for row in sheet(client, "/en/assistance/?as=csv")}
    meetings = {row["id"]: row for row in sheet(client, "/ja/meetings/?as=csv")}

    assert projects["project-locust-1"]["recipients"] == "kyrgyzstan; tajikistan; afghanistan"
    vague = meetings["td-2013-5"]
    assert (vague["earliest"], vague["latest"], vague["label"]) == ("2013-03-01", "2013-03-31", "第5回東京対話（東京）")


def test_a_search_comes_as_a_sheet_under_its_filters(client: Client) -> None:
    rows = sheet(client, "/en/search/?q=tourism&noun=meeting&as=csv")

    assert {row["kind"] for row in rows} == {"meeting"}
    assert "http://testserver/en/meetings/exp-2018-tourism/" in {row["address"] for row in rows}
    assert 'q=tourism&amp;noun=meeting&amp;as=csv"' in client.get("/en/search/?q=tourism&noun=meeting").content.decode()


@pytest.mark.parametrize("address", ["meetings/?as=xls", "search/?q=a&as=ris", "meetings/?as=csv&host=nobody"])
def test_a_form_that_there_is_not_is_refused(address: str, client: Client) -> None:
    assert client.get(f"/en/{address}").status_code == 400


@pytest.mark.parametrize(
    ("accept", "to"),
    [
        ("", "/en/sources/seed-003/"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "/en/sources/seed-003/"),
        ("application/json", "/api/v1/sources/seed-003/"),
        ("application/x-bibtex", "/en/references/source/seed-003.bib"),
        ("application/x-research-info-systems", "/en/references/source/seed-003.ris"),
        ("application/vnd.citationstyles.csl+json, text/html;q=0.5", "/en/references/source/seed-003.json"),
    ],
)
def test_a_permanent_address_leads_to_the_form_that_is_asked_for(accept: str, to: str, client: Client) -> None:
    answer = client.get("/id/source/seed-003", headers={"Accept": accept})

    assert (answer.status_code, answer.headers["Location"]) == (303, to)
    assert "Accept" in answer.headers["Vary"]
    assert client.get(to).status_code == 200


@pytest.mark.parametrize("row", ["source/seed-003", "meeting/fmm-2004-astana", "text/doc-2006-action-plan"])
def test_a_form_that_a_row_does_not_have_is_406_with_those_that_it_has(row: str, client: Client) -> None:
    answer = client.get(f"/id/{row}", headers={"Accept": "image/png"})

    assert answer.status_code == 406
    assert f"application/x-bibtex http://testserver/en/references/{row}.bib" in answer.content.decode()
    assert "application/json http://testserver/api/v1/" in answer.content.decode()


@pytest.mark.parametrize(
    "address", ["source/nothing.ris", "source/seed-001.doc", "meeting/nothing.ris", "person/aso-taro.odt", "sources.xml"]
)
def test_what_is_not_there_is_not_found(address: str, client: Client) -> None:
    assert client.get(f"/en/references/{address}").status_code == 404
