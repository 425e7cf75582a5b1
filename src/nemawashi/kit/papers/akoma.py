"""Akoma Ntoso 3.0: one expression, that of one language, valid against the strict schema.

The work is the text under its permanent address; the expression names its language, the manifestation its form.
Corrigenda stand as passive modifications, so the sealed words stay; lineage stands as references to the earlier clauses,
and what the schema has no place for (seals, shares of words kept) in a namespace of our own under ``proprietary``.
"""

from collections.abc import Sequence
from typing import Any

from lxml import etree

from nemawashi.kit.papers.printing import Printed, about, adopted, party, printed
from nemawashi.kit.papers.values import Correction, Paper
from nemawashi.kit.papers.wordings import language_name, plain

SPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OWN = "urn:nemawashi:paper:1"
_US = "#nemawashi"
_THREE = {
    "ar": "ara", "en": "eng", "es": "spa", "fa": "fas", "fr": "fra", "ja": "jpn", "kk": "kaz", "ko": "kor", "ky": "kir",
    "mn": "mon", "ru": "rus", "tg": "tgk", "tk": "tuk", "uz": "uzb", "zh": "zho",
}  # fmt: skip

Element = etree._Element
_SPACES: Any = {None: SPACE, "nmw": OWN}


def written(paper: Paper, language: str) -> bytes:
    """The file. Raises KeyError for a language in which the text was not sealed."""
    return etree.tostring(_Writer(paper, language).root(), xml_declaration=True, encoding="UTF-8", pretty_print=False)


def _add(above: Element, name: str, words: str = "", /, **attributes: str) -> Element:
    made = etree.SubElement(above, f"{{{SPACE}}}{name}", {key.rstrip("_"): plain(told) for key, told in attributes.items()})
    if words:
        made.text = plain(words)
    return made


def _own(above: Element, name: str, words: str = "", /, **attributes: str) -> Element:
    made = etree.SubElement(above, f"{{{OWN}}}{name}", {key.rstrip("_"): plain(told) for key, told in attributes.items()})
    if words:
        made.text = plain(words)
    return made


