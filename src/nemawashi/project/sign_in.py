"""Sign-in with Django's own accounts, throttled. Single sign-on replaces this file and nothing else."""

from typing import Any

from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class SignIn(LoginView):
    template_name = "sign_in.html"
    redirect_authenticated_user = True


class SignOut(LogoutView):
    http_method_names = ["post", "options"]


def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """After five wrong passwords: say so and when to come back, with status 429."""
    return render(request, "sign_in.html", {"is_locked_out": True}, status=429)
