"""Assertions that a ministry encrypts: opened by our key, signed inside all the same, and shut to whoever tries."""

from __future__ import annotations

import base64
import os
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from lxml import etree
from tests.conftest import NOW
from tests.project.saml_ministry import Identity, Provider, identity
from tests.project.test_saml import ASKED, OURS, OWN, ours_of

from nemawashi.kit.faults import UnreadableError
from nemawashi.project.outside import encrypted, metadata, saml
from nemawashi.project.outside.providers import OutsideError, SamlProvider

XENC, XENC11, DS = metadata.XENC, metadata.XENC11, metadata.SIGNATURE
KEY = identity(NOW)  # ours
SHA1 = hashes.SHA1()  # noqa: S303  within RSA-OAEP, as the standard has it
SHUT = "cannot be opened by the key that this server has"
OTHERWISE = "encrypted otherwise than by AES"
SHA256 = f'<ds:DigestMethod Algorithm="{XENC}sha256"/>'
BOX = """<saml:EncryptedAssertion><xenc:EncryptedData xmlns:xenc="{xenc}" xmlns:ds="{ds}" Type="{xenc}Element">\
<xenc:EncryptionMethod Algorithm="{way}"/><ds:KeyInfo>{key}</ds:KeyInfo><xenc:CipherData><xenc:CipherValue>{content}\
</xenc:CipherValue></xenc:CipherData></xenc:EncryptedData></saml:EncryptedAssertion>"""
KEY_BOX = """<xenc:EncryptedKey><xenc:EncryptionMethod Algorithm="{way}">{more}</xenc:EncryptionMethod><xenc:CipherData>\
<xenc:CipherValue>{content}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedKey>"""


def sealed(words: bytes, **said: Any) -> str:
    """The words as a ministry encrypts them. ``said`` goes over how: ``way``, ``key_way``, ``more``, ``scheme``, ``to``."""
    way = said.get("way", f"{XENC11}aes256-gcm")
    key, nonce = os.urandom(said.get("size", 16 if "128" in way else 32)), os.urandom(16)
    if "gcm" in way:
        content = nonce[:12] + AESGCM(key).encrypt(nonce[:12], words, None)
    else:
        pad = 16 - len(words) % 16
        block = words + bytes(pad - 1) + bytes([said.get("pad", pad)])
        writer = Cipher(algorithms.AES(key), modes.CBC(nonce)).encryptor()
        content = nonce + writer.update(block) + writer.finalize()
    scheme = said.get("scheme", padding.OAEP(padding.MGF1(SHA1), SHA1, None))
    to = said.get("to", KEY).key.public_key().encrypt(key, scheme)
    content = said.get("turned", lambda whole: whole)(content)
    inner = KEY_BOX.format(way=said.get("key_way", metadata.OAEP), more=said.get("more", ""), content=_base64(to))
    return BOX.format(xenc=XENC, ds=DS, way=way, key=inner * said.get("keys", 1), content=_base64(content))


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _signed(subject: str = "7", **said: Any) -> bytes:
    """An assertion as the ministry signs it, alone."""
    there = Provider(now=lambda: NOW, own=OWN, **said)
    root = etree.fromstring(there.answer(ASKED, subject))
    return etree.tostring(root.find(f"{{{metadata.ASSERTION}}}Assertion"))


def _known(own: Identity | None = KEY) -> SamlProvider:
    known = ours_of(OWN)
    key = metadata.OwnKey(own.key, own.certificate) if own else None
    return SamlProvider(
        id="mofa", names=known.names, issuer=known.issuer, file=known.file, described=known.described, own=key
    )


def _read(assertion: str, known: SamlProvider | None = None) -> saml.SignedAnswer:
    there = Provider(now=lambda: NOW, own=OWN, said={"assertion": assertion})
    words = base64.b64encode(there.answer(ASKED, "7")).decode()
    return saml.read(known or _known(), words, ours=OURS, at=NOW)


def _refused(assertion: str, known: SamlProvider | None = None) -> str:
    with pytest.raises(OutsideError) as caught:
        _read(assertion, known)
    return caught.value.sentence


