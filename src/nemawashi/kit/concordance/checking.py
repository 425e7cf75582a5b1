"""The concordance check: what does not agree between two language versions of a text, clause by clause.

It is made to be believed: numbers in words, quotation marks and the order of words differ between honest translations and
are reported only where both sides speak and disagree.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from nemawashi.kit import limits
from nemawashi.kit.concordance import names as naming
from nemawashi.kit.concordance.figures import Figure, Weight, figures
from nemawashi.kit.concordance.places import Places
from nemawashi.kit.concordance.values import Mark, Mismatch, MismatchKind, Name, Pair, mark
from nemawashi.kit.languages import base
from nemawashi.kit.speech import numbers
from nemawashi.kit.speech.dates import Date, dates


def checked(pairs: Iterable[Pair], *, names: Sequence[Name] = naming.PARTIES) -> tuple[Mismatch, ...]:
    """All findings in the order of the pairs. ``names``: parties and others that are called differently by language.

    Raises ``limits.TooMuchError`` for a clause that is too long to be compared.
    """
    table = (*names, *naming.known())
    return tuple(finding for pair in pairs for finding in _checked(pair, table))


def _checked(pair: Pair, table: Sequence[Name]) -> Iterator[Mismatch]:
    if not pair.source.strip() or not pair.target.strip():
        if pair.source.strip():
            yield Mismatch(MismatchKind.MISSING, pair.key, source=_whole(pair.source))
        elif pair.target.strip():
            yield Mismatch(MismatchKind.SURPLUS, pair.key, target=_whole(pair.target))
        return
    if pair.source_kind and pair.target_kind and pair.source_kind != pair.target_kind:
        yield Mismatch(MismatchKind.CLAUSE_KIND, pair.key, _whole(pair.source), _whole(pair.target))
    limits.check((pair.source, pair.target))
    if is_untranslated(pair):
        yield Mismatch(MismatchKind.UNTRANSLATED, pair.key, _whole(pair.source), _whole(pair.target))
        return
    source = _Side(pair.source, pair.source_language, table)
    target = _Side(pair.target, pair.target_language, table)
    yield from _dates(pair.key, source, target)
    yield from _numbers(pair.key, source, target)
    yield from _names(pair.key, source, target)
    yield from _brackets(pair.key, source, target)
    yield from _notes(pair)
    yield from _left_over(pair.key, source, target)


def _whole(words: str) -> tuple[Mark, ...]:
    return (Mark(0, len(words), words),)


class _Side:
    """One side of a pair with everything that was found in it."""

    def __init__(self, words: str, language: str, table: Sequence[Name]) -> None:
        self.words, self.language, self.table = words, language, table
        self.named = naming.named(words, language, table)
        self.known = naming.known_in(language, table)
        self.dates = dates(words, language)
        notes = [note.span() for note in _NOTE.finditer(words)]
        sure = [row for row in self.named if not row.key.startswith("?")]
        taken = [*((row.start, row.end) for row in self.dates), *((row.start, row.end) for row in sure), *notes]
        self.figures = figures(words, language, masked=taken)
        self.dated = {value for date in self.dates for value in (date.year, date.month, date.day) if value}
        self.counted = {value for row in self.figures for value in row.values}
        self.in_names = figures(words, language, masked=[(row.start, row.end) for row in self.dates])

    def marks(self, rows: Iterable[Date | Figure | naming.Named]) -> tuple[Mark, ...]:
        return tuple(mark(self.words, row.start, row.end) for row in rows)


def _dates(key: str, source: _Side, target: _Side) -> Iterator[Mismatch]:
    lost = _unanswered(source, target)
    new = _unanswered(target, source)
    if not lost and not new and len(source.dates) == len(target.dates):
        lost, new = _uneven(source.dates, target.dates)
    if lost or new:
        lost = [row for row in lost if new or not _stands_in_figures(row, target)]
        new = [row for row in new if lost or not _stands_in_figures(row, source)]
    if lost or new:
        yield Mismatch(MismatchKind.DATE, key, source.marks(lost), target.marks(new))


def _unanswered(side: _Side, against: _Side) -> list[Date]:
    """The dates of a side that are none of the other's. Dates that are written alike are compared once."""
    by_month: dict[int, dict[tuple[object, ...], Date]] = defaultdict(dict)
    for row in against.dates:
        by_month[row.month].setdefault(_told(row), row)
    days = {(row.month, row.day, None if row.is_wild else row.year) for row in against.dates}
    wild = {(row.month, row.day) for row in against.dates if row.is_wild}
    any_year = {(row.month, row.day) for row in against.dates}
    answers: dict[tuple[object, ...], bool] = {}
    for row in side.dates:
        if _told(row) in answers:
            continue
        day = (row.month, row.day)
        answers[_told(row)] = (
            (day in any_year if row.is_wild else day in wild or (*day, row.year) in days)
            or any(_agree_in_words(row, other, side, against) for other in by_month[row.month].values())
        )  # fmt: skip
    return [row for row in side.dates if not answers[_told(row)]]


