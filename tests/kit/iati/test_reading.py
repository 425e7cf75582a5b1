"""Files of activities: sound ones, those of which some activities are refused, and those of which nothing is taken."""

import datetime as dt
import lzma
import os
import zlib
from pathlib import Path

import pytest
from tests.kit.iati.files import sound, whole, written

from nemawashi.kit.iati import parsing, reading, rules, taking
from nemawashi.kit.iati.reading import FileError, Seen

TODAY = dt.date(2026, 11, 29)
CORPORA = Path(os.environ.get("NEMAWASHI_CORPORA", Path(__file__).resolve().parents[4] / "shared" / "corpora"))
REAL = CORPORA / "iati_real.xml.xz"


def seen(folder: Path, content: bytes) -> list[Seen]:
    return list(reading.activities(written(folder, content), today=TODAY))


def words_of(folder: Path, *changes: tuple[str, str]) -> set[str]:
    return {finding.word for each in seen(folder, whole(sound("XX-1-ROADS", *changes))) for finding in each.findings}


@pytest.mark.parametrize("version", ["2.01", "2.02", "2.03"])
def test_a_sound_activity_of_each_version_has_no_fault(tmp_path: Path, version: str) -> None:
    changes = (("<budget type", "<budget type"),)
    heads: list[reading.FileHead] = []
    file = written(tmp_path, whole(sound("A-1", *changes), sound("A-2"), version=version))
    rows = [(each.identifier, each.findings) for each in reading.activities(file, today=TODAY, tell=heads.append)]
    assert rows == [("A-1", []), ("A-2", [])]
    assert [head.version for head in heads] == [version]


FAULTS = {
    "no-identifier": ("XX-1-ROADS<", " <"),
    "identifier-signs": ("XX-1-ROADS<", "XX 1/ROADS<"),
    "no-currency": (' default-currency="USD"', ""),
    "no-such-code": ('activity-status code="2"', 'activity-status code="7"'),
    "no-such-kind": ('currency="JPY"', 'currency="YEN"'),
    "impossible-date": ('transaction-date iso-date="2020', 'transaction-date iso-date="0020'),
    "dates-backwards": ('type="3" iso-date="2024', 'type="3" iso-date="2019'),
    "date-ahead": ('transaction-date iso-date="2020', 'transaction-date iso-date="2027'),
    "budget-too-long": ('period-end iso-date="2020-12-31"', 'period-end iso-date="2021-12-31"'),
    "shares": ('percentage="40"', 'percentage="30"'),
    "share-missing": (' percentage="40"', ""),
    "no-start": ('type="1" iso-date', 'type="3" iso-date'),
    "no-sector": ('<sector vocabulary="1" code="21020"/>', ""),
    "no-recipient": (
        '<recipient-country code="KG" percentage="60"/>\n  <recipient-country code="TJ" percentage="40"/>',
        "",
    ),
    "nameless": ('type="10" ref="XX-1"/>', 'type="10"/>'),
    "own-vocabulary": ('sector vocabulary="1"', 'sector vocabulary="99"'),
    "no-language": ("<narrative>Roads<", "<narrative> <"),
    "indicator-value": ('<target value="10"/>', "<target/>"),
    "related-to-itself": ("XX-1-PARENT", "XX-1-ROADS"),
    "over-without-end": ('type="3" iso-date="2024-12-31"', 'type="1" iso-date="2024-12-31"'),
}


@pytest.mark.parametrize(("word", "change"), FAULTS.items(), ids=FAULTS)
def test_each_check_beyond_the_schema_sees_its_fault_alone(tmp_path: Path, word: str, change: tuple[str, str]) -> None:
    changes = [change]
    if word == "over-without-end":
        changes.append(('activity-status code="2"', 'activity-status code="4"'))
    assert words_of(tmp_path, *changes) == {word}
    (each,) = seen(tmp_path, whole(sound("XX-1-ROADS", *changes)))
    assert (each.refused is not None) == (word in rules.REFUSING)
    assert 2 <= each.findings[0].line <= 25


def test_every_check_of_the_handbook_is_seen_somewhere() -> None:
    assert {check.word for check in rules.CHECKS} == {*FAULTS, "identifier-twice"}


def test_an_identifier_that_stands_twice_is_taken_once_and_the_line_of_the_first_is_named(tmp_path: Path) -> None:
    first, second = seen(tmp_path, whole(sound("A-1"), sound("A-1")))
    assert first.refused is None
    assert second.refused is not None
    assert second.refused.reason == f"the identifier stands on line {first.line}, too"


def test_what_the_schema_forbids_refuses_one_activity_with_its_line(tmp_path: Path) -> None:
    broken = sound("A-2", ("<activity-status", "<activity-statos"))
    rows = seen(tmp_path, whole(sound("A-1"), broken, sound("A-3")))
    assert [row.refused is None for row in rows] == [True, False, True]
    refused = rows[1].refused
    assert refused is not None
    assert refused.line == rows[1].line + 6
    assert refused.reason.startswith("<activity-statos>: This element is not expected")


def test_what_stands_between_activities_refuses_the_one_behind_it_unless_it_has_a_namespace(tmp_path: Path) -> None:
    stray, own = "<note/>", '<x:note xmlns:x="urn:x"/>'
    rows = seen(tmp_path, whole(sound("A-1"), stray, sound("A-2"), own, sound("A-3")))
    assert [row.refused and row.refused.reason for row in rows] == [None, "<note> does not belong between activities", None]


