"""Writing the index. An entry that changed gets a new key, and its old key leaves the audiences: whatever other
postings still hold of it can be found by nobody, and goes at the next ``rebuild``.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace

from django.core.cache import cache
from django.db import transaction
from django.utils import translation
from pyroaring import BitMap

from nemawashi.access import origins
from nemawashi.access.terms import Circle, RowOrigin
from nemawashi.access.viewers import PUBLIC, Viewer, acting_as
from nemawashi.kit.words.analysis import tokens
from nemawashi.kit.words.folding import fold
from nemawashi.kit.words.reading import Script, read
from nemawashi.parties import queries as parties
from nemawashi.search.entries import IndexRow, Teller
from nemawashi.search.lexicon import edition, lexicon
from nemawashi.search.models import Entry, Posting
from nemawashi.search.tellers import TELLERS
from nemawashi.search.terms import FICTION, Audience, Noun
from nemawashi.sources import queries as sources

# In this name everything planned and tabled is read. It acts for no party, so there is no draft that it could ask for;
# and while it reads, the guard of sealed tables is told that the public looks.
READER = Viewer(name="search", circle=Circle.SECRETARIAT)
VERSION = "4"  # of the analysis: another one makes every entry anew
_BATCH = 500
_NAMES, _KEPT_SECONDS = "search-names", 60  # of people: they change with the record, whose loading rebuilds the index
_AUDIENCES = [f"f:audience:{audience}" for audience in Audience]
_FIELDS = ("title", "names", "words")


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did, in entries."""

    written: int
    unchanged: int
    gone: int


def rebuild(*, afresh: bool = False) -> Written:
    """Bring every entry up to its row; ``afresh`` throws the index away first."""
    cache.delete(_NAMES)
    with transaction.atomic(), acting_as(PUBLIC), origins.showing(True), translation.override("en"):
        _hold()
        if afresh:
            _empty()
        digests = dict(Entry.objects.values_list("ref", "digest"))
        rows = [each for teller in TELLERS.values() for each in _rows(teller, None)]
        return _write(rows, digests, gone=set(digests) - {row.ref for row, _ in rows})


def refresh(wanted: Mapping[Noun, Collection[str]]) -> Written:
    """Bring the entries of some rows up to date, by noun and key; a row that is gone loses its entry."""
    with transaction.atomic(), acting_as(PUBLIC), origins.showing(True), translation.override("en"):
        _hold()
        refs = {f"{noun}/{key}" for noun, keys in wanted.items() for key in keys}
        digests = dict(Entry.objects.filter(ref__in=refs).values_list("ref", "digest"))
        rows = [each for noun, keys in wanted.items() if keys for each in _rows(TELLERS[noun], keys)]
        return _write(rows, digests, gone=set(digests) - {row.ref for row, _ in rows})


def _hold() -> None:
    """One writer at a time; the rows of all audiences stand for the whole index."""
    Posting.objects.bulk_create([_posting(token) for token in _AUDIENCES], ignore_conflicts=True)
    list(Posting.objects.select_for_update().filter(token__in=_AUDIENCES).order_by("token"))


def _empty() -> None:
    Entry.objects.all().delete()
    Posting.objects.exclude(token__in=_AUDIENCES).delete()
    Posting.objects.filter(token__in=_AUDIENCES).update(**dict.fromkeys(_FIELDS, BitMap().serialize()))


def _rows(teller: Teller, keys: Collection[str] | None) -> Iterator[tuple[IndexRow, Audience]]:
    """What the noun's rows tell, with the audience of each."""
    public, origin_of = teller.refs(PUBLIC, keys), teller.origins(READER, keys)
    for row in _in_languages(teller.noun, teller.tell(teller.rows(READER, keys))):
        indexed = replace(row, origin=origin_of.get(row.ref, ""))
        yield indexed, Audience.PUBLIC if row.ref in public else Audience(row.closed_to or teller.closed_to)


def _in_languages(noun: Noun, rows: Iterable[IndexRow]) -> Iterator[IndexRow]:
    """Rows whose titles stand in the record in other languages are found by them, and shown by them."""
    translations = {} if noun in (Noun.CLAUSE, Noun.POSITION) else parties.translations_as_recorded()
    for row in rows:
        titles = {language: of[row.title].words for language, of in translations.items() if row.title in of}
        called = " · ".join(filter(None, [row.called, *titles.values()]))
        yield replace(row, called=called, shown={**titles, **row.shown}) if titles else row


def _digest(row: IndexRow, audience: Audience) -> str:
    """Of all that the entry is made of: the row, its audience, the analysis and the table of equivalents."""
    whole = json.dumps([VERSION, edition(), audience, asdict(row)], ensure_ascii=False, default=str, sort_keys=True)
    return hashlib.blake2b(whole.encode(), digest_size=16).hexdigest()


