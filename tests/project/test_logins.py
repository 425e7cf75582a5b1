"""The README names every account of the demonstration."""

from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]


def test_the_readme_names_every_account() -> None:
    played = yaml.safe_load((ROOT / "src/nemawashi/project/round/round.yaml").read_text("utf-8"))
    names = [row["name"] for row in played["accounts"]]
    readme = (ROOT / "README.md").read_text("utf-8")

    assert len(names) > 5
    assert [name for name in names if f"`{name}`" not in readme] == []