def _told(date: Date) -> tuple[object, ...]:
    return date.year, date.month, date.day, date.is_wild


def _agree_in_words(one: Date, other: Date, source: _Side, target: _Side) -> bool:
    """Whether two dates are one of which a side writes the day or the year in words and has only the rest as a date."""
    if one.day == other.day and (one.year is None) == (other.year is None):
        return False
    for date, rough, side in ((one, other, target), (other, one, source)):
        in_words = [
            *([date.day] if date.day and rough.day is None else []),
            *([date.year] if date.year and rough.year is None and not rough.is_wild else []),
        ]
        filled = replace(rough, day=rough.day or date.day, year=rough.year or date.year)
        if in_words and date.agrees(filled):
            return all(part in side.counted for part in in_words)
    return False


def _uneven(one: list[Date], other: list[Date]) -> tuple[list[Date], list[Date]]:
    """Dates that stand on both sides, but one of them more often here and another there."""
    if any(row.is_wild for row in (*one, *other)):
        return [], []
    counts = [Counter((row.year, row.month, row.day) for row in rows) for rows in (one, other)]
    if counts[0].keys() != counts[1].keys():
        return [], []
    more, less = counts[0] - counts[1], counts[1] - counts[0]
    return (
        [row for row in one if more[(row.year, row.month, row.day)]],
        [row for row in other if less[(row.year, row.month, row.day)]],
    )


def _stands_in_figures(date: Date, side: _Side) -> bool:
    """Whether all parts of a date stand on the other side as numbers: a form of date that is not known here."""
    parts: list[int | None] = [date.year, date.day] if date.year and date.day else [date.year]
    return all(part in side.counted for part in parts if part) and any(parts)


def _numbers(key: str, source: _Side, target: _Side) -> Iterator[Mismatch]:
    there, here = _all_values(target), _all_values(source)
    lost = [row for row in source.figures if not row.values & there]
    new = [row for row in target.figures if not row.values & here]
    if not lost and not new:
        lost, new = _uneven_figures(source.figures, target.figures)
    lost, new = _worth_telling(lost, new), _worth_telling(new, lost)
    if lost or new:
        yield Mismatch(MismatchKind.NUMBER, key, source.marks(lost), target.marks(new))
    yield from _units(key, source, target)


def _all_values(side: _Side) -> set[Fraction]:
    """Every number of a side, those within its dates and names as well: they may answer one on the other side."""
    return {value for row in (*side.figures, *side.in_names) for value in row.values} | {
        Fraction(value) for value in side.dated
    }


def _worth_telling(rows: list[Figure], others: list[Figure]) -> list[Figure]:
    """Digits always; words from three on, and two or a second one where the other side has another number instead."""
    against = any(row.weight > Weight.QUIET for row in others)
    return [
        row for row in rows if row.weight == Weight.DIGITS or (row.weight == Weight.WORD and (against or row.value >= 3))
    ]


