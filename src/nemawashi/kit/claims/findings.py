"""What kind of disagreement the claims on one property are, and why: found from the claims alone."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from nemawashi.kit.claims import across, slips, words
from nemawashi.kit.claims.disagreements import ORDER, Disagreement, Finding, Group
from nemawashi.kit.claims.relations import CLASHES, DATES, Comparison, Relation, relate
from nemawashi.kit.claims.series import is_series, series_breaks
from nemawashi.kit.claims.slips import Surroundings
from nemawashi.kit.claims.values import Said
from nemawashi.kit.words.persons import NOBODY, People

__all__ = ["Finding", "Group", "finding", "findings", "groups"]

_FAULTS = logging.getLogger(__name__)
MOST_VALUES = 60  # different values on one property that are compared with each other; more are compared in order
_OF_RELATION = {
    Relation.SCOPE: Disagreement.SCOPE,
    Relation.OPEN: Disagreement.OPEN,
    Relation.PRECISION: Disagreement.PRECISION,
    Relation.WORDING: Disagreement.WORDING,
}


def findings(claims: Iterable[Said], people: People = NOBODY) -> list[Finding]:
    """One finding for each property of each subject, planned and actual dates taken together, in the claims' order."""
    return _findings(list(claims), people, by_group=False)


def groups(claims: Iterable[Said], people: People = NOBODY) -> list[Group]:
    """Findings under the keys that the claims carry, each group with one class; claims of two keys stay apart."""
    keyed: dict[str, list[Finding]] = {}
    for finding in _findings(list(claims), people, by_group=True):
        keyed.setdefault(finding.claims[0].group, []).append(finding)
    return [_group(key, across.joined(findings)) for key, findings in keyed.items()]


def _findings(rows: Sequence[Said], people: People, *, by_group: bool) -> list[Finding]:
    bundles: dict[tuple[str, str, str], list[Said]] = {}
    for claim in rows:
        bundles.setdefault((claim.group if by_group else "", claim.subject, _bundle(claim.name)), []).append(claim)
    known = replace(slips.known(rows), people=people)
    first = [_found(bundle, known) for bundle in bundles.values()]
    heard = slips.quoted(first_slips(first))
    return [_echo(each, heard) for each in first] if heard else first


def _found(claims: Sequence[Said], known: Surroundings) -> Finding:
    """The finding, or that these claims could not be compared: the other questions are answered all the same."""
    try:
        return finding(claims, known)
    except Exception as fault:  # its message may hold words that nobody may see yet
        _FAULTS.error("claims on one question could not be compared: %s", type(fault).__name__)
        first = claims[0]
        return Finding(first.subject, first.property, Disagreement.OPEN, "not_compared", tuple(claims), tuple(claims[:2]))


def _bundle(name: str) -> str:
    for lead in ("planned_", "actual_", "scheduled_", "expected_"):
        if name.startswith(lead):
            return name.removeprefix(lead)
    return name


def first_slips(findings: Iterable[Finding]) -> list[Said]:
    return [claim for one in findings for claim in one.claims if claim.key in one.slipped]


def _echo(finding: Finding, heard: Mapping[str, frozenset[str]]) -> Finding:
    """A claim that repeats words which are a slip of the same source elsewhere is a slip, too."""
    if finding.kind in (Disagreement.SLIP, Disagreement.SINGLE, Disagreement.CONTRADICTION):
        return finding
    echoes = [claim for claim in finding.claims if slips.repeats(claim, heard)]
    if not echoes or len(echoes) == len(finding.claims):
        return finding
    others = tuple(claim for claim in finding.claims if claim not in echoes)
    return replace(
        finding,
        kind=Disagreement.SLIP,
        rule="slip_repeated",
        shown=(echoes[0], others[0]),
        slipped=frozenset(c.key for c in echoes),
    )


def finding(claims: Sequence[Said], known: Surroundings | None = None) -> Finding:
    """The finding on claims of one subject and one property (or its planned and actual value)."""
    known = known or Surroundings()
    bundle = _Bundle(tuple(claims), known)
    for ask in (_one_voice, _plan, _series, _both, _slip, _clash):
        answer = ask(bundle)
        if answer:
            return answer
    return _mildest(bundle)


