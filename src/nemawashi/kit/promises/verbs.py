"""Which words of a sentence may be its main verbs: verbs and nouns of promise, verbs of asking, mere stances."""

import re
from dataclasses import dataclass
from functools import cache

from nemawashi.kit.promises.vocabulary import listed
from nemawashi.kit.speech import strength

STANCE, PROMISE, ASKED = "stance", "promise", "asked"


@dataclass(frozen=True, slots=True)
class MainVerb:
    """A verb that may be the main one. ``promise``: its class on the ladder; empty for a stance."""

    start: int
    end: int
    role: str
    promise: str = ""
    is_reaffirmed: bool = False
    is_noun: bool = False


_TO_BEFORE = re.compile(
    r"(?:\bto|\bin|\bfor|\bby|\bof|\bwill|\bshall|\bmust|\bmay|\bcan|\bcould|\bwould|\bshould|\bcontinue|\bhelp|\bwithout)\s+(?:\w+ly\s+|also\s+|further\s+|not\s+)?$",
    re.I,
)
_NOUN_OF = re.compile(r"\s*(?:of|in|by|from|against|during|made|under|'s|’s)\b", re.IGNORECASE)
_COMMITTED = re.compile(r"(?:commit|pledg|undert)\w*$", re.IGNORECASE)
_IS_TO = re.compile(r"\b(?:is|are)(?=\s+to\s+[a-z]+\b)", re.IGNORECASE)
_GOES_ON = {
    "en": re.compile(
        r"(?:^|[\s,])(?:we|they|(?:the|all|both|two)\s+(?:parties|sides|ministers|leaders|participants|countries|governments))\s+(?:\w+ly\s+|also\s+)?$",
        re.I,
    ),
    "ru": re.compile(r"(?:^|[\s,])(?:мы|они|стороны|министры|участники)\s+(?:также\s+|совместно\s+)?$", re.I),
}
_INFINITIVE = re.compile(r"\s+(?:\w+\s+){0,3}?[а-яе]{3,}(?:ть|ти|чь)(?:ся)?(?!\w)", re.IGNORECASE)
# Programmes say in the present what each side does by a day, or how often: "Каждая из Сторон назначает ... к концу 2026 года".
_PRESENT = re.compile(
    r"\W*(?:(?:в случае|при|с целью|в целях|для)\s[^.;]{3,90}?[\s,])?(?:каждая (?:из )?сторон[аы]?|стороны|обе стороны)\s+(?:также\s+|совместно\s+|ежегодно\s+)?(?P<verb>[а-яе]{4,}(?:[еую]т|[ия]т|ат)(?:ся)?)(?!\w)",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"(?<!\w)(?:(?:до|к|не позднее|не позже)\s+(?:(?:конц|начал|середин)\w\s+)?(?:\d|[а-я]+\s+\d{4})|не реже|кажды[ей]|в течение\s+(?:\d|[а-я]+(?:и|х)\s))",
    re.IGNORECASE,
)
_ORDER = {ASKED: 0, PROMISE: 1, STANCE: 2}  # which of two readings of one word goes first


def verbs_of(said: str, language: str) -> list[MainVerb]:
    rows: list[MainVerb] = []
    rows += _nouns(said, language)
    for verb in strength.promises(said, language):
        rows.append(MainVerb(verb.start, verb.end, PROMISE, verb.promise))
    if future := strength.future(language):
        form, never = future
        rows += [
            MainVerb(*hit.span(), PROMISE, "will") for hit in form.finditer(said) if not never.fullmatch(hit[0].lower())
        ]
    if language == "en":
        rows += [MainVerb(*hit.span(), PROMISE, "will") for hit in _IS_TO.finditer(said)]
    rows += [
        MainVerb(*hit.span(), PROMISE, strength.bare())
        for hit in strength.anywhere(language).finditer(said)
        if _GOES_ON[language].search(said[max(0, hit.start() - 60) : hit.start()])
        and (language != "ru" or _INFINITIVE.match(said, hit.end()))
    ]
    if language == "ru" and (present := _PRESENT.match(said)) and _BOUND.search(said, present.end()):
        rows.append(MainVerb(*present.span("verb"), PROMISE, "will"))
    rows += [MainVerb(*hit.span(), ASKED, strength.asked()) for hit in listed("remits", language).finditer(said)]
    rows += [MainVerb(*hit.span(), STANCE) for hit in listed("stances", language).finditer(said)]
    rows.sort(key=lambda row: (row.start, _ORDER[row.role], -row.end))
    out: list[MainVerb] = []
    for row in rows:
        if out and row.start < out[-1].end:
            continue
        out.append(row)
    return out


@cache
def _noun_patterns(language: str) -> list[tuple[re.Pattern[str], bool]]:
    filler = r"(?:\s+[\w'’-]+){0,4}?\s+(?P<noun>" if language == "en" else r"(?:\s+[\w-]+){0,3}?\s+(?:о\s+)?(?P<noun>"
    nouns = strength.nouns(language)
    out = []
    for name, is_again in (("reaffirms", True), ("expresses", False)):
        out.append((re.compile(rf"(?:{listed(name, language).pattern}){filler}{nouns})", re.IGNORECASE), is_again))
    return out


