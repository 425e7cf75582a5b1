"""Why a table of rates, or a file of activities, is not read: in the language of the room, with what was wrong in it."""

import copy
import datetime as dt

import pytest
from django.utils import translation
from tests.kit.iati.files import sound, whole

from nemawashi.desk.acting import unread
from nemawashi.kit.faults import UnreadableError
from nemawashi.kit.iati import rules, taking
from nemawashi.kit.sheets import rates
from nemawashi.kit.sheets.rates import REASONS, RateFault

TODAY = dt.date(2026, 11, 29)
HEAD = "date,from,to,rate,source"


def test_every_fault_has_its_words_in_three_languages() -> None:
    assert set(unread.RATES) == set(REASONS) == set(RateFault)
    assert set(unread.ACTIVITIES) == {*rules.REFUSING, "schema"}
    for sentences in (unread.RATES, unread.ACTIVITIES, unread.FILES_OF_ACTIVITIES):
        for sentence in sentences.values():
            said = {language: _in(language, sentence) for language in ("en", "ru", "ja")}
            assert len(set(said.values())) == 3, sentence
            assert all(("%(what)s" in words) == ("%(what)s" in sentence) for words in said.values())


def _in(language: str, sentence: str) -> str:
    with translation.override(language):
        return translation.gettext(sentence)


def test_a_line_of_rates_says_what_is_wrong_with_it() -> None:
    table = rates.read(f"{HEAD}\n2012-11-09,USD,XYZ,79.4,boj\n2012-02-30,USD,JPY,79.4,boj\n")

    with translation.override("ru"):
        assert [unread.of_rate(row) for row in table.refused] == [
            "Валюты с кодом XYZ нет.",
            "Дата не является днём, записанным в виде 2012-11-09.",
        ]


def test_an_activity_says_what_is_wrong_with_it() -> None:
    broken = sound("A-3", ("<title>", "<titel>"), ("</title>", "</titel>"))
    sent = taking.read(whole(sound("A-1"), sound("A-1"), broken), TODAY)

    with translation.override("ja"):
        twice, schema = (unread.of_activity(row) for row in sent.refused)
    first = sent.refused[0]
    assert twice == (f"この識別子は{first.what}行目にもあります。", "")
    assert first.reason == f"the identifier stands on line {first.what}, too"
    assert schema[0] == "IATI のスキーマでは認められません："
    assert "titel" in schema[1]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (whole(sound("A-1"))[:-40], "Файл оборван."),
        (whole(sound("A-1"), version="1.05"), "другой версии"),
        (whole(), "В файле нет никакой деятельности."),
        (b"<!DOCTYPE a><a/>", "Файл "),
    ],
)
def test_a_file_that_is_not_read_says_why(content: bytes, said: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        taking.read(content, TODAY)

    with translation.override("ru"):  # a copy is made as the process that reads apart hands it over
        assert said in unread.sentence(copy.copy(caught.value))


def test_a_table_of_rates_that_is_not_read_says_why() -> None:
    with pytest.raises(UnreadableError) as caught:
        rates.read("date,from,to\n")

    with translation.override("ru"):
        said = unread.sentence(copy.copy(caught.value))
    assert said == "В первой строке не назван столбец rate, source."
