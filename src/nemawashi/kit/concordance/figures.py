"""The numbers in the words of a clause, with where they stand and how much it means that one is missing."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction

from nemawashi.kit.concordance.places import Places
from nemawashi.kit.languages import base
from nemawashi.kit.limits import LONGEST_FIGURE
from nemawashi.kit.speech import numbers

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


class Weight(IntEnum):
    """QUIET is never missed, WORD is a number in words, DIGITS is one in digits: it has to stand on the other side."""

    QUIET = 0
    WORD = 1
    DIGITS = 2


@dataclass(frozen=True, slots=True)
class Figure:
    """A number. ``values`` are all that the spelling may mean; ``unit`` is ``%``, a currency or empty."""

    start: int
    end: int
    values: frozenset[Fraction]
    weight: Weight
    unit: str = ""
    is_counted: bool = True

    @property
    def value(self) -> Fraction:
        return max(self.values)


_SCALE_FORMS = {
    "en": rf"[\s\u00a0-]*({'|'.join(numbers.SCALES['en'])})\b",
    "ru": rf"[\s\u00a0]*({'|'.join(numbers.SCALES['ru'])})\w*\.?",
}
_SCALE_OF = {code: re.compile(form, re.IGNORECASE) for code, form in _SCALE_FORMS.items()}
_DIGIT = re.compile(r"\d")
_AFTER = re.compile(
    r"[\s\u00a0]*(?:(?P<percent>%|per\s?cent\b|percent\b|percentage[\s-]points?\b|процент|パーセント)|(?P<yen>yen\b|JPY\b|иен|йен|円)"
    r"|(?P<usd>(?:US|U\.S\.)?\s?dollars?\b|USD\b|долл|米ドル|ドル)|(?P<eur>euros?\b|EUR\b|евро|ユーロ)|(?P<wari>割))",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"(?P<usd>US\$|USD|\$)\s?$|(?P<yen>¥|￥|JPY)\s?$|(?P<eur>€|EUR)\s?$")
_RANGE = re.compile(r"[\s\u00a0]*(?:-|–|—|to|до|and|и)[\s\u00a0]*$")
_DIGITS = {
    "en": re.compile(r"(?<!\d)(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?)"),
    "ru": re.compile(r"(?<!\d)(?:\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?:,\d+)?(?!\d)|\d+(?:[.,]\d+)?)"),
}
_TIME = re.compile(r"(?<![\d.:])([01]?\d|2[0-3])[:.]([0-5]\d)(?![\d.:])(?=\s*(?:[ap]\.?m|h\b|час|ч\b|UTC|GMT|JST)|)")
_TIME_RUSSIAN = re.compile(
    r"(?<![\d.:])([01]?\d|2[0-3])[ \u00a0]?ч(?:\.|ас[а-я]*)?[ \u00a0]?([0-5]\d)[ \u00a0]?м(?:\.|ин[а-я]*\.?)?"
)
_ALWAYS = re.compile(r"24/7(?!\d)")
_NOONS = {
    "en": ((re.compile(r"\bnoon\b", re.I), {12}), (re.compile(r"\bmidnight\b", re.I), {0, 24})),
    "ru": (
        (re.compile(r"\bполд(?:ень|ня|не)\b", re.I), {12}), (re.compile(r"\bполноч[ьи]\b", re.I), {0, 24}),
        (re.compile(r"\bтройк[а-я]{1,3}\b", re.I), {3}), (re.compile(r"\bчетв[её]рк[а-я]{1,3}\b", re.I), {4}),
        (re.compile(r"\bпят[её]рк[а-я]{1,3}\b", re.I), {5}), (re.compile(r"\bшест[её]рк[а-я]{1,3}\b", re.I), {6}),
        (re.compile(r"\bсем[её]рк[а-я]{1,3}\b", re.I), {7}), (re.compile(r"\bвосьм[её]рк[а-я]{1,3}\b", re.I), {8}),
        (re.compile(r"\bкруглосуточн[а-я]{1,3}\b", re.I), {24}),
    ),
}  # fmt: skip
# Before a hundred or a thousand: nobody counted them.
_SOME = {
    "en": re.compile(
        r"\b(?:several|some|many|numerous|(?:a )?few|a couple of|(?:ten|dozen|hundred|thousand)s of)\s$", re.I
    ),
    "ru": re.compile(r"(?:нескольк[а-я]+|мног[а-я]+|пар[аыуе]|десятк[а-я]+|сотн[а-я]+|порядка нескольких)\s$", re.I),
}
_SOME_NEAR = 24  # signs before a number among which such a word stands
_SHORT_SCALES = {"k": 10**3, "m": 10**6, "b": 10**9, "t": 10**12}
_SHORT_SCALE = re.compile(r"(k|m|b|t)(?![\w.])", re.IGNORECASE)  # behind an amount of money
_HOUR = re.compile(r"\s*(?:[ap]\.?m\b|час)")
_DECADE = re.compile(r"-?(?:х|е|ые|ых)\b\s*год|s\b")
_CENTURY = re.compile(r"(\d\d)(\d\d)[-–/]$")
_CENTURY_JA = re.compile(r"(\d\d)\d\d年?(?:から|[-～〜–])$")
_PM = re.compile(r"\s*p\.?\s?m\b", re.IGNORECASE)
_ROMANS = re.compile(r"(?<![A-Za-zА-Яа-я.-])(X{1,3}(?:IX|IV|V?I{0,3})|IX|IV|VI{1,3}|V|I{2,3})(?![A-Za-zА-Яа-я-])")
_SIGN_RUN = re.compile(
    r"[0-9][0-9,.]*(?:[十百千万億兆]+[0-9]?[0-9,.]*)*|[〇一二三四五六七八九十百千万億兆][〇零一二三四五六七八九十百千万億兆]*"
)
_COUNTERS = re.compile(
    r"(?:[つヶヵケカか個箇]|周年|年|月|日|条|項|章|節|号|款|回|次|番|人|名|者|件|点|本|部門|分野|分の|か国|国|州|省|度|倍|世紀|歳|円|ドル|ユーロ|%|パーセント|割|億|万|兆"
    r"|時間|分間|週|外相|大臣|首脳|閣僚|高官|加盟|締約|当事|言語|プロジェクト|地点|事業|措置|機関|段階|地域|大学|校|都市|社|団体|原則|柱|議定書|トン|キロ|メートル|ヘクタール|隻|台|台目|種|通|語|対)"
)
_QUIET_COUNTERS = re.compile(r"(?:つ|人|国間|か国間|カ国間|ヶ国間|者間|方|度|重|種|部|層|環)")
_VAGUE = re.compile(r"[数何幾]$")


def figures(words: str, language: str, *, masked: Iterable[tuple[int, int]] = ()) -> list[Figure]:
    """All numbers outside the masked places, in order."""
    signs = list(numbers.narrow(words))
    for start, end in masked:
        signs[start:end] = "\x00" * (end - start)
    text, code = "".join(signs), base(language)
    rows = _japanese(text) if code in ("ja", "zh") else _western(text, code)
    return sorted(rows, key=lambda row: row.start)


def _unit(text: str, start: int, end: int) -> tuple[str, int]:
    after = _AFTER.match(text, end)
    name = after.lastgroup or "" if after else ""
    if not name:
        before = _BEFORE.search(text, max(0, start - 5), start)
        return (before.lastgroup or "" if before else ""), 0
    assert after is not None  # noqa: S101  it has a name
    return {"percent": "%", "wari": "%"}.get(name, name), after.end() if name == "wari" else 0


def _western(text: str, code: str) -> Iterator[Figure]:
    taken: list[tuple[int, int]] = []
    if _DIGIT.search(text):
        yield from _in_digits(text, code, taken)
    yield from _romans(text)
    for noon, hours_of in _NOONS.get(code, ()):
        for word in noon.finditer(text):
            yield Figure(word.start(), word.end(), frozenset(map(Fraction, hours_of)), Weight.QUIET)
    if code in _HALVES:
        yield from _halves(text, code)
    if code == "en":
        yield from _english(text, Places(taken))
    elif code == "ru":
        yield from _russian(text, Places(taken))


def _in_digits(text: str, code: str, taken: list[tuple[int, int]]) -> Iterator[Figure]:
    """Times of the day, then numbers written in digits; their places are added to those taken."""
    form = _DIGITS["ru" if code in ("ru", "kk", "ky", "tg", "uz", "tk", "fr", "de", "es", "tr", "mn") else "en"]
    spoken = code if code in numbers.SCALES else "en"
    scale_of, scales = _SCALE_OF[spoken], numbers.SCALES[spoken]
    times = [time for time in _TIME.finditer(text) if time[0][-3] == ":" or _HOUR.match(text, time.end())]
    if code == "ru":
        times += _TIME_RUSSIAN.finditer(text)
    in_times = Places(time.span() for time in times)
    for time in times:
        taken.append(time.span())
        hour, minute = int(time[1]), int(time[2])
        hours = frozenset({Fraction(hour), Fraction(hour + 12)} if _PM.match(text, time.end()) else {Fraction(hour)})
        if code == "ru" and hour > 12:  # 18 ч. 00 м. is 6 p.m.
            hours |= {Fraction(hour - 12)}
        yield Figure(time.start(1), time.end(1), hours, Weight.DIGITS)
        if minute:
            yield Figure(time.start(2), time.end(2), frozenset({Fraction(minute)}), Weight.DIGITS)
    rows = [
        digits
        for digits in form.finditer(text)
        if not in_times.cover(digits.start()) and digits.end() - digits.start() <= 2 * LONGEST_FIGURE
        and sum(map(str.isdigit, digits[0])) <= LONGEST_FIGURE
    ]  # fmt: skip
    later: tuple[int, int] | None = None  # (start, scale) of the number after this one
    in_digits: list[Figure] = []
    for digits in reversed(rows):
        scaled = scale_of.match(text, digits.end())
        scale = scales[scaled[1].casefold()] if scaled else 1
        values = {value * scale for value in _readings(digits[0], code)}
        if scale == 1 and later and _RANGE.fullmatch(text[digits.end() : later[0]]):
            values |= {value * later[1] for value in values}
        short_scale = _SHORT_SCALE.match(text, digits.end()) if spoken == "en" and scale == 1 else None
        if short_scale and _BEFORE.search(text, max(0, digits.start() - 5), digits.start()):  # $2.5m
            values |= {value * _SHORT_SCALES[short_scale[1].casefold()] for value in values}
        if _PM.match(text, digits.end()):
            values |= {value + 12 for value in values}
        if _DECADE.match(text, digits.end()):
            values |= {value + 1900 for value in values if value < 100}
        short = _CENTURY.search(text, max(0, digits.start() - 5), digits.start())  # 2024/25
        if short and len(digits[0]) == 2:
            values.add(Fraction(int(short[1] + digits[0])))
        end = scaled.end() if scaled else digits.end()
        unit, _ = _unit(text, digits.start(), end)
        later = digits.start(), scale
        always = _ALWAYS.match(text, max(0, digits.start() - 3)) or _ALWAYS.match(text, digits.start())
        is_always = bool(always and always.start() <= digits.start() < always.end())
        weight = Weight.QUIET if is_always else Weight.DIGITS
        in_digits.append(Figure(digits.start(), end, frozenset(values), weight, unit))
        taken.append((digits.start(), end))
    yield from in_digits


def _is_some(text: str, start: int, code: str) -> bool:
    """Whether the number at ``start`` counts nothing: several hundred, несколько сот."""
    return _SOME[code].search(text, max(0, start - _SOME_NEAR), start) is not None


def _readings(digits: str, code: str) -> set[Fraction]:
    if code == "en":
        return {Fraction(digits.replace(",", ""))}
    plain = re.sub(r"[ \u00a0\u202f\u2009]", "", digits)
    values = {Fraction(plain.replace(",", "."))}
    if re.fullmatch(r"\d{1,3}[.,]\d{3}", plain):
        values.add(Fraction(re.sub(r"[.,]", "", plain)))
    return values


def _romans(text: str) -> Iterator[Figure]:
    for numeral in _ROMANS.finditer(text):
        value, before = 0, 0
        for sign in reversed(numeral[0]):
            one = _ROMAN[sign]
            value, before = (value - one, before) if one < before else (value + one, one)
        yield Figure(numeral.start(), numeral.end(), frozenset({Fraction(value)}), Weight.QUIET)


_EN_WORD = re.compile(r"[A-Za-z]+")
_EN_QUIET = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)?")
# Whether any such word can be there at all: most words of a text are no number, and a walk through each costs tenfold.
_EN_NUMBERS = frozenset({*numbers.ENGLISH, *numbers.ENGLISH_SCALES})
_EN_HOLDING = frozenset(name.partition("-")[0] for name in numbers.ENGLISH_QUIET)


def _english(text: str, taken: Places) -> Iterator[Figure]:
    there = {word.casefold() for word in _EN_WORD.findall(text)}
    run: list[re.Match[str]] = []
    for token in [*(() if there.isdisjoint(_EN_NUMBERS) else _EN_WORD.finditer(text)), None]:
        word = token[0].casefold() if token else ""
        gap = text[run[-1].end() : token.start()] if run and token else ""
        is_number = word in numbers.ENGLISH or word in numbers.ENGLISH_SCALES
        joins = _joins(run[-1][0].casefold(), word) if run and is_number else word == "and" and bool(run) and _hundred(run)
        if run and not (token and joins and re.fullmatch(r"[\s-]*", gap)):
            yield from _spoken_english(run, taken, is_quiet=_THIRD.match(text, run[0].start()) is not None)
            run = []
        if token and (is_number or (word == "and" and run)):
            run.append(token)
    for quiet in () if there.isdisjoint(_EN_HOLDING) else _EN_QUIET.finditer(text):
        for word in {quiet[0].casefold(), quiet[0].casefold().partition("-")[0]} & numbers.ENGLISH_QUIET.keys():
            value = Fraction(numbers.ENGLISH_QUIET[word])
            yield Figure(quiet.start(), quiet.end(), frozenset({value}), Weight.QUIET)


# Nobody's number three, and what is open always: Russian has стороннего and без выходных for them.
_THIRD = re.compile(
    r"third[\s-]part(?:y|ies)\b|seven days (?:a|per) week\b|twenty-four hours (?:a|per) day\b|four corners\b", re.IGNORECASE
)
_HALVES = {
    "en": re.compile(
        r"\b(?:(?P<half>half an?)|one and a half)(?:\s+(?P<scale>thousand|million|billion|trillion))?\b", re.IGNORECASE
    ),
    "ru": re.compile(
        r"\b(?:(?P<half>полу?)(?=тысяч|миллион|миллиард)|полтора|полутора|полторы)\s*(?P<scale>тысяч|миллион|миллиард)?\w*",
        re.IGNORECASE,
    ),
}


_YEARS = re.compile(r"\b(?:years?|года?|лет)\b", re.IGNORECASE)
_NEXT_WORD = 6  # signs behind half of something: the word for years, and no more


def _halves(text: str, code: str) -> Iterator[Figure]:
    """Half a million, полтора миллиарда: they answer 50万 and 1.5 billion."""
    for half in _HALVES[code].finditer(text):
        scale = numbers.SCALES[code].get((half["scale"] or "").lower(), 1)
        value = Fraction(1, 2) if half["half"] else Fraction(3, 2)
        values = {value * scale}
        if _YEARS.search(text, half.start(), half.end() + _NEXT_WORD):  # полтора года are 18 months
            values.add(value * 12)
        yield Figure(half.start(), half.end(), frozenset(values), Weight.QUIET)


def _hundred(run: list[re.Match[str]]) -> bool:
    return run[-1][0].casefold() in numbers.ENGLISH_SCALES


def _joins(before: str, word: str) -> bool:
    """Whether a word goes on with the number before it: ones after tens, a scale after a number, anything after a scale."""
    if word in numbers.ENGLISH_SCALES:
        return before in numbers.ENGLISH_SCALES or (before in numbers.ENGLISH and before not in numbers.EN_ORDINALS)
    if before == "and" or before in numbers.ENGLISH_SCALES:
        return True
    return numbers.ENGLISH.get(before, 0) in range(20, 100, 10) and before in numbers.EN_TENS and numbers.ENGLISH[word] < 10


def _spoken_english(run: list[re.Match[str]], taken: Places, *, is_quiet: bool) -> Iterator[Figure]:
    if len(run) > LONGEST_FIGURE:
        return
    while run and run[-1][0].casefold() == "and":
        run = run[:-1]
    words = [word[0].casefold() for word in run]
    if not run or taken.meet(run[0].start(), run[-1].end()):
        return
    value = numbers.english(words)
    if value is None:
        return
    is_scale_alone = len(words) == 1 and words[0] in numbers.ENGLISH_SCALES
    is_some = words[0] in numbers.ENGLISH_SCALES | {"hundred": 100} and _is_some(run[0].string, run[0].start(), "en")
    weight = Weight.QUIET if value <= 1 or is_scale_alone or is_quiet or is_some else Weight.WORD
    unit, _ = _unit(run[0].string, run[0].start(), run[-1].end())
    yield Figure(run[0].start(), run[-1].end(), frozenset({value}), weight, unit)


_RU_WORD = re.compile(r"[А-Яа-яЁё]+")


def _russian(text: str, taken: Places) -> Iterator[Figure]:
    plain = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text).replace("ё", "е")
    run: list[tuple[re.Match[str], int, bool]] = []
    for token in [*_RU_WORD.finditer(plain), None]:
        value, scale = _russian_value(token[0]) if token else (0, False)
        gap = plain[run[-1][0].end() : token.start()] if run and token else ""
        joins = bool(run) and re.fullmatch(r"[\s\u00a0]*", gap) is not None and (scale or 0 < value < _floor(run[-1]))
        if run and not (value and joins):
            yield from _spoken_russian(run, taken, plain)
            run = []
        if token and value:
            run.append((token, value, scale))
    for quiet in numbers.RUSSIAN_QUIET.finditer(plain):
        value = int((quiet.lastgroup or "n0")[1:])
        yield Figure(quiet.start(), quiet.end(), frozenset({Fraction(value)}), Weight.QUIET)


def _floor(row: tuple[re.Match[str], int, bool]) -> int:
    """What may follow a word of a number: ones after tens, tens after hundreds, anything smaller after a scale."""
    value = row[1]
    return value if row[2] else 100 if value >= 100 else 10 if value >= 20 else 0


def _russian_value(word: str) -> tuple[int, bool]:
    if word in numbers.RUSSIAN:
        return numbers.RUSSIAN[word], False
    for stem, scale in numbers.RUSSIAN_SCALES.items():
        if word.startswith(stem) and len(word) <= len(stem) + 3:
            return scale, True
    return 0, False


_THIRD_RUSSIAN = re.compile(r"трет\w+ (?:сторон|лиц)", re.IGNORECASE)


def _spoken_russian(run: list[tuple[re.Match[str], int, bool]], taken: Places, text: str) -> Iterator[Figure]:
    start, end = run[0][0].start(), run[-1][0].end()
    if len(run) > LONGEST_FIGURE or taken.meet(start, end):
        return
    total, part = 0, 0
    for _, value, scale in run:
        if scale:
            total, part = total + (part or 1) * value, 0
        else:
            part += value
    whole = Fraction(total + part)
    is_scale_alone = len(run) == 1 and run[0][2]
    is_some = run[0][1] >= 100 and _is_some(text, start, "ru")
    is_quiet = whole <= 1 or is_scale_alone or is_some or _THIRD_RUSSIAN.match(text, start) is not None
    unit, _ = _unit(text, start, end)
    yield Figure(start, end, frozenset({whole}), Weight.QUIET if is_quiet else Weight.WORD, unit)


def _japanese(text: str) -> Iterator[Figure]:
    for signs in _SIGN_RUN.finditer(text):
        run = signs[0].rstrip(",.")
        start, end = signs.start(), signs.start() + len(run)
        row = _japanese_run(text, run, start, end)
        if row:
            yield row
    for quiet, value in (
        ("両", 2),
        ("双方", 2),
        ("半", 2),
        ("半年", 6),
        ("半期", 6),
        ("隔年", 2),
        ("倍", 2),
        ("四半期", 4),
        ("世紀", 100),
    ):
        for place in re.finditer(quiet, text):
            yield Figure(place.start(), place.end(), frozenset({Fraction(value)}), Weight.QUIET)


_PLACES = ("九州", "四国地方", "六本木", "三重県", "五輪")
_MANY = re.compile(r"[人名件校社台隻]|[かカヶ]国|以上")


def _one_of_many(text: str, value: Fraction, start: int, end: int) -> Figure | None:
    """A hundred or a thousand of something; the sign alone stands for many things in names."""
    return Figure(start, end, frozenset({value}), Weight.WORD) if _MANY.match(text, end) else None


def _japanese_run(text: str, run: str, start: int, end: int) -> Figure | None:
    if len(run) > LONGEST_FIGURE or _VAGUE.search(text, max(0, start - 1), start):
        return None
    value = numbers.signs(run)
    if value is None:
        return None
    is_digits = any(sign.isdigit() and sign.isascii() for sign in run)
    is_ordinal = text.endswith("第", 0, start)
    if not is_digits:
        if run in ("百", "千"):
            return _one_of_many(text, value, start, end)
        if run in ("万", "億", "兆") or any(text.startswith(name, start) for name in _PLACES):
            return None
        if run == "十" and text[end : end + 1] == "分" and text[end + 1 : end + 2] not in "間前後":
            return None
        is_long = len(run) >= 3 or (
            len(run) == 2 and any(sign in "十百千万億兆" for sign in run[1:]) and run[0] not in "万千百"
        )
        is_ten_of = run == "十" and text.startswith("の", end)
        if not (is_ordinal or is_long or is_ten_of or _COUNTERS.match(text, end)):
            return None
    unit, wari = _unit(text, start, end)
    values = {value * 10} if wari else {value}
    short = _CENTURY_JA.search(text, max(0, start - 7), start)
    if short and len(run) == 2 and is_digits:
        values.add(Fraction(int(short[1] + run)))
    if text.endswith("午後", 0, start) and value < 12:
        values.add(value + 12)
    if text[end : end + 1] == "時" and value >= 13:
        values.add(value - 12)
    is_third = is_ordinal and value == 3 and text.startswith("者", end)
    quiet = value <= 1 or is_third or (value <= 2 and (_QUIET_COUNTERS.match(text, end) is not None or is_ordinal))
    if (is_digits and not quiet) or (is_digits and not _QUIET_COUNTERS.match(text, end) and not is_ordinal):
        weight = Weight.DIGITS
    else:
        weight = Weight.QUIET if quiet else Weight.WORD
    if not is_digits and (value >= 100 and len(run) >= 2):
        weight = Weight.DIGITS
    if (value <= 2 and text.endswith("分の", 0, start)) or not run.strip("百千万億兆"):
        weight = Weight.QUIET
    return Figure(start, end, frozenset(values), weight, unit)
