"""Sealed forms that tell neither moment nor length, and rows that say in one sealed column what they are of."""

from __future__ import annotations

import base64
import datetime as dt
import uuid
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography.fernet import Fernet
from tests.rules.people import japan, kazakhstan

from nemawashi.access import codec, parts, seal
from nemawashi.access.viewers import acting_as
from nemawashi.texts.positions import DraftFile, DraftPosition

AT = dt.datetime(2031, 5, 6, 7, 8, 9, 123456, tzinfo=dt.UTC)
OLD, NEW, OTHER = ["o" * 32], ["n" * 32, "o" * 32], ["x" * 32]


def token_of(sealed: str) -> bytes:
    return base64.urlsafe_b64decode(sealed.split(".", 2)[2])


@pytest.mark.parametrize(
    ("length", "filled"),
    [
        (0, 2048), (1, 2048), (2048, 2048), (2049, 2176), (2176, 2176), (2177, 2304), (4096, 4096), (4097, 4352),
        (100_000, 100_352), (1_000_000, 1_015_808),
    ],
)  # fmt: skip
def test_lengths_are_filled_up_to_few(length: int, filled: int) -> None:
    assert codec.filled_length(length) == filled
    assert length <= codec.LEAST or filled < length * 1.12


@pytest.mark.parametrize("words", ["", "x", "x" * 2047, "x" * 2048, "外相" * 3000, "ends in nothing\0\0", "\x80\0", "\0"])
def test_what_was_filled_up_comes_back_as_it_was(words: str) -> None:
    assert codec.unseal(codec.seal(words, owner="party-1")) == words


def test_words_of_ten_and_of_hundreds_of_signs_look_alike_and_tell_no_moment() -> None:
    sealed = [codec.seal(words, owner="party-1") for words in ("", "x" * 10, "я" * 200, "外" * 600)]

    assert len({len(each) for each in sealed}) == 1
    assert len(set(sealed)) == 4
    assert {token_of(each)[1:9] for each in sealed} == {bytes(8)}  # where Fernet writes when a token was made
    assert len(codec.seal("x" * 2048, owner="party-1")) > len(sealed[0])


def test_the_form_of_earlier_releases_opens(settings: Any) -> None:
    settings.SEAL_KEYS = OLD
    before = codec.seal_as_before("hush", owner="party-1")
    settings.SEAL_KEYS = NEW

    assert before.startswith("v1.party-1.")
    assert int.from_bytes(token_of(before)[1:9]) > 1_600_000_000
    assert codec.unseal(before) == "hush"


@pytest.mark.parametrize("words", ["", "x", "外相", "x" * 3000, "ends in À", "ends in nothing\0\0"])
def test_a_token_under_the_name_of_the_other_form_does_not_open(words: str) -> None:
    older, newer = codec.seal_as_before(words, owner="party-1"), codec.seal(words, owner="party-1")

    for swapped in (older.replace("v1", "v2", 1), newer.replace("v2", "v1", 1)):
        with pytest.raises(codec.NoKeyError, match="not of the form that they name"):
            codec.unseal(swapped)
    assert codec.unseal(older) == codec.unseal(newer) == words


def test_words_of_another_owner_do_not_open_in_ones_row() -> None:
    own, foreign = (codec.seal('{"kind":"word"}', owner=f"party-{n}") for n in (1, 2))

    assert codec.unseal(own, owner="party-1") == codec.unseal(own)
    with pytest.raises(codec.NoKeyError, match="of another owner"):
        codec.unseal(foreign, owner="party-1")
    with acting_as(japan):
        assert read(DraftFile, "about", own) == {"kind": "word"}
        for name in ("about", "content"):
            closed = read(DraftFile, name, foreign)
            assert (isinstance(closed, codec.Unopened), closed.stored) == (True, foreign)
    assert read(DraftFile, "about", foreign) == {"kind": "word"}  # for nobody, as in a migration


def test_a_server_without_keys_says_so_and_opens_nothing(settings: Any) -> None:
    sealed = codec.seal("hush", owner="party-1")
    settings.SEAL_KEYS = []

    for ask in (lambda: codec.unseal(sealed), lambda: codec.seal("x", owner="party-1"), lambda: codec.places("party-1")):
        with pytest.raises(codec.NoKeyError, match="this server has no seal keys"):
            ask()


def test_places_are_of_one_owner_and_of_the_oldest_key(settings: Any) -> None:
    settings.SEAL_KEYS = OLD
    own, other = codec.places("party-1"), codec.places("party-2")
    numbers = [own.of(f"text/{n}") for n in range(200)]

    assert own.first <= min(numbers) < max(numbers) <= own.last < 2**63
    assert len(set(numbers)) == 200
    assert own.last - own.first == 2**40 - 1
    assert not own.first <= other.of("text/1") <= own.last
    settings.SEAL_KEYS = NEW
    assert codec.places("party-1") == own
    settings.SEAL_KEYS = OTHER
    assert not own.first <= codec.places("party-1").of("text/1") <= own.last


