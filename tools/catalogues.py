#!/usr/bin/env python3
"""Compile the catalogues of the pages: each ``.po`` to the ``.mo`` beside it, where that is missing or older.

    tools/catalogues.py [--all] [CATALOGUE.po ...]

With Babel, which the pages need anyway. A ``.mo`` is in no commit: the wheel, the editable install, the Makefile and the
tests make it here. Left out are what is marked fuzzy, what has no translation, and what lacks one of its plural forms;
what takes other placeholders than its English words is a fault, as is a line that is cut off or a message that stands
twice, and nothing is written.
"""

import io
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parents[1] / "src" / "nemawashi" / "locale"
_LINE = re.compile(r'(?:#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?) )?"(?:[^"\\]|\\.)*")?')
_NAME = re.compile(r"^(?:msgctxt .*\n(?:\".*\n)*)?msgid .*\n(?:\".*\n)*", re.MULTILINE)


class CatalogueError(ValueError):
    """A catalogue that must not be compiled, with the lines that say why."""


def compile_all(locale: Path = LOCALE, *, anew: bool = False) -> list[Path]:
    """Compile every catalogue below a folder that is behind, or every one; what was written."""
    behind = [po for po in sorted(locale.glob("*/LC_MESSAGES/*.po")) if anew or _is_behind(po)]
    return [compile_one(po) for po in behind]


def compile_one(po: Path) -> Path:
    """Compile one catalogue; readers of the former one never meet half a file."""
    content = compiled(po)
    mo = po.with_suffix(".mo")
    handle, name = tempfile.mkstemp(dir=po.parent, prefix=".compiling-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    os.chmod(name, po.stat().st_mode & 0o777)
    os.replace(name, mo)
    return mo


def compiled(po: Path) -> bytes:
    """The bytes of the ``.mo`` of a catalogue."""
    text = po.read_text(encoding="utf-8")
    catalogue = read_po(io.StringIO(text), locale=po.parts[-3])
    faults = [*_unread(text), *(f"{message.lineno}: {fault}" for message, found in catalogue.check() for fault in found)]
    if faults:
        raise CatalogueError("\n".join(f"{po}:{fault}" for fault in faults))
    target = io.BytesIO()
    write_mo(target, _whole(catalogue))
    return target.getvalue()


def _unread(text: str) -> Iterator[str]:
    """What Babel reads without a word, and loses a letter or a translation by it."""
    for number, line in enumerate(text.splitlines(), start=1):
        if not _LINE.fullmatch(line):
            yield f"{number}: not a line of a catalogue: {line}"
    for name, times in Counter(_NAME.findall(text)).items():
        if times > 1:
            yield f" stands {times} times: {name.strip()}"


def _whole(catalogue: Catalog) -> Catalog:
    """The catalogue without messages that lack a plural form: gettext would show nothing in their place."""
    for message in [message for message in catalogue if message.pluralizable and not _has_all_forms(message)]:
        catalogue.delete(message.id, context=message.context)
    return catalogue


def _has_all_forms(message: Message) -> bool:
    return isinstance(message.string, (tuple, list)) and all(message.string)


def _is_behind(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime_ns < po.stat().st_mtime_ns


def main(arguments: list[str]) -> int:
    """Compile what is named, or what is behind."""
    try:
        if named := [Path(each) for each in arguments if each != "--all"]:
            for po in named:
                compile_one(po)
        else:
            compile_all(anew="--all" in arguments)
    except CatalogueError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
