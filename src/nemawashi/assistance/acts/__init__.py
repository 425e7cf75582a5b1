"""Acts on assistance: pledges and projects, and activities that publishers report."""

from nemawashi.assistance.acts.activities import *
from nemawashi.assistance.acts.undertakings import *
