"""Word files written afresh: the same document gives the same bytes, and nothing but what the document says.

No revision ids, no names of users, no paths and no dates of ours stand in it; authors of changes are those of the document.
"""

import io
import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from nemawashi.kit.word import looks, packages
from nemawashi.kit.word.names import RELATIONS, R, W
from nemawashi.kit.word.spelling import Speller, plain, stamp
from nemawashi.kit.word.values import Comment, Passage, Run, Table, WordDocument

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SPACES = (
    f'xmlns:w="{looks.SPACE}" xmlns:r="{RELATIONS}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" mc:Ignorable="w14 w15"'
)
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_KINDS = {
    "styles": (f"{RELATIONS}/styles", f"{_MAIN}.styles+xml"),
    "settings": (f"{RELATIONS}/settings", f"{_MAIN}.settings+xml"),
    "footnotes": (f"{RELATIONS}/footnotes", f"{_MAIN}.footnotes+xml"),
    "comments": (f"{RELATIONS}/comments", f"{_MAIN}.comments+xml"),
    "commentsExtended": (
        "http://schemas.microsoft.com/office/2011/relationships/commentsExtended", f"{_MAIN}.commentsExtended+xml",
    ),
    "people": ("http://schemas.microsoft.com/office/2011/relationships/people", f"{_MAIN}.people+xml"),
    "header": (f"{RELATIONS}/header", f"{_MAIN}.header+xml"),
    "footer": (f"{RELATIONS}/footer", f"{_MAIN}.footer+xml"),
}  # fmt: skip
_TAKEN = frozenset({"styles", "theme", "fontTable", "numbering", "header", "footer"})  # what of a template stays
_PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1134" w:bottom="1418" w:left="1134" w:header="709" '
    'w:footer="709" w:gutter="0"/>'
)
_THEN = (1980, 1, 1, 0, 0, 0)


def write(document: WordDocument) -> bytes:
    """The file. Raises ``WordError`` where the template is refused, as any file from outside is."""
    template = _Template(document.template) if document.template is not None else None
    sheet = looks.sheet(document.language, template.styles if template else None)
    speller = Speller(sheet, document.language)
    parts: dict[str, bytes] = dict(template.parts) if template else {}
    relations = list(template.relations) if template else []
    types = dict(template.types) if template else {}

    def add(name: str, content: str | bytes, kind: str) -> str:
        relation, content_type = _KINDS[kind]
        path = f"word/{name}.xml"
        while path in parts:
            path = f"word/nmw-{posixpath.basename(path)}"
        parts[path] = content if isinstance(content, bytes) else f"{_HEAD}{content}".encode()
        types[path] = content_type
        key = f"nmw{len(relations) + 1}"
        relations.append((key, relation, posixpath.relpath(path, "word")))
        return key

    section = _section(document, template, speller, add)
    above = [] if template is None or not document.symbol else [Passage((Run(document.symbol),), "Symbol")]
    blocks = "".join(_block(block, speller) for block in (*above, *document.blocks))
    if document.blocks and isinstance(document.blocks[-1], Table):
        blocks += "<w:p/>"
    parts["word/document.xml"] = f"{_HEAD}<w:document {_SPACES}><w:body>{blocks}{section}</w:body></w:document>".encode()
    types["word/document.xml"] = f"{_MAIN}.document.main+xml"
    add("styles", sheet.xml, "styles")
    add("settings", _settings(document, has_notes=bool(speller.notes)), "settings")
    if speller.notes:
        add("footnotes", _footnotes(speller), "footnotes")
    if speller.comments:
        comments, extended = _comments(speller)
        add("comments", comments, "comments")
        add("commentsExtended", extended, "commentsExtended")
    if speller.authors:
        people = "".join(f"<w15:person w15:author={quoteattr(name)}/>" for name in speller.authors if name)
        add("people", f"<w15:people {_SPACES}>{people}</w15:people>", "people")
    parts["word/_rels/document.xml.rels"] = _relations(relations)
    parts["docProps/core.xml"] = _about(document)
    types["docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    about = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    parts["_rels/.rels"] = _relations(
        [("rId1", f"{RELATIONS}/officeDocument", "word/document.xml"), ("rId2", about, "docProps/core.xml")]
    )
    parts["[Content_Types].xml"] = _types(types)
    return _packed(parts)


def _block(block: Passage | Table, speller: Speller) -> str:
    return speller.table(block) if isinstance(block, Table) else speller.passage(block)


