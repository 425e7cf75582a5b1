"""Acts on meetings, agendas and recommendations: convening, and mending what was put wrongly."""

from nemawashi.meetings.acts.convening import *
from nemawashi.meetings.acts.mending import *
