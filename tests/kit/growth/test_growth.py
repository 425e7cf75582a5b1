"""No reader of what people send or paste costs more than 2.5 times the work at double the size, whatever is repeated.

Work is time of the processor, over two doublings and the best of some tries, so that what runs beside weighs little.
"""

from collections.abc import Callable
from functools import partial

import pytest
from tests.kit.growth.measuring import growth
from tests.kit.growth.readers import READERS, WORD_READERS, Reader
from tests.kit.growth.tokens import NESTED, TOKENS, in_many, in_one, nested

pytestmark = [pytest.mark.growth, pytest.mark.slow]
ONE, MANY = 1_500, 6_000  # signs of a paragraph, and of a text; four times as many are within all bounds
LONG = (
    "brackets", "compilation", "amendments", "Word", "corpus, text", "corpus, HTML", "typed text", "typed Markdown",
    "typed HTML", "XLIFF", "search", "corpus, PDF",
)  # fmt: skip


def _steep(read: Reader, made: dict[str, Callable[[int], str]], size: int) -> dict[str, str]:
    rows = {name: growth(read, make, size) for name, make in made.items()}
    return {
        name: f"{row.small:.3f} s, {row.large:.3f} s, x{row.times:.1f}" for name, row in rows.items() if not row.is_linear
    }


@pytest.mark.parametrize("name", READERS)
def test_a_paragraph_of_one_thing_repeated(name: str) -> None:
    assert _steep(READERS[name], {token: partial(in_one, token) for token in TOKENS}, ONE) == {}


@pytest.mark.parametrize("name", LONG)
def test_paragraphs_of_one_thing_repeated(name: str) -> None:
    tokens = [token for token in TOKENS if "\n" not in token]

    assert _steep(READERS[name], {token: partial(in_many, token) for token in tokens}, MANY) == {}


@pytest.mark.parametrize("name", READERS)
def test_what_is_nested(name: str) -> None:
    assert _steep(READERS[name], {low: partial(nested, (low, high)) for low, high in NESTED}, ONE) == {}


@pytest.mark.parametrize("name", WORD_READERS)
def test_parts_of_a_word_file_repeated(name: str) -> None:
    assert _steep(lambda words: WORD_READERS[name](len(words)), {name: lambda size: "x" * size}, 400) == {}


def test_the_measure_tells_a_square_from_a_line() -> None:
    def square(words: str) -> int:
        return sum(1 for _one in words for _other in words)

    def line(words: str) -> int:
        return sum(1 for _one in words * 1_000)

    assert not growth(square, lambda size: "a" * size, ONE).is_linear
    assert growth(line, lambda size: "a" * size, ONE).is_linear