@dataclass
class _Template:
    """What is taken of a file of the host: styles, fonts, numbering, page, headers and footers with their pictures."""

    content: bytes
    parts: dict[str, bytes] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    relations: list[tuple[str, str, str]] = field(default_factory=list)
    styles: etree._Element | None = None
    section: etree._Element | None = None

    def __post_init__(self) -> None:
        package = packages.opened(self.content)
        root = package.part(package.main)
        body = None if root is None else root.find(f"{W}body")
        self.section = None if body is None else body.find(f"{W}sectPr")
        for row in package.relations.get(package.main, ()):
            if row.kind not in _TAKEN or row.is_external or row.target not in package.names:
                continue
            if row.kind == "styles":
                self.styles = package.part(row.target)
                continue
            self._take(package, row.target)
            self.relations.append((row.key, f"{RELATIONS}/{row.kind}", f"/{row.target}"))

    def _take(self, package: packages.WordPackage, name: str) -> None:
        """A part with all that it relates to inside the package; links and objects of others stay behind."""
        if name in self.parts or name not in package.names:
            return
        self.parts[name] = _without_changes(package, name)
        self.types[name] = package.types.get(name) or package.types.get(f"*.{name.rsplit('.', 1)[-1]}", "")
        rows = [row for row in package.relations.get(name, ()) if row.is_external or row.kind in ("image", "font")]
        relations = []
        for row in rows:
            if row.is_external:
                relations.append((row.key, f"{RELATIONS}/{row.kind}", row.target, True))
            else:
                self._take(package, row.target)
                relations.append((row.key, f"{RELATIONS}/{row.kind}", f"/{row.target}", False))
        if relations:
            folder, base = posixpath.split(name)
            self.parts[f"{folder}/_rels/{base}.rels"] = _related(relations)


def _without_changes(package: packages.WordPackage, name: str) -> bytes:
    """A part of a template. Revision ids of whoever made it are taken off."""
    if not name.endswith(".xml"):
        return package.raw(name)
    root = package.part(name)
    for node in [] if root is None else root.iter():
        for key in [key for key in node.attrib if isinstance(key, str) and "}rsid" in key]:
            del node.attrib[key]
    return b"" if root is None else etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _section(document: WordDocument, template: _Template | None, speller: Speller, add: object) -> str:
    if template is not None and template.section is not None:
        held = {key for key, _, _ in template.relations}
        for node in list(template.section):
            reference = node.get(f"{R}id")
            if (reference is not None and reference not in held) or node.tag in (f"{W}sectPrChange", f"{W}printerSettings"):
                template.section.remove(node)
        for key in [key for key in template.section.attrib if "}rsid" in str(key)]:
            del template.section.attrib[key]
        return etree.tostring(template.section, encoding="unicode")
    assert callable(add)  # noqa: S101
    references = ""
    lines = [line for line in (document.symbol, *document.header) if line]
    if lines:
        header = "".join(speller.passage(Passage((Run(line, bold=line == document.symbol),), "header")) for line in lines)
        key = add("header1", f"<w:hdr {_SPACES}>{header}</w:hdr>", "header")
        references += f'<w:headerReference w:type="default" r:id="{key}"/>'
    if document.footer or document.page_numbers:
        key = add("footer1", f"<w:ftr {_SPACES}>{_footer(document, speller)}</w:ftr>", "footer")
        references += f'<w:footerReference w:type="default" r:id="{key}"/>'
    return f"<w:sectPr>{references}{_PAGE}</w:sectPr>"


def _footer(document: WordDocument, speller: Speller) -> str:
    words = speller.passage(Passage((Run(document.footer),), "footer")) if document.footer else ""
    if not document.page_numbers:
        return words
    style = quoteattr(speller.sheet.key("footer"))
    counts = [f'<w:fldSimple w:instr=" {code} "><w:r><w:t>1</w:t></w:r></w:fldSimple>' for code in ("PAGE", "NUMPAGES")]
    between = '<w:r><w:t xml:space="preserve"> / </w:t></w:r>'
    return f"{words}<w:p><w:pPr><w:pStyle w:val={style}/></w:pPr>{between.join(counts)}</w:p>"


