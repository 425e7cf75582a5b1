"""What a reader asks, as it stands in an address. What cannot be understood is answered with a sentence, never guessed."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext

from nemawashi.access.viewers import Viewer
from nemawashi.kit.faults import UnreadableError
from nemawashi.meetings import queries as meetings
from nemawashi.parties import queries as parties
from nemawashi.search.queries import FILTERS
from nemawashi.search.terms import Noun

LONGEST = 200
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[,/ -]{1,2}[A-Za-z]{2,4}){0,4}")


class UnclearError(UnreadableError):
    """A question that cannot be read; the message is for the reader."""


@dataclass(frozen=True)
class Search:
    words: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    page: int = 1


def search(parameters: QueryDict, *, viewer: Viewer) -> Search:
    """The question in an address. Raises ``UnclearError`` for words too long and for choices that nobody offers."""
    words = _only(parameters, "q")
    if len(words) > LONGEST:
        raise UnclearError(gettext("Search for at most %(most)s characters.") % {"most": LONGEST})
    chosen = {name: value for name in FILTERS if (value := _only(parameters, name))}
    return Search(words, filters(chosen, viewer=viewer), _page(_only(parameters, "page")))


def _only(parameters: QueryDict, name: str) -> str:
    values = parameters.getlist(name)
    if len(values) > 1:
        raise UnclearError(gettext("The address names “%(name)s” more than once.") % {"name": name})
    value = values[0].strip() if values else ""
    if "\0" in value:
        raise UnclearError(gettext("The address holds a character that no name in the record has."))
    return value


def _page(value: str) -> int:
    if not value:
        return 1
    if not (value.isascii() and value.isdigit() and len(value) < 8 and int(value)):
        raise UnclearError(gettext("“%(value)s” is not a page number.") % {"value": value[:60]})
    return int(value)


def filters(chosen: Mapping[str, str], *, viewer: Viewer) -> dict[str, str]:
    """The filters as they were chosen. Raises ``UnclearError`` for a value that cannot be chosen."""
    for name, value in chosen.items():
        if name == "year" and not (value.isascii() and value.isdigit() and len(value) == 4 and 1900 <= int(value) <= 2200):
            raise UnclearError(gettext("“%(value)s” is not a year. Write four digits.") % {"value": value[:60]})
        if name != "year" and not _is_choice(name, value, viewer):
            choice = {"value": value[:60], "name": name}
            raise UnclearError(gettext("“%(value)s” is not a choice for “%(name)s”.") % choice)
    return dict(chosen)


def _is_choice(name: str, value: str, viewer: Viewer) -> bool:
    if name == "language":
        return bool(_LANGUAGE.fullmatch(value)) and len(value) <= 10
    choices: dict[str, Collection[str]] = {"noun": [str(noun) for noun in Noun]}
    if name == "track":
        choices["track"] = list(meetings.visible_tracks(viewer=viewer).values_list("slug", flat=True))
    if name == "party":
        choices["party"] = list(parties.visible_parties(viewer=viewer).values_list("slug", flat=True))
    if name == "pillar":
        choices["pillar"] = list(parties.visible_pillars(viewer=viewer).values_list("slug", flat=True))
    return value in choices[name]
