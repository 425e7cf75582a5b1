"""Units of a translator's file laid to the clauses that stand: what would be put where, what is stale, what is nobody's."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from nemawashi.kit.clauses.spans import normal
from nemawashi.kit.exchange.values import Unit, digest


class Fate(StrEnum):
    """What would become of a unit."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    STALE = "stale"
    EMPTY = "empty"


class Left(StrEnum):
    """Why a unit belongs to no clause."""

    OTHER_LANGUAGE = "other language"
    NO_CLAUSE = "no such clause"
    DELETED = "deleted clause"
    DOUBLED = "doubled"


@dataclass(frozen=True, slots=True)
class ClauseWords:
    """A clause as it stands: words in the language of the source, and in that of the target where there are any."""

    key: str
    words: str
    target: str = ""
    version: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A unit and its clause. ``by_words``: its name said nothing, and the clause was found by the words of the source."""

    clause: ClauseWords
    unit: Unit
    fate: Fate
    by_words: bool = False


@dataclass(frozen=True, slots=True)
class Matching:
    matches: tuple[Match, ...]
    left: tuple[tuple[Unit, Left], ...]

    def of(self, *fates: Fate) -> list[Match]:
        return [match for match in self.matches if match.fate in fates]

    @property
    def applicable(self) -> list[Match]:
        """The units whose words would change something and whose source has stayed as it was."""
        return self.of(Fate.NEW, Fate.CHANGED)


def matched(
    units: Iterable[Unit], standing: Sequence[ClauseWords], *, source: str, target: str, deleted: Collection[str] = ()
) -> Matching:
    """Lay units to clauses by name, else by the very words of the source. Two units for one clause are both left out."""
    by_key = {clause.key: clause for clause in standing}
    by_words: dict[str, list[ClauseWords]] = defaultdict(list)
    for clause in standing:
        by_words[normal(clause.words)].append(clause)
    laid: list[tuple[ClauseWords, Unit, bool]] = []
    left: list[tuple[Unit, Left]] = []
    for unit in units:
        key = _key(unit.key)
        if not (_is(unit.target_language, target) and _is(unit.source_language, source)):
            left.append((unit, Left.OTHER_LANGUAGE))
        elif key in by_key:
            laid.append((by_key[key], unit, False))
        elif key in deleted:
            left.append((unit, Left.DELETED))
        elif len(by_words[normal(unit.source)]) == 1:
            laid.append((by_words[normal(unit.source)][0], unit, True))
        else:
            left.append((unit, Left.NO_CLAUSE))
    matches = []
    once = {(clause.key, normal(unit.target)): (clause, unit, by) for clause, unit, by in laid}
    count = Counter(key for key, _ in once)
    seen = set()
    for clause, unit, by in laid:
        if count[clause.key] > 1:
            left.append((unit, Left.DOUBLED))
        elif clause.key not in seen:
            seen.add(clause.key)
            matches.append(Match(clause, unit, _fate(clause, unit), by))
    return Matching(tuple(matches), tuple(left))


def _key(name: str) -> str:
    return name.strip().removeprefix("clause/").casefold()


def _is(language: str, wanted: str) -> bool:
    """Whether a language of a file is the one of ours: ``ru-RU`` is ``ru``; a file that names none is taken at its word."""
    return not language or language.casefold().replace("_", "-").split("-")[0] == wanted.casefold().split("-")[0]


def _fate(clause: ClauseWords, unit: Unit) -> Fate:
    words = normal(unit.target)
    if not words or unit.is_stale:
        return Fate.EMPTY
    written_on = unit.digest or digest(unit.source)
    if written_on != digest(clause.words):
        return Fate.STALE
    if words == normal(clause.target) and (not unit.version or unit.version == clause.version):
        return Fate.SAME
    return Fate.CHANGED if clause.target else Fate.NEW
