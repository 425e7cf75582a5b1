"""The index on disk: added to clause by clause, read by others meanwhile, whole after a kill at any moment."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from dataclasses import replace

import pytest

from nemawashi.kit.lineage import Index, IndexDamagedError, IndexedClause, Kind, UnreadableClauseError, writing

WORDS = [
    "water",
    "energy",
    "border",
    "transit",
    "culture",
    "youth",
    "trade",
    "health",
    "climate",
    "science",
    "seismic",
    "glacier",
    "orchard",
    "railway",
    "archive",
]


def made(number: int) -> IndexedClause:
    picked = [WORDS[(number * step + step) % len(WORDS)] for step in (1, 2, 3, 5, 7)]
    return IndexedClause(
        f"c{number}",
        f"Clause {number} on {' and '.join(picked)} in year {1900 + number}.",
        f"d{number // 10}",
        "2004-08-28",
    )


def test_what_goes_in_comes_out(tmp_path, corpus):
    index = Index.build(tmp_path / "i", corpus)
    assert list(index) == corpus
    assert len(index) == len(corpus)
    assert index.get("JS-2004#1") == {"en": corpus[1]}
    assert index.of("JS-2006") == corpus[4:]


@pytest.mark.slow
def test_clauses_are_added_one_by_one_and_found_at_once(tmp_path):
    index = Index.build(tmp_path / "i")
    for number in range(90):
        index.add([made(number)])
        assert index.find(made(number).text).kind == Kind.EXACT
    assert len(index) == 90
    assert {clause.id for clause in index} == {f"c{number}" for number in range(90)}
    assert len(list((tmp_path / "i").glob("s-*"))) < 6


def test_a_clause_added_again_takes_the_place_of_the_first(index):
    index.add(
        [IndexedClause("JS-2004#1", "Seismic stations are built on every glacier of the Pamir.", "JS-2004", "2004-08-28")]
    )
    assert len(index) == 8
    assert index.get("JS-2004#1")["en"].text.startswith("Seismic")
    assert index.find("Seismic stations are built on every glacier of the Pamir.").sources[0].clause.id == "JS-2004#1"


def test_clauses_are_taken_out_by_id_and_by_document(index):
    assert index.remove(ids=["JS-2004#0", "unknown"]) == 1
    assert index.remove(documents=["JS-2006"]) == 4
    assert {clause.id for clause in index} == {"JS-2004#1", "JS-2004#2", "JS-2004#3"}
    assert not index.get("JS-2004#0")
    assert all(
        source.clause.document == "JS-2004"
        for source in index.find("Recalling the launch of the dialogue in Astana").sources
    )


def test_a_reader_sees_its_state_until_it_looks_again(tmp_path, corpus):
    Index.build(tmp_path / "i", corpus[:4])
    reader, writer = Index.open(tmp_path / "i"), Index.open(tmp_path / "i")
    writer.add(corpus[4:])
    assert len(reader) == 4
    assert reader.find(corpus[1].text).kind == Kind.EXACT
    reader.refresh()
    assert len(reader) == 8


@pytest.mark.slow
def test_two_writers_take_turns(tmp_path):
    Index.build(tmp_path / "i")

    def write(start: int) -> None:
        mine = Index.open(tmp_path / "i")
        for number in range(start, start + 12):
            mine.add([made(number)])

    threads = [threading.Thread(target=write, args=(start,)) for start in (0, 100, 200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(Index.open(tmp_path / "i")) == 36


def test_a_fault_among_the_clauses_adds_none(index):
    with pytest.raises(UnreadableClauseError, match="given twice"):
        index.add([made(1), made(2), made(1)])
    with pytest.raises(UnreadableClauseError, match="no id"):
        index.add([made(1), IndexedClause("", "words")])
    assert len(index) == 8


def test_texts_of_any_code_points_are_kept(tmp_path):
    odd = ["𠮷野家の合意", "a\x00b", "lone \ud800 surrogate", "e\u0301 combining", "😀 [bracket", " \n\t "]
    index = Index.build(tmp_path / "i", [IndexedClause(f"c{n}", text, "d", "") for n, text in enumerate(odd)])
    assert [clause.text for clause in index] == odd


@pytest.mark.parametrize(
    "fault", ["no folder", "no state", "not json", "other form", "cut file", "cut head", "missing segment"]
)
def test_a_damaged_index_says_so(tmp_path, corpus, fault):
    folder = tmp_path / "i"
    if fault != "no folder":
        Index.build(folder, corpus).close()
        segment = next(folder.glob("s-*"))
        if fault == "no state":
            (folder / "current.json").unlink()
        elif fault == "not json":
            (folder / "current.json").write_text("{")
        elif fault == "other form":
            (folder / "current.json").write_text(json.dumps({"form": 99, "parts": []}))
        elif fault == "cut file":
            segment.write_bytes(segment.read_bytes()[:-200])
        elif fault == "cut head":
            segment.write_bytes(segment.read_bytes()[:50])
        else:
            segment.unlink()
    with pytest.raises(IndexDamagedError, match="no index of clauses"):
        Index.open(folder)


def test_a_closed_index_cannot_be_asked(index):
    index.close()
    with pytest.raises(ValueError, match="closed"):
        index.find("words")


WRITER = textwrap.dedent("""
    import sys
    from nemawashi.kit.lineage import IndexedClause, Index
    index = Index.open(sys.argv[1])
    print("ready", flush=True)
    for number in range(1000000):
        index.add([IndexedClause(f"k{number}", f"killed clause {number} on water and energy", "k", "2004")])
        print(number, flush=True)
