"""Agreed language: who used these words before, first, last, and in which wordings."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from nemawashi.access.viewers import Viewer
from nemawashi.kit import lineage
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.lineage import shelf
from nemawashi.lineage.queries.adopted import Precedent, of_index, precedents

__all__ = ["LONGEST", "Phrase", "Use", "WordingUse", "agreed", "closing", "is_enough", "phrase", "taken_sources"]

LONGEST = 300  # code points that are looked up; longer words are a clause, and have an ancestry
FEWEST_WORDS, FEWEST_SIGNS = 3, 4
MOST_WORDINGS = 40
LEAST_SHARE = 0.6
MOST_STEPS_BACK = 12
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
class WordingUse:
    """One wording of a phrase, with the clauses that use it, oldest first."""

    words: str
    share: float
    uses: tuple[Use, ...]

    @property
    def first(self) -> ImpreciseDate | None:
        return next((use.row.on for use in self.uses if use.row.on), None)

    @property
    def last(self) -> ImpreciseDate | None:
        return next((use.row.on for use in reversed(self.uses) if use.row.on), None)


@dataclass(frozen=True)
class Phrase:
    """Every use of a phrase. ``first`` and ``last`` are those of its very words; ``wordings`` by their first use."""

    wordings: tuple[WordingUse, ...]
    is_cut: bool = False

    @property
    def uses(self) -> list[Use]:
        """Of the words as they were asked for, oldest first."""
        return _by_date(use for wording in self.wordings if wording.share >= 1 for use in wording.uses)

    @property
    def first(self) -> Use | None:
        return next(iter(self.uses), None)

    @property
    def last(self) -> Use | None:
        return next(iter(self.uses[::-1]), None)

    @property
    def count(self) -> int:
        return sum(len(wording.uses) for wording in self.wordings)


def _by_date(uses: Iterable[Use]) -> list[Use]:
    return sorted(uses, key=lambda use: (use.row.date or "9999", use.row.document, use.row.rank))


def phrase(words: str, *, language: str = "", viewer: Viewer) -> Phrase:
    """First use, last use and every wording in between."""
    asked = words.strip()[:LONGEST]
    if not is_enough(asked):
        return Phrase(())
    index = shelf.open_index()
    matches = _back_to_the_first(index, asked, language)
    same = {match.clause.id: _same(index, match) for match in matches if match.others}
    clauses = [clause for match in matches for clause in (match.clause, *same.get(match.clause.id, ()))]
    rows = precedents([clause.id for clause in clauses], viewer=viewer)
    groups: dict[str, list[Use]] = defaultdict(list)
    for match in matches:
        for clause in (match.clause, *same.get(match.clause.id, ())):
            row = of_index(clause, rows)
            if row and row.words == clause.text:
                start = match.start if clause.text == match.clause.text else clause.text.find(match.words)
                if start >= 0:
                    groups[_plain(match.words)].append(Use(row, start, start + len(match.words), match.share))
    wordings = [_wording(uses) for uses in groups.values()]
    wordings.sort(key=lambda wording: (wording.uses[0].row.date or "9999", -wording.share))
    return Phrase(tuple(wordings), is_cut=len(matches) >= MOST_WORDINGS)


def _back_to_the_first(index: lineage.Index, words: str, language: str) -> list[lineage.Match]:
    """The nearest uses, and further back the oldest ones of the very words, however many lie between."""
    matches = _matches(index, words, language, MOST_WORDINGS)
    by_id = {match.clause.id: match for match in matches}
    for _step in range(MOST_STEPS_BACK):
        dates = [match.clause.date for match in matches if match.share >= 1 and match.clause.date]
        if len(matches) < MOST_WORDINGS // 2 or not dates:
            break
        matches = [
            match
            for match in _matches(index, words, language, MOST_WORDINGS, before=min(dates))
            if match.share >= 1 and match.clause.date < min(dates)
        ]
        by_id = {match.clause.id: match for match in matches} | by_id
    return list(by_id.values())


def _wording(uses: list[Use]) -> WordingUse:
    once = _by_date({(use.row.ref, use.row.language): use for use in uses}.values())
    return WordingUse(once[0].matched, max(use.share for use in once), tuple(once))


def _plain(words: str) -> str:
    return " ".join(words.casefold().split()).strip(" .,;:")


def _same(index: lineage.Index, match: lineage.Match) -> list[lineage.IndexedClause]:
    """The other clauses of the very wording: the index tells one for all of them."""
    descent = index.find(match.clause.text, language=match.clause.language, limit=MOST_WORDINGS)
    return [
        source.clause
        for source in (*descent.sources, *descent.rejected)
        if source.kind == lineage.Kind.EXACT and source.clause.id != match.clause.id and match.words in source.clause.text
    ]


def taken_sources(refs: str, words: str, *, viewer: Viewer) -> list[Precedent]:
    """The agreed clauses among ``refs`` of whose words at least three in a row still stand in ``words``.

    A source whose words were typed over is no source any more.
    """
    rows = precedents(refs.split(), viewer=viewer)
    return [row for row in rows.values() if any(_shares_words(version, words) for version in row.versions.values())]


def _shares_words(one: str, other: str) -> bool:
    return any(step.op == lineage.Op.KEEP and is_enough(step.after) for step in lineage.align(one, other))