class _Bundle:
    """Claims with their different values compared once."""

    def __init__(self, claims: tuple[Said, ...], known: Surroundings) -> None:
        self.claims, self.known = claims, known
        values: dict[tuple[str, str], Said] = {}
        for claim in claims:
            values.setdefault((claim.text.casefold(), str(claim.when or "") if claim.kind == "status" else ""), claim)
        said = [claim for claim in values.values() if not words.SAME_AGAIN.match(claim.text)]
        self.values = said if len(said) > 1 else list(values.values())
        pairs = (
            combinations(self.values, 2)
            if len(self.values) <= MOST_VALUES
            else zip(self.values, self.values[1:], strict=False)
        )
        self.pairs = [relate(one, other, known.people) for one, other in pairs]

    def finding(self, kind: Disagreement, rule: str, shown: Sequence[Said] = (), slipped: Iterable[Said] = ()) -> Finding:
        same = {claim.text.casefold() for claim in slipped}
        keys = frozenset(claim.key for claim in self.claims if claim.text.casefold() in same)
        name = min((claim.property for claim in self.claims), key=lambda name: (name.startswith("planned_"), name))
        return Finding(self.claims[0].subject, name, kind, rule, self.claims, tuple(shown), keys)

    def of(self, *relations: Relation) -> list[Comparison]:
        return [pair for pair in self.pairs if pair.relation in relations]


def _one_voice(bundle: _Bundle) -> Finding | None:
    """One source; or two of one author who says the same."""
    voices = {claim.voice.name for claim in bundle.claims}
    if len(bundle.claims) == 1:
        is_view = bool(words.VIEWS & bundle.claims[0].about) and not words.LISTED.search(bundle.claims[0].property)
        kind = Disagreement.OPEN if is_view else Disagreement.SINGLE
        return bundle.finding(kind, "one_view" if kind is Disagreement.OPEN else "one_claim", bundle.claims)
    if len(voices) > 1 or bundle.of(*CLASHES):
        return None
    if not any(_is_plan(claim) or claim.is_faulty for claim in bundle.claims):
        return bundle.finding(Disagreement.SINGLE, "one_voice", bundle.claims[:2])
    return None


def _is_plan(claim: Said) -> bool:
    return claim.kind == "plan"


def _plan(bundle: _Bundle) -> Finding | None:
    """What was intended beside what happened, or beside a later intention."""
    plans = [claim for claim in bundle.claims if _is_plan(claim)]
    facts = [claim for claim in bundle.claims if not _is_plan(claim)]
    if plans and facts:
        alike = {frozenset((pair.one.key, pair.other.key)) for pair in bundle.of(Relation.SAME, Relation.WORDING)}
        for plan in plans:
            for fact in facts:
                if frozenset((plan.key, fact.key)) in alike or plan.text.casefold() == fact.text.casefold():
                    continue
                if plan.moment is None or fact.moment is None or not _is_kept(plan, fact):
                    return bundle.finding(Disagreement.PLAN, "plan_and_fact", (plan, fact))
        return None
    if len(plans) > 1:
        for pair in bundle.pairs:
            if pair.relation not in (Relation.SAME, Relation.WORDING):
                return bundle.finding(Disagreement.PLAN, "plans_differ", (pair.one, pair.other))
    for pair in bundle.of(Relation.APART):
        for one, other in ((pair.one, pair.other), (pair.other, pair.one)):
            if _announced_first(one, other, bundle.known):
                return bundle.finding(Disagreement.PLAN, "announced_and_reported", (one, other))
    return None


def _is_kept(plan: Said, fact: Said) -> bool:
    return (
        plan.moment is not None
        and fact.moment is not None
        and fact.moment.within(plan.moment)
        and plan.moment.grain == fact.moment.grain
    )


def _announced_first(one: Said, other: Said, known: Surroundings) -> bool:
    """Whether one source tells what was announced and the other, later, what came of it."""
    if one.voice.source not in known.announcing or other.voice.source not in known.reporting:
        return False
    return not (one.voice.on and other.voice.on) or not other.voice.on.certainly_before(one.voice.on)


