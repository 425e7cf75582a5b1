"""What one finding of a question tells of another: ages beside dates, plans beside facts, a first beside an older one."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from nemawashi.kit.claims import words
from nemawashi.kit.claims.disagreements import Disagreement, Finding
from nemawashi.kit.claims.values import Said

MOST_FINDINGS = 60  # of one question that are held beside each other; more are left as they are
_TWO = 2
_JOINED = frozenset("joined joins accession admitted accedes entry acceded left withdrew withdrawal".split())
_PLANNED = frozenset("planned expected scheduled planning plan".split())
_LITTLE = words.STOP | _PLANNED | frozenset("date dates day actual was held".split())


def joined(findings: Sequence[Finding]) -> list[Finding]:
    """The findings of one question, each read in the light of the others."""
    out = list(findings)
    if len(out) > MOST_FINDINGS:
        return out
    for ask in (_slips_again, _ages, _planned, _denied_year, _narrower, _members_joined, _first):
        out = ask(out)
    return out


def _beside(
    findings: list[Finding], may: Callable[[Finding], object], holds: Callable[[Finding, Finding], Finding | None]
) -> list[Finding]:
    """Each finding as the first other one shows it; only those that ``may`` be shown otherwise are held beside others."""
    if len(findings) < _TWO:
        return findings
    out = []
    for one in findings:
        others = findings if may(one) else ()
        shown = next((new for other in others if other is not one and (new := holds(one, other))), None)
        out.append(shown or one)
    return out


def _year(claim: Said) -> int | None:
    return claim.moment.first.year if claim.moment and claim.moment.first.year == claim.moment.last.year else None


def _ages(findings: list[Finding]) -> list[Finding]:
    """``50 years`` in 2021 beside ``founded 1971``; before its day in the year an age is one less."""

    def holds(one: Finding, other: Finding) -> Finding | None:
        if one.subject != other.subject or not other.claims[0].about & words.BEGINNINGS:
            return None
        counted = [(claim, claim.when.latest.year) for claim in one.claims if claim.when and claim.amounts]
        begun = [(claim, year) for claim in other.claims if (year := _year(claim))]
        if not counted or not begun or other.kind is Disagreement.CONTRADICTION:
            return None
        for claim, at in counted:
            fits = [start for start, year in begun if at - year - claim.amounts[0].value in (0, 1)]
            if not fits:
                return replace(one, kind=Disagreement.CONTRADICTION, rule="age_apart", shown=(claim, begun[0][0]))
        if one.kind is Disagreement.SINGLE:
            return replace(one, kind=Disagreement.AGREED, rule="age_fits", shown=(counted[0][0], begun[0][0]))
        return None

    return _beside(findings, lambda one: one.claims[0].about & words.AGES, holds)


def _planned(findings: list[Finding]) -> list[Finding]:
    """A plan under a name of its own, ``visa_free_planned``, beside what came: ``visa_free_for_tourists``."""

    def holds(one: Finding, other: Finding) -> Finding | None:
        if one.subject != other.subject:
            return None
        facts = [claim for claim in other.claims if claim.kind in ("date", "fact", "status") and claim.moment]
        asked, answered = one.claims[0].about - _LITTLE, other.claims[0].about - _LITTLE
        if not facts or not asked or not (asked <= answered or answered <= asked) or not asked & answered:
            return None
        plan = one.claims[0]
        apart = [fact for fact in facts if fact.moment and plan.moment and not fact.moment.overlaps(plan.moment)]
        return replace(one, kind=Disagreement.PLAN, rule="plan_and_fact", shown=(plan, apart[0])) if apart else None

    return _beside(findings, _is_dated_plan, holds)


def _is_dated_plan(finding: Finding) -> bool:
    return all(claim.kind == "plan" for claim in finding.claims) and finding.claims[0].moment is not None


def _denied_year(findings: list[Finding]) -> list[Finding]:
    """A date that another finding of the question denies: ``held in 2018`` beside ``none in 2018``."""

    def holds(one: Finding, other: Finding) -> Finding | None:
        denial = next((claim for claim in other.claims if claim.truth is False), None)
        named = {int(word) for word in other.property.replace("-", "_").split("_") if word.isdigit() and len(word) == 4}
        if denial is None or not named:
            return None
        wrong = [claim for claim in one.claims if _year(claim) in named]
        if not wrong or len(wrong) == len(one.claims):
            return None
        keys = frozenset(claim.key for claim in wrong)
        return replace(one, kind=Disagreement.SLIP, rule="slip_counterexample", shown=(wrong[0], denial), slipped=keys)

    return _beside(findings, lambda one: one.kind is Disagreement.CONTRADICTION and one.rule == "dates_apart", holds)


def _narrower(findings: list[Finding]) -> list[Finding]:
    """``first_hosting`` on two dates, one of which answers ``first_hosting_of_ministers``: they count different things."""

    def holds(one: Finding, other: Finding) -> Finding | None:
        if one.subject != other.subject:
            return None
        if not one.claims[0].about < other.claims[0].about or not other.property.startswith(f"{one.property}_"):
            return None
        answers = [claim for claim in other.claims if claim.moment and claim.kind != "plan"]
        for claim in one.claims:
            if not claim.moment:
                return None
            for answer in answers:
                if answer.moment and answer.moment.overlaps(claim.moment):
                    return replace(
                        one, kind=Disagreement.SCOPE, rule="other_wholes", shown=_pair(one, claim), slipped=frozenset()
                    )
        return None

    return _beside(findings, lambda one: one.kind in (Disagreement.CONTRADICTION, Disagreement.SLIP), holds)


def _pair(finding: Finding, claim: Said) -> tuple[Said, Said]:
    other = next((each for each in finding.claims if each.text != claim.text), claim)
    return claim, other


def _slips_again(findings: list[Finding]) -> list[Finding]:
    """A source that misquotes a title is believed less on the same work than one of higher standing."""
    quoting = [one for one in findings if one.rule == "slip_misquoted"]
    known = {claim.voice.source for one in quoting for claim in one.claims if claim.key in one.slipped}

    def holds(one: Finding) -> Finding:
        weak = [claim for claim in one.claims if claim.voice.source in known]
        strong = [claim for claim in one.claims if claim.voice.source not in known]
        if one.kind is not Disagreement.CONTRADICTION or not weak or not strong:
            return one
        if len({claim.text for claim in one.claims}) != _TWO or max(c.voice.standing for c in weak) >= min(
            c.voice.standing for c in strong
        ):
            return one
        keys = frozenset(claim.key for claim in weak)
        return replace(one, kind=Disagreement.SLIP, rule="slip_again", shown=(weak[0], strong[0]), slipped=keys)

    return [holds(one) for one in findings] if known else findings


def _members_joined(findings: list[Finding]) -> list[Finding]:
    """Ten members and eleven, where the question also tells who joined."""
    joiners = {(one.subject, one.property) for one in findings if one.claims[0].about & _JOINED}

    def may(one: Finding) -> bool:
        return one.kind is Disagreement.CONTRADICTION and one.rule == "numbers_apart" and bool(joiners)

    def holds(one: Finding, other: Finding) -> Finding | None:
        counts = sorted({claim.amounts[0].value for claim in one.claims if claim.amounts})
        if len(counts) < 2 or not counts[-1] - counts[0] <= len(joiners) or not other.claims[0].about & _JOINED:
            return None
        return replace(one, kind=Disagreement.SERIES, rule="own_dates", shown=one.shown)

    return _beside(findings, may, holds)


def _first(findings: list[Finding]) -> list[Finding]:
    """A first one on a date after another of its kind."""
    if not any("first" in one.claims[0].about for one in findings):
        return findings
    days = {one.subject: one.claims[0].moment for one in findings if {"date", "held"} & one.claims[0].about}

    def holds(one: Finding, other: Finding) -> Finding | None:
        if "first" in other.claims[0].about:
            return None
        asked = one.claims[0].about - _LITTLE - {"first", "ever"}
        told_of = {part for name in (other.property, other.subject) for part in words.property_words(name)}
        if not asked or not asked <= told_of | words.property_words(other.subject):
            return None
        for claim in one.claims:
            on = claim.moment or days.get(claim.subject)
            for earlier in other.claims:
                if (
                    on and earlier.moment and "plan" not in (earlier.kind, claim.kind) and claim.truth is not False
                    and earlier.moment.last < on.first and {on.bound, earlier.moment.bound} == {"on"}
                ):  # fmt: skip
                    return replace(one, kind=Disagreement.CONTRADICTION, rule="first_refuted", shown=(claim, earlier))
        return None

    return _beside(findings, lambda one: "first" in one.claims[0].about, holds)
