"""SAML 2.0: an answer is believed as the ministry signed it, for us, for one question, lately; else a sentence says why."""

from __future__ import annotations

import base64
import datetime as dt
from contextlib import suppress
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from lxml import etree
from tests.conftest import NOW
from tests.project import saml_ministry
from tests.project.saml_ministry import DS, SAML, Identity, Provider, identity

from nemawashi.kit.faults import UnreadableError
from nemawashi.project.outside import metadata, saml
from nemawashi.project.outside.providers import NotSignedInError, OutsideError, SamlProvider

OURS = metadata.Ours("https://d.example/sign-in/outside/mofa/metadata/", "https://d.example/sign-in/outside/mofa/answer/")
OWN = identity(NOW)
ASKED = {"question": "_q1", "audience": OURS.name, "answers": OURS.answers}
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def there() -> Provider:
    return Provider(now=lambda: NOW, own=OWN)


def ours_of(*certificates: Identity) -> SamlProvider:
    """The ministry as the server knows it."""
    described = metadata.Described(
        "https://login.mofa.example/saml", "https://login.mofa.example/sso?a=1",
        tuple(each.certificate for each in certificates),
    )  # fmt: skip
    return SamlProvider(id="mofa", names={"en": "M"}, issuer=described.issuer, file=Path("m.xml"), described=described)


def read(content: bytes, *certificates: Identity, at: dt.datetime = NOW) -> saml.SignedAnswer:
    return saml.read(ours_of(*(certificates or (OWN,))), base64.b64encode(content).decode(), ours=OURS, at=at)


def refused(content: bytes, *certificates: Identity, at: dt.datetime = NOW) -> str:
    with pytest.raises(OutsideError) as caught:
        read(content, *certificates, at=at)
    return caught.value.sentence


def test_a_question_says_who_asks_and_where_the_answer_goes(there: Provider) -> None:
    number = saml.new_question()
    address = saml.way_there(ours_of(OWN), number, ours=OURS, at=NOW)

    assert address.startswith("https://login.mofa.example/sso?a=1&SAMLRequest=")
    assert there.asked(address) == {
        "question": number, "audience": OURS.name, "answers": OURS.answers,
        "destination": "https://login.mofa.example/sso?a=1",
    }  # fmt: skip
    assert (number[0], len(number), number != saml.new_question()) == ("_", 41, True)


@pytest.mark.parametrize("signs", [{}, {"signature": "rsa-sha512", "digest": "sha512"}, {"signature": "sha256-rsa-MGF1"}])
def test_what_the_ministry_signed_is_believed(signs: dict[str, str], there: Provider) -> None:
    there.signs = signs

    assert read(there.answer(ASKED, "7 & 8")) == saml.SignedAnswer(subject="7 & 8", question="_q1")


def test_prefixes_within_values_may_be_signed_along_with_the_assertion(there: Provider) -> None:
    """As OpenSAML writes values with a type, and what declares the prefix stands around the assertion."""
    xsi = "http://www.w3.org/2001/XMLSchema-instance"
    there.said = {"type": f' xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="{xsi}" xsi:type="xs:string"'}
    there.signs = {"prefixes": ["xs"]}
    content = there.answer(ASKED, "7")

    assert content.count(b'PrefixList="xs"') == 1
    assert read(content).subject == "7"


