"""The bill of materials has what an installation is made of, and no tool of those who build it."""

import re
import tomllib
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
REQUIRES = {
    "shop": ["till>=1", "lamp; sys_platform == 'nowhere'", "bell[loud]", "cat; extra == 'dev'"],
    "bell": ["brass", "drum; extra == 'loud'", "flute; extra == 'soft'"],
    "drum": ["Bell"],  # leads back
}


@pytest.fixture(scope="module")
def bill() -> ModuleType:
    loader = SourceFileLoader("bill", str(ROOT / "tools" / "bill"))
    spec = spec_from_loader("bill", loader)
    assert spec
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def _bom(*names: str) -> dict[str, Any]:
    parts = [{"name": name, "bom-ref": f"{name}==1"} for name in names]
    return {"metadata": {"component": {"bom-ref": "root"}}, "components": parts, "dependencies": []}


def test_what_is_needed_is_followed_with_its_extras_and_on_this_machine_alone(bill: ModuleType) -> None:
    reached = bill.reached(["shop"], lambda name: REQUIRES.get(name, ()))

    assert reached == {
        "shop": {"till", "bell"}, "till": set(), "bell": {"brass", "drum"}, "brass": set(), "drum": {"bell"},
    }  # fmt: skip


def test_each_component_has_its_scope_and_what_it_needs(bill: ModuleType) -> None:
    made = bill.pruned(_bom("Till", "bell", "pytest"), {"till": set()}, {"bell": {"till"}, "till": set()})

    assert [(each["name"], each["scope"]) for each in made["components"]] == [("Till", "required"), ("bell", "optional")]
    assert made["dependencies"] == [
        {"ref": "root", "dependsOn": ["Till==1", "bell==1"]},
        {"ref": "bell==1", "dependsOn": ["Till==1"]},
        {"ref": "Till==1", "dependsOn": []},
    ]


def test_a_library_that_is_not_installed_is_named(bill: ModuleType) -> None:
    with pytest.raises(SystemExit, match="not installed here: bell"):
        bill.pruned(_bom("Till"), {"till": set(), "bell": set()}, {})


def test_the_extras_of_service_are_those_of_the_project(bill: ModuleType) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert set(bill.OF_SERVICE) < set(project["optional-dependencies"])
    own = bill.reached(project["dependencies"], lambda name: ())
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pinned = {bill.plain(line.split("==")[0]) for line in lines if "==" in line}
    assert own.keys() <= pinned


def test_ci_makes_the_bill_and_a_release_asks_for_known_holes() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipe = (ROOT / "docs" / "howto" / "release.md").read_text(encoding="utf-8")

    assert re.search(r"tools/stages \S*\+bill\b", makefile)
    assert all(f"`make {target}`" in recipe for target in ("audit", "bill", "check"))
