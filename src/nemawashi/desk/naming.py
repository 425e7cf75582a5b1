"""Who stands behind words, as a reader of the desk reads it."""

from django.utils.translation import gettext

from nemawashi.texts.queries import CHAIR


def named(code: str) -> str:
    """The code of a party as it is, the chair in the language of the page."""
    return gettext(code) if code == CHAIR else code
