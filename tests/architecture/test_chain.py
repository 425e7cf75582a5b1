"""Relations run down the chain, also those that are named in strings, which the import contracts do not see."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

import nemawashi
from nemawashi.access import seal

SOURCE = Path(nemawashi.__file__).parent
CHAIN = (
    "access",
    "sources",
    "parties",
    "meetings",
    "texts",
    "lineage",
    "commitments",
    "assistance",
    "business",
    "analysis",
    "search",
)
RULES = sorted(SOURCE.glob("*/rules.py"))


def _own_models() -> list[type[models.Model]]:
    return [m for m in apps.get_models(include_auto_created=True) if m.__module__.startswith("nemawashi.")]


def test_every_app_with_tables_is_placed_in_the_chain() -> None:
    assert {model._meta.app_label for model in _own_models()} == set(CHAIN)


def test_no_relation_points_up_the_chain() -> None:
    up = []
    for model in _own_models():
        place = CHAIN.index(model._meta.app_label)
        for field in model._meta.get_fields(include_hidden=True):
            target = field.related_model
            if field.auto_created or not field.is_relation or not isinstance(target, type):
                continue
            label = target._meta.app_label
            if label in CHAIN and CHAIN.index(label) > place:
                up.append(f"{model._meta.label}.{field.name} -> {target._meta.label}")

    assert up == []


def test_nothing_points_back_to_a_sealed_row() -> None:
    """A reverse name on the sealed tables would be a way to them from rows that everybody reads."""
    sealed = set(seal.sealed_models())
    names = [
        f"{model.__name__}.{field.name}"
        for model in sealed
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.remote_field.related_name != "+"
    ]

    assert {model.__name__ for model in sealed} == {
        "DraftFile",
        "DraftPosition",
        "SealedEntry",
        "WaitingCoding",
        "WaitingScore",
    }
    assert names == []


@pytest.mark.parametrize("path", RULES, ids=[path.parent.name for path in RULES])
def test_rules_import_no_django(path: Path) -> None:
    imported = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported += [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            imported.append(node.module or "")

    assert [name for name in imported if name.split(".")[0] == "django" or name.endswith((".models", ".queries"))] == []
