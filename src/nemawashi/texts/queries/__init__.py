"""Questions about texts, clauses and positions, each answered as far as the viewer may know.

A delegation sees its own drafts and what every party tabled. Everybody else, the host's secretariat included, gets the
same answer whether or not anybody drafts.
"""

from nemawashi.kit.clauses.proposals import CHAIR
from nemawashi.texts.queries.asking import (
    SilenceView,
    awaits_announcement,
    base_clauses,
    content_of,
    corrigenda,
    latest_silence,
    letterhead_of,
    live_positions,
    next_meetings,
    notices,
    own_draft,
    own_draft_count,
    own_drafts,
    own_drafts_mark,
    own_file,
    own_files,
    own_instructions,
    reservations,
    running_silences,
    sealed_languages,
    silence_view,
    texts_in_negotiation,
    visible_clauses,
    visible_positions,
    visible_texts,
)
from nemawashi.texts.queries.negotiating import negotiation, silent_clauses, standing_at
from nemawashi.texts.queries.values import ClauseView, DraftView, Negotiation, PositionView
from nemawashi.texts.queries.versions import current_versions, stale_versions

__all__ = [
    "CHAIR",
    "ClauseView",
    "DraftView",
    "Negotiation",
    "PositionView",
    "SilenceView",
    "awaits_announcement",
    "base_clauses",
    "content_of",
    "current_versions",
    "latest_silence",
    "letterhead_of",
    "live_positions",
    "negotiation",
    "next_meetings",
    "notices",
    "own_draft",
    "own_draft_count",
    "own_drafts",
    "own_drafts_mark",
    "own_file",
    "own_files",
    "own_instructions",
    "reservations",
    "running_silences",
    "sealed_languages",
    "corrigenda",
    "silence_view",
    "silent_clauses",
    "stale_versions",
    "standing_at",
    "texts_in_negotiation",
    "visible_clauses",
    "visible_positions",
    "visible_texts",
]
