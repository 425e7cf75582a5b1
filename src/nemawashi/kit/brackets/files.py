"""Files that the notation is read from: one document in JSON, or text, Markdown, HTML and Word with their marks kept."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree, html

from nemawashi.kit import corpora, limits, word
from nemawashi.kit.brackets.reading import Typed
from nemawashi.kit.corpora import SplitKind, UnreadableError
from nemawashi.kit.corpora.readers import docx
from nemawashi.kit.corpora.readers.decoding import decoded
from nemawashi.kit.corpora.readers.jsonl import opened
from nemawashi.kit.word.values import Run, joined

LARGEST = 100_000_000  # bytes of a document, unpacked


def one_document(path: Path) -> dict[str, Any]:
    """The one JSON object of a file, printed over many lines or as a line of its own. Raises ``UnreadableError``."""
    try:
        with opened(path) as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError as fault:
        raise UnreadableError("there is no such file") from fault
    except (OSError, EOFError, ValueError) as fault:
        raise UnreadableError(f"cannot be read: {getattr(fault, 'strerror', None) or 'it is damaged'}") from fault
    except Exception as fault:  # lzma and zlib have no common fault
        raise UnreadableError("the packed file is cut off or damaged") from fault
    if len(content) > LARGEST:
        raise UnreadableError(f"the file is larger than {LARGEST // 1_000_000} MB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise UnreadableError("the file is not in UTF-8") from fault
    if not text.strip():
        raise UnreadableError("the file is empty")
    try:
        row = json.loads(text)
    except RecursionError as fault:
        raise UnreadableError("the file is nested more deeply than a document may be") from fault
    except ValueError as fault:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) > 1 and all(line.lstrip().startswith("{") for line in lines):
            raise UnreadableError(f"the file holds {len(lines)} documents: give a file with one") from fault
        raise UnreadableError(f"the file is not JSON ({fault})") from fault
    if isinstance(row, list) and len(row) == 1:
        row = row[0]
    return checked(row)


def checked(row: object) -> dict[str, Any]:
    """A document as it is given: an object with a list of texts. Raises ``UnreadableError`` for anything else."""
    if not isinstance(row, dict):
        raise UnreadableError("the file is no JSON object with the words of a document")
    paragraphs = row.get("paragraphs")
    if not isinstance(paragraphs, list) or not paragraphs:
        raise UnreadableError("the document has no list of paragraphs")
    for place, words in enumerate(paragraphs, start=1):
        if not isinstance(words, str):
            raise UnreadableError(f"paragraph {place} is no text")
    kinds = row.get("kinds")
    if kinds is not None and (not isinstance(kinds, list) or len(kinds) != len(paragraphs)):
        row = {name: value for name, value in row.items() if name != "kinds"}
    return row


_BLANK = re.compile(r"\n[ \t]*\n\s*")
_MARKDOWN = re.compile(r"(?P<struck>~~(?=\S))|(?P<bold>\*\*(?=\S))|\\(?P<plain>[\[\](){}*_#.~>+\-])")
_CLOSING = {"struck": re.compile(r"(?<=\S)~~"), "bold": re.compile(r"(?<=\S)\*\*")}
_STRUCK, _BOLD, _UNDER = {"s", "strike", "del"}, {"b", "strong"}, {"u", "ins"}
_BLOCKS = {
    "p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "dt", "dd", "blockquote", "pre", "div", "section", "article", "body",
    "tr", "table", "ul", "ol", "br", "main", "caption",
}  # fmt: skip
_UNSEEN = {"script", "style", "head", "noscript", "template", "svg", "math"}


def typed(path: Path) -> list[Typed]:
    """The clauses of a file as they were typed, with what was struck out or set bold. Raises ``UnreadableError``."""
    kind = path.suffix.casefold()
    if kind in (".json", ".jsonl", ".xz", ".gz", ".bz2", ".ndjson"):
        row = one_document(path)
        return [Typed(words) for words in row["paragraphs"]]
    try:
        content = path.read_bytes() if path.stat().st_size <= LARGEST else None
    except FileNotFoundError as fault:
        raise UnreadableError("there is no such file") from fault
    except OSError as fault:
        raise UnreadableError(f"cannot be read: {fault.strerror}") from fault
    if content is None:
        raise UnreadableError(f"the file is larger than {LARGEST // 1_000_000} MB")
    if not content.strip():
        raise UnreadableError("the file is empty")
    if word.is_file(content):
        return list(_word(content))
    if kind in (".md", ".markdown"):
        return [_marked_down(words) for words in _parts(decoded(content)) if words.strip()]
    if kind in (".html", ".htm", ".xhtml"):
        return list(_page(content))
    if content[:5] == b"%PDF-" or content.lstrip()[:1] == b"<":
        document = next(iter(corpora.whole(content, name=path.name).documents))
        return [Typed(piece.words, piece.number, str(piece.kind or "")) for piece in document.pieces]
    if b"\0" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableError("the file is none of text, Markdown, HTML, Word or JSON")
    return [Typed(words.strip()) for words in _parts(decoded(content)) if words.strip()]


def _parts(text: str) -> list[str]:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    if not _BLANK.search(text.strip()):
        return text.split("\n")
    return [
        " ".join(part.split("\n")) if not _is_list(part) else line for part in _BLANK.split(text) for line in _lines(part)
    ]


def _is_list(part: str) -> bool:
    """Whether the lines of a stretch are items and not one clause that was broken into lines."""
    return bool(re.search(r"\n\s*(?:Option|Alt(?:ernative)?\b|\(?[a-z0-9]{1,3}[.)]\s|[-*•]\s|#)", part))


def _lines(part: str) -> list[str]:
    return part.split("\n") if _is_list(part) else [part]


def _marked_down(words: str) -> Typed:
    """Words of Markdown without its marks; a heading keeps its words alone, ``###`` that is no heading stays."""
    kind = ""
    heading = re.match(r"^\s{0,3}#{1,6}\s+(?=\S)(?!#)", words)
    if heading and "\n" not in words.strip() and re.search(r"\w", words):
        words, kind = words[heading.end() :].rstrip("# "), "heading"
    out = ""
    marks: list[tuple[str, int, int]] = []

    def walk(text: str, depth: int) -> None:
        nonlocal out
        at = 0
        for name, start, end in _marked(text) if depth <= limits.DEEPEST else ():
            out += text[at:start]
            if not name:
                out += text[start + 1 : end]
            else:
                begun = len(out)
                walk(text[start + 2 : end - 2], depth + 1)
                marks.append((name, begun, len(out)))
            at = end
        out += text[at:]

    walk(words.strip(), 1)
    return Typed(out, kind=kind, marks=tuple(sorted(marks, key=lambda mark: mark[1:])))


