"""Words by a dictionary, each an extra: lemmas of Russian (pymorphy3, MIT), words of Japanese (SudachiPy, Apache 2.0)."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from nemawashi.kit.faults import NotThereError

_LINE = 10_000  # signs that Sudachi is given at once; it refuses some 16,000


class NoDictionaryError(NotThereError):
    """A form of analysis needs a library that is not installed."""

    word = "no dictionary"


@lru_cache(maxsize=1)
def russian() -> Callable[[str], str]:
    """The lemma of a form; each form is asked for once."""
    try:
        import pymorphy3  # noqa: PLC0415  optional
    except ImportError as fault:
        raise NoDictionaryError("lemmas of Russian need more libraries: pip install 'nemawashi[lemmas]'") from fault
    morphology: Any = pymorphy3.MorphAnalyzer()
    return lru_cache(maxsize=None)(lambda word: str(morphology.parse(word)[0].normal_form).replace("ё", "е"))


@lru_cache(maxsize=1)
def japanese() -> Callable[[str], Iterator[tuple[int, str, str]]]:
    """The words of a text, the longest that the dictionary knows: place, form and lemma of each."""
    try:
        from sudachipy import Dictionary, SplitMode  # noqa: PLC0415  optional

        cutter: Any = Dictionary(dict="small").create(SplitMode.C)
    except (ImportError, OSError, ValueError) as fault:
        raise NoDictionaryError("words of Japanese need more libraries: pip install 'nemawashi[lemmas]'") from fault

    def words(text: str) -> Iterator[tuple[int, str, str]]:
        at = 0
        for line in text.splitlines(keepends=True):
            for start in range(0, len(line), _LINE):
                for morpheme in cutter.tokenize(line[start : start + _LINE]):
                    yield at + start + morpheme.begin(), morpheme.surface(), morpheme.dictionary_form()
            at += len(line)

    return words