def test_any_of_its_certificates_will_do_and_elliptic_curves_too(there: Provider) -> None:
    other, curve = identity(NOW), identity(NOW, key=ec.generate_private_key(ec.SECP256R1()))

    assert read(there.answer(ASKED, "7"), other, OWN).subject == "7"
    there.signs_with, there.signs = curve, {"signature": "ecdsa-sha256"}
    assert read(there.answer(ASKED, "7"), OWN, curve).subject == "7"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"issuer": "https://elsewhere.example"}, "of another provider"),
        ({"audience": ""}, "does not say for whom"),
        ({"audience": "<saml:AudienceRestriction><saml:Audience>https://e.example</saml:Audience></saml:AudienceRestriction>"},
         "for somebody else"),
        ({"audience": "<saml:Condition/>"}, "such as are not known"),
        ({"recipient": ' Recipient="https://e.example/"'}, "for another address"), ({"recipient": ""}, "for another"),
        ({"in_response_to": ""}, "was not asked for"), ({"in_response_to": ' InResponseTo="_q2"'}, "for two questions"),
        ({"brought_until": ""}, "how long it may be brought"),
        ({"brought_until": ' NotOnOrAfter="2020-01-01T00:00:00Z"'}, "not valid any more"),
        ({"ends": "2020-01-01T00:00:00Z"}, "not valid any more"), ({"begins": "2999-01-01T00:00:00Z"}, "not valid yet"),
        ({"ends": "2999-01-01T00:00:00"}, "cannot be read"), ({"ends": "tomorrow"}, "cannot be read"),
        ({"ends": "9999-12-31T23:59:59-23:00"}, "cannot be read"), ({"begins": "2" * 10_000}, "cannot be read"),
        ({"session_ends": ' SessionNotOnOrAfter="2020-01-01T00:00:00Z"'}, "session at the ministry has ended"),
        ({"method": "urn:oasis:names:tc:SAML:2.0:cm:sender-vouches"}, "not for whoever brings it"),
        ({"format": "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"}, "does not last"),
        ({"format": "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"}, "does not last"),
        ({"qualifiers": ' SPNameQualifier="https://e.example"'}, "one for somebody else"),
        ({"qualifiers": ' NameQualifier="https://e.example"'}, "one for somebody else"),
        ({"subject": ""}, "no name for the person"), ({"subject": "x" * 256}, "no name for the person"),
        ({"subject": "admin<saml:b/>.elsewhere"}, "no name for the person"),
        ({"subject": "admin<!-- -->.elsewhere"}, "holds comments"),
        ({"subject": "admin<?x y?>.elsewhere"}, "holds comments"),
        ({"subject": "<![CDATA[admin]]>"}, "holds comments"),
        ({"destination": ' Destination="https://e.example/"'}, "for another address"),
        ({"assertion": ""}, "no assertion of SAML 2.0"), ({"assertion": "<saml:EncryptedAssertion/>"}, "encrypted"),
    ],
)  # fmt: skip
def test_what_is_for_others_late_or_not_asked_for_is_refused(said: dict[str, str], sentence: str, there: Provider) -> None:
    there.said = said
    content = there.answer(ASKED, "7")
    if sentence == "holds comments":  # the signer strikes comments: they come in on the way, where no signature sees them
        there.said = {}
        content = there.answer(ASKED, "admin.elsewhere").replace(b"admin.elsewhere", said["subject"].encode())

    assert sentence in refused(content)


def test_a_name_is_whole_at_255_signs(there: Provider) -> None:
    assert read(there.answer(ASKED, "x" * 255)).subject == "x" * 255


def test_clocks_may_differ_by_a_minute_and_no_more(there: Provider) -> None:
    content = there.answer(ASKED, "7")  # from a minute before to five after

    for at in (NOW - 2 * MINUTE, NOW + 6 * MINUTE - dt.timedelta(seconds=1)):
        assert read(content, at=at).subject == "7"
    assert "not valid any more" in refused(content, at=NOW + 6 * MINUTE)
    assert "not valid yet" in refused(content, at=NOW - 2 * MINUTE - dt.timedelta(seconds=1))


def test_who_was_not_signed_in_is_not(there: Provider) -> None:
    there.said = {"status": "urn:oasis:names:tc:SAML:2.0:status:Responder", "assertion": ""}

    with pytest.raises(NotSignedInError):
        read(there.answer(ASKED, "7"))


def test_no_other_key_and_no_certificate_out_of_its_time_signs(there: Provider) -> None:
    content, sentence = there.answer(ASKED, "7"), "by no certificate of the ministry that is in its time"
    there.signs_with = identity(NOW)

    assert sentence in refused(there.answer(ASKED, "7"))  # which brings its certificate with it
    ends = identity(NOW, days=0, key=OWN.key)
    assert read(content, ends).subject == "7"
    assert sentence in refused(content, ends, at=NOW + dt.timedelta(seconds=1))
    assert sentence in refused(content, OWN, at=NOW - dt.timedelta(days=401))


@pytest.mark.parametrize("signs", [{"signature": "rsa-sha1"}, {"digest": "sha1"}])
def test_sha_1_proves_nothing(signs: dict[str, str], there: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saml_ministry.signxml.XMLSigner, "check_deprecated_methods", lambda _self: None)
    there.signs = signs

    assert "by no certificate" in refused(there.answer(ASKED, "7"))


