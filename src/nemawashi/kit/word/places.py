"""Where something stands in a Word file."""

from typing import Self


class Place(str):
    """A place as its English words (``footnote 3, paragraph 2``), with the steps that they are made of.

    ``steps``: pairs of a kind, of which ``KINDS`` has all, and a number or a name, which is empty where there is none.
    """

    __slots__ = ("steps",)
    steps: tuple[tuple[str, str], ...]

    def __new__(cls, *steps: tuple[str, str]) -> Self:
        made = super().__new__(cls, ", ".join(f"{kind} {name}".strip() for kind, name in steps))
        made.steps = steps
        return made

    def __getnewargs__(self) -> tuple[tuple[str, str], ...]:  # type: ignore[override]
        return self.steps

    def then(self, kind: str, name: str = "") -> "Place":
        return Place(*self.steps, (kind, name))


NOWHERE = Place()
KINDS = (
    "paragraph", "footnote", "endnote", "header", "footer", "comment", "text box", "style", "list definitions",
    "building blocks", "before the first paragraph", "not opened:",
)  # fmt: skip
