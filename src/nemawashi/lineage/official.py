"""Official texts of the dialogue in full: where the record's sources publish them, and what of them is held here.

The record holds outlines. Whoever runs an installation may take the words from where they are published, or from files
that were saved; they stand beside the record as documents of one corpus, tied to their texts, with the copy that was read.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Count

from nemawashi.access.terms import Circle, RowOrigin
from nemawashi.access.viewers import PUBLIC, Viewer, acting_as
from nemawashi.kit import apart, limits
from nemawashi.kit.corpora import surroundings
from nemawashi.kit.corpora.values import OfficialReading
from nemawashi.kit.faults import NotThereError, UnreadableError
from nemawashi.lineage.acts import SplitDocument, split_document, write_full_text
from nemawashi.lineage.models import Corpus, ReferenceClause, ReferenceDocument
from nemawashi.lineage.terms import OFFICIAL_TEXTS, SourceMaterial
from nemawashi.sources import acts as sources
from nemawashi.sources import archive, rules
from nemawashi.sources import queries as relied_on
from nemawashi.sources.models import Copy, Source
from nemawashi.sources.terms import SourceKind
from nemawashi.texts.models import Text
from nemawashi.texts.terms import PUBLIC_STATES, TextType

CORPUS = OFFICIAL_TEXTS
TITLE = "Official texts of the dialogue"
SECONDS, PATIENCE = 20, 60.0  # of the processor for one page or file, and on the wall
OPERATOR = Viewer(name="operator", circle=Circle.SECRETARIAT)  # in whose name a copy is archived by a command
LONGEST_IN_SEARCH = 100_000  # characters of all versions of a text
_PUBLISHERS = (SourceKind.OFFICIAL, SourceKind.DATABASE, SourceKind.INTL_ORG)


@dataclass(frozen=True, slots=True)
class OfficialAddress:
    """Where a text is published: the address that the record gives for it, or that of one of its sources."""

    text: Text
    source: Source
    is_of_text: bool

    @property
    def url(self) -> str:
        return str(self.source.url)


@dataclass(slots=True)
class TakenText:
    """What became of a page or file."""

    text: str
    source: str
    language: str
    sha256: str
    is_new: bool
    kinds: Counter[str] = field(default_factory=Counter)
    unread: list[str] = field(default_factory=list)

    @property
    def clauses(self) -> int:
        return self.kinds.total()


def texts(slugs: Collection[str] = ()) -> list[Text]:
    """The texts of the record that were adopted or issued, in its order. Raises ``NotThereError`` for another slug."""
    rows = Text.objects.filter(state__in=PUBLIC_STATES, origin=RowOrigin.RECORD).select_related("dialogue")
    if not slugs:
        return list(rows)
    chosen = list(rows.filter(slug__in=slugs))
    if missing := sorted(set(slugs) - {row.slug for row in chosen}):
        raise NotThereError(f"the record has no adopted or issued text {missing[0]:.120}")
    return chosen


def addresses(chosen: Sequence[Text]) -> dict[str, list[OfficialAddress]]:
    """By text where it may be taken from: first the address that the record gives for the text itself.

    The other addresses are of official sources that tell of it: a version in another language may stand there, or only an
    outline. They are named, and taken only when somebody asks for them by their source.
    """
    cited = _cited(chosen)
    of_texts = set(Text.objects.exclude(url=None).values_list("url", flat=True))
    by_url = {row.url: row for row in Source.objects.filter(url__in=[text.url for text in chosen if text.url])}
    return {text.slug: list(_addresses(text, by_url, cited[text.slug], of_texts)) for text in chosen}


def _addresses(
    text: Text, by_url: Mapping[str | None, Source], cited: Iterable[Source], of_texts: Collection[str | None]
) -> Iterator[OfficialAddress]:
    if text.url and text.url in by_url:
        yield OfficialAddress(text, by_url[text.url], is_of_text=True)
    for row in cited:
        if row.url and row.url not in of_texts and not row.is_gone and row.kind in _PUBLISHERS:
            yield OfficialAddress(text, row, is_of_text=False)


def _cited(chosen: Sequence[Text]) -> dict[str, list[Source]]:
    """The sources that each text rests on, in the record's order."""
    named = relied_on.cited_by([text.ref for text in chosen], viewer=PUBLIC)
    rows = Source.objects.in_bulk({each.source for some in named.values() for each in some}, field_name="slug")
    return {
        text.slug: [rows[slug] for slug in dict.fromkeys(each.source for each in named.get(text.ref, ()))]
        for text in chosen
    }


def source_of(text: Text, slug: str, language: str = "") -> Source:
    """The source whose copy a file is: the one that is named; else the first of the text's addresses, in that language.

    Raises ``NotThereError`` with the sources that could be named.
    """
    places = addresses([text])[text.slug]
    known = {row.slug: row for row in [*(each.source for each in places), *_cited([text])[text.slug]]}
    if slug:
        if slug not in known:
            raise NotThereError(f"{text.slug} names no source {slug:.120}; it names {', '.join(known) or 'none'}")
        return known[slug]
    likely = [each.source for each in places if language in ("", each.source.language)]
    if not likely and len(known) != 1:
        raise NotThereError(f"say by --source of which source it is a copy: {', '.join(known) or 'the text names none'}")
    return likely[0] if likely else next(iter(known.values()))


