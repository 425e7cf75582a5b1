"""Which offer and which need should meet, and why: the same area, words that both say, terms that two languages say alike.

Every reason is counted and said; nothing else decides. Equal pairs stand in the order in which they were stated, so the
same offers and needs are always answered alike.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from nemawashi.business.terms import InterestKind, ReasonKind
from nemawashi.kit.words.analysis import signs
from nemawashi.kit.words.lexicon import Lexicon
from nemawashi.kit.words.reading import Script, read, runs

__all__ = [
    "LEAST_WEIGHT",
    "MOST_OF_ONE",
    "MatchReason",
    "ProposedTalk",
    "StatedInterest",
    "proposals",
    "reasons_for",
]

OF_AREA, OF_TERM, OF_WORD = 1, 2, 1
MOST_TERMS, MOST_WORDS = 3, 4  # that weigh; a long text is no better match
LEAST_WEIGHT = 3  # the area and a term, the area and two words, a term and a word, three words
MOST_OF_ONE = 5  # talks that are proposed at once for one offer or need
SHORTEST = 3  # letters of a word that is a reason


@dataclass(frozen=True, slots=True)
class StatedInterest:
    """An offer or a need as values. ``texts``: its words by language, its own first."""

    key: str
    kind: str
    party: str
    area: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MatchReason:
    """``words``: of an area its slug, of words and terms as they stand in the offer (and, of a term, in the need)."""

    kind: ReasonKind
    words: tuple[str, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class ProposedTalk:
    offer: str
    need: str
    reasons: tuple[MatchReason, ...]
    weight: int


@dataclass(slots=True)
class _Vocabulary:
    """What a text says: by language its words by their stems, and terms, each with its words as they stand there."""

    words: dict[str, dict[str, str]] = field(default_factory=dict)
    terms: dict[str, str] = field(default_factory=dict)


def _vocabulary(texts: Mapping[str, str], lexicon: Lexicon, no_terms: Collection[str]) -> _Vocabulary:
    said = _Vocabulary()
    for tag, text in texts.items():
        spans = []
        for sign in signs(text, lexicon):
            key = sign.token.removeprefix("t:")
            if sign.token.startswith("t:") and key not in no_terms:
                said.terms.setdefault(key, text[sign.start : sign.end])
                spans.append((sign.start, sign.end))
        words = said.words.setdefault(tag.partition("-")[0], {})
        for stem, start, end in _words(text):
            if not any(low <= start and end <= high for low, high in spans):
                words.setdefault(stem, text[start:end])
    return said


def _words(text: str) -> Iterable[tuple[str, int, int]]:
    """Words that can be a reason, with their places: no numbers, no short ones; of Japanese, runs of kanji or katakana."""
    for word in read(text):
        if word.script is Script.JAPANESE:
            for kind, at, run in runs(word.folded):
                if kind != "hiragana" and len(run) > 1:
                    yield run, word.start + at, word.start + at + len(run)
        elif word.script is not Script.NUMBER and len(word.folded) >= SHORTEST:
            yield word.stem, word.start, word.end


def _stems(words: str) -> tuple[str, ...]:
    """By what one term is the same in two places: Reservoirs, reservoir."""
    return tuple(word.stem for word in read(words)) or (words,)


@dataclass(slots=True)
class _Common:
    """What stands in so many texts that it tells none of them from the others: no reason."""

    words: set[tuple[str, str]]
    terms: set[str]

    @classmethod
    def among(cls, said: Collection[_Vocabulary]) -> "_Common":
        count = len(said)
        words = Counter((language, stem) for each in said for language, stems in each.words.items() for stem in stems)
        terms = Counter(key for each in said for key in each.terms)
        return cls(
            {word for word, times in words.items() if times > max(4, count // 5)},
            {term for term, times in terms.items() if times > max(8, count // 3)},
        )


def _reasons(
    offer: StatedInterest, need: StatedInterest, one: _Vocabulary, two: _Vocabulary, common: _Common
) -> tuple[MatchReason, ...]:
    reasons = [MatchReason(ReasonKind.AREA, (offer.area,))] if offer.area == need.area else []
    named: set[tuple[str, ...]] = set()
    for key in sorted(one.terms.keys() & two.terms.keys() - common.terms):
        both = {_stems(words): words for words in (two.terms[key], one.terms[key])}  # as the offer writes it
        if both.keys() <= named:
            continue  # two terms of the table that are the same words here
        named |= both.keys()
        reasons.append(MatchReason(ReasonKind.TERM, tuple(reversed(both.values()))))
    for language in sorted(one.words.keys() & two.words.keys()):
        shared = one.words[language].keys() & two.words[language].keys()
        shared = {stem for stem in shared if (language, stem) not in common.words}
        if shared:
            words = tuple(one.words[language][stem] for stem in sorted(shared))
            reasons.append(MatchReason(ReasonKind.WORDS, words, language))
    return tuple(reasons)


def _weight(reasons: Iterable[MatchReason]) -> int:
    counts = Counter[str]()
    for reason in reasons:
        counts[reason.kind] += len(reason.words) if reason.kind == ReasonKind.WORDS else 1
    terms, words = min(counts[ReasonKind.TERM], MOST_TERMS), min(counts[ReasonKind.WORDS], MOST_WORDS)
    return OF_AREA * counts[ReasonKind.AREA] + OF_TERM * terms + OF_WORD * words


def proposals(
    interests: Sequence[StatedInterest],
    lexicon: Lexicon,
    *,
    but: Collection[tuple[str, str]] = (),
    live: Collection[tuple[str, str]] = (),
    no_terms: Collection[str] = (),
) -> list[ProposedTalk]:
    """Pairs of an offer and a need of two parties that weigh enough, the heaviest first, at most five of each offer and of
    each need. ``but``: pairs (offer, need) that there were already; ``live``: those whose talk is still to come, which
    count among the five; ``no_terms``: keys of the table of terms that are no reason, as names of parties.
    """
    said = [_vocabulary(each.texts, lexicon, no_terms) for each in interests]
    common = _Common.among(said)
    weighed = []
    for one, two in _pairs(interests, said, common):
        offer, need = interests[one], interests[two]
        if (offer.key, need.key) in but:
            continue
        reasons = _reasons(offer, need, said[one], said[two], common)
        if (weight := _weight(reasons)) >= LEAST_WEIGHT:
            weighed.append((-weight, one, two, reasons))
    taken = Counter(key for pair in live for key in pair)
    proposed = []
    for heavy, one, two, reasons in sorted(weighed, key=lambda row: row[:3]):
        keys = interests[one].key, interests[two].key
        if all(taken[key] < MOST_OF_ONE for key in keys):
            taken.update(keys)
            proposed.append(ProposedTalk(*keys, reasons, -heavy))
    return proposed


def _pairs(interests: Sequence[StatedInterest], said: Sequence[_Vocabulary], common: _Common) -> Iterable[tuple[int, int]]:
    """Places of offers and needs of two parties that share a term or a word: others cannot weigh enough."""
    by_sign: dict[object, list[int]] = defaultdict(list)
    for place, each in enumerate(interests):
        if each.kind == InterestKind.NEED:
            for sign in _signs(said[place], common):
                by_sign[sign].append(place)
    for place, each in enumerate(interests):
        if each.kind == InterestKind.OFFER:
            near = {other for sign in _signs(said[place], common) for other in by_sign.get(sign, ())}
            yield from ((place, other) for other in sorted(near) if interests[other].party != each.party)


def _signs(said: _Vocabulary, common: _Common) -> Iterable[object]:
    yield from said.terms.keys() - common.terms
    for language, stems in said.words.items():
        yield from {(language, stem) for stem in stems} - common.words


def reasons_for(
    offer: StatedInterest, need: StatedInterest, lexicon: Lexicon, *, no_terms: Collection[str] = ()
) -> tuple[MatchReason, ...]:
    """Why one offer and one need would meet, whatever that weighs: where somebody asks for it by name."""
    one, two = (_vocabulary(each.texts, lexicon, no_terms) for each in (offer, need))
    return _reasons(offer, need, one, two, _Common(set(), set()))
