"""The address by which a contact person withdraws the consent: no account is needed, and it serves once."""

import uuid

from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from nemawashi.business.models import FirmContact

MARK = 27  # signs of what shows that a link was made here


def key_of(link: uuid.UUID) -> str:
    return f"{link.hex}.{signing.Signer(salt='nemawashi.consent').signature(link.hex)[:MARK]}"


def address(row: FirmContact) -> str:
    """Of somebody of whom something is kept."""
    assert row.link is not None  # noqa: S101
    return reverse("portal:consent", args=[key_of(row.link)])


def link_of(key: str) -> uuid.UUID | None:
    """The link in an address, where this server made it."""
    try:
        link = uuid.UUID(hex=key.partition(".")[0])
    except ValueError:
        return None
    return link if constant_time_compare(key.encode(), key_of(link).encode()) else None
