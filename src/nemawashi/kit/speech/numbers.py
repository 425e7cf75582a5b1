"""Numbers as they are said: words for them in English, Russian in all cases, Japanese in Chinese signs, and the scales.

Claims, concordance, lineage and amendments read these; what a number counts, how much it matters that one is missing, and
what a rounded one may stand for is the judgement of each.
"""

import re
from fractions import Fraction

EN_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
EN_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
EN_ORDINALS = "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split()
ENGLISH: dict[str, int] = (
    {word: value for value, word in enumerate(EN_ONES) if value}
    | {word: 10 * value for value, word in enumerate(EN_TENS, start=2)}
    | {word: value for value, word in enumerate(EN_ORDINALS) if value}
    | {f"{word[:-1]}ieth": 10 * value for value, word in enumerate(EN_TENS, start=2)}
    | {f"{word}ly": value for value, word in enumerate(EN_ORDINALS[:11]) if value > 2}
    | {"thirds": 3, "fifths": 5, "quarters": 4, "fourths": 4}
)
ENGLISH_SCALES = {
    "hundred": 100,
    "hundredth": 100,
    "thousand": 1000,
    "thousandth": 1000,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}

RU_CARDINALS = {
    2: "два две двух двум двумя двое двоих", 3: "три трех трем тремя трое троих", 4: "четыре четырех четырем четырьмя четверо",
    5: "пять пяти пятью пятеро", 6: "шесть шести шестью", 7: "семь семи", 8: "восемь восьми восемью восьмью", 9: "девять девяти девятью",
    10: "десять десяти десятью", 11: "одиннадцать одиннадцати", 12: "двенадцать двенадцати", 13: "тринадцать тринадцати",
    14: "четырнадцать четырнадцати", 15: "пятнадцать пятнадцати", 16: "шестнадцать шестнадцати", 17: "семнадцать семнадцати",
    18: "восемнадцать восемнадцати", 19: "девятнадцать девятнадцати", 20: "двадцать двадцати двадцатью", 30: "тридцать тридцати тридцатью",
    40: "сорок сорока", 50: "пятьдесят пятидесяти", 60: "шестьдесят шестидесяти", 70: "семьдесят семидесяти",
    80: "восемьдесят восьмидесяти", 90: "девяносто девяноста", 100: "сто ста", 200: "двести двухсот двумстам двумястами",
    300: "триста трехсот тремстам", 400: "четыреста четырехсот", 500: "пятьсот пятисот", 600: "шестьсот шестисот",
    700: "семьсот семисот", 800: "восемьсот восьмисот", 900: "девятьсот девятисот",
}  # fmt: skip
RU_ORDINALS = {
    1: "перв", 2: "втор", 4: "четверт", 5: "пят", 6: "шест", 7: "седьм", 8: "восьм", 9: "девят", 10: "десят", 11: "одиннадцат",
    12: "двенадцат", 13: "тринадцат", 14: "четырнадцат", 15: "пятнадцат", 16: "шестнадцат", 17: "семнадцат", 18: "восемнадцат",
    19: "девятнадцат", 20: "двадцат", 30: "тридцат", 40: "сороков", 50: "пятидесят", 60: "шестидесят", 70: "семидесят",
    80: "восьмидесят", 90: "девяност", 100: "сот",
}  # fmt: skip
_RU_ENDINGS = "ый ой ая ое ые ого ому ым ом ую ых ыми".split()
_RU_THIRD = "третий третья третье третьи третьего третьему третьим третьем третьей третью третьих третьими треть трети третей".split()
RUSSIAN: dict[str, int] = (
    {"один": 1, "одна": 1, "одно": 1, "одного": 1, "одной": 1, "одному": 1, "одним": 1, "одном": 1, "одну": 1}
    | {word: value for value, words in RU_CARDINALS.items() for word in words.split()}
    | {f"{words.split()[0]}ю": value for value, words in RU_CARDINALS.items() if 10 < value < 20}
    | {f"{stem}{ending}": value for value, stem in RU_ORDINALS.items() for ending in _RU_ENDINGS}
    | dict.fromkeys(_RU_THIRD, 3)
)
RUSSIAN_SCALES = {"тысяч": 1000, "миллион": 10**6, "миллиард": 10**9, "триллион": 10**12}  # whatever the ending

KAZAKH = {
    "бір": 1, "екі": 2, "үш": 3, "төрт": 4, "бес": 5, "алты": 6, "жеті": 7, "сегіз": 8, "тоғыз": 9, "он": 10, "жиырма": 20, "отыз": 30,
    "қырық": 40, "елу": 50, "алпыс": 60, "жетпіс": 70, "сексен": 80, "тоқсан": 90, "жүз": 100,
}  # fmt: skip

