"""Values that may differ because each is right at its own date."""

from collections.abc import Sequence

from nemawashi.kit.claims import words
from nemawashi.kit.claims.values import Said

CUMULATIVE = frozenset({"count", "number", "total", "rounds", "meetings"})


def is_series(claims: Sequence[Said]) -> bool:
    """Whether the claims are counts or states, at least two of them dated differently."""
    if any(claim.kind not in ("count", "status") for claim in claims):
        return _is_office(claims)
    return len({str(claim.when) for claim in claims if claim.when}) > 1


def _is_office(claims: Sequence[Said]) -> bool:
    """Whether names or words differ only between dates at which they are told to hold: who was in the chair, and when."""
    if any(claim.kind not in ("name", "fact") or not claim.when or not claim.is_term for claim in claims):
        return False
    years: dict[str, set[str]] = {}
    for claim in claims:
        years.setdefault(str(claim.when)[:4], set()).add(claim.text.casefold())
    return len(years) > 1 and all(len(texts) == 1 for texts in years.values())


def series_breaks(claims: Sequence[Said]) -> tuple[Said, Said] | None:
    """Two claims that no course of time explains: a count that falls, a state left and taken up again, two at once."""
    if claims[0].kind in ("name", "fact"):
        return None
    if claims[0].kind == "status":
        return _states_break(claims)
    return _counts_break(claims) or (_ages_break(claims) if words.AGES & claims[0].about else None)


def _ages_break(claims: Sequence[Said]) -> tuple[Said, Said] | None:
    """An age goes up by one a year; told before and after its day in the year it may be one off."""
    dated = [(c, c.when.latest.year - number) for c in claims if c.when and (number := _number(c)) is not None]
    for claim, begun in dated:
        if abs(begun - dated[0][1]) > 1:
            return dated[0][0], claim
    return None


def _number(claim: Said) -> float | None:
    return claim.amounts[0].value if claim.amounts else None


def _counts_break(claims: Sequence[Said]) -> tuple[Said, Said] | None:
    grows = bool(CUMULATIVE & claims[0].about)
    numbered = [(claim, number) for claim in claims if (number := _number(claim)) is not None]
    dated = sorted(((c, n) for c, n in numbered if c.when), key=lambda item: str(item[0].when))
    highest: tuple[Said, float] | None = None
    for claim, number in dated:
        if highest and highest[1] != number and str(highest[0].when) == str(claim.when) and claim.when.precision == "day":  # type: ignore[union-attr]
            return highest[0], claim
        if grows and highest and number < highest[1] and highest[0].when.certainly_before(claim.when):  # type: ignore[union-attr,arg-type]
            return highest[0], claim
        if highest is None or number >= highest[1]:
            highest = (claim, number)
    undated = [(c, n) for c, n in numbered if not c.when]
    for claim, number in undated:
        if highest and grows and number > highest[1]:
            return claim, highest[0]
    return None


def _states_break(claims: Sequence[Said]) -> tuple[Said, Said] | None:
    dated = sorted((claim for claim in claims if claim.when), key=lambda claim: str(claim.when))
    left: list[Said] = []
    current: Said | None = None
    for claim in dated:
        if current and not _one_state(current, claim):
            if str(current.when) == str(claim.when):
                return current, claim
            left.append(current)
        is_back = words.AGAIN.search(claim.text) or any(words.LEFT.search(old.text) for old in left)
        if current and not is_back and (again := next((old for old in left if _one_state(old, claim)), None)):
            return again, claim
        current = claim
    undated = [claim for claim in claims if not claim.when]
    if undated and current and not any(_one_state(undated[0], claim) for claim in dated):
        return undated[0], current
    return None


def _one_state(one: Said, other: Said) -> bool:
    """Whether two texts share a word that names a state: participant, participating."""
    left, right = ({token[:8] for token in claim.tokens if len(token) > 4} for claim in (one, other))
    return bool(left & right)
