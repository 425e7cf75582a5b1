"""How many rows several questions have, asked in one statement."""

from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Value


def counted(*questions: QuerySet[Any]) -> list[int]:
    """The number of rows of each question, in their order. Questions are not sliced."""
    if len(questions) < 2:
        return [question.count() for question in questions]
    parts = [_numbered(question, place) for place, question in enumerate(questions)]
    numbers = dict(parts[0].union(*parts[1:], all=True))  # what has none for sure is left out of it
    return [numbers.get(place, 0) for place in range(len(questions))]


def _numbered(question: QuerySet[Any], place: int) -> QuerySet[Any, tuple[int, int]]:
    """Its number beside its place. What a question counts for each of its rows is not counted for that."""
    keys = question.order_by().values("pk")
    rows = question.model._base_manager.filter(pk__in=keys) if question.query.annotations else question
    named = rows.order_by().values(_place=Value(place, output_field=IntegerField())).annotate(_number=Count("pk"))
    numbered: QuerySet[Any, tuple[int, int]] = named.values_list("_place", "_number")
    return numbered
