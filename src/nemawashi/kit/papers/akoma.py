"""Akoma Ntoso 3.0: one expression, that of one language, valid against the strict schema.

The work is the text under its permanent address; the expression names its language, the manifestation its form.
Corrigenda stand as passive modifications, so the sealed words stay; lineage stands as references to the earlier clauses,
and what the schema has no place for (seals, shares of words kept) in a namespace of our own under ``proprietary``.
"""

from collections.abc import Sequence
from typing import Any

from lxml import etree

from nemawashi.kit.languages import THREE
from nemawashi.kit.papers.printing import Printed, about, adopted, party, printed
from nemawashi.kit.papers.values import Correction, Paper
from nemawashi.kit.papers.wordings import language_name, plain

SPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OWN = "urn:nemawashi:paper:1"
_US = "#nemawashi"

Element = etree._Element
_SPACES: Any = {None: SPACE, "nmw": OWN}


def written(paper: Paper, language: str) -> bytes:
    """The file. Raises KeyError for a language in which the text was not sealed."""
    return etree.tostring(Writer(paper, language).root(), xml_declaration=True, encoding="UTF-8", pretty_print=False)


def add(above: Element, name: str, words: str = "", /, **attributes: str) -> Element:
    made = etree.SubElement(
        above, f"{{{SPACE}}}{name}", {key.rstrip("_"): plain(attribute) for key, attribute in attributes.items()}
    )
    if words:
        made.text = plain(words)
    return made


def own(above: Element, name: str, words: str = "", /, **attributes: str) -> Element:
    made = etree.SubElement(
        above, f"{{{OWN}}}{name}", {key.rstrip("_"): plain(attribute) for key, attribute in attributes.items()}
    )
    if words:
        made.text = plain(words)
    return made


