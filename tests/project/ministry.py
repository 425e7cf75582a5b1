"""A small sign-in of a ministry for tests: OpenID Connect as far as it is asked, on a port of its own."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

SECRET = "a secret between the two"
CLIENT = "nemawashi"


@dataclass
class Ministry:
    """``claims`` go over what its token would say, where None leaves one out; ``signs_with`` over its own key."""

    issuer: str = ""
    key: Any = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    claims: dict[str, Any] = field(default_factory=dict)
    described: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "RS256"
    signs_with: Any = None
    asked: dict[str, dict[str, str]] = field(default_factory=dict)

    def signs_in(self, address: str, subject: str) -> dict[str, str]:
        """What the browser brings back after somebody signed in at this address."""
        question = dict(parse_qsl(urlsplit(address).query))
        code = f"code-{len(self.asked)}"
        self.asked[code] = question | {"sub": subject}
        return {"state": question["state"], "code": code}

    def token(self, form: dict[str, str]) -> dict[str, Any] | None:
        question = self.asked.pop(form["code"], None)
        proof = hashlib.sha256(form["code_verifier"].encode()).digest()
        fits = question and question["code_challenge"] == base64.urlsafe_b64encode(proof).rstrip(b"=").decode()
        if not fits or form["client_secret"] != SECRET or form["redirect_uri"] != question["redirect_uri"]:
            return None
        now = int(time.time())  # noqa: TID251  a ministry has a clock of its own
        claims: dict[str, Any] = {
            "iss": self.issuer, "aud": CLIENT, "sub": question["sub"], "nonce": question["nonce"], "iat": now,
            "exp": now + 300, "email": "somebody@example.org", **self.claims,
        }  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        signs_with = self.signs_with or self.key
        return {"id_token": jwt.encode(claims, signs_with, algorithm=self.algorithm, headers={"kid": "1"})}

    def keys(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [public | {"kid": "1", "use": "sig", "alg": "RS256"}]}

    def description(self) -> dict[str, Any]:
        at = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/keys"}
        return {"issuer": self.issuer} | {name: self.issuer + path for name, path in at.items()} | self.described


@contextmanager
def open_ministry() -> Iterator[Ministry]:
    ministry = Ministry()

    class Desk(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = {"/.well-known/openid-configuration": ministry.description, "/keys": ministry.keys}
            self._answer(known[self.path]() if self.path in known else None)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer(ministry.token({name: values[0] for name, values in parse_qs(body).items()}))

        def _answer(self, said: dict[str, Any] | None) -> None:
            body = json.dumps(said or {"error": "invalid_grant"}).encode()
            self.send_response(400 if said is None else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    ministry.issuer = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield ministry
    finally:
        server.shutdown()
        server.server_close()