def stored(row: Any, name: str = "about") -> str:
    """As a column goes to the disk."""
    return str(row._meta.get_field(name).get_prep_value(getattr(row, name)))


def read(model: Any, name: str, value: str) -> Any:
    return model._meta.get_field(name).from_db_value(value, None, None)


def a_draft(**more: Any) -> DraftPosition:
    return DraftPosition(
        party_id=1, clause_id=uuid.UUID(int=7), operation="insert", wording_number=3, words="外相", drafted_at=AT, **more
    )


def test_all_that_a_draft_says_stands_in_one_sealed_column() -> None:
    with acting_as(japan):
        sealed = stored(a_draft(changed_by="sato"))
        again = DraftPosition(party_id=1, about=read(DraftPosition, "about", sealed))

    assert {field.name for field in DraftPosition._meta.concrete_fields} == {
        "id", "party", "state", "tabled_as", "version", "place", "about",
    }  # fmt: skip
    assert (again.clause_id, again.operation, again.wording_number, again.words) == (
        uuid.UUID(int=7), "insert", 3, "外相",
    )  # fmt: skip
    assert (again.drafted_at, again.changed_at, again.changed_by) == (AT, None, "sato")
    assert (again.target_id, again.start) == (None, 0)
    assert again.target is None
    assert codec.unseal(sealed).count("外相") == 1


def test_of_what_no_key_opens_the_words_alone_say_so(settings: Any) -> None:
    with acting_as(japan):
        sealed = stored(a_draft())
        settings.SEAL_KEYS = OTHER
        row = DraftPosition(party_id=1, about=read(DraftPosition, "about", sealed))

        assert isinstance(row.words, codec.Unopened)
        assert (row.clause_id, row.clause, row.operation, row.drafted_at, row.start) == (None, None, "", None, 0)
        assert not seal.is_opened(row)
        assert stored(row) == sealed
        with pytest.raises(seal.SealedError, match="could not be opened"):
            row.words = "new"


def test_words_that_were_closed_when_they_were_put_together_open_with_their_key(settings: Any) -> None:
    settings.SEAL_KEYS = OTHER
    closed = codec.seal_as_before("hush", owner="party-1")
    settings.SEAL_KEYS = OLD
    together = codec.seal(parts.joined({"name": "a.docx"}, {"kind": closed}), owner="party-1")
    with acting_as(japan):
        row = DraftFile(party_id=1, about=read(DraftFile, "about", together))

        assert (row.name, isinstance(row.kind, codec.Unopened), seal.is_opened(row)) == ("a.docx", True, False)
        assert codec.unseal(stored(row)) == codec.unseal(together)
        settings.SEAL_KEYS = [*OLD, *OTHER]
        again = DraftFile(party_id=1, about=read(DraftFile, "about", stored(row)))
        assert (again.name, again.kind, seal.is_opened(again)) == ("a.docx", "hush", True)


def test_nothing_stays_nothing_and_a_class_names_its_parts() -> None:
    with acting_as(japan):
        assert stored(DraftFile(party_id=1)) == ""
        assert read(DraftFile, "about", "") == {}
        assert DraftFile.kind.name == "kind"
        assert DraftFile.text.key == "text_id"


def test_a_place_is_made_in_the_name_of_who_saves_and_stays_where_a_row_is_closed() -> None:
    field = DraftFile._meta.get_field("place")
    with acting_as(japan):
        own = field.pre_save(DraftFile(party_id=1, text_id=5), add=True)
        closed = DraftFile(party_id=1, place=17, about=codec.Unopened.of("v2.x.y"))
        assert field.pre_save(closed, add=False) == 17
        assert own == codec.places("party-1").of("text/5")
        assert parts.place_of(DraftFile, "text/5")[0] == own
    with acting_as(kazakhstan):
        assert field.pre_save(DraftFile(party_id=2, text_id=5), add=True) != own


def test_a_linked_row_is_kept_until_another_key_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    here = {5: SimpleNamespace(pk=5), 6: SimpleNamespace(pk=6)}
    monkeypatch.setattr(DraftFile.text, "rows", lambda keys: asked.append(keys) or {key: here.get(key) for key in keys})
    row = DraftFile(party_id=1, text_id=5)

    assert (row.text.pk, row.text.pk, asked) == (5, 5, [[5]])
    row.text = here[6]
    assert (row.text_id, row.text.pk, asked) == (6, 6, [[5]])
    row.text_id = 7
    assert (row.text, asked[1:]) == (None, [[7]])
    row.text = None
    assert (row.text_id, row.text) == (None, None)


def test_tokens_are_those_of_the_library() -> None:
    """Whoever holds the key opens them with any Fernet: nothing here but the moment and what fills them up is ours."""
    key = base64.urlsafe_b64encode(codec._derived("party-1", "k", "sealed"))
    token = codec._cipher("party-1", ("k",)).encrypt_at_time(b"x", 0)

    assert Fernet(key).decrypt(token) == b"x"
