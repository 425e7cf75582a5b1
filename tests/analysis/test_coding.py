"""Rounds of coding: what is written and sealed, that nobody reads another's codings before the end, what comes of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from lxml import etree
from tests.kit.coding.test_books import HERE
from tests.portal.test_convergence import _corpus

from nemawashi.access.models import User
from nemawashi.access.seal import SealedError
from nemawashi.access.viewers import PUBLIC, acting_as
from nemawashi.analysis import acts, codebooks, rounds
from nemawashi.analysis.codings import WaitingCoding
from nemawashi.analysis.models import CodebookVersion, CodingRound, PassageCoding
from nemawashi.analysis.rounds import GivenCodes
from nemawashi.analysis.terms import Refusal
from nemawashi.kit.coding import books, projects
from nemawashi.kit.coding.marking import CodedWords
from nemawashi.parties.models import Dialogue

WORDS = ("Guard the straits.", "Trade brings peace.", "We are one family.", "Nothing to say.")


@pytest.fixture
def opened(shelved: Any, done: Callable[..., Any]) -> Callable[..., CodingRound]:
    _corpus("seas", WORDS)

    def open_round(*coders: str, **words: Any) -> CodingRound:
        people = [User.objects.get(username=name) for name in coders or ("researcher", "expert")]
        asked = {"title": "Lenses", "codebook": codebooks.book("lenses 1"), "collection": "corpus/seas", "coders": people}
        asked["passages"] = rounds.material("corpus/seas", "en")
        row: CodingRound = done("host", acts.open_round, Dialogue.objects.get(slug="caj"), **asked | words)
        return row

    return open_round


@pytest.fixture
def coded(done: Callable[..., Any]) -> Callable[..., None]:
    """Code all passages of a round in turn, and hand in: a code for each, "" for none."""

    def code(name: str, row: CodingRound, *codes: str) -> None:
        for passage, given in zip(row.passages.all(), codes, strict=True):
            done(name, acts.code_passage, passage, codes=[given] if given else [], note=f"{name} on {passage.number}")
        done(name, acts.hand_in_codings, row)

    return code


def test_open_round_takes_passages_over_word_for_word(opened: Any, logged: Any, refused: Any, who: Any) -> None:
    row = opened()
    home, none = Dialogue.objects.get(slug="caj"), {"title": "x", "codebook": codebooks.book("lenses 1"), "collection": "a"}

    assert list(row.passages.values_list("number", "words")) == list(enumerate(WORDS, 1))
    assert [each.name for each in row.coders.all()] == ["Timur Ospanov", User.objects.get(username="expert").shown_name]
    assert (row.codebook.name, codebooks.of_row(row.codebook).digest) == ("lenses", codebooks.book("lenses 1").digest)
    seen = {name: rounds.visible_rounds(viewer=who(name)).count() for name in ("host", "expert", "researcher-two", "japan")}
    assert seen == {"host": 1, "expert": 1, "researcher-two": 0, "japan": 0}
    assert rounds.visible_rounds(viewer=PUBLIC).count() == 0
    assert refused("host", acts.open_round, home, passages=[], coders=[], **none) == Refusal.NO_PASSAGES


def test_code_passage_is_sealed_for_its_coder(opened: Any, logged: Any, refused: Any, who: Any) -> None:
    row = opened()
    first = row.passages.get(number=1)

    _passage, entries = logged("researcher", acts.code_passage, first, codes=["realist"], note="power")
    assert entries == [("sealed", "", "sealed", "")]
    logged("researcher", acts.code_passage, first, codes=["liberal"], note="")
    for name, given in (("researcher", {first.pk: GivenCodes(("liberal",))}), ("expert", {})):
        with acting_as(who(name)):
            assert rounds.own_codings(rounds.coder_of(row, viewer=who(name))) == given
    with acting_as(who("host")):
        assert WaitingCoding.objects.count() == 0
    with acting_as(PUBLIC), pytest.raises(SealedError):
        WaitingCoding.objects.count()
    assert refused("host", acts.code_passage, first, codes=[]) == Refusal.NOT_A_CODER
    assert refused("expert", acts.code_passage, first, codes=["power"]) == Refusal.UNKNOWN_CODE
    strange = [CodedWords("power", 0, 1)]
    assert refused("expert", acts.code_passage, first, codes=[], marks=strange) == Refusal.UNKNOWN_CODE
    over = [CodedWords("realist", 0, len(first.coded) + 1)]
    assert refused("expert", acts.code_passage, first, codes=[], marks=over) == Refusal.NOT_IN_THE_PASSAGE
    assert refused("expert", acts.hand_in_codings, row) == Refusal.PASSAGES_LEFT
    assert refused("host", acts.close_round, row) == Refusal.TOO_FEW_CODERS


def test_with_the_last_hand_in_codings_are_opened_and_compared(opened: Any, coded: Any, done: Any, refused: Any) -> None:
    row = opened()
    coded("researcher", row, "realist", "liberal", "constructivist", "")
    assert PassageCoding.objects.count() == 0
    assert refused("researcher", acts.code_passage, row.passages.get(number=1), codes=[]) == Refusal.HANDED_IN_ALREADY
    with pytest.raises(rounds.UnreadableError):
        rounds.result(row)
    coded("expert", row, "realist", "liberal", "liberal", "")
    row.refresh_from_db()
    whole = rounds.result(row)

    assert row.is_closed
    assert [each.passage.number for each in whole.disagreements] == [3]
    assert whole.agreement is not None
    assert whole.agreement.whole.raw.value == pytest.approx(0.75)
    assert (whole.counts["liberal"], whole.left_open) == (1, 1)
    assert whole.disagreements[0].given["Timur Ospanov"] == GivenCodes(("constructivist",), "researcher on 3")

    third = row.passages.get(number=3)
    assert refused("expert", acts.adjudicate, third, codes=["liberal"], why="no") == Refusal.NOT_THE_OWNER
    assert refused("host", acts.adjudicate, row.passages.get(number=1), codes=[], why="no") == Refusal.NO_DISAGREEMENT
    done("host", acts.adjudicate, third, codes=["constructivist"], why="It speaks of who they are.")
    done("host", acts.adjudicate, third, codes=["liberal"], why="It speaks of trade, after all.")
    again = rounds.result(row)
    assert (again.counts["liberal"], again.counts["constructivist"], again.left_open) == (2, 0, 0)
    assert again.agreement is not None
    assert again.agreement.whole == whole.agreement.whole


def test_hand_in_file_makes_a_machine_a_coder_and_close_round_leaves_out_who_was_late(
    opened: Any, coded: Any, done: Any, refused: Any
) -> None:
    row = opened("researcher", "expert")
    coded("researcher", row, "realist", "liberal", "constructivist", "")
    machine = {number: GivenCodes(("realist",)) for number in (1, 2, 3)}
    told = {"called": "Machine 2", "codings": machine}
    assert refused("host", acts.hand_in_file, row, **told | {"codings": {9: GivenCodes(())}}) == Refusal.UNKNOWN_PASSAGE
    assert refused("host", acts.hand_in_file, row, **told | {"called": "Timur Ospanov"}) == Refusal.CODER_EXISTS
    over = {1: GivenCodes((), marks=(CodedWords("realist", 0, 999),))}
    assert refused("host", acts.hand_in_file, row, **told | {"codings": over}) == Refusal.NOT_IN_THE_PASSAGE
    done("host", acts.hand_in_file, row, **told)
    done("expert", acts.code_passage, row.passages.get(number=1), codes=["liberal"])

    row = done("host", acts.close_round, row)
    whole = rounds.result(row)
    assert whole.coders == ["Timur Ospanov", "Machine 2"]
    assert PassageCoding.objects.filter(coder__name="Machine 2").count() == 3
    assert [each.passage.number for each in whole.disagreements] == [2, 3]


def test_a_closed_round_goes_out_as_a_valid_project_and_comes_back(
    opened: Any, coded: Any, done: Any, tmp_path: Any
) -> None:
    row = opened()
    coded("researcher", row, "realist", "", "", "")
    coded("expert", row, "liberal", "", "", "")
    row.refresh_from_db()
    done("host", acts.adjudicate, row.passages.get(number=1), codes=["liberal"], why="Trade.")
    path = tmp_path / "round.qdpx"
    path.write_bytes(projects.written(rounds.project(row), at=row.closed_at))
    back = projects.read(path)

    with zipfile.ZipFile(path) as archive:
        schema = etree.XMLSchema(etree.parse(str(HERE / "Project.xsd")))
        schema.assertValid(etree.fromstring(archive.read("project.qde")))
    assert back.unread == []
    assert {(each.coder, each.code, back.sources[0].text[each.start : each.end]) for each in back.sources[0].codings} == {
        (who, code, "Guard the straits.")
        for who, code in (("Timur Ospanov", "realist"), (whole_name("expert"), "liberal"), ("adjudicated", "liberal"))
    }


def whole_name(name: str) -> str:
    return str(User.objects.get(username=name).shown_name)


def test_a_version_that_a_round_was_coded_by_does_not_change(opened: Any, refused: Any, tmp_path: Any) -> None:
    path = tmp_path / "seas.yaml"
    path.write_text("codebook: seas\nversion: '1'\ncodes: [{id: calm, label: {en: Calm}}]\n")
    out = io.StringIO()
    call_command("codebook", "import", str(path), "--keep", stdout=out)
    call_command("codebook", "list", "--kept", stdout=out)
    assert ("seas 1" in codebooks.choices(), "1 codes" in out.getvalue().splitlines()[-1]) == (True, True)
    path.write_text(path.read_text().replace("Calm", "Quiet"))
    call_command("codebook", "import", str(path), "--keep", stdout=out)
    opened(codebook=codebooks.book("seas 1"))
    assert CodebookVersion.objects.get(name="seas").rounds.count() == 1

    path.write_text(path.read_text().replace("Quiet", "Still"))
    with pytest.raises(CommandError, match="was used in a round"):
        call_command("codebook", "import", str(path), "--keep", stdout=out, stderr=out)
    told = {"title": "x", "codebook": books.read(path), "collection": "corpus/seas"}
    told |= {"passages": rounds.material("corpus/seas", "en"), "coders": [User.objects.get(username="expert")]}
    assert refused("host", acts.open_round, Dialogue.objects.get(slug="caj"), **told) == Refusal.VERSION_WAS_USED


def test_words_that_a_code_is_about_are_opened_with_it_and_compared(opened: Any, coded: Any, done: Any) -> None:
    row = opened()
    second = row.passages.get(number=2)  # Trade brings peace.
    done(
        "researcher",
        acts.code_passage,
        second,
        codes=[],
        marks=[CodedWords("liberal", 0, 12), CodedWords("liberal", 13, 18)],
    )
    done("expert", acts.code_passage, second, codes=["liberal"], marks=[CodedWords("liberal", 6, 18)])
    for name in ("researcher", "expert"):
        for passage in row.passages.exclude(number=2):
            done(name, acts.code_passage, passage, codes=["realist"])
        done(name, acts.hand_in_codings, row)
    row.refresh_from_db()
    whole = rounds.result(row)

    given = whole.readings[1].given["Timur Ospanov"]
    assert (given.codes, [(each.start, each.end) for each in given.marks]) == (("liberal",), [(0, 12), (13, 18)])
    assert whole.words_in_common == {"liberal": pytest.approx(2 * 11 / (17 + 12))}
    sources = rounds.project(row).sources
    at = sources[0].text.index(second.words)
    liberal = {(each.coder, each.start - at, each.end - at) for each in sources[0].codings if each.code == "liberal"}
    assert liberal == {("Timur Ospanov", 0, 12), ("Timur Ospanov", 13, 18), (whole.coders[1], 6, 18)}
    realist = [each for each in sources[0].codings if each.code == "realist"]
    assert {sources[0].text[each.start : each.end] for each in realist} == {
        each.words for each in row.passages.exclude(number=2)
    }
