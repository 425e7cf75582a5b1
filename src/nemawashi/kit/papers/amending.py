"""Akoma Ntoso 3.0 of a text with its amendments: who tabled what on which clause, and how it ended.

For those of a negotiation, never for the public: it holds positions. Live ones stand in the words as ``ins`` and ``del``
with their parties; every position is a textual modification under ``passiveModifications``. Its operation, its parties,
stances and outcome stand in our own namespace, as the schema has no place for several parties on one change.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from nemawashi.kit.clauses.bracketing import Bracket, Node, Plain
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import Tabled
from nemawashi.kit.papers.akoma import Element, Writer, add, lines, own
from nemawashi.kit.papers.printing import Printed
from nemawashi.kit.papers.values import Footnote, Paper, PaperAdoption, PaperClause, PaperVersion
from nemawashi.kit.papers.wordings import plain

# The types of textual modifications of the schema; what has none is told in our own namespace alone.
TYPES = {
    Operation.INSERT: "insertion", Operation.DELETE: "repeal", Operation.REPLACE: "substitution",
    Operation.ALTERNATIVE: "substitution", Operation.NEW_CLAUSE: "insertion", Operation.NEW_CLAUSE_BEFORE: "insertion",
    Operation.DELETE_CLAUSE: "repeal", Operation.MOVE: "renumbering", Operation.SPLIT: "split", Operation.MERGE: "join",
    Operation.FOOTNOTE: "insertion",
}  # fmt: skip
_NAME = "negotiation"


@dataclass(frozen=True, slots=True)
class Draft:
    """A text as it stands at ``at``. ``nodes``: the words of a clause with their brackets, by its id.

    ``left_out``: a sentence for the reader on what the file does not hold; empty where it holds all.
    """

    slug: str
    title: str
    type: str
    language: str
    at: dt.datetime
    clauses: tuple[PaperClause, ...]
    nodes: Mapping[str, Sequence[Node]]
    amendments: tuple[Tabled, ...] = ()
    address: str = ""
    symbol: str = ""
    dialogue: str = ""
    dialogue_slug: str = ""
    names: Mapping[str, str] = ()  # type: ignore[assignment]  # of parties, by code
    left_out: str = ""


def clause(
    key: str, number: str, kind: str, words: str, language: str, notes: Sequence[tuple[int, str]] = ()
) -> PaperClause:
    """A clause in the language of negotiation alone."""
    return PaperClause(key, number, kind, {language: words}, tuple(Footnote(place, note) for place, note in notes))


def written(draft: Draft) -> bytes:
    """The file, valid against the schema. The same draft gives the same bytes."""
    return etree.tostring(_Amending(draft).root(), xml_declaration=True, encoding="UTF-8", pretty_print=False)


class _Amending(Writer):
    event = _NAME

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.keys = {row.key: f"position_{at}" for at, row in enumerate(draft.amendments, start=1)}
        paper = Paper(
            slug=draft.slug,
            title=draft.title,
            type=draft.type,
            original=draft.language,
            versions=(PaperVersion(draft.language),),
            clauses=draft.clauses,
            adoption=PaperAdoption(_NAME, draft.at),
            address=draft.address,
            symbol=draft.symbol,
            dialogue=draft.dialogue,
            dialogue_slug=draft.dialogue_slug,
        )
        super().__init__(paper, draft.language)

    def _moment(self, row: Tabled) -> dt.datetime:
        return row.moment or self.draft.at

    @property
    def parties(self) -> list[str]:
        codes = (
            code
            for row in self.draft.amendments
            for code in (*row.asked.parties, *row.asked.supporters, *row.asked.opponents, *row.acceptors)
        )
        return sorted(dict.fromkeys(codes))

    def _lifecycle(self, lifecycle: Element) -> None:
        add(lifecycle, "eventRef", eId="eventRef_1", date=self.day, source="#original", type="generation")
        for at, row in enumerate(self.draft.amendments, start=2):
            on = self._moment(row).astimezone(dt.UTC).date().isoformat()
            add(lifecycle, "eventRef", eId=f"eventRef_{at}", date=on, source=f"#{self.keys[row.key]}", type="amendment")

    def _workflow(self, workflow: Element) -> None:
        add(workflow, "step", eId="step_1", date=self.day, by="#dialogue", refersTo=f"#{_NAME}")

    def _analysis(self, meta: Element) -> None:
        rows = [row for row in self.draft.amendments if row.asked.operation in TYPES and row.asked.key in self.places]
        if not rows:
            return
        passive = add(add(meta, "analysis", source="#nemawashi"), "passiveModifications")
        for row in rows:
            key = f"pmod_{self.keys[row.key].removeprefix('position_')}"
            modification = add(passive, "textualMod", eId=key, type=TYPES[row.asked.operation])
            add(modification, "source", eId=f"{key}__source_1", href=f"#{self.keys[row.key]}")
            add(modification, "destination", eId=f"{key}__destination_1", href=f"#{self.places[row.asked.key]}")
            if row.before:
                own(add(modification, "old", eId=f"{key}__old_1"), "words", row.before)
            if row.asked.words:
                own(add(modification, "new", eId=f"{key}__new_1"), "words", row.asked.words)

    def _references(self, references: Element) -> None:
        draft = self.draft
        add(references, "original", eId="original", href=self.expression, showAs=draft.symbol or draft.title or draft.slug)
        for row in draft.amendments:
            shown = f"{', '.join(row.asked.parties)}: {row.asked.operation}"
            add(references, "passiveRef", eId=self.keys[row.key], href=f"{self.work}#{row.key}", showAs=shown)
        add(references, "TLCOrganization", eId="nemawashi", href="/ontology/organization/nemawashi", showAs="Nemawashi")
        slug = draft.dialogue_slug or "dialogue"
        add(
            references,
            "TLCOrganization",
            eId="dialogue",
            href=f"/ontology/organization/{slug}",
            showAs=draft.dialogue or slug,
        )
        for code in self.parties:
            shown = dict(draft.names).get(code) or code
            add(references, "TLCOrganization", eId=f"party_{code}", href=f"/ontology/organization/{code}", showAs=shown)
        add(references, "TLCEvent", eId=_NAME, href=f"/ontology/event/{_NAME}", showAs="Negotiation")
        add(references, "TLCRole", eId="author", href="/ontology/role/author", showAs="Author")
        add(references, "TLCRole", eId="editor", href="/ontology/role/editor", showAs="Editor")

    def _proprietary(self, proprietary: Element) -> None:
        own(proprietary, "negotiation", at=self.draft.at.isoformat())
        for row in self.draft.amendments:
            on = {"on": f"#{self.places[row.asked.key]}"} if row.asked.key in self.places else {}
            made = own(
                proprietary, "position", for_=f"#{self.keys[row.key]}", id=row.key, operation=row.asked.operation,
                outcome=row.outcome, at=self._moment(row).isoformat(), **on,
            )  # fmt: skip
            for name, codes in (
                ("proposes", row.asked.parties),
                ("supports", row.asked.supporters),
                ("opposes", row.asked.opponents),
                ("could_accept", row.acceptors),
            ):
                for code in codes:
                    own(made, "party", stance=name, code=code)
            if row.asked.words:
                own(made, "words", row.asked.words)
            if row.asked.why:
                own(made, "why", row.asked.why)

    def _words(self, above: Element, row: Printed) -> None:
        for node in self.draft.nodes.get(row.clause.id, ()):
            self._node(above, node)
        for number, _words in row.notes:
            add(above, "noteRef", href=f"#fn_{number}", marker=str(number))

    def _node(self, above: Element, node: Node) -> None:
        if isinstance(node, Plain):
            lines(above, node.words)
            return
        made = self._change(above, node)
        for each in node.inside:
            self._node(made, each)

    def _change(self, above: Element, node: Bracket) -> Element:
        name = "ins" if node.kind == "insert" else "del"
        first = node.mark.parties[0] if node.mark.parties else ""
        about = {"refersTo": f"#party_{first}"} if first in self.parties else {}
        made = add(above, name, class_=plain(" ".join(node.mark.parties)) or "position", **about)
        if node.mark.key in self.keys:
            made.set(f"{{{self.space}}}position", f"#{self.keys[node.mark.key]}")
        return made

    def _conclusions(self, conclusions: Element) -> None:
        add(conclusions, "p", self.draft.at.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M UTC"), eId="at__p_1")
        if self.draft.left_out:
            add(conclusions, "p", self.draft.left_out, eId="left_out__p_1")
