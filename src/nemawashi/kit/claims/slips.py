"""Ways to tell that one source errs: the calendar, arithmetic, a counter-example, a translation, itself, all the others."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from nemawashi.kit.claims import words
from nemawashi.kit.claims.moments import Moment
from nemawashi.kit.claims.relations import CLASHES, Comparison, Relation
from nemawashi.kit.claims.values import Said
from nemawashi.kit.words.persons import NOBODY, People

MANY = 3  # independent sources that outweigh one of their own standing
Comparisons = Sequence[Comparison]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the whole set of claims tells beside the property in question."""

    days: Mapping[str, dt.date] = field(default_factory=dict)  # subject: the one day on which it was
    counts: Mapping[str, float] = field(default_factory=dict)  # subject: the highest count of its meetings
    numbers: Mapping[tuple[str, float], int] = field(default_factory=dict)  # group and number: claims that give it
    announcing: frozenset[str] = frozenset()  # sources that tell what was going to be
    reporting: frozenset[str] = frozenset()  # sources that tell what came of it
    people: People = NOBODY


def known(claims: Iterable[Said]) -> Surroundings:
    days: dict[str, set[dt.date]] = {}
    counts: dict[str, float] = {}
    numbers: dict[tuple[str, float], int] = {}
    announcing, reporting = set(), set()
    for claim in claims:
        text = f"{claim.text} {claim.locator}"
        source = claim.voice.source
        if source not in announcing and words.announces(text):
            announcing.add(source)
        if source not in reporting and words.reports(text):
            reporting.add(source)
        if claim.kind == "date" and isinstance(claim.value, dt.date) and {"date", "dates", "held"} & claim.about:
            days.setdefault(claim.subject, set()).add(claim.value)
        if claim.kind == "count" and claim.amounts:
            number = claim.amounts[0].value
            numbers[claim.group, number] = numbers.get((claim.group, number), 0) + 1
            if {"count", "number"} & claim.about:
                counts[claim.subject] = max(counts.get(claim.subject, 0), number)
    single = {subject: dates.pop() for subject, dates in days.items() if len(dates) == 1}
    return Surroundings(single, counts, numbers, frozenset(announcing), frozenset(reporting))


def quoted(slipped: Iterable[Said]) -> dict[str, frozenset[str]]:
    """Words that sources are quoted with where they slip, by source."""
    out: dict[str, frozenset[str]] = {}
    for claim in slipped:
        if claim.quotes:
            out[claim.voice.source] = out.get(claim.voice.source, frozenset()) | set(claim.quotes)
    return out


def repeats(claim: Said, heard: Mapping[str, frozenset[str]]) -> bool:
    spoken = heard.get(claim.voice.source, frozenset())
    return any(quote in other or other in quote for quote in claim.quotes for other in spoken)


def _calendar(claims: Sequence[Said], pairs: Comparisons, known: Surroundings) -> list[Said]:
    """A weekday that the date did not have."""
    day = known.days.get(claims[0].subject)
    if day is None or any(claim.weekday is None for claim in claims):
        return []
    wrong = [claim for claim in claims if claim.weekday != day.weekday()]
    return wrong if len(wrong) < len(claims) else []


def _arithmetic(claims: Sequence[Said], pairs: Comparisons, known: Surroundings) -> list[Said]:
    """A meeting whose number is higher than any count of the meetings of its track."""
    if not {"ordinal", "round"} & claims[0].about:
        return []
    tracks = [track for track in known.counts if claims[0].subject.startswith(f"{track}-")]
    if not tracks:
        return []
    most = known.counts[max(tracks, key=len)]
    wrong = [claim for claim in claims if claim.amounts and claim.amounts[0].value > most]
    return wrong if len(wrong) < len(claims) else []


def _magnitude(claims: Sequence[Said], pairs: Comparisons, known: Surroundings) -> list[Said]:
    """The same digits with a factor of ten, a thousand, ...: the one that fewer, lower or later sources give."""
    for pair in pairs:
        if pair.relation is Relation.TENFOLD:
            return [max((pair.one, pair.other), key=lambda claim: _weakness(claim, claims))]
    return []


def _weakness(claim: Said, claims: Sequence[Said]) -> tuple[int, int, str]:
    same = sum(other.amounts[:1] == claim.amounts[:1] for other in claims)
    return -same, -claim.voice.standing, str(claim.voice.on or "")


def _counterexample(claims: Sequence[Said], pairs: Comparisons, known: Surroundings) -> list[Said]:
    """``The only one``, ``the first ever``: one example refutes it."""
    if not {"only", "first", "sole", "last", "never"} & claims[0].about:
        return []
    refuted = []
    for pair in pairs:
        if pair.relation is Relation.DENIED:
            refuted.append(pair.other if pair.one.truth is False else pair.one)
    return list(dict.fromkeys(refuted))


