"""From the clauses of a text to what they promise: sentences and lists put together, each promise with its terms."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from nemawashi.kit.promises import clausal, japanese, kinds, owners, sentences, terms, verbs
from nemawashi.kit.promises.vocabulary import folded, listed
from nemawashi.kit.speech import strength

_SILENT = ("preambular", "title", "heading", "signature", "note", "footnote")
_ITEM, _CHAPEAU = ("sub",), "chapeau"


@dataclass(frozen=True, slots=True)
class SaidClause:
    """A clause to read: operative, preambular, chapeau, sub, annex or any other kind, of which headings promise nothing."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Promised:
    """What a rule found. ``clause`` counts from 0; ``due`` is an ISO date or the words; ``amount`` is as printed.

    ``because``: what led to it, one word each: verb, addressee, act, date, amount.
    """

    words: str
    kind: str
    strength: str
    owner: str
    due: str
    amount: str
    clause: int
    verb: str

    @property
    def because(self) -> tuple[tuple[str, str], ...]:
        rows = (
            ("verb", self.verb),
            ("strength", self.strength),
            ("owner", self.owner),
            ("date", self.due),
            ("amount", self.amount),
        )
        return tuple((name, value) for name, value in rows if value)


@dataclass(frozen=True, slots=True)
class Promises:
    """All promises of a text in the order of its words, and for each clause without one the reason."""

    promises: tuple[Promised, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Opening:
    """What the chapeau of a list says of its items; without ``promise`` they speak for themselves or, with ``reason``, not at all."""

    promise: Promised | None
    reason: str
    is_asked: bool = False


def is_read(language: str) -> bool:
    return strength.is_known(language)


def find(clauses: Sequence[SaidClause], language: str, *, parties: Sequence[Mapping[str, str]] = ()) -> Promises:
    """What the clauses promise. ``parties``: those of the forum, each by its names in each language, so that it is known that
    they act; states and bodies of the world are known without.

    Raises ``ValueError`` for a language without a ladder of verbs.
    """
    if not is_read(language):
        raise ValueError(f"no verbs of promise are known in {language}")
    with owners.among(parties):
        return _find(clauses, language)


def _find(clauses: Sequence[SaidClause], language: str) -> Promises:
    promises: list[Promised] = []
    reasons: list[str] = []
    opening: _Opening | None = None
    for number, clause in enumerate(clauses):
        if clause.kind in _SILENT:
            opening = None
            reasons.append("preamble" if clause.kind == "preambular" else "heading or names")
            continue
        is_item = clause.kind in _ITEM and opening is not None
        has_items = number + 1 < len(clauses) and clauses[number + 1].kind in _ITEM
        if is_item and opening:
            rows, reason = _item(clause.words, opening, number, language)
        elif has_items and clause.kind not in _ITEM and (clause.kind == _CHAPEAU or _opens(clause.words)):
            opening = _chapeau(clause.words, number, language)
            rows, reason = [], "chapeau of a list"
        else:
            opening = None
            rows, reason = _running(clause, number, language)
        promises += rows
        reasons.append("" if rows else reason)
    return Promises(tuple(promises), tuple(reasons))


_COLON = re.compile(r"[:：]\s*$|(?:以下|次の)[^。]*。?\s*$")


def _opens(words: str) -> bool:
    return _COLON.search(words) is not None


_ONLY_FOLLOWING = re.compile(
    r"^.{0,160}\b(?:agree[ds]?|decide[ds]?|resolve[ds]?|commit\w*|following|договорились|решили|условились|обязу\w+|намерены)\s*(?:to|on|о|upon)?"
    r"\s*(?:the following|следующем|следующее|as follows|нижеследующем)?\s*(?:actions?|points|steps|measures)?\s*:\s*$",
    re.IGNORECASE | re.DOTALL,
)


def _says_nothing(words: str, language: str) -> bool:
    """Whether the opening of a list is no promise without its items."""
    if language == "ja":
        return japanese.chapeau(words)[1] == "neutral"
    pieces = sentences.sentences(words)
    return bool(pieces) and any(pattern.search(pieces[-1].words) for pattern in (_ONLY_FOLLOWING, _NO_ACT))


# A list of means or examples belongs to what goes before it.
_MEANS = re.compile(
    r"\b(?:by|through|including|via|such as|notably|in particular|particularly)\s*:?\s*$|(?<!\w)(?:путем|включая|посредством|в частности)\s*:?\s*$",
    re.I,
)


_NO_ACT = re.compile(
    r"\b(?:to|that|on|by)\s*:\s*$|\bthe following (?:actions|steps|measures|points|principles|commitments)\b[^:]{0,40}:\s*$",
    re.IGNORECASE,
)


def _running(clause: SaidClause, number: int, language: str) -> tuple[list[Promised], str]:
    """A clause of running words: its sentences, and lists that stand within them."""
    words = clause.words
    if (clause.kind == _CHAPEAU or _opens(words)) and _says_nothing(words, language):
        return [], "chapeau alone"
    if (listing := sentences.inline_list(words)) and not _MEANS.search(listing[0].words):
        opening = _chapeau(listing[0].words.rstrip() + ":", number, language)
        if opening.promise or opening.is_asked:
            rows = [row for item in listing[1] for row in _item(item.words, opening, number, language)[0]]
            return rows, "call on others"
    rows, reason, before = [], "", owners.ALL
    for piece in sentences.sentences(words):
        more, why, before = _sentence(piece.words, number, language, before)
        rows += more
        reason = reason or why
    if not rows and clause.kind in ("sub", "annex") and (bare := _bare(words, number, language)):
        rows = [bare]
    return rows, reason or "no verb of promise"


def _bare(words: str, number: int, language: str) -> Promised | None:
    """An imperative at the head of an item that stands without its chapeau."""
    text = words[sentences.mark_end(words) :].strip()
    hit = strength.pattern("bare", language).match(text)
    return _promise(text, "welcome", owners.ALL, number, language, verb=hit[0], act=text) if hit else None


def _sentence(words: str, number: int, language: str, before: str) -> tuple[list[Promised], str, str]:
    if language == "ja":
        spoken, why = japanese.read(words)
        rows = [
            _promise(
                words[row.start : row.end], row.promise, row.owner, number, language, verb=row.verb, act=words[row.start : row.end],
                is_reaffirmed=row.is_reaffirmed, is_asked=row.is_asked,
            )
            for row in spoken
        ]  # fmt: skip
        return rows, why, owners.ALL
    read = clausal.read(words, language, before=before)
    rows = [_of_clause(words, row, number, language) for row in _merged(words, read.kept)]
    return rows, read.reason, rows[-1].owner if rows else before


_SAME_ACT = re.compile(r"\s*(?:do (?:this|so|that)|make every effort to do so)\b", re.IGNORECASE)


def _merged(words: str, kept: Sequence[clausal.OwnAct]) -> Iterator[clausal.OwnAct]:
    """Without those that only say how: "we will do this in ... and will work"."""
    rows = list(kept)
    while rows:
        row = rows.pop(0)
        if rows and _SAME_ACT.match(words, row.verb.end):
            rows[0] = replace(rows[0], start=row.start, owner=row.owner, subject=row.subject)
            continue
        yield row


_CONJUNCTION = re.compile(r"^[\s,;:]*(?:(?:and|but|while|or|и|а также|а|но)\s+)?", re.IGNORECASE)
_LEADING = re.compile(
    r"^(?:(?:finally|in this regard|in addition|furthermore|moreover|also|as a quad|to this end|in particular|today)\s*,\s*)",
    re.IGNORECASE,
)


def _of_clause(words: str, row: clausal.OwnAct, number: int, language: str) -> Promised:
    said = words[row.start : row.end]
    lead = _CONJUNCTION.match(said)
    begin = row.start + (lead.end() if lead else 0)
    act = words[row.verb.start if language == "ru" and not row.is_asked else row.act : row.end]
    owner = _addressee(words, row, language) if row.is_asked else _by_whom(words, act, row, language)
    return _promise(
        words[begin : row.end].strip(), row.verb.promise, owner, number, language, verb=words[row.verb.start : row.verb.end], act=act,
        is_reaffirmed=row.verb.is_reaffirmed or _is_kept(words, row, language), is_asked=row.is_asked, subject=row.subject,
    )  # fmt: skip


def _is_kept(words: str, row: clausal.OwnAct, language: str) -> bool:
    before = words[max(0, row.verb.start - 24) : row.verb.start]
    pattern = (
        r"\b(?:remain|remains|continue to be)\s+(?:\w+ly\s+|also\s+)*$"
        if language == "en"
        else r"(?:остаются|по-прежнему)\s+$"
    )
    return (
        re.search(pattern, before, re.I) is not None
        or re.match(r"recommit", words[row.verb.start : row.verb.end], re.I) is not None
    )


_ASKED_TO = re.compile(r"\bto\s+[a-z]|\bwith\s+[a-z]+ing\b")


def _addressee(words: str, row: clausal.OwnAct, language: str) -> str:
    """Whom somebody is asked to do it: the object of the asking, or its subject where it is passive."""
    act = words[row.act : row.end]
    if language == "en":
        if re.search(
            r"\b(?:are|is|was|were|be|been)\s+(?:also\s+|hereby\s+)?$",
            words[max(0, row.verb.start - 14) : row.verb.start],
            re.I,
        ):
            return row.owner
        infinitive = _ASKED_TO.search(act)
        whom = act[: infinitive.start()] if infinitive else act[:60]
    else:
        whom = re.split(r"\s(?=[а-яё]+(?:ть|ти|чь)(?:ся)?(?:\s|$))|с просьбой", act, maxsplit=1)[0]
        if re.search(r"о$|ено$", words[row.verb.start : row.verb.end]) and row.subject:
            whom = row.subject
    whom = re.sub(r"^\s*(?:that\b|к\s+|our\s+|their\s+|its\s+)", "", whom.strip(), flags=re.I)
    said = owners.owner(whom, language)
    if said == owners.ALL and whom:
        plain = re.sub(r"^(?:the|our|their|its|relevant|respective|свои\w*)\s+", "", whom.strip(" ,"), flags=re.I)
        if not listed("speakers", language).fullmatch(folded(plain)):
            return f"group:{plain}"
    return said


_WHAT_IS_DECIDED = re.compile(r"\s*,\s*что\s+(?P<decided>[^,;]{2,120})", re.IGNORECASE)


def _who_in(clause: str, before: str) -> str:
    """Who does what is decided: "решено, что секретариат разошлёт"."""
    said = folded(clause)
    for verb in verbs.verbs_of(said, "ru"):
        if verb.role == verbs.PROMISE:
            happens = listed("happens", "ru").fullmatch(said[verb.start : verb.end])
            return (
                owners.ALL if happens or verbs.is_done_to(said, verb) else owners.owner(clause[: verb.start], "ru", before)
            )
    return before


_BY = re.compile(r"\bby\s+(?=(?:the\s+)?[A-Z])")


def _by_whom(words: str, act: str, row: clausal.OwnAct, language: str) -> str:
    """In the passive who does it stands behind "by"."""
    if language == "ru":
        if decided := _WHAT_IS_DECIDED.match(words, row.act):
            return _who_in(decided["decided"], row.owner)
        happens = listed("happens", language).fullmatch(folded(words[row.verb.start : row.verb.end]))
        return owners.ALL if happens or verbs.is_done_to(folded(words), row.verb) else row.owner
    if language != "en" or not re.match(r"\s*(?:\w+ly\s+|also\s+)*be\s+(?:\w+ly\s+)?\w+(?:ed|en|t|ld|n)\b", act):
        return row.owner
    by = _BY.search(act[:120])
    who = owners.named(act[by.end() : by.end() + 50], "en") if by else []
    return who[0][2] if who and who[0][0] < 5 else owners.ALL


def _promise(
    words: str, promise: str, owner: str, number: int, language: str, *, verb: str, act: str,
    is_reaffirmed: bool = False, is_asked: bool = False, subject: str = "", default_due: str = "",
) -> Promised:  # fmt: skip
    due, place = terms.due(words, language, act)
    amount, is_money = terms.amount(words, language, place)
    kind = kinds.kind(
        act, language, is_reaffirmed=is_reaffirmed, is_asked=is_asked, is_money=is_money, subject=subject
    ) if language != "ja" else kinds.japanese(act, is_reaffirmed=is_reaffirmed, is_asked=is_asked, is_money=is_money)  # fmt: skip
    return Promised(words.strip(), kind, promise, owner or owners.ALL, due or default_due, amount, number, verb.strip())


def _chapeau(words: str, number: int, language: str) -> _Opening:
    """What the opening of a list says of its items."""
    text = words[sentences.mark_end(words) :].strip()
    if language == "ja":
        spoken, why = japanese.chapeau(text)
        if spoken is None and why == "neutral" and japanese.agrees(text):
            return _Opening(_promise(text, "will", owners.ALL, number, language, verb=text[-6:], act=""), "")
        if spoken is None:
            return _Opening(None, "" if why == "neutral" else why)
        return _Opening(
            _promise(
                text, spoken.promise, spoken.owner, number, language, verb=spoken.verb, act=text, is_asked=spoken.is_asked
            ),
            "",
            spoken.is_asked,
        )
    last = (sentences.sentences(text) or [sentences.SentencePart(0, len(text), text)])[-1].words
    read = clausal.read(last.rstrip(":： "), language)
    if read.kept:
        row = read.kept[-1]
        made = _of_clause(last.rstrip(":： "), row, number, language)
        return _Opening(made, "", row.is_asked)
    asked = listed("remits", language).search(folded(last))
    if asked and read.reason.startswith("request"):
        row = clausal.OwnAct(
            0,
            len(last),
            verbs.MainVerb(*asked.span(), verbs.ASKED, strength.asked()),
            last[: asked.start()],
            owners.ALL,
            asked.end(),
            True,
        )
        whom = _addressee(last.rstrip(":： "), row, language)
        return _Opening(
            _promise(last, strength.asked(), whom, number, language, verb=asked[0], act=last, is_asked=True), "", True
        )
    is_open = read.reason in ("no verb of promise", "agreed view")
    agreed = re.search(
        r"\b(?:agree|decide|resolve)\w*\b[^:]*\b(?:following|follows)|(?:договорились|решили|условились|согласовали)[^:]*следующ",
        last,
        re.I,
    )
    if agreed:
        return _Opening(_promise(last, "will", owners.ALL, number, language, verb=agreed[0], act=""), "")
    return _Opening(None, "" if is_open else read.reason)


_ITEM_STANCE = re.compile(
    r"(?:welcom|not(?:e|ing)\b|stress|emphasi|underlin|recall|recogni|acknowledg|appreciat|commend|express|support(?:s|ed) the|приветств|отме[чт]|подч[её]рк|напом|призна|вырази)",
    re.IGNORECASE,
)


def _item(words: str, opening: _Opening, number: int, language: str) -> tuple[list[Promised], str]:
    """An item of a list: its own sentence where it is one, else the chapeau's verb, owner and date."""
    text = words[sentences.mark_end(words) :].strip()
    if opening.reason:
        return [], opening.reason
    if (listing := sentences.inline_list(text)) and not _MEANS.search(listing[0].words):
        inner = _chapeau(listing[0].words.rstrip() + ":", number, language)
        if inner.promise and inner.promise.verb:
            rows = [row for item in listing[1] for row in _item(item.words, inner, number, language)[0]]
            return [replace(row, due=row.due or (opening.promise.due if opening.promise else "")) for row in rows], ""
    own, why, _ = _item_itself(text, number, language)
    base = opening.promise
    if own:
        return [replace(row, due=row.due or (base.due if base else "")) for row in own], ""
    if base is None or not text or _ITEM_STANCE.match(text) or (language == "ja" and japanese.is_stance(text)):
        return [], why or "no verb of promise"
    if opening.is_asked and not _is_remit(text, language):
        return [], "request without a report"
    row = _promise(
        text, base.strength, base.owner, number, language, verb=base.verb, act=text, is_asked=opening.is_asked,
        is_reaffirmed=base.kind == kinds.REAFFIRMATION, default_due=base.due,
    )  # fmt: skip
    return [replace(row, kind=kinds.REMIT) if base.kind == kinds.REMIT else row], ""


def _is_remit(text: str, language: str) -> bool:
    said = folded(text)
    if language == "ja":
        return japanese.asks_for_report(text)
    return listed("remit_verbs", language).search(said) is not None and (
        listed("noun_reports", language).search(said) is not None or listed("meetings", language).search(said) is not None
    )


def _item_itself(text: str, number: int, language: str) -> tuple[list[Promised], str, str]:
    """What an item promises by a verb of its own, with whoever it names."""
    if language == "ja":
        return _sentence(text, number, language, owners.ALL) if japanese.has_topic(text) else ([], "", owners.ALL)
    rows: list[Promised] = []
    reason = ""
    for piece in sentences.sentences(text):
        read = clausal.read(piece.words, language)
        rows += [_of_clause(piece.words, row, number, language) for row in _merged(piece.words, read.kept) if row.subject]
        reason = reason or read.reason
    return rows, reason, owners.ALL
