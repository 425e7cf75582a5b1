"""A collection: documents with what is known of each, and their tokens, cut once."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nemawashi.kit.counting import signs
from nemawashi.kit.counting.analysers import VERSION, Forms, analyser_of, namer
from nemawashi.kit.counting.gaps import Cross
from nemawashi.kit.counting.tokens import Tokens, joined, renamed, spelled, tokens


@dataclass(frozen=True, slots=True)
class CountedDocument:
    """A document: its text in NFC with line feeds, since its places are those of code points in this very text."""

    id: str
    text: str
    language: str = "en"
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def date(self) -> str:
        return self.attributes.get("date", "")

    @property
    def year(self) -> str:
        return self.date[:4]


@dataclass(frozen=True, slots=True)
class Semantics:
    """What counts as a word and as a match. Tools differ by a fifth on the same words, so every result says this."""

    hyphens: str = "join"  # join: co-operation is one word; split: two
    apostrophes: str = "join"  # join: Asia's is one word; split: two
    case: str = "fold"  # keep: a match has the capitals of what was asked
    cross: Cross = Cross.STOP
    forms: Forms = Forms.EXACT

    def row(self) -> dict[str, str]:
        return {name: str(getattr(self, name)) for name in ("hyphens", "apostrophes", "case", "cross", "forms")}


WORDS = Semantics()
SEARCH = Semantics(hyphens="split", apostrophes="split")
QUANTEDA = Semantics(cross=Cross.DOCUMENT)


class Collection:
    """Documents in one order, with one set of types. Two that are compared are parts of one."""

    def __init__(self, documents: Iterable[CountedDocument], *, name: str = "", keep_in: Path | None = None) -> None:
        """``keep_in``: a folder for the tokens, so that the next one who asks finds them there."""
        self.documents = tuple(documents)
        self.name = name
        self.keep_in = keep_in
        self._words: dict[tuple[bool, bool], Tokens] = {}
        self._forms: dict[tuple[bool, bool, Forms], Tokens] = {}

    def __len__(self) -> int:
        return len(self.documents)

    @cached_property
    def texts(self) -> Sequence[str]:
        return [document.text for document in self.documents]

    @cached_property
    def hash(self) -> str:
        """SHA-256 of ids, languages and texts: the same words in the same order have the same."""
        digest = hashlib.sha256()
        for document in self.documents:
            digest.update(f"{document.id}\x1f{document.language}\x1f{len(document.text)}\x1f".encode("utf-8", "replace"))
            digest.update(document.text.encode("utf-8", "surrogatepass"))
        return digest.hexdigest()

    @cached_property
    def analysers(self) -> tuple[str, ...]:
        """The names of the analysers that cut these documents."""
        return tuple(sorted({analyser_of(document.language).name for document in self.documents}))

    @cached_property
    def parts(self) -> Tokens:
        """The smallest parts of the words: what searches look at."""
        folder = self.keep_in / f"{self.hash[:32]}-{VERSION}" if self.keep_in else None
        if folder is not None and (kept := Tokens.load(folder)) is not None:
            return kept
        cut = tokens(map(_prepared, self.documents), signs=sum(map(len, self.texts)))
        if folder is not None:
            cut.save(folder)
        return cut

    def words(self, semantics: Semantics = WORDS) -> Tokens:
        """Words as they are counted."""
        key = (semantics.hyphens == "join", semantics.apostrophes == "join")
        if semantics.forms is Forms.LEMMA and (of := self._cut_by_dictionary()):
            return self._by_dictionary(key, of)
        if key not in self._words:
            self._words[key] = joined(self.parts, self.texts, hyphens=key[0], apostrophes=key[1])
        if semantics.forms is Forms.EXACT:
            return self._words[key]
        named = (*key, semantics.forms)
        if named not in self._forms:
            self._forms[named] = renamed(self._words[key], self.namer(semantics.forms))
        return self._forms[named]

    def _cut_by_dictionary(self) -> list[int]:
        return [n for n, each in enumerate(self.documents) if analyser_of(each.language).words is not None]

    def _by_dictionary(self, key: tuple[bool, bool], of: Sequence[int]) -> Tokens:
        """Words where a dictionary cuts them, as their lemmas; documents of other languages have lemmas of their own."""
        named = (*key, Forms.LEMMA)
        if named not in self._forms:
            begins: dict[int, npt.NDArray[np.int64]] = {}
            lemmas: dict[str, str] = {}
            for number in of:
                cut = analyser_of(self.documents[number].language).words
                rows = list(cut()(self.texts[number])) if cut is not None else []
                begins[number] = np.array([place for place, _, _ in rows], np.int64)
                lemmas |= {spelled(form): spelled(lemma) for _, form, lemma in rows}
            words = joined(self.parts, self.texts, hyphens=key[0], apostrophes=key[1], known=begins)
            others = self.namer(Forms.LEMMA)
            self._forms[named] = renamed(words, lambda form: lemmas.get(form) or others(form))
        return self._forms[named]

    def namer(self, forms: Forms) -> Callable[[str], str]:
        """What a form is counted as. Of several languages of one script, the first that a stem is known for."""
        languages = sorted({document.language for document in self.documents})
        if len(languages) < 2:
            return namer(languages[0] if languages else "", forms)
        return _by_script({language: namer(language, forms) for language in languages})

    def where(self, chosen: Callable[[CountedDocument], bool]) -> npt.NDArray[np.int64]:
        """The numbers of the documents of which something holds."""
        return np.array([n for n, document in enumerate(self.documents) if chosen(document)], np.int64)


def _by_script(namers: Mapping[str, Callable[[str], str]]) -> Callable[[str], str]:
    latin = [code for code in namers if code[:2] not in ("ru", "kk", "ky", "tg", "ja") and "yrl" not in code]
    cyrillic = [code for code in namers if code[:2] in ("ru", "kk", "ky", "tg") or "yrl" in code]
    first = (namers[latin[0]] if latin else str, namers[cyrillic[0]] if cyrillic else str)

    def name(form: str) -> str:
        if "\u0400" <= form[:1] <= "\u052f":
            return first[1](form)
        return first[0](form) if form.isascii() else form

    return name


def _prepared(document: CountedDocument) -> str:
    """The text with its blank lines marked; as long as it was."""
    text = document.text
    prepare = analyser_of(document.language).prepare
    if prepare is not None:
        text = prepare(text)
    if signs.DOCUMENT_END in text:
        text = text.replace(signs.DOCUMENT_END, " ")
    return text.replace("\n\n", signs.CLAUSE_END * 2)


def together(*collections: Collection) -> tuple[Collection, list[npt.NDArray[np.int64]]]:
    """Collections as one, and the numbers of the documents of each in it."""
    whole = Collection([document for each in collections for document in each.documents])
    ends = np.cumsum([0, *map(len, collections)])
    return whole, [np.arange(ends[n], ends[n + 1]) for n in range(len(collections))]
