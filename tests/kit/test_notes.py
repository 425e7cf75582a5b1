"""Signed notes: what was signed opens, what was altered does not, what is no note is named, and openssl agrees."""

import base64
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from nemawashi.kit import notes
from nemawashi.kit.notes import Algorithm, Checkpoint, NoteError, NoteKey, NoteSigner

HOST = NoteSigner("forum.example", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
JPN = NoteSigner("JPN", Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))))
HOST_KEY, JPN_KEY = HOST.public(Algorithm.SIGNATURE), JPN.public(Algorithm.COSIGNATURE)
POINT = Checkpoint("forum.example/log", 241, "5f0c" * 16)
NOTE = notes.cosigned(notes.signed(POINT.text, HOST), JPN, at=1_800_000_000)


def test_a_note_has_the_form_that_others_read() -> None:
    lines = NOTE.splitlines()

    assert lines[:4] == ["forum.example/log", "241", base64.b64encode(bytes.fromhex("5f0c" * 16)).decode(), ""]
    assert [line.split(" ")[:2] for line in lines[4:]] == [["—", "forum.example"], ["—", "JPN"]]
    assert [len(base64.b64decode(line.split(" ")[2])) for line in lines[4:]] == [4 + 64, 4 + 8 + 64]


def test_a_key_of_others_has_the_identifier_that_they_give_it() -> None:
    """The public key of the checksum database of Go, as its tools have it."""
    line = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
    key = NoteKey.parse(line)

    assert (key.name, key.algorithm, str(key)) == ("sum.golang.org", Algorithm.SIGNATURE, line)


def test_signatures_of_known_keys_are_checked_and_others_are_named() -> None:
    both, one, none = (notes.opened(NOTE, keys) for keys in ([HOST_KEY, JPN_KEY], [HOST_KEY], []))

    assert (both.signers, both.unknown, both.signatures[1].at) == (["forum.example", "JPN"], [], 1_800_000_000)
    assert (one.signers, one.unknown) == (["forum.example"], ["JPN"])
    assert (none.signers, none.unknown) == ([], ["forum.example", "JPN"])
    assert Checkpoint.parse(both.text) == POINT
    assert [NoteKey.parse(str(key)) for key in (HOST_KEY, JPN_KEY)] == [HOST_KEY, JPN_KEY]
    assert notes.signed(POINT.text, HOST) == notes.signed(POINT.text, HOST)


@pytest.mark.parametrize("who", [HOST_KEY, JPN_KEY], ids=["signed", "cosigned"])
def test_an_altered_text_is_found_by_each_who_knows_a_signer(who: NoteKey) -> None:
    with pytest.raises(NoteError, match="was altered"):
        notes.opened(NOTE.replace("\n241\n", "\n240\n", 1), [who])


def test_a_line_that_stands_twice_is_one_and_two_signatures_of_one_key_are_none() -> None:
    line = NOTE.splitlines(keepends=True)[-1]
    later = notes.cosigned(NOTE, JPN, at=1_800_000_001)

    twice = notes.opened(NOTE + line * 2, [HOST_KEY, JPN_KEY])
    assert (twice.signers, len(twice.signatures)) == (["forum.example", "JPN"], 2)
    assert notes.opened(NOTE + line, [HOST_KEY]).unknown == ["JPN"]
    with pytest.raises(NoteError, match="2 signatures by one key of JPN"):
        notes.opened(later, [JPN_KEY])
    assert notes.opened(later, [HOST_KEY]).signers == ["forum.example"]  # of a key that is not known, nothing is said
    both = notes.opened(notes.cosigned(NOTE, HOST, at=1), [HOST_KEY, HOST.public(Algorithm.COSIGNATURE)])
    assert (both.signers, len(both.signatures)) == (["forum.example"], 3)  # who signs and cosigns is one


