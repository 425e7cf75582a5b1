"""What a column may say, each value with the reader's word. Asked for anew for every row whose word a page shows."""

from functools import lru_cache

from django.db.models import TextChoices
from django.utils.translation import get_language


def worded(kind: type[TextChoices]) -> list[tuple[str, str]]:
    """The values of an enumeration with their words in the language of the page."""
    return list(_worded(kind, get_language()))


@lru_cache(maxsize=1024)
def _worded(kind: type[TextChoices], _language: str | None) -> tuple[tuple[str, str], ...]:
    return tuple((str(value), str(label)) for value, label in kind.choices)
