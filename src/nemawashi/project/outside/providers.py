"""Whose sign-in opens accounts here, as whoever runs the server has written it down (``NEMAWASHI_OIDC`` names the file)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from nemawashi.access.models import User
from nemawashi.access.terms import Circle
from nemawashi.parties.models import Party, PersonInvitation
from nemawashi.parties.terms import in_language

NEEDED = {"id", "names", "issuer", "client_id", "client_secret"}
OPTIONAL = {"parties", "circles", "two_factors"}


@dataclass(frozen=True)
class Provider:
    """A ministry's sign-in. It opens accounts of ``parties`` (slugs) and ``circles`` alone; ``two_factors``: whoever runs
    the server knows that it asks for two, so that none is asked here again.
    """

    id: str
    names: Mapping[str, str]
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    parties: frozenset[str] = frozenset()
    circles: frozenset[str] = frozenset()
    two_factors: bool = False

    def __str__(self) -> str:
        return in_language(self.names)

    def opens(self, *, party: str | None, circle: str) -> bool:
        return party in self.parties if party else circle in self.circles

    def opens_invitation(self, row: PersonInvitation) -> bool:
        return self.opens(party=row.party.slug if row.party else None, circle=row.circle)

    def opens_account(self, account: User) -> bool:
        party = Party.objects.filter(memberships__user=account).values_list("slug", flat=True).first()
        return self.opens(party=party, circle=account.circle)


def listed() -> tuple[Provider, ...]:
    """All of them, in the order of the file; none where no file is named. Raises ``ImproperlyConfigured``."""
    return _read(settings.OIDC) if settings.OIDC else ()


def named(name: str) -> Provider | None:
    return next((each for each in listed() if each.id == name), None)


@lru_cache(maxsize=4)
def _read(path: str) -> tuple[Provider, ...]:
    try:
        rows = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeError, yaml.YAMLError) as fault:
        raise ImproperlyConfigured(f"NEMAWASHI_OIDC: {path} cannot be read ({type(fault).__name__})") from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ImproperlyConfigured(f"NEMAWASHI_OIDC: {path} is no list of providers")
    read = tuple(_provider(row, f"NEMAWASHI_OIDC, provider {number}") for number, row in enumerate(rows, 1))
    if len({each.id for each in read}) < len(read) or len({each.issuer for each in read}) < len(read):
        raise ImproperlyConfigured(f"NEMAWASHI_OIDC: {path} names an id or an issuer twice")
    return read


def _provider(row: Mapping[str, Any], where: str) -> Provider:
    if missing := sorted(NEEDED - set(row)):
        raise ImproperlyConfigured(f"{where}: {', '.join(missing)} is missing")
    if unknown := sorted(map(str, set(row) - NEEDED - OPTIONAL)):
        raise ImproperlyConfigured(f"{where}: {', '.join(unknown)} is not known")
    words = [row[name] for name in ("id", "issuer", "client_id", "client_secret")]
    if not all(isinstance(word, str) and word for word in words) or not str(row["id"]).replace("-", "").isalnum():
        raise ImproperlyConfigured(f"{where}: id, issuer, client_id and client_secret are words, the id a plain one")
    if not isinstance(row["names"], dict) or "en" not in row["names"]:
        raise ImproperlyConfigured(f"{where}: names has one in English at least")
    address = urlsplit(row["issuer"])
    if address.scheme != "https" and address.hostname not in ("localhost", "127.0.0.1"):
        raise ImproperlyConfigured(f"{where}: the issuer is reached by https")
    circles = frozenset(row.get("circles") or [])
    if not circles <= set(Circle) - {Circle.DELEGATION}:
        raise ImproperlyConfigured(f"{where}: circles are {', '.join(sorted(set(Circle) - {Circle.DELEGATION}))}")
    return Provider(
        id=row["id"],
        names=row["names"],
        issuer=row["issuer"],
        client_id=row["client_id"],
        client_secret=row["client_secret"],
        parties=frozenset(row.get("parties") or []),
        circles=circles,
        two_factors=row.get("two_factors") is True,
    )
