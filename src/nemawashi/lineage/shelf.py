"""The shelf: one index of what was agreed, for agreed language and for lineage, in the installation's folder.

On it stand the clauses of the dialogue's adopted and issued texts, in every authentic language, as ``clause/<uuid>``, and
those of reference corpora as ``ref/<pk>``, among them the full texts that were taken from elsewhere; without drafts, for
what was only tabled is no agreed language, and would stand before the real ancestor of what was adopted; without speeches
and whatever else nobody agreed to. Nothing under negotiation, no position and no word that somebody looks up
ever comes here. All of it repeats what the tables say: ``rebuild`` makes it anew.
"""

import hashlib
import json
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, dataclass
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Exists, Max, OuterRef, QuerySet, Sum

from nemawashi.access import origins
from nemawashi.access.terms import RowOrigin
from nemawashi.access.viewers import Viewer
from nemawashi.kit.faults import NotThereError
from nemawashi.kit.lineage import Index, IndexDamagedError, IndexedClause
from nemawashi.kit.lineage.vectors import Vectors
from nemawashi.lineage.models import ReferenceClause, ReferenceDocument
from nemawashi.lineage.terms import AGREED_MATERIAL
from nemawashi.texts.models import Text, Wording
from nemawashi.texts.terms import PUBLIC_STATES, Version

_VERSION = "2"  # of what is told to the index; another one makes it anew
_CHUNK = 5000
DRAFT = "draft"  # in what a source says of a document

_hold = threading.RLock()
_opened: dict[str, Index] = {}
_vectors: dict[str, tuple[Index, Vectors]] = {}


class NotBuiltError(NotThereError):
    """There is no index in this installation yet; the message says what to do."""

    def __init__(self) -> None:
        super().__init__("the index of agreed language is not built yet: run `nemawashi reindex`")


@dataclass(frozen=True, slots=True)
class Shelved:
    """What a change of the shelf did, in clauses and documents. ``is_anew``: the whole index was written again."""

    clauses: int
    added: int
    removed: int
    is_anew: bool


def folder() -> Path:
    return Path(settings.LINEAGE)


def open_index() -> Index:
    """The index, as it is now; one handle for the whole process. Raises ``NotBuiltError`` where there is none."""
    place = str(folder() / "index")
    with _hold:
        index = _opened.get(place)
        try:
            if index is None:
                index = _opened[place] = Index.open(place)
            else:
                index.refresh()
        except (IndexDamagedError, FileNotFoundError) as damaged:
            _opened.pop(place, None)
            raise NotBuiltError from damaged
        return index


def open_vectors() -> Vectors:
    """The vectors beside the index. Raises ``NotBuiltError``, and ``NoEncoderError`` where the extra is missing."""
    index = open_index()
    with _hold:
        if _vectors.get(str(index.folder), (None, None))[0] is not index:
            _vectors[str(index.folder)] = (index, Vectors(index))
        return _vectors[str(index.folder)][1]


def rebuild(progress: Callable[[int], object] | None = None) -> Shelved:
    """Write the whole index anew from the tables. ``progress`` hears how many clauses went by, by the thousand."""
    with _hold:
        place = folder() / "index"
        folder().mkdir(parents=True, exist_ok=True)
        editions = _editions()
        index = Index.build(place, _counted(_everything(), progress))
        _opened[str(place)] = index
        _sign(editions)
        return Shelved(len(index), added=len(editions), removed=0, is_anew=True)


def bring_up_to_date(progress: Callable[[int], object] | None = None) -> Shelved:
    """Put on the shelf what the tables have and it has not, or has otherwise, and take off what they have no more.

    Documents are compared by digests that were written down after the last change, so that a change which was cut off
    is made up for at the next one. Where most is new, or nothing stands, the index is made anew.
    """
    with _hold:
        try:
            index = open_index()
        except NotBuiltError:
            return rebuild(progress)
        signed, editions = _signed(), _editions()
        fresh = [ref for ref, edition in editions.items() if signed.get(ref) != edition]
        stale = [ref for ref, edition in signed.items() if editions.get(ref) != edition]
        if not fresh and not stale:
            return Shelved(len(index), added=0, removed=0, is_anew=False)
        if len(fresh) * 2 > len(editions):
            return rebuild(progress)
        if stale:
            index.remove(documents=stale)
        if fresh:
            index.add(_counted(_of(fresh), progress))
        _sign(editions)
        return Shelved(len(index), added=len(fresh), removed=len(set(stale) - set(fresh)), is_anew=False)


