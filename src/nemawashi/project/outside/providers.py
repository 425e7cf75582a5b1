"""Whose sign-in opens accounts here, as whoever runs the server has written it down: ``NEMAWASHI_OIDC`` names the file of
those that speak OpenID Connect, ``NEMAWASHI_SAML`` the file of those that speak SAML 2.0.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from cryptography import x509
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from nemawashi.access.models import User
from nemawashi.access.terms import Circle
from nemawashi.kit.faults import Fault, NotAllowedError
from nemawashi.parties.models import Party, PersonInvitation
from nemawashi.parties.terms import in_language
from nemawashi.project.outside import metadata

OIDC, SAML = "NEMAWASHI_OIDC", "NEMAWASHI_SAML"
WORDS = {OIDC: ("id", "issuer", "client_id", "client_secret"), SAML: ("id", "metadata")}
SHARED = {"parties", "circles", "two_factors", "sign_out"}
OPTIONAL = {OIDC: SHARED, SAML: SHARED | {"decrypts_with"}}
NEEDS_EXTRA = f"{SAML}: the extra is not installed that looks at signatures: pip install 'nemawashi[saml]'"


class OutsideError(NotAllowedError):
    """The ministry's sign-in did not answer, or its answer is not believed."""


class NotAskedError(OutsideError):
    """The answer is to no question of this session."""


class NotSignedInError(OutsideError):
    """The ministry answered, and has not signed the person in."""


@dataclass(frozen=True, kw_only=True)
class Provider:
    """A ministry's sign-in. It opens accounts of ``parties`` (slugs) and ``circles`` alone; ``two_factors``: whoever runs
    the server knows that it asks for two, so that none is asked here again. ``address``: where it is asked; ``sign_out``:
    the ministry's own page that signs somebody out there, empty where none is named.
    """

    id: str
    names: Mapping[str, str]
    issuer: str
    parties: frozenset[str] = frozenset()
    circles: frozenset[str] = frozenset()
    two_factors: bool = False
    sign_out: str = ""

    def __str__(self) -> str:
        return in_language(self.names)

    @property
    def address(self) -> str:
        return self.issuer

    @property
    def can_sign_out(self) -> bool:
        """Whether somebody can be led to where the ministry signs them out."""
        return bool(self.sign_out)

    def opens(self, *, party: str | None, circle: str) -> bool:
        return party in self.parties if party else circle in self.circles

    def opens_invitation(self, row: PersonInvitation) -> bool:
        return self.opens(party=row.party.slug if row.party else None, circle=row.circle)

    def opens_account(self, account: User) -> bool:
        party = Party.objects.filter(memberships__user=account).values_list("slug", flat=True).first()
        return self.opens(party=party, circle=account.circle)


@dataclass(frozen=True, kw_only=True)
class OidcProvider(Provider):
    """One that speaks OpenID Connect, and describes itself at its issuer's address."""

    client_id: str
    client_secret: str = field(repr=False)

    @property
    def can_sign_out(self) -> bool:
        return True  # its description says where, or that there is no such place


@dataclass(frozen=True, kw_only=True)
class SamlProvider(Provider):
    """One that speaks SAML 2.0, as its file of metadata describes it; ``own`` opens what it encrypts for us."""

    file: Path
    described: metadata.Described
    own: metadata.OwnKey | None = field(default=None, repr=False)
    own_file: Path | None = None

    @property
    def address(self) -> str:
        return self.described.address

    @property
    def certificates(self) -> tuple[x509.Certificate, ...]:
        return self.described.certificates


def listed() -> tuple[Provider, ...]:
    """All of them, in the order of the files; none where no file is named. Raises ``ImproperlyConfigured``."""
    oidc = _read(settings.OIDC, OIDC) if settings.OIDC else ()
    saml = _read(settings.SAML, SAML) if settings.SAML else ()
    if saml and find_spec("signxml") is None:
        raise ImproperlyConfigured(NEEDS_EXTRA)
    both = {each.id for each in oidc} & {each.id for each in saml} | {each.issuer for each in oidc} & {
        each.issuer for each in saml
    }
    if both:
        raise ImproperlyConfigured(f"{SAML}: {', '.join(sorted(both))} stands in the file of {OIDC}, too")
    return (*oidc, *saml)


