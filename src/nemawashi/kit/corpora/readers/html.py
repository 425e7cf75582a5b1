"""Web pages: the words of the main part, without navigation, with what the page says of itself."""

import re
from collections.abc import Iterator

from lxml import etree, html

from nemawashi.kit import xml
from nemawashi.kit.corpora.numbers import NumberStyle, without_number
from nemawashi.kit.corpora.readers.decoding import of_page
from nemawashi.kit.corpora.values import About, Document, Piece, SplitKind, Unread, UnreadableError
from nemawashi.kit.word.numbering import printed

_DROPPED = ("script", "style", "noscript", "template", "nav", "header", "footer", "aside", "form", "button", "select",
            "iframe", "svg", "math", "object", "video", "audio", "del", "s", "strike", "dialog", "figure")  # fmt: skip
_AROUND = re.compile(
    r"\b(?:nav|navbar|navigation|menu|breadcrumbs?|sidebar|footer|site-header|cookie|share|social|related|comments?"
    r"|skip-link|pagination|banner|toc|advert|pankuzu|topicpath|topic-path|[a-z]*navi|back-?to-?top|page-?top)\b",
    re.I,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_BLOCKS = {
    "p",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "dt",
    "dd",
    "td",
    "th",
    "blockquote",
    "pre",
    "caption",
    "figcaption",
    "address",
}
_BOXES = {
    "div",
    "section",
    "article",
    "main",
    "body",
    "ol",
    "ul",
    "dl",
    "table",
    "tbody",
    "thead",
    "tfoot",
    "tr",
    "center",
    "details",
    "summary",
    "html",
}
_NOTE = re.compile(r"^\s*[\[(]?(?:\d{1,3}|[*†‡])[\])]?\s*$")
_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_DEEPEST = 200
_BREAK = "\x1f"  # of a line; a sign that blanks take in and no page has
_LONGEST_NUMBER = 24  # signs of a line in which a number shows


def document(content: bytes) -> Document:
    """The document of a page."""
    text, guessed = of_page(content)
    unread = (Unread("encoding", f"the page does not say it; it was read as {guessed}"),) if guessed else ()
    try:
        tree = html.document_fromstring(
            text.replace("\0", "").encode(),
            parser=html.HTMLParser(
                encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
            ),
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as fault:
        raise UnreadableError("the page has nothing that can be read") from fault
    about = _about(tree)
    for node in list(tree.iter("*")):
        if _is_around(node) and node.getparent() is not None and node.tag not in ("html", "body"):
            _drop(node)
    pieces = tuple(_pieces(_main(tree), 0))
    return Document(about, pieces, unread)


def _about(tree: html.HtmlElement) -> About:
    def meta(*names: str) -> str:
        for name in names:
            for content in tree.xpath("//meta[@property=$name or @name=$name]/@content", name=name):
                return " ".join(str(content).split())
        return ""

    def first(path: str) -> str:
        nodes = tree.xpath(path)
        return " ".join(str(nodes[0]).split()) if nodes else ""

    heading = " ".join(" ".join(str(part) for part in tree.xpath("(//h1)[1]//text()")).split())
    dated = meta("article:published_time", "dcterms.date", "DC.date", "date", "citation_date") or first(
        "(//main//time|//article//time|//time)/@datetime"
    )
    url = first("//link[@rel='canonical']/@href") or meta("og:url")
    date = re.match(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", dated.replace("/", "-"))
    return About(
        title=heading or meta("og:title", "dcterms.title", "DC.title") or first("//title/text()"),
        date=date[0] if date else "",
        language=str(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "")[:2].lower(),
        body=meta("dcterms.creator", "DC.creator", "og:site_name"),
        url=url if url.startswith("http") else "",
    )


def _drop(node: etree._Element) -> None:
    """Take an element out; the words after it stay."""
    parent, before = node.getparent(), node.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (node.tail or "")
    else:
        parent.text = (parent.text or "") + (node.tail or "")
    parent.remove(node)


def _is_around(node: html.HtmlElement) -> bool:
    called = xml.name(node)
    if not called:
        return True
    if called in _DROPPED and not (called == "header" and node.xpath("ancestor::article|ancestor::main")):
        return True
    if (
        node.get("role") in ("navigation", "banner", "contentinfo", "search", "complementary")
        or node.get("hidden") is not None
        or node.get("aria-hidden") == "true"
    ):
        return True
    if called in ("div", "section", "ul", "ol", "table") and _AROUND.search(
        f"{node.get('id', '')} {node.get('class', '')}".replace("_", "-")
    ):
        return not node.xpath("descendant::main|descendant::article")
    return bool(_HIDDEN.search(node.get("style", "")))


def _main(tree: html.HtmlElement) -> html.HtmlElement:
    """What the page calls its main part; otherwise the narrowest element that has most of the words."""
    mains = tree.xpath("//main|//*[@role='main']") or tree.xpath("//article")
    if mains:
        return max(mains, key=_weight)
    chosen = tree.find("body")
    if chosen is None:
        chosen = tree
    whole = _weight(chosen)
    for _ in range(_DEEPEST):
        heavy = [child for child in chosen if xml.name(child) in _BOXES and _weight(child) >= 0.8 * whole]
        if not heavy:
            return chosen
        chosen = heavy[0]
    return chosen


def _weight(node: html.HtmlElement) -> int:
    linked = sum(len(link.text_content()) for link in node.iter("a"))
    return len(node.text_content()) - linked


def _pieces(node: html.HtmlElement, depth: int) -> Iterator[Piece]:
    """Pieces under an element: its blocks, and what stands between them as blocks of their own."""
    if depth > _DEEPEST:
        yield Piece(node.text_content())
        return
    loose = [node.text or ""]
    count = 0
    for child in node:
        called = xml.name(child)
        inner = called in _BLOCKS or called in _BOXES or any(xml.name(deep) in _BLOCKS for deep in child.iterdescendants())
        if not inner:
            loose.append("\n\n" if called in ("hr",) else _BREAK if called == "br" else _inline(child))
            loose.append(child.tail or "")
            continue
        yield from _loose(loose)
        loose = [child.tail or ""]
        count += called == "li"
        if called == "li":
            yield from _item(child, depth, _number(node, child, count))
        elif called == "tr":
            yield from _row(child, depth)
        elif called in _BLOCKS and not any(
            xml.name(deep) in _BLOCKS | {"div", "ul", "ol", "table"} for deep in child.iterdescendants()
        ):
            if called == "pre":
                yield Piece(_inline(child).replace(_BREAK, " "))
                continue
            kind = SplitKind.HEADING if re.fullmatch(r"h[1-6]", called) else None
            yield from (Piece(words, kind=kind) for words in _paragraphs(_inline(child), is_heading=kind is not None))
        else:
            yield from _pieces(child, depth + 1)
    yield from _loose(loose)


def _loose(parts: list[str]) -> Iterator[Piece]:
    for part in "".join(parts).split("\n\n"):
        yield from map(Piece, _paragraphs(part))


def _paragraphs(words: str, *, is_heading: bool = False) -> Iterator[str]:
    """What stands between breaks of lines: paragraphs of a page that was laid out with them.

    Two breaks part paragraphs; one does where the next line is indented by a wide blank or begins with a number or a
    bullet, as these pages print it. Any other break is one of layout, and so is each within a heading.
    """
    held = ""
    is_blank = False
    for line in words.split(_BREAK):
        if not line.strip(" \t\r\n"):
            is_blank = True
            continue
        begins = is_blank or line.lstrip(" \t\r\n")[:1] == "\u3000" or _opens(line)
        if held.strip() and begins and not is_heading:
            yield held
            held = ""
        wide = held[-1:] > "\u3000" and line.strip()[:1] > "\u3000"
        held += ("" if wide or not held else " ") + line.rstrip(" \t\r\n") if held else line
        is_blank = False
    if held.strip():
        yield held


def _opens(line: str) -> bool:
    """Whether a line begins with a number or a bullet."""
    start = line.strip()[:_LONGEST_NUMBER]
    return bool(start) and without_number(f"{start} x" if len(start) < _LONGEST_NUMBER else start).style not in (
        NumberStyle.NONE,
        NumberStyle.CAPITAL,
    )


def _item(node: html.HtmlElement, depth: int, number: str) -> Iterator[Piece]:
    for place, piece in enumerate(_pieces(node, depth + 1)):
        yield Piece(piece.words, number=number, kind=piece.kind) if place == 0 and not piece.number else piece


def _number(parent: html.HtmlElement, node: html.HtmlElement, count: int) -> str:
    if xml.name(parent) != "ol":
        return "•"
    start, own = parent.get("start", "1"), node.get("value", "")
    place = (
        int(own)
        if own.isdigit() and len(own) < 7
        else count - 1 + (int(start) if start.isdigit() and len(start) < 7 else 1)
    )
    return printed(place, _FORMS.get(parent.get("type", ""), "decimal"))


def _row(node: html.HtmlElement, depth: int) -> Iterator[Piece]:
    """A row of figures as one piece; a row that lays out words cell by cell."""
    cells = [child for child in node if xml.name(child) in ("td", "th")]
    if any(len(_inline(cell)) > 80 or cell.xpath("descendant::p") for cell in cells):
        for cell in cells:
            yield from _pieces(cell, depth + 1)
        return
    words = " | ".join(filter(None, (" ".join(_inline(cell).split()) for cell in cells)))  # a break is a blank, too
    if words:
        yield Piece(words, kind=SplitKind.OTHER)


def _inline(node: html.HtmlElement) -> str:
    parts = [node.text or ""]
    for child in node:
        called = xml.name(child)
        if called == "br":
            parts.append(_BREAK)
        elif not (called == "sup" and _NOTE.match(child.text_content())):
            parts.append(_inline(child) if len(child) < 5000 else child.text_content())
        parts.append(child.tail or "")
    return "".join(parts)
