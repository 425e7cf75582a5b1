"""Amendments as delegations write them in passing, in English, Russian and Japanese: done, or told that no change is asked."""

import pytest

from nemawashi.kit import sent
from nemawashi.kit.brackets import amendments
from nemawashi.kit.brackets.amendments.plainer import asks_nothing
from nemawashi.kit.clauses.proposals import BaseClause

ROWS = (
    ("PP1", "preambular", "ссылаясь на хартию о гаванях 2011 года,"),
    ("1", "operative", "The parties will publish tide data of the outer bay by 2030."),
    ("2", "operative", "Стороны будут осматривать причалы совместно и без уведомления."),
    ("3", "operative", "締約国は、2030年までに潮位を公表する。"),
)
CLAUSES = [BaseClause(f"k{at}", number, kind, ((1, words),)) for at, (number, kind, words) in enumerate(ROWS)]


def read(typed: str) -> list[tuple[str, str, str, str]]:
    rows = []
    for each in (made for row in sent.orders(typed.encode(), CLAUSES) for made in row.proposals):
        clause = CLAUSES[int(each.key[1:])]
        rows.append((clause.number, str(each.operation), clause.words[each.start : each.end].strip(), each.words.strip()))
    return rows


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ('Tajikistan would like to see "wave and" inserted before "tide" in paragraph 1.', ("1", "insert", "", "wave and")),
        ('Japan would like to see "outer" deleted in paragraph 1.', ("1", "delete", "outer", "")),
        ("We cannot agree to paragraph 1 and ask that it be deleted.", ("1", "delete_clause", "", "")),
        ('Paragraph 1 (Uzbekistan): change "outer bay" to "bay"', ("1", "replace", "outer bay", "bay")),
        ("In para 1, «2030» → «2031»", ("1", "replace", "2030", "2031")),
        ("1: 2030 -> 2031", ("1", "replace", "2030", "2031")),
        ("По пункту 2: предлагаем исключить слова «и без уведомления».", ("2", "delete", "и без уведомления", "")),
        ("в п. 2 вместо «совместно» указать «раздельно»", ("2", "replace", "совместно", "раздельно")),
        ("Казахстанская сторона предлагает: в п. 2 слово «совместно» исключить.", ("2", "delete", "совместно", "")),
        (
            "В абзаце первом преамбулы слово «ссылаясь» заменить на «напоминая».",
            ("PP1", "replace", "ссылаясь", "напоминая"),
        ),
        ("Первый абзац преамбулы исключить.", ("PP1", "delete_clause", "", "")),
        ("第３項：「公表する」→「共有する」", ("3", "replace", "公表する", "共有する")),
        (
            "OP1: The parties will publish tide data of the whole bay by 2031. (Kazakhstan)",
            ("1", "alternative", "", "The parties will publish tide data of the whole bay by 2031."),
        ),
    ],
)
def test_what_is_asked_in_passing_is_done(typed: str, asked: tuple[str, str, str, str]) -> None:
    assert read(typed) == [asked]


@pytest.mark.parametrize(
    "typed",
    [
        "Paragraph 1 is acceptable to us.",
        "Paragraph 1 (Japan): keep as is",
        "Пункт 2: без замечаний",
        "OP1: no comments.",
        "OP1: The parties will publish tide data of the outer bay by 2030.",
        "Замечаний нет.",
    ],
)
def test_a_line_that_asks_for_no_change_says_so(typed: str) -> None:
    (row,) = sent.orders(typed.encode(), CLAUSES)

    assert (row.outcome, row.reason, row.proposals) == (amendments.REFUSED, "no change is asked", ())


@pytest.mark.parametrize("typed", ["Keep paragraph 1 and delete paragraph 2", "We support the deletion of paragraph 1"])
def test_a_line_that_asks_for_a_change_beside_is_no_such_line(typed: str) -> None:
    assert not asks_nothing(typed)


def test_words_of_another_paragraph_behind_a_number_are_not_taken() -> None:
    assert read("OP1: The ministers thank the host for the warm welcome.") == []
