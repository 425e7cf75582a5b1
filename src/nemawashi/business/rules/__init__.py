"""Decisions of the business track: who speaks for a firm, who should meet whom and why, at which table, what follows."""

from nemawashi.business.rules.following import *
from nemawashi.business.rules.matching import *
from nemawashi.business.rules.placing import *
from nemawashi.business.rules.stating import *
from nemawashi.business.rules.talking import *