class _Writer:
    """One document being written; ``places`` are the eIds of the clauses, by their ids."""

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
                found = f"{above}__point_{counts['sub']}" if above else f"point_{counts['sub']}"
            else:
                found = f"{names.get(kind, 'para')}_{counts[kind]}"
                above = found if not kind else ""
                counts["sub"] = 0 if above else counts["sub"]
            places[clause.id] = found
        return places

    def root(self) -> Element:
        root = etree.Element(f"{{{SPACE}}}akomaNtoso", nsmap=_SPACES)
        text = _add(root, "statement", name=self.paper.type or "statement", contains="originalVersion")
        self._meta(_add(text, "meta"))
        self._preface(_add(text, "preface"))
        lead = next(
            (n for n, row in enumerate(self.rows) if row.clause.kind not in ("title", "preambular")), len(self.rows)
        )
        recitals = [row for row in self.rows[:lead] if row.clause.kind == "preambular"]
        if recitals:
            told = _add(_add(text, "preamble"), "recitals", eId="recs")
            for row in recitals:
                self._words(_add(self._placed(told, "recital", row), "p"), row)
        self._body(_add(text, "mainBody"), self.rows[lead:])
        self._conclusions(_add(text, "conclusions"))
        return root

    def _meta(self, meta: Element) -> None:
        self._identification(_add(meta, "identification", source=_US))
        self._publication(meta)
        lifecycle = _add(meta, "lifecycle", source=_US)
        _add(
            lifecycle,
            "eventRef",
            eId="eventRef_1",
            date=self.day,
            source="#original",
            type="generation",
            refersTo="#adoption",
        )
        for at, row in enumerate(self.paper.corrections_in(self.language), start=1):
            on = row.at.date().isoformat()
            _add(lifecycle, "eventRef", eId=f"eventRef_{at + 1}", date=on, source=f"#corrigendum_{at}", type="amendment")
        self._workflow(_add(meta, "workflow", source=_US))
        self._analysis(meta)
        self._references(_add(meta, "references", source=_US))
        notes = [note for row in self.rows for note in row.notes]
        if notes:
            told = _add(meta, "notes", source=_US)
            for number, words in notes:
                note = _add(told, "note", eId=f"fn_{number}", marker=str(number), placement="bottom")
                _lines(_add(note, "p"), words)
        self._proprietary(_add(meta, "proprietary", source=_US))

    def _identification(self, told: Element) -> None:
        paper, author = self.paper, "#dialogue"
        work = _add(told, "FRBRWork")
        _add(work, "FRBRthis", value=f"{self.work}")
        _add(work, "FRBRuri", value=self.work)
        if paper.symbol:
            _add(work, "FRBRalias", value=paper.symbol, name="symbol")
        _add(work, "FRBRalias", value=paper.title or paper.slug, name="title")
        _add(work, "FRBRdate", date=self.day, name="adoption")
        _add(work, "FRBRauthor", href=author, as_="#author")
        _add(work, "FRBRcountry", value=paper.dialogue_slug or "dialogue")
        _add(work, "FRBRsubtype", value=paper.type or "statement")
        if paper.symbol:
            _add(work, "FRBRnumber", value=paper.symbol)
        _add(work, "FRBRname", value=paper.slug)
        _add(work, "FRBRprescriptive", value="false")
        _add(work, "FRBRauthoritative", value="true")
        expression = _add(told, "FRBRExpression")
        _add(expression, "FRBRthis", value=f"{self.expression}")
        _add(expression, "FRBRuri", value=self.expression)
        _add(expression, "FRBRdate", date=self.day, name="adoption")
        _add(expression, "FRBRauthor", href=author, as_="#author")
        if paper.adoption.revision:
            _add(expression, "FRBRversionNumber", value=paper.adoption.revision)
        _add(expression, "FRBRauthoritative", value=str(self.version.worth == "authentic").lower())
        _add(expression, "FRBRlanguage", language=_three(self.language))
        if self.version.worth != "authentic":
            _add(
                expression, "FRBRtranslation", href=f"{self.work}?language={paper.original}",
                fromLanguage=_three(paper.original), authoritative="false", by="#dialogue",
            )  # fmt: skip
        manifestation = _add(told, "FRBRManifestation")
        address = f"{self.work}.akn.xml?language={self.language}"
        _add(manifestation, "FRBRthis", value=f"{address}")
        _add(manifestation, "FRBRuri", value=address)
        _add(manifestation, "FRBRdate", date=self.day, name="adoption")
        _add(manifestation, "FRBRauthor", href=_US, as_="#editor")
        _add(manifestation, "FRBRformat", value="application/akn+xml")

    def _publication(self, meta: Element) -> None:
        if self.paper.issued_at:
            on = self.paper.issued_at.date().isoformat()
            about = {"number": self.paper.symbol} if self.paper.symbol else {}
            _add(meta, "publication", date=on, name="issue", showAs=self.paper.symbol or self.paper.name, **about)

    def _workflow(self, told: Element) -> None:
        _add(told, "step", eId="step_1", date=self.day, by="#dialogue", refersTo=f"#{self.paper.adoption.how}")

    def _analysis(self, meta: Element) -> None:
        corrections = self.paper.corrections_in(self.language)
        origins = [(row, origin) for row in self.rows for origin in row.clause.origins if origin.address or origin.ref]
        if not corrections and not origins:
            return
        analysis = _add(meta, "analysis", source=_US)
        if corrections:
            passive = _add(analysis, "passiveModifications")
            for at, correction in enumerate(corrections, start=1):
                self._correction(passive, correction, at)
        if origins:
            told = _add(analysis, "otherReferences", source=_US)
            for row, origin in origins:
                shown = ", ".join(filter(None, [origin.symbol or origin.title, origin.number, origin.date[:4]]))
                _add(
                    told, "implicitReference", for_=self.places[row.clause.id], href=origin.address or origin.ref,
                    refersTo="#lineage", showAs=shown or origin.ref,
                )  # fmt: skip

    def _correction(self, above: Element, row: Correction, at: int) -> None:
        key = f"pmod_{at}"
        told = _add(above, "textualMod", eId=key, type="substitution")
        _add(told, "source", eId=f"{key}__source_1", href=f"#corrigendum_{at}")
        _add(told, "destination", eId=f"{key}__destination_1", href=f"#{self.places.get(row.clause, 'para_1')}")
        _own(_add(told, "old", eId=f"{key}__old_1"), "words", row.before)
        _own(_add(told, "new", eId=f"{key}__new_1"), "words", row.after)

    def _references(self, told: Element) -> None:
        paper = self.paper
        _add(told, "original", eId="original", href=self.expression, showAs=paper.symbol or paper.name)
        for at, row in enumerate(paper.corrections_in(self.language), start=1):
            _add(told, "passiveRef", eId=f"corrigendum_{at}", href=f"{self.work}#{at}", showAs=row.symbol)
        _add(told, "TLCOrganization", eId="nemawashi", href="/ontology/organization/nemawashi", showAs="Nemawashi")
        slug = paper.dialogue_slug or "dialogue"
        _add(told, "TLCOrganization", eId="dialogue", href=f"/ontology/organization/{slug}", showAs=paper.dialogue or slug)
        for code in dict.fromkeys(row.party for row in paper.statements):
            names = next(row.names for row in paper.statements if row.party == code)
            shown = names.get("en") or code
            _add(told, "TLCOrganization", eId=f"party_{code}", href=f"/ontology/organization/{code}", showAs=shown)
        _add(told, "TLCEvent", eId="adoption", href="/ontology/event/adoption", showAs="Adoption")
        _add(
            told,
            "TLCConcept",
            eId=paper.adoption.how,
            href=f"/ontology/concept/{paper.adoption.how}",
            showAs=paper.adoption.how,
        )
        _add(told, "TLCConcept", eId="lineage", href="/ontology/concept/lineage", showAs="Lineage")
        _add(told, "TLCRole", eId="author", href="/ontology/role/author", showAs="Author")
        _add(told, "TLCRole", eId="editor", href="/ontology/role/editor", showAs="Editor")

    def _proprietary(self, told: Element) -> None:
        adoption = self.paper.adoption
        _own(told, "adoption", how=adoption.how, at=adoption.at.isoformat(), zone=adoption.zone, revision=adoption.revision)
        for version in self.paper.versions:
            _own(told, "seal", language=version.language, worth=version.worth, algorithm="SHA-256", value=version.seal)
        for row in self.rows:
            for origin in row.clause.origins:
                kept = {} if origin.kept is None else {"kept": f"{origin.kept:.2f}"}
                made = _own(
                    told, "origin", for_=f"#{self.places[row.clause.id]}", ref=origin.ref, relation=origin.relation,
                    title=origin.title, number=origin.number, date=origin.date, **kept,
                )  # fmt: skip
                if origin.words:
                    _own(made, "words", origin.words, language=origin.language)
                for change in origin.changes:
                    _own(made, "change", change)
        for at, correction in enumerate(self.paper.corrections_in(self.language), start=1):
            _own(told, "corrigendum", correction.why, for_=f"#corrigendum_{at}", symbol=correction.symbol)

    def _preface(self, preface: Element) -> None:
        head = _add(preface, "p")
        if self.paper.dialogue:
            _add(head, "docProponent", self.paper.dialogue, refersTo="#dialogue")
        if self.paper.symbol:
            _add(head, "docNumber", self.paper.symbol)
        titles = [row for row in self.rows if row.clause.kind == "title"]
        for row in titles:
            self._words(_add(self._placed(preface, "p", row), "docTitle"), row)
        if not titles:
            _add(_add(preface, "p"), "docTitle", self.paper.name)

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
                    self._words(_add(under, "heading"), row)
                else:
                    self._words(_add(_add(self._placed(body, "paragraph", row, class_="heading"), "content"), "p"), row)
                at += 1
                continue
            points = []
            while row.clause.kind != "sub" and at + 1 < len(rows) and rows[at + 1].clause.kind == "sub":
                at += 1
                points.append(rows[at])
            name = "point" if row.clause.kind == "sub" else "paragraph"
            made = self._placed(under, name, row, class_=row.clause.kind)
            if row.number:
                _add(made, "num", row.number)
            self._words(_add(_add(made, "intro" if points else "content"), "p"), row)
            for point in points:
                told = self._placed(made, "point", point)
                _add(told, "num", point.number)
                self._words(_add(_add(told, "content"), "p"), point)
            at += 1
        if above is not None and not len(body):
            _add(_add(_add(body, "paragraph", eId="para_0"), "content"), "p")

    def _placed(self, above: Element, name: str, row: Printed, **attributes: str) -> Element:
        return _add(above, name, eId=self.places[row.clause.id], GUID=row.clause.id, **attributes)

    def _words(self, above: Element, row: Printed) -> None:
        for words, note in row.pieces:
            _lines(above, words)
            if note:
                _add(above, "noteRef", href=f"#fn_{note}", marker=str(note))

    def _conclusions(self, told: Element) -> None:
        for at, line in enumerate(adopted(self.paper, self.language), start=1):
            _add(told, "p", line, eId=f"adoption__p_{at}")
        for at, row in enumerate(self.paper.statements, start=1):
            key = f"statement_{at}"
            made = _add(told, "blockContainer", eId=key, class_=row.kind, refersTo=f"#party_{row.party}")
            _add(
                made,
                "heading",
                f"{party(row, self.language)}: {about(self.paper, row, self.language)}",
                eId=f"{key}__heading",
            )
            _lines(_add(made, "p", eId=f"{key}__p_1"), row.words)
        worth = f"{language_name(self.language, self.language)}: {self.version.worth}"
        _add(told, "p", worth, eId="worth__p_1")


def _lines(above: Element, words: str) -> None:
    """Words at the end of an element, each end of line as an element of its own."""
    for at, line in enumerate(plain(words).split("\n")):
        last = _add(above, "eol") if at else above[-1] if len(above) else None
        if last is None:
            above.text = (above.text or "") + line
        else:
            last.tail = (last.tail or "") + line


def _three(language: str) -> str:
    return _THREE.get(language[:2], "und")
