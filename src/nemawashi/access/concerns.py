"""Who is told of an act, in which words, and what is asked of them: the register, to which each noun adds its acts.

One line beside an act (``<noun>/concerns.py``) is all that it takes: ``log.enter`` writes the notices by it, the desk and
mail say them, and ``docs/acts/README.md`` prints who is told. A sealed act has no notice: nobody outside learns of it.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nemawashi.access.models import Entry
from nemawashi.access.terms import NoticeCircle

Words = Promise | str


@dataclass(frozen=True)
class NoticeFacts:
    """What a notice names, as it is called at the moment of the act.

    ``names`` fill the sentence; ``page`` is the page to which it leads, by a word that the desk knows, with its keys.
    ``until`` is the moment by which something is asked, set on the clocks of ``zone``. ``parties``: by the name of a
    ``Hearer`` the slugs of those whom it means this time.
    """

    names: Mapping[str, Any]
    page: tuple[str, ...]
    zone: str = ""
    until: dt.datetime | None = None
    parties: Mapping[str, Iterable[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Hearer:
    """Somebody who is told: a whole circle, or the parties in it that an act concerns more than others."""

    name: str
    circle: NoticeCircle
    label: Words = field(compare=False)  # which each language says in its own way
    is_chosen: bool = False  # the parties that ``NoticeFacts.parties`` gives under its name
    with_own: bool = False  # the acting party, too: its people are told what one of them did among themselves


HOST = Hearer("host", NoticeCircle.HOST, NoticeCircle.HOST.label)
PARTIES = Hearer("parties", NoticeCircle.PARTIES, NoticeCircle.PARTIES.label)
NEGOTIATION = Hearer("negotiation", NoticeCircle.NEGOTIATION, NoticeCircle.NEGOTIATION.label)
PARTICIPANTS = Hearer("participants", NoticeCircle.PARTICIPANTS, NoticeCircle.PARTICIPANTS.label)
EXPERTS = Hearer("experts", NoticeCircle.EXPERTS, NoticeCircle.EXPERTS.label)
RESEARCHERS = Hearer("researchers", NoticeCircle.RESEARCHERS, NoticeCircle.RESEARCHERS.label)

Asked = Mapping[Hearer, Words]  # who is told, in the order of the matrix, and what is asked of them; empty: nothing
Says = Words | Callable[[Mapping[str, Any]], Words]


@dataclass(frozen=True)
class Concern:
    """The answer of one act to "who is told?". ``hearers`` is empty where nobody is, and ``because`` says why."""

    hearers: Asked
    says: Says = ""
    about: Callable[[Any, Entry], NoticeFacts] | None = None
    because: Words = ""

    def hearer(self, name: str) -> Hearer | None:
        return next((each for each in self.hearers if each.name == name), None)

    def sentence(self, names: Mapping[str, Any]) -> str:
        """What happened, in one sentence, in the reader's language."""
        words = self.says(names) if callable(self.says) else self.says
        return str(words % names)

    def asked_of(self, name: str, names: Mapping[str, Any]) -> str:
        """What is asked of those who are told under this name, in the reader's language; empty where nothing is."""
        hearer = self.hearer(name)
        words = self.hearers[hearer] if hearer else ""
        return str(words % names) if words else ""


CONCERNS: dict[str, Concern] = {}


def tells(act: StrEnum, says: Says, about: Callable[[Any, Entry], NoticeFacts], hearers: Asked) -> None:
    """Who is told of an act; whoever is named first is told what is asked there, should somebody be meant twice."""
    _answer(act, Concern(hearers, says, about))


def tells_nobody(act: StrEnum, because: Words) -> None:
    """An act of which nobody is told by a notice, and why."""
    _answer(act, Concern({}, because=because))


def _answer(act: StrEnum, concern: Concern) -> None:
    if str(act) in CONCERNS:
        raise ValueError(f"{act} says twice who is told")
    CONCERNS[str(act)] = concern


SEALED = _("Sealed: nobody outside the delegation learns of it.")
