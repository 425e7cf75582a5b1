"""The protocol with a ministry's sign-in: OpenID Connect Core 1.0, authorization code with PKCE, and nothing else of it.

What it says is believed where its own key has signed it, for us, for this very question, lately. Of it all we keep its name
and the subject: addresses and names in a token open nothing here.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import jwt

from nemawashi.project.outside.providers import OidcProvider, OutsideError

PATIENCE = 10  # seconds for one answer
LONGEST = 300_000  # bytes of one
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
LEEWAY = 60  # seconds by which clocks may differ


@dataclass(frozen=True, slots=True)
class SentQuestion:
    """What stands in the session until the browser comes back."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def new(cls) -> "SentQuestion":
        return cls(*(secrets.token_urlsafe(32) for _part in range(3)))


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


_opener = build_opener(_NoRedirects)


def _asked(address: str, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    """One answer, as JSON. Where the issuer is reached by https, so is everything that it names."""
    data = urlencode(form).encode() if form is not None else None
    request = Request(address, data=data, headers={"Accept": "application/json", **(headers or {})})  # noqa: S310  checked
    try:
        with _opener.open(request, timeout=PATIENCE) as answer:
            body = answer.read(LONGEST + 1)
    except HTTPError as error:
        raise OutsideError(f"the sign-in of the ministry answered {error.code}") from None
    except (OSError, HTTPException, ValueError):
        raise OutsideError("the sign-in of the ministry does not answer") from None
    try:
        read = json.loads(body) if len(body) <= LONGEST else None
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        raise OutsideError("the sign-in of the ministry answered nothing that can be read")
    return read


def _description_of(provider: OidcProvider) -> str:
    return f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration"


def _described(provider: OidcProvider) -> dict[str, str]:
    """Where its endpoints are, by its own description, which has to be of this issuer."""
    said = _asked(_description_of(provider))
    wanted = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    addresses = {name: str(said.get(name, "")) for name in wanted}
    scheme = urlsplit(provider.issuer).scheme
    if said.get("issuer") != provider.issuer or any(urlsplit(each).scheme != scheme for each in addresses.values()):
        raise OutsideError("the description of the ministry's sign-in is not its own")
    return addresses


def way_there(provider: OidcProvider, question: SentQuestion, *, back: str) -> str:
    """The address to which the browser is sent."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(question.verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": back,
        "scope": "openid",
        "state": question.state,
        "nonce": question.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    address = _described(provider)["authorization_endpoint"]
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(asked)}"


def way_out(provider: OidcProvider) -> str:
    """The address at which the ministry asks whether to sign somebody out (RP-Initiated Logout), empty where it has none.

    Nothing of the person goes along: no token is kept here that could be shown.
    """
    said = _asked(_description_of(provider))
    address = str(said.get("end_session_endpoint") or "")
    if said.get("issuer") != provider.issuer or (address and urlsplit(address).scheme != urlsplit(provider.issuer).scheme):
        raise OutsideError("the description of the ministry's sign-in is not its own")
    if not address:
        return ""
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode({'client_id': provider.client_id})}"


def subject_of(provider: OidcProvider, question: SentQuestion, *, code: str, back: str) -> str:
    """Whom the ministry has signed in, by the subject of its token. Raises ``OutsideError``."""
    described = _described(provider)
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": question.verifier,
        "client_id": provider.client_id,
        "client_secret": provider.client_secret,
    }
    said = _asked(described["token_endpoint"], form)
    keys = _asked(described["jwks_uri"]).get("keys")
    return _believed(str(said.get("id_token", "")), keys if isinstance(keys, list) else [], provider, question)


def _believed(token: str, keys: list[Any], provider: OidcProvider, question: SentQuestion) -> str:
    try:
        claims = jwt.decode(
            token,
            _key_of(token, keys),
            algorithms=ALGORITHMS,
            audience=provider.client_id,
            issuer=provider.issuer,
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
    except (jwt.PyJWTError, ValueError, TypeError, KeyError):
        raise OutsideError("the token of the ministry's sign-in is not believed") from None
    subject = claims["sub"]
    is_for_us = claims.get("azp", provider.client_id) == provider.client_id
    is_asked = secrets.compare_digest(str(claims.get("nonce", "")).encode(), question.nonce.encode())
    if not (is_for_us and is_asked and isinstance(subject, str) and 0 < len(subject) <= 255):
        raise OutsideError("the token of the ministry's sign-in is for another question")
    return subject


def _key_of(token: str, keys: list[Any]) -> Any:
    """The key that the token names, or the only one that there is; never one of our secrets."""
    wanted = jwt.get_unverified_header(token).get("kid")
    fitting = [key for key in keys if isinstance(key, dict) and (wanted is None or key.get("kid") == wanted)]
    if len(fitting) != 1 or fitting[0].get("kty") == "oct":
        raise jwt.InvalidKeyError("no key, or more than one")
    return jwt.PyJWK.from_dict(fitting[0]).key
