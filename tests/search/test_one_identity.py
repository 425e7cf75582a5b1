"""Claims and search take the same names for one person's, in whatever script and order."""

from itertools import combinations, pairwise

import pytest

from nemawashi.access.viewers import PUBLIC
from nemawashi.kit.words.persons import Likeness, People, likeness
from nemawashi.search import queries
from nemawashi.sources import queries as sources

pytestmark = pytest.mark.usefixtures("played")
FORMS = ("Koichiro Gemba", "Gemba Koichiro", "Коитиро Гэмба", "Гэмба Коитиро", "玄葉光一郎", "玄葉外相")


@pytest.mark.parametrize("form", FORMS)
def test_one_person_under_every_form_of_the_name(form: str) -> None:
    people = sources.people_in_scripts()

    assert all(likeness(form, other, people) in (Likeness.SAME, Likeness.PART) for other in FORMS)
    assert likeness(form, "Katsuya Okada", people) is Likeness.OTHER
    assert queries.answer(form, viewer=PUBLIC).hits[0].ref == "person/gemba-koichiro"


def test_names_in_katakana_and_cyrillic_stand_in_the_table_of_claims() -> None:
    """What ``words.yaml`` calls people is theirs for claims, too: Hughes is ヒューズ, whom no rule of sounds would know."""
    rows = sources.names_of_people()
    people = People(rows)
    known = [[form for form in row if "(" not in form] for row in rows]
    parted = [
        (one, other)
        for row in known
        for one, other in combinations(row, 2)
        if likeness(one, other, people) not in (Likeness.SAME, Likeness.PART)
    ]
    mixed = [
        (one, other)
        for one, other in pairwise(known)
        if one and other and likeness(one[-1], other[0], people) is Likeness.SAME
    ]

    assert sum(len(row) > 1 for row in known) >= 115
    assert (parted, mixed) == ([], [])


@pytest.mark.parametrize(
    ("forms", "ref"),
    [
        (("Erlan Abdyldaev", "Ерлан Абдылдаев", "エルラン・アブディルダエフ"), "person/abdyldaev"),
        (("Rashid Meredov", "Рашид Мередов", "Raşit Meredow", "ラシド・メレドフ"), "person/meredov"),
        (("Kassym-Jomart Tokayev", "Касым-Жомарт Токаев", "Қасым-Жомарт Тоқаев"), "person/tokayev"),
    ],
)
def test_search_finds_whom_claims_take_for_one(forms: tuple[str, ...], ref: str) -> None:
    people = sources.people_in_scripts()

    assert {likeness(forms[0], form, people) for form in forms[1:]} <= {Likeness.SAME}
    assert {queries.answer(form, viewer=PUBLIC).hits[0].ref for form in forms} == {ref}
