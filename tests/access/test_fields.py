import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from nemawashi.access.fields import ImpreciseDateField, ImpreciseDateInput
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.sources.models import Source

FORMS = ["2012", "2012-11", "2012-11-10"]


def stored(slug: str, value: object) -> Source:
    return Source.objects.create(slug=slug, title=slug, language="en", kind="news", published_on=value)


@pytest.mark.django_db
@pytest.mark.parametrize("text", FORMS)
def test_a_date_comes_back_as_precise_as_it_was_said(text: str) -> None:
    source = stored("one", text)

    source.refresh_from_db()

    assert source.published_on == ImpreciseDate.parse(text)


@pytest.mark.django_db
def test_none_an_empty_text_and_a_day_are_read() -> None:
    for slug, value in (("none", None), ("empty", ""), ("day", dt.date(2012, 11, 10))):
        stored(slug, value)

    found = dict(Source.objects.values_list("slug", "published_on"))

    assert found == {"none": None, "empty": None, "day": ImpreciseDate(2012, 11, 10)}


@pytest.mark.django_db
def test_the_column_holds_iso_text() -> None:
    stored("one", ImpreciseDate(2012, 11))

    with connection.cursor() as cursor:
        cursor.execute("select published_on from sources_source")
        assert cursor.fetchall() == [("2012-11",)]


@pytest.mark.django_db
def test_the_database_sorts_and_compares_as_the_dates_do() -> None:
    texts = ["2012-11-10", "2013", "2012", "2012-11", "2004-08-28"]
    for text in texts:
        stored(text, text)

    assert list(Source.objects.order_by("published_on").values_list("slug", flat=True)) == sorted(texts)
    late = Source.objects.filter(published_on__gte=ImpreciseDate(2012, 11)).order_by("published_on")
    assert list(late.values_list("slug", flat=True)) == ["2012-11", "2012-11-10", "2013"]


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", ["10.11.2012", "2012-13", "soon", 3.5])
def test_a_wrong_date_is_not_stored(wrong: object) -> None:
    with pytest.raises(ValidationError), transaction.atomic():
        stored("one", wrong)

    assert not Source.objects.exists()


def test_a_form_says_which_forms_are_read() -> None:
    field = ImpreciseDateField(null=True, blank=True).formfield()

    assert isinstance(field, ImpreciseDateInput)
    assert field.clean("2012-11") == ImpreciseDate(2012, 11)
    assert field.clean("") is None
    assert field.prepare_value(ImpreciseDate(2012)) == "2012"
    with pytest.raises(ValidationError) as refused:
        field.clean("November")
    assert refused.value.messages == ["'November' is not a date: write 2012, 2012-11 or 2012-11-10"]


def test_the_length_is_no_part_of_a_migration() -> None:
    _, path, _, kwargs = ImpreciseDateField(null=True).deconstruct()

    assert (path, kwargs) == ("nemawashi.access.fields.ImpreciseDateField", {"null": True})


def test_serialised_as_text() -> None:
    field = Source._meta.get_field("published_on")

    assert field.value_to_string(Source(published_on=ImpreciseDate(2012, 11))) == "2012-11"
    assert field.value_to_string(Source()) == ""
