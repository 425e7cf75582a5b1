"""Errors put into right translations: one number, one date, one name, one bracket of the target, or the whole clause."""

import random
import re
from collections.abc import Iterator

from tests.kit.concordance.triples import LANGUAGES, TRIPLES

from nemawashi.kit.concordance import Pair
from nemawashi.kit.speech.dates import dates
from nemawashi.kit.speech.numbers import narrow

NAMES = {
    "en": [("Japan", "Kazakhstan"), ("Kazakhstan", "Tajikistan"), ("Uzbekistan", "Turkmenistan"), ("Tajikistan", "Japan"),
           ("Turkmenistan", "Uzbekistan"), ("Afghanistan", "Iran"), ("JICA", "JETRO"), ("Tashkent", "Astana"), ("World Bank", "IMF")],
    "ru": [("Японии", "Казахстана"), ("Япония", "Туркменистан"), ("Казахстан", "Таджикистан"), ("Узбекистана", "Туркменистана"),
           ("Таджикистана", "Узбекистана"), ("ПРООН", "ЮНЕСКО"), ("Бишкеке", "Душанбе"), ("Афганистаном", "Ираном"), ("ООН", "ОБСЕ")],
    "ja": [("日本は", "カザフスタンは"), ("カザフスタン", "イラン"), ("ウズベキスタン", "ロシア"), ("タジキスタン", "キルギス"),
           ("JICA", "JETRO"), ("タシケント", "アスタナ"), ("国連", "欧州連合"), ("世界銀行", "国際通貨基金"), ("アフガニスタン", "中国")],
}  # fmt: skip
WORDS = {
    "en": [("three", "four"), ("five", "six"), ("twelve", "eleven"), ("third", "fifth"), ("Two hundred", "Three hundred"), ("eighth", "ninth")],
    "ru": [("три", "пять"), ("пяти", "шести"), ("двенадцатью", "одиннадцатью"), ("третьей", "пятой"), ("Двести", "Триста"), ("восьмой", "девятой")],
    "ja": [("第三", "第四"), ("二百五十", "二百六十"), ("第三国", "第五国")],
}  # fmt: skip
MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
    "ja": [f"{month}月" for month in range(1, 13)],
}


def pairs() -> list[Pair]:
    """Every clause in every direction."""
    return [
        Pair(f"{at}-{one}-{other}", row[LANGUAGES.index(one)], row[LANGUAGES.index(other)], one, other)
        for at, row in enumerate(TRIPLES)
        for one in LANGUAGES
        for other in LANGUAGES
        if one != other
    ]


def _with(pair: Pair, target: str) -> Pair:
    return Pair(pair.key, pair.source, target, pair.source_language, pair.target_language)


def numbers(pair: Pair, dice: random.Random) -> Iterator[Pair]:
    """Each number in digits outside dates, with one digit changed; each number in words that has another beside it."""
    words = pair.target
    dated = [(row.start, row.end) for row in dates(words, pair.target_language)]
    for found in re.finditer(r"\d+", narrow(words)):
        if any(start <= found.start() < end for start, end in dated) or words[found.start() - 2 : found.start()] == "CO":
            continue
        at = dice.randrange(len(found[0]))
        digit = str((int(found[0][at]) + dice.randint(1, 8)) % 9 + 1)
        if digit != found[0][at]:
            yield _with(pair, words[: found.start() + at] + digit + words[found.start() + at + 1 :])
    for old, new in WORDS[pair.target_language]:
        if re.search(rf"(?<!\w){old}" if pair.target_language != "ja" else old, words):
            yield _with(pair, words.replace(old, new, 1))


def shifted(pair: Pair, dice: random.Random) -> Iterator[Pair]:
    """Each date with another day, month or year."""
    for row in dates(pair.target, pair.target_language):
        told = pair.target[row.start : row.end]
        changes = []
        if row.day:
            changes.append(re.sub(rf"(?<!\d){row.day}(?!\d)", str(row.day % 28 + 1), told, count=1))
        if row.year and str(row.year) in narrow(told):
            changes.append(told.replace(str(row.year), str(row.year + dice.randint(1, 9))))
        for at, month in enumerate(MONTHS[pair.target_language]):
            if re.search(rf"(?<!\d){month}", told):
                changes.append(re.sub(rf"(?<!\d){month}", MONTHS[pair.target_language][(at + 1) % 12], told, count=1))
        for change in changes:
            if change != told:
                yield _with(pair, pair.target[: row.start] + change + pair.target[row.end :])


def renamed(pair: Pair, dice: random.Random) -> Iterator[Pair]:
    for old, new in NAMES[pair.target_language]:
        if old in pair.target and new.rstrip("は") not in pair.target:
            yield _with(pair, pair.target.replace(old, new))


def unbracketed(pair: Pair, dice: random.Random) -> Iterator[Pair]:
    for found in re.finditer(r"[\[\]［］]", pair.target):
        yield _with(pair, pair.target[: found.start()] + pair.target[found.end() :])


def dropped(pair: Pair, dice: random.Random) -> Iterator[Pair]:
    yield _with(pair, "")


SEEDS = {"number": numbers, "date": shifted, "name": renamed, "bracket": unbracketed, "missing": dropped}
