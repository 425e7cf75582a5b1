"""Words of a bracket that are joined to those before them: "and safe" goes beside "affordable", and not in its place."""

import re
from collections.abc import Sequence

_FEELING = r"(?:\w+ )?(?:appreciation|interest|concern|satisfaction|regret|gratitude|alarm)"
_JOINED = re.compile(
    r"\s*(?:,\s*)?(?:(?:and(?!/or)|as well as|together with|along with|including|in particular|especially)\s+(?=\S)"
    rf"|with {_FEELING}(?!\w)"
    r"|(?:и(?!/или)|а также|наряду с|включая|в том числе|в частности)\s+(?=\S)"
    r"|с (?:\w+ )?(?:удовлетворением|обеспокоенностью|сожалением|признательностью|интересом)(?!\w)"
    r"|(?:及び|並びに|かつ|また、)(?=\S))",
    re.I,
)
_OR = re.compile(r"\s*(?:(?:or|или|либо)\s+|または|又は|もしくは)(?=\S)", re.I)


_NO_TEXT = re.compile(r"\W*(?:no (?:text|provision|paragraph)|нет текста|без текста|規定なし|なし)\W*", re.I)


def is_no_text(words: str) -> bool:
    """Whether an option is that the text has none."""
    return bool(_NO_TEXT.fullmatch(words))


def goes_beside(new: str, own: Sequence[str]) -> bool:
    """Whether new words beside those of the text can only go on from them: none of these begins like that."""
    return bool(_JOINED.match(new)) and not any(_JOINED.match(each) for each in own)


def without_or(new: str, own: str) -> str:
    """A choice beside words of the text without the "or" before it: ``[60] [or 90]``."""
    return new if _OR.match(own) else _OR.sub("", new, count=1) if _OR.match(new) else new
