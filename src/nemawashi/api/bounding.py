"""How often the API answers whoever has no account: counted over all workers, by address, in what a line is given."""

from typing import Any

from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle

from nemawashi.access import pausing
from nemawashi.access.allowances import Allowance

HOUR = 3600.0
ALLOWANCE = Allowance(HOUR)


class OverAllWorkers(AnonRateThrottle):
    """The rate that the settings name, of all workers together. Whoever has an account is known and not counted."""

    num_requests: int  # of the rate
    _seconds = 0.0

    def allow_request(self, request: Request, view: Any) -> bool:
        if request.user and request.user.is_authenticated:
            return True
        self._seconds = ALLOWANCE.spend(pausing.network(self.get_ident(request) or ""), self.num_requests)
        return not self._seconds

    def wait(self) -> float:
        return self._seconds
