"""Decisions about meetings, agendas, papers: who may do what, when a track is due, who hosts next, who reads what.

Pure functions from values to verdicts: no database, no clock. Whoever asks passes what is true at the moment of asking.
"""

from nemawashi.meetings.rules.answers import *
from nemawashi.meetings.rules.checking_in import *
from nemawashi.meetings.rules.convening import *
from nemawashi.meetings.rules.delegations import *
from nemawashi.meetings.rules.hosting import *
from nemawashi.meetings.rules.minutes import *
from nemawashi.meetings.rules.papers import *
from nemawashi.meetings.rules.passing import *
from nemawashi.meetings.rules.planning import *
from nemawashi.meetings.rules.scheduling import *
from nemawashi.meetings.rules.speaking import *
