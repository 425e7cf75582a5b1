"""The first block of docs/howto/notebook.md prints what stands below it."""

import contextlib
import io
import os
import re
from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs" / "howto" / "notebook.md"
BLOCK = re.compile(r"```python\n(.*?)```\n\n```text\n(.*?)```", re.S)


def test_the_library_says_in_a_notebook_what_the_page_says() -> None:
    page = PAGE.read_text(encoding="utf-8")
    block = BLOCK.search(page)
    assert block is not None
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(block[1], "notebook.md", "exec"), {})  # noqa: S102  our own page
    now = "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())
    if os.environ.get("NEMAWASHI_GOLDEN") == "1":
        PAGE.write_text(page.replace(block[0], f"```python\n{block[1]}```\n\n```text\n{now}```"), encoding="utf-8")
        return

    assert block[2] == now
