"""Arabic that says nothing: each Latin letter of the English words is an Arabic one, and whatever a program reads stays."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "ابصدعفغهيجكلمنوبقرستثشظخيزابصدعفغهيجكلمنوبقرستثشظخيز"
)
KEPT = re.compile(r"(%\(\w+\)[sd]|%[sd%]|\{\w*\}|<[^>]*>|&\w+;|https?:\S+)")


def pseudo(words: str) -> str:
    """The same words in other letters, a third longer, as words of another language are."""
    parts = KEPT.split(words)
    turned = (
        part if at % 2 else re.sub(r"[A-Za-z]+", lambda word: _longer(word[0]), part) for at, part in enumerate(parts)
    )
    return "".join(turned)


def _longer(word: str) -> str:
    turned = word.translate(LETTERS)
    return turned + turned[: len(turned) // 3]


def write(source: Path, folder: Path) -> None:
    """A catalogue in Arabic with all messages of another one."""
    with source.open("rb") as file:
        catalogue = read_po(file)
    made = type(catalogue)(locale="ar")
    for message in catalogue:
        if not message.id:
            continue
        if message.pluralizable:
            words: str | tuple[str, ...] = tuple(pseudo(message.id[1]) for _ in range(made.num_plurals))
        else:
            words = pseudo(message.id)
        made.add(message.id, words, context=message.context, flags=message.flags)
    place = folder / "ar" / "LC_MESSAGES"
    place.mkdir(parents=True)
    with (place / "django.mo").open("wb") as file:
        write_mo(file, made)
