"""What the product promises and to whom, what it cannot, and what a delegation can check without trusting anybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from nemawashi.parties import queries as parties
from nemawashi.portal import filters


@filters.page
def promise(request: HttpRequest) -> HttpResponse:
    context = {
        "title": gettext("What we promise, and to whom"),
        "kicker": parties.forum().short_name,
        "lede": gettext(
            "What this software keeps to, who can see more all the same, and what can be checked from outside."
        ),
    }
    return render(request, "portal/promise.html", context)
