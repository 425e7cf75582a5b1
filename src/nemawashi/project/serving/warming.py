"""Read before the workers are forked whatever all of them need, so that they have it in common and nobody waits for it."""

from collections.abc import Iterable
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.conf import settings

PAGES = ("/en/", "/en/meetings/", "/ru/meetings/", "/ja/", "/en/search/?q=water", "/sign-in/", "/api/v1/")
NOBODY = "192.0.2.1"  # an address kept for documentation: no proxy of ours


def warm(application: Any) -> None:
    """Ask for some public pages, so that their code, words and templates are in memory."""
    for page in PAGES:
        path, _mark, query = page.partition("?")
        environ: dict[str, Any] = {"PATH_INFO": path, "QUERY_STRING": query, "REMOTE_ADDR": NOBODY}
        environ["HTTP_HOST"] = settings.ALLOWED_HOSTS[0].lstrip(".")
        setup_testing_defaults(environ)
        _read(application(environ, _ignore))


def _ignore(status: str, headers: list[tuple[str, str]], fault: Any = None) -> Any:
    return lambda _data: None


def _read(answer: Iterable[bytes]) -> None:
    for _part in answer:
        pass
    close = getattr(answer, "close", None)
    if close:
        close()
