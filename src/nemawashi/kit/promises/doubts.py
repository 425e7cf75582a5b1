"""Why a main verb promises nothing all the same: rules, forecasts, views, principles, requests without a report."""

import re

from nemawashi.kit.promises import owners
from nemawashi.kit.promises.seats import FRONTED
from nemawashi.kit.promises.verbs import ASKED, MainVerb, is_passive
from nemawashi.kit.promises.vocabulary import listed

_NOT = {"en": re.compile(r"\b(?:not|n't|never)\s+(?:\w+ly\s+)?$", re.I), "ru": re.compile(r"(?<!\w)не\s+$", re.I)}
_RULE = re.compile(r"^\W*(?:nothing|none|no\b(?! (?:party|side|state)\b)|neither(?! (?:party|side)\b)|ничто|никак)", re.I)
_SHALL_RULE = re.compile(
    r"\s*(?:not\s+)?(?:be\s+(?:required|deemed|construed|interpreted|understood|considered as|governed|bound|entitled|without|subject|applied|applicable|valid|binding|published"
    r"|equally|authentic|open|composed|elected|taken|made by|limited|regarded|counted|decided)|apply|enter|constitute|affect|prejudice|consist|include|have\b|mean|remain|require|prevail|cease|take effect|not|hold office|come)\b", re.I)  # fmt: skip
_WOULD_NOT = re.compile(
    r"\s*(?:like|welcome|be\s+(?:\w+ly\s+)?(?:\w+ful|possible|important|necessary|able|in)|have|allow|help|require|need|mean|not)\b",
    re.I,
)
_ING_TO = re.compile(r"\s*(?:ourselves |themselves |itself )?(?:to|for|towards?|к|в)\s+(?P<object>.{0,80})", re.I | re.S)
_ACT_NOUN = re.compile(
    r"(?:not\s+)?(?:\w+ly\s+)?[a-z]{3,}ing\b|(?:the\s+)?(?:full\s+|early\s+|timely\s+|effective\s+)*(?:(?:[a-z]+\s+){0,2}(?:cooperation|co-operation|collaboration|coordination|consultations?|dialogue|engagement|consultation)\b|implement|realiz|realis|ratif|complet|creat|establish|develop|elimin|reduc|achiev|expan|deliver|provision|fulfil)\w+",
    re.I,
)


def why_not(said: str, verb: MainVerb, subject: str, language: str, *, announced: bool) -> str:
    """Why a main verb promises nothing all the same; empty where it does."""
    word, after = said[verb.start : verb.end], said[verb.end : verb.end + 140]
    before = said[max(0, verb.start - 30) : verb.start]
    if language == "en" and _NOT[language].search(before) and not re.match(r"will|shall|intend|plan", word, re.I):
        return "denied"
    if _RULE.match(subject):
        return "rule or permission"
    if verb.role == ASKED:
        return "" if _is_remit(said[verb.end : verb.end + 500], said, language) else "request without a report"
    if re.match(r"\s*(?:not\s+|never\s+|не\s+)*(?:\w+ly\s+|also\s+)*", after) and _not_an_act(after, language):
        return "stance, rule or forecast"
    if language == "en":
        return _why_not_english(word, after, verb, subject, said, announced=announced)
    return _why_not_russian(word, after, verb, subject, said)


def _not_an_act(after: str, language: str) -> bool:
    lead = re.match(r"[\s,]*(?:(?:not|never|also|further|не|также|[a-z]+ly)\s+)*", after, re.I)
    return listed("not_acts", language).match(after, lead.end() if lead else 0) is not None


