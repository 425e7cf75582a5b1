"""Files that the notation is read from: one document in JSON, or text, Markdown, HTML and Word with their marks kept."""

import json
from pathlib import Path
from typing import Any

from nemawashi.kit.corpora import UnreadableError
from nemawashi.kit.corpora.readers.jsonl import opened

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
    told = row.get("paragraphs")
    if not isinstance(told, list) or not told:
        raise UnreadableError("the document has no list of paragraphs")
    for place, words in enumerate(told, start=1):
        if not isinstance(words, str):
            raise UnreadableError(f"paragraph {place} is no text")
    kinds = row.get("kinds")
    if kinds is not None and (not isinstance(kinds, list) or len(kinds) != len(told)):
        row = {name: value for name, value in row.items() if name != "kinds"}
    return row
