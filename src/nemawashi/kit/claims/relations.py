"""How two values of one property of one subject relate. Each rule looks at the form of the values, never at the subject."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from nemawashi.kit.claims import words
from nemawashi.kit.claims.amounts import Amount, are_one, is_off_by_tens, may_be_converted
from nemawashi.kit.claims.moments import LEAP, Moment
from nemawashi.kit.claims.values import Said
from nemawashi.kit.words.persons import NOBODY, Likeness, People, likeness

DATES, COUNTS = frozenset({"date", "plan"}), frozenset({"count", "arithmetic", "money"})

LEAST_OF_PROSE = 5  # words that say something which another sentence may share


class Relation(StrEnum):
    """From no difference at all to values that cannot both hold; UNLIKE values answer different questions."""

    SAME = "same"
    UNLIKE = "unlike"
    WORDING = "wording"
    PRECISION = "precision"
    OPEN = "open"
    SCOPE = "scope"
    TENFOLD = "tenfold"
    DENIED = "denied"
    APART = "apart"


CLASHES = (Relation.APART, Relation.TENFOLD, Relation.DENIED)


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two claims relate, and by which rule."""

    one: Said
    other: Said
    relation: Relation
    rule: str


def relate(one: Said, other: Said, people: People = NOBODY) -> Comparison:
    """The first rule that has something to say of these two values; ``people`` are those known by several names."""
    for ask in _ASKED:
        ruling = ask(one, other)
        if ruling:
            return Comparison(one, other, *ruling)
    if ruling := _named(one, other, people):
        return Comparison(one, other, *ruling)
    return Comparison(one, other, *_in_words(one, other))


Ruling = tuple[Relation, str] | None


def _identical(one: Said, other: Said) -> Ruling:
    if one.text.casefold() == other.text.casefold():
        return Relation.SAME, "same"
    left, right = words.plain(one.text), words.plain(other.text)
    if not left or left != right or "(" in f"{one.text}{other.text}":
        return None
    return (Relation.SAME, "same") if one.is_term and other.is_term else None


def _views(one: Said, other: Said) -> Ruling:
    return (Relation.OPEN, "views") if words.VIEWS & one.about and one.tokens != other.tokens else None


def _readings(one: Said, other: Said) -> Ruling:
    """Readings of authors, and things that are told of different times."""
    if one.kind != "fact" or other.kind != "fact" or one.is_term or other.is_term:
        return None
    return (Relation.UNLIKE, "not_comparable") if words.READINGS & one.about else None


def _truths(one: Said, other: Said) -> Ruling:
    if one.truth is None and other.truth is None:
        if one.tokens != other.tokens:
            return None
        is_denial = words.NOT.search(one.text) is None, words.NOT.search(other.text) is None
        return (Relation.APART, "denied") if is_denial[0] != is_denial[1] else None
    if None in (one.truth, other.truth):
        denial, claim = (one, other) if one.truth is False else (other, one)
        return (Relation.DENIED, "denied") if denial.truth is False and claim.truth is None else None
    if one.truth == other.truth:
        return _equal(_script(one.text) != _script(other.text) and one.is_term and other.is_term)
    denial = one if one.truth is False else other
    refutes = bool(denial.moments) and bool(set(words.tokens(denial.text)) - {"false", "no"})
    return (Relation.DENIED, "counterexample") if refutes else (Relation.APART, "denied")


def _weekdays(one: Said, other: Said) -> Ruling:
    if one.weekday is None or other.weekday is None:
        return None
    return (Relation.SAME, "same") if one.weekday == other.weekday else (Relation.APART, "weekdays")


def _dates(one: Said, other: Said) -> Ruling:
    if not (one.kind in DATES or other.kind in DATES or (one.is_dated and other.is_dated)):
        return None
    if one.moment is None or other.moment is None:
        return Relation.UNLIKE, "no_date"
    return _moments(one, other, one.moment, other.moment)


