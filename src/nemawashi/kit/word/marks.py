"""Who changed and when, as an element of the file says it."""

from datetime import UTC, datetime

from lxml import etree

from nemawashi.kit.word.names import UTC_DATE, W
from nemawashi.kit.word.values import Change


def author(node: etree._Element) -> str:
    return " ".join((node.get(f"{W}author") or "").split())


def change(node: etree._Element, kind: str, name: str = "") -> Change:
    return Change(kind, author(node), moment(node), name)


def moment(node: etree._Element) -> datetime | None:
    """When: the moment in UTC where newer Word tells it, else the local one, which Word writes as if it were UTC."""
    for stamp in (node.get(UTC_DATE), node.get(f"{W}date")):
        try:
            read = datetime.fromisoformat(stamp or "")
        except ValueError:
            continue
        return read if read.tzinfo is not None else read.replace(tzinfo=UTC)
    return None