class Writer:
    """One document being written; ``places`` are the eIds of the clauses, by their ids. ``event``: what its day is of."""

    event = "adoption"
    space = OWN

    def __init__(self, paper: Paper, language: str) -> None:
        self.paper, self.language = paper, language
        self.version = paper.version(language)
        self.rows = list(printed(paper, language))
        self.places = self._places()
        self.work = paper.address or f"/id/text/{paper.slug}"
        self.expression = f"{self.work}?language={language}"
        self.day = paper.adoption.local.date().isoformat()
        self.last = len(paper.corrections_in(language))

    def _places(self) -> dict[str, str]:
        places, above, counts = {}, "", {"title": 0, "heading": 0, "preambular": 0, "sub": 0, "": 0}
        names = {"title": "title", "heading": "chp", "preambular": "rec"}
        for clause in self.paper.clauses:
            kind = clause.kind if clause.kind in counts else ""
            counts[kind] += 1
            if kind == "sub":
                place = f"{above}__point_{counts['sub']}" if above else f"point_{counts['sub']}"
            else:
                place = f"{names.get(kind, 'para')}_{counts[kind]}"
                above = place if not kind else ""
                counts["sub"] = 0 if above else counts["sub"]
            places[clause.id] = place
        return places

    def root(self) -> Element:
        root = etree.Element(f"{{{SPACE}}}akomaNtoso", nsmap=_SPACES)
        text = add(root, "statement", name=self.paper.type or "statement", contains="originalVersion")
        self._meta(add(text, "meta"))
        self._preface(add(text, "preface"))
        lead = next(
            (n for n, row in enumerate(self.rows) if row.clause.kind not in ("title", "preambular")), len(self.rows)
        )
        recitals = [row for row in self.rows[:lead] if row.clause.kind == "preambular"]
        if recitals:
            container = add(add(text, "preamble"), "recitals", eId="recs")
            for row in recitals:
                self._words(add(self._placed(container, "recital", row), "p"), row)
        self._body(add(text, "mainBody"), self.rows[lead:])
        self._conclusions(add(text, "conclusions"))
        return root

    def _meta(self, meta: Element) -> None:
        self._identification(add(meta, "identification", source=_US))
        self._publication(meta)
        lifecycle = add(meta, "lifecycle", source=_US)
        self._lifecycle(lifecycle)
        self._workflow(add(meta, "workflow", source=_US))
        self._analysis(meta)
        self._references(add(meta, "references", source=_US))
        notes = [note for row in self.rows for note in row.notes]
        if notes:
            container = add(meta, "notes", source=_US)
            for number, words in notes:
                note = add(container, "note", eId=f"fn_{number}", marker=str(number), placement="bottom")
                lines(add(note, "p"), words)
        self._proprietary(add(meta, "proprietary", source=_US))

    def _lifecycle(self, lifecycle: Element) -> None:
        add(
            lifecycle, "eventRef", eId="eventRef_1", date=self.day, source="#original", type="generation",
            refersTo="#adoption",
        )  # fmt: skip
        for at, row in enumerate(self.paper.corrections_in(self.language), start=1):
            on = row.at.date().isoformat()
            add(lifecycle, "eventRef", eId=f"eventRef_{at + 1}", date=on, source=f"#corrigendum_{at}", type="amendment")

    def _identification(self, identification: Element) -> None:
        paper, author = self.paper, "#dialogue"
        work = add(identification, "FRBRWork")
        add(work, "FRBRthis", value=f"{self.work}")
        add(work, "FRBRuri", value=self.work)
        if paper.symbol:
            add(work, "FRBRalias", value=paper.symbol, name="symbol")
        add(work, "FRBRalias", value=paper.title or paper.slug, name="title")
        add(work, "FRBRdate", date=self.day, name=self.event)
        add(work, "FRBRauthor", href=author, as_="#author")
        add(work, "FRBRcountry", value=paper.dialogue_slug or "dialogue")
        add(work, "FRBRsubtype", value=paper.type or "statement")
        if paper.symbol:
            add(work, "FRBRnumber", value=paper.symbol)
        add(work, "FRBRname", value=paper.slug)
        add(work, "FRBRprescriptive", value="false")
        add(work, "FRBRauthoritative", value="true")
        expression = add(identification, "FRBRExpression")
        add(expression, "FRBRthis", value=f"{self.expression}")
        add(expression, "FRBRuri", value=self.expression)
        add(expression, "FRBRdate", date=self.day, name=self.event)
        add(expression, "FRBRauthor", href=author, as_="#author")
        if paper.adoption.revision:
            add(expression, "FRBRversionNumber", value=paper.adoption.revision)
        add(expression, "FRBRauthoritative", value=str(self.version.worth == "authentic").lower())
        add(expression, "FRBRlanguage", language=_three(self.language))
        if self.version.worth != "authentic":
            add(
                expression, "FRBRtranslation", href=f"{self.work}?language={paper.original}",
                fromLanguage=_three(paper.original), authoritative="false", by="#dialogue",
            )  # fmt: skip
        manifestation = add(identification, "FRBRManifestation")
        address = f"{self.work}.akn.xml?language={self.language}"
        add(manifestation, "FRBRthis", value=f"{address}")
        add(manifestation, "FRBRuri", value=address)
        add(manifestation, "FRBRdate", date=self.day, name=self.event)
        add(manifestation, "FRBRauthor", href=_US, as_="#editor")
        add(manifestation, "FRBRformat", value="application/akn+xml")

    def _publication(self, meta: Element) -> None:
        if self.paper.issued_at:
            on = self.paper.issued_at.date().isoformat()
            about = {"number": self.paper.symbol} if self.paper.symbol else {}
            add(meta, "publication", date=on, name="issue", showAs=self.paper.symbol or self.paper.name, **about)

    def _workflow(self, workflow: Element) -> None:
        add(workflow, "step", eId="step_1", date=self.day, by="#dialogue", refersTo=f"#{self.paper.adoption.how}")

    def _analysis(self, meta: Element) -> None:
        corrections = self.paper.corrections_in(self.language)
        origins = [(row, origin) for row in self.rows for origin in row.clause.origins if origin.address or origin.ref]
        if not corrections and not origins:
            return
        analysis = add(meta, "analysis", source=_US)
        if corrections:
            passive = add(analysis, "passiveModifications")
            for at, correction in enumerate(corrections, start=1):
                self._correction(passive, correction, at)
        if origins:
            references = add(analysis, "otherReferences", source=_US)
            for row, origin in origins:
                shown = ", ".join(filter(None, [origin.symbol or origin.title, origin.number, origin.date[:4]]))
                add(
                    references, "implicitReference", for_=self.places[row.clause.id], href=origin.address or origin.ref,
                    refersTo="#lineage", showAs=shown or origin.ref,
                )  # fmt: skip

    def _correction(self, above: Element, row: Correction, at: int) -> None:
        key = f"pmod_{at}"
        modification = add(above, "textualMod", eId=key, type="substitution")
        add(modification, "source", eId=f"{key}__source_1", href=f"#corrigendum_{at}")
        add(modification, "destination", eId=f"{key}__destination_1", href=f"#{self.places.get(row.clause, 'para_1')}")
        own(add(modification, "old", eId=f"{key}__old_1"), "words", row.before)
        own(add(modification, "new", eId=f"{key}__new_1"), "words", row.after)

    def _references(self, references: Element) -> None:
        paper = self.paper
        add(references, "original", eId="original", href=self.expression, showAs=paper.symbol or paper.name)
        for at, row in enumerate(paper.corrections_in(self.language), start=1):
            add(references, "passiveRef", eId=f"corrigendum_{at}", href=f"{self.work}#{at}", showAs=row.symbol)
        add(references, "TLCOrganization", eId="nemawashi", href="/ontology/organization/nemawashi", showAs="Nemawashi")
        slug = paper.dialogue_slug or "dialogue"
        add(
            references,
            "TLCOrganization",
            eId="dialogue",
            href=f"/ontology/organization/{slug}",
            showAs=paper.dialogue or slug,
        )
        for code in dict.fromkeys(row.party for row in paper.statements):
            names = next(row.names for row in paper.statements if row.party == code)
            shown = names.get("en") or code
            add(references, "TLCOrganization", eId=f"party_{code}", href=f"/ontology/organization/{code}", showAs=shown)
        add(references, "TLCEvent", eId="adoption", href="/ontology/event/adoption", showAs="Adoption")
        add(
            references,
            "TLCConcept",
            eId=paper.adoption.how,
            href=f"/ontology/concept/{paper.adoption.how}",
            showAs=paper.adoption.how,
        )
        add(references, "TLCConcept", eId="lineage", href="/ontology/concept/lineage", showAs="Lineage")
        add(references, "TLCRole", eId="author", href="/ontology/role/author", showAs="Author")
        add(references, "TLCRole", eId="editor", href="/ontology/role/editor", showAs="Editor")

    def _proprietary(self, proprietary: Element) -> None:
        adoption = self.paper.adoption
        own(
            proprietary,
            "adoption",
            how=adoption.how,
            at=adoption.at.isoformat(),
            zone=adoption.zone,
            revision=adoption.revision,
        )
        if adoption.log:
            count, _dash, head = adoption.log.partition("-")
            own(proprietary, "log", entries=count, head=head, algorithm="SHA-256")
        for version in self.paper.versions:
            own(
                proprietary, "seal", language=version.language, worth=version.worth, algorithm="SHA-256", value=version.seal
            )
        for row in self.rows:
            for origin in row.clause.origins:
                kept = {} if origin.kept is None else {"kept": f"{origin.kept:.2f}"}
                made = own(
                    proprietary, "origin", for_=f"#{self.places[row.clause.id]}", ref=origin.ref, relation=origin.relation,
                    title=origin.title, number=origin.number, date=origin.date, **kept,
                )  # fmt: skip
                if origin.words:
                    own(made, "words", origin.words, language=origin.language)
                for change in origin.changes:
                    own(made, "change", change)
        for at, correction in enumerate(self.paper.corrections_in(self.language), start=1):
            own(proprietary, "corrigendum", correction.why, for_=f"#corrigendum_{at}", symbol=correction.symbol)

    def _preface(self, preface: Element) -> None:
        head = add(preface, "p")
        if self.paper.dialogue:
            add(head, "docProponent", self.paper.dialogue, refersTo="#dialogue")
        if self.paper.symbol:
            add(head, "docNumber", self.paper.symbol)
        titles = [row for row in self.rows if row.clause.kind == "title"]
        for row in titles:
            self._words(add(self._placed(preface, "p", row), "docTitle"), row)
        if not titles:
            add(add(preface, "p"), "docTitle", self.paper.name)

    def _body(self, body: Element, rows: Sequence[Printed]) -> None:
        rows = [row for row in rows if row.clause.kind != "title"]
        above: Element | None = body
        under = body
        at = 0
        while at < len(rows):
            row = rows[at]
            if row.clause.kind == "heading":
                follows = at + 1 < len(rows) and rows[at + 1].clause.kind != "heading"
                under = self._placed(body, "chapter", row) if follows else body
                if follows:
                    self._words(add(under, "heading"), row)
                else:
                    self._words(add(add(self._placed(body, "paragraph", row, class_="heading"), "content"), "p"), row)
                at += 1
                continue
            points = []
            while row.clause.kind != "sub" and at + 1 < len(rows) and rows[at + 1].clause.kind == "sub":
                at += 1
                points.append(rows[at])
            name = "point" if row.clause.kind == "sub" else "paragraph"
            made = self._placed(under, name, row, class_=row.clause.kind)
            if row.number:
                add(made, "num", row.number)
            self._words(add(add(made, "intro" if points else "content"), "p"), row)
            for point in points:
                element = self._placed(made, "point", point)
                add(element, "num", point.number)
                self._words(add(add(element, "content"), "p"), point)
            at += 1
        if above is not None and not len(body):
            add(add(add(body, "paragraph", eId="para_0"), "content"), "p")

    def _placed(self, above: Element, name: str, row: Printed, **attributes: str) -> Element:
        return add(above, name, eId=self.places[row.clause.id], GUID=row.clause.id, **attributes)

    def _words(self, above: Element, row: Printed) -> None:
        for words, note in row.pieces:
            lines(above, words)
            if note:
                add(above, "noteRef", href=f"#fn_{note}", marker=str(note))

    def _conclusions(self, conclusions: Element) -> None:
        for at, line in enumerate(adopted(self.paper, self.language), start=1):
            add(conclusions, "p", line, eId=f"adoption__p_{at}")
        for at, row in enumerate(self.paper.statements, start=1):
            key = f"statement_{at}"
            made = add(conclusions, "blockContainer", eId=key, class_=row.kind, refersTo=f"#party_{row.party}")
            add(
                made,
                "heading",
                f"{party(row, self.language)}: {about(self.paper, row, self.language)}",
                eId=f"{key}__heading",
            )
            lines(add(made, "p", eId=f"{key}__p_1"), row.words)
        worth = f"{language_name(self.language, self.language)}: {self.version.worth}"
        add(conclusions, "p", worth, eId="worth__p_1")


def lines(above: Element, words: str) -> None:
    """Words at the end of an element, each end of line as an element of its own."""
    for at, line in enumerate(plain(words).split("\n")):
        last = add(above, "eol") if at else above[-1] if len(above) else None
        if last is None:
            above.text = (above.text or "") + line
        else:
            last.tail = (last.tail or "") + line


def _three(language: str) -> str:
    return THREE.get(language[:2], "und")