# What stands behind digits: "24 billion", "24 bn", "24 млрд".
SCALES: dict[str, dict[str, int]] = {
    "en": {
        "thousand": 10**3, "million": 10**6, "mln": 10**6, "mn": 10**6, "billion": 10**9, "bn": 10**9, "trillion": 10**12, "trn": 10**12,
        "tn": 10**12,
    },
    "ru": {"тыс": 10**3, "млн": 10**6, "млрд": 10**9, "трлн": 10**12} | RUSSIAN_SCALES,
}  # fmt: skip

# Words that hold a number without counting anything: they may answer one on the other side, and are never missed.
ENGLISH_QUIET = {
    "both": 2, "twice": 2, "bilateral": 2, "bilaterally": 2, "double": 2, "doubled": 2, "doubles": 2, "doubling": 2, "twofold": 2, "halve": 2, "halved": 2, "halving": 2, "dual": 2, "biennial": 2, "two-way": 2, "trilateral": 3,
    "tripartite": 3, "triple": 3, "tripled": 3, "tripling": 3, "threefold": 3, "quadrupled": 4, "tenfold": 10, "thrice": 3, "quadrilateral": 4, "quarter": 4, "quarterly": 4, "decade": 10, "decades": 10, "dozen": 12,
    "century": 100, "half": 2, "half-year": 6, "semi-annual": 6, "semiannual": 6, "semi-annually": 6, "biannual": 2, "fortnight": 14, "triennial": 3, "quinquennial": 5, "once": 1, "pair": 2, "another": 1, "single": 1, "annual": 1, "annually": 1,
}  # fmt: skip
_RU_PREFIXES = {
    2: "дву двух", 3: "тр[её]х", 4: "четыр[её]х", 5: "пяти", 6: "шести", 7: "семи(?=лет|днев|стор|мес)", 8: "восьми", 9: "девяти", 10: "десяти",
    12: "двенадцати", 15: "пятнадцати", 20: "двадцати", 30: "тридцати", 40: "сорока", 50: "пятидесяти", 60: "шестидесяти", 90: "девяноста",
    100: "сто(?=лет)",
}  # fmt: skip
_RU_QUIET_WORDS = {
    2: r"об[аео]\w{0,4} вдвое дважды удво\w+", 3: r"втрое трижды утро\w+ тройк\w+", 4: r"четверт(?:ь|и|ей|ям) ежекварт\w+ квартал\w*", 6: r"полгода полугод\w+",
}  # fmt: skip
RUSSIAN_QUIET = re.compile(
    r"\b(?:"
    + "|".join(
        f"(?P<n{value}>"
        + "|".join(
            [
                *_RU_QUIET_WORDS.get(value, "").split(),
                *(rf"{stem}(?=[а-я]{{3}})\w+" for stem in _RU_PREFIXES[value].split()),
            ]
        )
        + ")"
        for value in sorted(_RU_PREFIXES, reverse=True)
    )
    + r")\b"
)

SIGNS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "壱": 1, "弐": 2, "参": 3}
SMALL = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10**4, "億": 10**8, "兆": 10**12}

_WIDE = str.maketrans("０１２３４５６７８９％，．：／－＋（）［］", "0123456789%,.:/-+()[]")


def narrow(words: str) -> str:
    """Full-width digits and signs as usual ones; every code point keeps its place."""
    return words.translate(_WIDE)


def english(words: list[str]) -> Fraction | None:
    """``one hundred and twenty-five`` as parts: 125. None where the words are no number."""
    total, part, seen = 0, 0, False
    for word in words:
        if word == "and":
            continue
        if word in ENGLISH:
            part, seen = part + ENGLISH[word], True
        elif word in ENGLISH_SCALES:
            scale = ENGLISH_SCALES[word]
            if scale == 100:
                part = (part or 1) * scale
            else:
                total, part = total + (part or 1) * scale, 0
            seen = True
        else:
            return None
    return Fraction(total + part) if seen else None


def signs(run: str) -> Fraction | None:
    """``三十億``, ``二〇二五``, ``3億5,000万``, ``700百万``: what a run of digits and signs comes to."""
    total, part, small = Fraction(0), Fraction(0), Fraction(0)
    digits = ""
    seen = False

    def held(text: str) -> Fraction:
        return Fraction(text.replace(",", "").rstrip(".")) if text.strip(",.") else Fraction(0)

    for at, sign in enumerate(run):
        if sign.isdigit() and sign.isascii():
            digits += sign
        elif sign in ",.":
            digits += sign if at + 1 < len(run) and run[at + 1].isdigit() else ""
        elif sign in SIGNS:
            digits += str(SIGNS[sign])
        elif sign in SMALL:
            part += (held(digits) if digits else Fraction(1)) * SMALL[sign]
            digits = ""
        elif sign in LARGE:
            small = part + held(digits)
            total += (small or Fraction(1)) * LARGE[sign]
            part, digits = Fraction(0), ""
        else:
            return None
        seen = True
    if digits.count(".") > 1:
        return None
    return total + part + held(digits) if seen else None
