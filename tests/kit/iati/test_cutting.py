"""Files read piece by piece say what they say when read event by event, and their lines go on behind 65,535."""

from pathlib import Path

import pytest
from tests.kit.iati.files import sound, whole, written
from tests.kit.iati.test_reading import FAULTS, TODAY

from nemawashi.kit.iati import cutting, reading
from nemawashi.kit.iati.parsing import whole as content_of

END = "</iati-activity>"
ODD = {
    "an end in a comment": ("<title>", f"<!-- {END} <iati-activity> --><title>"),
    "an end in words": ("<narrative>Roads<", f"<narrative><![CDATA[{END}]]><"),
    "an end in an instruction": ("<title>", f"<?end {END}?><title>"),
    "an end with a blank": (END, "</iati-activity  >"),
    "one without an end": ("\n<iati-activity ", "<iati-activity/>\n<iati-activity "),
    "a sign in an attribute": ('ref="XX-1-PARENT"', "ref='XX>1&amp;PARENT'"),
    "empty words of many kinds": ("<narrative>Roads<", "<narrative>\u00a0\u3000&#32;<"),
    "a period that is spread": (
        '<period-start iso-date="2020-01-01"/><period-end iso-date="2020-12-31"/>\n    <value',
        '<period-start\n iso-date="2020-01-01"></period-start>\n<period-end iso-date="2018-12-31"/><value',
    ),
    "a sector of a payment": (
        '<value currency="JPY" value-date="2020-02-01">500000</value>',
        '<value currency="JPY" value-date="2020-02-01">500000</value><sector vocabulary="77" code="1"/>',
    ),
    "words in no language": (' xml:lang="en"', ""),
    "a note between": (END, f"{END}\n<note/>"),
    "a note of another space": (END, f'{END}\n<x:note xmlns:x="urn:x"/>'),
    "what no schema knows": (
        END,
        '<x:n xmlns:x="u"><period-start iso-date="2020-99-99"/><period-end iso-date="2021-99-99"/></x:n>' + END,
    ),
}
CHANGES = {**FAULTS, **ODD}


def told_of(file: Path) -> list[object]:
    rows: list[object] = []
    try:
        for each in reading.activities(file, today=TODAY):
            rows.append((each.line, each.identifier, each.findings, each.transactions, content_of(each.node)))
    except reading.FileError as fault:
        rows.append(str(fault))
    return rows


@pytest.mark.parametrize("size", [100, 2_000, 1 << 17])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_pieces_say_what_events_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: tuple[str, str], size: int
) -> None:
    named = (("A-1", ()), ("XX-1-ROADS", (change,)), ("A-3", ()), ("XX-1-ROADS", ()))
    file = written(tmp_path, whole(*(sound(name, *by) for name, by in named), version="2.02"))
    monkeypatch.setattr(cutting, "PIECE", size)
    monkeypatch.setattr(reading, "CHUNK", size)
    by_pieces = told_of(file)
    monkeypatch.setattr(cutting, "opening", lambda head: b"")
    assert by_pieces == told_of(file)
    assert len(by_pieces) >= 4


@pytest.mark.parametrize(
    "damage", ["</titel>", "&nothing;", "\x00", "<iati-activity>", "</iati-activities>", "<!--", "<x:a>"]
)
def test_damage_is_told_with_the_line_in_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str) -> None:
    content = whole(*(sound(f"A-{number}") for number in range(40)), damage, sound("B"))
    file = written(tmp_path, content)
    monkeypatch.setattr(cutting, "PIECE", 3_000)
    *_, by_pieces = told_of(file)
    monkeypatch.setattr(cutting, "opening", lambda head: b"")
    *_, by_events = told_of(file)
    assert isinstance(by_pieces, str)
    assert by_pieces == by_events


@pytest.mark.parametrize(("lines", "size"), [(65_000, 1 << 17), (140_000, 1 << 17), (140_000, 1 << 20)])
def test_lines_behind_65535_are_those_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: int, size: int
) -> None:
    monkeypatch.setattr(cutting, "PIECE", size)
    apart = "\n" * (lines // 20)
    ones = [apart + sound(f"A-{number}") for number in range(20)]
    wrong = sound("B", ('activity-status code="2"', 'activity-status code="7"'))
    broken = sound("C", ("<activity-status", "<activity-statos"))
    content = whole(*ones, wrong, broken, sound("A-0")).decode()
    rows = list(reading.activities(written(tmp_path, content.encode()), today=TODAY))
    flaws = [rows[place].findings[0] for place in (-3, -2, -1)]
    said = content.split("\n")
    assert [flaw.line for flaw in flaws[:2]] == [
        1 + next(at for at, line in enumerate(said) if words in line) for words in ('status code="7"', "<activity-statos")
    ]
    assert rows[-1].line > lines
    assert said[rows[-1].line - 1].startswith("<iati-activity ")
    assert flaws[2].reason == f"the identifier stands on line {rows[0].line}, too"


def test_names_that_stand_twice_are_found_however_many_stand_between() -> None:
    names = reading._Names()
    assert not any(names.first(f"A-{number}", number + 1) for number in range(5_000))
    assert [names.first(f"A-{number}", 9_999) for number in (0, 999, 1_000, 4_998, 4_999)] == [
        1,
        1_000,
        1_001,
        4_999,
        5_000,
    ]
    names.close()
