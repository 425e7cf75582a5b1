"""Files of other forums into the tables: whole or not at all, and nothing twice.

These are tools of whoever runs the installation, like the load of the record; they touch no text of the dialogue and
enter nothing in the log of acts.
"""

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.db import transaction

from nemawashi.access.models import User
from nemawashi.kit import corpora
from nemawashi.kit.clauses.spans import one_line
from nemawashi.kit.corpora.values import OfficialReading
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.lineage.models import Corpus, ReferenceClause, ReferenceDocument
from nemawashi.lineage.terms import OFFICIAL_TEXTS
from nemawashi.parties.models import Dialogue

_BATCH = 2000
_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_FIELDS = (
    "title", "body", "date", "language", "series", "status", "url", "file_name", "file_digest", "words_digest",
    "material", "party", "speaker", "office",
)  # fmt: skip
_OF_FULL_TEXTS = ("text", "copy", "unread")


@dataclass(frozen=True, slots=True)
class Given:
    """What whoever adds a file says of it. A file of one document takes all of it; of many, what each does not say."""

    title: str = ""
    body: str = ""
    date: str = ""
    language: str = ""
    series: str = ""
    rights: str = ""
    url: str = ""
    material: str = ""
    party: str = ""
    speaker: str = ""
    office: str = ""
    called: str = ""  # the corpus, where its slug is no title
    owner: User | None = None  # whose own material it is; nobody's is shared


@dataclass(slots=True)
class Added:
    """What became of a file."""

    corpus: str
    file: str
    documents: int = 0
    replaced: int = 0
    unchanged: int = 0
    removed: int = 0
    undated: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    unread: list[corpora.Unread] = field(default_factory=list)

    @property
    def clauses(self) -> int:
        return self.kinds.total()


@dataclass(frozen=True, slots=True)
class SplitDocument:
    """A document as it will stand: its row, not yet saved, and its clauses."""

    row: ReferenceDocument
    clauses: Sequence[corpora.SplitClause]


def split_document(row: ReferenceDocument, clauses: Sequence[corpora.SplitClause]) -> SplitDocument:
    row.words_digest = _words_digest(clauses)
    return SplitDocument(row, clauses)


def write_full_text(corpus: Corpus, split: SplitDocument) -> bool:
    """Put a full text in the place of the one that was there in its language; whether its words are other ones."""
    split.row.corpus = corpus
    known = ReferenceDocument.everybodys_and_own.filter(corpus=corpus, symbol=split.row.symbol).first()
    if known is None:
        _create([split])
        return True
    was = known.words_digest
    _replace(known, split, (*_FIELDS, *_OF_FULL_TEXTS, "taken_at"))
    return was != split.row.words_digest


def add_reading(
    corpus: Corpus,
    reading: OfficialReading,
    *,
    about: Mapping[str, str],
    date: ImpreciseDate | None,
    file_name: str,
    digest: str,
    at: dt.datetime,
) -> None:
    """Put a document that was read in a process of its own into a corpus, in the place of one of its name.

    ``about``: what whoever brings it says of it, by the names of ``ReferenceDocument``; it goes before what the file
    says.
    """
    own = reading.about
    row = ReferenceDocument(
        symbol=own.symbol,
        **{"title": own.title, "body": own.body, "language": own.language[:16], "url": own.url, **about},
        date=date or _date(own.date)[0],
        status=own.status[:40],
        file_name=file_name,
        file_digest=digest,
        taken_at=at,
        unread=[str(each) for each in reading.unread],
    )
    write_full_text(corpus, split_document(row, reading.clauses))