def _why_not_english(word: str, after: str, verb: MainVerb, subject: str, said: str, *, announced: bool) -> str:
    low = word.casefold().split()[0]
    rule = _SHALL_RULE.match(after) if low in ("shall", "must") else None
    if rule and not (_may_act(subject, said, verb, "en") and not re.match(r"\s*(?:not\s+)?(?:be|have)\b", rule[0], re.I)):
        return "rule or permission"
    if low == "must" and is_passive(said, verb, "en"):
        return "agreed view"
    if low == "would" and not announced and _WOULD_NOT.match(after):
        return "no promise"
    if not announced and not _may_act(subject, said, verb, "en"):
        return "forecast or description"
    if re.match(r"\s*(?:not\s+)?have\s+\w+(?:ed|en)\b", after) and low == "would":
        return "no promise"
    if low.startswith("agree") and (
        listed("views", "en").match(after.lstrip())
        or re.match(r"\s*(?:on\s+)?the\s+(?:\w+\s+)?(?:importance|need|necessity|urgency|value|significance)\b", after)
    ):
        return "agreed view"
    if low.startswith("commit") or verb.is_noun:
        target = _ING_TO.match(after)
        if verb.is_noun and not target and not re.match(r"\s*(?:of|in)\s+\w+ing\b", after):
            return "principle or stance"
        is_state = verb.is_noun or re.search(
            r"\b(?:remains?|is|are|being|be)\s+(?:\w+ly\s+|also\s+|both\s+|fully\s+)*$",
            said[max(0, verb.start - 34) : verb.start],
            re.I,
        )
        if target and is_state and not _names_act(target["object"]):
            return "principle or stance"
        if (
            target
            and not _ACT_NOUN.match(target["object"])
            and not _is_infinitive(target["object"], after)
            and (listed("principles", "en").search(_TO_PREPOSITION.split(target["object"], maxsplit=1)[0]))
        ):
            return "principle or stance"
    return ""


_TO_PREPOSITION = re.compile(r"\s+(?:in order to|to|in|by|for|through|with|as|on|[a-z]+ing)\b|[,;]")
_NO_INFINITIVE = re.compile(
    r"(?:the|a|an|our|their|its|this|these|all|such|upholding|full|human|free|international|territorial|national)\b", re.I
)


_VERBAL = re.compile(
    r"(?:(?:not|further|also|jointly|fully|[a-z]+ly)\s+)*(?:work|cooperate|co-operate|collaborate|act|continue|invest|engage|consult|contribute|meet|move|stand|fight|respond|participate)\b",
    re.IGNORECASE,
)
_NOUN_FORM = re.compile(
    r"(?:\w+(?:tion|sion|ment|ity|ness|ship|ism|ance|ence|cy|s|racy|ure)|peace|security|trade|growth|law|order|democracy|defen[cs]e|dialogue|unity|action)$",
    re.I,
)


def _names_act(words: str) -> bool:
    """Whether an act follows "committed to": a gerund, an infinitive, or the noun of an act."""
    if _ACT_NOUN.match(words) or _VERBAL.match(words):
        return True
    bare = re.sub(r"^(?:(?:not|further|also|jointly|fully|[a-z]+ly)\s+)+", "", words)
    first = re.match(r"([a-z]+)(?:\s+(\S+))?", bare)
    if not first or _NO_INFINITIVE.match(bare) or _NOUN_FORM.match(first[1]):
        return False
    return (
        first[2] is not None
        and re.match(r"(?:of|in|for|and|as|on|between|among|across|through|within|that|which)\b", first[2]) is None
    )


def _is_infinitive(words: str, after: str) -> bool:
    """Whether a verb and no noun follows "to": a noun here has an article or an adjective before it."""
    return (
        _NO_INFINITIVE.match(words) is None
        and re.match(r"[a-z]+\s+(?:the|a|an|our|their|its|with|to|and|all|on|in)\b", words) is not None
    )


