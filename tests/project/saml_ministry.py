"""A small sign-in of a ministry for tests: SAML 2.0 as far as it is asked, with a key and certificate of the day."""

from __future__ import annotations

import base64
import datetime as dt
import html
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import signxml
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from lxml import etree

SAMLP, SAML = "urn:oasis:names:tc:SAML:2.0:protocol", "urn:oasis:names:tc:SAML:2.0:assertion"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
DS = "http://www.w3.org/2000/09/xmldsig#"
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
CLOCK = "%Y-%m-%dT%H:%M:%SZ"

ASSERTION = """<saml:Assertion xmlns:saml="{ns}" ID="_a1" Version="2.0" IssueInstant="{at}">\
<saml:Issuer>{issuer}</saml:Issuer>\
<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="placeholder"></ds:Signature>\
<saml:Subject><saml:NameID Format="{format}"{qualifiers}>{subject}</saml:NameID>\
<saml:SubjectConfirmation Method="{method}"><saml:SubjectConfirmationData{recipient}{in_response_to}{brought_until}/>\
</saml:SubjectConfirmation></saml:Subject>\
<saml:Conditions NotBefore="{begins}" NotOnOrAfter="{ends}">{audience}</saml:Conditions>\
<saml:AuthnStatement AuthnInstant="{at}"{session_ends}><saml:AuthnContext>\
<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified</saml:AuthnContextClassRef></saml:AuthnContext>\
</saml:AuthnStatement><saml:AttributeStatement><saml:Attribute Name="mail"><saml:AttributeValue{type}>h.mori@example.org\
</saml:AttributeValue></saml:Attribute></saml:AttributeStatement></saml:Assertion>"""
RESPONSE = """<?xml version="1.0" encoding="UTF-8"?><samlp:Response xmlns:samlp="{samlp}" xmlns:saml="{ns}" ID="_r1" \
Version="2.0" IssueInstant="{at}"{destination}{question}><saml:Issuer>{issuer}</saml:Issuer><samlp:Status>\
<samlp:StatusCode Value="{status}"/></samlp:Status>{assertion}</samlp:Response>"""
AUDIENCE = "<saml:AudienceRestriction><saml:Audience>{}</saml:Audience></saml:AudienceRestriction>"
PAGE = '<title>Ministry</title><form method="post" action="{}"><input type="hidden" name="SAMLResponse" value="{}">\
<button>I am Sora Abe</button></form>'


@dataclass(frozen=True)
class Identity:
    """A key and its certificate."""

    key: Any
    certificate: x509.Certificate

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    @property
    def base64(self) -> str:
        return base64.b64encode(self.certificate.public_bytes(serialization.Encoding.DER)).decode()


def identity(at: dt.datetime, *, days: float = 365, key: Any = None) -> Identity:
    """A certificate that began a day before ``at`` and lasts for ``days`` after it."""
    key = key or rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "sign-in")])
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(at - dt.timedelta(days=400)).not_valid_after(at + dt.timedelta(days=days))
    return Identity(key, made.sign(key, hashes.SHA256()))


class Signer(signxml.XMLSigner):
    """Tells the prefixes that were signed along, as those do that are in use."""

    def _build_transforms_for_reference(self, *, transforms_node: Any, reference: Any, **more: Any) -> None:
        super()._build_transforms_for_reference(transforms_node=transforms_node, reference=reference, **more)
        if prefixes := reference.inclusive_ns_prefixes:
            etree.SubElement(transforms_node[-1], f"{{{EXCLUSIVE}}}InclusiveNamespaces", PrefixList=" ".join(prefixes))


