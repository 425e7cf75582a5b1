"""Acts on meetings: finding a host, convening, agendas, recommendations, delegations, papers, and mending."""

from nemawashi.meetings.acts.answers import *
from nemawashi.meetings.acts.checking_in import *
from nemawashi.meetings.acts.convening import *
from nemawashi.meetings.acts.delegations import *
from nemawashi.meetings.acts.hosting import *
from nemawashi.meetings.acts.mending import *
from nemawashi.meetings.acts.minutes import *
from nemawashi.meetings.acts.papers import *
from nemawashi.meetings.acts.passing import *
from nemawashi.meetings.acts.planning import *
from nemawashi.meetings.acts.speaking import *
