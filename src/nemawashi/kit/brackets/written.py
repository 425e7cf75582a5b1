"""The signs of the written notation: what is escaped, and how the head of a bracket is put and read.

``[KAZ/UZB delete; TJK support; JPN oppose #2 {why}: words]``. A backslash goes before a sign that would mean something;
``\\n`` is a break within words.
"""

import re
from dataclasses import dataclass

from nemawashi.kit.brackets import party_names
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.faults import UnreadableError

# The head of a bracket ends with the verb of its operation. What has a place stands among the words, the others on lines of
# their own.
OPERATIONS = {operation.verb: operation for operation in Operation}

_LONGEST_FIRST = sorted(OPERATIONS, key=len, reverse=True)
_WORDS_OF_VERBS = {word for verb in OPERATIONS for word in verb.split()} | {
    "support",
    "oppose",
    "to",
    "with",
    "clause",
    "paragraph",
}
_MEANING = re.compile(r"[\\\[\]{}]")
_MEANING_IN_HEADS = re.compile(r"[\\\[\]{}:;/#@\s]")
_ESCAPED = re.compile(r"\\(.)", re.S)
_BREAKS = {"n": "\n", "r": "\r"}
_PART = re.compile(r"(?:\\.|[^\\;])+")
_BLANK = re.compile(r"(?<!\\)\s")
_DASHED = re.compile(r"(?<!\\)\s[–—―-]\s*$")  # between a name and a verb: nobody writes so in this notation
_NAME = re.compile(r"(?:\\.|[^\\/])+")
_TAIL = re.compile(r"(?: @(?P<start>\d+)-(?P<end>\d+))?(?: #(?P<link>\d+))?(?: \{(?P<why>(?:\\.|[^\\{}])*)\})?$", re.S)
_TARGET = re.compile(r" (?:after|with) (?:clause|paragraph) (?P<clause>\d+)$| to the beginning$")


class NotationError(UnreadableError):
    """A text that does not follow the notation; the message names the line."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What the head of a written bracket says. ``target`` is the number of a clause, 0 for the beginning, -1 for none."""

    operation: Operation
    parties: tuple[str, ...] = ()
    supporters: tuple[str, ...] = ()
    opponents: tuple[str, ...] = ()
    link: int = 0
    why: str = ""
    span: tuple[int, int] = (0, 0)
    target: int = -1


def escaped(words: str) -> str:
    """Words with a backslash before every sign that means something, and breaks as ``\\n``."""
    return _MEANING.sub(r"\\\g<0>", words).replace("\n", "\\n").replace("\r", "\\r")


def plain(words: str) -> str:
    """Words as they were before ``escaped``."""
    return _ESCAPED.sub(lambda escape: _BREAKS.get(escape[1], escape[1]), words) if "\\" in words else words


def line(words: str) -> str:
    """Words at the ends of a line, where blanks are easily lost."""
    if words.startswith((" ", "\t")):
        words = "\\" + words
    if words.endswith((" ", "\t")) and not re.search(r"(?<!\\)(?:\\\\)*\\[ \t]$", words):
        words = f"{words[:-1]}\\{words[-1]}"
    return words


def put(head: Heading) -> str:
    """The head as it is written, without the bracket and the colon."""
    said = " ".join(filter(None, (_list(head.parties), head.operation.verb)))
    if head.target == 0:
        said += " to the beginning"
    elif head.target > 0:
        said += f" {'with' if head.operation == 'merge' else 'after'} paragraph {head.target}"
    if head.supporters:
        said += f"; {_list(head.supporters)} support"
    if head.opponents:
        said += f"; {_list(head.opponents)} oppose"
    if head.span != (0, 0):
        said += f" @{head.span[0]}-{head.span[1]}"
    if head.link:
        said += f" #{head.link}"
    why = escaped(head.why).replace(":", "\\:")
    return f"{said} {{{why}}}" if why else said


def _list(names: tuple[str, ...]) -> str:
    return "/".join(_name(name) for name in names)


def _name(name: str) -> str:
    written = _MEANING_IN_HEADS.sub(lambda sign: {"\n": "\\n", "\r": "\\r"}.get(sign[0], f"\\{sign[0]}"), name)
    return f"\\{written}" if name in _WORDS_OF_VERBS and name[0] not in "nr" else written


def taken(said: str) -> Heading | None:
    """What a written head says; None where it is no head of this notation."""
    tail = _TAIL.search(said)
    body = said[: tail.start()] if tail else said
    parts = _PART.findall(body)
    if not parts:
        return None
    first = parts[0]
    target = -1
    aim = _TARGET.search(first)
    if aim:
        target = int(aim["clause"]) if aim["clause"] else 0
        first = first[: aim.start()]
    verb = next((v for v in _LONGEST_FIRST if first == v or first.endswith(f" {v}")), None)
    if verb is None or not _may_be_names(first[: -len(verb)].removesuffix(" ")) or _DASHED.search(first[: -len(verb)]):
        return None
    supporters: tuple[str, ...] = ()
    opponents: tuple[str, ...] = ()
    for part in parts[1:]:
        part = part.removeprefix(" ")
        if part.endswith(" support"):
            supporters = _names(part.removesuffix(" support"))
        elif part.endswith(" oppose"):
            opponents = _names(part.removesuffix(" oppose"))
        else:
            return None
    return Heading(
        OPERATIONS[verb],
        _names(first[: -len(verb)].removesuffix(" ")),
        supporters,
        opponents,
        int(tail["link"]) if tail and tail["link"] else 0,
        plain(tail["why"]) if tail and tail["why"] else "",
        (int(tail["start"]), int(tail["end"])) if tail and tail["start"] else (0, 0),
        target,
    )


def _may_be_names(said: str) -> bool:
    """Whether names are written as this notation writes them, or are those of parties: ``we propose the following`` is none."""
    return all(not _BLANK.search(name) or party_names.is_party(plain(name)) for name in _NAME.findall(said))


def _names(said: str) -> tuple[str, ...]:
    return tuple(plain(name) for name in _NAME.findall(said)) if said else ()
