"""What a translator's file holds of a text, and what it would do to it, as values: nothing here writes anything."""

import json
import uuid
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from nemawashi.access.rules import refuse
from nemawashi.desk.acting import refusals
from nemawashi.desk.acting.forms import no_control_marks
from nemawashi.kit.clauses.spans import normal
from nemawashi.kit.exchange import Exchange, Note, Unit, digest
from nemawashi.kit.exchange.matching import ClauseWords, Left, Matching, UnitFate, UnitMatch, matched
from nemawashi.kit.languages import NEGOTIATED
from nemawashi.texts import rules
from nemawashi.texts.models import Text
from nemawashi.texts.queries import Negotiation
from nemawashi.texts.terms import Refusal, Version

MOST_AT_ONCE = 900_000  # bytes of words that one press may bring: what a form may hold, and some room
FATES: dict[UnitFate, Promise] = {
    UnitFate.NEW: gettext_lazy("first words"),
    UnitFate.CHANGED: gettext_lazy("other words than now"),
    UnitFate.SAME: gettext_lazy("the same words as now"),
    UnitFate.STALE: gettext_lazy("the source changed since the file was written"),
    UnitFate.EMPTY: gettext_lazy("not translated"),
}
MOVED = gettext_lazy("the paragraph or its translation changed since you looked")
LEFT: dict[Left, Promise] = {
    Left.OTHER_LANGUAGE: gettext_lazy("another language"),
    Left.NO_CLAUSE: gettext_lazy("this text has no such paragraph"),
    Left.DELETED: gettext_lazy("it was agreed to delete this paragraph"),
    Left.DOUBLED: gettext_lazy("several units for one paragraph, with different words"),
}
STATE_OF = {Version.AUTHENTIC: "final", Version.COURTESY: "translated", Version.MACHINE: "translated"}


def standing(whole: Negotiation, source: str, target: str) -> list[ClauseWords]:
    """The clauses that have words in the source's language, as they stand."""
    return [
        ClauseWords(
            key=str(view.clause.pk),
            words=view.versions[source],
            target=view.versions.get(target, ""),
            version=view.versions_worth.get(target, "") if target in view.versions else "",
            number=view.number,
        )
        for view in whole.standing
        if view.versions.get(source)
    ]


def units(whole: Negotiation, source: str, target: str) -> list[Unit]:
    """What goes out: for each clause the words that stand, and whether its translation is stale."""
    rows = []
    kinds = {str(view.clause.pk): view for view in whole.standing}
    for clause in standing(whole, source, target):
        view = kinds[clause.key]
        stale = _("The paragraph changed after this translation; it has to be worded again.")
        rows.append(
            Unit(
                key=clause.key,
                source=clause.words,
                target=clause.target,
                source_language=source,
                target_language=target,
                state=STATE_OF.get(clause.version, "initial") if clause.target else "initial",  # type: ignore[call-overload]
                version=clause.version,
                kind=str(view.clause.kind),
                number=view.number,
                notes=(Note(stale, "stale"),) if target in view.stale else (),
                digest=digest(clause.words),
            )
        )
    return rows


@dataclass(frozen=True)
class Proposal:
    """A clause with the words that would be put, what it is worth, and the state on which that was judged."""

    match: UnitMatch
    version: str
    basis: str

    @property
    def fate(self) -> Promise:
        return FATES[self.match.fate]

    @property
    def fields(self) -> dict[str, str]:
        return {
            "clause": self.match.clause.key,
            "words": normal(self.match.unit.target),
            "version": self.version,
            "basis": self.basis,
        }


def basis(clause: ClauseWords) -> str:
    """What a proposal rests on: the words of the source, and those of the translation that it would replace."""
    return digest(f"{normal(clause.words)}\0{normal(clause.target)}\0{clause.version}")[:24]


@dataclass(frozen=True)
class Review:
    """What a file would do to a text."""

    exchange: Exchange
    matching: Matching
    source: str
    target: str
    proposals: tuple[Proposal, ...]
    refused: tuple[tuple[UnitMatch, Promise | str], ...]
    is_again: bool = False

    @property
    def others(self) -> list[tuple[UnitMatch, Promise]]:
        fates = FATES | {UnitFate.STALE: MOVED} if self.is_again else FATES
        return [(match, fates[match.fate]) for match in self.matching.of(UnitFate.STALE, UnitFate.EMPTY)]

    @property
    def same(self) -> int:
        return len(self.matching.of(UnitFate.SAME))

    @property
    def left(self) -> list[tuple[Unit, Promise]]:
        return [(unit, LEFT[why]) for unit, why in self.matching.left]

    @property
    def codes(self) -> list[tuple[str, str]]:
        """Units whose inline marks were left out, with the marks."""
        return [
            (row.clause.number or row.clause.key, ", ".join(dict.fromkeys(row.unit.codes)))
            for row in self.matching.matches
            if row.unit.codes
        ]

    @property
    def packed(self) -> str:
        answer = {"source": self.source, "target": self.target, "rows": [proposal.fields for proposal in self.proposals]}
        return json.dumps(answer, ensure_ascii=False)