def _moments(one: Said, other: Said, first: Moment, second: Moment) -> Ruling:
    if (
        {"seen", "introduced", "coined", "used", "use"} & one.about
        and not first.overlaps(second)
        and _quotes_other_words(one, other)
    ):
        return Relation.SCOPE, "other_words_quoted"
    if "monthday" in (first.grain, second.grain):
        return _days_of_a_year(first, second)
    bounds = {first.bound, second.bound}
    if "seen" in bounds:
        return _seen(one, first, second)
    if bounds & {"before", "after"}:
        return _bounded(first, second)
    if (first.first, first.last) == (second.first, second.last):
        if one.is_rough != other.is_rough:
            return Relation.PRECISION, "dates_finer"
        return _equal(one.is_bare_date and other.is_bare_date)
    if not first.overlaps(second):
        if one.is_silent or other.is_silent:
            return Relation.OPEN, "silent_source"
        is_qualified = (
            _qualified(one, other)
            or _are_described(one, other)
            or (words.BEGINNINGS & one.about and (one.comment or other.comment))
        )
        return (Relation.SCOPE, "qualified") if is_qualified else (Relation.APART, "dates_apart")
    if "days" in (first.grain, second.grain) and _share_an_end(first, second):
        return Relation.PRECISION, "dates_finer"
    if first.grain == second.grain and first.grain in ("days", "years"):
        return Relation.APART, "spans_differ"
    return Relation.PRECISION, "dates_finer"


def _equal(is_bare: bool) -> tuple[Relation, str]:
    """One value in two forms; if nothing else is said they agree, else they are worded differently."""
    return (Relation.SAME, "same") if is_bare else (Relation.WORDING, "same_in_other_words")


def _share_an_end(first: Moment, second: Moment) -> bool:
    """Whether two stretches of days begin or end together and one has a day more."""
    starts, ends = (first.first - second.first).days, (first.last - second.last).days
    return first.grain == second.grain and 0 in (starts, ends) and abs(starts) + abs(ends) == 1


def _qualified(one: Said, other: Said) -> bool:
    """Whether the sources say that each value is of something else: the virtual and the first one in person."""
    is_money = bool(one.amounts and other.amounts and one.amounts[0].is_money and other.amounts[0].is_money)
    may_be_silent = is_money or "count" in (one.kind, other.kind) or bool(words.SUPERLATIVE & one.about)
    for dimension in words.QUALIFIERS:
        if (dimension in words.OF_MONEY) != is_money:
            continue
        may_be_silent = may_be_silent or (dimension == "stage" and bool(words.BEGINNINGS & one.about))
        left, right = words.qualifiers(one.text, dimension), words.qualifiers(other.text, dimension)
        is_silent = may_be_silent and dimension != "instrument"  # a grant is often told as a sum and no more
        if left != right and (is_silent or (left and right)):
            return True
    return False


def _are_described(one: Said, other: Said) -> bool:
    """Whether of two firsts each source says what it is the first of: ``(three parties)``, ``(six parties)``."""
    left, right = (set(words.tokens(claim.comment)) - set(claim.tokens) for claim in (one, other))
    return bool(words.SUPERLATIVE & one.about and left and right) and max(len(left), len(right)) > 1 and left != right


def _quotes_other_words(one: Said, other: Said) -> bool:
    """Whether a use is told by a quotation that does not hold the word whose first use is asked for."""
    for claim in (one, other):
        names = {token for part in claim.subject.split("/")[-1].split("-") for token in words.tokens(part)}
        if claim.quotes and names and not any(names & set(words.tokens(quote)) for quote in claim.quotes):
            return True
    return False


def _days_of_a_year(first: Moment, second: Moment) -> Ruling:
    """A day and a month without the year."""
    if first.grain == second.grain:
        same = (first.first, first.last) == (second.first, second.last)
        return (Relation.WORDING, "same_in_other_words") if same else (Relation.APART, "spans_differ")
    day, other = (first, second) if first.grain == "monthday" else (second, first)
    for year in {other.first.year, other.last.year} if other.first.year != LEAP else set():
        try:
            if other.first <= day.first.replace(year=year) <= other.last:
                return Relation.PRECISION, "dates_parts"
        except ValueError:
            continue
    return Relation.APART, "dates_apart"


