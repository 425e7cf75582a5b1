"""The schemas of IATI 2.01 to 2.03, which ship with the licence of the standard (``schemas/README.md``)."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from nemawashi.kit.iati.rules import line_of

VERSIONS = ("2.01", "2.02", "2.03")
_HERE = Path(__file__).parent / "schemas"
_PLACE = re.compile(r"^/iati-activities/iati-activity(?:\[(\d+)\])?(?:/|$)")
_NAMED = re.compile(r"^Element '([^']+)'(?:, attribute '([^']+)')?: ")


@cache
def of(version: str) -> etree.XMLSchema:
    """The schema of a version; it is read once in a process."""
    return etree.XMLSchema(etree.parse(_HERE / version / "iati-activities-schema.xsd"))


def first_fault(schema: etree.XMLSchema, activity: etree._Element) -> tuple[int, str] | None:
    """The line and the sentence of the first thing that the schema forbids; None where it forbids nothing."""
    if schema.validate(activity):
        return None
    log: Any = schema.error_log
    for entry in log:  # the log is of this one question
        return entry.line or line_of(activity), plain(entry.message)
    return line_of(activity), "the schema forbids it"


def first_faults(schema: etree.XMLSchema, root: etree._Element) -> dict[int, tuple[int, str]]:
    """The same of all activities under a root that need not be sound itself: by their places, those that have one."""
    if schema.validate(root):
        return {}
    faults: dict[int, tuple[int, str]] = {}
    log: Any = schema.error_log
    for entry in log:
        where = _PLACE.match(entry.path or "")
        if where is None:  # it is the root's, or of what stands between activities, and hides what follows
            ones = enumerate(root.iterchildren("iati-activity"))
            return {place: fault for place, one in ones if (fault := first_fault(schema, one))}
        place = int(where[1] or 1) - 1
        if place not in faults:
            faults[place] = entry.line, plain(entry.message)
    return faults


def plain(message: str) -> str:
    """A sentence of libxml2 without its headings: ``<budget-item vocabulary>: The attribute ... is not allowed``."""
    named = _NAMED.match(message)
    if named is None:
        return message.rstrip(".")
    where = f"<{named[1]} {named[2]}>" if named[2] else f"<{named[1]}>"
    return f"{where}: {message[named.end() :].rstrip('.')}"
