"""What an operator should know before readers ask: whether PDF files can be made here."""

from ctypes.util import find_library
from typing import Any

from django.core.checks import Warning as Advice
from django.core.checks import register

from nemawashi.kit.papers.pdf import NEEDS


@register()
def pdf_can_be_made(app_configs: Any, **kwargs: Any) -> list[Advice]:
    """Looks for Pango without loading it; everything but PDF works without it."""
    if find_library("pango-1.0") or find_library("pango-1.0-0"):
        return []
    advice = f"PDF files of adopted texts cannot be made: on Debian, apt-get install {NEEDS}"
    return [Advice(advice, id="nemawashi.W001")]