def _bounded(first: Moment, second: Moment) -> Ruling:
    """``before May 2020`` beside another date."""
    for bound, other in ((first, second), (second, first)):
        too_late = bound.bound == "before" and other.bound in ("on", "after") and other.first > bound.last
        too_early = bound.bound == "after" and other.bound in ("on", "before") and other.last < bound.first
        if too_late or too_early:
            return Relation.APART, "dates_bounded"
    return Relation.PRECISION, "dates_bounded"


def _seen(one: Said, first: Moment, second: Moment) -> Ruling:
    """A date at which something was seen to hold bounds when it began or ended, but does not say it."""
    if first.bound == second.bound:
        return Relation.UNLIKE, "only_seen"
    seen, dated = (first, second) if first.bound == "seen" else (second, first)
    begins = bool({"from", "since", "start", "started", "begin", "founded"} & one.about)
    ends = bool({"end", "ended", "until", "last", "closed", "completed"} & one.about)
    if (begins and dated.first > seen.last) or (ends and dated.last < seen.first):
        return Relation.OPEN, "seen_against"
    return Relation.UNLIKE, "only_seen"


def _counts(one: Said, other: Said) -> Ruling:
    if not (one.kind in COUNTS and other.kind in COUNTS) or not (one.amounts and other.amounts):
        return None
    first, second = one.amounts[0], other.amounts[0]
    if len(one.amounts) > 1 and len(other.amounts) > 1 and (several := _several(one.amounts, other.amounts)):
        return several
    if _is_sum(one.amounts, second) or _is_sum(other.amounts, first):
        return Relation.SAME, "same"
    is_same = (first.value, first.low, first.high) == (second.value, second.low, second.high)
    if one.has_base or other.has_base:
        return _equal(False) if is_same and not (first.is_money or second.is_money) else (Relation.SCOPE, "counting_bases")
    if first.is_money and second.is_money and first.unit != second.unit:
        return _converted(one, other, first, second)
    areas = _areas(one, other, first, second)
    if areas:
        return areas
    if first.value != second.value and _units_differ(first, second):
        return Relation.SCOPE, "other_things_counted"
    if (
        first.value == second.value
        and not (first.is_about or second.is_about)
        and _is_bounded(first) == _is_bounded(second)
    ):
        return _equal(one.is_bare_amount and other.is_bare_amount)
    if not (one.is_exact or other.is_exact) and are_one(first, second):
        return Relation.PRECISION, "rounded"
    if _qualified(one, other):
        return Relation.SCOPE, "qualified"
    if first.is_money and second.is_money and is_off_by_tens(first, second):
        return Relation.TENFOLD, "tenfold"
    if len(one.moments) != len(other.moments) and max(first.value, second.value) > 2 * min(first.value, second.value):
        return Relation.SCOPE, "other_periods"
    return Relation.APART, "numbers_apart"


def _is_sum(parts: Sequence[Amount], whole: Amount) -> bool:
    """``five founders and three who came later`` beside ``eight``."""
    is_plain = not any(part.is_ordinal or part.is_about or part.is_money != whole.is_money for part in parts)
    return (
        len(parts) > 1 and is_plain and parts[0].value != whole.value and sum(part.value for part in parts) == whole.value
    )


def _is_bounded(amount: Amount) -> bool:
    """Whether the words say only how much at least or at most."""
    return amount.value in (amount.low, amount.high) and amount.low != amount.high


def _units_differ(first: Amount, second: Amount) -> bool:
    is_prose = first.is_money or second.is_money or first.is_ordinal or second.is_ordinal
    left, right = words.UNITS.get(first.unit, first.unit), words.UNITS.get(second.unit, second.unit)
    return bool(left and right and left != right and not is_prose)


def _several(first: Sequence[Amount], second: Sequence[Amount]) -> Ruling:
    """``38 schools and 12 preschools`` beside ``41 schools and 12 preschools``."""
    left = {amount.unit: amount for amount in first if amount.unit}
    right = {amount.unit: amount for amount in second if amount.unit}
    shared = left.keys() & right.keys()
    if not shared:
        return None
    if any(not are_one(left[unit], right[unit]) for unit in shared):
        return Relation.APART, "numbers_apart"
    if any(left[unit].unit != right[unit].unit for unit in shared):
        return None
    is_other = first[0].unit != second[0].unit
    return (Relation.SCOPE, "other_things_counted") if is_other else (Relation.PRECISION, "rounded")