def _write(rows: Iterable[tuple[IndexRow, Audience]], digests: Mapping[str, str], *, gone: Collection[str]) -> Written:
    every = [(each, audience, _digest(each, audience)) for each, audience in rows]
    changed = [row for row in every if digests.get(row[0].ref) != row[2]]
    names = (cache.get_or_set(_NAMES, names_in_scripts, _KEPT_SECONDS) or {}) if changed else {}
    _forget([*gone, *(row[0].ref for row in changed if row[0].ref in digests)])
    postings: dict[str, tuple[BitMap, BitMap, BitMap]] = defaultdict(lambda: (BitMap(), BitMap(), BitMap()))
    entries, fields = [], []
    for each, audience, digest in changed:
        entry, tokens_of = analysed(each, audience, digest, names)
        entries.append(entry)
        fields.append(tokens_of)
    for entry, tokens_of in zip(Entry.objects.bulk_create(entries, batch_size=_BATCH), fields, strict=True):
        for place, in_field in enumerate(tokens_of):
            for token in in_field:
                postings[token][place].add(entry.pk)
    _add(postings)
    return Written(len(changed), len(every) - len(changed), len(gone))


def _forget(refs: Collection[str]) -> None:
    if not refs:
        return
    rows = Entry.objects.filter(ref__in=list(refs))
    keys = BitMap(rows.values_list("pk", flat=True))
    rows.delete()
    for row in Posting.objects.filter(token__in=_AUDIENCES):
        row.names = (BitMap.deserialize(bytes(row.names)) - keys).serialize()
        row.save(update_fields=["names"])


def _posting(token: str, bitmaps: Iterable[BitMap] = ()) -> Posting:
    fields = [bitmap.serialize() for bitmap in bitmaps] or [BitMap().serialize()] * 3
    return Posting(token=token, kind=token[0], size=len(token) - 2, title=fields[0], names=fields[1], words=fields[2])


def _add(postings: Mapping[str, tuple[BitMap, BitMap, BitMap]]) -> None:
    """Add keys to postings, those that are there already and new ones."""
    wanted = sorted(postings)
    for start in range(0, len(wanted), _BATCH):
        part = wanted[start : start + _BATCH]
        postings_there = {row.token: row for row in Posting.objects.filter(token__in=part)}
        rows = []
        for token in part:
            new = postings[token]
            old = postings_there.get(token)
            if old:
                stored = [BitMap.deserialize(bytes(getattr(old, field))) for field in _FIELDS]
                new = tuple(one | other for one, other in zip(stored, new, strict=True))  # type: ignore[assignment]
            rows.append(_posting(token, new))
        Posting.objects.bulk_create(rows, update_conflicts=True, unique_fields=["token"], update_fields=list(_FIELDS))


def names_in_scripts() -> dict[str, str]:
    """Surname as Latin texts write it -> the names of its bearers in every script: the table of claims, too."""
    names: dict[str, str] = {}
    for forms in sources.names_of_people():
        if len(forms) > 1:
            surname = fold(forms[0].partition("(")[0].split()[-1]).words
            names[surname] = " ".join([names.get(surname, ""), *forms])
    return names


_SHORTEST_SURNAME = 3


def _mentioned(text: str, names: Mapping[str, str]) -> str:
    surnames = {word.folded.removesuffix("'s") for word in read(text) if word.is_capital and word.script is Script.LATIN}
    return " ".join(names[word] for word in sorted(surnames & names.keys()) if len(word) >= _SHORTEST_SURNAME)


def analysed(
    row: IndexRow, audience: Audience, digest: str, names: Mapping[str, str]
) -> tuple[Entry, tuple[set[str], set[str], set[str]]]:
    """The entry of a row, and the tokens of its title, of the names around it, and of its words."""
    equivalents = lexicon()
    title = tokens(f"{row.title} · {row.called}", equivalents)
    words = tokens(row.words, equivalents)
    named = sorted(slug for slug in parties.forum().codes if f"t:{slug}" in title or f"t:{slug}" in words)
    slugs = list(dict.fromkeys([*row.parties, *named]))
    date = str(row.on) if row.on else ""
    around = f"{row.around} · {_mentioned(f'{row.title} {row.words} {row.around}', names)} · {_spoken(date)}"
    entry = Entry(
        ref=row.ref,
        noun=row.ref.partition("/")[0],
        audience=audience,
        title=row.title,
        words=row.words,
        language=row.language,
        date=date,
        year=int(date[:4]) if date else None,
        track=row.track,
        parties=slugs,
        pillar=row.pillar,
        shown={key: value for key, value in row.shown.items() if value},
        page_ref=row.page_ref or row.ref,
        origin=row.origin,
        title_size=max(1, sum(1 for _ in read(row.title))),
        digest=digest,
    )
    return entry, (title, tokens(around, equivalents) | set(_filters(entry, row.host)), words)


_MONTHS = "January February March April May June July August September October November December"


def _spoken(date: str) -> str:
    """2012-11-10 as a reader may type it: its numbers and the name of the month."""
    parts = date.split("-")
    month = _MONTHS.split()[int(parts[1]) - 1] if len(parts) > 1 else ""
    return f"{' '.join(str(int(part)) for part in parts)} {month}" if date else ""


def _filters(entry: Entry, host: str = "") -> Iterator[str]:
    """The tokens by which filters and audiences choose; the letter ``f`` is no script, so no question meets them."""
    yield f"f:audience:{entry.audience}"
    yield f"f:noun:{entry.noun}"
    if entry.origin == RowOrigin.FICTION:
        yield FICTION
    yield f"f:language:{entry.language}"
    if entry.year:
        yield f"f:year:{entry.year}"
    if entry.track:
        yield f"f:track:{entry.track}"
    if entry.pillar:
        yield f"f:pillar:{entry.pillar}"
    if host:
        yield f"f:host:{host}"
    for party in entry.parties:
        yield f"f:party:{party}"
