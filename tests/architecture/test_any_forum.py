"""No word of one dialogue stands in code, templates, catalogues or static files: what a forum is called is data."""

import re
from importlib.resources import files
from pathlib import Path

import pytest

PACKAGE = Path(str(files("nemawashi")))
READ = {".py", ".html", ".css", ".js", ".svg", ".txt", ".po", ".yaml", ".json"}
OF_ONE_DIALOGUE = re.compile(
    r"HOME_DIALOGUE|PARTY_CODES|\bcaj\b|caj_|\bCAJ\b|\bfmm\b|\bFMM\b|\bsom\b|\bSOM\b|Twenty years"
    r"|[Cc]entral Asia|Japan\b|japan-|Kazakhstan|Kyrgyzstan|Tajikistan|Turkmenistan|Uzbekistan|Tokyo|Astana|Tashkent"
    r"|Центральн\w+ Ази|Япони[яию]|Казахстан|Кыргызстан|Таджикистан|Туркменистан|Узбекистан|Токи[ой]"
    r"|中央アジア|日本(?!語)|カザフスタン|東京",
)
# What may name them, and why.
REASONS = {
    "record/data": "the shipped record",
    "record/codebooks": "patterns for the concepts of the shipped record",
    "project/round/round.yaml": "the fiction of the demo, about the shipped record's dialogue",
    "kit/concordance/names": "names of states and bodies as three languages write them: reference data of translation",
    "kit/concordance/terms": "terms of the field in three languages: reference data of translation",
    "kit/concordance/checking.py": "which of those names hold another: reference data of translation",
    "search/equivalents.yaml": "words that say the same in four languages: reference data of search",
    "kit/claims/words.py": "regions that claims name, beside the lands of CLDR",
}


def _is_allowed(path: Path) -> bool:
    where = path.relative_to(PACKAGE).as_posix()
    return any(where.startswith(known) for known in REASONS)


def _lines(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return [
        f"{path.relative_to(PACKAGE)}:{number}: {line.strip()[:100]}"
        for number, line in enumerate(text.splitlines(), 1)
        if OF_ONE_DIALOGUE.search(line)
    ]


def test_no_word_of_one_dialogue_stands_in_code() -> None:
    paths = [path for path in PACKAGE.rglob("*") if path.suffix in READ and "migrations" not in path.parts]

    assert [line for path in paths if not _is_allowed(path) for line in _lines(path)] == []


@pytest.mark.parametrize("known", REASONS)
def test_every_exception_is_still_one(known: str) -> None:
    paths = [path for path in PACKAGE.rglob("*") if path.relative_to(PACKAGE).as_posix().startswith(known)]

    assert any(_lines(path) for path in paths if path.suffix in READ)