def reviewed(text: Text, whole: Negotiation, exchange: Exchange, *, target: str, version: str) -> Review | str:
    """What the file would do, or why it can do nothing. Languages are those of the file unless somebody says otherwise."""
    codes = [_base(code) for code in exchange.languages if _base(code) != _base(exchange.source_language)]
    wanted = target or (codes[0] if len(set(codes)) == 1 else "") or _base(exchange.target_language)
    source = _base(exchange.source_language) or text.language
    if wanted not in NEGOTIATED:
        return _("The file does not tell which language it translates into; choose it.")
    if wanted == text.language:
        return refusals.sentence(refuse(Refusal.NOT_A_TRANSLATION))
    if source not in text.languages and source != text.language:
        return _("The file translates from a language that this text does not have.")
    deleted = {str(view.clause.pk) for view in whole.clauses if view.clause.is_deleted}
    matching = matched(exchange.units, standing(whole, source, wanted), source=source, target=wanted, deleted=deleted)
    proposals, refused = [], []
    for match in matching.applicable:
        why = fault_of(match.unit.target)
        if why:
            refused.append((match, why))
        else:
            worth = version or match.unit.version or Version.COURTESY
            proposals.append(Proposal(match, str(worth), basis(match.clause)))
    review = Review(exchange, matching, source, wanted, tuple(proposals), tuple(refused))
    if len(review.packed.encode()) > MOST_AT_ONCE:
        return _("The file would change too many words at once; bring it back in parts.")
    return review


def _base(code: str) -> str:
    return code.replace("_", "-").split("-")[0].casefold()


def fault_of(words: str) -> str:
    """Why words cannot be put at all: they are too long, or hide something."""
    if len(normal(words)) > rules.LONGEST_POSITION:
        return refusals.sentence(refuse(Refusal.TOO_MANY_WORDS))
    try:
        no_control_marks(words)
    except ValidationError as fault:
        return str(fault.messages[0])
    return ""


@dataclass(frozen=True)
class ReturnedClause:
    """One clause of a page that was looked at, as it comes back."""

    clause: str
    words: str
    version: str
    basis: str


@sensitive_variables()
def asked_back(packed: str) -> tuple[str, str, list[ReturnedClause]] | None:
    """What the page of the review sent back; None where it has another shape than that page gives it."""
    try:
        answer = json.loads(packed)
        rows = [
            ReturnedClause(**{key: row[key] for key in ("clause", "words", "version", "basis")}) for row in answer["rows"]
        ]
        uuids = [uuid.UUID(row.clause) for row in rows]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    if not all(isinstance(value, str) for row in rows for value in (row.words, row.basis)) or len(set(uuids)) < len(rows):
        return None
    if answer.get("target") not in NEGOTIATED or answer.get("source") not in NEGOTIATED:
        return None
    return (answer["source"], answer["target"], rows) if all(row.version in Version.values for row in rows) else None


def again(whole: Negotiation, asked: tuple[str, str, list[ReturnedClause]]) -> Review:
    """The same words laid to the clauses as they stand now; what moved is shown as it is, and is judged anew."""
    source, target, rows = asked
    now = {clause.key: clause for clause in standing(whole, source, target)}
    units = [
        Unit(row.clause, now[row.clause].words if row.clause in now else "", row.words, source, target, version=row.version,
             digest="" if row.clause in now and basis(now[row.clause]) == row.basis else "moved")
        for row in rows
    ]  # fmt: skip
    deleted = {str(view.clause.pk) for view in whole.clauses if view.clause.is_deleted}
    matching = matched(units, list(now.values()), source=source, target=target, deleted=deleted)
    proposals = [Proposal(match, match.unit.version, basis(match.clause)) for match in matching.applicable]
    return Review(Exchange("", tuple(units)), matching, source, target, tuple(proposals), (), is_again=True)
