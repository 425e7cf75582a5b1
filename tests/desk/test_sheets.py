"""The room of sheets: a file looked at, its columns corrected, taken in, and the same columns out again."""

import base64
import lzma
import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.desk.stage import Upload
from tests.kit.sheets.books import book

from nemawashi.assistance.models import Undertaking
from nemawashi.commitments.models import SheetColumns
from nemawashi.desk.acting import unread
from nemawashi.desk.following import sheets
from nemawashi.kit.sheets import heads, reading
from nemawashi.kit.sheets.cells import CellFault
from nemawashi.kit.sheets.lines import RowFault
from nemawashi.kit.sheets.values import REASONS, SENTENCES, SheetNote, SheetReason

pytestmark = pytest.mark.usefixtures("played", "db")
ACT = "/desk/acts/take_in_sheet/japan/"
SENT = book([["The year"], ["Project", "Land", "Amount"], ["Wells", "Tajikistan", "5 USD"], ["Roads", "Atlantis", "5%"]])


def test_every_field_fault_and_note_has_its_words() -> None:
    assert set(sheets.FIELDS) == {*heads.ASSISTANCE, *heads.REPORTS, "amount_note"}
    assert set(sheets.CELLS) == {*CellFault, RowFault.MERGED_AMOUNT, RowFault.NO_DELIVERY} - {CellFault.NO_CURRENCY}
    assert set(unread.SHEETS) == set(SheetReason) == set(REASONS)
    assert set(sheets.NOTES) == set(SheetNote) == set(SENTENCES)


def _carried(words: str) -> str:
    return base64.b64encode(lzma.compress(words.encode())).decode()


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
        {"carried": _carried('[[["a", [[Infinity, ["Title"]]], []]], []]')},
        {"carried": _carried('[[["a", [[1, ["Title"]], [1e999, ["B"]]], []]], []]')},
        {"carried": _carried('[[["a", [[1, ["Title"]]], [[1, 0, 1e999]]]], []]')},
        {"carried": _carried('[[["a", [[1, ["Title"]]], []]], [["merged", "a", -Infinity]]]')},
        {"carried": _carried('[[["a", [[1, ["\\ud800"]]], []]], []]')},
        {"carried": _carried('[[["a", [[1, ["Title\\u0000"]]], []]], []]')},
        {"carried": _carried('[[["a", [[1, [7]]], []]], []]')},
        {"carried": _carried('[[["empty", [], []], ["a", [[1, ["Title"]]], []]], []]'), "sheet": "0"},
        {"file": Upload("a.xlsx", b"PK\x03\x04 cut off")},
        {"file": Upload("a.csv", b"Amount\n5 USD\n")},
    ],
)
def test_what_is_no_sheet_is_refused_with_a_sentence(client_of: Callable[[str], Any], bad: dict[str, Any]) -> None:
    page = client_of("japan").post(ACT, {"kind": "project", "seen": "", "once": "", "preview": "1", **bad})

    assert page.status_code == 422
    assert 'role="alert"' in page.content.decode()


def test_each_value_is_seen_before_it_is_taken_in(client_of: Callable[[str], Any]) -> None:
    client = client_of("japan")
    head = "Project,Country,Amount,Start date,Paid,Paid on\n"
    sent = f'{head}Wells,Tajikistan,1.5億円,2027-04,,\nRoads,Uzbekistan,"1,234 USD",,5.5 USD,2027-05-01\n'
    sent += "Dams,Kazakhstan,2.5 USD,,,\n"

    def looked(words: str) -> str:
        answer = client.post(ACT, {"file": Upload("a.csv", words.encode()), "kind": "project", "seen": "", "preview": "1"})
        return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())

    words = looked(sent)
    page = client.post(ACT, {"file": Upload("a.csv", sent.encode()), "kind": "project", "seen": "", "preview": "1"})
    hidden = {name: _hidden(page.content.decode(), name) for name in ("carried", "looked", "sheet", "heads")}
    columns = ("title", "recipients", "amount", "start_on", "paid", "paid_on")
    chosen = {f"column_{place}": name for place, name in enumerate(columns)}
    done = client.post(ACT, {**hidden, **chosen, "kind": "project", "seen": ""})
    changed = looked(f'{head}Wells,"Tajikistan, Uzbekistan",2億円,2028,,\n')

    assert "Amount: 150,000,000 JPY (“1.5億円”) Begins: April 2027 For: Tajikistan" in words
    assert "Amount: 1,234 USD (“1,234 USD”) can be read in two ways For: Uzbekistan" in words
    assert "Amount of a payment: Disbursement, 5.5 USD, 1 May 2027" in words
    assert "Look at these lines: 3." in words
    assert done.status_code == 302
    assert "Amount: 150,000,000 JPY → 200,000,000 JPY (“2億円”) Begins: April 2027 → 2028" in changed
    assert "For: Tajikistan → Tajikistan, Uzbekistan" in changed


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ru", "В ячейке строки 2 знаков больше, чем допускается (4000)."),
        ("ja", "2行目のセルの文字数が4,000を超えています。"),
    ],
)
def test_why_a_file_is_not_read_is_said_in_the_language_of_the_page(
    client_of: Callable[[str], Any], language: str, said: str
) -> None:
    client = client_of("japan")
    client.cookies["django_language"] = language
    sent = {"file": Upload("a.csv", b"Title\n" + b"x" * 140_000), "kind": "project", "seen": "", "preview": "1"}

    page = client.post(ACT, sent)

    assert page.status_code == 422
    assert said in page.content.decode().replace("\xa0", "")


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
