"""Whose a verb is: where its clause begins, who its subject is, and what hangs on what another verb tells."""

import re
from functools import cache

from nemawashi.kit.promises import owners
from nemawashi.kit.promises.verbs import PROMISE, STANCE, MainVerb, is_passive
from nemawashi.kit.promises.vocabulary import listed

FARTHEST = 400  # signs to the left among which the subject of a verb begins
_ADVERBS = {
    "en": r"(?:(?:also|further|furthermore|jointly|together|again|therefore|thus|hereby|now|today|each|all|both|once|collectively|fully|moreover|actively"
    r"|hence|just|still|here|likewise|then|even|individually|never|in addition|in turn|once again|(?-i:(?<!\w)(?!family|supply|ally|only|assembly)[a-z]{2,}ly))[,\s]+)",
    "ru": r"(?:(?:также|далее|вновь|совместно|единогласно|вместе|поэтому|ежегодно|ежеквартально|в дальнейшем|и впредь|впредь|вскоре|особо|активно|ещё|еще"
    r"|регулярно|дополнительно|единодушно|настоятельно|твердо|решительно|настоящим|не|уже|сегодня|затем|взаимно)\s+)",
}
_AUX = {
    "en": r"(?:(?:have|has|had|are|is|were|was|been|be|do|did|does|being|'ve|’ve|remains?|remained|stands?|continue to be|likewise)\s+)",
    "ru": r"(?:(?:был|была|было|были|есть)\s+)",
}


@cache
def _tail(language: str) -> re.Pattern[str]:
    """Adverbs, auxiliaries and asides between the subject and its verb."""
    aside = r"(?:,\s*[^,]{2,80},\s*)"
    return re.compile(rf"(?:{_ADVERBS[language]}|{_AUX[language]}|\bnot\s+)*$|{aside}{_ADVERBS[language]}*$", re.IGNORECASE)


_SOFT = re.compile(  # stances that are acts, too, where no subject stands before them: "will promote growth and support farmers"
    r"(?:support|encourage|invite|consider|share|recogni[sz]e|value|express|acknowledge|observe|renew|demand|demonstrate|affirm|declare|oppose|reject"
    r"|expect|urge|recommend|approve|notes?|shares|values|hopes?|supports|informed|stress|adopted|reviewed|discussed)$",
    re.IGNORECASE,
)
_BASE = re.compile(r"(?:seek|strive|endeavou?r|aim|plan|intend|make|stand|ready|best|every)\b", re.IGNORECASE)
_COORDINATED = {
    "en": re.compile(r"(?:[,;]\s*)?\b(?:and|but|while|or)\b\s*|[;:]\s*|,\s*", re.IGNORECASE),
    "ru": re.compile(r"(?:[,;]\s*)?(?<!\w)(?:а также|и|а|но|при этом)(?!\w)\s*|[;:]\s*|,\s*", re.IGNORECASE),
}
_STRONG = {
    "en": re.compile(r"(?:[,;]\s*)?\b(?:and|but|while|or)\b|[;:]", re.I),
    "ru": re.compile(r"(?:[,;]\s*)?(?<!\w)(?:а также|и|а|но|при этом)(?!\w)|[;:]", re.I),
}
_THAT = {
    "en": re.compile(
        r"(?<!while )(?<!if )(?<!of )(?<!at )(?<!by )(?<!on )(?<!for )(?<!and )\b(?:that|whether|how)\b", re.I
    ),
    "ru": re.compile(r"(?<!\w)что(?!\w|бы)", re.I),
}