_GOAL = {
    "en": re.compile(
        r"\b(?:our|their|its|the)\s+(?:\w+\s+){0,2}?(?:aim|goal|objective|intention|plan)s?\s+(?:is|are|remains)(?=\s+to\b)",
        re.I,
    ),
    "ru": re.compile(
        r"(?<!\w)(?:наш\w+|свое\w+|их|общ\w+)\s+(?:\w+\s+)?(?:цель\w*|задач\w+)\s*(?:—|–|-|является|состоит в том, чтобы)"
        r"|(?<!\w)целью\s+(?:обеих\s+)?(?:сторон|участников|министров)\s+является",
        re.I,
    ),
}
_MIDDLE_STANCE = {
    "en": re.compile(r"\b(?:that|support|importance|view|for|welcome|role|value)\b", re.I),
    "ru": re.compile(r"(?<!\w)(?:что|важность|роль)\b", re.I),
}


def _nouns(said: str, language: str) -> list[MainVerb]:
    rows = []
    for pattern, is_again in _noun_patterns(language):
        for hit in pattern.finditer(said):
            between = said[hit.start() : hit.start("noun")]
            if _MIDDLE_STANCE[language].search(between):
                continue
            rows.append(
                MainVerb(hit.start(), hit.end(), PROMISE, strength.of_noun(hit["noun"], language), is_again, is_noun=True)
            )
    rows += [MainVerb(*hit.span(), PROMISE, "intend", is_noun=True) for hit in _GOAL[language].finditer(said)]
    return rows


def is_verb(said: str, verb: MainVerb, language: str) -> bool:
    """Whether the word is a verb here, and finite: "our pledge" and "efforts to support" are not."""
    if language != "en" or verb.is_noun:
        return True
    before, word = said[max(0, verb.start - 40) : verb.start], said[verb.start : verb.end]
    if verb.role == STANCE and _TO_BEFORE.search(before):
        return False
    if verb.role == ASKED and re.match(r"\s*(?:force|team|group)s?\b", said[verb.end : verb.end + 8], re.I):
        return False
    if verb.role == ASKED and (_TO_BEFORE.search(before) or re.search(r"\b(?:upon|on|at)\s+$", before, re.I)):
        return False
    previous = re.search(r"([\w'’-]+)\s+$", before)
    is_nounlike = verb.role != PROMISE or word.casefold() in (
        "will", "pledge", "pledges", "aim", "aims", "must", "commits", "best efforts", "every effort"
    )  # fmt: skip
    if previous and verb.role != PROMISE and re.search(r"['’]s?$", previous[1]):
        return False
    if previous and is_nounlike and listed("determiners", "en").fullmatch(previous[1]):
        return (
            previous[1].casefold() in ("all", "each", "both", "own", "its") and word.casefold() in ("will", "shall")
        ) or (
            previous[1].casefold() in ("all", "each", "that", "this", "these", "those")
            and word.casefold() in ("will", "must")
        )
    if previous and previous[1].casefold() == "to" and verb.role == PROMISE and word.casefold() != "will":
        return False
    if _COMMITTED.search(word) and _NOUN_OF.match(said, verb.end):
        return False
    if (
        verb.role == ASKED
        and re.match(r"(?:ask|request|task|direct|mandate)s?$", word, re.I)
        and re.match(r"\s*(?:of|for|from|by|in|,)(?!\w)", said[verb.end : verb.end + 8])
    ):
        return False
    if verb.role == PROMISE and _NOUNLIKE.match(word) and not _may_precede(before, word):
        return False
    if word.casefold() == "committed" and re.search(r"[,(]\s*$", before):
        return False
    is_participle = verb.role == PROMISE and re.match(r"aiming|seeking|striving|endeavouring", word, re.I)
    return not is_participle or re.search(r"\w\s+$", before) is not None


_NOUNLIKE = re.compile(r"(?:endeavou?rs?|pledges?|commits?)$", re.IGNORECASE)
_LAST_WORD = re.compile(r"([\w'’.-]+)[\s,]*$")


def _may_precede(before: str, word: str) -> bool:
    """Whether a word that may be a noun stands where a verb would: behind somebody who acts, an adverb, "and" or a modal."""
    if not before.strip() or re.search(r"[,;:]\s*$", before):
        return True
    last = _LAST_WORD.search(before)
    if not last or word[0].isupper():
        return False
    previous = last[1]
    return (
        re.fullmatch(
            r"and|but|or|also|therefore|thus|now|hence|again|both|all|each|today|then|here|\w+ly|will|shall|further|jointly|hereby|together|not|must|would|to|have|\)",
            previous,
            re.I,
        )
        is not None
        or listed("agents", "en").fullmatch(previous) is not None
        or previous[0].isupper()
    )


_PARTICIPLE = re.compile(
    r"\s*(?:(?:also|further|jointly|[a-z]+ly)\s+)*(?:be|have been|continue to be)\s+(?:(?:also|further|jointly|[a-z]+ly)\s+)*(?:\w+(?:ed|en|own|uilt|eld|et|ade|ent|ut|ought|aid|iven|one|ound|rawn|hosen|ept|ead|old))\b",
    re.I,
)


def is_done_to(said: str, verb: MainVerb) -> bool:
    """Whether the subject of a Russian verb is what is done, as in "будет построен"."""
    is_future = said[verb.start : verb.start + 3].lower() == "буд"
    return (
        is_future
        and re.match(r"\s*(?:\w+о\s+)?[а-я]+(?:[аеёя]н|[аяоиуы]т)[аоы]?(?!\w)", said[verb.end : verb.end + 40]) is not None
    )


def is_passive(said: str, verb: MainVerb, language: str) -> bool:
    if language == "ru":
        return is_done_to(said, verb) or said[verb.start : verb.end].endswith("ся")
    return _PARTICIPLE.match(said, verb.end) is not None
