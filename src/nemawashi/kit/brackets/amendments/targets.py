"""Which clauses a phrase of an instruction names: numbers, ordinals, ranges, letters, articles."""

import re
from dataclasses import replace

from nemawashi.kit.brackets.amendments.numerals import COUNTS
from nemawashi.kit.brackets.amendments.places import normal
from nemawashi.kit.brackets.amendments.values import CannotError, Target

AGAIN = r"(?:\s?(?:bis|ter|quater|quinquies|sexies|alt))?"
NUMBER = rf"\d+(?:\.\d+)*(?:[a-z]\b)?{AGAIN}(?!\d|th\b)"
LETTERS = r"(?:\s?\([a-z0-9]{1,5}\))*"
ONE = rf"{NUMBER}{LETTERS}"
LINK = r"(?:\s?,\s?(?:and )?|\s?;\s?(?:and )?|\s(?:and|to|through|till|until)\s|\s?[–—-]\s?)"
NTH = r"(?:\d+th|last|final|penultimate|antepenultimate|only|sole|opening)"
NTHS = rf"{NTH}(?:{LINK}(?:the )?{NTH})*"
LABEL = rf"(?:\d+(?:\.\d+)?[a-z]?\b{AGAIN}|[ivxlc]+\b)"
PART = r"(?:[ivxlc]+|\d+|[a-z])\b(?:[. ]?\(?[a-z]\b\)?)?"
HOW_MANY = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten)"
FAMILY = r"(?:preambular|operative)"
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")


def nth_of(word: str) -> str:
    return {
        "penultimate": "last-1",
        "antepenultimate": "last-2",
        "final": "last",
        "last": "last",
        "only": "1",
        "sole": "1",
        "opening": "1",
    }.get(word, word.removesuffix("th"))


def nths_in(words: str) -> list[str]:
    """Each of ``second, third and last``, with those between where it is a range."""
    out: list[str] = []
    reach = False
    for part in re.findall(rf"{NTH}|\bto\b|\bthrough\b|[–—-]", words):
        if part in ("to", "through", "–", "—", "-"):
            reach = True
            continue
        if reach and out:
            out += [str(number) for number in range(_whole(out[-1]) + 1, _whole(part))]
        out.append(nth_of(part))
        reach = False
    return out


def _ends(groups: dict[str, str | None], said: str) -> list[Target]:
    """``The first three`` and ``the last two``."""
    many = groups["howmany"] or ""
    count = int(many) if many.isdecimal() else COUNTS[many]
    family = {"preambular": "pp", "operative": "op"}.get(groups["endfamily"] or "", "any")
    if groups["end"] == "1th":
        return [Target(family, str(number), said=said) for number in range(1, count + 1)]
    return [Target(family, f"last-{back}" if back else "last", said=said) for back in reversed(range(count))]


def _articles(list_of_articles: str, said: str) -> list[Target]:
    """Articles with the paragraphs and letters that stand in brackets behind them: ``2 (1) (a)`` and ``2.1``."""
    out: list[Target] = []
    reach = False
    for item in re.finditer(
        rf"(?P<label>{LABEL})(?P<letters>{LETTERS})|(?P<more>\([a-z0-9]{{1,5}}\))|(?P<reach>\b(?:to|through|till|until)\b|[–—-])",
        list_of_articles,
    ):
        if item["reach"]:
            reach = True
            continue
        if item["more"]:
            more = item["more"].strip("()")
            if not out or out[-1].family != "any":
                raise CannotError(f"the instruction is not understood at “{item['more']}”")
            last = out[-1]
            if last.subs:
                between = letters_between(last.subs[-1], more) if reach else []
                out += [replace(last, subs=(*last.subs[:-1], each)) for each in (*between, more)]
            else:
                between = letters_between(last.number, more) if reach else []
                out += [replace(last, number=each) for each in (*between, more)]
            reach = False
            continue
        label, _, dotted = item["label"].partition(".")
        letters = [*([dotted] if dotted else []), *re.findall(r"\(([a-z0-9]+)\)", item["letters"])]
        if reach and out and not letters:
            low, high = normal(out[-1].number), normal(label)
            if not (low.isdecimal() and high.isdecimal() and int(low) < int(high) <= int(low) + 500):
                raise CannotError(f"no such range of articles: {low} to {high}")
            out += [Target("article", str(number), said=said) for number in range(int(low) + 1, int(high))]
        reach = False
        if letters and letters[0].isdecimal():
            out.append(Target("any", letters[0], tuple(letters[1:]), said=said, scope=(("article", normal(label)),)))
        elif letters:
            out.append(Target("any", "1", tuple(letters), said=said, scope=(("article", normal(label)),)))
        else:
            out.append(Target("article", label, said=said))
    return out


