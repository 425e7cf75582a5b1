"""The protocol with a ministry's sign-in: SAML 2.0, Web Browser SSO, a question by redirect and its answer by POST.

Of an answer nothing is read but the one assertion that a certificate of the ministry signed, as it was signed: for us, for
one question of ours, lately. Of it all we keep the ministry's name and the person's lasting number there.
"""

import base64
import binascii
import datetime as dt
import secrets
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from lxml import etree

from nemawashi.kit import xml
from nemawashi.kit.faults import Fault
from nemawashi.project.outside import encrypted
from nemawashi.project.outside.metadata import ASSERTION, PERSISTENT, POST, PROTOCOL, SIGNATURE, Ours
from nemawashi.project.outside.providers import NotSignedInError, OutsideError, SamlProvider

MOST_BYTES = 200_000  # of an answer as it is sent, with all that a ministry tells of its people
LEEWAY = dt.timedelta(seconds=60)  # by which clocks may differ
SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success"
BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
TRANSFORMS = {
    "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
    "http://www.w3.org/2001/10/xml-exc-c14n#",
}
BITS = (256, 384, 512)  # of SHA-2; SHA-1 proves nothing any more
METHODS = [name for bits in BITS for name in (f"RSA_SHA{bits}", f"SHA{bits}_RSA_MGF1", f"ECDSA_SHA{bits}")]
CONDITIONS = {"AudienceRestriction", "OneTimeUse", "ProxyRestriction"}


@dataclass(frozen=True, slots=True)
class SignedAnswer:
    """Whom the ministry has signed in, and which question of ours it answers."""

    subject: str
    question: str


def new_question() -> str:
    """The number of a question: 160 bits that nobody guesses, and a letter before them, as XML wants it."""
    return f"_{secrets.token_hex(20)}"


def way_there(provider: SamlProvider, question: str, *, ours: Ours, at: dt.datetime) -> str:
    """The address to which the browser is sent."""
    about = {
        "ID": question,
        "Version": "2.0",
        "IssueInstant": at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "Destination": provider.address,
        "AssertionConsumerServiceURL": ours.answers,
        "ProtocolBinding": POST,
    }
    root = etree.Element(f"{{{PROTOCOL}}}AuthnRequest", about, nsmap={"samlp": PROTOCOL, "saml": ASSERTION})
    etree.SubElement(root, f"{{{ASSERTION}}}Issuer").text = ours.name
    etree.SubElement(root, f"{{{PROTOCOL}}}NameIDPolicy", {"Format": PERSISTENT, "AllowCreate": "true"})
    packing = zlib.compressobj(wbits=-15)
    packed = packing.compress(etree.tostring(root)) + packing.flush()
    asked = urlencode({"SAMLRequest": base64.b64encode(packed).decode()})
    return f"{provider.address}{'&' if urlsplit(provider.address).query else '?'}{asked}"


def read(provider: SamlProvider, words: str, *, ours: Ours, at: dt.datetime) -> SignedAnswer:
    """What an answer says, if it is believed. ``words``: as the browser brought it, of any length and kind.

    Raises ``OutsideError``, and ``NotSignedInError`` where the ministry says no. Whether the question was this browser's
    is for whoever calls to see.
    """
    response = _response(words)
    if response.get("Destination", ours.answers) != ours.answers:
        raise OutsideError("the answer is for another address")
    _is_of(response, provider, must_say=False)
    if [code.get("Value") for code in response.findall(f"{{{PROTOCOL}}}Status/{{{PROTOCOL}}}StatusCode")] != [SUCCESS]:
        raise NotSignedInError("the ministry has signed nobody in")
    assertion = _signed(_only_assertion(response, provider), provider, at)
    _is_of(assertion, provider, must_say=True)
    _is_valid(assertion, ours, at)
    answer = SignedAnswer(_subject(assertion, provider, ours), _confirmed(assertion, ours, at))
    if response.get("InResponseTo", answer.question) != answer.question:
        raise OutsideError("the answer and its assertion are for two questions")
    return answer


