"""Quotations taken out of an instruction, so that its own words can be read without them."""

import re

_PAIRS = {"“": "”", "«": "»", "„": "“”", "「": "」", "『": "』", "‹": "›", "＂": "＂", "〝": "〟"}
_STRAIGHT = "\"'‘"
_AFTER = re.compile(r"[\s,.;:!?)\]}”»]|$")
HOLE = re.compile(r"\x02(\d+)\x03")


def cut(text: str) -> tuple[str, list[str], bool]:
    """The text with a numbered hole for each outermost quotation, the quotations, and whether all of them are closed."""
    out: list[str] = []
    quotations: list[str] = []
    unclosed: set[str] = set()  # apostrophes behind which no quotation ends: it is looked for once
    place = 0
    while place < len(text):
        sign = text[place]
        if sign in _PAIRS:
            end = _nested(text, place)
        elif (
            sign == "”"
            and (place == 0 or text[place - 1].isspace() or text[place - 1] in "(:,")
            and text[place + 1 : place + 2].strip()
        ):
            end = text.find("”", place + 1)  # both signs are the closing one, as in Nordic typing
        elif sign in _STRAIGHT and sign not in unclosed and (place == 0 or not (text[place - 1].isalnum())):
            end = _straight(text, place)
        else:
            out.append(sign)
            place += 1
            continue
        if end < 0:
            if sign in "'‘":
                unclosed.add(sign)
                out.append(sign)
                place += 1
                continue
            return "".join(out), [*quotations, text[place + 1 :]], False
        out.append(f"\x02{len(quotations)}\x03")
        quotations.append(text[place + 1 : end])
        place = end + 1
    return "".join(out), quotations, True


def _nested(text: str, place: int) -> int:
    opener, depth = text[place], 0
    for at in range(place, len(text)):
        if text[at] == opener and not (opener == "„" and at > place):
            depth += 1
        elif text[at] in _PAIRS[opener]:
            depth -= 1
            if depth == 0:
                return at
    if opener in "“„":  # opened as printed, closed as typed
        for at in range(place + 1, len(text)):
            if text[at] == '"' and _AFTER.match(text, at + 1):
                return at
    return -1


def _straight(text: str, place: int) -> int:
    closing = "’" if text[place] == "‘" else text[place]
    for at in range(place + 1, len(text)):
        if text[at] == closing and _AFTER.match(text, at + 1) and (closing == '"' or not text[at - 1].isspace()):
            return at
    return -1


def bare(words: str) -> str:
    """Words of a clause to be put in, without the quotation marks around them."""
    words = words.strip()
    if re.search(r"[”»\"][.;,]?$", words) and _unopened(words):
        words = re.sub(r"[”»\"]([.;,]?)$", r"\1", words)
        return words if not re.search(r"[.;,:][.;,]$", words) else words[:-1]
    skeleton, quotations, closed = cut(words)
    if len(quotations) == 1 and not HOLE.sub("", skeleton).strip(" .;,") and (closed or words[0] in '“«"„'):
        return quotations[0].strip() + ("" if quotations[0].rstrip().endswith((".", ";", ",", ":")) else _tail(skeleton))
    return words


def _unopened(words: str) -> bool:
    """Whether the quotation that ends here was opened in an earlier paragraph."""
    if words.count("”") > words.count("“") or words.count("»") > words.count("«"):
        return True
    return words.count('"') % 2 == 1 and words[0] != '"'


def _tail(skeleton: str) -> str:
    return HOLE.sub("", skeleton).strip()[:1]
