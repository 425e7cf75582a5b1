"""Recommendations that later words seem to take up: both side by side, and a person who says whether they do."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.views.decorators.http import require_safe

from nemawashi.access.requests import Request
from nemawashi.desk.acting import finding, pages
from nemawashi.desk.acting.forms import Blank, Words
from nemawashi.desk.acting.offering import offer
from nemawashi.texts import acts, queries, rules

SHOWN = 40  # proposals on the page, the likest; how many more there are is told


class RuleOnUptake(Blank):
    """``taker``: the reference of the item or paragraph, from the page of proposals."""

    taker = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["taker"] = queries.taker_of(str(cleaned.get("taker", ""))[:200], viewer=self.viewer)
        if cleaned["taker"] is None:
            raise ValidationError(_("Choose a pair on the page of proposals."))
        return cleaned

    @property
    def proposal(self) -> queries.ProposedUptake | None:
        """The pair that is ruled on, with the words that both have; None of a pair that is not proposed."""
        ref = str(self.data.get("taker", "") if self.is_bound else self.initial.get("taker", ""))
        taker = queries.taker_of(ref[:200], viewer=self.viewer)
        return queries.proposed_uptake(self.subject, taker) if taker is not None else None


class DeclineUptake(RuleOnUptake):
    why = Words(label=__("Reason"), rows=2, longest=2000, required=False, help_text=__("All delegations read it."))


offer(
    acts.confirm_uptake,
    label=__("Confirm the uptake"),
    on=finding.recommendation,
    form=RuleOnUptake,
    leads_to=pages.uptakes,
    sees_version=False,
    is_main=True,
    template="desk/uptake.html",
)
offer(
    acts.decline_uptake,
    label=__("Decline the uptake"),
    on=finding.recommendation,
    form=DeclineUptake,
    leads_to=pages.uptakes,
    sees_version=False,
    template="desk/uptake.html",
)


@login_required
@require_safe
def uptakes(request: Request) -> HttpResponse:
    """What seems to be taken up, of what this reader may read, for those who may say so."""
    viewer = request.viewer
    ways = [("confirm_uptake", _("Confirm the uptake")), ("decline_uptake", _("Decline the uptake"))]
    offered = ways if rules.may_rule_on_uptake(viewer, is_ruled=False, may_follow=True, is_standing=True) else []
    rows = queries.proposed_uptakes(viewer=viewer) if viewer.sees_dialogue else []
    declined = list(queries.declined_uptakes(viewer=viewer)[: SHOWN + 1]) if viewer.sees_dialogue else []
    context = {
        "title": _("Recommendations that seem to be taken up"),
        "proposals": rows[:SHOWN],
        "more": max(0, len(rows) - SHOWN),
        "ways": offered,
        "declined": declined[:SHOWN],
        "newest": SHOWN if len(declined) > SHOWN else 0,
    }
    return render(request, "desk/uptakes.html", context)
