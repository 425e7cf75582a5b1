"""The one question: what in the record answers these words, as far as the viewer may see.

Every entry that is counted or listed has been confirmed by the queries of its noun for this viewer, so a stale index
shows nobody anything. Entries of other audiences make no word rarer and mend no typing error.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pyroaring import BitMap

from nemawashi.access.viewers import Viewer
from nemawashi.kit.words.analysis import SURE, Unit, Way, asked
from nemawashi.kit.words.marking import Part, marked, snippet
from nemawashi.kit.words.reading import Script
from nemawashi.search import postings
from nemawashi.search.lexicon import lexicon
from nemawashi.search.models import Entry
from nemawashi.search.postings import NOBODY, Held
from nemawashi.search.tellers import TELLERS
from nemawashi.search.terms import Noun, audiences

MOST = 1000
_MOST_PARTS = 12
FILTERS = ("noun", "track", "year", "party", "pillar", "language")
_MENDED = 0.5
_LONG = 7
_MOST_ALIKE = 6
_IN_TITLE, _IN_NAMES, _IN_WORDS = 3.0, 1.6, 1.0
# What a reader more often means when both answer alike; nouns that are not here weigh 1.
_PRIOR = {
    Noun.PARTY: 1.25, Noun.PERSON: 1.2, Noun.MEETING: 1.2, Noun.TEXT: 1.2, Noun.CONCEPT: 1.2, Noun.TRACK: 1.15,
    Noun.SOURCE: 0.9, Noun.CLAIM: 0.75, Noun.AGENDA_ITEM: 0.8, Noun.EVENT: 0.85, Noun.CONFLICT: 0.9, Noun.DECISION: 0.9,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that answers. ``words`` are filled for the hits of a page only."""

    pk: int
    ref: str
    noun: str
    audience: str
    title: str
    language: str
    date: str
    year: int | None
    track: str
    parties: tuple[str, ...]
    pillar: str
    shown: Mapping[str, object]
    page_ref: str
    title_size: int
    score: float = 0.0
    words: str = ""

    def of(self, name: str) -> tuple[str, ...]:
        """The values by which a filter of that name chooses."""
        if name == "party":
            return self.parties
        value = getattr(self, name)
        return (str(value),) if value else ()


@dataclass(frozen=True)
class Found:
    """The answer. ``hits`` are all that the filters leave, best first; ``is_cut``: there are more than ``MOST``.

    ``counts``: for each filter, how many hits each value would leave beside the other filters. ``mended``: the tokens
    that were taken for a word that nobody has as typed. ``wanted``: the tokens whose words are marked.
    """

    hits: Sequence[Hit] = ()
    counts: Mapping[str, Counter[str]] = field(default_factory=dict)
    mended: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    wanted: frozenset[str] = frozenset()
    is_cut: bool = False
    is_loose: bool = False

    def marked(self, text: str) -> list[Part]:
        return marked(text, self.wanted, lexicon())

    def snippet(self, text: str) -> list[Part]:
        return snippet(text, self.wanted, lexicon())


def found(question: str, *, viewer: Viewer, filters: Mapping[str, str] | None = None) -> Found:
    """What answers all parts of the question; where nothing does, what answers all but one, and so on."""
    chosen = {name: value for name, value in (filters or {}).items() if value}
    units = asked(question, lexicon())[:_MOST_PARTS]
    if not units:
        return Found()
    held = postings.held_by(_tokens(units) | _audience_tokens(viewer) | {f"f:{n}:{v}" for n, v in chosen.items()})
    visible = postings.union(held.get(token, NOBODY).names for token in _audience_tokens(viewer))
    units, mended = _mended(question, units, held, visible)
    answers = [_answer(unit, held, visible) for unit in units]
    candidates, parts = _candidates(answers, visible)
    picked = candidates
    if len(candidates) > MOST:
        # Then filters choose before the cut, or they could not reach what lies beyond it.
        for name, value in chosen.items():
            picked &= held.get(f"f:{name}:{value}", NOBODY).names
    cut = _cut(picked, units, held)
    hits = _ranked(_confirmed(_read(cut), viewer), units, held, visible)
    return Found(
        hits=[hit for hit in hits if _passes(hit, chosen)],
        counts={name: _count(hits, name, chosen) for name in FILTERS},
        mended=mended,
        wanted=frozenset(_tokens(units)),
        is_cut=len(picked) > MOST,
        is_loose=0 < parts < len(units),
    )


