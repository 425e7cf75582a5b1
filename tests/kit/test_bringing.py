"""One file that somebody brings: what it says goes before its letters, and its bounds are told on both sides."""

import pytest

from nemawashi.kit.corpora import bringing
from nemawashi.kit.corpora.bringing import brought
from nemawashi.kit.faults import UnreadableError
from nemawashi.kit.limits import Bound, TooMuchError


def test_what_is_said_goes_before_the_file_and_the_file_before_its_letters() -> None:
    reading = brought("Ледники питают реки и озёра.".encode(), "talk.txt")
    assert (reading.about.symbol, reading.about.language, reading.about.title) == ("talk", "ru", "talk")
    reading = brought("Ледники питают реки и озёра.".encode(), "talk.txt", "kk", "A talk")
    assert (reading.about.language, reading.about.title) == ("kk", "A talk")
    page = b"<!doctype html><html lang='en'><head><title>On ice</title></head><body><p>Ice melts.</p></body></html>"
    assert brought(page, "x.html").about.title == "On ice"


def test_bounds_at_both_sides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bringing, "MOST_SIGNS", 10)
    assert brought(b"Ice melts.", "a.txt").clauses[0].words == "Ice melts."
    with pytest.raises(TooMuchError) as fault:
        brought(b"Ice melted.", "a.txt")
    assert fault.value.bound == Bound.SIGNS
    monkeypatch.setattr(bringing, "MOST_CLAUSES", 2)
    assert len(brought(b"Ice.\n\nOre.", "a.txt").clauses) == 2
    with pytest.raises(TooMuchError) as fault:
        brought(b"I.\n\nO.\n\nU.", "a.txt")
    assert fault.value.bound == Bound.PARAGRAPHS


@pytest.mark.parametrize("content", [b"", b" \n", b"<html><body></body></html>"])
def test_a_file_without_words_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableError):
        brought(content, "a.txt")


@pytest.mark.parametrize(
    ("written", "symbol"),
    [("A/1\n2", "A/1 2"), ("..", "document"), ("/A/1/", "A/1"), ("", "document"), ("A" * 201, "A" * 200)],
)
def test_a_symbol_stands_in_an_address(written: str, symbol: str) -> None:
    assert bringing._symbol(written) == symbol
