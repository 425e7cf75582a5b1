"""Acts on meetings, agendas and recommendations: finding a host, convening, and mending what was put wrongly."""

from nemawashi.meetings.acts.convening import *
from nemawashi.meetings.acts.hosting import *
from nemawashi.meetings.acts.mending import *
