"""Acts on analyses: results that are kept, published, withdrawn; rounds of coding from their opening to the last ruling;
formats and their events; material that somebody brings."""

from nemawashi.analysis.acts.coding import *
from nemawashi.analysis.acts.comparing import *
from nemawashi.analysis.acts.material import *
from nemawashi.analysis.acts.results import *
