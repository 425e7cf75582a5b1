"""What is typed at the head of a bracket: who asks for the words, who supports and opposes them, what is to be done.

``[JPN, KAZ: …]``, ``[US/SG propose; CL/MY oppose: …]``, ``[KAZ delete: …]``, ``[Chair: …]``, ``[placeholder: …]``,
``[… – JPN]``, in English, Russian and Japanese.
"""

import re
from dataclasses import dataclass, field
from functools import cache

from babel import Locale
from babel.core import get_global

_EXTRA = {
    "chair", "the chair", "co-chair", "co-chairs", "the co-chairs", "facilitator", "facilitators", "co-facilitators", "secretariat",
    "the secretariat", "president", "presidency", "host", "bureau", "eu", "european union", "group of 77 and china", "g77", "g-77",
    "g77 and china", "g-77 and china", "g77/china", "african group", "arab group", "aosis", "ldcs", "grulac", "asean", "canz",
    "united states", "united states of america", "us", "usa", "uk", "russia", "russian federation", "republic of korea", "dprk",
    "holy see", "state of palestine", "kyrgyz republic", "korea", "umbrella group", "eig", "lmdcs", "nam", "oic", "cis",
    "председатель", "сопредседатели", "секретариат", "ес", "сша", "рф", "россия", "республика казахстан", "республика узбекистан",
    "кыргызская республика", "республика таджикистан", "議長", "共同議長", "事務局", "議長国", "韓国", "米国", "露", "日", "欧州連合",
}  # fmt: skip
_NOT_CODES = {
    "NOTE", "TBC", "TBD", "XX", "XXX", "PP", "OP", "NB", "PM", "AM", "ADP", "COP", "CMA", "CMP", "INDC", "NDC", "NDMC", "ANNEX",
    "TEXT", "OPTION", "ALT", "TITLE", "DATE", "PLACE", "NAME", "SDG", "GHG", "UN", "IPCC", "ID", "II", "III", "IV", "VI", "VII",
}  # fmt: skip
_VERBS = {
    "propose": "insert", "proposes": "insert", "proposed": "insert", "proposal": "insert", "add": "insert", "adds": "insert",
    "insert": "insert", "inserts": "insert", "suggest": "insert", "suggests": "insert", "request": "insert", "requests": "insert",
    "delete": "delete", "deletes": "delete", "del": "delete", "deletion": "delete", "to delete": "delete", "sup": "delete",
    "propose to delete": "delete", "proposes to delete": "delete", "propose deletion": "delete", "proposes deletion": "delete",
    "alt": "alternative", "alternative": "alternative", "prefer": "alternative", "prefers": "alternative",
    "oppose": "oppose", "opposes": "oppose", "opposed": "oppose", "against": "oppose", "object": "oppose", "objects": "oppose",
    "support": "support", "supports": "support", "supported by": "support", "retain": "support", "retains": "support",
    "keep": "support", "could accept": "support", "can accept": "support", "supporting": "support",
    "reserve": "reserve", "reserves": "reserve", "reservation": "reserve", "reserves its position": "reserve",
    "reserve their position": "reserve", "reserve their positions": "reserve", "general reserve": "reserve",
    "general reservation": "reserve", "scrutiny reserve": "reserve", "scrutiny reservation": "reserve",
    "comment": "comment", "comments": "comment", "notes": "comment", "note": "comment", "considering": "comment",
    "considering drafting": "comment", "footnote": "footnote", "placeholder": "placeholder",
    "предлагает": "insert", "предлагают": "insert", "добавить": "insert", "включить": "insert", "исключить": "delete",
    "исключает": "delete", "исключают": "delete", "снять": "delete", "альт": "alternative", "альт.": "alternative",
    "против": "oppose", "возражает": "oppose", "возражают": "oppose", "поддерживает": "support", "поддерживают": "support",
    "за": "support", "резерв": "reserve", "оговорка": "reserve", "резервирует позицию": "reserve", "комментарий": "comment",
    "提案": "insert", "追加": "insert", "挿入": "insert", "削除": "delete", "代案": "alternative", "反対": "oppose", "支持": "support",
    "留保": "reserve", "一般留保": "reserve", "精査留保": "reserve", "コメント": "comment",
}  # fmt: skip
_KINDS = {
    "placeholder": "placeholder", "to be completed": "placeholder", "tbc": "placeholder", "tbd": "placeholder",
    "to be determined": "placeholder", "comment": "comment", "note": "comment", "drafting note": "comment",
    "negotiators' note": "comment", "negotiators’ note": "comment", "footnote": "footnote", "chair's note": "comment",
    "заглушка": "placeholder", "место для текста": "placeholder", "примечание": "comment", "сноска": "footnote",
    "プレースホルダー": "placeholder", "注": "comment", "脚注": "footnote", "後日記入": "placeholder",
}  # fmt: skip
_CODE = re.compile(r"^[A-Z]{2,6}\d{0,2}$")
_VERB = re.compile(
    r"\s*(?P<verb>" + "|".join(sorted((re.escape(verb) for verb in _VERBS), key=len, reverse=True)) + r")\s*$", re.I
)
_HEAD = re.compile(r"\s*(?P<head>[^\[\]［］【】:：\n]{1,160})[:：]")
_TAIL = re.compile(r"\s*(?:[–—]|\s-\s|//)\s*(?P<head>[^\[\]:：\n–—]{1,80})\s*$|\s*\((?P<inner>[^\[\]:：\n()]{1,80})\)\s*$")


