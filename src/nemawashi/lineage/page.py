"""What a page of agreed language shows, from the form that was sent: the portal's and the desk's ask alike."""

import logging
from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest
from django.views.decorators.debug import sensitive_variables

from nemawashi.access.viewers import Viewer
from nemawashi.kit.languages import PAGES
from nemawashi.lineage import queries, shelf

Answer = TypeVar("Answer")
_faults = logging.getLogger(__name__)


def answered(ask: Callable[[], Answer]) -> tuple[Answer | None, str]:
    """What the shelf answers, or why it does not: ``not_built`` or ``failed``.

    A fault is logged by its kind alone: its message and its frames may hold words of a draft.
    """
    try:
        return ask(), ""
    except shelf.NotBuiltError:
        return None, "not_built"
    except Exception as fault:
        _faults.error("looking up agreed language failed: %s", type(fault).__name__)
        return None, "failed"


@sensitive_variables()
def context(request: HttpRequest, *, viewer: Viewer) -> dict[str, object]:
    """Words count only when they were posted: those in an address are in logs and histories already, and are not read."""
    is_asked = request.method == "POST"
    words = request.POST.get("words", "").strip()[: queries.LONGEST] if is_asked else ""
    chosen = request.POST.get("language", "")
    language = chosen if chosen in PAGES else ""
    is_enough = queries.is_phrase(words)
    phrase, why_not = queries.Phrase(()), ""
    if is_enough:
        asked, why_not = answered(lambda: queries.phrase(words, language=language, viewer=viewer))
        phrase = asked or phrase
    return {
        "words": words,
        "language": language,
        "is_short": is_asked and not is_enough,
        "is_asked": is_asked and is_enough,
        "why_not": why_not,
        "phrase": phrase,
        "brought": queries.brought_in(words, viewer=viewer) if queries.is_enough(words) else [],
        "longest": queries.LONGEST,
    }