def held() -> dict[str, list[ReferenceDocument]]:
    """The full texts that are here, by the slug of their text; each with ``count``, how many clauses it has."""
    rows = ReferenceDocument.objects.filter(text__isnull=False).select_related("text", "corpus", "copy__source")
    by_text: dict[str, list[ReferenceDocument]] = {}
    for row in rows.annotate(count=Count("clauses")).order_by("language", "pk"):
        by_text.setdefault(row.text.slug if row.text else "", []).append(row)
    return by_text


def held_of(text: Text) -> list[ReferenceDocument]:
    """The full versions of one text, each with ``count``."""
    rows = ReferenceDocument.objects.filter(text=text).select_related("corpus", "copy__source")
    return list(rows.annotate(count=Count("clauses")).order_by("language", "pk"))


def languages_held() -> dict[int, list[str]]:
    """By text, by its key, the languages in which it is here in full: one statement."""
    spoken_in: dict[int, list[str]] = {}
    for key, language in ReferenceDocument.objects.filter(text__isnull=False).values_list("text_id", "language"):
        if key is not None:
            spoken_in.setdefault(key, []).append(language)
    return {key: sorted(set(spoken)) for key, spoken in spoken_in.items()}


def words_of(chosen: Sequence[Text]) -> dict[int, str]:
    """The words of full texts for search, by the key of their text; one statement."""
    rows = ReferenceClause.objects.filter(document__text__in=chosen).order_by("document", "rank")
    of_text: dict[int, list[str]] = {}
    for key, words in rows.values_list("document__text_id", "words"):
        of_text.setdefault(int(str(key)), []).append(words)
    return {key: " ".join(words)[:LONGEST_IN_SEARCH] for key, words in of_text.items()}


def is_held(address: OfficialAddress) -> bool:
    """Whether it was taken from there before."""
    return ReferenceDocument.objects.filter(text=address.text, copy__source=address.source).exists()


def take(
    text: Text, source: Source, *, file_name: str, content: bytes, at: dt.datetime, language: str = "", rights: str = ""
) -> TakenText:
    """Archive a page or file as a copy of its source, split it, and put it in the place of what was there in its language.

    It is read first, in a process of its own: what has no text in it, or is no PDF, HTML or Word file, is not archived.
    Raises ``UnreadableError`` and ``RefusedError``.
    """
    if len(content) > limits.FILE_BYTES:
        raise UnreadableError(f"is larger than {limits.FILE_BYTES // 1_000_000} MB")
    if archive.media_type(content) is None:
        raise UnreadableError("is no PDF, HTML or Word file, of which alone copies are archived: save it as one")
    reading = apart.ask(surroundings.official, content, file_name, language, seconds=SECONDS, patience=PATIENCE)
    copy = _copy(source, file_name=file_name, content=content, at=at)
    split = _split(text, copy, reading, at)
    with transaction.atomic():
        corpus, _ = Corpus.objects.get_or_create(slug=CORPUS, defaults={"title": TITLE, "added_at": at})
        if rights and corpus.rights != rights:
            corpus.rights = rights
            corpus.save(update_fields=["rights"])
        changed = write_full_text(corpus, split)
    kinds = Counter(str(clause.kind) for clause in split.clauses)
    return TakenText(text.slug, source.slug, split.row.language, copy.sha256, changed, kinds, split.row.unread)


def _copy(source: Source, *, file_name: str, content: bytes, at: dt.datetime) -> Copy:
    """The copy of the source with these bytes: archived by the act, unless it was before."""
    known = source.copies.filter(sha256=archive.digest(content)).first()
    if known is not None:
        archive.keep(content)
        return known
    with acting_as(OPERATOR):
        return sources.archive_source(source, file_name=file_name, content=content, by=OPERATOR, at=at)


def _split(text: Text, copy: Copy, reading: OfficialReading, at: dt.datetime) -> SplitDocument:
    language = reading.about.language[:16]
    unread = [str(each) for each in reading.unread]
    if copy.source.language and copy.source.language != language:
        unread.append(f"its source is on record as {copy.source.language}, and the words read are {language}")
    if text.languages and language not in text.languages:
        unread.append(f"the record knows this text in {', '.join(text.languages)}, and not in {language}")
    if reading.about.date and text.adopted_on and not reading.about.date.startswith(str(text.adopted_on)[:4]):
        unread.append(f"the page gives {reading.about.date} as its date, and the record {text.adopted_on}")
    row = ReferenceDocument(
        symbol=f"{text.slug}.{language}",
        title=reading.about.title if reading.about.title != reading.about.symbol else text.title,
        body=text.dialogue.name,
        date=text.adopted_on,
        language=language,
        url=copy.source.url if copy.source.url and not rules.names_somebody(copy.source.url) else "",
        file_name=copy.name,
        file_digest=copy.sha256,
        text=text,
        copy=copy,
        taken_at=at,
        unread=unread,
        material=SourceMaterial.SPEECH if text.type == TextType.SPEECH else SourceMaterial.ADOPTED,
    )
    return split_document(row, reading.clauses)
