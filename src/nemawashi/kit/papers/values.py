"""What a paper consists of. All of it is public: words as they were sealed, and what was attached to them afterwards."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from nemawashi.kit.clauses.sealing import digest
from nemawashi.kit.marks import ForumMark


@dataclass(frozen=True, slots=True)
class PaperVersion:
    """A language in which the whole text was sealed. ``worth``: authentic, courtesy or machine. ``seal``: SHA-256."""

    language: str
    worth: str = "authentic"
    seal: str = ""


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote, behind a code point of the words in the language of negotiation; sealed with them."""

    place: int
    words: str


@dataclass(frozen=True, slots=True)
class Origin:
    """An earlier adopted clause from which a clause comes. ``kept``: the share of its words, none where not measured.

    ``relation``: exact, near, edited, paraphrase, partial; ``taken`` where its words were taken over with their source.
    ``changes``: what was turned, such as ``shall → should``.
    """

    ref: str
    title: str
    number: str = ""
    symbol: str = ""
    date: str = ""
    address: str = ""
    relation: str = ""
    kept: float | None = None
    language: str = "en"
    words: str = ""
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperClause:
    """``kind``: title, heading, preambular, chapeau, operative, sub, annex. ``words`` by language."""

    id: str
    number: str
    kind: str
    words: Mapping[str, str]
    notes: tuple[Footnote, ...] = ()
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True)
class AttachedStatement:
    """What a participant attached to the text, or to one clause of it. ``names`` of the party by language."""

    party: str
    names: Mapping[str, str]
    kind: str
    words: str
    at: dt.datetime
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """A corrigendum: ``before`` of the sealed words should read ``after``."""

    symbol: str
    clause: str
    language: str
    before: str
    after: str
    why: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class PaperAdoption:
    """``how``: consensus, in a meeting, or silence. ``zone`` is that in which the moment is told.

    ``log``: the head of the log with the entry of the adoption, as ``COUNT-DIGEST``; empty where none was kept.
    """

    how: str
    at: dt.datetime
    zone: str = "UTC"
    revision: str = ""
    meeting: str = ""
    log: str = ""

    @property
    def local(self) -> dt.datetime:
        return self.at.astimezone(ZoneInfo(self.zone))


@dataclass(frozen=True, slots=True)
class ForumHead:
    """The head of a forum's papers: its mark, and lines such as an address, each by language; empty where it has none."""

    called: str = ""
    marks: Mapping[str, ForumMark] = field(default_factory=dict)
    lines: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Paper:
    """An adopted text. ``original``: the language of negotiation. ``address``: the permanent one, of the text as a work.

    ``letterhead``: a Word file whose styles, page and head the Word form gets; ``head``: that of the forum, for all forms.
    """

    slug: str
    title: str
    type: str
    original: str
    versions: tuple[PaperVersion, ...]
    clauses: tuple[PaperClause, ...]
    adoption: PaperAdoption
    address: str = ""
    symbol: str = ""
    dialogue: str = ""
    dialogue_slug: str = ""
    issued_at: dt.datetime | None = None
    statements: tuple[AttachedStatement, ...] = ()
    corrections: tuple[Correction, ...] = ()
    letterhead: bytes | None = field(default=None, repr=False)
    head: ForumHead = field(default=ForumHead(), repr=False)

    @property
    def languages(self) -> tuple[str, ...]:
        """Those in which the whole text was sealed, that of negotiation first."""
        return tuple(version.language for version in self.versions)

    @property
    def name(self) -> str:
        """The title as the sealed words have it, in the language of negotiation; that of the record without one."""
        return self.name_in(self.original)

    @property
    def heads(self) -> tuple[str, ...]:
        """What stands above the words in English: the dialogue, and the title of the record where it is another."""
        sealed = {words for clause in self.clauses if clause.kind == "title" for words in clause.words.values()}
        return tuple(line for line in (self.dialogue, "" if self.title in sealed else self.title) if line)

    def name_in(self, language: str) -> str:
        titles = (clause.words.get(language, "") for clause in self.clauses if clause.kind == "title")
        return next((words for words in titles if words), self.title)

    def version(self, language: str) -> PaperVersion:
        """Raises KeyError for a language in which the text was not sealed."""
        for version in self.versions:
            if version.language == language:
                return version
        raise KeyError(language)

    def in_one(self, language: str) -> "Paper":
        """The paper with one of its languages alone. Raises KeyError where it has it not."""
        only = self.version(language)
        clauses = tuple(replace(clause, words={language: clause.words[language]}) for clause in self.clauses)
        return replace(self, versions=(only,), clauses=clauses)

    def put_first(self, language: str) -> "Paper":
        """The paper with one of its languages in front, for a form that has one a file and names the others."""
        first = self.version(language)
        return replace(self, versions=(first, *(row for row in self.versions if row is not first)))

    @property
    def changed_at(self) -> dt.datetime:
        """When it was adopted, issued, or something was attached to it last."""
        later = [*(row.at for row in self.statements), *(row.at for row in self.corrections)]
        return max([self.adoption.at, self.issued_at or self.adoption.at, *later])

    def lines(self, language: str) -> list[tuple[str, str, str]]:
        """What is sealed, as ``kit.clauses.sealing`` wants it."""
        sealed = []
        for clause in self.clauses:
            sealed.append((clause.number, clause.kind, clause.words[language]))
            sealed += [(f"{clause.number}@{note.place}", "footnote", note.words) for note in clause.notes]
        return sealed

    def is_sealed_so(self, language: str) -> bool:
        """Whether the words are those that were sealed."""
        return digest(self.lines(language)) == self.version(language).seal

    def corrections_in(self, language: str) -> list[Correction]:
        return [row for row in self.corrections if row.language == language]

    def number_of(self, clause: str) -> str:
        return next((row.number for row in self.clauses if row.id == clause), "")