def seat(
    said: str,
    verb: MainVerb,
    language: str,
    start: int,
    floor: int,
    last: tuple[MainVerb, str] | None,
    promised: MainVerb | None,
) -> tuple[int, str, str] | None:
    """Where the clause of a main verb begins, its subject, and whether another verb announces it; None for no main verb."""
    low = max(floor, verb.start - FARTHEST)
    left = said[low : verb.start]
    tail = _tail(language).search(left)
    bare = left[: tail.start()] if tail else left
    thats = list(_THAT[language].finditer(bare))
    relatives = list(listed("relative", language).finditer(bare))
    sub = max((hit.end() for hit in (*thats, *relatives)), default=-1)
    if last is None and language == "en" and relatives and not thats and re.search(r"\band\s*$", bare, re.I):
        return low, _subject(bare[: relatives[0].start()].split(" remain")[0]), ""
    if last is None:
        return _first_seat(said, verb, language, low, bare, thats, relatives, sub)
    behind = sub
    pieces = list(_COORDINATED[language].finditer(bare))
    for at in range(len(pieces) - 1, -1, -1):
        piece = pieces[at]
        subject = bare[piece.end() :]
        if piece.end() < behind:
            break
        is_strong = _STRONG[language].match(piece[0].strip() or " ") is not None or piece[0].strip() in (";", ":")
        if not subject.strip():
            if not is_strong:
                continue
            if (
                behind >= 0
                and last[0].role == STANCE
                and verb.role == PROMISE
                and re.match(r"will|shall|would|must|буд", said[verb.start : verb.end], re.I)
            ):
                return None
            if not _is_finite(said, verb, language, promised, piece[0]):
                return None
            return low + piece.start(), "", ""
        if not _is_subject(subject, said, verb, language):
            if len(subject.split()) > 14:
                return None
            continue
        if at and piece[0].strip().isalpha() and _is_named(subject, language):
            longer = bare[pieces[at - 1].end() :]
            if (
                pieces[at - 1].end() >= behind
                and _STRONG[language].match(pieces[at - 1][0].strip() or " ")
                and _is_named(bare[pieces[at - 1].end() : piece.start()], language)
            ):
                piece, subject = pieces[at - 1], longer
        is_pronoun = re.fullmatch(r"\s*(?:we|мы)\s*", subject, re.I) is not None
        if not is_strong and not is_pronoun:
            continue
        if behind >= 0 and last[0].role == STANCE and not is_pronoun and not listed("speakers", language).search(subject):
            return None
        return low + piece.start(), subject.strip(), ""
    if language == "en" and re.search(r"(?:^|[\s,])(?:we)\s*$", bare, re.I) and (not thats or last[0].role != STANCE):
        return None if sub >= 0 else (low + bare.lower().rfind("we"), "we", "")
    announced = _announced(said, low, bare, thats, language)
    if announced and not promised and last[0].role == STANCE and thats and low + thats[-1].start() - last[0].end < 25:
        # The stance is the very verb that announces: "confirmed that they will".
        subject = bare[thats[-1].end() :]
        return -1, subject.strip(), announced
    return None


def _first_seat(
    said: str,
    verb: MainVerb,
    language: str,
    low: int,
    bare: str,
    thats: list[re.Match[str]],
    relatives: list[re.Match[str]],
    sub: int,
) -> tuple[int, str, str] | None:
    if sub < 0:
        return low, _subject(bare), ""
    announced = _announced(said, low, bare, thats, language)
    last_that = thats[-1].end() if thats else -1
    if not announced and re.search(r",\s*(?:we|мы)\s*$", bare, re.I) and (language == "en" or not thats):
        return low, "we", ""
    if announced:
        inner = bare[last_that:]
        outer = bare[: thats[-1].start()]
        closed = [hit for hit in relatives if hit.end() > last_that]
        subject = _subject(inner)
        if closed and "," not in inner[closed[-1].end() - last_that :]:
            return None
        is_same = not subject or re.fullmatch(r"(?:it|they|he|she|он|она|оно|они)", subject, re.I)
        return low, _governing(outer, language) if is_same else subject, announced
    if (
        last_that == sub
        and thats
        and not re.match(r"\s*(?:end|is|effect|regard)", bare[sub:])
        and not re.search(r"\b(?:in|to|with)\s+that$", bare[:sub], re.I)
    ):
        return None
    comma = bare.find(",", sub if sub > 0 else 0)
    if comma < 0:
        is_to_that = re.search(r"\b(?:to|in|with)\s+that\b", bare[: sub + 1], re.I)
        return (low, _subject(bare), "") if is_to_that else None
    subject = _subject(bare[comma + 1 :])
    if not subject.strip() or not bare[bare.rfind(",") + 1 :].strip():
        opening = re.search(r",\s*(?:which|who|whom|whose|where|котор\w+|как|если|когда)", bare, re.I)
        return (low, _subject(bare[: opening.start()]), "") if opening else None
    return low, subject.strip(), ""


def _announced(said: str, low: int, bare: str, thats: list[re.Match[str]], language: str) -> str:
    """Whether what "that" begins is announced by those who will do it; "again" where it is reaffirmed."""
    if not thats:
        return ""
    outer = said[max(0, low + thats[-1].start() - 60) : low + thats[-1].start()]
    hits = list(listed("announces", language).finditer(outer))
    if not hits or len(outer[hits[-1].end() :].split()) > 4 or re.search(r"[;]", outer[hits[-1].end() :]):
        return ""
    return "again" if listed("reaffirms", language).fullmatch(hits[-1][0]) else "yes"