def with_words(hits: Sequence[Hit]) -> list[Hit]:
    """The hits of a page with the words to show of them, in one statement."""
    words = dict(Entry.objects.filter(pk__in=[hit.pk for hit in hits]).values_list("pk", "words"))
    return [replace(hit, words=words.get(hit.pk, "")) for hit in hits]


def _tokens(units: Iterable[Unit]) -> set[str]:
    return {token for unit in units for way in unit.ways for token in way.tokens}


def _audience_tokens(viewer: Viewer) -> set[str]:
    return {f"f:audience:{audience}" for audience in audiences(viewer)}


def _having(way: Way, held: Mapping[str, Held], visible: BitMap) -> BitMap:
    """The visible entries that have all tokens of a way."""
    whole = visible
    for token in way.tokens:
        whole = whole & held.get(token, NOBODY).whole
        if not whole:
            break
    return whole


def _answer(unit: Unit, held: Mapping[str, Held], visible: BitMap) -> BitMap:
    return postings.union(_having(way, held, visible) for way in unit.ways)


def _is_known(unit: Unit, held: Mapping[str, Held], visible: BitMap) -> bool:
    """Whether the unit holds no typing error: the lexicon knows it, or some visible entry has it as typed."""
    return unit.is_sure or any(_having(way, held, visible) for way in unit.ways if way.weight >= SURE)


def _near(unit: Unit, held: dict[str, Held], visible: BitMap) -> list[str]:
    """Tokens spelt almost alike that this viewer may know of. What is read for them is put into ``held``.

    Where entries have a name that sounds alike, only for one letter in a long word: Токаев is a name by its sound and
    no slip for Токио; корридор is a slip, though some title has it as Corridor.
    """
    is_name = unit.script is not Script.LATIN and bool(_answer(unit, held, visible))
    said = unit.said if unit.script is Script.JAPANESE else unit.ways[0].tokens[0][2:]
    if is_name and len(said) < _LONG:
        return []
    alike = postings.alike(said, unit.script, most=1 if is_name else 2)
    if not alike and unit.run:
        alike = postings.alike(unit.run, unit.script)
    if missing := {each for token in alike for each in (token, *postings.equivalents(token))} - held.keys():
        held |= postings.held_by(missing)
    known = [token for token in alike if postings.is_in_lexicon(token) or held.get(token, NOBODY).whole & visible]
    return known[:_MOST_ALIKE]


def _mended(
    question: str, units: list[Unit], held: dict[str, Held], visible: BitMap
) -> tuple[list[Unit], dict[str, tuple[str, ...]]]:
    """The units, those that are not known widened by what is spelt almost alike."""
    near = {unit: _near(unit, held, visible) for unit in units if not _is_known(unit, held, visible)}
    if not near:
        return units, {}
    instead = {unit.ways[0].tokens[0]: found[0] for unit, found in near.items() if found and found[0][0] != "t"}
    again = asked(question, lexicon(), instead)
    mended: list[Unit] = []
    told: dict[str, tuple[str, ...]] = {}
    if len(again) < len(units):  # with the error mended, words come together to a form that the lexicon knows
        for unit in near:
            means = instead.get(unit.ways[0].tokens[0])
            told[unit.said] = tuple(_tokens(whole for whole in again if means in whole.ways[0].tokens))
        units = again
        held |= postings.held_by(_tokens(units) - held.keys())
    for unit in units:
        ways = _ways_alike(near.get(unit, []), held, visible)
        if ways:
            told[unit.said] = tuple(token for way in ways for token in way.tokens)
        mended.append(replace(unit, ways=(*unit.ways, *ways)))
    return mended, told


def _ways_alike(near: Sequence[str], held: Mapping[str, Held], visible: BitMap) -> list[Way]:
    """Ways by words of like spelling that some visible entry has."""
    ways = [Way((each,), _MENDED) for token in near for each in (token, *postings.equivalents(token))]
    return [way for way in ways if _having(way, held, visible)]