def test_canonical_forms_that_keep_what_lies_around_are_refused(there: Provider) -> None:
    there.signs = {"c14n": "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"}

    assert "over another form" in refused(there.answer(ASKED, "7"))


def test_what_is_changed_or_unsigned_is_refused(there: Provider) -> None:
    content = there.answer(ASKED, "sora.abe")

    assert "by no certificate" in refused(content.replace(b"sora.abe", b"h.mori"))
    root = etree.fromstring(content)
    [signature] = root.iter(f"{{{DS}}}Signature")
    signature.getparent().remove(signature)
    assert "is not signed" in refused(etree.tostring(root))
    root.append(signature)  # over the whole answer, as it were, which is not the assertion
    assert "is not signed" in refused(etree.tostring(root))


def _forged(content: bytes, how: str) -> bytes:
    """Signature wrapping: an assertion of the forger's stands where ours is read, the signed one somewhere else."""
    root = etree.fromstring(content)
    [signed] = root.findall(f"{{{SAML}}}Assertion")
    forged = etree.fromstring(etree.tostring(signed).replace(b"sora.abe", b"h.mori").replace(b'"_a1"', b'"_evil"'))
    [signature] = signed.iter(f"{{{DS}}}Signature")
    [copied] = forged.iter(f"{{{DS}}}Signature")
    if how in ("beside, first", "beside, last"):
        forged.remove(copied)
        root.insert(list(root).index(signed) + (how == "beside, last"), forged)
        return etree.tostring(root)
    root.replace(signed, forged)
    if how == "in the answer's extensions":
        forged.remove(copied)
        etree.SubElement(root, "{urn:oasis:names:tc:SAML:2.0:protocol}Extensions").append(signed)
    elif how == "in the signature's object":
        signed.remove(signature)
        etree.SubElement(copied, f"{{{DS}}}Object").append(signed)
    elif how == "in an attribute":
        [value] = forged.iter(f"{{{SAML}}}AttributeValue")
        value.append(signed)
    elif how == "renamed":
        signed.remove(signature)
        signed.tag = "Kept"
        etree.SubElement(copied, f"{{{DS}}}Object").append(signed)
    elif how == "its number, once more":
        forged.set("ID", "_a1")
        signed.remove(signature)
        signed.tag = "Kept"
        etree.SubElement(copied, f"{{{DS}}}Object").append(signed)
    return etree.tostring(root)


@pytest.mark.parametrize(
    "how",
    [
        "beside, first", "beside, last", "in the answer's extensions", "in the signature's object", "in an attribute",
        "renamed", "its number, once more",
    ],
)  # fmt: skip
def test_no_assertion_slips_in_around_a_signature(how: str, there: Provider) -> None:
    sentence = refused(_forged(there.answer(ASKED, "sora.abe"), how))

    one_sentence = ("more than one", "something else than its assertion", "by no certificate", "another place than its own")
    assert any(each in sentence for each in one_sentence)


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        ('<!DOCTYPE r [<!ENTITY a "b">]>', "document type"), ('<!DOCTYPE r SYSTEM "file:///etc/passwd">', "document type"),
        ("<?xml-stylesheet href='a'?>", "document type"), ("<!-- -->", "holds comments"),
    ],
)  # fmt: skip
def test_no_entity_and_no_document_type_is_read(head: str, sentence: str, there: Provider) -> None:
    declaration, _end, rest = there.answer(ASKED, "7").decode().partition("?>")

    assert sentence in refused(f"{declaration}?>{head}{rest}".encode())


def test_what_is_too_long_or_no_xml_is_refused_before_it_is_read(there: Provider) -> None:
    whole = base64.b64encode(there.answer(ASKED, "7")).decode()
    provider = ours_of(OWN)

    def sentence(words: str) -> str:
        with pytest.raises(OutsideError) as caught:
            saml.read(provider, words, ours=OURS, at=NOW)
        return caught.value.sentence

    spaced = whole + " " * (saml.MOST_BYTES - len(whole))
    assert saml.read(provider, spaced, ours=OURS, at=NOW).subject == "7"
    assert "longer than 200,000 signs" in sentence(spaced + " ")
    for words in ("", "é", "%%%", base64.b64encode(b"\xff\xfe").decode(), base64.b64encode(b"<a").decode(),
                  base64.b64encode(b"<a/>").decode(), base64.b64encode(b"<a>" * 40_000).decode()):  # fmt: skip
        assert sentence(words)