def _governing(outer: str, language: str) -> str:
    hits = list(listed("announces", language).finditer(outer))
    return _subject(outer[: hits[-1].start()]) if hits else ""


FRONTED = re.compile(
    r"^\s*(?:to|in|for|through|with|by|as|at|on|under|subject|within|from|upon|after|before|following|during|despite|notwithstanding|building|considering"
    r"|given|above|drawing|recogni[sz]ing|working|based|guided|over|across|throughout|starting|beginning|pending|together|leveraging|alongside|along|since|furthermore|moreover|finally|accordingly|in particular|recalling|using|where|if|when|should|dedicated"
    r"|в|во|на|с|со|для|при|по|к|исходя|опираясь|учитывая|если|после|до|отмечая|подчеркивая|признавая|наряду|кроме)\b",
    re.IGNORECASE,
)


_END = re.compile(
    r"^\s*(?:to|for|with) (?:this|that|these|those) (?:end|aim|purpose|goal|view)s?\s+(?!,)|^\s*(?:с этой целью|в этих целях|для этого)\s+(?!,)",
    re.IGNORECASE,
)


def _subject(bare: str) -> str:
    """The subject in what stands before the verb, without what is fronted."""
    bare = _END.sub("", bare)
    parts = re.split(r",\s*", bare.strip())
    while len(parts) > 1 and FRONTED.match(parts[0]) and parts[-1].strip():
        parts.pop(0)
    if len(parts) > 1 and not parts[-1].strip():
        parts.pop()
        if len(parts) > 1 and FRONTED.match(parts[0]):
            parts.pop(0)
    if re.fullmatch(r"(?:and\s+)?(?:we|they|мы|они|the (?:parties|ministers|leaders|two sides))", parts[-1].strip(), re.I):
        parts = parts[-1:]
    own = [part for part in parts[1:] if not FRONTED.match(part) and part.strip(" ()")]
    said = ", ".join([parts[0], *own]).strip().rpartition(": ")[2]
    if FRONTED.match(said) and len(parts) == 1:
        heads = list(re.finditer(r"(?<!\w)(?:we|the parties|мы)(?!\w)|(?<=\s)[А-ЯЁ]", said, re.I if said.isascii() else 0))
        said = said[heads[0].start() :] if heads else ""
    return said


def _is_finite(said: str, verb: MainVerb, language: str, promised: MainVerb | None, coordinator: str) -> bool:
    """Whether a verb behind "and" without a subject is one of the parties' own, and not an act promised before."""
    if language == "ru":
        return True
    word = said[verb.start : verb.end]
    if verb.role == STANCE:
        if word.casefold().endswith("ed"):
            return True
        if _SOFT.match(word):
            return promised is None
        return True
    if (
        promised is not None
        and re.match(r"undertake$", word, re.I)
        and not re.match(r"\s+to\b", said[verb.end : verb.end + 5])
    ):
        return False
    if promised is not None and _BASE.match(word):
        return not re.match(r"(?:seek|strive|endeavou?r|make|best|every)", word, re.I) and "," in coordinator
    return True


_NOUN_PHRASE = re.compile(
    r"(?:we|they|it|the|all|both|each|our|their|its|this|these|such|relevant|other|any|a|an|no|two|three|four|five|six|\d+|[A-Z]\S*|\w+ (?:officials|experts|ministers))(?!\w)"
)


def _is_named(phrase: str, language: str) -> bool:
    """Whether a phrase is the name of somebody and nothing more."""
    said = re.sub(r"^\s*(?:the|also)\s+", "", phrase.strip(), flags=re.IGNORECASE)
    return any(start == 0 and end == len(said) for start, end, _ in owners.named(said, language))


def _is_subject(subject: str, said: str, verb: MainVerb, language: str) -> bool:
    plain = subject.strip()
    if len(plain.split()) > 14:
        return False
    if language == "en" and not _NOUN_PHRASE.match(plain):
        return False
    if (
        language == "en"
        and re.match(r"(?:to|in|for|through|with|by|as|at|on|including|of|from|\w+ing)\b", plain, re.I)
        and not re.search(r"\b(?:we)$", plain, re.I)
    ):
        return False
    if listed("agents", language).search(plain) or owners.named(plain, language):
        return True
    if language == "ru":
        return re.match(r"(?:в|на|с|для|при|по|к|от|о)\s", plain, re.I) is None and plain[:1].isupper()
    return (
        is_passive(said, verb, language)
        and re.match(r"(?:the|a|an|this|these|its|their|our|such|[A-Z])", plain) is not None
    )
