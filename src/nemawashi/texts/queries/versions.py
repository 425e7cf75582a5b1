"""Language versions of a clause: which are in force, which are stale, what each is worth."""

import datetime as dt
from collections.abc import Iterable

from nemawashi.texts.models import Wording

__all__ = ["current_versions", "stale_versions"]


def current_versions(wordings: Iterable[Wording], language: str) -> dict[str, str]:
    """The words in force by language, in whatever order the rows come.

    A translation older than the last change in the language of negotiation is left out: it says what was, and
    neither a reader nor the seal may take it for what is.
    """
    latest, changed_at = latest_wordings(wordings, language)
    return {
        row.language: row.words
        for row in latest.values()
        if changed_at is None or row.language == language or (row.made_at is not None and row.made_at >= changed_at)
    }


def stale_versions(wordings: Iterable[Wording], language: str) -> tuple[str, ...]:
    """Languages whose translation is older than the last change in the language of negotiation."""
    rows = list(wordings)
    return tuple(sorted({row.language for row in rows} - set(current_versions(rows, language))))


def latest_wordings(wordings: Iterable[Wording], language: str) -> tuple[dict[str, Wording], dt.datetime | None]:
    latest: dict[str, Wording] = {}
    for row in wordings:
        if row.language not in latest or row.number > latest[row.language].number:
            latest[row.language] = row
    own = latest.get(language)
    return latest, own.made_at if own and own.number > 1 else None


def worth(wordings: Iterable[Wording]) -> dict[str, str]:
    """What each language version in force is worth: authentic, courtesy or machine."""
    return {row.language: str(row.version) for row in sorted(wordings, key=lambda row: row.number)}
