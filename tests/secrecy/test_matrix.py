"""Nothing new without its row: addresses, tables, commands."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.management import get_commands
from django.urls import URLPattern, URLResolver, get_resolver
from tests.secrecy import matrix

from nemawashi.access import seal


def _names(patterns: list[Any], space: str = "") -> Iterator[str]:
    for row in patterns:
        if isinstance(row, URLResolver):
            yield from _names(row.url_patterns, f"{space}{row.namespace}:" if row.namespace else space)
        elif isinstance(row, URLPattern):
            yield f"{space}{row.name}"


def test_every_address_has_its_row() -> None:
    names = {name for name in _names(get_resolver().url_patterns) if not name.startswith("api:")}

    assert names == set(matrix.ADDRESSES)


def test_every_table_has_its_row() -> None:
    own = [model for model in apps.get_models() if model.__module__.startswith("nemawashi.")]
    labels = {model._meta.label for model in own}

    assert labels == set(matrix.SEALED) | matrix.OPEN
    assert {model._meta.label: model.OWNER for model in seal.sealed_models()} == matrix.SEALED


def test_every_command_has_its_row() -> None:
    own = {name for name, app in get_commands().items() if app.startswith("nemawashi")}

    assert own == matrix.COMMANDS


@pytest.mark.parametrize("label", sorted(matrix.SEALED))
def test_sealed_tables_say_nothing_of_themselves(label: str) -> None:
    model: Any = apps.get_model(label)

    assert model._meta.pk.get_internal_type() == "UUIDField"
    assert str(model(pk="8f0e4f9e-0000-4000-8000-000000000000")).endswith("8f0e4f9e-0000-4000-8000-000000000000")
    for relation in model._meta.get_fields():
        if relation.is_relation and relation.concrete:
            assert relation.remote_field.related_name == "+"
