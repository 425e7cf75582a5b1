"""Bounds of what is read, at both sides: what honest papers have is read, one more is refused with a sentence."""

import pytest
from tests.kit.word.making import p, r, word_file

from nemawashi.kit import concordance, limits, word
from nemawashi.kit.brackets import amendments, compiled, reading
from nemawashi.kit.claims.amounts import amounts
from nemawashi.kit.claims.findings import findings
from nemawashi.kit.claims.values import Said, Voice
from nemawashi.kit.clauses.proposals import BaseClause
from nemawashi.kit.concordance import Pair
from nemawashi.kit.concordance.figures import figures
from nemawashi.kit.limits import Bound, TooMuchError
from nemawashi.sources import claim_files

CLAUSES = [BaseClause("c1", "1.", "operative", ((1, "The parties meet in rivers and lakes."),))]
MOST = {
    Bound.SIGNS: (limits.MOST_SIGNS, lambda most: ["a" * 10_000] * (most // 10_000 - 1) + ["a" * 9_999, "a"]),
    Bound.PARAGRAPHS: (limits.MOST_PARAGRAPHS, lambda most: ["a"] * most),
    Bound.PARAGRAPH: (limits.LONGEST_PARAGRAPH, lambda most: ["a" * most]),
    Bound.BRACKETS: (limits.MOST_BRACKETS, lambda most: ["[]" * 5_000, "[]" * (most // 2 - 5_000)]),
}  # fmt: skip


@pytest.mark.parametrize("bound", MOST)
def test_a_text_is_read_up_to_its_bound_and_not_beyond(bound: Bound) -> None:
    most, made = MOST[bound]
    limits.check(made(most))

    with pytest.raises(TooMuchError) as refused:
        limits.check([*made(most), "]"] if bound is not Bound.PARAGRAPH else ["a" * (most + 1)])

    assert (refused.value.bound, refused.value.most) == (bound, most)
    assert f"{most:,}" in str(refused.value)


@pytest.mark.parametrize("read", ["brackets", "compilation", "amendments"])
def test_every_reader_of_pasted_words_looks_at_the_bounds_first(read: str) -> None:
    readers = {
        "brackets": lambda words: reading.read([reading.Typed(each) for each in words]),
        "compilation": lambda words: compiled.read(words, CLAUSES),
        "amendments": lambda words: amendments.proposed(CLAUSES, {"paragraphs": words}),
    }

    with pytest.raises(TooMuchError):
        readers[read](["a" * (limits.LONGEST_PARAGRAPH + 1)])


def _nested(depth: int) -> reading.ReadText:
    return reading.read([reading.Typed("We " + "[" * depth + "agree" + "]" * depth)])


def test_brackets_within_brackets_are_read_to_their_bound() -> None:
    assert _nested(limits.DEEPEST).counts["depth"] == limits.DEEPEST

    with pytest.raises(TooMuchError) as refused:
        _nested(limits.DEEPEST + 1)

    assert str(refused.value) == "brackets are nested more than 50 deep"


def test_brackets_that_nothing_closes_are_told_and_are_no_depth() -> None:
    text = reading.read([reading.Typed("[" * (limits.DEEPEST * 2) + "We agree")])

    assert len(text.imbalances) == limits.DEEPEST * 2


def _order(words: str) -> amendments.Instruction:
    return amendments.proposed(CLAUSES, {"paragraphs": [words]})[0]


def test_an_instruction_is_carried_out_up_to_its_bounds() -> None:
    said = "In paragraph 1, replace “rivers” with “streams”"
    room = limits.LONGEST_ORDER - len("In paragraph 1, replace - with -")
    many = ", ".join(["“rivers”"] * limits.MOST_QUOTED)

    assert _order(said + " " * room).outcome == amendments.APPLIED
    assert "2,000 signs" in _order(f"{said} and {'delete ' * (room // 6)}").reason
    assert "60 quotations" not in _order(f"Delete {many}").reason
    assert "60 quotations" in _order(f"Delete {many}, “lakes”").reason


@pytest.mark.parametrize(("language", "digit"), [("en", "1"), ("ru", "1"), ("ja", "1"), ("ja", "一"), ("kk", "7")])
def test_a_number_of_too_many_digits_is_no_figure(language: str, digit: str) -> None:
    within, beyond = (f"第 {digit * count}条" for count in (limits.LONGEST_FIGURE, limits.LONGEST_FIGURE + 1))

    assert len(figures(within, language)) == 1
    assert figures(beyond, language) == []
    assert figures(f"Бап {digit * 5_000} 1,", language)[-1:] != []


@pytest.mark.slow
@pytest.mark.parametrize(
    "poison", ["1" * 5_000, "一" * 10_000, "1," * 5_000, "1-" * 5_000, "hundred " * 1_000, "сто тысяч " * 900]
)
@pytest.mark.parametrize("languages", [("en", "kk"), ("ru", "ja"), ("ja", "en")])
def test_no_number_stops_the_concordance(poison: str, languages: tuple[str, str]) -> None:
    found = concordance.checked([Pair("c", "The parties meet by 2030.", f"Бап {poison[:9_900]}", *languages)])

    assert all(finding.key == "c" for finding in found)


def test_a_clause_that_is_too_long_is_not_compared() -> None:
    concordance.checked([Pair("", "a " * (limits.LONGEST_PARAGRAPH // 2), "b", "en", "ru")])

    with pytest.raises(TooMuchError):
        concordance.checked([Pair("", "a " * limits.LONGEST_PARAGRAPH, "b", "en", "ru")])


@pytest.mark.parametrize("value", [10**400, float("inf"), float("nan"), "1" + "0" * 900, "1" * 900, "9" * 900 + " USD"])
def test_a_claim_of_a_number_beyond_all_counting_is_compared_all_the_same(value: object) -> None:
    said = [Said(str(at), "a", "held", "count", each, Voice(f"s{at}")) for at, each in enumerate((value, 7, "8"))]  # type: ignore[arg-type]

    (found,) = findings(said)

    assert len(found.claims) == 3


def test_an_amount_has_as_many_digits_as_something_that_is_counted() -> None:
    assert [each.value for each in amounts(f"{'1' * limits.LONGEST_FIGURE} people")] == [float("1" * limits.LONGEST_FIGURE)]
    assert amounts(f"{'1' * (limits.LONGEST_FIGURE + 1)} people") == ()


def test_claims_that_cannot_be_compared_leave_the_others_their_finding(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(one: Said, other: Said, people: object) -> object:
        if "canary" in (one.text, other.text):
            raise ValueError("canary")
        return original(one, other, people)

    original = __import__("nemawashi.kit.claims.relations", fromlist=["relate"]).relate
    monkeypatch.setattr("nemawashi.kit.claims.findings.relate", fails)
    rows = [("one", "canary"), ("one", "2"), ("other", "3"), ("other", "3")]
    said = [Said(str(at), subject, "n", "count", value, Voice(f"s{at}")) for at, (subject, value) in enumerate(rows)]

    broken, whole = findings(said)

    assert (broken.rule, whole.rule) == ("not_compared", "all_say")
    assert ("ValueError" in caplog.text, "canary" in caplog.text) == (True, False)


def _comments(count: int) -> bytes:
    starts = "".join(f'<w:commentRangeStart w:id="{at}"/>' for at in range(count))
    notes = "".join(f'<w:comment w:id="{at}" w:author="JPN">{p(r("why"))}</w:comment>' for at in range(count))
    return word_file(p(starts + r("We agree.")), comments=notes)


def test_so_many_comments_lie_on_the_same_words_and_no_more() -> None:
    assert len(word.read(_comments(100)).comments) == 100

    with pytest.raises(word.WordError) as refused:
        word.read(_comments(101))

    assert refused.value.code is word.Refusal.COMPLICATED


def test_ranges_of_comments_that_the_file_does_not_have_lie_on_nothing() -> None:
    starts = "".join(f'<w:commentRangeStart w:id="{at}"/>' for at in range(5_000))

    file = word.read(word_file(p(starts + r("We agree."))))

    assert (file.comments, file.accepted) == ((), ["We agree."])


@pytest.mark.parametrize(
    ("value", "is_read"),
    [
        ("9" * 30, True),
        ("9" * 31, False),
        ("-" + "9" * 31, False),
        (".inf", False),
        (".nan", False),
        ('"' + "a" * 1_000 + '"', True),
        ('"' + "a" * 1_001 + '"', False),
    ],
)
def test_a_value_in_a_file_of_claims_has_bounds(value: str, is_read: bool) -> None:
    file = claim_files.read(f"- {{subject: a, property: b, kind: count, source: c, value: {value}}}".encode())

    assert (len(file.rows), len(file.faults)) == ((1, 0) if is_read else (0, 1))
