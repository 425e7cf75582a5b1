"""What a reader may be typing: names of rows that begin as the words do, in the letters of the page and in all others.

The names are those of public rows, kept by each process for one state of the public record and one language.
"""

from dataclasses import dataclass
from threading import Lock

from nemawashi.access import origins
from nemawashi.access.viewers import PUBLIC
from nemawashi.kit.words.folding import composed, fold
from nemawashi.portal import answers, record_state, words
from nemawashi.search import queries
from nemawashi.search.hits import Hit
from nemawashi.search.ranking import PRIOR
from nemawashi.search.terms import Noun

MOST = 8
SHORTEST = 2  # a single Latin letter begins a third of all names
LONGEST = 100
NAMED = (
    Noun.PARTY, Noun.PERSON, Noun.TRACK, Noun.CONCEPT, Noun.DIALOGUE, Noun.MEETING, Noun.TEXT, Noun.ASSISTANCE,
    Noun.CONFLICT,
)  # fmt: skip
_SIGNS = ("\u3041", "\u9fff")  # from the first kana to the last Chinese sign: no blanks stand between words there


@dataclass(frozen=True, slots=True)
class Suggested:
    """A name to search for; ``beside`` is the form that was typed, where it is in other letters."""

    name: str
    beside: str = ""


@dataclass(frozen=True, slots=True)
class _Held:
    name: str
    forms: tuple[tuple[str, str], ...]  # each form of the name, folded and as it is written
    weight: float


_kept: dict[tuple[object, str], list[_Held]] = {}
_lock = Lock()


def suggestions(typed: str) -> list[Suggested]:
    """At most ``MOST`` names in which each typed word begins one; what begins with all of it stands first."""
    asked = fold(composed(typed.strip())).words
    if not asked or len(asked) > LONGEST or (len(asked) < SHORTEST and not _is_sign(asked[0])):
        return []
    parts = [part if _is_sign(part[0]) else f" {part}" for part in asked.split()]
    matches = []
    for known in _names():
        form = next((form for form in known.forms if all(part in form[0] for part in parts)), None)
        if form:
            rank = (not form[0].startswith(f" {asked}"), -known.weight, len(known.name), known.name)
            matches.append((rank, Suggested(known.name, "" if form[1] == known.name else form[1])))
    matches.sort(key=lambda match: match[0])
    return list(dict.fromkeys(each for _, each in matches))[:MOST]


def _is_sign(letter: str) -> bool:
    return _SIGNS[0] <= letter <= _SIGNS[1]


def _names() -> list[_Held]:
    key = ((record_state.mark(), origins.are_asked_for()), words.language())
    known = _kept.get(key)
    if known is None:
        known = [_known(hit) for hit in queries.named(NAMED, viewer=PUBLIC)]
        with _lock:
            for old in [each for each in _kept if each[0] != key[0]]:
                _kept.pop(old, None)
            _kept[key] = known
    return known


def _known(hit: Hit) -> _Held:
    name = answers.title(hit)
    forms = dict.fromkeys([name, hit.title, *(str(value) for key, value in hit.shown.items() if len(key) == 2)])
    return _Held(name, tuple((f" {fold(form).words}", form) for form in forms), PRIOR.get(Noun(hit.noun), 1.0))