Mark = tuple[object, ...]


def mark() -> Mark:
    """A word for what the tables hold for the shelf, which costs next to nothing and is another one after most changes."""
    texts = Text.objects.filter(state__in=PUBLIC_STATES).aggregate(Count("pk"), Sum("version"))
    return (*texts.values(), *ReferenceDocument.objects.aggregate(Count("pk"), Max("pk"), Max("taken_at")).values())


def catch_up(seen: Mark) -> Mark:
    """Bring the shelf up to date where the tables changed since ``seen``, perhaps by a server with a shelf of its own."""
    now = mark()
    if now != seen:
        bring_up_to_date()
    return now


def add_text(text: Text) -> None:
    """Put the clauses of a text on the shelf, if it was adopted or issued. Any other text is left alone."""
    if text.state in PUBLIC_STATES:
        bring_up_to_date()


def hidden_from(viewer: Viewer) -> frozenset[str]:
    """The documents on the shelf that are fiction, where the viewer is shown none: the index itself knows nothing of it."""
    if origins.shows_fiction(viewer):
        return frozenset()
    rows = Text.objects.filter(state__in=PUBLIC_STATES, origin=RowOrigin.FICTION)
    return frozenset(f"text/{slug}" for slug in rows.values_list("slug", flat=True))


def _of(refs: Iterable[str]) -> Iterator[IndexedClause]:
    """The clauses of documents, by their refs."""
    keys: dict[str, list[str]] = {"text": [], "reference": []}
    for ref in refs:
        noun, _, key = ref.partition("/")
        keys[noun].append(key)
    yield from text_clauses(keys["text"])
    yield from reference_clauses([int(key) for key in keys["reference"]])


def text_clauses(slugs: Iterable[str] | None = None) -> Iterator[IndexedClause]:
    """The clauses of adopted and issued texts in the words in force, in every language that is authentic."""
    later = Wording.objects.filter(clause=OuterRef("clause"), language=OuterRef("language"), number__gt=OuterRef("number"))
    rows = Wording.objects.filter(
        ~Exists(later), clause__text__state__in=PUBLIC_STATES, clause__is_deleted=False, version=Version.AUTHENTIC
    )
    if slugs is not None:
        rows = rows.filter(clause__text__slug__in=list(slugs))
    rows = rows.select_related("clause__text__dialogue").order_by("clause__text", "clause__rank", "language", "pk")
    for _, wordings in groupby(rows.iterator(chunk_size=_CHUNK), key=lambda row: row.clause.text_id):
        of_text = list(wordings)
        order = {key: place for place, key in enumerate(dict.fromkeys(row.clause_id for row in of_text))}
        for row in of_text:
            text = row.clause.text
            yield IndexedClause(
                id=row.clause.ref,
                text=row.words,
                document=text.ref,
                date=str(text.adopted_on or ""),
                series=series_of_text(text),
                kind=row.clause.kind,
                language=row.language,
                place=_place(order[row.clause_id], len(order)),
            )


def full_text_clauses(slugs: Iterable[str] | None = None) -> Iterator[IndexedClause]:
    """The clauses of the dialogue's texts that were taken from where they are published, unless the table has its own."""
    return reference_clauses(full_texts(slugs).values_list("pk", flat=True))


def full_texts(slugs: Iterable[str] | None = None) -> QuerySet[ReferenceDocument]:
    """The documents of ``full_text_clauses``: adopted, of texts that have no words of their own."""
    own = Wording.objects.filter(clause__text=OuterRef("text"), clause__is_deleted=False)
    rows = ReferenceDocument.objects.filter(~Exists(own), text__state__in=PUBLIC_STATES, material__in=AGREED_MATERIAL)
    return rows if slugs is None else rows.filter(text__slug__in=list(slugs))


def reference_clauses(keys: Iterable[int] | None = None, *, agreed: bool = True) -> Iterator[IndexedClause]:
    """Clauses of documents of shared corpora. Not ``agreed``: with speeches and all else that is counted, too."""
    rows = ReferenceClause.objects.exclude(document__status__icontains=DRAFT).order_by("document", "rank")
    if agreed:
        rows = rows.filter(document__material__in=AGREED_MATERIAL)
    if keys is not None:
        for chunk in _chunks(sorted(keys), 500):
            yield from _of_documents(rows.filter(document__in=chunk).iterator(chunk_size=_CHUNK), chunk)
    else:
        yield from _of_documents(rows.iterator(chunk_size=_CHUNK), None)