def test_signatures_that_are_broken_anywhere_are_refused(there: Provider) -> None:
    """Whatever a stranger leaves out of a signature or writes into it, it ends as a refusal and no fault of ours."""
    content = there.answer(ASKED, "7")
    whole = etree.fromstring(content)
    parts = [node.tag for node in next(whole.iter(f"{{{DS}}}Signature")).iter()]
    for number in range(1, len(parts)):
        for change in ("gone", "empty", "other", "bare"):
            root = etree.fromstring(content)
            node = list(next(root.iter(f"{{{DS}}}Signature")).iter())[number]
            if change == "gone":
                node.getparent().remove(node)
            elif change == "bare":
                node.attrib.clear()
            else:
                node.text = "" if change == "empty" else "AAAA"
                for name in node.attrib if change == "other" else ():
                    node.set(name, "urn:other")
            with suppress(OutsideError):
                assert read(etree.tostring(root)).subject == "7"  # as a certificate that it brings says nothing to us


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("EntityDescriptor", "EntitiesDescriptor"), "not the metadata of one provider"),
        (("IDPSSODescriptor", "SPSSODescriptor"), "describes no sign-in by SAML 2.0"),
        (("SAML:2.0:protocol", "SAML:1.1:protocol"), "describes no sign-in by SAML 2.0"),
        (("https://login.mofa.example/saml", "x" * 301), "longer than 300 signs"),
        (("https://login.mofa.example/saml", ""), "its name (entityID) is missing"),
        (("HTTP-Redirect", "HTTP-Artifact"), "no address that a browser is sent to"),
        (('use="signing"', 'use="encryption"'), "no certificate that signs"),
        (("<ds:X509Certificate>", "<ds:X509Certificate>AAAA"), "cannot be read"),
        (("<md:EntityDescriptor", '<!DOCTYPE a [<!ENTITY b "c">]><md:EntityDescriptor'), "not read for safety"),
        (("</md:EntityDescriptor>", ""), "no well-formed XML"),
    ],
)
def test_metadata_that_lack_something_say_what(
    change: tuple[str, str], sentence: str, there: Provider, tmp_path: Path
) -> None:
    path = tmp_path / "m.xml"
    path.write_text(there.metadata())
    assert metadata.read(path).certificates == (OWN.certificate,)
    path.write_text(there.metadata().replace(*change))

    with pytest.raises(UnreadableError) as caught:
        metadata.read(path)
    assert sentence in caught.value.sentence


def test_metadata_of_keys_that_are_not_believed_or_too_much_are_refused(there: Provider, tmp_path: Path) -> None:
    path, small = tmp_path / "m.xml", identity(NOW, key=rsa.generate_private_key(65537, 1024))  # noqa: S505

    def sentence(words: str) -> str:
        path.write_text(words)
        with pytest.raises(UnreadableError) as caught:
            metadata.read(path)
        return caught.value.sentence

    assert "RSA of 2048 bits" in sentence(there.metadata(certificates=(small,)))
    assert "more than 10 certificates" in sentence(there.metadata(certificates=(OWN,) * 11))
    assert "wants questions signed" in sentence(there.metadata(more=' WantAuthnRequestsSigned="true"'))
    assert "more than 2 MB" in sentence(there.metadata() + " " * metadata.MOST_BYTES)
    path.write_text(there.metadata(certificates=(OWN,) * 10))
    assert len(metadata.read(path).certificates) == 10
    with pytest.raises(UnreadableError, match="cannot be read"):
        metadata.read(tmp_path / "none.xml")


def test_our_metadata_name_us_and_want_assertions_signed() -> None:
    root = etree.fromstring(metadata.written(OURS))
    [role] = root
    [form, service] = role

    assert (root.get("entityID"), role.get("WantAssertionsSigned")) == (OURS.name, "true")
    assert (form.text, service.get("Binding")) == (metadata.PERSISTENT, metadata.POST)
    assert service.get("Location") == OURS.answers


def test_our_key_does_not_sign_for_any(there: Provider) -> None:
    """HMAC under the public certificate, as an answer that names the algorithm would have it."""
    content = there.answer(ASKED, "7").replace(
        b"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", b"http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"
    )

    assert "by no certificate" in refused(content)
