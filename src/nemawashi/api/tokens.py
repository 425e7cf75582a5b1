"""Programs that ask by a token: whose it is, what it opens, and that it opens no draft.

The guard of sealed tables knows no token: for it the public asks (``project.middleware``), so that a statement that
reached for a draft would raise.
"""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from nemawashi.access import accounts, api_tokens, clock
from nemawashi.access.models import ApiToken, User
from nemawashi.access.terms import TokenScope
from nemawashi.access.viewers import PUBLIC, Viewer
from nemawashi.parties import queries as parties

SCHEME = "Bearer"


class ByToken(BaseAuthentication):
    """``Authorization: Bearer``. A header that opens nothing is refused, never taken for nobody's."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _blank, token = request.META.get("HTTP_AUTHORIZATION", "").strip().partition(" ")
        if not scheme:
            return None
        if scheme.lower() != SCHEME.lower():
            raise AuthenticationFailed("The API knows no other way than Authorization: Bearer, with a token.")
        row = api_tokens.behind(token.strip(), at=clock.database_moment())
        if row is None or accounts.is_shut_out(row.user) or not parties.acts_for_somebody(row.user):
            raise AuthenticationFailed("This token opens nothing: it is unknown, has expired, or was revoked.")
        return row.user, row

    def authenticate_header(self, request: Request) -> str:
        return SCHEME


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Says so in the description of the API."""

    target_class = "nemawashi.api.tokens.ByToken"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


def token_of(request: Any) -> ApiToken | None:
    """By which token is asked, once the framework has looked at who asks."""
    auth = vars(request).get("_auth")
    return auth if isinstance(auth, ApiToken) else None


def viewer_by(token: ApiToken) -> Viewer:
    """As whom a token reads: the public, or its owner as far as the owner sees today."""
    return parties.viewer_of(token.user) if token.scope == TokenScope.DIALOGUE else PUBLIC
