"""Results that are kept: what is written, who sees them, what the log holds, and that they can be had again."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from tests.portal.test_convergence import _corpus

from nemawashi.access.viewers import PUBLIC
from nemawashi.analysis import acts, answering, queries
from nemawashi.analysis.models import ResultRun
from nemawashi.analysis.terms import Refusal
from nemawashi.lineage.models import ReferenceDocument
from nemawashi.parties.models import Dialogue

ASKED = (
    "words?in=corpus/lakes&language=en&q=corridor&sort=R1&case=fold&hyphens=split&cross=stop&forms=exact&overlap=all"
    "&window=5&by=g2"
)


@pytest.fixture
def lakes(shelved: Any) -> Any:
    _corpus("lakes", ("The lake corridor opens.", "Ice closes the corridor."), ("No passage here.",))
    return ReferenceDocument.objects.filter(corpus__slug="lakes").order_by("pk")


@pytest.fixture
def keep(lakes: Any, done: Callable[..., Any]) -> Callable[..., ResultRun]:
    def kept(name: str = "researcher", asked: str = ASKED, **words: Any) -> ResultRun:
        question = answering.question(asked)
        answer = answering.written(answering.answer(question))
        home = Dialogue.objects.get(slug="caj")
        row: ResultRun = done(
            name, acts.keep_result, home, question=question, answer=answer, **{"title": "Corridors"} | words
        )
        return row

    return kept


def again(id: str) -> str:
    out = io.StringIO()
    call_command("analysis", "rerun", id, stdout=out, stderr=out)
    return out.getvalue()


def test_keep_result_is_its_makers_own_and_sealed_in_the_log(keep: Any, logged: Any, who: Any) -> None:
    question = answering.question(ASKED)
    words = {"question": question, "answer": answering.written(answering.answer(question)), "title": " Corridors "}
    row, entries = logged("researcher", acts.keep_result, Dialogue.objects.get(slug="caj"), **words)

    assert entries == [("sealed", "", "sealed", "")]
    assert (row.title, row.kind, row.state, row.maker_name) == ("Corridors", "words", "kept", who("researcher").name)
    assert row.digest == hashlib.sha256(row.answer.encode()).hexdigest()
    assert (row.content["total"], row.content["collection"]["name"]) == (2, "corpus/lakes")
    seen = {
        name: list(queries.visible_runs(viewer=who(name))) for name in ("researcher", "researcher-two", "host", "japan")
    }
    assert seen == {"researcher": [row], "researcher-two": [], "host": [], "japan": []}
    assert list(queries.visible_runs(viewer=PUBLIC)) == []


def test_publish_run_shows_it_to_everybody_and_withdraw_run_keeps_the_address(keep: Any, logged: Any, refused: Any) -> None:
    row = keep()
    assert refused("host", acts.publish_run, row) == Refusal.NOT_THE_MAKER
    assert refused("researcher", acts.withdraw_run, row, why="no") == Refusal.NOT_PUBLISHED

    row, entries = logged("researcher", acts.publish_run, row)
    assert entries == [("run.published", "", "public", row.ref)]
    assert list(queries.published_runs(viewer=PUBLIC)) == [row]
    assert refused("researcher", acts.publish_run, row) == Refusal.PUBLISHED_ALREADY

    row, entries = logged("researcher", acts.withdraw_run, row, why="The corpus was not whole.")
    assert entries == [("run.withdrawn", "", "public", row.ref)]
    assert list(queries.published_runs(viewer=PUBLIC)) == []
    assert [(each.ref, each.why_withdrawn) for each in queries.visible_runs(viewer=PUBLIC)] == [
        (row.ref, "The corpus was not whole.")
    ]


def test_who_may_not_keep_is_refused(keep: Any, refused: Any) -> None:
    words = {"question": answering.question(ASKED), "answer": "{}", "title": "x"}
    home = Dialogue.objects.get(slug="caj")

    assert refused("japan-watcher", acts.keep_result, home, **words) == Refusal.NOT_AN_ANALYST
    assert refused("researcher", acts.keep_result, home, **words | {"title": " "}) == Refusal.NO_TITLE


def test_a_run_says_the_same_again_or_which_part_changed(keep: Any, done: Any, lakes: Any) -> None:
    kept, row = keep(title="Mine"), done("researcher", acts.publish_run, keep())

    assert again(row.slug) == f"{row.slug}: the same answer, byte for byte\n"
    with pytest.raises(CommandError, match="there is no run"):
        again(kept.slug)
    out = io.StringIO()
    call_command("analysis", "list", "--published", stdout=out)
    assert [line.split()[0] for line in out.getvalue().splitlines()] == [row.slug]
    lakes[1].clauses.create(rank=9, words="A corridor more.", kind="operative")
    ReferenceDocument.objects.create(corpus=lakes[0].corpus, symbol="LAKES/9", title="Last", date="2019", language="en")
    with pytest.raises(CommandError) as fault:
        again(row.slug)
    assert str(fault.value) == f"the run {row.slug} has another answer now"
    parts = [part for part, _how in answering.changes(row.content, answering.answer(answering.question(ASKED)))]
    assert parts == ["collection", "figures"]


@pytest.mark.parametrize(
    "asked",
    ["", "sums?in=adopted", "words?in=adopted", ASKED.replace("R1", "R9"), ASKED.replace("=en", "=%22"), "keyness?in=a"],
)
def test_what_no_page_asks_is_no_question(asked: str) -> None:
    with pytest.raises(answering.UnreadableError):
        answering.question(asked)


def test_a_question_reads_back_as_it_was_written() -> None:
    for asked in (ASKED, "keyness?in=adopted&against=corpus%2Flakes&language=all&sort=g2", "life-spans?in=adopted"):
        assert answering.question(str(answering.question(asked))) == answering.question(asked)