def _series(bundle: _Bundle) -> Finding | None:
    """Counts or states that are right at their own dates."""
    if not is_series(bundle.claims):
        return None
    based = [claim for claim in bundle.values if claim.has_base or _has_two_counts(claim)]
    if based:
        other = next((claim for claim in bundle.values if not claim.has_base), based[-1])
        return bundle.finding(Disagreement.SCOPE, "counting_bases", (based[0], other))
    periods = [pair for pair in bundle.pairs if _are_of_other_periods(pair.one, pair.other)]
    if periods:
        return bundle.finding(Disagreement.SCOPE, "other_periods", (periods[0].one, periods[0].other))
    broken = series_breaks(bundle.claims)
    if broken:
        return None
    differing = [pair for pair in bundle.pairs if pair.relation is not Relation.SAME]
    if not differing:
        return bundle.finding(Disagreement.AGREED, "same_at_all_dates", bundle.claims[:2])
    dated = sorted((claim for claim in bundle.claims if claim.when), key=lambda claim: str(claim.when))
    return bundle.finding(Disagreement.SERIES, "own_dates", (dated[0], dated[-1]))


def _are_of_other_periods(one: Said, other: Said) -> bool:
    """Whether both say over what they count, and say other things: a growth in a year, a growth in half a year."""
    if not (words.RATE.search(one.text) and words.RATE.search(other.text)):
        return False
    left, right = ({(m.first, m.last) for m in claim.moments} for claim in (one, other))
    return bool(left and right) and left != right


def _has_two_counts(claim: Said) -> bool:
    """``fourth ministerial, sixth meeting``: one thing counted in two ways."""
    ordinals = [amount for amount in claim.amounts if amount.is_ordinal]
    return len({amount.value for amount in ordinals}) > 1 and len({amount.unit for amount in ordinals}) > 1


def _both(bundle: _Bundle) -> Finding | None:
    """A source that knows both values and says of one what it is: ``2016 (proclaimed)`` and ``2017``."""
    clashes = bundle.of(*CLASHES)
    by_one = [pair for pair in clashes if pair.one.voice.source == pair.other.voice.source and pair.one.kind in DATES]
    for pair in by_one:
        if bool(pair.one.comment) != bool(pair.other.comment) and all(_is_of_both(each, pair) for each in clashes):
            return bundle.finding(Disagreement.SCOPE, "qualified", (pair.one, pair.other))
    return None


def _is_of_both(clash: Comparison, pair: Comparison) -> bool:
    """Whether two claims part as the two values of one source do."""
    odd = pair.one if pair.one.comment else pair.other
    return odd.text in (clash.one.text, clash.other.text)


def _slip(bundle: _Bundle) -> Finding | None:
    """One source that errs, told by calendar, arithmetic, a counter-example, a translation, itself or all the others."""
    for rule in slips.RULES:
        slipped = rule.find(bundle.claims, bundle.pairs, bundle.known)
        if not slipped:
            continue
        texts = {claim.text.casefold() for claim in slipped}
        rest = [claim for claim in bundle.values if claim.text.casefold() not in texts]
        clashes = [p for p in bundle.of(*CLASHES) if not {p.one.text.casefold(), p.other.text.casefold()} & texts]
        if clashes:
            return None
        beside = next(
            (pair for pair in bundle.pairs if slipped[0] in (pair.one, pair.other) and pair.relation in CLASHES), None
        )
        other = beside and (beside.other if beside.one is slipped[0] else beside.one)
        shown = (slipped[0], other or rest[0]) if other or rest else (slipped[0],)
        return bundle.finding(Disagreement.SLIP, rule.name, shown, slipped)
    return None


def _clash(bundle: _Bundle) -> Finding | None:
    explains = _explained(bundle)
    if explains:
        return bundle.finding(Disagreement.SCOPE, "counting_bases", explains)
    for pair in bundle.of(*CLASHES):
        return bundle.finding(Disagreement.CONTRADICTION, pair.rule, (pair.one, pair.other))
    return None


def _explained(bundle: _Bundle) -> tuple[Said, Said] | None:
    """One claim that says what the larger number counts along: 4, 5, and ``4 ministers plus an ambassador``."""
    based = [claim for claim in bundle.values if claim.has_base and claim.amounts]
    for pair in bundle.of(Relation.APART) if based else ():
        if pair.rule != "numbers_apart" or not (pair.one.amounts and pair.other.amounts):
            return None
        least = min(pair.one.amounts[0].value, pair.other.amounts[0].value)
        if not any(claim.amounts[0].value == least for claim in based):
            return None
        return based[0], max((pair.one, pair.other), key=lambda claim: claim.amounts[0].value)
    return None


