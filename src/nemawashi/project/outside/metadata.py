"""Metadata of SAML 2.0: the ministry's file, of which three things are read, and ours, which the ministry reads.

The file is believed because whoever runs the server has put it there. Nothing is fetched: a new certificate is a new file.
"""

import base64
import binascii
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from lxml import etree

from nemawashi.kit import xml
from nemawashi.kit.faults import UnreadableError

MOST_BYTES = 2_000_000  # of the file of one ministry; those of whole federations are a hundred times as large
MOST_CERTIFICATES = 10
MOST_NAME = 300  # signs of its name, as many as the table keeps
LEAST_RSA = 2048  # bits of a key that is believed
PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol"
ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion"
METADATA = "urn:oasis:names:tc:SAML:2.0:metadata"
SIGNATURE = "http://www.w3.org/2000/09/xmldsig#"
REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
XENC, XENC11 = "http://www.w3.org/2001/04/xmlenc#", "http://www.w3.org/2009/xmlenc11#"
AES_GCM = {f"{XENC11}aes256-gcm": 32, f"{XENC11}aes128-gcm": 16}  # the bytes of their keys
AES_CBC = {f"{XENC}aes256-cbc": 32, f"{XENC}aes128-cbc": 16}  # what AD FS and Entra ID write
OAEP = f"{XENC}rsa-oaep-mgf1p"
MOST_OWN = 100_000  # bytes of the file with a key of ours
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"


@dataclass(frozen=True, slots=True)
class Described:
    """What a ministry's file says: its name, where it signs people in, and by which certificates it signs."""

    issuer: str
    address: str
    certificates: tuple[x509.Certificate, ...]


@dataclass(frozen=True, slots=True)
class Ours:
    """What we are for one ministry: our name, which is the address of our metadata, and where its answers go."""

    name: str
    answers: str


@dataclass(frozen=True, slots=True)
class OwnKey:
    """The key that opens what a ministry encrypts for us, and the certificate by which it does."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate


def read_own(path: Path) -> OwnKey:
    """A PEM file with key and certificate. Raises ``UnreadableError`` with what is wrong with it; nothing of it is told."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_OWN)
        key = serialization.load_pem_private_key(content, password=None)
        certificate = x509.load_pem_x509_certificate(content)
        public = certificate.public_key()
    except OSError as fault:
        raise UnreadableError(f"it cannot be read: {(fault.strerror or '').lower()}") from None
    except (ValueError, TypeError):
        raise UnreadableError("it holds no private key without a password and its certificate, as PEM") from None
    if not isinstance(key, rsa.RSAPrivateKey) or key.key_size < LEAST_RSA:
        raise UnreadableError(f"its key is no RSA key of {LEAST_RSA} bits or more")
    if not isinstance(public, rsa.RSAPublicKey) or public.public_numbers() != key.public_key().public_numbers():
        raise UnreadableError("its certificate is of another key")
    return OwnKey(key, certificate)


def read(path: Path) -> Described:
    """What the file says. Raises ``UnreadableError`` with what is missing from it."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as fault:
        raise UnreadableError(f"it cannot be read: {(fault.strerror or '').lower()}") from None
    root = xml.root_of(content, what="it", most_bytes=MOST_BYTES)
    if root.tag != f"{{{METADATA}}}EntityDescriptor":
        raise UnreadableError("it is not the metadata of one provider (EntityDescriptor)")
    roles = [role for role in root.findall(f"{{{METADATA}}}IDPSSODescriptor") if _speaks(role)]
    if len(roles) != 1:
        raise UnreadableError("it describes no sign-in by SAML 2.0, or more than one (IDPSSODescriptor)")
    issuer = root.get("entityID", "")
    if not 0 < len(issuer) <= MOST_NAME:
        raise UnreadableError(f"its name (entityID) is missing or longer than {MOST_NAME} signs")
    if roles[0].get("WantAuthnRequestsSigned", "false").strip() in ("true", "1"):
        raise UnreadableError("it wants questions signed (WantAuthnRequestsSigned), and ours are not")
    return Described(issuer, _address(roles[0]), _certificates(roles[0]))


def _speaks(role: etree._Element) -> bool:
    return PROTOCOL in role.get("protocolSupportEnumeration", "").split()


def _address(role: etree._Element) -> str:
    services = role.findall(f"{{{METADATA}}}SingleSignOnService")
    addresses = [each.get("Location", "") for each in services if each.get("Binding") == REDIRECT]
    if not addresses or not addresses[0]:
        raise UnreadableError("it has no address that a browser is sent to (SingleSignOnService, HTTP-Redirect)")
    return addresses[0]


def _certificates(role: etree._Element) -> tuple[x509.Certificate, ...]:
    keys = [key for key in role.findall(f"{{{METADATA}}}KeyDescriptor") if key.get("use", "signing") == "signing"]
    rows = [row for key in keys for row in key.iter(f"{{{SIGNATURE}}}X509Certificate")]
    if not rows:
        raise UnreadableError("it has no certificate that signs (KeyDescriptor)")
    if len(rows) > MOST_CERTIFICATES:
        raise UnreadableError(f"it has more than {MOST_CERTIFICATES} certificates that sign")
    return tuple(_certificate(row.text or "") for row in rows)


def _certificate(words: str) -> x509.Certificate:
    try:
        certificate = x509.load_der_x509_certificate(base64.b64decode("".join(words.split()), validate=True))
        key = certificate.public_key()
    except (ValueError, binascii.Error):
        raise UnreadableError("one of its certificates cannot be read") from None
    is_long = isinstance(key, rsa.RSAPublicKey) and key.key_size >= LEAST_RSA
    if not is_long and not isinstance(key, ec.EllipticCurvePublicKey):
        raise UnreadableError(f"one of its certificates has a key that is not believed (RSA of {LEAST_RSA} bits, or ECDSA)")
    return certificate


def written(ours: Ours, own: OwnKey | None = None) -> bytes:
    """Our metadata for a ministry: signed assertions alone, a lasting name for each person, the address of answers, and for
    one that encrypts them by which certificate and how, what we would rather have first."""
    root = etree.Element(f"{{{METADATA}}}EntityDescriptor", {"entityID": ours.name}, nsmap={"md": METADATA})
    about = {"AuthnRequestsSigned": "false", "WantAssertionsSigned": "true", "protocolSupportEnumeration": PROTOCOL}
    role = etree.SubElement(root, f"{{{METADATA}}}SPSSODescriptor", about)
    if own is not None:
        _write_key(role, own)
    etree.SubElement(role, f"{{{METADATA}}}NameIDFormat").text = PERSISTENT
    where = {"Binding": POST, "Location": ours.answers, "index": "0", "isDefault": "true"}
    etree.SubElement(role, f"{{{METADATA}}}AssertionConsumerService", where)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _write_key(role: etree._Element, own: OwnKey) -> None:
    key = etree.SubElement(role, f"{{{METADATA}}}KeyDescriptor", {"use": "encryption"})
    about = etree.SubElement(
        etree.SubElement(key, f"{{{SIGNATURE}}}KeyInfo", nsmap={"ds": SIGNATURE}), f"{{{SIGNATURE}}}X509Data"
    )
    content = own.certificate.public_bytes(serialization.Encoding.DER)
    etree.SubElement(about, f"{{{SIGNATURE}}}X509Certificate").text = base64.b64encode(content).decode()
    for way in (*AES_GCM, *AES_CBC, OAEP):
        etree.SubElement(key, f"{{{METADATA}}}EncryptionMethod", {"Algorithm": way})