def _translation(claims: Sequence[Said], pairs: Comparisons, known: Surroundings) -> list[Said]:
    """A translation that departs from what the others say, or two language versions of one text that part."""
    clashing = [pair for pair in pairs if pair.relation in CLASHES]
    if claims and all(claim.kind == "translation" for claim in claims):
        return [_foreign(pair) for pair in clashing[:1]]
    departing = []
    for pair in clashing:
        for claim, other in ((pair.one, pair.other), (pair.other, pair.one)):
            if claim.kind == "translation" and other.kind != "translation":
                departing.append(claim)
    return list(dict.fromkeys(departing))


def _foreign(pair: Comparison) -> Said:
    """Of two versions the English one, which international sites translate into; else the second."""
    return next((claim for claim in (pair.one, pair.other) if claim.voice.language == "en"), pair.other)


def _against_itself(claims: Sequence[Said], pairs: Comparisons, known: Surroundings) -> list[Said]:
    """A source that gives two values in two places of one page, one of which the others give."""
    for claim in claims if len(claims) == 2 else ():
        if len(set(words.ITSELF.findall(claim.text.casefold()))) < 2:
            continue
        spans, numbers = {(m.first, m.last) for m in claim.moments}, {a.value for a in claim.all_amounts}
        if len(spans) > 1 or len(numbers) > 1:
            return [claim]
    return []


def _misquoted(claims: Sequence[Said], pairs: Comparisons, known: Surroundings) -> list[Said]:
    """A title that differs by a word from what a source of higher standing, mostly the work itself, prints."""
    return [slipped for pair in pairs if pair.rule == "titles_differ" for slipped in _lower(pair)][:1]


def _misread(claims: Sequence[Said], pairs: Comparisons, known: Surroundings) -> list[Said]:
    """A date with the day of the other and another month or year, in a source of lower standing."""
    for pair in pairs:
        if pair.rule != "dates_apart" or len(claims) != len(pairs) + 1:
            continue
        one, other = pair.one.moment, pair.other.moment
        if one and other and _one_day(one, other):
            return _lower(pair)
    return []


def _one_day(one: Moment, other: Moment) -> bool:
    exact = {"day", "days", "monthday"}
    return {one.grain, other.grain} <= exact and one.first.day == other.first.day and one.first != other.first


def _lower(pair: Comparison) -> list[Said]:
    low, high = sorted((pair.one, pair.other), key=lambda claim: claim.voice.standing)
    return [low] if low.voice.standing < high.voice.standing else []


def _garbled(claims: Sequence[Said], pairs: Comparisons, known: Surroundings) -> list[Said]:
    """A value of which the words as they stand are faulty."""
    wrong = [claim for claim in claims if claim.is_faulty]
    return wrong if wrong and len(wrong) < len(claims) else []


def _outnumbered(claims: Sequence[Said], pairs: Comparisons, known: Surroundings) -> list[Said]:
    """One source against several that agree and of which one stands higher, or is its own publisher."""
    sides = _sides(claims, pairs)
    if len(sides) != 2:
        return []
    few, many = sorted(sides, key=lambda side: len({claim.voice.name for claim in side}))
    voices = {claim.voice.name for claim in many}
    if len({claim.voice.source for claim in few}) > 1 or len({claim.voice.source for claim in many}) < 2:
        return []
    if any(words.OFFERED.search(claim.text) for claim in many):
        return []  # an offer is no statement of what will be
    number = few[0].amounts[0].value if few[0].kind == "count" and few[0].amounts else None
    if number is not None and known.numbers.get((few[0].group, number), 0) > 1:
        return []  # another claim knows the odd number, so that it is no mere slip
    is_own = few[0].voice.name in voices
    is_lower = len(voices) > 1 and max(claim.voice.standing for claim in many) > few[0].voice.standing
    is_alone = len(voices) >= MANY and max(claim.voice.standing for claim in many) >= few[0].voice.standing
    return list(few) if is_own or is_lower or is_alone else []


def _sides(claims: Sequence[Said], pairs: Comparisons) -> list[list[Said]]:
    """Claims that can hold together; claims that clash with nobody stand on no side."""
    clashing: dict[str, set[str]] = {}
    for pair in pairs:
        if pair.relation in CLASHES:
            clashing.setdefault(pair.one.text.casefold(), set()).add(pair.other.text.casefold())
            clashing.setdefault(pair.other.text.casefold(), set()).add(pair.one.text.casefold())
    sides: dict[frozenset[str], list[Said]] = {}
    for claim in claims:
        against = clashing.get(claim.text.casefold())
        if against:
            sides.setdefault(frozenset(against), []).append(claim)
    return list(sides.values())


@dataclass(frozen=True, slots=True)
class Rule:
    """A way to find slips; ``name`` is that of its sentence."""

    name: str
    find: Callable[[Sequence[Said], Comparisons, Surroundings], list[Said]]


RULES = (
    Rule("slip_calendar", _calendar),
    Rule("slip_arithmetic", _arithmetic),
    Rule("slip_tenfold", _magnitude),
    Rule("slip_counterexample", _counterexample),
    Rule("slip_translation", _translation),
    Rule("slip_itself", _against_itself),
    Rule("slip_outnumbered", _outnumbered),
    Rule("slip_misquoted", _misquoted),
    Rule("slip_misread", _misread),
    Rule("slip_garbled", _garbled),
)
