"""Acts on the business track: firms with their contact persons, offers and needs, talks, tables, and what came of them."""

from nemawashi.business.acts.following import *
from nemawashi.business.acts.placing import *
from nemawashi.business.acts.stating import *
from nemawashi.business.acts.talking import *