BOMB = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><iati-activities version="2.03">&b;</iati-activities>'
REFUSED = {
    "empty": (b"", "it is empty"),
    "words": (b"Activities of the year", "line 1: it is no well-formed XML (Start tag expected, '<' not found)"),
    "organisations": (b'<iati-organisations version="2.03"/>', "it is a file of organisations; activities are read"),
    "no activity": (whole(), "it holds no activity"),
    "old": (
        b'<iati-activities version="1.05"><iati-activity/></iati-activities>',
        "line 1: it is of version 1.05, whose activities are built otherwise; 2.01, 2.02 and 2.03 are read",
    ),
    "no version": (b"<iati-activities/>", "line 1: the root names no version; 2.01, 2.02 and 2.03 are read"),
    "bomb": (BOMB.encode(), "it declares a document type or entities, which are not read for safety"),
    "bomb in UTF-16": (BOMB.encode("utf-16"), "it declares a document type or entities, which are not read for safety"),
    "file of the server": (
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><iati-activities version="2.03">&e;</iati-activities>',
        "it declares a document type or entities, which are not read for safety",
    ),
    "cut off": (whole(sound())[:-200], "line 21: it is cut off"),
    "another encoding": (
        whole(sound()).replace("Дороги".encode(), "Дороги".encode("cp1251")),
        "line 6: its bytes are not of the encoding that it names",
    ),
    "a sign XML forbids": (
        whole(sound()).replace(b"two towns", b"two\0towns"),
        "line 7: it holds a sign that XML does not allow",
    ),
    "deep": (
        whole("<iati-activity>" + '<x:a xmlns:x="u">' * 300 + "</x:a>" * 300 + "</iati-activity>"),
        "line 2: elements are nested more deeply than a file may have them",
    ),
    "many elements": (
        whole("<iati-activity>" + "<a/>" * 500_000 + "</iati-activity>"),
        "one activity has more than 200,000 elements",
    ),
    "long attribute": (whole('<iati-activity a="' + "x" * 8_100_000 + '"/>'), "one activity has more than 8 MB"),
}


@pytest.mark.parametrize(("content", "sentence"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_is_cut_off_hostile_or_another_thing_is_refused_whole(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    with pytest.raises(FileError) as refusal:
        seen(tmp_path, content)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize("pieces", [1, 300], ids=["one activity", "more than one chunk"])
@pytest.mark.parametrize("end", [b"", b"<!--" + b"x" * 100 + b"-->"], ids=["as it is", "a comment behind"])
@pytest.mark.parametrize("first", [True, False])
def test_an_entity_that_xml_does_not_know_is_named_wherever_it_stands(
    tmp_path: Path, pieces: int, end: bytes, first: bool
) -> None:
    many = [sound()] * pieces
    place = 0 if first else -1
    many[place] = many[place].replace("two towns", "two&nbsp;towns")
    content = whole(*many)
    line = content[: content.index(b"&nbsp;")].count(b"\n") + 1

    for each in (content + end, content[:-100]):
        with pytest.raises(FileError) as refusal:
            seen(tmp_path, each)
        assert str(refusal.value) == f"line {line}: it uses an entity that XML does not know"


def test_a_file_that_is_cut_within_an_entity_is_cut_off(tmp_path: Path) -> None:
    content = whole(sound().replace("two towns", "two &amp; towns"))
    with pytest.raises(FileError, match="it is cut off"):
        seen(tmp_path, content[: content.index(b"&amp;") + 4])


def test_a_file_in_another_encoding_is_read_by_what_it_names(tmp_path: Path) -> None:
    content = whole(sound()).decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")
    (each,) = seen(tmp_path, content)
    assert each.findings == []


def test_a_file_that_is_not_there_or_a_folder_is_said_to_be(tmp_path: Path) -> None:
    for file, sentence in ((tmp_path / "none.xml", "there is no such file"), (tmp_path, "it is a folder, not a file")):
        with pytest.raises(FileError, match=sentence):
            list(reading.activities(file, today=TODAY))


@pytest.mark.skipif(not REAL.is_file(), reason=f"the corpora are not here: {CORPORA}")
def test_activities_of_real_publishers(tmp_path: Path) -> None:
    content = lzma.decompress(REAL.read_bytes())
    rows = [(row.refused, row.transactions) for row in reading.activities(written(tmp_path, content), today=TODAY)]
    assert len(rows) == content.count(b"<iati-activity ")
    assert sum(number for _, number in rows) == content.count(b"<transaction>") + content.count(b"<transaction ")
    words = [refused.word for refused, _ in rows if refused]
    assert words.count("schema") == 132
    assert set(words) == {"schema", "no-such-kind"}


@pytest.mark.parametrize("inside", ["", '<ns9:note a="1"/>'], ids=["declared", "used"])
def test_a_namespace_with_a_relative_address_ends_no_import(inside: str) -> None:
    """The canonical form of XML knows none; one that only stands there changes nothing of what is kept."""
    odd = ("<iati-activity ", '<iati-activity xmlns:ns9="xml" '), ("</iati-activity>", f"{inside}</iati-activity>")
    plain, strange = (taking.read(whole(sound("A-1", *changes)), TODAY) for changes in ((), odd))
    assert (strange.activities, strange.refused_count) == (1, 0)
    (row,) = strange.rows
    assert (row["digest"] == plain.rows[0]["digest"]) == (not inside)
    assert parsing.parsed(zlib.decompress(row["content"])).findtext("iati-identifier") == "A-1"