def _uneven_figures(one: list[Figure], other: list[Figure]) -> tuple[list[Figure], list[Figure]]:
    digits = [[row for row in rows if row.weight == Weight.DIGITS] for rows in (one, other)]
    if len(digits[0]) != len(digits[1]) or any(len(row.values) > 1 for rows in digits for row in rows):
        return [], []
    counts = [Counter(row.value for row in rows) for rows in digits]
    more, less = counts[0] - counts[1], counts[1] - counts[0]
    return [row for row in digits[0] if more[row.value]], [row for row in digits[1] if less[row.value]]


_MOST_MARKED = 20  # equal numbers that one finding marks: nobody looks at more of them


def _units(key: str, source: _Side, target: _Side) -> Iterator[Mismatch]:
    """Equal numbers of which one is per cent or a currency and the other is not."""
    by_value: dict[Fraction, dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for other in target.figures:
        for value in other.values:
            rows = by_value[value][other.unit]
            if len(rows) < _MOST_MARKED:
                rows.append(other)
    for row in source.figures:
        by_unit = [by_value[value] for value in row.values if value in by_value]
        if not by_unit or any(row.unit in units for units in by_unit):
            continue
        equal = sorted(
            {other for units in by_unit for those in units.values() for other in those}, key=lambda each: each.start
        )
        units = {row.unit, *(other.unit for other in equal)}
        if "%" in units:
            yield Mismatch(MismatchKind.PERCENT, key, source.marks([row]), target.marks(equal))
        elif "" not in units:
            yield Mismatch(MismatchKind.MONEY, key, source.marks([row]), target.marks(equal))


def _names(key: str, source: _Side, target: _Side) -> Iterator[Mismatch]:
    here, there = ({row.key.lstrip("?") for row in side.named} for side in (source, target))
    lost = [row for row in source.named if row.key not in _with_parts(there) and row.key in target.known]
    new = [row for row in target.named if row.key not in _with_parts(here) and row.key in source.known]
    lost, new = ([row for row in rows if not row.key.startswith("?")] for rows in (lost, new))
    if not lost and not new:
        lost, new = _uneven_names(source.named, target.named)
    acronyms = _acronyms(source, target)
    if lost or new or acronyms[0] or acronyms[1]:
        yield Mismatch(
            MismatchKind.NAME, key, (*source.marks(_once(lost)), *acronyms[0]), (*target.marks(_once(new)), *acronyms[1])
        )


def _uneven_names(one: list[naming.Named], other: list[naming.Named]) -> tuple[list[naming.Named], list[naming.Named]]:
    """As many names on both sides, of the same bearers, but one of them more often here and another there."""
    sides = [[row for row in rows if not row.key.startswith("?")] for rows in (one, other)]
    counts = [Counter(row.key for row in rows) for rows in sides]
    if len(sides[0]) != len(sides[1]) or counts[0].keys() != counts[1].keys():
        return [], []
    more, less = counts[0] - counts[1], counts[1] - counts[0]
    return [row for row in sides[0] if more[row.key]], [row for row in sides[1] if less[row.key]]


_PARTS = {
    "dialogue-caj": {"central-asia", "party/japan"}, "undp": {"un"}, "unodc": {"un"}, "unhcr": {"un"}, "un-general-assembly": {"un"},
    "security-council": {"un"}, "jica": {"party/japan"}, "jetro": {"party/japan"}, "jbic": {"party/japan"}, "fao": {"un"},
    "unesco": {"un"}, "unicef": {"un"},
}  # fmt: skip


def _with_parts(keys: set[str]) -> set[str]:
    """The names with those within them: a language may spell out what another abbreviates."""
    within = {part for key in keys for part in _PARTS.get(key, ())}
    around = {whole for whole, parts in _PARTS.items() if parts <= keys}
    return keys | within | around


def _once(rows: list[naming.Named]) -> list[naming.Named]:
    return list({row.key: row for row in reversed(rows)}.values())[::-1]


_ACRONYM = re.compile(r"(?<![A-Za-z\w])[A-Z][A-Z0-9]{1,}s?(?![A-Za-z\w])")
_PLAIN_ACRONYMS = {"US", "OK", "AD", "BC", "USD", "JPY", "EUR", "UTC", "GMT", "JST", "AM", "PM", "NO"}
_ROMAN = re.compile(r"[IVXLC]+")


def _acronyms(source: _Side, target: _Side) -> tuple[tuple[Mark, ...], tuple[Mark, ...]]:
    """Latin abbreviations that no table knows, where each side has one that the other has not."""
    by_side = []
    for side in (source, target):
        taken = Places((row.start, row.end) for row in side.named)
        words = numbers.narrow(side.words).translate(_WIDE_LETTERS)
        rows = {
            hit[0]: mark(side.words, *hit.span())
            for hit in _ACRONYM.finditer(words)
            if not taken.cover(hit.start()) and hit[0] not in _PLAIN_ACRONYMS and not _ROMAN.fullmatch(hit[0])
        }
        is_loud = sum(sign.isupper() for sign in side.words) > sum(sign.islower() for sign in side.words)
        by_side.append({} if is_loud and base(side.language) not in ("ja", "zh") else rows)
    here, there = by_side
    lost, new = [here[word] for word in here if word not in there], [there[word] for word in there if word not in here]
    return (tuple(lost), tuple(new)) if lost and new else ((), ())


_WIDE_LETTERS = {0xFF21 + at: 0x41 + at for at in range(26)} | {0xFF41 + at: 0x61 + at for at in range(26)}
_SQUARE = str.maketrans("［］〔〕【】", "[][][]")
_ROUND = str.maketrans("（）", "()")
_QUOTES = (("「", "」"), ("『", "』"), ("«", "»"))


def _brackets(key: str, source: _Side, target: _Side) -> Iterator[Mismatch]:
    """Square brackets have to be the same on both sides, nested alike; others only have to close where they open."""
    one, other = (side.words.translate(_SQUARE) for side in (source, target))
    shapes = [re.sub(r"[^\[\]]", "", words) for words in (one, other)]
    if shapes[0] != shapes[1] and Counter(_depths(shapes[0])) != Counter(_depths(shapes[1])):
        rows = [
            tuple(mark(side.words, bracket.start(), bracket.end()) for bracket in re.finditer(r"[\[\]]", words))
            for side, words in ((source, one), (target, other))
        ]
        yield Mismatch(MismatchKind.BRACKET, key, rows[0], rows[1])
    loose = [_loose(side.words.translate(_ROUND)) for side in (source, target)]
    if len(loose[0]) != len(loose[1]):
        marks = [
            tuple(mark(side.words, at, at + 1) for at in places)
            for side, places in zip((source, target), loose, strict=True)
        ]
        yield Mismatch(MismatchKind.BRACKET, key, marks[0], marks[1])


def _depths(shape: str) -> list[tuple[int, str]]:
    depth, depths = 0, []
    for sign in shape:
        depth += 1 if sign == "[" else 0
        depths.append((depth, sign))
        depth -= 1 if sign == "]" else 0
    return depths


_ITEM = re.compile(r"(?:^|[\s;,:、。])\w{1,4}$")


def _loose(words: str) -> list[int]:
    """Where a round bracket or quotation mark has no partner; the bracket behind a letter or number of a list needs none."""
    places = []
    for opening, closing in (("(", ")"), *_QUOTES):
        held: list[int] = []
        for sign in re.finditer(re.escape(opening) + "|" + re.escape(closing), words):
            if sign[0] == opening:
                held.append(sign.start())
            elif held:
                held.pop()
            elif not (closing == ")" and _ITEM.search(words, max(0, sign.start() - 5), sign.start())):
                places.append(sign.start())
        places += held
    return sorted(places)


_NOTE = re.compile(r"[¹²³⁴-⁹⁰]+|(?:注|\(注\)|（注）)[0-9０-９]+(?=[)）\s]|$)|†|‡|※[0-9０-９]*|\{\d{1,3}\}")


def _notes(pair: Pair) -> Iterator[Mismatch]:
    marks = [tuple(mark(words, *note.span()) for note in _NOTE.finditer(words)) for words in (pair.source, pair.target)]
    if len(marks[0]) + pair.source_notes != len(marks[1]) + pair.target_notes:
        yield Mismatch(MismatchKind.NOTE, pair.key, marks[0], marks[1])


_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def is_untranslated(pair: Pair) -> bool:
    """Whether the target repeats the source: the same words, more of them than a name or a number has."""
    if base(pair.source_language) == base(pair.target_language):
        return False
    one, other = (" ".join(unicodedata.normalize("NFC", words).split()) for words in (pair.source, pair.target))
    return one == other and any(word.islower() or not word.isascii() for word in _WORD.findall(one))


_SCRIPTS = {
    "latin": re.compile(r"[A-Za-zÀ-ɏ]+(?:['’-][A-Za-zÀ-ɏ]+)*"),
    "cyrillic": re.compile(r"[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІіҲҳҶҷӢӣӮӯЎў]+(?:-[А-Яа-яЁё]+)*"),
    "japanese": re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff々ー]+"),
}
_OWN = {
    "ru": "cyrillic", "kk": "cyrillic", "ky": "cyrillic", "tg": "cyrillic", "mn": "cyrillic", "en": "latin", "fr": "latin", "de": "latin",
    "es": "latin", "tr": "latin", "tk": "latin", "ja": "japanese", "zh": "japanese",
}  # fmt: skip
_LATIN_EVERYWHERE = frozenset(
    "ad referendum inter alia mutatis mutandis de facto jure km kg kwh mw gw ha cm mm www http https com org net bis ter quater et al via "
    "in vitro pro rata per capita sic status quo ante persona non grata raison etre force majeure acquis communautaire".split()
)


