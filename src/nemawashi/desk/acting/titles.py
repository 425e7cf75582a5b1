"""What rows are called to which remarks of readers refer: a reference is for programs, a title for people."""

from collections.abc import Callable, Iterable

from django.db.models import QuerySet

from nemawashi.access.viewers import Viewer
from nemawashi.analysis import queries as analysis
from nemawashi.assistance import queries as assistance
from nemawashi.commitments import queries as commitments
from nemawashi.meetings import queries as meetings
from nemawashi.parties import queries as parties
from nemawashi.sources import queries as sources
from nemawashi.texts import queries as texts

NOUNS: dict[str, Callable[..., QuerySet]] = {  # type: ignore[type-arg]
    "meeting": meetings.visible_meetings,
    "track": meetings.visible_tracks,
    "text": texts.visible_texts,
    "commitment": commitments.visible_commitments,
    "recommendation": meetings.visible_recommendations,
    "remit": commitments.visible_remits,
    "assistance": assistance.undertaking_list,
    "concept": analysis.concept_list,
    "run": analysis.visible_runs,
    "party": parties.visible_parties,
    "pillar": parties.visible_pillars,
    "person": parties.visible_people,
    "organisation": parties.visible_organisations,
    "dialogue": parties.visible_dialogues,
    "source": sources.source_list,
    "conflict": sources.conflict_list,
}


def titles(refs: Iterable[str], *, viewer: Viewer) -> dict[str, str]:
    """Titles by reference, in one statement a noun; a row that the viewer may not see keeps its reference."""
    called = {ref: ref for ref in refs}
    slugs: dict[str, set[str]] = {}
    for ref in called:
        noun, _slash, slug = ref.partition("/")
        slugs.setdefault(noun, set()).add(slug)
    for noun in NOUNS.keys() & slugs.keys():
        rows = NOUNS[noun](viewer=viewer).filter(slug__in=slugs[noun]).prefetch_related(None)
        called |= {f"{noun}/{row.slug}": str(row) for row in rows}
    return called
