"""What of a typed clause and of the text beneath it no bracket tells of."""

import re
from collections.abc import Sequence

from nemawashi.kit.brackets.laying import LaidSigns
from nemawashi.kit.clauses.proposals import Proposed


def read_off(words: str, places: Sequence[int]) -> str:
    """Words of the signs that stand as typed at these places, with a blank where others stood between them."""
    out: list[str] = []
    last = -1
    for at in places:
        gap = words[last:at] if last >= 0 else ""
        out.append((" " if gap[1:].strip() or " " in gap else "") + words[at])
        last = at
    return " ".join("".join(out).split())


def left_out(base: str, ground: LaidSigns, made: Sequence[Proposed]) -> list[str]:
    """Words of the base that the line does not have, and that no bracket replaces."""
    covered = bytearray(len(base))
    for at, is_same in zip(ground.where, ground.same, strict=False):
        if is_same:
            covered[at] = 1
    for each in made:
        covered[each.start : each.end] = b"\1" * (each.end - each.start)
    missing = "".join(" " if covered[at] else sign for at, sign in enumerate(base))
    return [words.strip() for words in re.split(r"\s{2,}", missing) if any(sign.isalnum() for sign in words)]
