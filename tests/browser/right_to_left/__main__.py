"""``nemawashi``, with pages in Arabic: what a forum does that adds a language, done to a server that a test starts.

The first word is the folder of its catalogue; the others are those of the command.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from nemawashi.kit import languages

languages.LANGUAGES = tuple(
    replace(each, is_page=True, short="ع") if each.code == "ar" else each for each in languages.LANGUAGES
)
languages.TABLE = {each.code: each for each in languages.LANGUAGES}
languages.PAGES = tuple(each.code for each in languages.LANGUAGES if each.is_page)

from nemawashi.project import settings  # noqa: E402  after the row was changed

settings.LOCALE_PATHS.insert(0, Path(sys.argv.pop(1)))

from nemawashi.project.cli import main  # noqa: E402

if __name__ == "__main__":
    main()
