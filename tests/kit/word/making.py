"""Word packages made for tests, part by part."""

import io
import zipfile
from collections.abc import Mapping

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:w16du="http://schemas.microsoft.com/office/word/2023/wordml/word16du" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
WHO = 'w:id="1" w:author="{}" w:date="2026-03-05T09:30:00Z"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def package(files: Mapping[str, str | bytes], *, kind: str = MAIN, main: str = "word/document.xml") -> bytes:
    """A package with these parts; content types and the first relation are added where they are not given."""
    whole: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{main}" ContentType="{kind}"/></Types>',
        "_rels/.rels": relations(("rId1", "officeDocument", main)),
        **files,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in whole.items():
            archive.writestr(name, content)
    return out.getvalue()


def relations(*rows: tuple[str, ...]) -> str:
    """Rows of (id, kind, target[, mode])."""
    told = "".join(
        f'<Relationship Id="{row[0]}" Type="{RELATIONS}/{row[1]}" Target="{row[2]}"'
        + (f' TargetMode="{row[3]}"/>' if len(row) > 3 else "/>")
        for row in rows
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{told}</Relationships>'


def word_file(body: str, **parts: str) -> bytes:
    """A Word file. ``parts``: further parts by name (comments, footnotes, header ...), what stands inside their root."""
    roots = {"comments": "comments", "footnotes": "footnotes", "endnotes": "endnotes", "header": "hdr", "footer": "ftr"}
    roots |= {"numbering": "numbering", "styles": "styles"}
    files: dict[str, str | bytes] = {"word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>"}
    for name, content in parts.items():
        root = "w15:commentsEx" if name == "commentsExtended" else f"w:{roots[name]}"
        files[f"word/{name}.xml"] = f"<{root} {SPACES}>{content}</{root}>"
    files["word/_rels/document.xml.rels"] = relations(*((f"r{at}", name, f"{name}.xml") for at, name in enumerate(parts)))
    return package(files)


def p(inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def mark(kind: str, author: str = "JPN") -> str:
    """Properties of a passage whose mark was inserted, deleted or moved."""
    return f"<w:rPr><w:{kind} {WHO.format(author)}/></w:rPr>"


def r(words: str, looks: str = "") -> str:
    return f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def ins(inside: str, author: str = "JPN") -> str:
    return f"<w:ins {WHO.format(author)}>{inside}</w:ins>"


def gone(words: str, author: str = "JPN") -> str:
    return f'<w:del {WHO.format(author)}><w:r><w:delText xml:space="preserve">{words}</w:delText></w:r></w:del>'


def moved(kind: str, words: str, author: str = "JPN") -> str:
    tag = "delText" if kind == "moveFrom" else "t"
    return (
        f'<w:{kind}RangeStart {WHO.format(author)} w:name="move1"/><w:{kind} {WHO.format(author)}>'
        f'<w:r><w:{tag} xml:space="preserve">{words}</w:{tag}></w:r></w:{kind}><w:{kind}RangeEnd w:id="1"/>'
    )