def _settings(document: WordDocument, *, has_notes: bool) -> str:
    track = "<w:trackRevisions/>" if document.track else ""
    notes = '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>' if has_notes else ""
    uri = quoteattr("http://schemas.microsoft.com/office/word")
    compat = f'<w:compat><w:compatSetting w:name="compatibilityMode" w:uri={uri} w:val="15"/></w:compat>'
    return f'<w:settings {_SPACES}>{track}<w:defaultTabStop w:val="567"/>{notes}{compat}</w:settings>'


def _footnotes(speller: Speller) -> str:
    sheet = speller.sheet
    style, look = quoteattr(sheet.key("footnote text")), quoteattr(sheet.key("footnote reference"))
    notes = "".join(
        f'<w:footnote w:type="{kind}" w:id="{key}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for key, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    for key, words in enumerate(speller.notes, start=1):
        said = speller.passage(Passage((Run(f" {words}"),))).removeprefix("<w:p>").removesuffix("</w:p>")
        notes += (
            f'<w:footnote w:id="{key}"><w:p><w:pPr><w:pStyle w:val={style}/></w:pPr>'
            f"<w:r><w:rPr><w:rStyle w:val={look}/></w:rPr><w:footnoteRef/></w:r>{said}</w:p></w:footnote>"
        )
    return f"<w:footnotes {_SPACES}>{notes}</w:footnotes>"


def _comments(speller: Speller) -> tuple[str, str]:
    style = quoteattr(speller.sheet.key("annotation text"))
    spelled, threads = [], []
    for key, (comment, above) in enumerate(speller.comments):
        speller.authors[plain(comment.author)] = None
        lines = plain(comment.words).split("\n")
        said = "".join(
            f'<w:p w14:paraId="{_mark(key, at)}"><w:pPr><w:pStyle w:val={style}/></w:pPr>'
            f'<w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
            for at, line in enumerate(lines)
        )
        spelled.append(f'<w:comment w:id="{key}"{_whose(comment)}>{said}</w:comment>')
        to = f' w15:paraIdParent="{_last(speller.comments[above][0], above)}"' if above >= 0 else ""
        done = int(comment.is_done)
        threads.append(f'<w15:commentEx w15:paraId="{_last(comment, key)}"{to} w15:done="{done}"/>')
    return (
        f"<w:comments {_SPACES}>{''.join(spelled)}</w:comments>",
        f"<w15:commentsEx {_SPACES}>{''.join(threads)}</w15:commentsEx>",
    )


def _mark(key: int, line: int) -> str:
    return f"{0x10000000 + key * 0x1000 + line:08X}"


def _last(comment: Comment, key: int) -> str:
    return _mark(key, plain(comment.words).count("\n"))


def _whose(comment: Comment) -> str:
    author = plain(comment.author)
    initials = "".join(word[0] for word in author.split())[:4]
    moment = stamp(comment.moment)
    when = f' w:date="{moment}"' if moment else ""
    return f" w:author={quoteattr(author)}{when} w:initials={quoteattr(initials)}"


def _about(document: WordDocument) -> bytes:
    title = f"<dc:title>{escape(plain(document.title))}</dc:title>" if document.title else ""
    subject = f"<dc:subject>{escape(plain(document.symbol))}</dc:subject>" if document.symbol else ""
    language = f"<dc:language>{escape(document.language)}</dc:language>"
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/">{title}{subject}{language}</cp:coreProperties>'
    ).encode()


def _relations(rows: list[tuple[str, str, str]]) -> bytes:
    return _related([(*row, False) for row in rows])


def _related(rows: list[tuple[str, str, str, bool]]) -> bytes:
    rows_of = "".join(
        f"<Relationship Id={quoteattr(key)} Type={quoteattr(kind)} Target={quoteattr(target)}"
        + (' TargetMode="External"/>' if external else "/>")
        for key, kind, target, external in rows
    )
    return f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows_of}</Relationships>'.encode()


def _types(types: Mapping[str, str]) -> bytes:
    overrides = "".join(
        f"<Override PartName={quoteattr('/' + name)} ContentType={quoteattr(kind)}/>"
        for name, kind in sorted(types.items())
        if kind
    )
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    return (
        f'{_HEAD}<Types xmlns="{space}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    ).encode()


def _packed(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    first = ["[Content_Types].xml", "_rels/.rels"]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in [*first, *sorted(set(parts) - set(first))]:
            member = zipfile.ZipInfo(name, _THEN)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system, member.external_attr = 3, 0o644 << 16
            archive.writestr(member, parts[name])
    return out.getvalue()
