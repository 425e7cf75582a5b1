"""Light, dark or as the reader's system has it: kept in a cookie, chosen with a form, no script needed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

YEAR = 365 * 86400
THEMES = ("auto", "light", "dark")


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Set the cookie and go back to where the reader was; an address elsewhere is not followed."""
    target = request.POST.get("next", "")
    if "\0" in target or not url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    ):
        target = "/"
    response = redirect(target)
    chosen = request.POST.get("theme", "auto")
    if chosen in THEMES:
        response.set_cookie("theme", chosen, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)
    return response
