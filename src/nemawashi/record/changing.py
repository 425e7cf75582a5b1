"""What a forum that stands says of itself anew, from its file: names, languages, rules, clocks of capitals.

Who takes part, what the tracks and pillars are, and by which pattern texts get symbols is not changed so: rows hang on it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction

from nemawashi.access import clock, log, roll
from nemawashi.access.terms import RowOrigin, Visibility
from nemawashi.kit import languages
from nemawashi.kit.faults import NotAllowedError
from nemawashi.meetings.models import Track
from nemawashi.parties import queries
from nemawashi.parties.concerns import FORUM_CHANGED
from nemawashi.parties.models import ForumRow, Party, Pillar
from nemawashi.record import files


def change(data: Mapping[str, Any], *, only_looks: bool = False) -> list[str]:
    """Make the forum what ``founding.read`` gave, as far as it may be; which keys changed, in the order of the file.

    All delegations are told. ``only_looks`` changes nothing. Raises ``NotAllowedError``, and nothing was changed.
    """
    try:
        with transaction.atomic():
            log.queue()
            row = _standing(data)
            changed = list(_rules(row, data)) + list(_capitals(data))
            if changed and not only_looks:
                row.save()
                at = clock.database_moment()
                facts = {"keys": changed}
                log.enter(FORUM_CHANGED, row, by=roll.OPERATOR, at=at, visibility=Visibility.PARTIES, facts=facts)
            elif changed:
                transaction.set_rollback(True)
    finally:
        queries.forget_forum()
    return changed


def _standing(data: Mapping[str, Any]) -> ForumRow:
    """The forum's row, where its file may change it."""
    row = ForumRow.objects.select_related("dialogue").first()
    if row is None:
        raise NotAllowedError("no forum stands here: make one with `nemawashi init --from FILE`")
    if row.dialogue.origin != RowOrigin.DESK:
        raise NotAllowedError("this forum stands in the files of its record: change them, and `nemawashi load-record`")
    if row.moved_to:
        raise NotAllowedError(f"the forum was handed over, and lives at {row.moved_to}")
    stands: dict[str, Any] = {
        "id": row.dialogue.slug,
        "code": row.code,
        "symbol": row.symbol,
        "parties": dict(Party.objects.values_list("slug", "code")),
        "tracks": set(Track.objects.values_list("slug", flat=True)),
        "pillars": set(Pillar.objects.values_list("slug", flat=True)),
    }
    wanted: dict[str, Any] = {
        **{key: data[key] for key in ("id", "code", "symbol")},
        "parties": {party["id"]: party["code"] for party in data["parties"]},
        **{key: {part["id"] for part in data.get(key) or []} for key in ("tracks", "pillars")},
    }
    if others := [key for key, value in stands.items() if wanted[key] != value]:
        raise NotAllowedError(f"{', '.join(others)}: these do not change while the forum stands")
    return row


def _rules(row: ForumRow, data: Mapping[str, Any]) -> Iterator[str]:
    wanted = {
        "names": data["names"],
        "short_names": data.get("short_names") or {},
        "headlines": data.get("headlines") or {},
        "languages": data["languages"],
        "pages": data.get("pages") or list(languages.PAGES),
        "answer_days": data.get("answer_days"),
        "second_factor": data.get("second_factor") or "",
        "groups": data.get("groups") or [],
        "ranked": data.get("ranked") or [],
        "mark": data.get("mark") or {},
        "letterhead": data.get("letterhead") or {},
        "meeting_rules": files.plain(data.get("meeting_rules") or {}),
    }
    for key, value in wanted.items():
        if getattr(row, key) != value:
            setattr(row, key, value)
            yield key


def _capitals(data: Mapping[str, Any]) -> Iterator[str]:
    """Names of parties and the zones of their capitals."""
    rows = {row.slug: row for row in Party.objects.all()}
    changed = set()
    for said in data["parties"]:
        row = rows[said["id"]]
        if (row.names, row.zone) != (said["names"], said["zone"]):
            row.names, row.zone = said["names"], said["zone"]
            row.save(update_fields=["names", "zone"])
            changed.add("parties")
    yield from changed