def named(name: str) -> Provider | None:
    return next((each for each in listed() if each.id == name), None)


@lru_cache(maxsize=8)
def _read(path: str, setting: str) -> tuple[Provider, ...]:
    try:
        rows = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    except OSError as fault:
        raise ImproperlyConfigured(f"{setting}: {path} cannot be read: {(fault.strerror or str(fault)).lower()}") from None
    except UnicodeError:
        raise ImproperlyConfigured(f"{setting}: {path} is not UTF-8") from None
    except yaml.YAMLError as fault:
        line = getattr(getattr(fault, "problem_mark", None), "line", 0) + 1
        raise ImproperlyConfigured(f"{setting}: {path}:{line} is not YAML") from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ImproperlyConfigured(f"{setting}: {path} is no list of providers")
    make = _oidc if setting == OIDC else _saml
    read = tuple(_provider(row, setting, number, make, Path(path)) for number, row in enumerate(rows, 1))
    if len({each.id for each in read}) < len(read) or len({each.issuer for each in read}) < len(read):
        raise ImproperlyConfigured(f"{setting}: {path} names an id or an issuer twice")
    return read


Make = Callable[[Mapping[str, Any], Path, dict[str, Any]], Provider]


def _provider(row: Mapping[str, Any], setting: str, number: int, make: Make, path: Path) -> Provider:
    where, words = f"{setting}, provider {number}", WORDS[setting]
    needed = {*words, "names"}
    if missing := sorted(needed - set(row)):
        raise ImproperlyConfigured(f"{where}: {', '.join(missing)} is missing")
    if unknown := sorted(map(str, set(row) - needed - OPTIONAL[setting])):
        raise ImproperlyConfigured(f"{where}: {', '.join(unknown)} is not known")
    if not all(isinstance(row[word], str) and row[word] for word in words) or not row["id"].replace("-", "").isalnum():
        raise ImproperlyConfigured(f"{where}: {', '.join(words[:-1])} and {words[-1]} are words, the id a plain one")
    if not isinstance(row["names"], dict) or "en" not in row["names"]:
        raise ImproperlyConfigured(f"{where}: names has one in English at least")
    circles = frozenset(row.get("circles") or [])
    if not circles <= set(Circle) - {Circle.DELEGATION}:
        raise ImproperlyConfigured(f"{where}: circles are {', '.join(sorted(set(Circle) - {Circle.DELEGATION}))}")
    shared = {
        "id": row["id"], "names": row["names"], "parties": frozenset(row.get("parties") or []), "circles": circles,
        "two_factors": row.get("two_factors") is True, "sign_out": row.get("sign_out") or "",
    }  # fmt: skip
    if not isinstance(shared["sign_out"], str) or (shared["sign_out"] and not _is_safe(shared["sign_out"])):
        raise ImproperlyConfigured(f"{where}: sign_out is an address that is reached by https")
    try:
        provider = make(row, path, shared)
    except Fault as fault:
        raise ImproperlyConfigured(f"{where}: {row['metadata']}: {fault.sentence}") from None
    if not _is_safe(provider.address):
        what = "issuer" if setting == OIDC else "address of the sign-in"
        raise ImproperlyConfigured(f"{where}: the {what} is reached by https")
    return provider


def _is_safe(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme, parts.hostname) in HERE


HERE = {("http", "localhost"), ("http", "127.0.0.1")}  # for trying out


def _oidc(row: Mapping[str, Any], path: Path, shared: dict[str, Any]) -> Provider:
    return OidcProvider(issuer=row["issuer"], client_id=row["client_id"], client_secret=row["client_secret"], **shared)


def _saml(row: Mapping[str, Any], path: Path, shared: dict[str, Any]) -> Provider:
    """Its metadata lie beside the file that names it, unless it says where."""
    file = path.parent / row["metadata"]
    described = metadata.read(file)
    own_file = path.parent / str(row["decrypts_with"]) if row.get("decrypts_with") else None
    try:
        own = metadata.read_own(own_file) if own_file else None
    except Fault as fault:
        raise ImproperlyConfigured(f"{SAML}: {row['decrypts_with']}: {fault.sentence}") from None
    return SamlProvider(issuer=described.issuer, file=file, described=described, own=own, own_file=own_file, **shared)
