"""Claims and search take the same names for one person's, in whatever script and order."""

import pytest

from nemawashi.access.viewers import PUBLIC
from nemawashi.kit.words.persons import Likeness, likeness
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
