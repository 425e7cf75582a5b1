"""Decisions about negotiated texts: who may do what to a clause, when words are clean, when silence ends.

Pure functions from values to verdicts: no database, no clock. Silence follows OSCE MC.DOC/1/06, Annex 1(A); what the
chair may and may not do follows the practice collected in docs/acts/.
"""

from nemawashi.texts.rules.adopting import *
from nemawashi.texts.rules.chairing import *
from nemawashi.texts.rules.consenting import *
from nemawashi.texts.rules.drafting import *
from nemawashi.texts.rules.mending import *
from nemawashi.texts.rules.numbering import *
from nemawashi.texts.rules.putting import *
from nemawashi.texts.rules.showing import *
from nemawashi.texts.rules.silence import *
from nemawashi.texts.rules.standing import *
from nemawashi.texts.rules.uptake import *