def _marked(text: str) -> Iterator[tuple[str, int, int]]:
    """What is struck out or bold, with its marks, and escaped signs under no name. What nothing closes is looked for once."""
    at = 0
    unclosed: set[str] = set()
    while marking := _MARKDOWN.search(text, at):
        name, start = "" if marking["plain"] else str(marking.lastgroup), marking.start()
        at = marking.end()
        if name:
            closing = None if name in unclosed else _CLOSING[name].search(text, at + 1)
            if closing is None:
                unclosed.add(name)
                at = start + 1
                continue
            at = closing.end()
        yield name, start, at


def _page(content: bytes) -> Iterator[Typed]:
    text = decoded(content, declares=True).replace("\0", "")
    try:
        parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
        tree = html.document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as fault:
        raise UnreadableError("the page has nothing that can be read") from fault
    yield from _blocks(tree)


def _blocks(tree: Any) -> Iterator[Typed]:
    """Words between two breaks of a page, with their marks; walked with a stack, so that no nesting is too deep."""
    runs: list[tuple[str, tuple[str, ...]]] = []
    block = ""
    for moment, node in etree.iterwalk(tree, events=("start", "end")):
        name = str(node.tag).casefold() if isinstance(node.tag, str) else ""
        marks = tuple(_marks(node))
        if name in _BLOCKS:
            yield from _typed_runs(runs, "heading" if re.match(r"h[1-6]$", block) else "")
            runs = []
            block = name if moment == "start" else ""
        unseen = any(
            str(above.tag).casefold() in _UNSEEN for above in (node, *node.iterancestors()) if isinstance(above.tag, str)
        )
        if moment == "start" and node.text and not unseen:
            runs.append((node.text, marks))
        if moment == "end" and node.tail and node.getparent() is not None:
            parent = node.getparent()
            hidden = any(
                str(up.tag).casefold() in _UNSEEN for up in (parent, *parent.iterancestors()) if isinstance(up.tag, str)
            )
            if not hidden:
                runs.append((node.tail, tuple(_marks(parent))))
    yield from _typed_runs(runs, "")


def _marks(node: Any) -> Iterator[str]:
    for above in (node, *node.iterancestors()):
        name = str(above.tag).casefold() if isinstance(above.tag, str) else ""
        style = (above.get("style") or "").casefold()
        if name in _STRUCK or "line-through" in style:
            yield "struck"
        elif name in _BOLD or re.search(r"font-weight\s*:\s*(?:bold|[6-9]00)", style):
            yield "bold"
        elif name in _UNDER or "underline" in style:
            yield "underlined"


def _word(content: bytes) -> Iterator[Typed]:
    """The clauses of a Word file, with what is struck out, bold or underlined; tracked deletions are what they are in Word's
    own reading: gone.
    """
    try:
        file = word.read(content, most_bytes=docx.MOST_BYTES, may_refer_outside=True)
    except word.WordError as fault:
        raise UnreadableError(str(fault)) from fault
    kinds = {style: str(SplitKind.HEADING if level else SplitKind.TITLE) for style, level in file.headings.items()}
    for line, _ in joined(file.body, accepted=True):
        runs = [(run.words, _run_marks(run)) for passage in line for run in passage.runs if run.stands(accepted=True)]
        yield from _typed_runs(runs, kinds.get(line[-1].style, ""), line[-1].number)


def _run_marks(run: Run) -> tuple[str, ...]:
    marks = (("struck", run.strike), ("bold", run.bold), ("underlined", run.underline))
    return tuple(mark for mark, is_on in marks if is_on)


def _typed_runs(runs: list[tuple[str, tuple[str, ...]]], kind: str, number: str = "") -> Iterator[Typed]:
    """Runs to one clause: blanks made one, stretches of the same mark joined."""
    out = ""
    marks: list[tuple[str, int, int]] = []
    for words, names in runs:
        words = re.sub(r"\s+", " ", words)
        if not out or out.endswith(" "):
            words = words.lstrip()
        start = len(out)
        out += words
        for name in dict.fromkeys(names):
            if words.strip():
                last = next((m for m in reversed(marks) if m[0] == name), None)
                if last and not out[last[2] : start].strip():
                    marks[marks.index(last)] = (name, last[1], len(out))
                else:
                    marks.append((name, start, len(out)))
    end = len(out.rstrip())
    kept = tuple((name, low, min(high, end)) for name, low, high in marks if low < end)
    if out.strip():
        yield Typed(out.rstrip(), number, kind, kept)
