"""Acts on assistance: pledges and projects, what was paid and came of them, and activities that publishers report."""

from nemawashi.assistance.acts.activities import *
from nemawashi.assistance.acts.results import *
from nemawashi.assistance.acts.undertakings import *
