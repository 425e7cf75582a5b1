"""Questions about lineage and agreed language, each answered as far as the viewer may know.

Only adopted and issued texts and reference documents answer. A clause under negotiation may be looked up by those who
may read it, and its words are kept nowhere. Words that somebody looks up never reach the database: the index is asked
in this process, and rows are fetched by their keys.
"""

from nemawashi.lineage.queries.adopted import Precedent, precedents, subject
from nemawashi.lineage.queries.ancestors import Ancestor, Ancestry, Family, Kinship, ancestry, family
from nemawashi.lineage.queries.fates import Document, Dropped, Shared, Shares, previous, rows_of, shares
from nemawashi.lineage.queries.outcomes import Brought, brought_in, positions_behind
from nemawashi.lineage.queries.provenance import HeldCorpus, Whereabouts, corpora, origins
from nemawashi.lineage.queries.wordings import (
    LONGEST,
    Phrase,
    Use,
    WordingUse,
    agreed,
    closing,
    is_enough,
    phrase,
    taken_sources,
)

__all__ = [
    "HeldCorpus", "Whereabouts", "corpora", "origins",
    "Ancestor", "Ancestry", "Brought", "Document", "Dropped", "Family", "Kinship", "LONGEST", "Phrase", "Precedent",
    "Shared", "Shares", "Use", "WordingUse", "agreed", "ancestry", "brought_in", "closing", "family", "is_enough", "phrase",
    "positions_behind", "precedents", "previous", "rows_of", "shares", "subject", "taken_sources",
]  # fmt: skip