def _may_act(subject: str, said: str, verb: MainVerb, language: str) -> bool:
    if not subject.strip():
        return True
    if re.match(
        r"(?:this|these|such)\b(?!\s+(?:parties|sides|countries|states|ministers))", subject, re.I
    ) and not is_passive(said, verb, language):
        return False
    if any(
        _is_agent(part, language)
        for part in re.split(r",\s*|\s[–—]\s", re.sub(r"\([^)]*\)", "", subject))
        if not FRONTED.match(part)
    ):
        return True
    if re.search(
        r"\b(?:each|all|both|some|most|many|any)\b.*\b(?:of)\s+(?:us|them|the\s+(?:parties|sides|states|ministers))",
        subject,
        re.I,
    ):
        return True
    following = said[verb.end : verb.end + 60].lstrip()
    return is_passive(said, verb, language) or listed("happens", language).match(following) is not None


def _is_agent(phrase: str, language: str) -> bool:
    """Whether the noun of a phrase, before what hangs on it, is somebody who acts."""
    head = re.split(r"\s+(?:of|for|in|on|at|with|from|under|to|between|among|by)\s", phrase.strip(), maxsplit=1)[0]
    last = head.split()[-1] if head.split() else ""
    if listed("agents", language).fullmatch(last.strip("'’\"”“")) or re.search(
        r"\b[A-Z]{2,}\b|\b[A-Z]+\d+(?:\+\d+)?\b", last
    ):
        return True
    if owners.named(last, language) or (
        owners.named(head, language) and re.search(r"(?:^|\s)(?:and|the)?\s*[A-Z][\w’'.-]*$", head)
    ):
        return True
    return (
        re.search(r"\b(?:president|minister|chancellor|premier|secretary|king|prince|mr|ms|dr)\b", head, re.I) is not None
    )


_ACT_IN_DATIVE = re.compile(r"\s*(?:[а-я]+(?:ему|ому)\s+)?[а-я]+(?:ению|анию|яцию|ации|изации|ержке|итию)(?!\w)")


def _is_named_first(subject: str) -> bool:
    """Whether a Russian subject is a name and not something of its bearer's, as in "доля страны"."""
    return any(
        not subject[:start].strip(' «"') or re.search(r"(?:,|(?<!\w)и)\s*$", subject[:start], re.IGNORECASE)
        for start, _, _ in owners.named(subject, "ru")
    )


def _why_not_russian(word: str, after: str, verb: MainVerb, subject: str, said: str) -> str:
    low = word.casefold()
    if low.startswith(("реша", "постановля")) and not re.match(r"\s*[а-я]+(?:ть|ти|чь)(?:ся)?(?!\w)|,\s*что", after):
        return "no verb of promise"
    if low.endswith("приверженность") and (
        listed("principles", "ru").search(after[:40]) or not _ACT_IN_DATIVE.match(after)
    ):
        return "principle or stance"
    if low.startswith(("согласи", "договори", "услови")) and listed("views", "ru").match(after.lstrip()):
        return "agreed view"
    if listed("not_acts", "ru").match(word) or low in (
        "позволит",
        "позволят",
        "достигнет",
        "приведет",
        "приведут",
    ):
        return "forecast or description"
    if verb.is_noun and re.match(r"\s*(?:принцип|цел|устав|дух|букв)", after):
        return "principle or stance"
    if listed("happens", "ru").match(word):
        return ""
    is_modal = verb.promise in ("will",) and not low.startswith(("договор", "услов", "реш", "соглас"))
    if is_modal and subject.strip():
        is_agent = listed("agents", "ru").search(subject) or _is_named_first(subject)
        if not is_agent and not is_passive(said, verb, "ru"):
            return "forecast or description"
    if low in ("должен", "должна", "должно", "должны", "обязан") and is_passive(said, verb, "ru"):
        return "agreed view"
    return ""


def _is_remit(after: str, said: str, language: str) -> bool:
    """Whether what is asked is to examine or report, or names a meeting at which it is done."""
    acts = listed("remit_verbs", language).search(after)
    if acts is None:
        return False
    is_exam = listed("examine", language).search(after[:160]) is not None
    reports = listed("noun_reports", language).search(said) is not None
    meets = listed("meetings", language).search(said) is not None
    return is_exam or reports or meets