def _response(words: str) -> etree._Element:
    """The answer as a tree. Comments, instructions, document types and CDATA have no place in one."""
    if len(words) > MOST_BYTES:
        raise OutsideError(f"the answer is longer than {MOST_BYTES:,} signs")
    try:
        content = base64.b64decode("".join(words.split()), validate=True)
        content.decode("utf-8")
    except (ValueError, binascii.Error):
        raise OutsideError("the answer is no XML in base64") from None
    if b"<!" in content or content.count(b"<?") > content.startswith(b"<?xml "):
        raise OutsideError("the answer holds comments, instructions or a document type")
    try:
        root = xml.root_of(content, what="the answer", most_bytes=MOST_BYTES)
    except Fault as fault:
        raise OutsideError(fault.sentence) from None
    if root.tag != f"{{{PROTOCOL}}}Response" or root.get("Version") != "2.0":
        raise OutsideError("the answer is no Response of SAML 2.0")
    return root


def _only_assertion(response: etree._Element, provider: SamlProvider) -> etree._Element:
    """The one that there is, at its place, in clear or encrypted for us: a second one anywhere is a forgery around a
    signature."""
    everywhere, here = list(response.iter(f"{{{ASSERTION}}}Assertion")), response.findall(f"{{{ASSERTION}}}Assertion")
    shut = list(response.iter(f"{{{ASSERTION}}}EncryptedAssertion"))
    if shut and provider.own is None:
        raise OutsideError("the assertion is encrypted, and this server has no key for the ministry (decrypts_with)")
    if len(shut) == 1 and not everywhere and shut[0].getparent() is response and provider.own is not None:
        here = everywhere = [encrypted.opened(shut[0], provider.own)]
    elif shut:
        raise OutsideError("the answer holds an encrypted assertion beside another one, or at another place")
    if len(everywhere) != 1 or len(here) != 1 or here[0].get("Version") != "2.0":
        raise OutsideError("the answer holds no assertion of SAML 2.0, or more than one")
    return here[0]


def _signed(assertion: etree._Element, provider: SamlProvider, at: dt.datetime) -> etree._Element:
    """The assertion as it was signed, by a certificate of the ministry that is in its time."""
    signatures = list(assertion.iter(f"{{{SIGNATURE}}}Signature"))
    if not signatures:
        raise OutsideError("the assertion is not signed")
    if len(signatures) > 1 or signatures[0].getparent() is not assertion:
        raise OutsideError("the assertion has a signature at another place than its own")
    references = list(signatures[0].iter(f"{{{SIGNATURE}}}Reference"))
    number = assertion.get("ID", "")
    if not number or [each.get("URI") for each in references] != [f"#{number}"]:
        raise OutsideError("the signature is of something else than its assertion")
    used = [each.get("Algorithm") for each in signatures[0].iter(f"{{{SIGNATURE}}}Transform")]
    if len(used) > 2 or not set(used) <= TRANSFORMS:
        raise OutsideError("the signature is over another form of the assertion than this one")
    content = etree.tostring(assertion, with_tail=False)
    for certificate in provider.certificates:
        as_signed = _verified(content, certificate, at)
        if as_signed is not None and as_signed.tag == assertion.tag and as_signed.get("ID") == number:
            return as_signed
    raise OutsideError("the signature is by no certificate of the ministry that is in its time")


def _verified(content: bytes, certificate: Any, at: dt.datetime) -> etree._Element | None:
    from signxml.algorithms import DigestAlgorithm, SignatureMethod  # noqa: PLC0415  an extra
    from signxml.exceptions import SignXMLException  # noqa: PLC0415
    from signxml.verifier import SignatureConfiguration, XMLVerifier  # noqa: PLC0415

    expected = SignatureConfiguration(
        location="./",
        signature_methods=frozenset(SignatureMethod[name] for name in METHODS),
        digest_algorithms=frozenset(DigestAlgorithm[f"SHA{bits}"] for bits in BITS),
        verification_time=at,
    )
    try:
        result = XMLVerifier().verify(content, x509_cert=certificate, expect_config=expected, id_attribute="ID")
    except (
        SignXMLException, UnsupportedAlgorithm, etree.LxmlError, ValueError, TypeError, LookupError, AttributeError,
        NotImplementedError, AssertionError,
    ):  # fmt: skip
        return None
    return None if isinstance(result, list) else result.signed_xml


