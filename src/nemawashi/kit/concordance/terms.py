"""Terms in the words of a clause, and whether the translation uses what they are called in its language."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import yaml

from nemawashi.kit.concordance.values import Mark, mark
from nemawashi.kit.languages import base
from nemawashi.kit.words import stems

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SIGNS = ("ja", "zh")  # languages without blanks between words


@dataclass(frozen=True, slots=True)
class Term:
    """What one thing is called, by language; the first form is the one to be preferred."""

    key: str
    forms: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class TermUse:
    """A term in the source, what it is called in the target's language, and where the target uses it, if it does."""

    key: str
    source: Mark
    forms: tuple[str, ...]
    target: Mark | None = None

    @property
    def is_used(self) -> bool:
        return self.target is not None


@dataclass(frozen=True, slots=True)
class Glossary:
    """Terms made ready for being looked for; terms of one word before terms of several are never found within them."""

    terms: tuple[Term, ...]
    by_stem: Mapping[tuple[str, str], tuple[tuple[tuple[str, ...], int], ...]]

    @classmethod
    def of(cls, terms: Iterable[Term]) -> "Glossary":
        rows = tuple(terms)
        by_stem: dict[tuple[str, str], set[tuple[tuple[str, ...], int]]] = defaultdict(set)
        for at, term in enumerate(rows):
            for language, forms in term.forms.items():
                for form in forms:
                    cut = (form,) if language in _SIGNS else _stems(form)
                    if cut and (len(cut) > 1 or len(cut[0]) > 1):
                        by_stem[(language, cut[0][0] if language in _SIGNS else cut[0])].add((cut, at))
        return cls(rows, {key: tuple(sorted(rows, key=_longest)) for key, rows in by_stem.items()})

    def keys_in(self, words: str, language: str) -> set[str]:
        """The terms that the words use."""
        return {self.terms[key].key for _, keys in _term_places(words, self, base(language)) for key in keys}


def _longest(row: tuple[tuple[str, ...], int]) -> tuple[int, int, int]:
    return -len(row[0]), -sum(len(part) for part in row[0]), row[1]


@lru_cache(maxsize=1)
def own() -> tuple[Term, ...]:
    """The words of the field of the project's own glossary."""
    rows = yaml.safe_load((resources.files("nemawashi.kit.concordance") / "terms.yaml").read_text(encoding="utf-8"))
    return tuple(
        Term(key, {code: tuple(forms) for code, forms in by_language.items()}) for key, by_language in rows.items()
    )


def proposed(source: str, target: str, glossary: Glossary, *, source_language: str, target_language: str) -> list[TermUse]:
    """The terms of the source that have a name in the target's language, each once, in their order."""
    code, other = base(source_language), base(target_language)
    uses: dict[tuple[str, ...], TermUse] = {}
    used: dict[int, Mark] = {}
    for place, keys in _term_places(target, glossary, other):
        for key in keys:
            used.setdefault(key, place)
    for place, keys in _term_places(source, glossary, code):
        named = [key for key in keys if glossary.terms[key].forms.get(other)]
        if not named:
            continue
        forms = tuple(dict.fromkeys(form for key in named for form in glossary.terms[key].forms[other]))
        if forms not in uses:
            done = next((used[key] for key in named if key in used), None) or _plainly(target, forms, other)
            uses[forms] = TermUse(glossary.terms[named[0]].key, place, forms, done)
    return list(uses.values())


def _plainly(target: str, forms: Sequence[str], language: str) -> Mark | None:
    """A form that stands in the target within a longer term."""
    if language in _SIGNS:
        return next((mark(target, at, at + len(form)) for form in forms if (at := target.find(form)) >= 0), None)
    tokens = _tokens(target)
    for form in forms:
        cut = _stems(form)
        for at in range(len(tokens) - len(cut) + 1):
            if cut and tuple(row[0] for row in tokens[at : at + len(cut)]) == cut:
                return mark(target, tokens[at][1], tokens[at + len(cut) - 1][2])
    return None


def _term_places(words: str, glossary: Glossary, language: str) -> list[tuple[Mark, list[int]]]:
    """Places of terms, the longest at each place, and all terms that have this form."""
    return _in_signs(words, glossary, language) if language in _SIGNS else _in_words(words, glossary, language)


def _in_words(words: str, glossary: Glossary, language: str) -> list[tuple[Mark, list[int]]]:
    tokens, places, at = _tokens(words), [], 0
    while at < len(tokens):
        rows = [
            (cut, key)
            for cut, key in glossary.by_stem.get((language, tokens[at][0]), ())
            if tuple(row[0] for row in tokens[at : at + len(cut)]) == cut
        ]
        size = len(rows[0][0]) if rows else 1
        if rows:
            place = mark(words, tokens[at][1], tokens[at + size - 1][2])
            places.append((place, [key for cut, key in rows if len(cut) == size]))
        at += size
    return places


def _in_signs(words: str, glossary: Glossary, language: str) -> list[tuple[Mark, list[int]]]:
    places, at = [], 0
    while at < len(words):
        rows = [
            (cut[0], key) for cut, key in glossary.by_stem.get((language, words[at]), ()) if words.startswith(cut[0], at)
        ]
        size = max((len(form) for form, _ in rows), default=1)
        if rows:
            places.append((mark(words, at, at + size), [key for form, key in rows if len(form) == size]))
        at += size
    return places


def _tokens(words: str) -> list[tuple[str, int, int]]:
    return [(_stem(word[0]), word.start(), word.end()) for word in _WORD.finditer(words)]


def _stems(form: str) -> tuple[str, ...]:
    return tuple(row[0] for row in _tokens(form))


def _stem(word: str) -> str:
    """Abbreviations stay as they are: an inflected word must not be taken for one."""
    if len(word) > 1 and word.isupper():
        return word
    folded = word.casefold().replace("ё", "е")
    return stems.latin(folded) if folded.isascii() else stems.cyrillic(folded)
