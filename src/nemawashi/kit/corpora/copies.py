"""The words of a copy of a source, for search: as they come, without its form."""

import io

from nemawashi.kit.faults import UnreadableError

LONGEST_TEXT = 500_000  # characters kept for search
MOST_PAGES = 500
MOST_BYTES = 20_000_000


def words_of(content: bytes, ending: str) -> str:
    """What a PDF, a page or a Word file says; ``ending`` tells which it is."""
    readers = {".pdf": _pdf, ".html": _html, ".docx": _docx}
    if ending not in readers:
        raise UnreadableError("its form is not read")
    return readers[ending](content)


def _pdf(content: bytes) -> str:
    import pypdf  # noqa: PLC0415  slow

    reader = pypdf.PdfReader(io.BytesIO(content), strict=False)
    out, size = [], 0
    for page in reader.pages[:MOST_PAGES]:
        out.append(page.extract_text() or "")
        size += len(out[-1])
        if size > LONGEST_TEXT:
            break
    return "\n".join(out)


def _html(content: bytes) -> str:
    from lxml import etree  # noqa: PLC0415  slow

    tree = etree.fromstring(content, etree.HTMLParser(no_network=True, recover=True, huge_tree=False))
    etree.strip_elements(tree, "script", "style", "noscript", "template", with_tail=False)
    return " ".join(str(part) for part in tree.itertext())


def _docx(content: bytes) -> str:
    from nemawashi.kit import word  # noqa: PLC0415  slow

    file = word.read(content, most_bytes=MOST_BYTES, may_refer_outside=True)
    return "\n".join(file.accepted)
