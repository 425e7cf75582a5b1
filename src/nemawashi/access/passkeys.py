"""Passkeys (WebAuthn): a key that stays on a person's device and signs for this site alone, so that no page elsewhere gets
anything that opens this one.

The arithmetic is that of the library ``fido2``; here stand what is kept of a passkey, and that its counter only rises.
"""

import datetime as dt
import ipaddress
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from nemawashi.access.models import Passkey, User
from nemawashi.kit.clauses.spans import one_line
from nemawashi.kit.faults import NotAllowedError

LONGEST_ANSWER = 20_000  # signs of JSON; a large attestation stays below
MOST = 10  # passkeys of one account
State = Mapping[str, Any]


class CopiedError(NotAllowedError):
    """The counter of a device did not rise: it has a twin."""

    def __init__(self, passkey: Passkey) -> None:
        super().__init__("the counter of a passkey did not rise", word="passkey_copied")
        self.passkey = passkey


@dataclass(frozen=True, slots=True)
class Site:
    """For what a passkey is made: a host, and the one origin from which answers are taken."""

    host: str
    origin: str
    name: str

    @property
    def can_have_passkeys(self) -> bool:
        """Browsers make none for a number, nor where words travel in clear; localhost stands for one's own machine."""
        try:
            ipaddress.ip_address(self.host.strip("[]"))
        except ValueError:
            return self.origin.startswith("https://") or self.host == "localhost"
        return False


def site_of(request: HttpRequest, name: str) -> Site:
    host = request.get_host()
    return Site(host.rpartition(":")[0] if ":" in host.rpartition("]")[2] else host, f"{request.scheme}://{host}", name)


def _server(site: Site) -> Fido2Server:
    entity = PublicKeyCredentialRpEntity(id=site.host, name=site.name or site.host)
    return Fido2Server(entity, verify_origin=lambda origin: origin == site.origin)


def _known(account: User) -> list[AttestedCredentialData]:
    rows = Passkey.objects.filter(user=account)
    return [AttestedCredentialData(websafe_decode(row.public)) for row in rows]


def adding(account: User, site: Site) -> tuple[dict[str, Any], State]:
    """What the browser is asked to make, and what the session keeps until it has."""
    handle = salted_hmac("nemawashi.passkey.owner", str(account.pk), secret=settings.SECRET_KEY, algorithm="sha256")
    options, state = _server(site).register_begin(
        PublicKeyCredentialUserEntity(id=handle.digest(), name=account.username, display_name=account.shown_name),
        credentials=_known(account),
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return dict(options), state


def add(account: User, site: Site, state: State | None, answer: str, *, name: str, at: dt.datetime) -> Passkey | None:
    """Keep the passkey that a browser made; None where it is not what was asked for, or is kept already."""
    read = _read(answer)
    if state is None or read is None:
        return None
    try:
        made = _server(site).register_complete(state, read)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    data = made.credential_data
    if data is None:
        return None
    credential = websafe_encode(data.credential_id)
    if len(credential) > 1400 or Passkey.objects.filter(credential=credential).exists():
        return None
    return Passkey.objects.create(
        user=account,
        name=one_line(name),
        credential=credential,
        public=websafe_encode(data),
        counter=made.counter,
        made_at=at,
    )


def asking(site: Site, account: User | None) -> tuple[dict[str, Any], State]:
    """What a device is asked to sign. Without an account it says itself whose it is, and has to see its owner's face,
    finger or number: then it stands for both factors.
    """
    needs = UserVerificationRequirement.PREFERRED if account else UserVerificationRequirement.REQUIRED
    options, state = _server(site).authenticate_begin(_known(account) if account else None, user_verification=needs)
    return dict(options), state


def signed_by(site: Site, account: User | None, state: State | None, answer: str, *, at: dt.datetime) -> Passkey | None:
    """The passkey by which an answer was signed for this question; None where it was not. Raises ``CopiedError``."""
    read = _read(answer)
    if state is None or read is None:
        return None
    try:
        response = AuthenticationResponse.from_dict(read)
        row = Passkey.objects.select_related("user").filter(credential=websafe_encode(response.raw_id)).first()
        if row is None or (account is not None and row.user_id != account.pk):
            return None
        _server(site).authenticate_complete(state, [AttestedCredentialData(websafe_decode(row.public))], response)
        counter = response.response.authenticator_data.counter
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    rises = Q(counter__lt=counter) if counter else Q(counter=0)
    if not Passkey.objects.filter(rises, pk=row.pk).update(counter=counter, used_at=at):
        raise CopiedError(row)
    return row


def _read(answer: str) -> dict[str, Any] | None:
    if not answer or len(answer) > LONGEST_ANSWER:
        return None
    try:
        read = json.loads(answer)
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, dict) else None
