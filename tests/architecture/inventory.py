"""The inventory of acts drawn from their words and their pages: what ``docs/acts/README.md`` shows."""

from __future__ import annotations

import re
from enum import StrEnum
from importlib import import_module
from pathlib import Path

from nemawashi.access.concerns import CONCERNS

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "docs" / "acts"
NOUNS = ("parties", "meetings", "texts", "commitments", "assistance", "business", "sources", "analysis")
_VISIBLE = re.compile(r"^\*\*What the log holds\.\*\* .*?visibility `(\w+)`", re.MULTILINE)


def acts(noun: str) -> list[StrEnum]:
    """The acts of a noun, in the order of its terms, which is that of the chain."""
    return list(import_module(f"nemawashi.{noun}.terms").Act)


def table(noun: str) -> str:
    """The acts of a noun, a row each: title with its page, what it does, event, visibility, who is told."""
    head = [
        "| act | what it does | event in the log | visibility | who is told, and what is asked of them |",
        "|---|---|---|---|---|",
    ]
    return "\n".join(head + [_row(act) for act in acts(noun)])


def _row(act: StrEnum) -> str:
    name = f"{act.name.lower()}.md"
    page = (PAGES / name).read_text(encoding="utf-8")
    title = page.splitlines()[0].removeprefix("# ")
    visible = _VISIBLE.search(page)
    assert visible is not None, (
        f"docs/acts/{name} does not say who sees the entry: **What the log holds.** ... visibility `...`"
    )
    return f"| [{title}]({name}) | {_does(page)} | `{act.value}` | {visible[1]} | {_told(act)} |"


def _told(act: StrEnum) -> str:
    """Who is told by a notice, in the order of the register, with what is asked of them; or why nobody is."""
    concern = CONCERNS.get(str(act))
    assert concern is not None, f"{act.name} does not say who is told: a line in concerns.py of its noun"
    if not concern.hearers:
        return f"nobody. {concern.because}"
    words = {"who": "whoever acts", "due": "…"}
    told = [
        f"**{hearer.label}**: {str(asked) % words if asked else ''}".removesuffix(": ").rstrip()
        for hearer, asked in concern.hearers.items()
    ]
    return "; ".join(told).replace(".;", ";")


def _does(page: str) -> str:
    """The first sentence of a page, without what it counts up after a colon."""
    told = page.split("\n\n")[2]
    return re.split(r"\. |\.$|: ", told, maxsplit=1)[0].replace("|", "\\|") + "."