def _sections(list_of_sections: str, said: str) -> list[Target]:
    out = []
    for item in re.finditer(
        r"\b([ivxlc]+|\d+|[a-z])\b(?:[. ]?\(?([a-z])\b\)?)?",
        re.sub(r"\b(?:section|and|or|to|through)\b", ",", list_of_sections),
    ):
        if item[2]:
            out.append(Target("section", item[2], said=said, scope=(("section", normal(item[1])),)))
        else:
            out.append(Target("section", item[1], said=said))
    if re.search(r"\b(?:to|through)\b|[–—-]", list_of_sections):
        raise CannotError("the instruction is not understood: a range of sections")
    return out


def targets_in(groups: dict[str, str | None], said: str) -> list[Target]:
    if groups.get("end"):
        return _ends(groups, said)
    if groups.get("articles"):
        return _articles(groups["articles"] or "", said)
    if groups.get("sections"):
        return _sections(groups["sections"] or "", said)
    if groups.get("annexes"):
        return [
            Target("annexhead", label, said=said)
            for label in re.findall(r"\b(?!annex|and|or|to)(?:[a-z]+|\d+)\b", groups["annexes"] or "")
        ]
    if groups.get("nths"):
        family = (groups["nfamily"] or "").split()
        name = {"preambular": "pp", "operative": "op"}.get(family[0] if family else "", "any")
        letters = tuple(re.findall(r"\(([a-z0-9]+)\)", groups["nletters"] or ""))
        return [Target(name, nth, letters, said=said) for nth in nths_in(groups["nths"] or "")]
    if groups.get("numbers"):
        name = {"preambular": "pp", "operative": "op"}.get(groups["family"] or "", "any")
        numbered = _numbered(name, groups["numbers"] or "", said)
        return [replace(t, scope=(("annex", ""),)) for t in numbered] if groups["family"] == "annex" else numbered
    if groups.get("title"):
        return [Target("title", said=said)]
    if groups.get("every"):
        return [Target("pp" if groups["every"] == "preambular" else "op", said=said)]
    if groups.get("operative"):
        return [Target("op", said=said)]
    if groups.get("preamble"):
        return [Target("pp", said=said)]
    if groups.get("annexed"):
        return [Target("annex", said=said)]
    return [Target("all", said=said)]


def _whole(nth: str) -> int:
    number = nth if nth.isdecimal() else nth_of(nth)
    if not number.isdecimal():
        raise CannotError("the instruction is not understood: a range of paragraphs without numbers")
    return int(number)


def _numbered(name: str, numbers: str, said: str) -> list[Target]:
    out: list[Target] = []
    reach = False
    for item in re.finditer(
        rf"(?P<one>{ONE})|(?P<more>\([a-z]+\))|(?P<reach>\bto\b|\bthrough\b|\btill\b|\buntil\b|[–—-])", numbers
    ):
        if item["reach"]:
            reach = True
            continue
        if item["more"]:
            if not out or not out[-1].subs:
                raise CannotError(f"the instruction is not understood at “{item['more']}”")
            more = item["more"].strip("()")
            depth = len(out[-1].subs) - 1
            if depth and is_roman(out[-1].subs[-1]) and not is_roman(more):
                depth -= 1
            if reach:
                out += [
                    replace(out[-1], subs=(*out[-1].subs[:depth], each))
                    for each in letters_between(out[-1].subs[depth], more)
                ]
                reach = False
            out.append(replace(out[-1], subs=(*out[-1].subs[:depth], more)))
            continue
        one = item["one"].strip()
        number = re.match(NUMBER, one)
        assert number is not None  # noqa: S101  the pattern above begins with it
        letters = tuple(re.findall(r"\(([a-z0-9]+)\)", one[number.end() :]))
        target = Target(name, number[0].strip(), letters, said=said)
        if reach and out and out[-1].number.isdecimal() and target.number.isdecimal() and not letters:
            low, high = int(out[-1].number), int(target.number)
            if not low < high <= low + 500:
                raise CannotError(f"no such range of paragraphs: {low} to {high}")
            out += [Target(name, str(n), said=said) for n in range(low + 1, high)]
        reach = False
        out.append(target)
    return out


def is_roman(letter: str) -> bool:
    return letter in _ROMAN


def letters_between(low: str, high: str) -> list[str]:
    """The letters of ``(a) to (e)`` between its ends."""
    if is_roman(low) and is_roman(high) and _ROMAN.index(low) < _ROMAN.index(high):
        return list(_ROMAN[_ROMAN.index(low) + 1 : _ROMAN.index(high)])
    if len(low) == len(high) == 1 and low < high:
        return [chr(each) for each in range(ord(low) + 1, ord(high))]
    if low.isdecimal() and high.isdecimal() and int(low) < int(high) <= int(low) + 100:
        return [str(each) for each in range(int(low) + 1, int(high))]
    raise CannotError(f"no such range of letters: ({low}) to ({high})")
