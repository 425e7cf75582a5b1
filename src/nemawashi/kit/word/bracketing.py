"""A line of a file with a bracket around every tracked change, so that typed brackets and changes are read together."""

import re

from nemawashi.kit.clauses.struck import struck_within
from nemawashi.kit.word.lines import MARK, Line

OPENS, CLOSES = "[［【", "]］】"
_LONE = re.compile(r"(\s*)[\[［]([^\[\]［］:：]+)[\]］](\s*)")
_WHOLE = re.compile(r"[\[［]?[^\[\]［］]*[^\[\]［］\s][^\[\]［］]*[\]］]?")
_SIGNS = re.compile(f"([{re.escape(OPENS + CLOSES)}])")
_MOST_CODES = 99  # authors of one line


class _TypedBrackets:
    """Words with brackets that are put together piece by piece. What is struck within a bracket has one of its own before it:
    the rest of the bracket would stand in its place."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.gone: list[str] = []
        self.depth = 0
        self._opened = 0

    def add(self, words: str) -> None:
        for part in _SIGNS.split(words):
            self.out.append(part)
            if part and part in OPENS:
                self.depth += 1
                self._opened = len(self.out) if self.depth == 1 else self._opened
            elif part and part in CLOSES:
                self.depth -= 1
                if self.depth == 0 and self.gone:
                    self._close()

    def _close(self) -> None:
        inner = "".join(self.out[self._opened : -1]).strip()
        gone = "".join(self.gone).strip()
        self.out[self._opened - 1 :] = [struck_within(gone, inner)]
        self.gone = []


def typed_line(line: Line) -> tuple[str, dict[str, tuple[str, ...]]]:
    """The words of a line with a bracket around every tracked change, and whose the codes in their heads are."""
    codes: dict[tuple[str, ...], str] = {}
    typed = _TypedBrackets()
    for piece in line.pieces:
        has_signs = any(sign in OPENS + CLOSES for sign in piece.words)
        lone = _LONE.fullmatch(piece.words) if piece.final and not piece.base and not typed.depth else None
        if lone:  # brackets that were tracked themselves
            code = codes.setdefault(piece.authors, f"QQ{min(len(codes) + 1, _MOST_CODES)}")
            typed.out.append(f"{lone[1]}[{code}: {lone[2]}]{lone[3]}")
        elif (piece.base and piece.final) or (piece.final and (has_signs or typed.depth > 0)):
            typed.add(piece.words)
        elif piece.base and typed.depth == 1 and not has_signs:
            typed.gone.append(piece.words)
        elif piece.base and not piece.final and not piece.authors and not typed.depth and _WHOLE.fullmatch(piece.words):
            typed.out.append(f"[{piece.words.strip(OPENS + CLOSES)}]")  # by hand, with the brackets around it or without
        elif (piece.base or piece.final) and piece.words.strip(MARK) and not has_signs and typed.depth <= 0:
            code = codes.setdefault(piece.authors, f"QQ{min(len(codes) + 1, _MOST_CODES)}")
            typed.out.append(f"[{code}{' delete' if piece.base else ''}: {piece.words}]")
    return "".join(typed.out).replace(MARK, " "), {code: names for names, code in codes.items()}
