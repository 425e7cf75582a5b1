"""In which script words stand: what is typed in another one than the clause is in cannot be words of that clause."""

import re

_SCRIPTS = {
    "latin": re.compile(
        r"[a-zß-öø-ÿāăąćčďđēėęěğģīįıķļłńňōőœŕřśšşţťūůűųźżžʻ]"
    ),  # small letters: abbreviations are at home everywhere
    "cyrillic": re.compile(r"[а-яёѐ-џҋ-ӿ]"),
    "japanese": re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]"),
}
_FEWEST = 4  # letters: a unit, a name of two letters
_SHARE = 0.3  # of the letters: words of the clause are repeated in a wish that quotes them
_NEAR = 4000  # signs of a text by which its script is told


def _counted(words: str) -> dict[str, int]:
    return {name: sum(1 for _ in letters.finditer(words)) for name, letters in _SCRIPTS.items()}


def script_of(words: str) -> str:
    """The script that most letters are of; empty where there are none."""
    counts = _counted(words[:_NEAR])
    name = max(counts, key=lambda each: counts[each])
    return name if counts[name] else ""


def is_foreign(words: str, script: str) -> bool:
    """Whether words are of another script than a clause in ``script`` is.

    Latin words between Russian or Japanese ones may be a name or a title; of Latin words alone that is not so.
    """
    counts = _counted(words)
    own = counts.pop(script, 0)
    name = max(counts, key=lambda each: counts[each])
    if not script or counts[name] < _FEWEST:
        return False
    return not own if name == "latin" else counts[name] >= _SHARE * (counts[name] + own)
