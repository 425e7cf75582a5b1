"""``docs/acts/README.md`` lists the acts as their words and their pages stand.

After a new act, or a new first sentence of its page: ``make docs``, and read the difference.
"""

import os
import re

import pytest
from tests.architecture import inventory

INDEX = inventory.PAGES / "README.md"


@pytest.mark.parametrize("noun", inventory.NOUNS)
def test_index_lists_the_acts_as_they_stand(noun: str) -> None:
    block = re.compile(rf"(<!-- {noun}: written by `make docs` -->\n\n)(.*?)(\n\n<!-- end -->)", re.S)
    drawn = inventory.table(noun)
    if os.environ.get("NEMAWASHI_GOLDEN"):
        page = INDEX.read_text(encoding="utf-8")
        INDEX.write_text(block.sub(lambda found: found[1] + drawn + found[3], page, count=1), encoding="utf-8")

    shown = block.search(INDEX.read_text(encoding="utf-8"))

    assert shown is not None
    assert shown[2] == drawn, "docs/acts/README.md is behind the acts: make docs"
