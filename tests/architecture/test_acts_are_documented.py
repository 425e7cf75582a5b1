"""The inventory of acts is the rules of procedure: each act has its function, its page and its place on the desk."""

import inspect
import re
from collections.abc import Callable
from enum import StrEnum
from importlib import import_module
from typing import Any

import pytest
from tests.architecture.inventory import NOUNS, ROOT

from nemawashi.access import terms as access
from nemawashi.access.rules import refuse
from nemawashi.desk.acting import refusals
from nemawashi.desk.register import DEEDS
from nemawashi.project import cli

TERMS = {noun: import_module(f"nemawashi.{noun}.terms") for noun in NOUNS} | {"access": access}
ACTS = [pytest.param(noun, act, id=act.name.lower()) for noun in NOUNS for act in TERMS[noun].Act]
REFUSALS = [pytest.param(word, id=f"{noun}.{word.name}") for noun, terms in TERMS.items() for word in terms.Refusal]
_QUOTED = re.compile(r"^- (?P<when>.+?): \*(?P<sentence>.+)\* \(`(?P<noun>\w+)\.(?P<word>[A-Z_]+)`\)$", re.MULTILINE)


def _function(noun: str, act: StrEnum) -> Callable[..., Any]:
    found: Callable[..., Any] = getattr(import_module(f"nemawashi.{noun}.acts"), act.name.lower())
    return found


def _page(act: StrEnum) -> str:
    return (ROOT / "docs" / "acts" / f"{act.name.lower()}.md").read_text(encoding="utf-8")


def _docs() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").rglob("*.md")))


@pytest.mark.parametrize(("noun", "act"), ACTS)
def test_act_is_a_function_that_names_who_and_when(noun: str, act: StrEnum) -> None:
    function = _function(noun, act)

    parameters = inspect.signature(function).parameters

    assert [parameters[name].kind for name in ("by", "at")] == [inspect.Parameter.KEYWORD_ONLY] * 2
    assert [parameters[name].default for name in ("by", "at")] == [inspect.Parameter.empty] * 2
    assert (function.__doc__ or "").strip() != ""


@pytest.mark.parametrize(("noun", "act"), ACTS)
def test_act_has_a_page_with_its_event(noun: str, act: StrEnum) -> None:
    assert f"`{act.name.lower()}` · event `{act.value}`" in _page(act)


@pytest.mark.parametrize(("noun", "act"), ACTS)
def test_act_is_offered_on_the_desk(noun: str, act: StrEnum) -> None:
    assert _function(noun, act) in [deed.act for deed in DEEDS.values()]


@pytest.mark.parametrize(("noun", "act"), ACTS)
def test_act_has_a_test_of_its_own(noun: str, act: StrEnum) -> None:
    tests = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests" / noun).rglob("test_*.py")))

    assert re.search(rf"\b{act.name.lower()}\b", tests) is not None


def test_every_page_belongs_to_an_act() -> None:
    pages = {path.stem for path in (ROOT / "docs" / "acts").glob("*.md")} - {"README"}

    assert pages == {act.name.lower() for noun in NOUNS for act in TERMS[noun].Act}


@pytest.mark.parametrize("word", REFUSALS)
def test_refusal_has_a_sentence(word: StrEnum) -> None:
    """Asked as the desk asks: words of two nouns may be equal as text, and must not shadow each other."""
    told = refusals.sentence(refuse(word))

    assert told != str(word)


@pytest.mark.parametrize(("noun", "act"), ACTS)
def test_page_quotes_refusals_as_the_desk_tells_them(noun: str, act: StrEnum) -> None:
    quoted = {(found["noun"], found["word"]): found["sentence"] for found in _QUOTED.finditer(_page(act))}

    told = {key: refusals.sentence(refuse(TERMS[key[0]].Refusal[key[1]])) for key in quoted}

    assert quoted != {}
    assert quoted == told


@pytest.mark.parametrize("word", cli.WORDS)
def test_command_is_mentioned(word: str) -> None:
    assert f"nemawashi {word}" in _docs()


def test_every_setting_is_mentioned() -> None:
    source = (ROOT / "src" / "nemawashi").rglob("*.py")
    used = {name for path in source for name in re.findall(r"NEMAWASHI_[A-Z_]+", path.read_text(encoding="utf-8"))}

    assert used != set()
    assert used - set(re.findall(r"NEMAWASHI_[A-Z_]+", _docs())) == set()
