"""The last step of a sign-in by SAML. The answer comes by a POST from the ministry's page, with which no browser sends the
cookie of our session (``SameSite=Lax``). So what it said goes on, sealed, in the address of a page of ours, with which the
cookie comes; it is of use in the session alone that asked the question.
"""

import base64
import json
from dataclasses import asdict, dataclass
from enum import StrEnum

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.crypto import salted_hmac

from nemawashi.access import clock

LASTS = 60  # seconds for one redirect
LONGEST = 3000  # signs of what is opened


class Belief(StrEnum):
    """What became of an answer."""

    SIGNED_IN = "signed in"
    NOT_SIGNED_IN = "not signed in"
    NOT_BELIEVED = "not believed"


@dataclass(frozen=True, slots=True)
class SentOn:
    """What an answer said to the provider's page: who it is, and which question it answers, where it is believed."""

    provider: str
    belief: Belief
    question: str = ""
    subject: str = ""


def _fernet() -> Fernet:
    key = salted_hmac("nemawashi.project.outside.bouncing", "", secret=settings.SECRET_KEY, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))


def sealed(brought: SentOn) -> str:
    return (
        _fernet().encrypt_at_time(json.dumps(asdict(brought), ensure_ascii=False).encode(), int(clock.seconds())).decode()
    )


def opened(words: str) -> SentOn | None:
    """What was sealed here a moment ago; None for anything else."""
    try:
        content = _fernet().decrypt_at_time(words[:LONGEST], LASTS, int(clock.seconds()))
    except (InvalidToken, ValueError):
        return None
    row = json.loads(content)
    return SentOn(row["provider"], Belief(row["belief"]), row["question"], row["subject"])
