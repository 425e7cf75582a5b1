"""What search found, as the pages name it and lead to it."""

from django.urls import reverse
from django.utils.safestring import SafeString

from nemawashi.meetings import queries as meetings
from nemawashi.parties import queries as parties
from nemawashi.parties.terms import Translator, in_language
from nemawashi.portal import addresses, words
from nemawashi.portal.names import KINDS
from nemawashi.search.hits import Hit
from nemawashi.search.terms import Audience, Noun

_ON_THE_DESK = {"meeting": "desk:meeting", "text": "desk:text", "commitment": "desk:commitment"}


def title(hit: Hit) -> str:
    """The hit's title in the reader's language, as far as the record has it."""
    if hit.noun == Noun.MEETING and hit.track in meetings.track_names():
        number, city = hit.shown.get("ordinal"), hit.shown.get("city")
        return words.title_of(track(hit.track), number if isinstance(number, int) else None, str(city or ""))
    return str(hit.shown.get(words.language()) or hit.title)


def mark(hit: Hit) -> SafeString:
    """Whose the title is, where it is no word of the row itself: the sign that pages put behind words of the record."""
    shown, spoken = title(hit), words.language()
    translated = parties.translation_of(hit.title, spoken)
    if translated and translated.words == shown:
        return words.mark_of(translated.by)
    is_by_sound = hit.noun == Noun.PERSON and spoken == "ru" and words.by_sound(hit.title) == shown
    return words.mark_of(Translator.MACHINE) if is_by_sound else SafeString("")


def title_language(hit: Hit) -> str:
    """The language of the title as it is shown, for readers that speak it aloud."""
    if title(hit) != hit.title:
        return words.language()
    return hit.language if hit.noun in (Noun.CLAUSE, Noun.POSITION, Noun.PAPER) else "en"


def kind(noun: str) -> str:
    return str(KINDS.get(noun, noun))


def track(slug: str, own: str = "") -> str:
    return own or in_language(meetings.track_names().get(slug, {})) or slug


def address(hit: Hit) -> str:
    """The page on which the hit is shown: a public one, or for what is not public one of the desk."""
    whole, _, clause = hit.page_ref.partition("#")
    noun, slug = addresses.split(whole)
    if hit.noun == Noun.PAPER:
        floor = "portal" if hit.audience == Audience.PUBLIC else "desk"
        return reverse(f"{floor}:paper_of_meeting", args=[slug, addresses.split(hit.ref)[1]])
    if hit.audience != Audience.PUBLIC:
        if hit.noun == Noun.CLAUSE:
            clause = addresses.split(hit.ref)[1]
        if clause:
            return reverse("desk:clause", args=[slug, clause])
        return reverse(_ON_THE_DESK[noun], args=[slug]) if noun in _ON_THE_DESK else ""
    if hit.noun == Noun.CLAUSE:
        return f"{addresses.href(whole)}#c-{addresses.split(hit.ref)[1]}"
    return addresses.href(whole)
