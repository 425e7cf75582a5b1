"""The API on the shipped record: every noun, every filter, every refusal, and the document that describes them."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import jsonschema
import pytest
import yaml
from django.test import Client
from drf_spectacular.settings import patched_settings
from drf_spectacular.validation import validate_schema

from nemawashi.api.index import document
from nemawashi.api.urls import NOUNS
from nemawashi.meetings.models import Meeting
from nemawashi.record import files

pytestmark = pytest.mark.usefixtures("record")

COUNTS = {
    "sources": 868, "claims": 615, "conflicts": 167, "dialogues": 21, "parties": 7, "people": 121, "pillars": 5,
    "organisations": 36, "remits": 4,
    "tracks": 12, "meetings": 61, "agenda-items": 184, "recommendations": 37, "clauses": 0, "commitments": 174,
    "assistance": 65, "concepts": 46, "events": 319,
}  # fmt: skip


@cache
def rows_of(file: str) -> list[dict[str, Any]]:
    text = (files.PACKAGED / f"{file}.yaml").read_text()
    rows: list[dict[str, Any]] = yaml.load(text, yaml.CSafeLoader)
    return rows


def read(client: Client, address: str, status: int = 200) -> Any:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == status, (address, answer.content[:300])
    assert answer.headers["Content-Type"] == "application/json"
    return json.loads(answer.content)


@pytest.mark.parametrize("noun", sorted(COUNTS))
def test_every_row_of_the_record_is_in_its_list(client: Client, noun: str) -> None:
    """All but the three items of a provisional agenda, which is for the parties; see also ``test_who_sees_what``."""
    assert read(client, f"{noun}/")["count"] == COUNTS[noun]


def schema_of(path: str) -> dict[str, Any]:
    answer: dict[str, Any] = document()["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
    return answer["schema"] | {"components": document()["components"]}


def closed(schema: Any) -> Any:
    """The same schema, refusing keys that it does not name."""
    if isinstance(schema, dict):
        schema = {key: closed(value) for key, value in schema.items()}
        if isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
            schema.setdefault("additionalProperties", False)
    return [closed(part) for part in schema] if isinstance(schema, list) else schema


@pytest.mark.parametrize("noun", sorted(NOUNS))
def test_answers_match_the_openapi_document(client: Client, noun: str) -> None:
    rows = read(client, f"{noun}/?page_size=200")
    jsonschema.Draft202012Validator(closed(schema_of(f"/api/v1/{noun}/"))).validate(rows)

    for row in rows["results"][:3]:
        path = next(path for path in document()["paths"] if path.startswith(f"/api/v1/{noun}/{{"))
        alone = read(client, f"{noun}/{row['id']}/")
        jsonschema.Draft202012Validator(closed(schema_of(path))).validate(alone)
        assert alone == row
        assert row["url"] == f"http://testserver/api/v1/{noun}/{row['id']}/"


def test_the_openapi_document_names_every_list_and_filter(client: Client) -> None:
    told = read(client, "openapi.json")

    assert told["openapi"] == "3.1.0"
    lists = {path.split("/")[3] for path in told["paths"] if path.endswith("/")}
    assert lists == set(NOUNS)
    assert all(set(operations) == {"get"} for operations in told["paths"].values())
    named = {each["name"] for each in told["paths"]["/api/v1/meetings/"]["get"]["parameters"]}
    assert named == {"track", "year", "party", "host", "state", "mode", "q", "page", "page_size", "fiction"}


def test_the_openapi_document_is_valid_and_complete() -> None:
    with patched_settings({"OAS_VERSION": "3.1.0"}):
        validate_schema(document())

    assert "nullable" not in json.dumps(document())


def test_the_index_leads_to_every_list(client: Client) -> None:
    told = read(client, "")

    assert set(told) == {"openapi", *NOUNS}
    assert all(client.get(address).status_code == 200 for address in told.values())


def test_a_meeting_shows_its_delegations_outcomes_and_sources(client: Client) -> None:
    row = read(client, "meetings/fmm-2004-astana/")

    assert (row["track"], row["ordinal"], row["start_on"], row["city"]) == ("fmm", 1, "2004-08-28", "Astana")
    assert row["ref"] == "meeting/fmm-2004-astana"
    assert "text/doc-2004-joint-statement" in row["outcomes"]
    assert {"party": "japan", "standing": "participant"}.items() <= row["delegations"][0].items()
    assert "mofa-press0408" in {source["source"] for source in row["sources"]}


def test_a_commitment_shows_the_locator_of_its_first_source(client: Client) -> None:
    row = read(client, "commitments/com-2004-continue/")

    assert [(source["source"], source["locator"]) for source in row["sources"]] == [("mofa-press0408", "intro")]
    assert row["evidence"] == ["meeting/som-2005-tashkent", "meeting/fmm-2006-tokyo"]
    assert row["status"] == "delivered"


def test_offices_name_their_own_sources(client: Client) -> None:
    row = read(client, "people/hashimoto-ryutaro/")

    assert {"", "office/0"} == {source["part"] for source in row["sources"]}


Row = dict[str, Any]
Chosen = Callable[[Row], bool]


def the_year(row: Row, key: str) -> str:
    return str(row.get(key) or "")[:4]


def in_words(*values: Any, word: str) -> bool:
    return any(word in str(value or "").lower() for value in values)


FILTERS: list[tuple[str, str, Chosen]] = [
    ("meetings/?track=fmm", "meetings", lambda r: r["track"] == "fmm"),
    ("meetings/?year=2012", "meetings", lambda r: the_year(r["dates"], "start") == "2012"),
    ("meetings/?year=2011", "meetings", lambda r: "2011" in (the_year(r["dates"], "start"), str(r.get("month"))[:4])),
    ("meetings/?track=som&host=japan", "meetings", lambda r: (r["track"], r["host"]) == ("som", "japan")),
    (
        "meetings/?party=afghanistan",
        "meetings",
        lambda r: "status" not in r and any(part["party"] == "afghanistan" for part in r["delegations"]),
    ),
    ("meetings/?state=cancelled", "meetings", lambda r: r.get("status") == "cancelled"),
    ("meetings/?mode=online", "meetings", lambda r: r["mode"] == "online"),
    ("meetings/?q=ALA-ARCHA", "meetings", lambda r: in_words(r["venue"], word="ala-archa")),
    ("commitments/?pillar=business-promotion", "commitments", lambda r: r["pillar"] == "business promotion"),
    ("commitments/?party=kazakhstan", "commitments", lambda r: "kazakhstan" in r["by"]),
    (
        "commitments/?made_in=text/doc-2006-action-plan",
        "commitments",
        lambda r: r["made_in"] == "doc-2006-action-plan",
    ),
    ("commitments/?kind=target&year=2025", "commitments", lambda r: r["kind"] == "target" and "2025" in str(r["date"])),
    ("recommendations/?link=stated", "recommendations", lambda r: r["link"] == "stated"),
    ("recommendations/?year=2006", "recommendations", lambda r: the_year(r, "date") == "2006"),
    ("recommendations/?meeting=td-2006-1", "recommendations", lambda r: r["made_at"] == "td-2006-1"),
    ("texts/?type=action_plan", "documents", lambda r: r["type"] == "action_plan"),
    ("texts/?meeting=fmm-2006-tokyo", "documents", lambda r: r["meeting"] == "fmm-2006-tokyo"),
    (
        "assistance/?party=afghanistan",
        "assistance",
        lambda r: "afghanistan" in [r["donor"], *r["recipients"]],
    ),
    ("assistance/?kind=pledge", "assistance", lambda r: r["kind"] == "pledge"),
    (
        "assistance/?link=explicit&year=2015",
        "assistance",
        lambda r: (r["dialogue_link"], the_year(r, "date")) == ("explicit", "2015"),
    ),
    ("concepts/?person=aso-taro", "concepts", lambda r: r["introduced_by"] == "aso-taro"),
    (
        "concepts/?year=2007",
        "concepts",
        lambda r: the_year(r, "first_seen") <= "2007" <= (the_year(r, "last_seen") or the_year(r, "first_seen")),
    ),
    ("conflicts/?found=precision&q=sco", "conflicts", lambda r: r["id"] == "C27-sco-founded"),
    ("sources/?kind=academic", "sources", lambda r: r["kind"] == "academic"),
    ("sources/?language=ja&year=2012", "sources", lambda r: (r["language"], the_year(r, "date")) == ("ja", "2012")),
    ("people/?party=japan", "people", lambda r: r["party"] == "japan"),
    ("parties/?standing=observer", "parties", lambda r: any(p["status"] == "observer" for p in r["status_history"])),
    ("dialogues/?q=china", "formats", lambda r: in_words(r["name"], r.get("partner"), word="china")),
    ("tracks/?formal=true", "tracks", lambda r: bool(r["formal"])),
]  # fmt: skip


@pytest.mark.parametrize(("address", "file", "chosen"), FILTERS, ids=[address for address, _, _ in FILTERS])
def test_filters_choose_the_rows_of_the_files(client: Client, address: str, file: str, chosen: Chosen) -> None:
    answer = read(client, f"{address}&page_size=200")

    expected = {row["id"] for row in rows_of(file) if chosen(row)}
    assert expected
    assert {row["id"] for row in answer["results"]} == expected
    assert answer["count"] == len(expected)


def test_filters_of_claims_and_events(client: Client) -> None:
    told = {
        (r["conflict"], r["subject"], r["property"], r["kind"], str(r.get("as_of")), str(r["value"])): r
        for r in rows_of("claims")
    }
    claims = list(told.values())
    events = {row["id"]: row["events"] for row in rows_of("formats")}

    assert read(client, "claims/?subject=track/fmm")["count"] == sum(row["subject"] == "fmm" for row in claims)
    assert read(client, "claims/?kind=plan")["count"] == sum(row["kind"] == "plan" for row in claims)
    asked = read(client, "claims/?conflict=C01-som-count")
    assert asked["count"] == sum(row["conflict"] == "C01-som-count" for row in claims)
    assert read(client, "events/?dialogue=c5plus1-us")["count"] == len(events["c5plus1-us"])
    planned = sum(bool(event.get("planned")) for rows in events.values() for event in rows)
    assert read(client, "events/?planned=true")["count"] == planned > 10


def test_a_derived_status_can_be_asked_for(client: Client) -> None:
    rows = read(client, "commitments/?page_size=200")["results"]

    for status in ("delivered", "not_delivered", "under_way"):
        asked = read(client, f"commitments/?status={status}&page_size=200")["results"]
        assert [row["id"] for row in asked] == [row["id"] for row in rows if row["status"] == status]


@pytest.mark.parametrize(
    ("address", "parameter", "why"),
    [
        ("meetings/?trakc=fmm", "trakc", "'trakc' is no parameter here; known are: host, mode,"),
        ("meetings/?track=fmm&track=som", "track", "'track' occurs more than once"),
        ("meetings/?year=12", "year", "year: '12' is not a year of four digits"),
        ("meetings/?year=0000", "year", "year: '0000' is not a year"),
        ("meetings/?year=%EF%BC%92%EF%BC%90%EF%BC%91%EF%BC%92", "year", "year: "),
        ("meetings/?state=lost", "state", "state: 'lost' is none of: planned, announced, open, held,"),
        ("meetings/?q=" + "x" * 101, "q", "q: 'xxx"),
        ("meetings/?format=xml", "format", "'format' is no parameter here"),
        ("tracks/?formal=yes", "formal", "formal: 'yes' is neither true nor false"),
        ("sources/?page=0", "page", "page: '0' is not a number from 1"),
        ("sources/?page=", "page", "page: '' is not a number from 1"),
        ("sources/?page=-1", "page", "page: '-1' is not a number"),
        ("sources/?page=%D9%A1", "page", "page: "),
        ("sources/?page_size=201", "page_size", "page_size: '201' is not a number from 1 to 200"),
        ("sources/?page_size=0", "page_size", "page_size: '0' is not"),
        ("meetings/fmm-2004-astana/?year=2004", "year", "'year' is no parameter here"),
    ],
)
def test_unknown_parameters_and_values_are_refused_by_name(client: Client, address: str, parameter: str, why: str) -> None:
    answer = read(client, address, 400)

    assert answer["parameter"] == parameter
    assert answer["detail"].startswith(why)
    assert len(answer["detail"]) < 400


@pytest.mark.parametrize(
    ("address", "parameter", "why"),
    [
        ("meetings/?track=nope", "track", "track: 'nope' is the id of no track"),
        ("meetings/?track=" + "x" * 5000, "track", "track: 'xxxx"),
        ("meetings/?party=france", "party", "party: 'france' is the id of no party"),
        ("sources/?page=99", "page", "page: there is no page 99; the last one is 18"),
    ],
)
def test_what_is_named_rightly_and_is_not_there_is_404(client: Client, address: str, parameter: str, why: str) -> None:
    answer = read(client, address, 404)

    assert answer["parameter"] == parameter
    assert answer["detail"].startswith(why)


def test_a_filter_left_empty_chooses_nothing(client: Client) -> None:
    every = read(client, "meetings/")["count"]

    assert read(client, "meetings/?track=&year=&state=&q=&page_size=1")["count"] == every > 10
    assert read(client, "tracks/?formal=")["count"] == read(client, "tracks/")["count"] > 3


def test_a_nul_byte_is_refused(client: Client) -> None:
    assert client.get("/api/v1/meetings/?q=a%00b").status_code == 400


@pytest.mark.parametrize("address", ["meetings/nothing/", "clauses/nothing/", "nothing/", "meetings/a/b/", "claims/a%0Ab/"])
def test_nothing_there_is_said_in_json(client: Client, address: str) -> None:
    assert read(client, address, 404)["detail"].startswith("There is no")


def test_pages_lead_on_and_back(client: Client) -> None:
    first = read(client, "sources/?kind=news&page_size=7")
    assert first["previous"] is None
    assert first["next"] == "http://testserver/api/v1/sources/?kind=news&page_size=7&page=2"

    second = json.loads(client.get(first["next"]).content)
    assert second["previous"] == "http://testserver/api/v1/sources/?kind=news&page_size=7&page=1"
    assert {row["id"] for row in first["results"]}.isdisjoint(row["id"] for row in second["results"])

    seen: list[str] = []
    address: str | None = "http://testserver/api/v1/sources/?page_size=150"
    while address:
        page = json.loads(client.get(address).content)
        seen += [row["id"] for row in page["results"]]
        address = page["next"]
    assert (len(seen), len(set(seen))) == (868, 868)


@pytest.mark.parametrize("address", ["meetings/", "meetings/fmm-2004-astana/", "openapi.json", ""])
def test_etag_and_304(client: Client, address: str) -> None:
    first = client.get(f"/api/v1/{address}")
    etag = first.headers["ETag"]
    again = client.get(f"/api/v1/{address}", headers={"if-none-match": etag})
    head = client.head(f"/api/v1/{address}")

    assert etag.startswith('"')
    gzipped = client.get(f"/api/v1/{address}", HTTP_ACCEPT_ENCODING="gzip", HTTP_IF_NONE_MATCH=f"W/{etag}")
    assert gzipped.status_code == 304
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    assert (head.status_code, head.content, head.headers["ETag"]) == (200, b"", etag)


def test_the_etag_changes_with_the_row(client: Client) -> None:
    etag = client.get("/api/v1/meetings/fmm-2004-astana/").headers["ETag"]
    Meeting.objects.filter(slug="fmm-2004-astana").update(city="Nur-Sultan")

    answer = client.get("/api/v1/meetings/fmm-2004-astana/", headers={"if-none-match": etag})

    assert answer.status_code == 200
    assert json.loads(answer.content)["city"] == "Nur-Sultan"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", ["meetings/", "meetings/fmm-2004-astana/", "openapi.json", ""])
def test_nothing_can_be_written(client: Client, method: str, address: str) -> None:
    answer = getattr(client, method)(f"/api/v1/{address}", data="{}", content_type="application/json")

    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize("address", ["meetings/", "openapi.json"])
def test_options_says_what_may_be_done(client: Client, address: str) -> None:
    answer = client.options(f"/api/v1/{address}")

    assert (answer.status_code, answer.headers["Allow"]) == (200, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "nonsense"])
def test_the_answer_is_json_whatever_the_reader_accepts(client: Client, accept: str) -> None:
    answer = client.get("/api/v1/tracks/", headers={"accept": accept})

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")


def test_names_do_not_depend_on_the_readers_language(client: Client) -> None:
    english = client.get("/api/v1/parties/", headers={"accept-language": "en"})
    japanese = client.get("/api/v1/parties/", headers={"accept-language": "ja"})

    assert english.content == japanese.content
