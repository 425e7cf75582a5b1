"""Every act that the desk offers, by name. Each room offers its own as it is imported, beside the forms."""

from nemawashi.desk.acting.offering import DEEDS, Deed
from nemawashi.desk.curating import forms as _curating
from nemawashi.desk.filing import forms as _filing
from nemawashi.desk.following import convening as _convening
from nemawashi.desk.following import delivering as _delivering
from nemawashi.desk.negotiating import adopting as _adopting
from nemawashi.desk.negotiating import chairing as _chairing
from nemawashi.desk.negotiating import circulating as _circulating
from nemawashi.desk.negotiating import drafting as _drafting
from nemawashi.desk.negotiating import siding as _siding
from nemawashi.desk.negotiating import silencing as _silencing
from nemawashi.desk.translating import forms as _translating

ROOMS = (
    _convening,
    _circulating,
    _drafting,
    _siding,
    _chairing,
    _translating,
    _filing,
    _silencing,
    _adopting,
    _delivering,
    _curating,
)

__all__ = ["DEEDS", "ROOMS", "Deed"]
