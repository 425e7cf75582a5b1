"""The script of a round: who plays which part, where, and what is said. The demo's own stands in ``round.yaml``."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from nemawashi.access.terms import Circle, Role
from nemawashi.texts.acts.drafting import ZeroClause
from nemawashi.texts.terms import ClauseKind

_KANJI = str.maketrans("0123456789", "〇一二三四五六七八九")
PACKAGED = Path(__file__).with_name("round.yaml")


@dataclass(frozen=True)
class Player:
    """A demo account. ``party`` is a slug for delegates and empty for the others."""

    name: str
    circle: Circle
    party: str = ""
    role: Role | None = None
    first_name: str = ""
    last_name: str = ""

    @property
    def password(self) -> str:
        return f"{self.name}-demo"


@dataclass(frozen=True)
class HostDraft:
    """A text of the round as its host circulates it: ``{0}`` in it is the year of that day, ``{2}`` two years later."""

    title: str
    clauses: tuple[ZeroClause, ...]

    def circulated_in(self, year: int) -> tuple[ZeroClause, ...]:
        """The clauses with their years written out, in Japanese with its own numerals."""
        figures = [str(year + later) for later in range(3)]
        by_language = {"ja": [figure.translate(_KANJI) for figure in figures]}
        return tuple(
            replace(
                each, words={code: wording.format(*by_language.get(code, figures)) for code, wording in each.words.items()}
            )
            for each in self.clauses
        )


@dataclass(frozen=True)
class RoundScript:
    """``parts``: which account plays what; ``said``: the words of acts, by what they are for."""

    accounts: tuple[Player, ...]
    parts: Mapping[str, str]
    tracks: Mapping[str, str]
    cities: Mapping[str, str]
    zone: str
    pillars: Mapping[str, str]
    amount: Decimal
    currency: str
    road_map: HostDraft
    statement: HostDraft
    arrangement: HostDraft
    said: Mapping[str, str]
    firms: tuple[dict[str, Any], ...] = ()  # of the business track, as the file has them

    def party(self, part: str) -> str:
        """The slug of the party for which a part is played."""
        return next(player.party for player in self.accounts if player.name == self.parts[part])


def read(path: Path) -> RoundScript:
    """The script in a file of YAML."""
    script: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return RoundScript(
        accounts=tuple(map(_player, script["accounts"])),
        parts=script["parts"],
        tracks=script["tracks"],
        cities=script["cities"],
        zone=script["zone"],
        pillars=script["pillars"],
        amount=Decimal(script["money"]["amount"]),
        currency=script["money"]["currency"],
        road_map=_draft(script["texts"]["road_map"]),
        statement=_draft(script["texts"]["statement"]),
        arrangement=_draft(script["texts"]["arrangement"]),
        said=script["said"],
        firms=tuple(script.get("firms", ())),
    )


def _player(account: Mapping[str, str]) -> Player:
    role = Role(account["role"]) if "role" in account else None
    more = {key: account[key] for key in ("party", "first_name", "last_name") if key in account}
    return Player(account["name"], Circle(account["circle"]), role=role, **more)


def _draft(draft: Mapping[str, Any]) -> HostDraft:
    return HostDraft(
        draft["title"],
        tuple(
            ZeroClause(ClauseKind(row["kind"]), {code: words for code, words in row.items() if code != "kind"})
            for row in draft["clauses"]
        ),
    )


@lru_cache(maxsize=1)
def demo() -> RoundScript:
    """The script of the demo."""
    return read(PACKAGED)