def _converted(one: Said, other: Said, first: Amount, second: Amount) -> Ruling:
    left, right = _described(one), _described(other)
    if left and right and not left & right:
        return Relation.SCOPE, "other_things_counted"
    return (Relation.PRECISION, "converted") if may_be_converted(first, second) else (Relation.APART, "numbers_apart")


def _described(claim: Said) -> set[str]:
    """What an amount is an amount of: the words beside number, currency and scale."""
    aside = set(words.CURRENCIES) | set(words.SCALES) | words.ABOUT | {"more", "over", "up", "least", "surpassing"}
    return {token for token in claim.tokens if token not in aside and not token[0].isdigit()}


def _areas(one: Said, other: Said, first: Amount, second: Amount) -> Ruling:
    """Numbers of different regions; a part larger than its whole cannot be."""
    left, right = one.all_places, other.all_places
    if left == right or first.value == second.value:
        return None
    if not left or not right:
        return _part(one if left else other, first if left else second, second if left else first)
    part, whole = (first, second) if left < right else (second, first)
    if (left < right or right < left) and part.value > whole.value:
        return Relation.APART, "part_over_whole"
    return Relation.SCOPE, "other_regions"


def _part(claim: Said, part: Amount, whole: Amount) -> Ruling:
    """``more than 60 (Norway)`` beside a number of no region; ``four (without Iceland)`` is no part."""
    is_part = claim.places != claim.all_places and not {"without", "except"} & set(words.tokens(claim.text))
    return (Relation.SCOPE, "other_regions") if is_part and 2 * part.value < whole.value else None


def _lists(one: Said, other: Said) -> Ruling:
    """States by name beside states by name, or beside their number: ``Norway and four``."""
    if {one.kind, other.kind} - {"fact", "name", "status"}:
        return None
    if one.city and other.city:
        return _equal(True) if one.city == other.city else (Relation.APART, "one_only")
    if one.mode and other.mode:
        return _equal(_script(one.text) != _script(other.text)) if one.mode == other.mode else (Relation.APART, "one_only")
    if (one.mode or other.mode) and words.LOCATIONS & one.about:
        return Relation.APART, "one_only"
    if not one.places or not other.places:
        return None
    if one.is_place and other.is_place:
        return _places(one, other)
    if one.kind != "fact" or other.kind != "fact" or one.places == other.places:
        return None
    for few, many in ((one, other), (other, one)):
        numbers = [int(amount.value) for amount in few.amounts if not amount.is_ordinal]
        if few.places < many.places and len(few.places) + sum(numbers) == len(many.places):
            return Relation.PRECISION, "list_and_number"
    return None


def _places(one: Said, other: Said) -> Ruling:
    """States and nothing else: the same, one within a longer list, or others."""
    if one.places == other.places:
        return _equal("(" not in f"{one.text}{other.text}")
    for few, many in ((one, other), (other, one)):
        numbers = [int(amount.value) for amount in few.amounts if not amount.is_ordinal]
        if numbers and few.places < many.places and len(few.places) + sum(numbers) == len(many.places):
            return Relation.PRECISION, "list_and_number"
    if len(one.places) > 1 or len(other.places) > 1:
        return Relation.APART, "lists_differ"
    return Relation.APART, "one_only"


_ASKED = (_identical, _views, _readings, _truths, _weekdays, _dates, _counts, _lists)


# ── Values in words ───────────────────────────────────────────────────────────────────────────────────────────────


def _in_words(one: Said, other: Said) -> tuple[Relation, str]:
    if one.tokens == other.tokens:
        is_of_two = "first" in one.about | set(one.tokens) and _are_of_other_years(one, other)
        return (Relation.APART, "first_refuted") if is_of_two else (Relation.WORDING, "same_in_other_words")
    if one.is_silent or other.is_silent:
        return Relation.OPEN, "silent_source"
    if _is_open_list(one, other) or _is_open_list(other, one):
        return Relation.PRECISION, "words_finer"
    if one.kind == other.kind == "translation":
        return Relation.APART, "translations_differ"
    if one.kind in ("fact", "translation", "status"):
        return _facts(one, other)
    return _names(one, other)


