"""What a row of the record's files says of itself, property by property, for the page that names who says it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.html import format_html_join
from django.utils.translation import gettext

from nemawashi.access.viewers import Viewer
from nemawashi.assistance.terms import DialogueLink, UndertakingKind
from nemawashi.commitments.terms import CommitmentKind, RecordStatus
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings.terms import Link, MeetingState, Mode
from nemawashi.parties import queries as parties
from nemawashi.parties.terms import Standing
from nemawashi.portal import names, words
from nemawashi.sources import queries
from nemawashi.sources.models import Citation
from nemawashi.texts.terms import TextType

LEFT_OUT = ("id", "sources", "conflict")
# Properties whose value is a word of a list, with the lists that it can come from.
LISTS: dict[str, tuple[type[TextChoices], ...]] = {
    "mode": (Mode,),
    "status": (MeetingState, Standing, RecordStatus),
    "type": (TextType,),
    "kind": (CommitmentKind, UndertakingKind),
    "dialogue_link": (DialogueLink,),
    "link": (Link,),
}


@dataclass(frozen=True, slots=True)
class PlainFact:
    """One property as the row gives it. ``citations`` are those of its parts; the row's own stand for the rest."""

    name: str
    label: str
    values: tuple[str, ...]
    citations: tuple[Citation, ...]

    @property
    def anchor(self) -> str:
        return f"p-{self.name}"


def plain_facts(ref: str, *, without: Collection[str], viewer: Viewer) -> list[PlainFact]:
    """The properties of a row that nobody disputes; rows made by acts on the desk have none here."""
    data = queries.row_as_loaded(ref, viewer=viewer)
    parts: dict[str, list[Citation]] = {}
    for citation in queries.citations(ref, viewer=viewer):
        if citation.part:
            parts.setdefault(citation.part.split("/")[0], []).append(citation)
    known = names.named(_refs(data), viewer=viewer)
    out = []
    for name, value in data.items():
        if name in LEFT_OUT or name in without or value in (None, "", [], {}):
            continue
        values = tuple(_in_words(value, {key.partition("/")[2]: row.label for key, row in known.items()}, name))
        if values:
            out.append(PlainFact(name, parties.property_label(name), values, tuple(parts.get(name.removesuffix("s"), ()))))
    return out


def _refs(value: Any) -> Iterator[str]:
    """Ids that may be those of rows with a name, as references."""
    if isinstance(value, str) and value and " " not in value and len(value) < 120:
        for noun in ("party", "person", "meeting", "text", "track"):
            yield f"{noun}/{value}"
    elif isinstance(value, dict):
        for part in value.values():
            yield from _refs(part)
    elif isinstance(value, list):
        for part in value:
            yield from _refs(part)


def _in_words(value: Any, labels: dict[str, str], name: str) -> Iterator[str]:
    """A value as it is read, HTML where the record's English stands beside the reader's language."""
    if isinstance(value, list):
        for part in value:
            yield from _in_words(part, labels, name)
    elif isinstance(value, dict):
        pairs = [(key, part) for key, part in value.items() if key not in LEFT_OUT and part not in (None, "", [], {})]
        if pairs:
            yield format_html_join(
                "; ",
                "{}: {}",
                (
                    (parties.property_label(key), format_html_join(", ", "{}", ([w] for w in _in_words(part, labels, key))))
                    for key, part in pairs
                ),
            )
    elif isinstance(value, bool):
        yield gettext("yes") if value else gettext("no")
    else:
        yield words.record(_of_list(name, value) or labels.get(str(value)) or _date(value) or value)


def _of_list(name: str, value: Any) -> str:
    return next((str(known(value).label) for known in LISTS.get(name, ()) if value in known.values), "")


def _date(value: Any) -> str:
    if isinstance(value, str) and value[:4].isdigit() and "-" in value:
        try:
            return words.day(ImpreciseDate.parse(value))
        except ValueError:
            return ""
    return ""
