"""Assertions that a ministry encrypts (XML Encryption 1.1), opened by a key of ours that serves for nothing else.

What comes out is believed no more than what came in clear: its signature is looked at afterwards, as ever. Whatever goes
wrong behind the key has one and the same sentence, so that nobody learns from it what an answer of somebody else holds.
"""

import base64

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from lxml import etree

from nemawashi.kit import xml
from nemawashi.kit.faults import Fault
from nemawashi.project.outside.metadata import AES_CBC, AES_GCM, ASSERTION, OAEP, SIGNATURE, XENC, XENC11, OwnKey
from nemawashi.project.outside.providers import OutsideError

OAEP11 = f"{XENC11}rsa-oaep"
DIGESTS: dict[str, type[hashes.HashAlgorithm]] = {
    f"{SIGNATURE}sha1": hashes.SHA1, f"{XENC}sha256": hashes.SHA256, f"{XENC}sha512": hashes.SHA512,
    "http://www.w3.org/2001/04/xmldsig-more#sha384": hashes.SHA384,
}  # fmt: skip
MASKS: dict[str, type[hashes.HashAlgorithm]] = {
    f"{XENC11}mgf1sha1": hashes.SHA1, f"{XENC11}mgf1sha256": hashes.SHA256, f"{XENC11}mgf1sha384": hashes.SHA384,
    f"{XENC11}mgf1sha512": hashes.SHA512,
}  # fmt: skip
_SHUT = "the assertion cannot be opened by the key that this server has for the ministry"
_OTHERWISE = "the assertion is encrypted otherwise than by AES (GCM or CBC) under a key by RSA-OAEP"


def opened(node: etree._Element, own: OwnKey) -> etree._Element:
    """The assertion within an ``EncryptedAssertion``, as a tree of its own. Raises ``OutsideError``."""
    data, keys = node.findall(f"{{{XENC}}}EncryptedData"), list(node.iter(f"{{{XENC}}}EncryptedKey"))
    if len(data) != 1 or len(keys) != 1:
        raise OutsideError("the encrypted assertion has not one content and one key")
    way, scheme = _method(data[0]).get("Algorithm", ""), _padding(_method(keys[0]))
    size = (AES_GCM | AES_CBC).get(way)
    if size is None or scheme is None:
        raise OutsideError(_OTHERWISE)
    try:
        key = own.key.decrypt(_value(keys[0]), scheme)
        if len(key) != size:
            raise OutsideError(_SHUT)
        content = (_by_cbc if way in AES_CBC else _by_gcm)(key, _value(data[0]))
        return _read(content)
    except (ValueError, InvalidTag, Fault):
        raise OutsideError(_SHUT) from None


def _method(node: etree._Element) -> etree._Element:
    methods = node.findall(f"{{{XENC}}}EncryptionMethod")
    if len(methods) != 1:
        raise OutsideError(_OTHERWISE)
    return methods[0]


def _padding(method: etree._Element) -> padding.OAEP | None:
    """RSA-OAEP alone: the older PKCS 1.5 gives keys away to whoever may ask often enough."""
    digest = DIGESTS.get(_named(method, f"{{{SIGNATURE}}}DigestMethod") or f"{SIGNATURE}sha1")
    mask: type[hashes.HashAlgorithm] | None = hashes.SHA1
    if method.get("Algorithm") == OAEP11:
        mask = MASKS.get(_named(method, f"{{{XENC11}}}MGF") or f"{XENC11}mgf1sha1")
    elif method.get("Algorithm") != OAEP:
        return None
    if digest is None or mask is None:
        return None
    return padding.OAEP(padding.MGF1(mask()), digest(), label=None)


def _named(method: etree._Element, tag: str) -> str:
    inner = method.find(tag)
    return "" if inner is None else inner.get("Algorithm", "")


def _value(node: etree._Element) -> bytes:
    words = node.findtext(f"{{{XENC}}}CipherData/{{{XENC}}}CipherValue") or ""
    return base64.b64decode("".join(words.split()), validate=True)


def _by_gcm(key: bytes, sealed: bytes) -> bytes:
    return AESGCM(key).decrypt(sealed[:12], sealed[12:], None)


def _by_cbc(key: bytes, sealed: bytes) -> bytes:
    """Its last byte says how many at the end are none of the content."""
    reader = Cipher(algorithms.AES(key), modes.CBC(sealed[:16])).decryptor()
    content = reader.update(sealed[16:]) + reader.finalize()
    if not content or not 1 <= content[-1] <= 16:
        raise ValueError("no padding")
    return content[: -content[-1]]


def _read(content: bytes) -> etree._Element:
    """As of an answer in clear: no comments, instructions or document types, and one assertion."""
    if b"<!" in content or b"<?" in content:
        raise OutsideError(_SHUT)
    root = xml.root_of(content, what="the assertion")
    if root.tag != f"{{{ASSERTION}}}Assertion":
        raise OutsideError(_SHUT)
    return root
