"""Whatever is given: nothing breaks, nothing is half done, and what asks for something is answered."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.kit.brackets.instructions.texts import AGREEMENT, COUNCIL, DECLARATION, EUROPE, RESOLUTION, RUSSIAN, TREATY_JA

from nemawashi.kit.brackets import amendments

pytestmark = pytest.mark.slow
BASES = [AGREEMENT, COUNCIL, DECLARATION, EUROPE, RESOLUTION, RUSSIAN, TREATY_JA]
PIECES = [
    "In operative paragraph 4,",
    "In the third preambular paragraph,",
    "replace",
    "delete",
    "insert",
    "after",
    "before",
    "“report”",
    "“as appropriate”",
    "with",
    "by",
    "and",
    ";",
    ",",
    ":",
    ".",
    "Article 2",
    "paragraph 1",
    "(a)",
    "(b) to (d)",
    "the second sentence of",
    "a new operative paragraph",
    "reading",
    "as follows",
    "the last two",
    "preambular paragraphs",
    "annex I",
    "section II",
    "throughout the text",
    "from “a” to “b”",
    "everything after",
    "move",
    "merge",
    "split",
    "swap",
    "renumber accordingly",
    "should read",
    "becomes",
    "“Thanks the host;”",
    "“open",
    "”",
    '"',
    "'",
    "1.",
    "(b)",
    "-",
    "PP2",
    "OP3 bis",
    "at the end of",
    "at the beginning of",
    "the title",
    "wherever it occurs",
    "the second occurrence of",
    "respectively",
    "…",
    "В пункте 2",
    "заменить",
    "«доклад»",
    "словами",
    "исключить",
    "第一条第二項",
    "を削る",
    "「毎年」",
    "12",
    "0",
    "99999999999",
    "last",
    "chapeau",
]
instructions = st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map(" ".join)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=40) | instructions,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["paragraphs", "kinds", "title", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)
documents = st.dictionaries(st.sampled_from(["paragraphs", "kinds", "title", "language"]), anything, max_size=4)
calm = settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))


@calm
@given(base=documents, paper=documents)
def test_no_document_breaks_it(base: dict[str, Any], paper: dict[str, Any]) -> None:
    done = amendments.apply(base, paper)

    assert all(each.outcome in ("applied", "refused") for each in done.instructions)


@calm
@given(base=st.sampled_from(BASES), words=st.lists(instructions, min_size=1, max_size=3))
def test_no_instruction_breaks_it_and_a_refused_one_changes_nothing(base: dict[str, Any], words: list[str]) -> None:
    done = amendments.apply(base, {"paragraphs": words})

    if all(each.outcome == "refused" for each in done.instructions):
        assert list(done.paragraphs) == base["paragraphs"]
        assert done.title == base["title"]
    assert all(each.reason for each in done.instructions if each.outcome == "refused")


@calm
@given(base=st.sampled_from(BASES), words=instructions)
def test_what_is_begun_like_an_instruction_is_answered(base: dict[str, Any], words: str) -> None:
    done = amendments.apply(base, {"paragraphs": [f"1. In operative paragraph 2, delete {words}"]})

    assert len(done.instructions) == 1


@calm
@given(base=st.sampled_from(BASES), words=st.text(max_size=200))
def test_no_text_breaks_it(base: dict[str, Any], words: str) -> None:
    done = amendments.apply(base, {"paragraphs": [words, f"In operative paragraph 1, replace {words}", f"Delete {words}"]})

    assert all(each.outcome in ("applied", "refused") for each in done.instructions)
    if not any(each.outcome == "applied" for each in done.instructions):
        assert list(done.paragraphs) == base["paragraphs"]


@pytest.mark.parametrize("paragraphs", [None, "Delete operative paragraph 1.", 7, {"a": "b"}, [None, 3, ["x"]]])
def test_paragraphs_of_another_shape_are_no_reason_to_break(paragraphs: Any) -> None:
    done = amendments.apply(RESOLUTION, {"paragraphs": paragraphs})
    (told,) = amendments.apply({"paragraphs": paragraphs}, {"paragraphs": ["Delete operative paragraph 1."]}).instructions

    assert len(done.paragraphs) >= len(RESOLUTION["paragraphs"]) - 1
    assert told.outcome in ("applied", "refused")


def test_a_head_that_quotes_words_is_read_with_them() -> None:
    paper = {"paragraphs": ["In the preambular paragraph beginning “Noting”:", "Delete “progress”."]}

    assert amendments.apply(AGREEMENT, paper).paragraphs[2] == "Noting the made,"


def test_a_base_of_many_figures_is_split_without_trying_every_way() -> None:
    base = {"paragraphs": [f"{'99999999999 ' * 12}x"]}

    assert amendments.apply(base, {"paragraphs": []}).paragraphs == tuple(base["paragraphs"])
