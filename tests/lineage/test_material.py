"""Material of a study: a table beside its files, speeches that nobody agreed to, and what is its owner's own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError

from nemawashi.access.models import User
from nemawashi.access.viewers import PUBLIC
from nemawashi.analysis import counted, queries
from nemawashi.kit.faults import NotThereError, UnreadableError
from nemawashi.lineage import shelf
from nemawashi.lineage.models import Corpus, ReferenceClause, ReferenceDocument
from nemawashi.lineage.queries import agreed

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

SPEECH = (
    "THE SEA JOINS US",
    "Our islands have shared one sea for longer than anybody remembers, and their fishermen have met on",
    "it in every weather. What we need now is a common list of the buoys that mark the channels, so that",
    "no boat runs aground for want of a light, and a fund that pays for those who keep them lit all year.",
    "My government will bring 3 proposals to the next meeting, and it hopes that the others will bring",
    "as many, for a sea that is kept by one island alone is kept badly.",
    "The second task is the young. They learn the names of far cities and do not know the next island,",
    "and so each of us should send twenty of them every summer to live with a family on another shore.",
    "they will come home with friends. Nothing that ministers sign lasts as long as that, and nothing",
    "costs as little. I have asked our schools to begin with it at once, before anything is signed at",
    "all, and I invite my colleagues to do the same in whatever way suits them best, as soon as they",
    "can, and to tell us at the next meeting what came of it.",
)


@pytest.fixture
def files(tmp_path: Path, db: None) -> Path:
    """Three files and their table; the speech is double-spaced."""
    (tmp_path / "speech.txt").write_text("\n\n".join(f"{line} " for line in SPEECH))
    (tmp_path / "communique.txt").write_text(
        "The parties shall keep a common list of buoys.\n\nThey meet every second year.\n"
    )
    (tmp_path / "study.csv").write_text(
        "file,kind,party,speaker,office,date,language,title,address\n"
        "speech.txt,speech,Outer Island,Ada Outer,Minister for the Sea,2015-10-27,en,The sea joins us,https://example.org/s\n"
        "communique.txt,adopted,,,,2016,en,Communiqué of the islands,\n"
    )
    return tmp_path


def test_a_table_says_what_each_file_is(files: Path, run: Callable[..., Any]) -> None:
    out, _ = run("corpus", "add", "--table", str(files / "study.csv"), "--called", "Study of the sea", "--json")

    assert [(each["file"], each["clauses"], each["unread"]) for each in json.loads(out)["added"]] == [
        (
            "speech.txt",
            3,
            [{"place": "speech", "why": "its lines are double-spaced: paragraphs were told from the lengths of lines"}],
        ),
        ("communique.txt", 2, []),
    ]
    assert Corpus.objects.get().title == "Study of the sea"
    speech = ReferenceDocument.objects.get(symbol="speech")
    assert (speech.title, speech.party, speech.speaker, speech.office, speech.material, str(speech.date), speech.url) == (
        "The sea joins us", "Outer Island", "Ada Outer", "Minister for the Sea", "speech", "2015-10-27", "https://example.org/s",
    )  # fmt: skip
    words = [clause.words for clause in speech.clauses.all()]
    assert [each[:20] for each in words] == ["THE SEA JOINS US", "Our islands have sha", "The second task is t"]
    assert words[2].endswith("what came of it.")


def test_a_speech_is_counted_and_is_never_agreed_language(files: Path, run: Callable[..., Any], client: Any) -> None:
    run("corpus", "add", "--table", str(files / "study.csv"))

    assert sorted({clause.document for clause in shelf.open_index()}) == [
        ReferenceDocument.objects.get(symbol="communique").ref
    ]
    assert agreed("a fund that pays for those", viewer=PUBLIC) == []
    assert len(agreed("common list of buoys", viewer=PUBLIC)) == 1
    rows = queries.published_documents("corpus/study", viewer=PUBLIC)
    assert sorted(each.attributes.get("speaker", "") for each in rows) == ["", "Ada Outer"]
    page = client.get("/en/corpora/study/speech/").content.decode()
    assert all(words in page for words in ("Ada Outer, Minister for the Sea", "Outer Island", "The sea joins us", "Speech"))
    counted.forget()
    said, _ = run("kwic", "buoys", "@corpus/study::material=speech", "--json")
    assert json.loads(said)["total"] == 1


def test_what_is_wrong_in_a_table_is_told_with_its_line_and_the_rest_is_added(files: Path, run: Callable[..., Any]) -> None:
    table = files / "study.csv"
    table.write_text(table.read_text() + "gone.txt,news,,,,,,,\nspeech.txt,poem,,,,,,,\n")

    with pytest.raises(CommandError, match="2 of 4 files were not added"):
        run("corpus", "add", "--table", str(table))

    assert ReferenceDocument.objects.count() == 2


def test_a_column_that_is_none_and_a_table_without_files(files: Path, run: Callable[..., Any]) -> None:
    (files / "other.csv").write_text("file,kind,colour\nspeech.txt,speech,blue\n")

    with pytest.raises(CommandError, match="1 of 2 files"):
        run("corpus", "add", "--table", str(files / "other.csv"))
    with pytest.raises((CommandError, UnreadableError), match="cannot be opened"):
        run("corpus", "add", "--table", str(files / "none.csv"))
    with pytest.raises(CommandError, match="name a file"):
        run("corpus", "add")
    with pytest.raises(CommandError, match="nobody signs in as nobody"):
        run("corpus", "add", str(files / "speech.txt"), "--of", "nobody")
    with pytest.raises(CommandError, match="none of http"):
        run("corpus", "add", str(files / "speech.txt"), "--address", "ftp://example.org")
    with pytest.raises(CommandError, match="1 of 1 files"):
        run("corpus", "add", str(files / "speech.txt"), "--name", "official-texts")


def test_own_material_is_its_owners_until_it_is_shared(files: Path, run: Callable[..., Any], client: Any) -> None:
    for login in ("ada", "ben"):
        User.objects.create_user(login)
    run("corpus", "add", str(files / "communique.txt"), "--name", "drafty", "--of", "ada")
    run("corpus", "add", str(files / "communique.txt"), "--name", "drafty", "--of", "ada")  # nothing twice
    counted.forget()

    assert [each.objects.count() for each in (Corpus, ReferenceDocument, ReferenceClause)] == [0, 0, 0]
    assert ReferenceClause.everybodys_and_own.count() == 2
    key = ReferenceClause.everybodys_and_own.first().pk  # type: ignore[union-attr]
    addresses = ["/en/corpora/drafty/", "/en/corpora/drafty/communique/", f"/en/lineage/ref/{key}/"]
    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]
    assert "drafty" not in client.get("/en/corpora/").content.decode()
    assert "drafty" not in client.get("/en/words/").content.decode()
    assert "corpus/drafty" not in counted.names()
    with pytest.raises(NotThereError, match="no such collection"):
        queries.published_documents("corpus/drafty", viewer=PUBLIC)
    with pytest.raises(NotThereError):
        queries.own_documents("drafty", owner="ben")
    assert list(shelf.open_index()) == []
    said, _ = run("kwic", "common list", "@own/ada/drafty", "--json")
    assert json.loads(said)["total"] == 1
    with pytest.raises(CommandError, match="1 of 1 files"):
        run("corpus", "add", str(files / "communique.txt"), "--name", "drafty")
    with pytest.raises(CommandError, match="1 of 1 files"):
        run("corpus", "add", str(files / "communique.txt"), "--name", "drafty", "--of", "ben")
    assert "own material of ada" in run("corpus", "list")[0]

    run("corpus", "share", "drafty")

    assert [client.get(address).status_code for address in addresses] == [200, 200, 200]
    assert len(list(shelf.open_index())) == 2


def test_own_material_is_taken_out_whole(files: Path, run: Callable[..., Any]) -> None:
    User.objects.create_user("ada")
    run("corpus", "add", str(files / "communique.txt"), "--name", "drafty", "--of", "ada")

    run("corpus", "remove", "drafty")

    assert [each.everybodys_and_own.count() for each in (Corpus, ReferenceDocument, ReferenceClause)] == [0, 0, 0]
