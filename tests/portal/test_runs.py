"""Runs as readers see them: tables whose cells lead to passages, files, pictures; nobody else's are there."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.portal.test_convergence import _corpus
from tests.portal.test_counting import LAKES

from nemawashi.analysis import answering
from nemawashi.analysis.models import ResultRun
from nemawashi.kit.faults import UnreadableError
from nemawashi.lineage.models import ReferenceClause, ReferenceDocument

WORDS = "/en/words/?in=corpus/lakes&q=corridor&language=en"
KEYNESS = "/en/keyness/?in=corpus/rivers&against=corpus/lakes&language=en"


@pytest.fixture
def lakes(shelved: Any) -> None:
    _corpus("lakes", *LAKES)
    _corpus("rivers", ("Rafts pass on the river at noon, and rafts of reed, and rafts of ice, rafts, rafts and rafts.",))


@pytest.fixture
def kept(lakes: Any, client_of: Callable[[str], Any]) -> Callable[[str], ResultRun]:
    """Keep the result of a page by its button, as the researcher."""

    def keep(address: str) -> ResultRun:
        client = client_of("researcher")
        page = client.get(address).content.decode()
        href = page.split('href="/desk/acts/keep_result/')[1].split('"')[0].replace("&amp;", "&")
        form = client.get(f"/desk/acts/keep_result/{href}")
        question = form.context["form"].initial["question"]
        told = {"title": "Lakes", "question": question, "once": "", "seen": ""}
        answer = client.post("/desk/acts/keep_result/caj/", told)
        assert answer.status_code == 302, answer.content.decode()[:3000]
        row = ResultRun.objects.latest("pk")
        assert answer.headers["Location"] == f"/en/runs/{row.slug}/"
        return row

    return keep


def test_every_cell_of_words_leads_to_its_passages(kept: Any, client_of: Any) -> None:
    row = kept(WORDS)
    client, stranger = client_of("researcher"), client_of("")
    page = " ".join(client.get(f"/en/runs/{row.slug}/").content.decode().split())

    assert "Seen by you alone" in page
    assert f'<a href="/en/runs/{row.slug}/passages/?year=2011">2</a>' in page
    passages = client.get(f"/en/runs/{row.slug}/passages/?year=2011").content.decode()
    clause = ReferenceClause.objects.get(document__symbol__startswith="LAKES", words__startswith="Ice")
    assert f'href="/en/lineage/{clause.ref}/"' in passages
    assert "2 passages" in " ".join(passages.split())
    assert "5 passages" in " ".join(client.get(f"/en/runs/{row.slug}/passages/?word=lake").content.decode().split())
    for part in ("", "passages/", "x"):
        address = f"/en/runs/{row.slug}.json" if part == "x" else f"/en/runs/{row.slug}/{part}"
        assert stranger.get(address).status_code == client_of("host").get(address).status_code == 404
    assert "Lakes" not in stranger.get("/en/runs/").content.decode()
    assert stranger.get(f"/id/run/{row.slug}").status_code == 404


def test_files_of_a_run_say_the_same(kept: Any, client_of: Any) -> None:
    row, client = kept(WORDS), client_of("researcher")
    address = f"/en/runs/{row.slug}"
    whole = client.get(f"{address}.json").content.decode()
    years = list(csv.DictReader(io.StringIO(client.get(f"{address}.csv?of=years").content.decode("utf-8-sig"))))

    assert json.loads(whole)["answer"] == row.content
    assert row.answer.rstrip() in whole
    assert [(each["group"], each["count"]) for each in years] == [
        (each["group"], str(each["count"])) for each in row.content["by"]
    ]
    assert client.get(f"{address}.parquet?of=collocates").content[:4] == b"PAR1"
    assert client.get(f"{address}.svg").content.startswith(b"<svg")
    assert client.get(f"{address}.png").content.startswith(b"\x89PNG")
    assert client.get(f"{address}.csv?of=words").status_code == 400
    assert client.get(f"{address}.exe").status_code == 404


def test_a_picture_is_offered_where_there_is_one(kept: Any, client_of: Any) -> None:
    ReferenceDocument.objects.filter(corpus__slug="lakes").update(date="")
    row, client = kept(WORDS), client_of("researcher")
    page = client.get(f"/en/runs/{row.slug}/").content.decode()

    assert f"/en/runs/{row.slug}.json" in page
    assert [form for form in ("svg", "png") if f"/en/runs/{row.slug}.{form}" in page] == []
    assert client.get(f"/en/runs/{row.slug}.svg").status_code == 404


def test_a_published_run_is_cited_counted_again_and_withdrawn(kept: Any, client_of: Any) -> None:
    row, maker, stranger = kept(KEYNESS), client_of("researcher"), client_of("")
    maker.post(f"/desk/acts/publish_run/{row.slug}/", {"seen": "1", "once": ""})
    address = f"/en/runs/{row.slug}/"
    page = " ".join(stranger.get(address).content.decode().split())

    assert f"/id/run/{row.slug}" in page
    assert stranger.get(f"/id/run/{row.slug}").headers["Location"] == address
    assert stranger.get(f"/id/run/{row.slug}", headers={"accept": "application/json"}).headers["Location"].endswith(".json")
    assert "/en/words/?in=corpus%2Frivers&amp;language=en&amp;q=rafts" in page
    assert f'href="{address}"' in stranger.get("/en/runs/").content.decode()
    assert "the same answer, byte for byte" in stranger.get(f"{address}?again=1").content.decode()
    ReferenceClause.objects.filter(document__symbol__startswith="RIVERS").update(words="Rafts.")
    _corpus("ponds", ("A pond.",))
    assert "What changed:" in stranger.get(f"{address}?again=1").content.decode()
    assert stranger.get(f"/en/runs/{row.slug}.png").status_code == 200

    maker.post(f"/desk/acts/withdraw_run/{row.slug}/", {"seen": "2", "once": "", "why": "One side was not whole."})
    page = stranger.get(address).content.decode()
    assert "One side was not whole." in page
    assert "rafts" not in page
    assert stranger.get(f"/en/runs/{row.slug}.csv").status_code == 410
    assert "rafts" in maker.get(address).content.decode()
    lists = maker.get("/en/runs/").content.decode(), stranger.get("/en/runs/").content.decode()
    headings = [("Kept by you" in each, "Withdrawn by you" in each, f'href="{address}"' in each) for each in lists]
    assert headings == [(False, True, True), (False, False, False)]


def test_life_spans_keep_the_passages_of_each_concept(kept: Any, client_of: Any) -> None:
    row, client = kept("/en/life-spans/?in=corpus/lakes"), client_of("researcher")
    met = [each for each in row.content["lifespans"] if each["count"]]

    assert client.get(f"/en/runs/{row.slug}/").status_code == 200
    assert all(len(each["passages"]) == each["count"] for each in met)
    for each in met[:1]:
        assert client.get(f"/en/runs/{row.slug}/passages/?concept={each['concept']}").status_code == 200
    assert client.get(f"/en/runs/{row.slug}/passages/?concept=none").status_code == 404
    assert client.get(f"/en/runs/{row.slug}.csv?of=lifespans").status_code == 200


def test_pages_ask_the_database_little_whatever_the_number_of_runs(kept: Any, client_of: Any) -> None:
    row, client = kept(WORDS), client_of("researcher")

    def asked(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    one = asked("/en/runs/"), asked(f"/en/runs/{row.slug}/")
    for _ in range(2):
        kept(WORDS)
    assert (asked("/en/runs/"), asked(f"/en/runs/{row.slug}/")) == one
    assert max(one) <= 12


def test_sequences_and_likeness_are_kept_and_made_again(kept: Any, client_of: Any) -> None:
    grams = kept("/en/ngrams/?in=corpus/lakes&language=en&size=2&least=2")
    client = client_of("researcher")
    page = " ".join(client.get(f"/en/runs/{grams.slug}/").content.decode().split())
    first = grams.content["ngrams"][0]

    assert first["words"] in page
    assert f"hash={grams.content['collection']['hash'][:16]}" in page
    assert client.get(f"/en/runs/{grams.slug}.csv").content.decode("utf-8-sig").startswith("words,count,per_million")
    assert client.get(f"/en/runs/{grams.slug}.svg").content.startswith(b"<svg")
    assert client.get(f"/en/runs/{grams.slug}/passages/").status_code == 404

    alike = kept("/en/likeness/?in=corpus/lakes&language=en&groups=2")
    page = " ".join(client.get(f"/en/runs/{alike.slug}/").content.decode().split())
    assert "Group 1" in page
    assert {each["document"] for each in alike.content["grouped"]} == {each["id"] for each in alike.content["documents"]}
    for table in ("pairs", "grouped", "documents"):
        assert client.get(f"/en/runs/{alike.slug}.csv?of={table}").status_code == 200
    assert client.get(f"/en/runs/{alike.slug}.svg").status_code == 404

    client.post(f"/desk/acts/publish_run/{alike.slug}/", {"seen": "1", "once": ""})
    for row in (grams, alike):
        out = io.StringIO()
        assert "the same answer, byte for byte" in client.get(f"/en/runs/{row.slug}/?again=1").content.decode()
        if row is alike:
            call_command("analysis", "rerun", row.slug, stdout=out)
            assert "byte for byte" in out.getvalue()


@pytest.mark.parametrize(
    "question",
    ["ngrams?in=adopted&language=en&size=6&least=2", "ngrams?in=adopted&language=en&size=2&least=4",
     "likeness?in=adopted&language=en&groups=13", "likeness?in=adopted&language=&groups=2", "ngrams?in=adopted"],
)  # fmt: skip
def test_what_no_page_asks_is_no_question(question: str) -> None:
    with pytest.raises(UnreadableError):
        answering.question(question)
