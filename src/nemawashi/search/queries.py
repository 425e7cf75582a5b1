"""The one question: what in the record answers these words, as far as the viewer may see.

Every entry that is counted or listed has been confirmed by the queries of its noun for this viewer, so a stale index
shows nobody anything. Entries of other audiences make no word rarer and mend no typing error.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pyroaring import BitMap

from nemawashi.access import origins
from nemawashi.access.viewers import Viewer
from nemawashi.kit.words.analysis import SOUND, SURE, QuestionPart, Way, asked
from nemawashi.kit.words.marking import MarkedWords, marked, snippet
from nemawashi.kit.words.reading import Script
from nemawashi.parties import queries as parties
from nemawashi.search import postings
from nemawashi.search.entries import refs_of
from nemawashi.search.hits import Hit
from nemawashi.search.lexicon import lexicon
from nemawashi.search.models import Entry
from nemawashi.search.postings import NOBODY, Holders
from nemawashi.search.ranking import MENDED, PRIOR, ranked
from nemawashi.search.tellers import TELLERS
from nemawashi.search.terms import FICTION, Noun, audiences

MOST = 1000
_MOST_PARTS = 12
FILTERS = ("noun", "track", "year", "party", "pillar", "language")
_LONG = 7
_MOST_ALIKE = 6


@dataclass(frozen=True)
class Answer:
    """The answer. ``hits`` are all that the filters leave, best first; ``is_cut``: there are more than ``MOST``.

    ``counts``: for each filter, how many hits each value would leave beside the other filters. ``mended``: the tokens
    that were taken for a word that nobody has as typed; ``sounded``: those of names that only sound like it. ``wanted``:
    the tokens whose words are marked.
    """

    hits: Sequence[Hit] = ()
    counts: Mapping[str, Counter[str]] = field(default_factory=dict)
    mended: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sounded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    wanted: frozenset[str] = frozenset()
    is_cut: bool = False
    is_loose: bool = False
    holders: Mapping[str, Holders] = field(default_factory=dict, repr=False)

    def marked(self, text: str) -> list[MarkedWords]:
        return marked(text, self.wanted, lexicon())

    def snippet(self, text: str) -> list[MarkedWords]:
        return snippet(text, self.wanted, lexicon())


def answer(question: str, *, viewer: Viewer, filters: Mapping[str, str] | None = None) -> Answer:
    """What answers all parts of the question; where nothing does, what answers all but one, and so on."""
    chosen = {name: value for name, value in (filters or {}).items() if value}
    asking = _asking(question, viewer, chosen)
    if asking is None:
        return Answer()
    hits = ranked(_confirmed(_read(asking.cut), viewer), asking.units, asking.holders, asking.visible)
    return Answer(
        hits=[hit for hit in hits if _passes(hit, chosen)],
        counts={name: _count(hits, name, chosen) for name in FILTERS},
        mended=asking.mended,
        sounded=_sounded(asking.units, asking.mended, asking.holders, asking.visible),
        wanted=frozenset(_tokens(asking.units)),
        is_cut=len(asking.picked) > MOST,
        is_loose=0 < asking.parts < len(asking.units),
        holders=asking.holders,
    )


def left_out(question: str, *, viewer: Viewer, filters: Mapping[str, str], answered: Answer) -> int:
    """How many hits the question has beside those that ``answered`` has without fiction, when fiction is shown.

    Postings that were read for that answer are not read again, and only rows that are not in it are confirmed.
    """
    chosen = {name: value for name, value in filters.items() if value}
    with origins.showing(True):
        asking = _asking(question, viewer, chosen, answered.holders)
        if asking is None:
            return 0
        known = BitMap([hit.pk for hit in answered.hits])
        more = _confirmed(_read(asking.cut - known), viewer)
    return max(0, len(asking.cut & known) + sum(_passes(hit, chosen) for hit in more) - len(answered.hits))


@dataclass(frozen=True)
class _Asking:
    """A question against the index: which entries answer it, before anything is confirmed or read.

    ``picked`` answer ``parts`` of the units; ``cut``: at most ``MOST`` of these.
    """

    units: Sequence[QuestionPart]
    holders: Mapping[str, Holders]
    visible: BitMap
    mended: Mapping[str, tuple[str, ...]]
    picked: BitMap
    cut: BitMap
    parts: int


def _asking(
    question: str, viewer: Viewer, chosen: Mapping[str, str], held: Mapping[str, Holders] | None = None
) -> _Asking | None:
    """The entries that answer; None for a question without a word. ``held``: what was read for the same question."""
    units = asked(question, lexicon())[:_MOST_PARTS]
    if not units:
        return None
    units = _kinds_as_filters(units)
    known = _audience_tokens(viewer) | {FICTION} | {f"f:{n}:{v}" for n, v in chosen.items()}
    holders = dict(held) if held else postings.holders_of(_tokens(units) | known)
    visible = postings.union(holders.get(token, NOBODY).names for token in _audience_tokens(viewer))
    if not origins.shows_fiction(viewer):
        visible = visible - holders.get(FICTION, NOBODY).names
    units, mended = _mended(question, units, holders, visible)
    matches = [_answer(unit, holders, visible) for unit in units]
    candidates, parts = _candidates(matches, visible)
    picked = candidates
    if len(candidates) > MOST:
        # Then filters choose before the cut, or they could not reach what lies beyond it.
        for name, value in chosen.items():
            picked = picked & holders.get(f"f:{name}:{value}", NOBODY).names
    return _Asking(units, holders, visible, mended, picked, _cut(picked, units, holders), parts)


def named(nouns: Iterable[Noun], *, viewer: Viewer) -> list[Hit]:
    """Every row of these nouns that the viewer may see, as hits without words: what names them."""
    keys = postings.union(holder.names for holder in postings.holders_of([f"f:noun:{noun}" for noun in nouns]).values())
    audience = postings.holders_of(_audience_tokens(viewer)).values()
    return _confirmed(_read(keys & postings.union(holder.names for holder in audience)), viewer)


def with_words(hits: Sequence[Hit]) -> list[Hit]:
    """The hits of a page with the words to show of them, in one statement."""
    words = dict(Entry.objects.filter(pk__in=[hit.pk for hit in hits]).values_list("pk", "words"))
    return [replace(hit, words=words.get(hit.pk, "")) for hit in hits]


# What a word of the question says of the kind of row that is meant: then rows of that kind answer it, whatever they say.
KINDS = {
    "t:concept": Noun.CONCEPT, "t:commitment": Noun.COMMITMENT, "t:recommendation": Noun.RECOMMENDATION,
    "t:meeting": Noun.MEETING, "t:project": Noun.ASSISTANCE,
}  # fmt: skip
_KIND = 0.7  # how much a row's kind is worth beside the word itself
_HOSTED = 2.5  # that a party hosted it answers “hosted” better than that somebody wrote the word
_HOST = "t:host"


def _kinds_as_filters(units: Sequence[QuestionPart]) -> list[QuestionPart]:
    """The units; one that names a kind of row is answered by its kind, too, and “hosted” by whom the question names."""
    codes = parties.forum().codes
    keys = {token[2:] for unit in units for way in unit.ways for token in way.tokens if token[0] == "t"}
    hosts = [Way((f"f:host:{slug}",), _HOSTED) for slug in sorted(keys & codes.keys())]
    widened = []
    for unit in units:
        tokens = {token for way in unit.ways for token in way.tokens}
        more = [Way((f"f:noun:{KINDS[token]}",), _KIND) for token in sorted(tokens & KINDS.keys())]
        more += hosts if _HOST in tokens else []
        widened.append(replace(unit, ways=(*unit.ways, *more)) if more else unit)
    return widened


def _tokens(units: Iterable[QuestionPart]) -> set[str]:
    return {token for unit in units for way in unit.ways for token in way.tokens}


def _audience_tokens(viewer: Viewer) -> set[str]:
    return {f"f:audience:{audience}" for audience in audiences(viewer)}


def _having(way: Way, holders: Mapping[str, Holders], visible: BitMap) -> BitMap:
    """The visible entries that have all tokens of a way."""
    whole = visible
    for token in way.tokens:
        whole = whole & holders.get(token, NOBODY).whole
        if not whole:
            break
    return whole


def _answer(unit: QuestionPart, holders: Mapping[str, Holders], visible: BitMap) -> BitMap:
    return postings.union(_having(way, holders, visible) for way in unit.ways)


def _is_known(unit: QuestionPart, holders: Mapping[str, Holders], visible: BitMap) -> bool:
    """Whether the unit holds no typing error: the lexicon knows it, or some visible entry has it as typed."""
    return unit.is_sure or any(_having(way, holders, visible) for way in unit.ways if way.weight >= SURE)


def _near(unit: QuestionPart, holders: dict[str, Holders], visible: BitMap) -> list[str]:
    """Tokens spelt almost alike that this viewer may know of. What is read for them is put into ``holders``.

    Where entries have a name that sounds alike, only for one letter in a long word: Токаев is a name by its sound and
    no slip for Токай; корридор is a slip, though some title has it as Corridor.
    """
    is_name = unit.script is not Script.LATIN and bool(_answer(unit, holders, visible))
    typed = unit.said if unit.script is Script.JAPANESE else unit.ways[0].tokens[0][2:]
    if is_name and len(typed) < _LONG:
        return []
    alike = postings.alike(typed, unit.script, most=1 if is_name else 2)
    if not alike and unit.run:
        alike = postings.alike(unit.run, unit.script)
    if missing := {each for token in alike for each in (token, *postings.equivalents(token))} - holders.keys():
        holders |= postings.holders_of(missing)
    permitted = [token for token in alike if postings.is_in_lexicon(token) or holders.get(token, NOBODY).whole & visible]
    return permitted[:_MOST_ALIKE]


def _mended(
    question: str, units: list[QuestionPart], holders: dict[str, Holders], visible: BitMap
) -> tuple[list[QuestionPart], dict[str, tuple[str, ...]]]:
    """The units, those that are not known widened by what is spelt almost alike."""
    near = {unit: _near(unit, holders, visible) for unit in units if not _is_known(unit, holders, visible)}
    if not near:
        return units, {}
    instead = {unit.ways[0].tokens[0]: alike[0] for unit, alike in near.items() if alike and alike[0][0] != "t"}
    again = asked(question, lexicon(), instead)
    mended: list[QuestionPart] = []
    meant: dict[str, tuple[str, ...]] = {}
    if len(again) < len(units):  # with the error mended, words come together to a form that the lexicon knows
        for unit in near:
            means = instead.get(unit.ways[0].tokens[0])
            meant[unit.said] = tuple(_tokens(whole for whole in again if means in whole.ways[0].tokens))
        units = again
        holders |= postings.holders_of(_tokens(units) - holders.keys())
    for unit in units:
        ways = _ways_alike(near.get(unit, []), holders, visible)
        if ways:
            meant[unit.said] = tuple(token for way in ways for token in way.tokens)
        mended.append(replace(unit, ways=(*unit.ways, *ways)))
    return mended, meant


def _sounded(
    units: Iterable[QuestionPart], mended: Mapping[str, object], holders: Mapping[str, Holders], visible: BitMap
) -> dict[str, tuple[str, ...]]:
    """Words that nobody has as typed, and that answer by their sound alone: the reader is told that this is a guess."""
    guesses = {}
    for unit in units:
        if unit.said in mended or _is_known(unit, holders, visible):
            continue
        alike = [way for way in unit.ways if way.weight == SOUND and _having(way, holders, visible)]
        if alike:
            guesses[unit.said] = tuple(token for way in alike for token in way.tokens)
    return guesses


def _ways_alike(near: Sequence[str], holders: Mapping[str, Holders], visible: BitMap) -> list[Way]:
    """Ways by words of like spelling that some visible entry has."""
    ways = [Way((each,), MENDED) for token in near for each in (token, *postings.equivalents(token))]
    return [way for way in ways if _having(way, holders, visible)]


def _candidates(answers: Sequence[BitMap], visible: BitMap) -> tuple[BitMap, int]:
    """The entries that answer most parts of the question, and how many that are."""
    levels = [visible]
    for answer in answers:
        levels.append(BitMap())
        for level in range(len(levels) - 1, 0, -1):
            levels[level] |= levels[level - 1] & answer
    best = max((level for level in range(1, len(levels)) if levels[level]), default=0)
    return (levels[best], best) if best else (BitMap(), 0)


def _cut(picked: BitMap, units: Sequence[QuestionPart], holders: Mapping[str, Holders]) -> BitMap:
    """At most ``MOST``: those first that have all parts in the title, then in title or names, and of these the nouns
    that a reader more often means."""
    if len(picked) <= MOST:
        return picked
    meant = postings.holders_of([f"f:noun:{noun}" for noun, prior in PRIOR.items() if prior > 1])
    preferred = postings.union(each.names for each in meant.values())
    near, nearer = picked, picked
    for unit in units:
        tokens = [holders.get(way.tokens[0], NOBODY) for way in unit.ways]
        near = near & postings.union(each.title | each.names for each in tokens)
        nearer = nearer & postings.union(each.title for each in tokens)
    cut = BitMap()
    for tier in (nearer & preferred, nearer, near & preferred, near, picked):
        rest = tier - cut
        cut |= rest[max(0, len(rest) - (MOST - len(cut))) :]
    return cut


def _read(keys: BitMap) -> list[Hit]:
    columns = [each for each in Hit.__slots__ if each not in ("score", "words")]
    rows = Entry.objects.filter(pk__in=list(keys)).order_by().values_list(*columns)
    return [Hit(*row) for row in rows]


def _confirmed(hits: Iterable[Hit], viewer: Viewer) -> list[Hit]:
    """Those hits that the queries of their nouns show to this viewer now, all of them in one statement."""
    by_noun: dict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        by_noun[hit.noun].append(hit)
    keys = {TELLERS[Noun(noun)]: [hit.ref.partition("/")[2] for hit in rows] for noun, rows in by_noun.items()}
    visible = refs_of(keys, viewer)
    return [hit for of_noun in by_noun.values() for hit in of_noun if hit.ref in visible]


def _passes(hit: Hit, chosen: Mapping[str, str], *, but: str = "") -> bool:
    return all(value in hit.of(name) for name, value in chosen.items() if name != but)


def _count(hits: Iterable[Hit], name: str, chosen: Mapping[str, str]) -> Counter[str]:
    return Counter(value for hit in hits if _passes(hit, chosen, but=name) for value in hit.of(name))
