"""Pasted words to paragraphs: parted by empty lines, by their numbers and brackets, or line by line.

What a mail program or a terminal broke into lines of one width is one paragraph again; what begins with a number or a
bracket is one of its own.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from nemawashi.kit.clauses.numbers import typed_number

_WIDE = 50  # signs: a line that was broken for its width is as long at least; headings and places are shorter
# Two blanks behind a colon stay: the words of a bracket of ours may begin with one.
_BLANKS = re.compile(r"[^\S ]\s*|(?<![:：]) \s+|(?<=[:：])  \s+")
_TAIL = 12  # signs at the end of a line among which its last mark stands
_ENDED = re.compile(r"[.;:,!?。、；：\]］)]\W{0,8}$")
_SMALL = re.compile(r"^[a-zа-яё0-9«“\"(]")


def lines(text: str) -> list[str]:
    """The lines of a text as they are, whatever ends them; what is no sign at all is left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").replace("\v", "\n").replace("\u2028", "\n")
    return text.replace("\x00", "").replace("\ufeff", "").split("\n")


def paragraphs(
    given: Sequence[str], *, is_whole: Callable[[str], bool] = lambda line: False, joins: bool = False
) -> list[str]:
    """Lines put together to paragraphs, blanks made one.

    ``is_whole``: lines that stand for themselves as they are. ``joins``: lines between two empty ones are one paragraph
    where the text has empty lines, but for those with a number of their own.
    """
    out: list[str] = []
    held: list[str] = []
    last = max((at for at, line in enumerate(given) if line.strip()), default=0)
    has_gaps = any(before.strip() and not line.strip() for before, line in pairwise(given[:last]))

    def end() -> None:
        if held:
            out.append(" ".join(held))
        held.clear()

    for line in given:
        words = _BLANKS.sub(" ", line).strip()
        if is_whole(line):
            end()
            out.append(line)
            continue
        if not words:
            end()
            continue
        if held and not _goes_on(held[-1], words, is_block=has_gaps, joins=joins and has_gaps):
            end()
        held.append(words)
    end()
    return out


def _goes_on(before: str, words: str, *, is_block: bool, joins: bool) -> bool:
    """Whether a line is the rest of the paragraph above it."""
    number = typed_number(words)
    has_ended = bool(_ENDED.search(before[-_TAIL:]))
    if words[0] in "[［【#-•*" or (number.length and (number.kind != "sub" or has_ended)):
        return False
    return joins or (len(before) >= _WIDE and not has_ended and (is_block or bool(_SMALL.match(words))))