""")


@pytest.mark.slow
def test_a_kill_leaves_the_old_state_or_the_new_one(tmp_path, corpus):
    folder = tmp_path / "i"
    Index.build(folder, corpus).close()
    for delay in (0.0, 0.013, 0.031, 0.057, 0.09, None):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        first = ""
        if delay is None:  # at least once something was done, however busy the machine
            first = writer.stdout.readline()
            assert first.strip().isdigit()
        else:
            time.sleep(delay)
        os.kill(writer.pid, signal.SIGKILL)
        said = [int(line) for line in (first + writer.stdout.read()).splitlines() if line.strip().isdigit()]
        writer.wait()
        index = Index.open(folder)
        kept = {clause.id for clause in index if clause.id.startswith("k")}
        assert {f"k{number}" for number in said} <= kept
        assert len(index) == len(corpus) + len(kept)
        assert index.find(corpus[1].text).kind == Kind.EXACT
    index.add([made(3)])
    named = {part["name"] for part in json.loads((folder / "current.json").read_bytes())["parts"]}
    assert {path.name for path in folder.glob("s-*")} == named


def test_nothing_of_a_text_that_is_looked_up_is_written(tmp_path, corpus):
    folder = tmp_path / "i"
    index = Index.build(folder, corpus)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    index.find("a confidential position on zirconium quotas")
    index.trace(["a confidential position", "on zirconium", "quotas"])
    index.complete("a confidential zirconium")
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


@pytest.mark.parametrize(("features", "words", "tokens"), [(1, 1, 1), (2, 3, 4), (40, 20, 7), (1 << 23, 21, 1 << 20)])
def test_a_segment_is_the_same_in_however_many_parts_it_was_written(tmp_path, monkeypatch, features, words, tokens):
    """Lists, sketches and what is left out because it is too frequent, of documents that come in turns."""
    monkeypatch.setattr(writing, "ceiling", lambda clauses: 3)
    clauses = [
        IndexedClause(
            f"c{n}", f"The lake of town {n % 5} and the river {n} meet {'again ' * (n % 7)}", f"d{n % 4}", f"20{n}"
        )
        for n in range(10, 40)
    ]
    clauses.insert(5, IndexedClause("empty", "—", "d9"))
    whole = _only_segment(Index.build(tmp_path / "whole", clauses))
    monkeypatch.setattr(writing, "_FEATURES", features)
    monkeypatch.setattr(writing, "_WORDS", words)
    monkeypatch.setattr(writing, "_TOKENS", tokens)

    assert _only_segment(Index.build(tmp_path / "parts", clauses)) == whole


def _only_segment(index: Index) -> bytes:
    (path,) = index.folder.glob("s-*")
    return path.read_bytes()


def test_an_id_given_twice_in_one_language_is_refused_and_in_two_is_not(tmp_path):
    clause = IndexedClause("a", "The lake is shared.", "d")
    both = [clause, replace(clause, language="ru")]
    assert len(Index.build(tmp_path / "both", both)) == 2
    with pytest.raises(UnreadableClauseError, match="a: given twice"):
        Index.build(tmp_path / "twice", [*both, clause])
