"""Acts on texts, by stage: drafting, siding, consenting, ordering, chairing, translating, silence, adoption, issue."""

from nemawashi.texts.acts.adopting import *
from nemawashi.texts.acts.chairing import *
from nemawashi.texts.acts.consenting import *
from nemawashi.texts.acts.drafting import *
from nemawashi.texts.acts.issuing import *
from nemawashi.texts.acts.mending import *
from nemawashi.texts.acts.ordering import *
from nemawashi.texts.acts.showing import *
from nemawashi.texts.acts.siding import *
from nemawashi.texts.acts.silence import *
from nemawashi.texts.acts.taking_in import *
from nemawashi.texts.acts.translating import *
from nemawashi.texts.acts.uptake import *