def _is_open_list(some: Said, whole: Said) -> bool:
    """``finance; farming; others`` beside a longer list that holds what the first one names."""
    there = set(whole.tokens)
    if len(there) <= len(some.tokens):
        return False
    parts = some.named_in_part
    return len(parts) > 1 and all(part & there for part in parts)


def _names(one: Said, other: Said) -> tuple[Relation, str]:
    left, right = set(one.tokens), set(other.tokens)
    if "title" in one.about and left - right and right - left and 5 * len(left & right) >= 3 * len(left | right):
        return Relation.APART, "titles_differ"
    if left < right or right < left:
        return Relation.PRECISION, "words_finer"
    is_of_place = words.LOCATIONS & one.about and not words.NAMES_OF_THINGS & one.about and one.is_term and other.is_term
    if is_of_place and not left & right and not _are_unread(one, other):
        return Relation.APART, "one_only"
    return Relation.WORDING, "other_words"


def _are_unread(one: Said, other: Said) -> bool:
    """Whether one is in signs that no table reads, so that nothing tells whether it is what the other names."""
    return (
        "signs" in (_script(one.main), _script(other.main))
        and _script(one.main) != _script(other.main)
        and not any(claim.city or claim.places for claim in (one, other))
    )


def _is_person(claim: Said) -> bool:
    return claim.kind == "name" and bool(claim.about & words.PERSONS) and not claim.about & words.NAMES_OF_THINGS


def _named(one: Said, other: Said, people: People) -> Ruling:
    """Persons, in whatever script; and other names that scripts write by their sounds."""
    is_of_persons = _is_person(one) and _is_person(other)
    is_across = _script(one.main) != _script(other.main)
    if not is_of_persons and not (is_across and one.is_term and other.is_term and one.kind in ("name", "fact")):
        return None
    like = likeness(one.person, other.person, people)
    if like is Likeness.SAME or (like is Likeness.PART and is_across):
        return _equal("(" not in f"{one.text}{other.text}")
    if not is_of_persons:
        return None
    if like is Likeness.OTHER:
        return Relation.APART, "persons_differ"
    is_one = like is Likeness.PART or bool(set(one.tokens) & set(other.tokens))
    return Relation.WORDING, "same_in_other_words" if is_one else "other_words"


@lru_cache(maxsize=65536)
def _script(text: str) -> str:
    return next((name for name, letters in _SCRIPTS.items() if letters.search(text)), "")


_SCRIPTS = {
    "signs": re.compile("[\u3400-\u9fff]"), "kana": re.compile("[ぁ-ヺ]"), "cyrillic": re.compile("[\u0400-\u052f]"),
    "latin": re.compile("[a-z]", re.I),
}  # fmt: skip


