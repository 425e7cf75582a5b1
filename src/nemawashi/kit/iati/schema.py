"""The schemas of IATI 2.01 to 2.03, which ship with the licence of the standard (``schemas/README.md``)."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from nemawashi.kit.iati.rules import line_of

VERSIONS = ("2.01", "2.02", "2.03")
_HERE = Path(__file__).parent / "schemas"
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


def plain(message: str) -> str:
    """A sentence of libxml2 without its headings: ``<budget-item vocabulary>: The attribute ... is not allowed``."""
    named = _NAMED.match(message)
    if named is None:
        return message.rstrip(".")
    where = f"<{named[1]} {named[2]}>" if named[2] else f"<{named[1]}>"
    return f"{where}: {message[named.end() :].rstrip('.')}"
