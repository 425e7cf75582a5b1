"""A device with passkeys for tests without a browser: it answers what pages ask as the standard says, or wrongly."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

PRESENT, VERIFIED, ATTESTED = 1, 4, 64


@dataclass
class Device:
    """``counter``: how often it was used; None: it counts nothing, as devices that share their keys do."""

    host: str = "testserver"
    origin: str = "https://testserver"
    counter: int | None = 0
    knows_owner: bool = True
    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    number: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def _data(self, more: bytes = b"", flags: int = 0) -> bytes:
        if self.counter is not None:
            self.counter += 1
        flags |= PRESENT | (VERIFIED if self.knows_owner else 0)
        count = (self.counter or 0).to_bytes(4, "big")
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + count + more

    def _client(self, kind: str, asked: str) -> bytes:
        challenge = json.loads(asked)["publicKey"]["challenge"]
        return json.dumps({"type": f"webauthn.{kind}", "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, **response: bytes) -> str:
        number = websafe_encode(self.number)
        parts = {name: websafe_encode(value) for name, value in response.items()}
        said = {"id": number, "rawId": number, "type": "public-key", "response": parts, "clientExtensionResults": {}}
        return json.dumps(said)

    def makes(self, asked: str) -> str:
        public = cbor.encode(ES256.from_cryptography_key(self.key.public_key()))
        more = bytes(16) + len(self.number).to_bytes(2, "big") + self.number + public
        made = cbor.encode({"fmt": "none", "attStmt": {}, "authData": self._data(more, ATTESTED)})
        return self._answer(clientDataJSON=self._client("create", asked), attestationObject=made)

    def signs(self, asked: str) -> str:
        data, client = self._data(), self._client("get", asked)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(authenticatorData=data, clientDataJSON=client, signature=signature)