def _facts(one: Said, other: Said) -> tuple[Relation, str]:
    left, right = set(one.tokens), set(other.tokens)
    if _are_of_other_times(one, other):
        return Relation.UNLIKE, "not_comparable"
    if one.places and other.places and one.places == other.places and _restriction(one) == _restriction(other):
        return Relation.WORDING, "same_in_other_words"
    if _superlative(one) and _superlative(other) and _restriction(one) != _restriction(other):
        return Relation.SCOPE, "other_wholes"
    if _superlative(one) and _superlative(other) and _are_of_other_years(one, other):
        return Relation.APART, "first_refuted"
    if _numbers_clash(one, other) or _named_years_clash(one, other):
        return Relation.APART, "words_apart"
    says_itself = bool({"first", "last", "only"} & one.about & (left | right))  # a superlative with its own limits
    is_exclusive = bool(one.about & (words.EXCLUSIVE | words.SUPERLATIVE)) or words.ACTOR.search(one.name) is not None
    is_exclusive = (is_exclusive and not says_itself) or one.kind == "status"
    if not is_exclusive and (ruling := _of_other_times(one, other)):
        return ruling
    if one.is_term and other.is_term and (left < right or right < left) and not (left ^ right) & words.LESSER:
        return Relation.PRECISION, "words_finer"
    is_of_one_script = _script(one.main) == _script(other.main)  # words of another would never be shared
    is_prose = min(len(one.tokens), len(other.tokens)) >= LEAST_OF_PROSE and is_of_one_script
    if not is_exclusive and is_prose and one.kind == "fact" and not left & right and not one.places & other.places:
        return Relation.UNLIKE, "not_comparable"
    if bool(one.places) != bool(other.places):
        return Relation.WORDING, "other_words"
    is_exclusive = is_exclusive or (one.kind == other.kind == "fact" and _holds_one(one) and one.is_term and other.is_term)
    if is_exclusive and _are_unread(one, other):
        return Relation.WORDING, "other_words"
    if is_exclusive and (not (left <= right or right <= left) or (left ^ right) & words.LESSER):
        return Relation.APART, "one_only"
    if left < right or right < left:
        return Relation.PRECISION, "words_finer"
    return Relation.WORDING, "other_words"


def _of_other_times(one: Said, other: Said) -> Ruling:
    """Sentences that say when, or are told at different times."""
    if one.is_term or other.is_term:
        return None
    if finer := _says_when(one, other):
        return finer
    if one.kind == other.kind == "fact" and one.as_of and other.as_of and one.as_of != other.as_of:
        return Relation.PRECISION, "told_later"
    return None


def _says_when(one: Said, other: Said) -> Ruling:
    """A sentence with a year beside one with a day of that year."""
    if len(one.moments) == len(other.moments) == 1 and one.moments[0].grain != other.moments[0].grain:
        first, second = one.moments[0], other.moments[0]
        if first.within(second) or second.within(first):
            return Relation.PRECISION, "dates_finer"
    return None


def _are_of_other_times(one: Said, other: Said) -> bool:
    """Whether two sentences name years, none of them the same, and are told at different times."""
    if one.is_term or other.is_term or not (one.as_of and other.as_of) or str(one.as_of)[:4] == str(other.as_of)[:4]:
        return False
    return _are_of_other_years(one, other)


def _are_of_other_years(one: Said, other: Said) -> bool:
    left, right = ({(m.first.year, m.last.year) for m in claim.moments} for claim in (one, other))
    return bool(left and right) and not left & right


def _holds_one(claim: Said) -> bool:
    """Whether the property is named in the singular and no description: a host, a venue; not signatories, not nature."""
    if claim.about & (words.DESCRIPTIVE | words.CALLED):
        return False
    return not any(word.endswith("s") and not word.endswith(("ss", "us", "is")) for word in claim.about)


def _superlative(claim: Said) -> bool:
    return bool({"first", "last", "largest", "only"} & claim.about) and claim.truth is None


def _restriction(claim: Said) -> tuple[frozenset[str], frozenset[str]]:
    return words.places(claim.text), frozenset(words.WHOLES & set(words.tokens(claim.text)))


def _numbers_clash(one: Said, other: Said) -> bool:
    """The same noun with different numbers: five foreign ministers, two foreign ministers."""
    left = {amount.unit: amount for amount in one.amounts if amount.unit and not amount.is_ordinal}
    if not left:
        return False
    right = {amount.unit: amount for amount in other.amounts if amount.unit and not amount.is_ordinal}
    return any(not are_one(left[unit], right[unit]) for unit in left.keys() & right.keys())


def _named_years_clash(one: Said, other: Said) -> bool:
    """The same year with different names: ``1994 as the Union``, ``born 1994 as the Community``."""
    return any(
        year in second and words.tokens(name) != words.tokens(second[year])
        for first, second in ((_named_years(one), _named_years(other)),)
        for year, name in first.items()
    )


def _named_years(claim: Said) -> dict[int, str]:
    out = {}
    for part in claim.text.split(";"):
        before, separator, name = part.partition(" as ")
        years = [int(word) for word in before.split() if word.isdigit() and len(word) == 4]
        if separator and years:
            out[years[-1]] = name
    return out
