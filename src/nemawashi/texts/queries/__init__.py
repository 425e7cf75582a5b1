"""Questions about texts, clauses and positions, each answered as far as the viewer may know.

A delegation sees its own drafts and what every party tabled. Everybody else, the host's secretariat included, gets the
same answer whether or not anybody drafts.
"""

from nemawashi.kit.clauses.proposals import CHAIR as CHAIR
from nemawashi.texts.queries.asking import *
from nemawashi.texts.queries.attesting import *
from nemawashi.texts.queries.mending import *
from nemawashi.texts.queries.negotiating import *
from nemawashi.texts.queries.sayings import *
from nemawashi.texts.queries.steps import *
from nemawashi.texts.queries.uptake import *
from nemawashi.texts.queries.values import *
from nemawashi.texts.queries.versions import *