def add_file(
    path: Path, slug: str, *, given: Given, at: dt.datetime, progress: Callable[[int], object] | None = None
) -> Added:
    """Read a file into a corpus, which is made if there is none; its documents take the place of those it had before.

    Everything is read and split before the first row is written, so that people who work meanwhile wait for the writing
    alone. Raises ``corpora.UnreadableError``, and then nothing was written.
    """
    if Dialogue.objects.filter(slug=slug).exists():
        raise corpora.UnreadableError(f"its corpus would be called {slug}, as a dialogue is; give it another --name")
    if slug == OFFICIAL_TEXTS:
        raise corpora.UnreadableError(f"{slug} takes the dialogue's own texts alone: run `nemawashi official-texts add`")
    added = Added(slug, path.name)
    split = _split(path, given, added, progress)
    if not split:
        why = "; ".join(str(unread) for unread in added.unread[:3])
        raise corpora.UnreadableError(f"has no words of a document{f' ({why})' if why else ''}")
    for each in split:
        each.row.taken_at = at
    with transaction.atomic():
        title = given.called or (slug if len(split) == 1 else given.title or slug)
        made = {"title": title, "added_at": at, "owner": given.owner, "is_shared": given.owner is None}
        corpus, _ = Corpus.everybodys_and_own.get_or_create(slug=slug, defaults=made)
        _require_same_owner(corpus, given.owner)
        changes = {name: value for name, value in (("rights", given.rights), ("title", given.called)) if value}
        if any(getattr(corpus, name) != value for name, value in changes.items()):
            Corpus.everybodys_and_own.filter(pk=corpus.pk).update(**changes)
        _write(corpus, split, added)
    return added


def _require_same_owner(corpus: Corpus, owner: User | None) -> None:
    """What is one's own is added to by naming its owner; what everybody reads takes nobody's own."""
    if owner is None and not corpus.is_shared:
        raise corpora.UnreadableError(
            f"{corpus.slug} is somebody's own material: say by --of whose, or take another --name"
        )
    if owner is not None and (corpus.is_shared or corpus.owner_id != owner.pk):
        raise corpora.UnreadableError(f"{corpus.slug} is not the own material of {owner.username}: take another --name")


def share_corpus(corpus: Corpus) -> None:
    """Let everybody read and count what was its owner's own. There is no way back: others may have built on it."""
    Corpus.everybodys_and_own.filter(pk=corpus.pk).update(is_shared=True)


def remove_corpus(corpus: Corpus) -> int:
    """Take a corpus out with all its documents; how many clauses went."""
    with transaction.atomic():
        clauses, _ = ReferenceClause.everybodys_and_own.filter(document__corpus=corpus).delete()
        ReferenceDocument.everybodys_and_own.filter(corpus=corpus).delete()
        corpus.delete()
    return clauses


def _split(path: Path, given: Given, added: Added, progress: Callable[[int], object] | None) -> list[SplitDocument]:
    reading = corpora.read(path)
    digest = _file_digest(path)
    by_symbol: dict[str, SplitDocument] = {}
    for document in reading.documents:
        about = _about(document.about, given, is_whole=reading.is_whole)
        clauses, unread = corpora.split(document.pieces, language=about.language, title=about.title)
        added.unread += [corpora.Unread(f"{about.symbol}, {each.place}".rstrip(", "), each.why) for each in unread]
        if progress:
            progress(len(document.pieces))
        if not clauses:
            added.unread.append(corpora.Unread(about.symbol, "has no words and was left out"))
            continue
        if about.symbol in by_symbol:
            added.unread.append(corpora.Unread(about.symbol, "stands twice in the file; the first was taken"))
            continue
        date, why = _date(about.date)
        if why:
            added.unread.append(corpora.Unread(about.symbol, why))
        row = ReferenceDocument(
            symbol=about.symbol,
            title=about.title,
            body=about.body,
            date=date,
            language=about.language,
            series=about.series,
            status=about.status[:40],
            url=about.url,
            file_name=path.name,
            file_digest=digest,
            words_digest=_words_digest(clauses),
            material=given.material,
            party=given.party,
            speaker=given.speaker,
            office=given.office,
        )
        added.undated += date is None
        by_symbol[about.symbol] = SplitDocument(row, clauses)
    added.unread += reading.unread
    return list(by_symbol.values())


