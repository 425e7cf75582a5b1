"""What commitments do when a text was adopted: look for promises in it, in the same transaction."""

from typing import Any

from nemawashi.access import log
from nemawashi.access.models import Entry
from nemawashi.commitments import acts
from nemawashi.texts.models import Text
from nemawashi.texts.terms import Act

ADOPTIONS = (Act.ADOPT_IN_MEETING, Act.CONCLUDE_SILENCE)


def text_adopted(sender: Any, *, entry: Entry, subject: Any, **kwargs: Any) -> None:
    if entry.event in ADOPTIONS and isinstance(subject, Text) and subject.is_adopted:
        acts.find_commitments(subject, subject.adoption.revision)


def listen() -> None:
    log.entered.connect(text_adopted, dispatch_uid="nemawashi.commitments.text_adopted")