def _candidates(answers: Sequence[BitMap], visible: BitMap) -> tuple[BitMap, int]:
    """The entries that answer most parts of the question, and how many that are."""
    levels = [visible]
    for answer in answers:
        levels.append(BitMap())
        for level in range(len(levels) - 1, 0, -1):
            levels[level] |= levels[level - 1] & answer
    best = max((level for level in range(1, len(levels)) if levels[level]), default=0)
    return (levels[best], best) if best else (BitMap(), 0)


def _cut(picked: BitMap, units: Sequence[Unit], held: Mapping[str, Held]) -> BitMap:
    """At most ``MOST``: those first that have all parts in the title, then in title or names; the later noun first."""
    if len(picked) <= MOST:
        return picked
    cut = BitMap()
    near, nearer = picked, picked
    for unit in units:
        tokens = [held.get(way.tokens[0], NOBODY) for way in unit.ways]
        near &= postings.union(each.title | each.names for each in tokens)
        nearer &= postings.union(each.title for each in tokens)
    for tier in (nearer, near, picked):
        rest = tier - cut
        cut |= rest[max(0, len(rest) - (MOST - len(cut))) :]
    return cut


def _read(keys: BitMap) -> list[Hit]:
    columns = [each for each in Hit.__slots__ if each not in ("score", "words")]
    rows = Entry.objects.filter(pk__in=list(keys)).order_by().values_list(*columns)
    return [Hit(*row) for row in rows]


def _confirmed(hits: Iterable[Hit], viewer: Viewer) -> list[Hit]:
    """Those hits that the queries of their nouns show to this viewer now."""
    by_noun: dict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        by_noun[hit.noun].append(hit)
    kept = []
    for noun, of_noun in by_noun.items():
        seen = TELLERS[Noun(noun)].refs(viewer, [hit.ref.partition("/")[2] for hit in of_noun])
        kept += [hit for hit in of_noun if hit.ref in seen]
    return kept


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A part of the question with how much it tells, and its ways as (weight, title, names, words)."""

    rarity: float
    size: int
    ways: Sequence[tuple[float, BitMap, BitMap, BitMap]]


def _weighed(unit: Unit, held: Mapping[str, Held], visible: BitMap) -> _Weighed:
    """Rarity is counted among visible entries: a score must not tell how often a word stands where one may not read."""
    ways = []
    for way in unit.ways:
        fields = [held.get(token, NOBODY) for token in way.tokens]
        if all(each is not NOBODY for each in fields):
            title = BitMap.intersection(*(each.title for each in fields))
            names = BitMap.intersection(*(each.title | each.names for each in fields))
            ways.append((way.weight, title, names, BitMap.intersection(*(each.whole for each in fields))))
    count = len(postings.union(whole for _, _, _, whole in ways) & visible)
    return _Weighed(math.log(1 + len(visible) / (1 + count)), len(unit.said.split()), ways)


def _ranked(hits: Iterable[Hit], units: Iterable[Unit], held: Mapping[str, Held], visible: BitMap) -> list[Hit]:
    """Hits with their scores, best first; equal ones the later date first, then by reference, on every database."""
    weighed = [_weighed(unit, held, visible) for unit in units]
    scored = [replace(hit, score=_score(hit, weighed)) for hit in hits]
    scored.sort(key=lambda hit: hit.ref)
    scored.sort(key=lambda hit: (hit.score, hit.date), reverse=True)
    return scored


def _score(hit: Hit, weighed: Iterable[_Weighed]) -> float:
    score, in_title = 0.0, 0
    for unit in weighed:
        best = 0.0
        for weight, title, names, words in unit.ways:
            if hit.pk in title:
                best = max(best, weight * _IN_TITLE)
            elif hit.pk in names:
                best = max(best, weight * _IN_NAMES)
            elif hit.pk in words:
                best = max(best, weight * _IN_WORDS)
        in_title += unit.size if best >= _IN_TITLE * _MENDED else 0
        score += best * unit.rarity
    covered = min(1.0, in_title / hit.title_size)
    return round(score * (1 + covered / 2) * _PRIOR.get(Noun(hit.noun), 1.0), 4)


def _passes(hit: Hit, chosen: Mapping[str, str], *, but: str = "") -> bool:
    return all(value in hit.of(name) for name, value in chosen.items() if name != but)


def _count(hits: Iterable[Hit], name: str, chosen: Mapping[str, str]) -> Counter[str]:
    return Counter(value for hit in hits if _passes(hit, chosen, but=name) for value in hit.of(name))