@pytest.mark.parametrize(
    "said",
    [
        {}, {"way": f"{XENC11}aes128-gcm"}, {"way": f"{XENC}aes256-cbc"}, {"way": f"{XENC}aes128-cbc"},
        {"more": SHA256, "scheme": padding.OAEP(padding.MGF1(SHA1), hashes.SHA256(), None)},
        {"key_way": encrypted.OAEP11,
         "more": f'{SHA256}<x:MGF xmlns:x="{XENC11}" Algorithm="{XENC11}mgf1sha256"/>',
         "scheme": padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)},
    ],
)  # fmt: skip
def test_what_the_ministry_encrypted_for_us_is_read_as_what_it_sends_in_clear(said: dict[str, Any]) -> None:
    assert _read(sealed(_signed("7 & 8"), **said)) == saml.SignedAnswer(subject="7 & 8", question="_q1")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"to": identity(NOW)}, SHUT),
        ({"turned": lambda whole: whole[:-1] + bytes([whole[-1] ^ 1])}, SHUT),
        ({"turned": lambda whole: whole[:12]}, SHUT), ({"turned": lambda whole: b""}, SHUT),
        ({"way": f"{XENC}aes256-cbc", "turned": lambda whole: whole[:-1]}, SHUT),
        ({"way": f"{XENC}aes256-cbc", "turned": lambda whole: whole[:16]}, SHUT),
        ({"way": f"{XENC}aes256-cbc", "pad": 0}, SHUT), ({"way": f"{XENC}aes256-cbc", "pad": 17}, SHUT),
        ({"size": 24}, SHUT), ({"way": f"{XENC}tripledes-cbc"}, OTHERWISE),
        ({"key_way": f"{XENC}rsa-1_5", "scheme": padding.PKCS1v15()}, OTHERWISE),
        ({"more": '<ds:DigestMethod Algorithm="md5"/>'}, OTHERWISE), ({"keys": 2}, "not one content and one key"),
        ({"keys": 0}, "not one content and one key"),
    ],
)  # fmt: skip
def test_what_cannot_be_opened_is_refused_in_one_sentence(said: dict[str, Any], sentence: str) -> None:
    assert sentence in _refused(sealed(_signed(), **said))


def test_what_comes_out_is_believed_for_its_signature_alone() -> None:
    forged = _signed("7").replace(b">7<", b">8<")
    assert "by no certificate" in _refused(sealed(forged))
    assert "not signed" in _refused(sealed(_signed("7").replace(b"Signature", b"Sign")))
    assert "by no certificate" in _refused(sealed(_signed("7", signs_with=identity(NOW))))
    for words in (b"<a/>", b"words", b"", b"<!-- -->" + _signed(), b"<?x y?>" + _signed(), b"<!DOCTYPE a>" + _signed()):
        assert SHUT in _refused(sealed(words))


def test_one_assertion_at_its_place_and_a_key_are_needed() -> None:
    one, clear = sealed(_signed()), _signed().decode()

    assert "has no key for the ministry" in _refused(one, _known(None))
    assert _read(clear).subject == "7"  # until the ministry begins to encrypt
    for several in (one + one, one + clear, clear + one, f"<saml:Advice>{one}</saml:Advice>"):
        assert "beside another one, or at another place" in _refused(several)


def _pem(own: Identity, *, password: bytes = b"") -> bytes:
    locked: Any = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    return own.key.private_bytes(pem, form, locked) + own.pem.encode()


def test_our_metadata_name_the_certificate_by_which_a_ministry_encrypts(tmp_path: Path) -> None:
    (tmp_path / "own.pem").write_bytes(_pem(KEY))
    own = metadata.read_own(tmp_path / "own.pem")
    root = etree.fromstring(metadata.written(OURS, own))
    key = root.find(f"{{{metadata.METADATA}}}SPSSODescriptor/{{{metadata.METADATA}}}KeyDescriptor")

    assert (key.get("use"), key.findtext(f".//{{{DS}}}X509Certificate")) == ("encryption", KEY.base64)
    assert key[-1].get("Algorithm") == metadata.OAEP
    assert key.getnext().tag.endswith("NameIDFormat")
    assert b"KeyDescriptor" not in metadata.written(OURS)


def _short() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, metadata.LEAST_RSA - 1)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "no private key"), (b"words", "no private key"), (KEY.pem.encode(), "no private key"),
        (_pem(KEY, password=b"secret"), "no private key"),
        (_pem(Identity(KEY.key, OWN.certificate)), "its certificate is of another key"),
        (_pem(identity(NOW, key=_short())), "no RSA key of 2048 bits"),
        (_pem(identity(NOW, key=ec.generate_private_key(ec.SECP256R1()))), "no RSA key of 2048 bits"),
    ],
)  # fmt: skip
def test_a_file_that_holds_no_such_key_is_refused(content: bytes, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "own.pem").write_bytes(content)

    with pytest.raises(UnreadableError, match=sentence):
        metadata.read_own(tmp_path / "own.pem")
    with pytest.raises(UnreadableError, match="no such file"):
        metadata.read_own(tmp_path / "none.pem")
