"""Activities as values, written and read back."""

import datetime as dt
import json
import lzma
from decimal import Decimal
from pathlib import Path

import pytest
from tests.kit.iati.files import sound, whole, written
from tests.kit.iati.test_reading import CORPORA, REAL, TODAY

from nemawashi.kit.iati import console, parsing, reading, schema, writing
from nemawashi.kit.iati.parsing import (
    AidActivity,
    AidOrganisation,
    AidResult,
    Budget,
    DocumentLink,
    Indicator,
    Payment,
    Portion,
    TargetPeriod,
)

DONOR = AidOrganisation("XX-1", (("en", "Ministry"), ("ja", "省")), "10", "1")
PLEDGE = AidActivity(
    identifier="XX-1-PLEDGE",
    reporting=AidOrganisation("XX-9", (("en", "Secretariat"),), "40"),
    titles=(("en", "Seven hundred"), ("ru", "Семьсот"), ("ja", "七百")),
    descriptions=(("1", (("en", "A package"),)),),
    partners=(DONOR,),
    others=(("A9", "text/2012#12"),),
    days=(("1", "2012-11-10"),),
    shares=(Portion("recipient-region", "619", "1", "100"), Portion("sector", "trade", "99", "", (("en", "Trade"),))),
    currency="USD",
    language="en",
    hierarchy="1",
    is_secondary=True,
    budgets=(Budget("2013-01-01", "2013-12-31", Decimal("1.50"), "USD", "2013-01-01"),),
    payments=(
        Payment(
            "12",
            "2012-11-10",
            Decimal("700000000"),
            "USD",
            "2012-11-10",
            qualifier="about",
            provider=AidOrganisation("XX-1", kind="10"),
        ),
    ),
    links=(DocumentLink("https://example.org/statement", (("en", "Statement"),)),),
    related=(("2", "XX-1-PROJECT"),),
    results=(
        AidResult(
            (("en", "Offices"),),
            indicators=(
                Indicator((("en", "offices"),), "1", "0", "2012", (TargetPeriod("2013-01-01", "2013-12-31", "4", "3"),)),
            ),
        ),
    ),
)


def test_a_chain_that_is_written_is_valid_and_read_back_the_same(tmp_path: Path) -> None:
    moment = dt.datetime(2026, 11, 29, tzinfo=dt.UTC)
    content = b"".join(writing.file([writing.element(PLEDGE)], generated=moment))
    for seen in reading.activities(written(tmp_path, content), today=TODAY):
        assert seen.findings == []
        assert parsing.activity(seen.node) == PLEDGE


def test_the_same_content_has_one_form_whatever_its_blanks(tmp_path: Path) -> None:
    spread = sound().replace("<activity-status", "\n\n   <activity-status")
    forms = [
        parsing.whole(seen.node)
        for words in (sound(), spread)
        for seen in reading.activities(written(tmp_path, whole(words)), today=TODAY)
    ]
    assert forms[0] == forms[1]
    assert parsing.activity(parsing.parsed(forms[0])).titles == (("en", "Roads"), ("ru", "Дороги"))


@pytest.mark.skipif(not REAL.is_file(), reason=f"the corpora are not here: {CORPORA}")
def test_activities_of_real_publishers_are_the_same_when_written_anew(tmp_path: Path) -> None:
    file = written(tmp_path, lzma.decompress(REAL.read_bytes()))
    read = 0
    for seen in reading.activities(file, today=TODAY):
        if seen.refused is None:
            values = parsing.activity(seen.node)
            again = writing.element(values)
            assert parsing.activity(again) == values
            assert schema.first_fault(schema.of(writing.VERSION), again) is None
            read += 1
    assert read == 274


def test_the_command_says_line_and_reason_and_ends_with_a_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, whole(sound("A-1"), sound("A-2", ("<title>", "<titel>"), ("</title>", "</titel>"))))
    assert console.check([str(file)], today=TODAY) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"{file}: line 29: refused: A-2: <titel>: This element is not expected")
    assert lines[-1] == f"{file}: 2 activities, 1 transactions, 1 refused, 0 noted"
    assert console.check([str(file), "--json"], today=TODAY) == 1
    answer = json.loads(capsys.readouterr().out)
    assert (answer["version"], answer["activities"], answer["transactions"], answer["error"]) == ("2.03", 2, 1, None)
    assert [(row["line"], row["identifier"], row["word"]) for row in answer["refused"]] == [(29, "A-2", "schema")]


def test_a_file_that_is_refused_ends_with_two_and_says_so_in_json_as_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, whole(sound("A-1", ('percentage="40"', 'percentage="30"')), sound("A-2"))[:-150])
    assert console.check([str(file), "--json"], today=TODAY) == 2
    said = capsys.readouterr()
    answer = json.loads(said.out)
    assert answer["error"] == {"line": 45, "word": "cut off", "reason": "it is cut off"}
    assert [row["word"] for row in answer["noted"]] == ["shares"]
    assert said.err == f"{file}: line 45: it is cut off\n"