def _is_of(node: etree._Element, provider: SamlProvider, *, must_say: bool) -> None:
    issuers = [each.text for each in node.findall(f"{{{ASSERTION}}}Issuer")]
    if issuers != [provider.issuer] and (must_say or issuers):
        raise OutsideError("the answer is of another provider")


def _is_valid(assertion: etree._Element, ours: Ours, at: dt.datetime) -> None:
    """In its time, and for us: each restriction of those for whom it is has to name us."""
    conditions = assertion.findall(f"{{{ASSERTION}}}Conditions")
    if len(conditions) != 1 or not {xml.name(each) for each in conditions[0]} <= CONDITIONS:
        raise OutsideError("the assertion is valid under no conditions, or such as are not known here")
    _is_in_time(conditions[0], at)
    restrictions = conditions[0].findall(f"{{{ASSERTION}}}AudienceRestriction")
    for restriction in restrictions:
        if ours.name not in [each.text for each in restriction.findall(f"{{{ASSERTION}}}Audience")]:
            raise OutsideError("the assertion is for somebody else")
    if not restrictions:
        raise OutsideError("the assertion does not say for whom it is")
    statements = assertion.findall(f"{{{ASSERTION}}}AuthnStatement")
    if not statements:
        raise OutsideError("the assertion does not say that anybody signed in")
    for statement in statements:
        if (ends := _moment(statement, "SessionNotOnOrAfter")) and at >= ends + LEEWAY:
            raise OutsideError("the session at the ministry has ended")


def _is_in_time(node: etree._Element, at: dt.datetime) -> None:
    begins, ends = _moment(node, "NotBefore"), _moment(node, "NotOnOrAfter")
    if begins and at < begins - LEEWAY:
        raise OutsideError("the assertion is not valid yet")
    if ends and at >= ends + LEEWAY:
        raise OutsideError("the assertion is not valid any more")


def _moment(node: etree._Element, name: str) -> dt.datetime | None:
    words = node.get(name)
    if words is None:
        return None
    try:
        moment = dt.datetime.fromisoformat(words) if len(words) <= 40 else None
        if moment is not None and moment.tzinfo is not None:
            return moment.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        pass
    raise OutsideError(f"the assertion has a moment that cannot be read ({name})")


def _subject(assertion: etree._Element, provider: SamlProvider, ours: Ours) -> str:
    names = assertion.findall(f"{{{ASSERTION}}}Subject/{{{ASSERTION}}}NameID")
    if len(names) != 1 or len(names[0]) or not 0 < len(names[0].text or "") <= 255:
        raise OutsideError("the assertion has no name for the person, or none that can be kept")
    name = names[0]
    if name.get("Format") != PERSISTENT:
        raise OutsideError("the name of the person does not last (its Format is not persistent)")
    of, where = name.get("NameQualifier", provider.issuer), name.get("SPNameQualifier", ours.name)
    if of != provider.issuer or where != ours.name:
        raise OutsideError("the name of the person is one for somebody else")
    return name.text or ""


def _confirmed(assertion: etree._Element, ours: Ours, at: dt.datetime) -> str:
    """The question that it answers: whoever brings it, brings it to us, in time."""
    bearers = list(_bearers(assertion))
    if len(bearers) != 1:
        raise OutsideError("the assertion is not for whoever brings it")
    data = bearers[0]
    if data.get("Recipient") != ours.answers:
        raise OutsideError("the assertion is for another address")
    if data.get("NotOnOrAfter") is None:
        raise OutsideError("the assertion does not say how long it may be brought")
    _is_in_time(data, at)
    question = data.get("InResponseTo", "")
    if not question:
        raise OutsideError("the answer was not asked for")
    return question


def _bearers(assertion: etree._Element) -> Iterator[etree._Element]:
    for each in assertion.findall(f"{{{ASSERTION}}}Subject/{{{ASSERTION}}}SubjectConfirmation"):
        if each.get("Method") == BEARER:
            yield from each.findall(f"{{{ASSERTION}}}SubjectConfirmationData")
