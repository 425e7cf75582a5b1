"""The address by which a contact person withdraws the consent: no account is needed, and it serves once."""

import uuid

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from nemawashi.business.models import FirmContact

MARK = 27  # signs of what shows that a link was made here


def key_of(link: uuid.UUID) -> str:
    return _made_with(settings.SECRET_KEY, link)


def _made_with(secret: str | bytes, link: uuid.UUID) -> str:
    return f"{link.hex}.{signing.Signer(key=secret, salt='nemawashi.consent').signature(link.hex)[:MARK]}"


def address(row: FirmContact) -> str:
    """Of somebody of whom something is kept."""
    assert row.link is not None  # noqa: S101
    return reverse("portal:consent", args=[key_of(row.link)])


def link_of(key: str) -> uuid.UUID | None:
    """The link in an address, where this server made it, with the key of today or one that it keeps from before."""
    try:
        link = uuid.UUID(hex=key.partition(".")[0])
    except ValueError:
        return None
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return link if any(constant_time_compare(key, _made_with(each, link)) for each in secrets) else None
