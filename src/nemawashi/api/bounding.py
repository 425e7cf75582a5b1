"""How often the API answers whoever has no account: counted over all workers, by address, in what a line is given.
A token is counted for itself.
"""

from typing import Any

from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle

from nemawashi.access import pausing
from nemawashi.access.allowances import Allowance
from nemawashi.api.tokens import token_of

HOUR = 3600.0
MOST_OF_A_TOKEN = 12_000  # in an hour: twice what an address without one is given
ALLOWANCE = Allowance(HOUR)


class OverAllWorkers(AnonRateThrottle):
    """The rate that the settings name, of all workers together. Whoever is signed in is known and not counted."""

    num_requests: int  # of the rate
    _seconds = 0.0

    def allow_request(self, request: Request, view: Any) -> bool:
        is_known = bool(request.user and request.user.is_authenticated)
        if token := token_of(request):
            self._seconds = ALLOWANCE.spend(f"token {token.pk}", MOST_OF_A_TOKEN)
            return not self._seconds
        if is_known:
            return True
        self._seconds = ALLOWANCE.spend(pausing.network(self.get_ident(request) or ""), self.num_requests)
        return not self._seconds

    def wait(self) -> float:
        return self._seconds