def _left_over(key: str, source: _Side, target: _Side) -> Iterator[Mismatch]:
    """Words of the source's script in the target that stand in the source as well: they were left untranslated."""
    script = _OWN.get(base(source.language), "")
    if not script or script == _OWN.get(base(target.language), "") or base(target.language) not in _OWN:
        return
    form = _SCRIPTS[script]
    stands = {word[0].casefold() for word in form.finditer(source.words)}
    taken = Places((row.start, row.end) for row in target.named)
    rows = [
        mark(target.words, *word.span())
        for word in form.finditer(target.words)
        if not taken.cover(word.start()) and not _is_code(target.words, *word.span()) and _is_left(word[0], script, stands)
    ]
    if rows:
        places = {row.words.casefold() for row in rows}
        there = tuple(
            mark(source.words, *word.span()) for word in form.finditer(source.words) if word[0].casefold() in places
        )
        yield Mismatch(MismatchKind.UNTRANSLATED, key, there, tuple(rows))


def _is_code(words: str, start: int, end: int) -> bool:
    """Whether a word is a part of an address, of a name of a program or of a quotation, which nobody translates."""
    before, after = words[max(0, start - 1) : start], words[end : end + 1]
    return (before in _CODE and before != "") or (after in _CODE and after != "") or (before in '“"«「`' and before != "")


_CODE = "-/_@%=\\&#<>:'`0123456789"


def _is_left(word: str, script: str, stands: set[str]) -> bool:
    if script == "latin":
        return word.islower() and len(word) > 2 and word in stands and word not in _LATIN_EVERYWHERE
    return True
