"""Material that a researcher brought, on the pages that count: for its owner alone, until it is shared."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import NOW
from tests.portal.test_convergence import _corpus

from nemawashi.access.models import User
from nemawashi.analysis import acts, answering, codebooks, counted, queries, rounds
from nemawashi.analysis.models import ResultRun
from nemawashi.analysis.terms import Refusal
from nemawashi.kit.faults import NotThereError
from nemawashi.lineage import acts as lineage
from nemawashi.lineage.models import Corpus, ReferenceClause
from nemawashi.parties.models import Dialogue

pytestmark = pytest.mark.one_database

OWN = "corpus/own-talks"
SAID = "Glaciers feed the rivers. Glaciers melt, and the talks on glaciers go on."
ASKED = (
    f"words?in={OWN}&language=en&q=glaciers&sort=R1&case=fold&hyphens=split"
    "&cross=stop&forms=exact&overlap=all&window=5&by=g2"
)
WAYS = (
    f"words/?in={OWN}&q=glaciers",
    f"words/?in={OWN}&q=glaciers&as=json",
    f"words/?in={OWN}&q=glaciers&as=csv&of=lines",
    f"ngrams/?in={OWN}&size=2&least=2",
    f"keyness/?in={OWN}&against=corpus/lakes&language=en",
    f"keyness/?in=corpus/lakes&against={OWN}&language=en&as=json",
    f"likeness/?in={OWN}",
    f"life-spans/?in={OWN}",
)


@pytest.fixture
def own(shelved: Any, tmp_path: Path) -> Corpus:
    _corpus("lakes", ("The lake corridor opens.", "Ice closes the corridor."), ("No passage here.",))
    owner = User.objects.get(username="researcher")
    for number, words in enumerate((SAID, "A second speech on glaciers.")):
        path = tmp_path / f"talk-{number}.txt"
        path.write_text(f"Talk {number}\n\n{words}\n")
        given = lineage.Given(title=f"Talk {number}", material="speech", owner=owner, called="Talks of mine", language="en")
        lineage.add_file(path, "own-talks", given=given, at=NOW)
    return Corpus.everybodys_and_own.get(slug="own-talks")


@pytest.fixture
def page(client_of: Callable[[str], Any]) -> Callable[..., Any]:
    def read(name: str, address: str) -> tuple[int, str]:
        answer = client_of(name).get(f"/en/{address}")
        return answer.status_code, answer.content.decode("utf-8-sig")

    return read


def test_its_owner_counts_it_on_every_page_and_nobody_else_has_the_choice(own: Corpus, page: Any) -> None:
    for address in WAYS:
        code, words = page("researcher", address)
        assert (address, code) == (address, 200)
        assert OWN in words or "glaciers" in words.casefold()
        for other in ("", "researcher-two", "host", "japan"):
            code, words = page(other, address)
            assert (address, other, code) == (address, other, 400)
            assert "Talk" not in words
            assert page(other, address.replace("own-talks", "no-such"))[0] == 400  # as if there were none
    assert json.loads(page("researcher", WAYS[1])[1])["total"] == 4
    assert "This is your own material" in page("researcher", WAYS[0])[1]
    for other in ("", "researcher-two", "host"):
        assert "own-talks" not in "".join(page(other, f"{name}/")[1] for name in ("words", "keyness", "corpora", "runs"))


def test_every_line_leads_to_its_place_in_the_document_which_its_owner_alone_opens(own: Corpus, page: Any) -> None:
    clause = ReferenceClause.everybodys_and_own.get(words=SAID)
    where = f"corpora/own-talks/{clause.document.symbol}/"

    assert f'href="/en/{where}#ref-{clause.pk}"' in page("researcher", WAYS[0])[1]
    words = page("researcher", where)[1]
    assert SAID in words
    assert "/en/lineage/" not in words
    assert "Talks of mine" in page("researcher", "corpora/")[1]
    for address in (where, "corpora/own-talks/"):
        assert [page(name, address)[0] for name in ("researcher", "", "researcher-two")] == [200, 404, 404]


def test_a_result_of_it_is_its_owners_and_is_published_when_it_is_shared(
    own: Corpus, page: Any, done: Any, refused: Any, who: Any
) -> None:
    question, home = answering.question(ASKED), Dialogue.objects.get(slug="caj")
    with pytest.raises(NotThereError):
        answering.answer(question, who("researcher-two"))
    with pytest.raises(NotThereError):
        answering.answer(question)
    answer = answering.written(answering.answer(question, who("researcher")))
    row: ResultRun = done("researcher", acts.keep_result, home, question=question, answer=answer, title="Mine")

    assert refused("researcher", acts.publish_run, row) == Refusal.OWN_MATERIAL
    words = page("researcher", f"runs/{row.slug}/?again=1")[1]
    assert "byte for byte" in words
    assert "you alone see it" in words
    assert "/desk/acts/publish_run/" not in words
    clause = ReferenceClause.everybodys_and_own.get(words=SAID)
    assert f"#ref-{clause.pk}" in page("researcher", f"runs/{row.slug}/passages/")[1]
    ways = (f"runs/{row.slug}/", f"runs/{row.slug}/passages/", f"runs/{row.slug}/files/json")
    assert {page(name, way)[0] for name in ("", "researcher-two", "host") for way in ways} == {404}

    lineage.share_corpus(own)

    assert answering.written(answering.answer(question)) == answer
    done("researcher", acts.publish_run, ResultRun.objects.get(pk=row.pk))
    assert page("", f"runs/{row.slug}/?again=1")[0] == 200
    assert page("", WAYS[0])[0] == 200


def test_what_is_kept_of_it_is_its_own_state_of_the_tables(own: Corpus, who: Any, tmp_path: Path) -> None:
    mine = who("researcher")
    before = counted.collection(OWN, mine)
    assert counted.collection(OWN, mine) is before
    path = tmp_path / "talk-9.txt"
    path.write_text("Talk 9\n\nNothing new.\n")
    given = lineage.Given(title="Talk 9", material="speech", owner=own.owner)
    lineage.add_file(path, "own-talks", given=given, at=NOW)

    assert len(counted.collection(OWN, mine).documents) == len(before.documents) + 1
    for name in ("researcher-two", "host", "japan"):
        with pytest.raises(NotThereError):
            counted.collection(OWN, who(name))
        with pytest.raises(NotThereError):
            queries.documents_of_own(own, viewer=who(name))
        assert OWN not in counted.names(who(name))


def test_it_is_coded_by_its_owner_alone(own: Corpus, done: Any, refused: Any, who: Any, client_of: Any) -> None:
    home = Dialogue.objects.get(slug="caj")
    people = {name: User.objects.get(username=name) for name in ("researcher", "researcher-two")}
    asked = {"title": "Talks", "codebook": codebooks.book("agenda 1"), "collection": OWN}
    with pytest.raises(NotThereError):
        rounds.material(OWN, "en", who("researcher-two"))
    asked["passages"] = rounds.material(OWN, "en", who("researcher"))

    both = list(people.values())
    assert refused("researcher", acts.open_round, home, **asked, coders=both) == Refusal.OWN_MATERIAL_OF_ONE
    row = done("researcher", acts.open_round, home, **asked, coders=[people["researcher"]])
    assert [list(rounds.visible_rounds(viewer=who(name))) for name in people] == [[row], []]
    form = "/desk/acts/open_round/caj/"
    assert ["Talks of mine" in client_of(name).get(form).content.decode() for name in people] == [True, False]
