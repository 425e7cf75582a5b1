"""What an operator should know before readers ask: whether PDF files can be made here, and whether anybody is named."""

from ctypes.util import find_library
from typing import Any

from django.conf import settings
from django.core.checks import Warning as Advice
from django.core.checks import register

from nemawashi.kit.papers.pdf import NEEDS
from nemawashi.portal import contact


@register()
def pdf_can_be_made(app_configs: Any, **kwargs: Any) -> list[Advice]:
    """Looks for Pango without loading it; everything but PDF works without it."""
    if find_library("pango-1.0") or find_library("pango-1.0-0"):
        return []
    advice = f"PDF files of adopted texts cannot be made: on Debian, apt-get install {NEEDS}"
    return [Advice(advice, id="nemawashi.W001")]


@register(deploy=True)
def somebody_can_be_written_to(app_configs: Any, **kwargs: Any) -> list[Advice]:
    """Without a contact there is no security.txt, and the page About says that nobody is named."""
    if settings.DEMO or contact.address():
        return []
    advice = "NEMAWASHI_CONTACT is no mail address and no https address: who finds a fault is told of nobody to write to"
    return [Advice(advice, id="nemawashi.W002")]
