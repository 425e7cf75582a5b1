"""What a meeting is called, on pages, in forms and in feeds alike: 4th Foreign Ministers' Meeting, Sofia."""

from functools import lru_cache

from django.utils.translation import get_language, pgettext

from nemawashi.parties import queries as parties


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 11th; other languages put the bare number into their own pattern."""
    if _language() != "en":
        return str(number)
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def title_of(track: str, number: int | None, place: str | None) -> str:
    """The title of a meeting from its parts: the track's name in the reader's language, number, city."""
    return _title(_language(), track, number, parties.forum().place_name(place) if place else "")


@lru_cache(maxsize=4096)
def _title(_language: str, track: str, number: int | None, place: str) -> str:
    """Kept for each language, because lists write the same titles again and again."""
    name = track
    if number:
        pattern = pgettext("title of a numbered meeting", "%(number)s %(track)s")
        name = pattern % {"number": ordinal(number), "track": name}
    if not place:
        return name
    return pgettext("title of a meeting", "%(meeting)s, %(city)s") % {"meeting": name, "city": place}


def _language() -> str:
    return (get_language() or "en")[:2]