_ANY_VERB = "|".join(sorted((re.escape(verb) for verb in _VERBS), key=len, reverse=True))
_ORDERED = re.compile(rf"\s*(?P<verb>{_ANY_VERB})\s*(?:[:：]\s*|(?=[“\"«])|[.\s]*$)", re.I)
_TURNED = re.compile(
    r"^\s*(?P<verb>delete|del|deletion|reserve|reservation|oppose|opposed|support|исключить|削除|留保)\s*[:：]\s*(?P<names>[^:：\[\]]{2,80})$",
    re.I,
)
_RESERVED = re.compile(
    r"^(?:(?P<before>.{2,60}?)[:,]?\s+(?:(?:general|scrutiny|parliamentary|study|substantive) )?(?:reserves?|reservations?)(?: (?:its|their|his|the) positions?)?(?: (?:on|to|regarding) .{1,80})?"
    r"|(?:(?:general|scrutiny|parliamentary|study|substantive) )?(?:reserve|reservation)s?(?: (?:by|from|of)|\s*[–—:-])?\s+(?P<after>.{2,60}))$",
    re.I,
)
_BACKED = re.compile(r"^(?P<verb>supported|opposed) by (?P<names>.{2,80})$", re.I)
_STATUS = re.compile(
    r"^\s*(?:agreed(?: (?:ad ref(?:erendum)?\.?|in principle|as amended|text))?|moved (?:to|from) .{1,60}|to be moved (?:to|from) .{1,60}|согласовано(?: ad ref(?:erendum)?\.?)?|合意済み?)\s*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Head:
    """``kind`` is empty where the bracket does not say. ``length``: how many signs of the bracket's words the head takes."""

    kind: str = ""
    parties: tuple[str, ...] = ()
    supporters: tuple[str, ...] = ()
    opponents: tuple[str, ...] = ()
    length: int = 0
    tail: int = 0
    said: str = field(default="", compare=False)


@cache
def _names() -> frozenset[str]:
    out = set(_EXTRA)
    for language in ("en", "ru", "ja"):
        out |= {name.casefold() for code, name in Locale.parse(language).territories.items() if len(code) == 2}
    return frozenset(out)


@cache
def _codes() -> frozenset[str]:
    """Codes of states in three letters; other abbreviations in round brackets are none of parties."""
    return frozenset(code for code in get_global("territory_aliases") if len(code) == 3 and code.isalpha())


def _is_known(name: str) -> bool:
    return name.casefold() in _names() or name in _codes()


def is_party(name: str) -> bool:
    """Whether a name is one of a party: a code in capitals, a state in three languages, or the chair."""
    name = re.sub(r"^the\s+", "", name.strip().strip("*."), flags=re.I)
    if _CODE.match(name):
        return name not in _NOT_CODES
    return name.casefold() in _names()


def parties(said: str) -> tuple[str, ...]:
    """The parties of a list, or nothing where any part of it is no party."""
    said = said.strip()
    if not said:
        return ()
    if is_party(said):
        return (said,)
    names = [name.strip() for name in re.split(r"\s*[,/、・;&+]\s*|\s+(?:and|и)\s+|と", said) if name.strip()]
    return tuple(dict.fromkeys(names)) if names and all(is_party(name) for name in names) else ()


def outside(said: str) -> tuple[str, ...]:
    """Parties named in round brackets beside a bracket: only names that are known, for abbreviations stand there too."""
    names = parties(said)
    return names if names and all(_is_known(name) for name in names) else ()


def read(words: str) -> Head:
    """The head of a bracket from its words, or its tail; an empty head where nobody is named."""
    if _STATUS.match(words):
        return Head("comment")
    found = _HEAD.match(words)
    if found:
        head = _read(found["head"])
        turned = _TURNED.match(words)
        if turned and not head.kind and (names := outside(turned["names"])):
            return _asked(_VERBS[turned["verb"].casefold()], names, len(words), words)
        if head.parties and (order := _ORDERED.match(words, found.end())):
            return _asked(_VERBS[order["verb"].casefold()], head.parties, order.end(), found["head"])
        if head.kind or head.parties:
            end = found.end()
            while words[end : end + 1] == " ":
                end += 1
            return Head(head.kind, head.parties, head.supporters, head.opponents, end, 0, found["head"].strip())
    bare = _alone(words)
    if bare.kind:
        return bare
    tail = _TAIL.search(words)
    if tail and tail["head"] and tail.start() > 0:
        told, before = _read(tail["head"]), words[: tail.start()].strip()
        if told.parties and before.casefold() in _VERBS and told.kind == "insert":
            return _asked(_VERBS[before.casefold()], told.parties, len(words), words)
        if told.kind in ("delete", "oppose", "support") and outside(
            " ".join([*told.parties, *told.opponents, *told.supporters]).replace(" ", ",")
        ):
            return Head(
                told.kind,
                told.parties,
                told.supporters,
                told.opponents,
                tail=len(words) - tail.start(),
                said=tail[0].strip(),
            )
    if tail and tail.start() > 0:
        names = parties(tail["head"] or tail["inner"] or "")
        if names and (tail["head"] or all(_is_known(name) for name in names)):
            return Head("insert", names, tail=len(words) - tail.start(), said=tail[0].strip())
    return Head()


def _alone(words: str) -> Head:
    """``[JPN reserves its position]``: a head with nothing behind it."""
    if len(words) > 160 or any(sign in words for sign in "[]:［］："):
        return Head()
    said = words.strip().rstrip(".")
    if found := _RESERVED.match(said):
        names = parties(found["before"] or found["after"])
        if names:
            return Head("reserve", names, length=len(words), said=said)
    head = _read(said)
    if head.kind == "reserve" and head.parties:
        return Head("reserve", head.parties, length=len(words), said=words.strip())
    named = (*head.parties, *head.supporters, *head.opponents)
    if (
        head.kind in ("delete", "oppose", "support")
        and named
        and (head.kind != "support" or all(name in _codes() for name in named))
    ):
        return Head(head.kind, head.parties, head.supporters, head.opponents, length=len(words), said=said)
    if (backed := _BACKED.match(said)) and (names := outside(backed["names"])):
        return _asked("support" if backed["verb"].casefold() == "supported" else "oppose", names, len(words), words)
    return Head()


def _asked(kind: str, names: tuple[str, ...], length: int, said: str) -> Head:
    """A head with its parties where those belong who support and who oppose."""
    if kind == "support":
        return Head(kind, (), names, (), length, said=said.strip())
    if kind == "oppose":
        return Head(kind, (), (), names, length, said=said.strip())
    return Head(kind, names, length=length, said=said.strip())


def _read(said: str) -> Head:
    plain = said.strip().casefold()
    if plain in _KINDS:
        return Head(_KINDS[plain])
    kind = ""
    asking: list[str] = []
    backing: list[str] = []
    against: list[str] = []
    said = re.sub(r"\s(?:#\d+|@\d+-\d+)|\s*\{[^{}]*\}", "", said)
    said = re.sub(
        r"^(?:proposed|proposal|suggested|suggestion|text|wording|language) (?:by|from|of)\s+", "", said, flags=re.I
    )
    said = re.sub(r"['’]s?\s+(?:compromise )?(?:proposal|text|suggestion|wording|language)$", "", said, flags=re.I)
    said = re.sub(
        r"[,;]?\s*\(?\b(supported|opposed) by ([^()]+?)\)?\s*$",
        lambda f: f"; {f[2]} {f[1][: -2 if f[1] == 'supported' else -1]}",
        said,
        flags=re.I,
    )
    said = re.sub(r"\s*\((alt\.?|add|delete|del)\)\s*$", r" \1", said, flags=re.I).replace(" alt.", " alt")
    for part in re.split(r"\s*[;；]\s*", said.strip()):
        if part[:1] in "-−–" and parties(part[1:]):
            against += parties(part[1:])
            continue
        verb = _VERB.search(part)
        name = part[: verb.start()] if verb else part
        means = _VERBS[verb["verb"].casefold()] if verb else ""
        if verb and not name.strip() and means in ("support", "oppose"):
            return Head()
        names = parties(name)
        if not names:
            return Head()
        if means == "oppose":
            against += names
        elif means == "support":
            backing += names
        else:
            asking += names
            kind = kind or means or "insert"
    if not kind:
        kind = "oppose" if against else "support"
    return Head(kind, tuple(asking), tuple(backing), tuple(against))