@dataclass
class Provider:
    """``now`` is its clock. ``said`` goes over what its answers would say, ``signs`` over the algorithms of its
    signature; ``signs_with`` is what it signs with in place of its own identity.
    """

    now: Callable[[], dt.datetime]
    own: Identity
    name: str = "https://login.mofa.example/saml"
    address: str = "https://login.mofa.example/sso"
    said: dict[str, Any] = field(default_factory=dict)
    signs_with: Identity | None = None
    signs: dict[str, Any] = field(default_factory=dict)
    encrypts: Callable[[bytes], str] | None = None

    def metadata(self, *, certificates: tuple[Identity, ...] | None = None, more: str = "") -> str:
        keys = "".join(
            f'<md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>{each.base64}'
            "</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>"
            for each in ((self.own,) if certificates is None else certificates)
        )
        return (
            f'<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="{DS}" entityID="{self.name}">'
            f'<md:IDPSSODescriptor protocolSupportEnumeration="{SAMLP}"{more}>{keys}'
            '<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://no.example/"/>'
            '<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" '
            f'Location="{html.escape(self.address)}"/></md:IDPSSODescriptor></md:EntityDescriptor>'
        )

    def asked(self, address: str) -> dict[str, str]:
        """What a question asks: its number, who asks, and where the answer goes."""
        words = parse_qs(urlsplit(address).query)["SAMLRequest"][0]
        root = etree.fromstring(zlib.decompress(base64.b64decode(words), wbits=-15))
        return {
            "question": root.get("ID"), "audience": root.findtext(f"{{{SAML}}}Issuer"),
            "answers": root.get("AssertionConsumerServiceURL"), "destination": root.get("Destination"),
        }  # fmt: skip

    def answer(self, asked: dict[str, str], subject: str) -> bytes:
        """The answer as XML."""
        at = self.now()

        def moment(minutes: float) -> str:
            return (at + dt.timedelta(minutes=minutes)).strftime(CLOCK)

        words: dict[str, Any] = {
            "ns": SAML, "samlp": SAMLP, "at": moment(0), "issuer": self.name, "format": PERSISTENT, "qualifiers": "",
            "subject": html.escape(subject), "method": "urn:oasis:names:tc:SAML:2.0:cm:bearer",
            "recipient": f' Recipient="{asked["answers"]}"', "in_response_to": f' InResponseTo="{asked["question"]}"',
            "brought_until": f' NotOnOrAfter="{moment(5)}"', "begins": moment(-1), "ends": moment(5),
            "session_ends": "", "type": "",
            "audience": AUDIENCE.format(asked["audience"]),
            "destination": f' Destination="{asked["answers"]}"', "question": f' InResponseTo="{asked["question"]}"',
            "status": "urn:oasis:names:tc:SAML:2.0:status:Success", **self.said,
        }  # fmt: skip
        assertion = self._signed(ASSERTION.format(**words)) if "assertion" not in words else words["assertion"]
        if self.encrypts:
            assertion = self.encrypts(assertion.encode())
        return RESPONSE.format(**words | {"assertion": assertion}).encode()

    def _signed(self, words: str) -> str:
        by, algorithm = self.signs_with or self.own, self.signs.get("signature", "rsa-sha256")
        signer = Signer(
            signature_algorithm=algorithm, digest_algorithm=self.signs.get("digest", "sha256"),
            c14n_algorithm=self.signs.get("c14n", EXCLUSIVE),
        )  # fmt: skip
        if "sha1" in algorithm:
            signer.check_deprecated_methods = lambda: None
        key = by.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        of = signxml.SignatureReference("#_a1", inclusive_ns_prefixes=self.signs.get("prefixes"))
        signed = signer.sign(etree.fromstring(words), key=key, cert=by.pem, reference_uri=[of])
        return etree.tostring(signed).decode()

    def signs_in(self, address: str, subject: str) -> dict[str, str]:
        """What the browser brings after somebody signed in at this address, and where to."""
        asked = self.asked(address)
        return {"SAMLResponse": base64.b64encode(self.answer(asked, subject)).decode()}


@contextmanager
def open_provider(provider: Provider, subject: str) -> Iterator[Provider]:
    """Let it answer browsers, all of them as one person, on a port of its own."""

    class Desk(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            brought = provider.signs_in(self.path, subject)["SAMLResponse"] if "SAMLRequest" in self.path else ""
            where = html.escape(provider.asked(self.path)["answers"]) if brought else ""
            body = PAGE.format(where, brought).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    provider.address = f"http://127.0.0.1:{server.server_port}/sso"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
