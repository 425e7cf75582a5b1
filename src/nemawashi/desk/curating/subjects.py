"""Rows that a claim may be about: those of the public record, by reference or by the id that the files use."""

from collections.abc import Callable, Collection

from django.db.models import QuerySet

from nemawashi.access.viewers import PUBLIC
from nemawashi.analysis import queries as analysis
from nemawashi.assistance import queries as assistance
from nemawashi.commitments import queries as commitments
from nemawashi.meetings import queries as meetings
from nemawashi.parties import queries as parties
from nemawashi.sources import queries as sources
from nemawashi.texts import queries as texts

NOUNS: dict[str, Callable[[], QuerySet]] = {  # type: ignore[type-arg]
    "meeting": lambda: meetings.visible_meetings(viewer=PUBLIC),
    "track": lambda: meetings.visible_tracks(viewer=PUBLIC),
    "text": lambda: texts.visible_texts(viewer=PUBLIC),
    "commitment": lambda: commitments.visible_commitments(viewer=PUBLIC),
    "recommendation": lambda: meetings.visible_recommendations(viewer=PUBLIC),
    "assistance": lambda: assistance.undertaking_list(viewer=PUBLIC),
    "concept": lambda: analysis.concept_list(viewer=PUBLIC),
    "party": lambda: parties.visible_parties(viewer=PUBLIC),
    "person": lambda: parties.visible_people(viewer=PUBLIC),
    "dialogue": lambda: parties.visible_dialogues(viewer=PUBLIC),
    "source": lambda: sources.source_list(viewer=PUBLIC),
    "conflict": lambda: sources.conflict_list(viewer=PUBLIC),
    "event": lambda: analysis.visible_events(viewer=PUBLIC),
}


def is_public(ref: str) -> bool:
    """Whether the public may know of the row; the answer is the same for a row that is not there and a secret one."""
    noun, _, slug = ref.partition("/")
    return noun in NOUNS and NOUNS[noun]().filter(slug=slug).exists()


def refs_of(ids: Collection[str]) -> dict[str, str]:
    """References by id, in one statement a noun; ``noun/id`` is understood, too. Unknown ids are left out."""
    refs: dict[str, str] = {}
    bare = {each.partition("/")[2] or each: each for each in ids}
    for noun, rows in NOUNS.items():
        for slug in rows().filter(slug__in=bare).values_list("slug", flat=True):
            identifier = bare[slug]
            if identifier in (slug, f"{noun}/{slug}"):
                refs.setdefault(identifier, f"{noun}/{slug}")
    return refs
