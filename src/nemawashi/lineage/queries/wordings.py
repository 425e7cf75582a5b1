"""Agreed language: who used these words before, first, last, and in which wordings."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from nemawashi.access.viewers import Viewer
from nemawashi.kit import lineage
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.lineage import shelf
from nemawashi.lineage.queries.adopted import Precedent, of_index, precedents

__all__ = [
    "LONGEST", "Phrase", "Tally", "Use", "WordingUse", "agreed", "closing", "is_enough", "is_phrase", "phrase",
    "taken_sources", "tally",
]  # fmt: skip

LONGEST = 300  # code points that are looked up; longer words are a clause, and have an ancestry
FEWEST_WORDS, FEWEST_SIGNS = 3, 4
MOST_WORDINGS = 40
LEAST_SHARE = 0.6
MOST_SHOWN = 12
ROOM = 120
_SIGNS = re.compile("[぀-ヿ㐀-䶿一-鿿]")
_SENTENCE_END = re.compile(r"[.;:!?](?=\s|$)|[。；]|\n")


@dataclass(frozen=True)
class Use:
    """A clause that uses the words that are looked up, from ``start`` to ``end``; ``others`` have the same wording."""

    row: Precedent
    start: int
    end: int
    share: float
    others: int = 0

    @property
    def before(self) -> str:
        return self.row.words[: self.start]

    @property
    def matched(self) -> str:
        return self.row.words[self.start : self.end]

    @property
    def rest(self) -> str:
        """What follows to the end of the sentence: with ``matched`` the passage that a delegate takes over."""
        return self.row.words[self.end : self._passage_end]

    @property
    def after(self) -> str:
        return self.row.words[self._passage_end :]

    @property
    def lead(self) -> str:
        """What stands before, cut to what a list has room for."""
        if len(self.before) <= ROOM:
            return self.before
        cut = self.before[-ROOM:]
        return f"… {cut[cut.find(' ') + 1 :]}"

    @property
    def tail(self) -> str:
        """What stands after the passage, cut in the same way."""
        if len(self.after) <= ROOM:
            return self.after
        cut = self.after[:ROOM]
        return f"{cut[: cut.rfind(' ')] if ' ' in cut else cut} …"

    @property
    def _passage_end(self) -> int:
        stop = _SENTENCE_END.search(self.row.words, self.end)
        return stop.start() if stop else len(self.row.words)

    @property
    def passage(self) -> str:
        return self.row.words[self.start : self._passage_end].strip()

    @property
    def closing(self) -> str:
        """The mark that ends the sentence of the passage; it is taken over where nothing follows in the box."""
        return closing(self.row.words, self._passage_end)

    @property
    def passage_span(self) -> str:
        return f"{self.start}-{self._passage_end}"

    @property
    def is_part(self) -> bool:
        return self.passage != self.row.words.strip().rstrip(".;:。；")


def closing(words: str, at: int) -> str:
    return words[at : at + 1] if _SENTENCE_END.match(words, at) else ""


def is_enough(words: str) -> bool:
    """Whether so much was typed that looking it up says something: three words, or four signs of Japanese."""
    return len(words.split()) >= FEWEST_WORDS or len(_SIGNS.findall(words)) >= FEWEST_SIGNS


def _matches(index: lineage.Index, words: str, language: str, limit: int, before: str = "") -> list[lineage.Match]:
    """What the index completes, without clauses that share too few of the words: a standing word says nothing."""
    typed = words.split()
    matches = [_to_the_cut(match, typed) for match in index.complete(words, before=before, language=language, limit=limit)]
    fewest = min(FEWEST_WORDS, len(typed)) if not _SIGNS.search(words) else 0
    return [match for match in matches if match.share >= LEAST_SHARE and round(match.share * len(typed)) >= fewest]


def _to_the_cut(match: lineage.Match, typed: list[str]) -> lineage.Match:
    """The match with the last word in it of which only a beginning was typed."""
    rest = match.clause.text[match.end :]
    inner = rest.lstrip()
    if match.share >= 1 or not typed or not inner.casefold().startswith(typed[-1].casefold()):
        return match
    end = match.end + len(rest) - len(inner) + len(typed[-1])
    return replace(match, end=end, share=min(1.0, match.share + 1 / len(typed)))


def agreed(words: str, *, language: str = "", limit: int = 8, viewer: Viewer) -> list[Use]:
    """The adopted clauses that use ``words``, best first, one for each wording. ``words`` may stop within a word.

    Raises ``shelf.NotBuiltError``.
    """
    matches = _matches(shelf.open_index(), words.strip(), language, limit)
    rows = precedents([match.clause.id for match in matches], viewer=viewer)
    uses = []
    for match in matches:
        row = of_index(match.clause, rows)
        if row and row.words == match.clause.text:  # else the index has not followed yet, and marks would be off
            uses.append(Use(row, match.start, match.end, match.share, match.others))
    return uses


@dataclass(frozen=True)
class Tally:
    """All clauses in which words stand as they were asked for: how many, in how many documents, from when to when.

    ``newest``: some of them, the newest first. Not ``is_whole`` where they were too many to be read one by one.
    """

    uses: int
    documents: int
    first: ImpreciseDate | None
    last: ImpreciseDate | None
    newest: tuple[Use, ...]
    oldest: Use | None
    is_whole: bool


NOBODY = Tally(0, 0, None, None, (), None, is_whole=True)


def tally(words: str, *, language: str = "", most: int = MOST_WORDINGS, viewer: Viewer) -> Tally:
    """Every agreed use of ``words``, however few or many words they are. Raises ``shelf.NotBuiltError``."""
    (counted,) = _tallies(shelf.open_index(), [words], language, most, viewer)
    return counted


def _tallies(index: lineage.Index, wordings: Sequence[str], language: str, most: int, viewer: Viewer) -> Iterator[Tally]:
    """One for each of the wordings; the rows of all in one go."""
    hidden = shelf.hidden_from(viewer)
    counted = [_known(index.uses(words, language=language), hidden) for words in wordings]
    oldest = [min((each for each in there if each.clause.date), key=_age, default=None) for there, _ in counted]
    shown = [[*there[:most], *([old] if old else [])] for (there, _), old in zip(counted, oldest, strict=True)]
    rows = precedents([each.clause.id for some in shown for each in some], viewer=viewer)
    for (there, is_whole), old in zip(counted, oldest, strict=True):
        dates = sorted(each.clause.date for each in there if each.clause.date)
        yield Tally(
            uses=len({each.clause.id for each in there}),
            documents=len({each.clause.document for each in there}),
            first=ImpreciseDate.parse(dates[0]) if dates else None,
            last=ImpreciseDate.parse(dates[-1]) if dates else None,
            newest=tuple(use for each in there[:most] if (use := _use(each, rows))),
            oldest=_use(old, rows) if old else None,
            is_whole=is_whole,
        )


def _known(counted: tuple[list[lineage.Standing], bool], hidden: Collection[str]) -> tuple[list[lineage.Standing], bool]:
    there, is_whole = counted
    return [each for each in there if each.clause.document not in hidden], is_whole


def _age(each: lineage.Standing) -> tuple[str, str]:
    return each.clause.date, each.clause.id


def _use(each: lineage.Standing, rows: Mapping[str, Precedent]) -> Use | None:
    row = of_index(each.clause, rows)
    return Use(row, each.start, each.end, 1.0) if row and row.words == each.clause.text else None


@dataclass(frozen=True)
class WordingUse:
    """One wording of a phrase, with the newest of the clauses that use it, and all of them counted."""

    words: str
    share: float
    tally: Tally

    @property
    def uses(self) -> tuple[Use, ...]:
        return self.tally.newest

    @property
    def first(self) -> ImpreciseDate | None:
        return self.tally.first

    @property
    def last(self) -> ImpreciseDate | None:
        return self.tally.last


@dataclass(frozen=True)
class Phrase:
    """Every use of a phrase: of its very words first, then of wordings that share most of them."""

    wordings: tuple[WordingUse, ...]
    is_cut: bool = False

    @property
    def tally(self) -> Tally:
        """Of the words as they were asked for."""
        return next((wording.tally for wording in self.wordings if wording.share >= 1), NOBODY)

    @property
    def first(self) -> Use | None:
        return self.tally.oldest

    @property
    def last(self) -> Use | None:
        return next((use for use in self.tally.newest if use.row.on), None)


def is_phrase(words: str) -> bool:
    """Whether there is a word in it whose uses can be counted."""
    return any(map(str.isalnum, words))


def phrase(words: str, *, language: str = "", viewer: Viewer) -> Phrase:
    """First use, last use and every wording in between. Raises ``shelf.NotBuiltError``."""
    asked = words.strip()[:LONGEST]
    if not is_phrase(asked):
        return Phrase(())
    index = shelf.open_index()
    matches = _matches(index, asked, language, MOST_WORDINGS) if is_enough(asked) else []
    others: dict[str, float] = {}
    for match in matches:
        stretch = _to_the_end_of_the_word(match)
        if _plain(stretch) != _plain(asked):
            others.setdefault(_plain(stretch), min(match.share, 0.99))
    tallies = _tallies(index, [asked, *others], language, MOST_SHOWN, viewer)
    asked_for = [(asked, 1.0), *others.items()]
    made = [WordingUse(said, share, each) for (said, share), each in zip(asked_for, tallies, strict=True)]
    wordings = [WordingUse(each.uses[0].matched, each.share, each.tally) for each in made if each.uses]
    wordings.sort(key=_closest_and_newest)
    return Phrase(tuple(wordings), is_cut=len(matches) >= MOST_WORDINGS)


def _closest_and_newest(wording: WordingUse) -> tuple[float, int]:
    return -round(wording.share, 1), -(wording.last.latest.toordinal() if wording.last else 0)


def _to_the_end_of_the_word(match: lineage.Match) -> str:
    text, end = match.clause.text, match.end
    if not _SIGNS.search(text[max(0, end - 1) : end]):
        while end < len(text) and text[end].isalnum():
            end += 1
    return text[match.start : end]


def _plain(words: str) -> str:
    return " ".join(words.casefold().split()).strip(" .,;:")


def taken_sources(refs: str, words: str, *, viewer: Viewer) -> list[Precedent]:
    """The agreed clauses among ``refs`` of whose words at least three in a row still stand in ``words``.

    A source whose words were typed over is no source any more.
    """
    rows = precedents(refs.split(), viewer=viewer)
    return [row for row in rows.values() if any(_shares_words(version, words) for version in row.versions.values())]


def _shares_words(one: str, other: str) -> bool:
    return any(step.op == lineage.Op.KEEP and is_enough(step.after) for step in lineage.align(one, other))
