"""What everybody in a negotiation is told at a step of silence. The rows are written with the act, the mail goes later."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from nemawashi.access import log
from nemawashi.texts.models import Notice, Text


def tell(text: Text, event: str, step: str, *, facts: Mapping[str, Any], at: dt.datetime) -> Notice:
    """Leave a notice on the desk of all who read the negotiation; ``step`` names the step once and for all.

    Told when the step is entered: the notice holds the head of the log with it.
    """
    key = f"{event}:{step}"
    plain_facts = json.loads(log.canonical({**facts, "log": str(log.head())}))
    row, _is_new = Notice.objects.get_or_create(
        key=key, defaults={"text": text, "event": str(event), "facts": plain_facts, "at": at}
    )
    return row
