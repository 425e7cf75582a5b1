"""The part of a word that inflection leaves alone: Snowball for English and Russian, a light cut for four others.

Kazakh, Kyrgyz, Tajik and Uzbek have no Snowball algorithm; the endings below are the frequent ones of number and case.
"""

import re
from functools import lru_cache
from threading import Lock

import snowballstemmer

_ENGLISH = snowballstemmer.stemmer("english")
_RUSSIAN = snowballstemmer.stemmer("russian")
_ONE_AT_A_TIME = Lock()  # a stemmer keeps its word in itself, so two threads must not share it at once

_OWN_LETTERS = re.compile("[әғқңөұүһіӣӯҳҷў]")
_SUFFIXES = """
лар лер дар дер тар тер лор лөр дор дөр тор төр ның нің дың дің тың тің нын нин нун нүн дын дин дун дүн
ға ге қа ке га го гө ке ко кө дан ден тан тен нан нен дон дөн тон төн да де та те до дө то тө ды ді ты ті
ны ні ду дү ту тү ни ро ҳо ҳои гон нинг мен бен пен ын ін сы сі ы і и
"""
_ENDINGS = tuple(sorted(set(_SUFFIXES.split()), key=lambda ending: (-len(ending), ending)))
_SHORTEST = 4

_LITTLE_WORDS = """
a an and are as at be by for from in into is it its of on or s that the their this to was were will with
и в во на по с со о об от до для из к ко у за при не как что это или а но же ли бы
мен пен бен және ва va bilan uchun үчүн
"""
STOP = frozenset(_LITTLE_WORDS.split())


@lru_cache(maxsize=65536)
def latin(word: str) -> str:
    with _ONE_AT_A_TIME:
        return str(_ENGLISH.stemWord(word)).replace("'", "")


@lru_cache(maxsize=65536)
def cyrillic(word: str) -> str:
    if _OWN_LETTERS.search(word):
        return cut(word)
    with _ONE_AT_A_TIME:
        stem = str(_RUSSIAN.stemWord(word))
        # Again, because the nominative Афганистан loses more at once than its dative; not where little is left.
        while (again := str(_RUSSIAN.stemWord(stem))) != stem and len(again) >= _SHORTEST:
            stem = again
    # Корея, Корее and Кореей keep a letter that Кореи and Корею lose.
    return stem.removesuffix("е") if word.endswith(("ея", "ее", "еей")) else stem


def cut(word: str) -> str:
    """At most three endings, the longest first, while a stem of four letters stays."""
    for _ in range(3):
        for ending in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
                word = word[: -len(ending)]
                break
        else:
            break
    return word