def _mildest(bundle: _Bundle) -> Finding:
    """The gravest of the differences that can hold together."""
    for relation in (Relation.SCOPE, Relation.OPEN, Relation.PRECISION, Relation.WORDING):
        pairs = bundle.of(relation)
        if relation is Relation.WORDING and _is_of_others(bundle, pairs):
            continue
        if relation is Relation.PRECISION and len(bundle.of(Relation.WORDING)) > len(pairs):
            continue  # some finer, most merely worded otherwise
        if pairs and not (relation is Relation.SCOPE and _is_aside(bundle, pairs)):
            return bundle.finding(_OF_RELATION[relation], pairs[0].rule, (pairs[0].one, pairs[0].other))
    unlike = bundle.of(Relation.UNLIKE)
    if unlike:
        return bundle.finding(Disagreement.SINGLE, "not_comparable", (unlike[0].one, unlike[0].other))
    return bundle.finding(Disagreement.AGREED, "all_say", bundle.claims[:2])


def _is_of_others(bundle: _Bundle, pairs: Sequence[Comparison]) -> bool:
    """Whether nothing but other words holds together what else answers different questions."""
    return bool(bundle.of(Relation.UNLIKE)) and all(pair.rule == "other_words" for pair in pairs)


def _is_aside(bundle: _Bundle, pairs: Sequence[Comparison]) -> bool:
    """Whether the difference is that of less than a quarter of the claims, the rest differing otherwise."""
    shared = set.intersection(*({pair.one.text, pair.other.text} for pair in pairs))
    odd = sum(claim.text in shared for claim in bundle.claims) if len(shared) == 1 else len(bundle.claims)
    return 4 * odd < len(bundle.claims) and len(pairs) < len(bundle.pairs)


# ── Groups ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _group(key: str, findings: Sequence[Finding]) -> Group:
    """The gravest finding names the group; a slip about a side matter (a quarter of the claims) does not."""
    total = sum(len(one.claims) for one in findings)
    across = _only_refuted(findings) or _silence(findings)
    if across:
        return Group(key, across.kind, across, tuple(findings))
    slipping = sum(len(one.claims) for one in findings if one.kind is Disagreement.SLIP)
    leading = [one for one in findings if one.kind is not Disagreement.SLIP or 4 * slipping > total] or list(findings)
    compared = [one for one in leading if one.rule != "one_view"]
    if any(len(one.claims) > 1 for one in compared):
        leading = compared  # a view that one source has does not name a question on which others differ
    first = min(leading, key=lambda one: (ORDER[one.kind], -len(one.claims)))
    alone = [one for one in findings if one.kind is Disagreement.SINGLE]
    if first.kind is Disagreement.WORDING and 3 * sum(len(one.claims) for one in alone) >= 2 * total:
        first = max(alone, key=lambda one: len(one.claims))
    return Group(key, first.kind, first, tuple(findings))


def _only_refuted(findings: Sequence[Finding]) -> Finding | None:
    """``Only in 2014`` beside the same said of another meeting."""
    if len(findings) < 2:
        return None
    for one in findings:
        only = next((claim for claim in one.claims if "only" in words.tokens(claim.text) and claim.truth), None)
        if only is None:
            continue
        for other in findings:
            shared = one.claims[0].about & other.claims[0].about - words.STOP
            if one.subject != other.subject and len(shared) > 1:
                second = next((said for said in other.claims if said.truth), None)
                if second:
                    return replace(one, kind=Disagreement.CONTRADICTION, rule="only_refuted", shown=(only, second))
    return None


_MILD = (Disagreement.WORDING, Disagreement.SINGLE, Disagreement.AGREED)


def _silence(findings: Sequence[Finding]) -> Finding | None:
    """A source that does not mention a thing neither denies it nor settles how it is called."""
    worded = next((one for one in findings if one.kind is Disagreement.WORDING), None)
    if not worded or any(one.kind not in _MILD for one in findings):
        return None
    silent = next((claim for one in findings for claim in one.claims if words.UNSEEN.search(claim.text)), None)
    if silent:
        return replace(worded, kind=Disagreement.OPEN, rule="silent_source", shown=(worded.claims[0], silent))
    return None
