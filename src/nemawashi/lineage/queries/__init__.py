"""Questions about lineage and agreed language, each answered as far as the viewer may know.

Only adopted and issued texts and reference documents answer. A clause under negotiation may be looked up by those who
may read it, and its words are kept nowhere. Words that somebody looks up never reach the database: the index is asked
in this process, and rows are fetched by their keys.
"""

from nemawashi.lineage.queries.adopted import *
from nemawashi.lineage.queries.ancestors import *
from nemawashi.lineage.queries.fates import *
from nemawashi.lineage.queries.outcomes import *
from nemawashi.lineage.queries.provenance import *
from nemawashi.lineage.queries.wordings import *
