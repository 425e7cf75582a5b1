"""Whether two names are those of one person, in whatever script and order: Koichiro Gemba, Гэмба Коитиро, 玄葉光一郎.

Names in Latin letters, Cyrillic and kana are compared by their sounds; those in Chinese signs through a table of people
who are known by several names. A name in signs that no table has says nothing of how it sounds.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum

from nemawashi.kit.words import sounds

MOST_WORDS = 8  # of a name; what is longer is no name
_SURE = 5  # consonants in a row that two names share by more than chance
_VOICED = str.maketrans("gdbz", "ktps")  # which scripts part on in long names: -burg and ブルク
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*\.?")
_SIGNS = re.compile(r"[\u3400-\u9fff々]")
_OFFICES_IN_SIGNS = re.compile(
    r"^(?:前|元|新)?|(?:内閣)?(?:総理|外務|国務|副)*(?:大臣|外相|首相|大統領|長官|議長|委員長|大使|代表|副大臣|政務官|局長|参事官|氏|さん|様)$"
)
_SPELT = str.maketrans({"ё": "о", "э": "е", "=": " ", "・": " ", "＝": " ", "-": " ", "‐": " "})


class Likeness(StrEnum):
    """SAME: all words of both answer each other. PART: all of the shorter do. UNKNOWN: nothing tells how one sounds."""

    SAME = "same"
    PART = "part"
    OTHER = "other"
    UNKNOWN = "unknown"


class People:
    """People who are known by several names; a name that several bear stands for none of them."""

    def __init__(self, rows: Iterable[Sequence[str]] = ()) -> None:
        self._forms: dict[str, tuple[str, ...] | None] = {}
        for row in rows:
            forms = tuple(form.partition("(")[0].strip() for form in row if form)
            for form in forms:
                plain = _plain(form)
                known = self._forms.get(plain, forms)
                self._forms[plain] = forms if known == forms else None
        self._families: dict[str, set[str]] = {}
        for plain in self._forms:
            if _SIGNS.match(plain):
                self._families.setdefault(plain[:2], set()).add(plain)

    def __bool__(self) -> bool:
        return bool(self._forms)

    def forms(self, name: str) -> tuple[str, ...]:
        """The name and all others of its bearer."""
        plain = _plain(name)
        forms = self._forms.get(plain)
        if forms is None and len(plain) == 2 and len(bearers := self._families.get(plain, ())) == 1:
            forms = self._forms.get(next(iter(bearers)))
            return (name, *(form for form in forms or () if not _SIGNS.search(form)))
        return (name, *forms) if forms else (name,)


NOBODY = People()


def likeness(one: str, other: str, people: People = NOBODY) -> Likeness:
    """How two names relate; of names that the table knows under several forms, the likest forms are compared."""
    if _plain(one) == _plain(other):
        return Likeness.SAME
    likest = Likeness.UNKNOWN
    for left in people.forms(one):
        for right in people.forms(other):
            like = _compared(left, right)
            if like in (Likeness.SAME, Likeness.PART):
                return like
            likest = like if like is Likeness.OTHER else likest
    return likest


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold().strip()
    return "".join(_OFFICES_IN_SIGNS.sub("", folded).split()) if _SIGNS.search(folded) else folded


def _compared(one: str, other: str) -> Likeness:
    if bool(_SIGNS.search(one)) or bool(_SIGNS.search(other)):
        if not (_SIGNS.search(one) and _SIGNS.search(other)):
            return Likeness.UNKNOWN
        left, right = _plain(one), _plain(other)
        if left == right:
            return Likeness.SAME
        return Likeness.PART if left.startswith(right) or right.startswith(left) else Likeness.OTHER
    left_words, right_words = _words(one), _words(other)
    if not left_words or not right_words or max(len(left_words), len(right_words)) > MOST_WORDS:
        return Likeness.UNKNOWN
    if len(left_words) != len(right_words) and len(run := _run(left_words)) > _SURE and run == _run(right_words):
        return Likeness.SAME
    few, many = sorted((left_words, right_words), key=len)
    left_over = list(many)
    for word in sorted(few, key=len, reverse=True):
        match = next((known for known in left_over if _sound_alike(word, known)), None)
        if match is None:
            return Likeness.OTHER
        left_over.remove(match)
    if all(len(word) == 1 for word in few):
        return Likeness.UNKNOWN  # initials alone name nobody
    return Likeness.PART if left_over else Likeness.SAME


def _words(name: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", name).casefold().translate(_SPELT).replace("’", "'")
    return [word.strip(".") for word in _WORD.findall(folded)]


def _run(words: Sequence[str]) -> str:
    """The consonants of all words in one, since some scripts write a name in one word and others in two."""
    return "".join(sounds.consonants(word) for word in words)


def _sound_alike(one: str, other: str) -> bool:
    if one == other:
        return True
    if len(one) == 1 or len(other) == 1:  # an initial
        left, right = sounds.short(one)[:1] or one, sounds.short(other)[:1] or other
        return left == right
    left, right = sounds.key(one), sounds.key(other)
    if left and (left == right or (len(left) >= _SURE and left.translate(_VOICED) == right.translate(_VOICED))):
        return True
    return sounds.short(one) == sounds.short(other) or _syllable(one) == _syllable(other)


_SYLLABLES = tuple(
    (re.compile(spelling), sound)
    for spelling, sound in (
        ("ng$|нь$", "n"), ("^x", "s"), ("(?<=[^aeiou])y$", "i"), ("цз|чж", "з"), ("(?<=[aeiou])h(?=[^aeiou])", ""),
    )
)  # fmt: skip


def _syllable(word: str) -> str:
    """Chinese names in Pinyin and in Cyrillic, and an h that is not heard: Wang and Ван, Xi and Си, John and ジョン."""
    for spelling, sound in _SYLLABLES:
        word = spelling.sub(sound, word)
    return sounds.short(word)
