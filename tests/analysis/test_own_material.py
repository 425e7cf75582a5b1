"""Material that a researcher brought, on the pages that count: for its owner alone, until it is shared."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.conftest import NOW
from tests.portal.test_convergence import _corpus

from nemawashi.access.models import User
from nemawashi.analysis import acts, answering, codebooks, counted, queries, rounds
from nemawashi.analysis.models import ResultRun
from nemawashi.analysis.terms import Refusal
from nemawashi.kit.faults import NotThereError
from nemawashi.lineage import acts as lineage
from nemawashi.lineage import shelf
from nemawashi.lineage.models import Corpus, ReferenceClause, ReferenceDocument
from nemawashi.parties.models import Dialogue
from nemawashi.texts.models import Wording

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

    done("researcher", acts.share_corpus, own, rights="By leave of the speakers.")

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


def test_its_owner_alone_is_offered_to_share_it_and_says_by_which_right(
    own: Corpus, page: Any, client_of: Any, refused: Any
) -> None:
    form, where = f"/desk/acts/share_corpus/{own.slug}/", f"corpora/{own.slug}/"
    assert form in page("researcher", where)[1]
    for other in ("researcher-two", "host", "japan"):
        strange, none = (client_of(other).get(each) for each in (form, form.replace("own-talks", "no-such")))
        assert (strange.status_code, none.status_code) == (404, 404)
        strange_page, no_page = (re.sub(r'value="[^"]+"', "", each.content.decode()) for each in (strange, none))
        assert strange_page.replace("own-talks", "") == no_page.replace("no-such", "")
        assert client_of(other).post(form, {"rights": "Mine", "once": "", "seen": ""}).status_code == 404
        assert refused(other, acts.share_corpus, own, rights="Mine") == Refusal.NOT_OWN_MATERIAL

    asked = client_of("researcher").get(form).content.decode()
    assert "2 documents will be read, counted and cited by everybody" in asked
    assert "It cannot be taken back" in asked
    assert "agreed language" not in asked
    assert client_of("researcher").post(form, {"rights": "", "once": "", "seen": ""}).status_code == 422
    assert page("", where)[0] == 404
    answer = client_of("researcher").post(form, {"rights": "CC BY 4.0", "once": "", "seen": ""})
    assert (answer.status_code, answer["Location"]) == (302, f"/en/{where}")
    words = page("", where)[1]
    assert "CC BY 4.0" in words
    assert "Talk 0" in words
    assert form not in page("researcher", where)[1]
    assert OWN in counted.names()
    assert refused("researcher", acts.share_corpus, own, rights="CC BY 4.0") == Refusal.SHARED_ALREADY
    empty = Corpus.everybodys_and_own.create(slug="own-none", title="x", added_at=NOW, owner=own.owner, is_shared=False)
    assert refused("researcher", acts.share_corpus, empty, rights="CC BY 4.0") == Refusal.NO_DOCUMENTS


def test_adopted_texts_that_are_shared_come_on_the_shelf_then(
    own: Corpus, done: Any, django_capture_on_commit_callbacks: Any
) -> None:
    ReferenceDocument.everybodys_and_own.filter(corpus=own).update(material="adopted")
    shelf.bring_up_to_date()
    before = len(shelf.open_index())
    with django_capture_on_commit_callbacks(execute=True):
        done("researcher", acts.share_corpus, own, rights="CC BY 4.0")

    assert len(shelf.open_index()) > before


BRING = "/desk/acts/bring_material/caj/"


def _sent(name: str, content: str | bytes, **words: str) -> dict[str, Any]:
    content = content if isinstance(content, bytes) else content.encode()
    file = SimpleUploadedFile(name, content)
    return {"file": file, "called": "Talks", "kind": "speech", "corpus": "", "once": "", "seen": ""} | words


def test_a_document_is_brought_in_the_browser_and_nobody_else_finds_it(shelved: Any, client_of: Any, page: Any) -> None:
    client = client_of("researcher")
    assert BRING in page("researcher", "corpora/")[1]
    assert BRING not in page("", "corpora/")[1]
    answer = client.post(BRING, _sent("2023.txt", "A talk\n\nGlaciers melt.\n", date="2023-05", speaker="A. Smith"))
    assert answer.status_code == 302
    row = ReferenceDocument.everybodys_and_own.get(corpus__owner__username="researcher")
    told = (row.symbol, row.material, row.speaker, str(row.date), row.language, row.corpus.title, row.corpus.is_shared)
    assert told == ("2023", "speech", "A. Smith", "2023-05", "en", "Talks", False)
    assert answer["Location"] == f"/en/corpora/{row.corpus.slug}/"
    assert [page(name, answer["Location"][4:])[0] for name in ("researcher", "", "researcher-two", "host")] == [
        200, 404, 404, 404,
    ]  # fmt: skip
    assert row.corpus.slug not in client_of("researcher-two").get(BRING).content.decode()

    into = {"corpus": row.corpus.slug, "called": ""}
    again = client.post(BRING, _sent("2023.txt", "Nothing of it.", **into))
    assert again.status_code == 422
    assert "has a document of this name" in again.content.decode()
    assert 'value="2023"' not in again.content.decode()
    assert client.post(BRING, _sent("2023.txt", "Ice melts.", in_place="on", **into)).status_code == 302
    assert client.post(BRING, _sent("2024.txt", "Snow.", **into)).status_code == 302
    rows = ReferenceClause.everybodys_and_own.filter(document__corpus=row.corpus).order_by("pk")
    assert sorted(rows.values_list("words", flat=True)) == ["Ice melts.", "Snow."]
    assert client_of("researcher-two").post(BRING, _sent("2025.txt", "Mine.", **into)).status_code == 422
    assert json.loads(page("researcher", f"words/?in={row.corpus.ref}&q=snow&as=json")[1])["total"] == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", b"   ", "The file is empty."),
        ("a.docx", b"PK\x03\x04 cut off", "The file is cut off or damaged."),
        ("a.doc", b"\xd0\xcf\x11\xe0 old", "old .doc format"),
        ("a.rtf", b"{\\rtf1 Words}", "Rich Text"),
        ("a.bin", b"\x01\0\x02\0\x03", "no plain text"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(
    client_of: Any, shelved: Any, name: str, content: bytes, said: str
) -> None:
    answer = client_of("researcher").post(BRING, _sent(name, content))
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert not ReferenceDocument.everybodys_and_own.filter(corpus__owner__isnull=False).exists()


def test_where_no_adopted_text_has_words_a_corpus_is_counted_first_and_a_researcher_may_bring_one(
    record: Any, client_of: Any, page: Any
) -> None:
    Wording.objects.all().delete()
    Corpus.objects.all().delete()
    counted.forget()
    code, words = page("researcher", "words/")
    assert (code, BRING in words, "Nothing is published" in words) == (200, True, True)
    assert BRING not in page("", "words/")[1]
    assert client_of("researcher").post(BRING, _sent("2024.txt", "Snow falls.")).status_code == 302
    for name in ("words", "ngrams", "likeness", "keyness"):
        assert "Nothing is published" not in page("researcher", f"{name}/")[1]
        assert "Nothing is published" in page("researcher", f"{name}/?in=adopted")[1]
