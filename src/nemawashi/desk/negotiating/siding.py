"""What a delegation does about tabled positions: side with them, take that back, withdraw or bring back its own."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from nemawashi.desk.acting import finding, pages
from nemawashi.desk.acting.forms import Blank, Words
from nemawashi.desk.acting.offering import offer
from nemawashi.desk.negotiating.drafting import Withdraw
from nemawashi.texts import acts


def lift_reserve(row: Any, **words: Any) -> Any:
    """A reserve is a position, and to lift it is to withdraw it; delegations call it so."""
    return acts.withdraw_position(row, **words)


offer(
    acts.withdraw_position,
    label=_("Withdraw"),
    on=finding.position,
    form=Withdraw,
    leads_to=pages.clause,
)
offer(
    lift_reserve,
    label=_("Lift the reserve"),
    on=finding.position,
    form=Withdraw,
    leads_to=pages.clause,
)
offer(
    acts.support_position,
    label=_("Support"),
    on=finding.position,
    leads_to=pages.clause,
)
offer(
    acts.could_accept_position,
    label=_("Can go along with it"),
    on=finding.position,
    leads_to=pages.clause,
)
offer(
    acts.oppose_position,
    label=_("Oppose"),
    on=finding.position,
    leads_to=pages.clause,
)
offer(
    acts.lift_stance,
    label=_("Take the stance back"),
    on=finding.position,
    leads_to=pages.clause,
)
offer(
    acts.join_position,
    label=_("Co-sponsor"),
    on=finding.position,
    leads_to=pages.clause,
)
offer(
    acts.let_position_go,
    label=_("Let it go"),
    on=finding.position,
    leads_to=pages.clause,
)


class Keep(Blank):
    is_at_once = True

    why = Words(label=_("Reason"), rows=2, longest=2000, required=False)


offer(
    acts.keep_position,
    label=_("Keep it"),
    on=finding.position,
    form=Keep,
    leads_to=pages.clause,
)
offer(
    acts.revive_position,
    label=_("Bring back"),
    on=finding.position,
    leads_to=pages.clause,
)