def _about(about: corpora.About, given: Given, *, is_whole: bool) -> corpora.About:
    fields = {
        name: getattr(given, name).lower() if name == "language" else getattr(given, name)
        for name in ("title", "body", "date", "language", "series", "url")
        if getattr(given, name)
    }
    if not is_whole:
        fields = {name: value for name, value in fields.items() if name != "title" and not getattr(about, name)}
    changed = replace(about, **fields, symbol=one_line(about.symbol)[:200])
    if is_whole and given.title and not given.series:
        changed = replace(changed, series=corpora.series_of(changed))
    return replace(changed, language=changed.language[:16])


def _date(written: str) -> tuple[ImpreciseDate | None, str]:
    """The date as far as it is one, and a sentence where it is none."""
    if not written:
        return None, ""
    day = _DAY.match(written)
    try:
        return ImpreciseDate.parse(day[0] if day else written), ""
    except ValueError as fault:
        return None, f"its date was not read: {fault}"


def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _words_digest(clauses: Iterable[corpora.SplitClause]) -> str:
    digest = hashlib.sha256()
    for clause in clauses:
        digest.update(f"{clause.kind}\0{clause.number}\0{clause.words}\n".encode())
    return digest.hexdigest()


def _write(corpus: Corpus, split: Sequence[SplitDocument], added: Added) -> None:
    standing = {row.symbol: row for row in ReferenceDocument.everybodys_and_own.filter(corpus=corpus)}
    symbols = {each.row.symbol for each in split}
    gone = [row.pk for row in standing.values() if row.file_name == added.file and row.symbol not in symbols]
    if gone:
        ReferenceClause.everybodys_and_own.filter(document__in=gone).delete()
        added.removed = ReferenceDocument.everybodys_and_own.filter(pk__in=gone).delete()[0]
    fresh: list[SplitDocument] = []
    for each in split:
        each.row.corpus = corpus
        added.kinds.update(str(clause.kind) for clause in each.clauses)
        known = standing.get(each.row.symbol)
        if known is None:
            fresh.append(each)
        elif all(getattr(known, name) == getattr(each.row, name) for name in _FIELDS):
            added.unchanged += 1
        else:
            _replace(known, each)
            added.replaced += 1
    added.documents = len(split)
    _create(fresh)


def _create(fresh: Sequence[SplitDocument]) -> None:
    rows: list[ReferenceClause] = []
    saved = ReferenceDocument.objects.bulk_create([each.row for each in fresh], batch_size=_BATCH)
    for row, each in zip(saved, fresh, strict=True):
        rows += _rows(row, each.clauses)
        if len(rows) >= _BATCH * 5:
            ReferenceClause.objects.bulk_create(rows, batch_size=_BATCH)
            rows = []
    ReferenceClause.objects.bulk_create(rows, batch_size=_BATCH)


def _rows(document: ReferenceDocument, clauses: Sequence[corpora.SplitClause], first: int = 0) -> list[ReferenceClause]:
    return [
        ReferenceClause(document=document, rank=rank, number=clause.number[:40], kind=str(clause.kind), words=clause.words)
        for rank, clause in enumerate(clauses[first:], start=first)
    ]


def _replace(known: ReferenceDocument, new: SplitDocument, fields: Sequence[str] = (*_FIELDS, "taken_at")) -> None:
    """Bring a document up to its file. Clauses keep their keys by rank: somebody may have noted where words came from."""
    are_same = known.words_digest == new.row.words_digest
    for name in fields:
        setattr(known, name, getattr(new.row, name))
    known.save(update_fields=fields)
    if are_same:
        return
    clauses = ReferenceClause.everybodys_and_own.filter(document=known)
    standing = list(clauses.order_by("rank"))
    for row, clause in zip(standing, new.clauses, strict=False):
        row.number, row.kind, row.words = clause.number[:40], str(clause.kind), clause.words
    ReferenceClause.everybodys_and_own.bulk_update(
        standing[: len(new.clauses)], ["number", "kind", "words"], batch_size=200
    )
    ReferenceClause.objects.bulk_create(_rows(known, new.clauses, len(standing)), batch_size=_BATCH)
    if len(standing) > len(new.clauses):
        clauses.filter(rank__gte=len(new.clauses)).delete()