@pytest.mark.parametrize("before", [b"", b"\x00" * 8])
def test_a_signature_has_its_length(before: bytes) -> None:
    first = notes.signed(POINT.text, HOST)
    raw = base64.b64decode(first.split(" ")[-1])
    padded = base64.b64encode(raw[:4] + before + raw[4:]).decode()

    if not before:
        assert notes.opened(first, [HOST_KEY]).signatures[0].at is None
    else:
        with pytest.raises(NoteError, match="72 bytes, not 64"):
            notes.opened(first.replace(first.split(" ")[-1], f"{padded}\n"), [HOST_KEY])


def test_the_moment_of_a_cosignature_cannot_be_altered() -> None:
    later = notes.cosigned(notes.signed(POINT.text, HOST), JPN, at=1_800_000_001)
    line = bytearray(base64.b64decode(later.split(" ")[-1]))
    line[11] -= 1

    with pytest.raises(NoteError, match="JPN"):
        notes.opened(later.replace(later.split(" ")[-1], base64.b64encode(bytes(line)).decode() + "\n"), [JPN_KEY])


@pytest.mark.parametrize(
    "note",
    [
        "",
        "a\n",
        "a\n\n",
        "a\n\n- JPN AAAAAAAA\n",
        "a\n\n— JPN AAAAA*AA\n",
        "a\n\n— JP N AAAAAAAA\n",
        "a\n\nb\n\n— JPN AAAAAAAA\n",
        "a\x00\n\n— JPN AAAAAAAA\n",
        "a\n\n" + "— JPN AAAAAAAA\n" * (notes.MOST_SIGNATURES + 1),
        "a" * (notes.LONGEST + 1),
    ],
)
def test_what_is_no_note_is_refused(note: str) -> None:
    with pytest.raises(NoteError):
        notes.opened(note, [])


def test_as_many_signatures_as_may_be_and_no_more() -> None:
    full = "a\n\n" + "".join(f"— JPN AAAAAA{number:02}\n" for number in range(notes.MOST_SIGNATURES))

    assert len(notes.opened(full, []).signatures) == notes.MOST_SIGNATURES
    with pytest.raises(NoteError, match="already"):
        notes.cosigned(full, JPN, at=0)


@pytest.mark.parametrize(
    "text",
    ["", "a\n", "a\nb\nc\n", "a\n-1\nAAAA\n", "a\n01\n" + "A" * 43 + "=\n", "\n1\n" + "A" * 43 + "=\n", "a\n1\nAAAA\n"],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteError, match="no checkpoint"):
        Checkpoint.parse(text)


@pytest.mark.parametrize("line", ["", "a", "a+b", "a+b+c", "JPN+00000000+" + str(JPN_KEY).split("+", 2)[2], "a b+1+AAAA"])
def test_what_is_no_key_is_refused(line: str) -> None:
    with pytest.raises(NoteError):
        NoteKey.parse(line)


@pytest.mark.parametrize("name", ["", "two words", "a+b", "x" * 121])
def test_a_name_is_one_word(name: str) -> None:
    with pytest.raises(NoteError, match="no name"):
        NoteSigner(name, HOST.key).public(Algorithm.SIGNATURE)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl")
@pytest.mark.parametrize("signer", [HOST, JPN], ids=["signed", "cosigned"])
def test_openssl_checks_a_signature_without_our_code(tmp_path: Path, signer: NoteSigner) -> None:
    signature = notes.opened(NOTE, [HOST_KEY, JPN_KEY]).signatures[0 if signer is HOST else 1]
    said = POINT.text.encode() if signature.at is None else notes.cosigned_bytes(POINT.text, signature.at)
    pem = signer.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    for name, data in (("said", said), ("sig", signature.raw[-64:]), ("pem", pem)):
        (tmp_path / name).write_bytes(data)
    command = "openssl pkeyutl -verify -pubin -inkey pem -rawin -in said -sigfile sig"

    good = subprocess.run(command.split(), cwd=tmp_path, capture_output=True, text=True, check=False)
    (tmp_path / "said").write_bytes(said + b".")
    bad = subprocess.run(command.split(), cwd=tmp_path, capture_output=True, text=True, check=False)

    assert (good.returncode, "Verified Successfully" in good.stdout, bad.returncode) == (0, True, 1)
