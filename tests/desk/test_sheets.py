"""The room of sheets: a file looked at, its columns corrected, taken in, and the same columns out again."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.desk.stage import Upload
from tests.kit.sheets.books import book

from nemawashi.assistance.models import Undertaking
from nemawashi.commitments.models import SheetColumns
from nemawashi.desk.following import sheets
from nemawashi.kit.sheets import heads, reading
from nemawashi.kit.sheets.cells import CellFault
from nemawashi.kit.sheets.lines import RowFault
from nemawashi.kit.sheets.values import SENTENCES, SheetNote

pytestmark = pytest.mark.usefixtures("played", "db")
ACT = "/desk/acts/take_in_sheet/japan/"
SENT = book([["The year"], ["Project", "Land", "Amount"], ["Wells", "Tajikistan", "5 USD"], ["Roads", "Atlantis", "5%"]])


def test_every_field_fault_and_note_has_its_words() -> None:
    assert set(sheets.FIELDS) == {*heads.ASSISTANCE, *heads.REPORTS, "amount_note"}
    assert set(sheets.CELLS) == {*CellFault, RowFault.MERGED_AMOUNT} - {CellFault.NO_CURRENCY}
    assert set(sheets.NOTES) == set(SheetNote) == set(SENTENCES)


def _hidden(page: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', page)[1]  # type: ignore[index]


def test_a_sheet_is_looked_at_corrected_taken_in_and_given_back(client_of: Callable[[str], Any]) -> None:
    client = client_of("japan")
    page = client.post(ACT, {"file": Upload("a.xlsx", SENT), "kind": "project", "seen": "", "once": "", "preview": "1"})
    words = page.content.decode()
    same = {name: _hidden(words, name) for name in ("carried", "looked", "sheet", "heads")} | {
        "kind": "project",
        "seen": "",
    }
    same |= {"column_0": "title", "column_1": "", "column_2": "amount"}

    unseen = client.post(ACT, same | {"column_1": "recipients"})
    right = unseen.content.decode()
    twice = client.post(ACT, same | {"column_1": "title"})
    done = client.post(ACT, same | {"column_1": "recipients", "looked": _hidden(right, "looked")})

    assert (page.status_code, same["heads"], same["looked"]) == (200, "2", "0 2 title,,amount")
    assert "This is no amount of money" in words
    assert "Take in a sheet of assistance\n        </button>" in words, "what was looked at can be taken in"
    assert "Name at least one party that receives it." in words
    assert unseen.status_code == 200, "what a column is was said, and not looked at since"
    assert (twice.status_code, "Two columns cannot both be: Title." in twice.content.decode()) == (422, True)
    assert (done.status_code, done.headers["Location"]) == (302, "/desk/sheets/")
    assert [party.slug for party in Undertaking.objects.get(title="Wells").recipients.all()] == ["tajikistan"]
    kept = SheetColumns.objects.get().columns
    assert kept == [["Project", "title"], ["Land", "recipients"], ["Amount", "amount"]]
    out = client.get("/desk/sheets/japan/assistance.xlsx")
    lines = [cells for _line, cells in reading.read(out.content).sheets[0].rows]
    assert (lines[0], lines[-1]) == (["Project", "Land", "Amount"], ["Wells", "Tajikistan", "5"])
    assert "Project · Land · Amount" in client.get("/desk/sheets/").content.decode()
    assert "Project · Land" not in client_of("host").get("/desk/sheets/").content.decode()


@pytest.mark.parametrize(
    "bad",
    [
        {},
        {"carried": "no base64"},
        {"carried": "AAAA"},
        {"file": Upload("a.xlsx", b"PK\x03\x04 cut off")},
        {"file": Upload("a.csv", b"Amount\n5 USD\n")},
    ],
)
def test_what_is_no_sheet_is_refused_with_a_sentence(client_of: Callable[[str], Any], bad: dict[str, Any]) -> None:
    page = client_of("japan").post(ACT, {"kind": "project", "seen": "", "once": "", "preview": "1", **bad})

    assert page.status_code == 422
    assert 'role="alert"' in page.content.decode()


def test_only_its_own_party_and_the_office_take_in_a_sheet(client_of: Callable[[str], Any]) -> None:
    offered = {
        name: re.findall(r"/desk/acts/(take_in_\w+)/([\w-]+)/", client_of(name).get("/desk/sheets/").content.decode())
        for name in ("japan", "host", "researcher", "expert")
    }

    assert offered["japan"] == [("take_in_sheet", "japan"), ("take_in_reports", "japan")]
    assert {act for act, _party in offered["host"]} == {"take_in_sheet"}
    assert (offered["researcher"], offered["expert"]) == ([], [])
    assert client_of("japan").get("/desk/sheets/japan/secrets.xlsx").status_code == 404
    assert client_of("japan").get("/desk/sheets/nobody/reports.xlsx").status_code == 404
    assert client_of("japan").get("/desk/sheets/japan/reports.ods").status_code == 404
