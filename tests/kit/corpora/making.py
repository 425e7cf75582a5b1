"""Files made for tests: Word packages and PDF pages with words of our own."""

import io
import zipfile
from collections.abc import Mapping

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def word_file(body: str, *, linked: str = "", **parts: str) -> bytes:
    """A Word package. ``body``: what stands in ``w:body``; ``parts``: further files of its folder by name, without .xml.

    ``linked``: the address of a picture that lies elsewhere.
    """
    return word_package(f"<w:document {W}><w:body>{body}</w:body></w:document>".encode(), linked=linked, **parts)


def word_package(document: bytes, *, linked: str = "", **parts: str) -> bytes:
    """A Word package whose text has these bytes, well-formed or not."""
    files: Mapping[str, str | bytes] = {"document": document, **parts}
    beside = "".join(f'<Relationship Id="{name}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>' for name in parts)
    if linked:
        beside += f'<Relationship Id="picture" Type="{_OFFICE}/image" Target="{linked}" TargetMode="External"/>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types">'
            f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>',
        )
        package.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="text" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        package.writestr(
            "word/_rels/document.xml.rels", f'<Relationships xmlns="{_PACKAGE}/relationships">{beside}</Relationships>'
        )
        for name, content in files.items():
            package.writestr(f"word/{name}.xml", content)
    return out.getvalue()


def said(words: str, before: str = "") -> str:
    return f"<w:p>{before}<w:r><w:t>{words}</w:t></w:r></w:p>"


def pdf_file(*pages: list[str]) -> bytes:
    """A PDF file with lines of Latin letters on its pages; a page without lines is blank, as a scan is."""
    import pypdf
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = pypdf.PdfWriter()
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
    named = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
    for lines in pages:
        page = writer.add_blank_page(595, 842)
        stream = DecodedStreamObject()
        shown = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
        stream.set_data(f"BT /F1 11 Tf 60 780 Td {shown}ET".encode("latin-1"))
        fonts = DictionaryObject({NameObject("/F1"): writer._add_object(named)})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        page[NameObject("/Contents")] = writer._add_object(stream)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
