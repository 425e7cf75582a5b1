"""What stands above every paper of a forum: its mark and the lines of its letterhead, in the language of the paper."""

from collections.abc import Mapping
from html import escape
from typing import TypeVar

from nemawashi.kit import marks
from nemawashi.kit.papers.values import ForumHead
from nemawashi.kit.papers.wordings import plain

T = TypeVar("T")


def as_html(head: ForumHead, language: str) -> str:
    """Empty for a forum that has neither; a language without its own takes those of English, else any."""
    mark, lines = _in(head.marks, language), _in(head.lines, language) or ()
    inside = (marks.as_html(mark, head.called) if mark else "") + "".join(f"<p>{_safe(line)}</p>" for line in lines)
    return f'<div class="letterhead">{inside}</div>' if inside else ""


def lines_in(head: ForumHead, language: str) -> tuple[str, ...]:
    """What of it a form without pictures says."""
    mark = _in(head.marks, language)
    lines = tuple(_in(head.lines, language) or ())
    return (mark.words, *lines) if mark and mark.words else lines


def _in(by_language: Mapping[str, T], language: str) -> T | None:
    return next((by_language[code] for code in (language, "en", *by_language) if code in by_language), None)


def _safe(words: str) -> str:
    return escape(plain(words), quote=True)
