"""What a page of agreed language shows, from the form that was sent: the portal's and the desk's ask alike."""

from django.http import HttpRequest
from django.views.decorators.debug import sensitive_variables

from nemawashi.access.viewers import Viewer
from nemawashi.lineage import queries, shelf

LANGUAGES = ("en", "ru", "ja")


@sensitive_variables()
def context(request: HttpRequest, *, viewer: Viewer) -> dict[str, object]:
    """Words count only when they were posted: those in an address are in logs and histories already, and are not read."""
    is_asked = request.method == "POST"
    words = request.POST.get("words", "").strip()[: queries.LONGEST] if is_asked else ""
    chosen = request.POST.get("language", "")
    language = chosen if chosen in LANGUAGES else ""
    is_enough = queries.is_enough(words)
    found, brought, is_built = queries.Phrase(()), [], True
    if is_enough:
        try:
            found = queries.phrase(words, language=language, viewer=viewer)
            brought = queries.brought_in(words, viewer=viewer)
        except shelf.NotBuiltError:
            is_built = False
    return {
        "words": words,
        "language": language,
        "is_short": is_asked and not is_enough,
        "is_asked": is_asked and is_enough,
        "is_built": is_built,
        "phrase": found,
        "brought": brought,
        "longest": queries.LONGEST,
    }
