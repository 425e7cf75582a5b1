"""One thing and many, in the sentences of the terminal."""

from nemawashi.kit.amounts import amount_of


def test_one_thing_is_no_plural() -> None:
    assert [amount_of(count, "fault") for count in (0, 1, 2)] == ["0 faults", "1 fault", "2 faults"]
    assert amount_of(1, "document has no date", "documents have no date") == "1 document has no date"
    assert amount_of(3, "document has no date", "documents have no date") == "3 documents have no date"
