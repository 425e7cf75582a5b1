"""The table of equivalents, read once a process."""

import hashlib
from functools import lru_cache
from importlib.resources import files

import yaml

from nemawashi.kit.words.lexicon import Lexicon

FILE = "equivalents.yaml"


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    return Lexicon((key, [form for forms in row.values() for form in forms]) for key, row in rows().items())


def _text() -> str:
    return files("nemawashi.search").joinpath(FILE).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def edition() -> str:
    """Another one whenever the table is changed."""
    return hashlib.blake2b(_text().encode(), digest_size=8).hexdigest()


def rows() -> dict[str, dict[str, list[str]]]:
    """Key, language, forms, as the file has them."""
    text = _text()
    entries: dict[str, dict[str, list[str]]] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  safe
    return entries