def own_clauses(keys: Iterable[int]) -> Iterator[IndexedClause]:
    """Clauses of documents whoever owns them; they never come on the shelf."""
    rows = ReferenceClause.everybodys_and_own.filter(document__in=list(keys)).order_by("document", "rank")
    yield from _of_documents(rows, list(keys))


def _of_documents(rows: Iterable[ReferenceClause], keys: list[int] | None) -> Iterator[IndexedClause]:
    documents = ReferenceDocument.everybodys_and_own.select_related("text__dialogue").in_bulk(keys)
    for key, clauses in groupby(rows, key=lambda row: row.document_id):
        document = documents[key]
        date, series = str(document.date or ""), series_of_document(document)
        of_document = list(clauses)
        for order, row in enumerate(of_document):
            yield IndexedClause(
                id=row.ref,
                text=row.words,
                document=document.ref,
                date=date,
                series=series,
                kind=row.kind,
                language=document.language,
                place=_place(order, len(of_document)),
            )


def series_of_text(text: Text) -> str:
    """What a text of a dialogue continues: the dialogue's texts of its type."""
    return f"{text.dialogue.slug} {text.type}"


def series_of_document(document: ReferenceDocument) -> str:
    """A full text continues what its text does. Needs ``text`` and its dialogue fetched with it."""
    return series_of_text(document.text) if document.text else series_of(document.body, document.series)


def series_of(body: str, series: str) -> str:
    """What a document continues, told apart from what other organs call the same; empty where it continues nothing."""
    return f"{body} {series}".strip() if series else ""


def _everything() -> Iterator[IndexedClause]:
    yield from text_clauses()
    yield from reference_clauses()


def _place(order: int, count: int) -> float:
    return order / (count - 1) if count > 1 else 0.0


def _chunks(keys: list[int], size: int) -> Iterator[list[int]]:
    for start in range(0, len(keys), size):
        yield keys[start : start + size]


def _counted(clauses: Iterable[IndexedClause], progress: Callable[[int], object] | None) -> Iterator[IndexedClause]:
    count = 0
    for clause in clauses:
        yield clause
        count += 1
        if progress and count % 1000 == 0:
            progress(1000)
    if progress:
        progress(count % 1000)


def _editions() -> dict[str, str]:
    """What the tables hold for the shelf: a digest for each document."""
    editions = {}
    texts = Text.objects.filter(state__in=PUBLIC_STATES).in_bulk(field_name="slug")
    for ref, clauses in groupby(text_clauses(), key=lambda clause: clause.document):
        text = texts[ref.partition("/")[2]]
        about: list[object] = [
            _VERSION,
            str(text.adopted_on),
            text.type,
            *(list(map(str, astuple(clause))) for clause in clauses),
        ]
        editions[ref] = _digest(about)
    agreed = ReferenceDocument.objects.exclude(status__icontains=DRAFT).filter(material__in=AGREED_MATERIAL)
    documents = agreed.values_list("pk", "words_digest", "date", "language", "series", "body", "text__slug")
    for pk, *rest, in_full in documents.iterator(chunk_size=_CHUNK):
        editions[ReferenceDocument(pk=pk).ref] = _digest([_VERSION, *map(str, rest), *([in_full] if in_full else [])])
    return editions


def edition() -> str:
    """A name for the state of the shelf; empty where nothing was put on it yet."""
    try:
        return hashlib.blake2b((folder() / "editions.json").read_bytes(), digest_size=12).hexdigest()
    except OSError:
        return ""


def _digest(about: object) -> str:
    return hashlib.blake2b(json.dumps(about, ensure_ascii=False).encode(), digest_size=12).hexdigest()


def _sign(editions: dict[str, str]) -> None:
    """Written after the index: whoever is killed between the two leaves digests that do not match."""
    path = folder() / "editions.json"
    fresh = path.with_name(f".editions.{os.getpid()}")
    fresh.write_text(json.dumps(editions), encoding="utf-8")
    fresh.replace(path)


def _signed() -> dict[str, str]:
    try:
        editions = json.loads((folder() / "editions.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return editions if isinstance(editions, dict) else {}
