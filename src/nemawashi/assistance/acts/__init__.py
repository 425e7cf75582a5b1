"""Acts on assistance: packages, pledges and projects, who carries them out, what was paid and came of them, sheets of them,
and activities that publishers report.
"""

from nemawashi.assistance.acts.activities import *
from nemawashi.assistance.acts.carrying import *
from nemawashi.assistance.acts.rates import *
from nemawashi.assistance.acts.results import *
from nemawashi.assistance.acts.sheets import *
from nemawashi.assistance.acts.undertakings import *
