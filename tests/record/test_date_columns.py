"""Imprecise dates as columns: they sort, compare and are typed in as the dates that they are."""

import pytest
from django.core.exceptions import ValidationError
from django.forms import modelform_factory

from nemawashi.kit.dates import ImpreciseDate
from nemawashi.sources.models import Source

pytestmark = pytest.mark.django_db
DATES = ["2012-01-02", "2012", None, "2011-12-31", "2012-01", "2012-01-01"]


@pytest.fixture(autouse=True)
def sources() -> None:
    for number, on in enumerate(DATES):
        Source.objects.create(slug=f"s-{number}", title="T", language="en", kind="news", published_on=on)


def test_the_database_sorts_as_the_dates_do() -> None:
    dates = [row.published_on for row in Source.objects.exclude(published_on=None).order_by("published_on")]

    assert dates == sorted(dates)
    assert [str(date) for date in dates] == ["2011-12-31", "2012", "2012-01", "2012-01-01", "2012-01-02"]


def test_filters_take_texts_and_dates() -> None:
    after = Source.objects.filter(published_on__gt=ImpreciseDate(2012, 1)).order_by("published_on")

    assert [row.slug for row in after] == ["s-5", "s-0"]
    assert Source.objects.get(published_on="2012").slug == "s-1"
    assert Source.objects.filter(published_on__isnull=True).count() == 1
    assert Source.objects.filter(published_on__startswith="2012").count() == 4


def test_a_wrong_date_is_refused_before_it_reaches_the_database() -> None:
    with pytest.raises(ValidationError, match="2012-02-30 is not a day"):
        Source.objects.filter(published_on="2012-02-30").exists()
    with pytest.raises(ValidationError, match="write 2012, 2012-11 or 2012-11-10"):
        Source.objects.create(slug="s-9", title="T", language="en", kind="news", published_on="about 2012")


@pytest.mark.parametrize(
    ("typed", "stored", "error"),
    [
        ("2012-11", ImpreciseDate(2012, 11), None),
        (" 2012 ", ImpreciseDate(2012), None),
        ("", None, None),
        ("10.11.2012", None, "'10.11.2012' is not a date: write 2012, 2012-11 or 2012-11-10"),
    ],
)
def test_forms_read_the_three_forms(typed: str, stored: ImpreciseDate | None, error: str | None) -> None:
    form = modelform_factory(Source, fields=["published_on"])(data={"published_on": typed})

    assert form.is_valid() == (error is None)
    assert form.cleaned_data.get("published_on") == stored
    assert form.errors.get("published_on", []) == ([error] if error else [])


def test_a_form_shows_the_date_as_it_was_typed() -> None:
    source = Source.objects.get(slug="s-4")

    assert 'value="2012-01"' in str(modelform_factory(Source, fields=["published_on"])(instance=source))
