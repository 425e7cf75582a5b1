"""Acts of curation: add and archive sources, record and cite claims, rule on them, open a question again, import;
receive and answer what readers say is wrong."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from django.db.models import Max, Model
from django.utils.text import slugify

from nemawashi.access import log, origins
from nemawashi.access.acts import RefusedError, hold, in_turn, moved_on, require
from nemawashi.access.rules import refuse
from nemawashi.access.terms import RowOrigin, Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.kit.clauses.spans import normal
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.sources import archive, queries, rules
from nemawashi.sources.claim_files import ClaimRow, Value
from nemawashi.sources.models import Citation, Claim, Conflict, Copy, ReaderRemark, Ruling, Source
from nemawashi.sources.terms import Act, Basis, CitationStance, ClaimKind, Refusal, RemarkState, RulingVerdict, SourceKind


@in_turn
def add_source(
    dialogue: Model,
    *,
    title: str,
    publisher: str = "",
    on: ImpreciseDate | None = None,
    url: str = "",
    language: str = "en",
    kind: str = SourceKind.NEWS,
    note: str = "",
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> Source:
    """Put a document on the list of sources. Nothing is fetched from its address."""
    title, url = normal(title), url.strip()
    require(rules.may_add_source(by, title=title, url=url, is_known=lambda url: Source.objects.filter(url=url).exists()))
    order = _next(Source)
    row = Source.objects.create(
        slug=f"{slugify(title)[:80] or 'source'}-{order}",
        title=title,
        publisher=normal(publisher),
        published_on=on,
        url=url or None,
        no_address=None if url else True,
        language=language,
        kind=kind,
        seen="full",
        note=normal(note) or None,
        order=order,
    )
    origins.sourced(row.ref)  # a document stands for itself
    facts = {"title": title, "url": url}
    log.enter(Act.ADD_SOURCE, row, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return row


def archive_source(
    source: Source, *, file_name: str, content: bytes, by: Viewer, at: dt.datetime, once: uuid.UUID | None = None
) -> Copy:
    """Keep a copy of a source under its SHA-256, with its text for search. Nothing in the file is run or shown.

    The file is read before the act has its turn: nobody waits for a long one.
    """
    _require_archivable(content, by=by, is_archived=False)
    text = archive.text_of(content, archive.media_type(content) or "")
    return _archive(source, file_name=file_name, content=content, text=text, by=by, at=at, once=once)


@in_turn
def _archive(
    source: Source,
    *,
    file_name: str,
    content: bytes,
    text: str,
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None,
) -> Copy:
    row = hold(source)
    media_type = archive.media_type(content)
    sha256 = archive.digest(content)
    _require_archivable(content, by=by, is_archived=row.copies.filter(sha256=sha256).exists())
    archive.keep(content)
    copy = Copy.objects.create(
        source=row,
        sha256=sha256,
        media_type=media_type or "",
        name=archive.safe_name(file_name, media_type or ""),
        size=len(content),
        text=text,
        added_at=at,
        by_name=by.name,
    )
    facts = {"sha256": sha256, "size": len(content), "type": media_type}
    log.enter(Act.ARCHIVE_SOURCE, row, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return copy


def _require_archivable(content: bytes, *, by: Viewer, is_archived: bool) -> None:
    is_known_type = archive.media_type(content) is not None
    size, most = len(content), archive.LARGEST
    require(rules.may_archive(by, size=size, most=most, is_known_type=is_known_type, is_archived=is_archived))


@in_turn
def mark_gone(source: Source, *, by: Viewer, at: dt.datetime, once: uuid.UUID | None = None) -> Source:
    """Say that a source's address no longer answers with it: pages then offer the archived copy first."""
    row = hold(source)
    require(rules.may_mark_gone(by, url=row.url, is_gone=row.is_gone))
    row.is_gone = True
    row.save(update_fields=["is_gone"])
    log.enter(Act.MARK_GONE, row, by=by, at=at, visibility=Visibility.PUBLIC, facts={"url": row.url}, once=once)
    return row


@in_turn
def record_claim(
    source: Source,
    *,
    subject_ref: str,
    subject_is_known: bool,
    property_name: str,
    kind: str,
    value: str,
    as_of: ImpreciseDate | None = None,
    locator: str = "",
    note: str = "",
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> Claim:
    """Record what a source says of one property of one row of the public record, in the source's form."""
    row = hold(source)
    value = normal(value)
    require(
        rules.may_record_claim(by, subject_exists=subject_is_known, subject=subject_ref, name=property_name, value=value)
    )
    claim = _claim(subject_ref, property_name, kind, typed(value, kind), as_of, _question(subject_ref, property_name), at)
    _cite(claim, row, CitationStance.ASSERTS, locator, note, by, at)
    facts = {"subject": subject_ref, "property": property_name, "value": value, "source": row.slug}
    log.enter(Act.RECORD_CLAIM, claim, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return claim


def typed(value: str, kind: str) -> Value:
    """A value as the record's files type it: a whole number, a day, a truth; else the words as they are."""
    if value.lower() in ("true", "false"):
        return value.lower() == "true"
    if value.isascii() and value.isdecimal() and len(value) < 10 and kind != ClaimKind.NAME:
        return int(value)
    try:
        return dt.date.fromisoformat(value) if len(value) == 10 else value
    except ValueError:
        return value


def _claim(
    subject_ref: str,
    property_name: str,
    kind: str,
    value: Value,
    as_of: ImpreciseDate | None,
    question: Conflict | None,
    at: dt.datetime,
) -> Claim:
    """The claim, made now unless it is there."""
    text, value_type = queries.as_text(value)
    claim = Claim(
        conflict=question,
        subject_ref=subject_ref,
        property_name=property_name,
        kind=kind,
        value=text,
        value_type=value_type,
        as_of=as_of,
        added_at=at,
    )
    claim.identity = queries.identity(claim, question.slug if question else "")
    there = Claim.objects.filter(identity=claim.identity).first()
    if there:
        return there
    claim.order = _next(Claim)
    base = question.slug if question else slugify(f"{subject_ref.partition('/')[2]}-{property_name}")[:110]
    claim.slug = f"{base}-d{claim.order}"
    claim.save(force_insert=True)
    return claim


def _question(subject_ref: str, property_name: str) -> Conflict | None:
    """The question under which claims on a property are kept already, if it is one."""
    questions = Conflict.objects.filter(claims__subject_ref=subject_ref, claims__property_name=property_name).distinct()[:2]
    return questions[0] if len(questions) == 1 else None


def _cite(claim: Claim, source: Source, stance: str, locator: str, note: str, by: Viewer, at: dt.datetime) -> Citation:
    require(rules.may_cite(by, is_cited=claim.citations.filter(source=source).exists()))
    order = _next(Citation)
    if source.origin != RowOrigin.FICTION:
        origins.sourced(claim.ref)
        origins.sourced(claim.subject_ref)
    return Citation.objects.create(
        subject_ref=claim.ref,
        claim=claim,
        source=source,
        slug=f"{claim.slug[:120]}-c{order}",
        stance=stance,
        locator=normal(locator) or None,
        note=normal(note) or None,
        order=order,
        added_at=at,
        by_name=by.name,
    )


@in_turn
def cite_claim(
    claim: Claim,
    *,
    source: Source,
    stance: str = CitationStance.ASSERTS,
    locator: str = "",
    note: str = "",
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> Citation:
    """Name another source that asserts a claim, or that denies it."""
    row = hold(claim)
    citation = _cite(row, source, stance, locator, note, by, at)
    facts = {"source": source.slug, "stance": stance}
    log.enter(Act.CITE_CLAIM, row, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return citation


@in_turn
def rule_on_claim(
    claim: Claim,
    *,
    verdict: str = RulingVerdict.PREFERS,
    basis: str = Basis.OTHER,
    reason: str,
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> Ruling:
    """Prefer a claim, or explain why it holds beside the others, with basis and reason. Earlier rulings stay.

    Where a preferred claim cannot hold beside this one, the question is first opened again, so that never both stand.
    """
    row = hold(claim)
    stands = _standing(row, by)
    is_preferred = verdict == RulingVerdict.PREFERS and row.slug in stands.preferred
    require(rules.may_rule(by, reason=reason, is_preferred=is_preferred and stands.state != "challenged"))
    if verdict == RulingVerdict.PREFERS and _clashes(row, stands, by):
        reopening = {"verdict": RulingVerdict.REOPENS, "reason": normal(reason), "by_name": by.name, "at": at}
        Ruling.objects.create(subject_ref=row.subject_ref, property_name=row.property_name, **reopening)
    ruling = Ruling.objects.create(
        subject_ref=row.subject_ref,
        property_name=row.property_name,
        verdict=verdict,
        claim=row,
        basis=basis,
        reason=normal(reason),
        by_name=by.name,
        at=at,
    )
    facts = {"verdict": verdict, "basis": basis, "reason": ruling.reason}
    log.enter(Act.RULE_ON_CLAIM, row, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return ruling


@in_turn
def reopen_ruling(claim: Claim, *, reason: str, by: Viewer, at: dt.datetime, once: uuid.UUID | None = None) -> Ruling:
    """Open the question of a claim's property again, with a reason; what was ruled stays in the history."""
    row = hold(claim)
    state = _standing(row, by).state
    require(rules.may_reopen(by, reason=reason, state=state))
    ruling = Ruling.objects.create(
        subject_ref=row.subject_ref,
        property_name=row.property_name,
        verdict=RulingVerdict.REOPENS,
        reason=normal(reason),
        by_name=by.name,
        at=at,
    )
    facts = {"property": row.property_name, "reason": ruling.reason}
    log.enter(Act.REOPEN_RULING, row, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return ruling


def _clashes(claim: Claim, stands: rules.PropertyStanding, by: Viewer) -> bool:
    """Whether a claim that is preferred now cannot hold beside this one."""
    rows = queries.claims_on(claim.subject_ref, claim.property_name, viewer=by)
    preferred = queries.said(row for row in rows if row.slug in stands.preferred and row.pk != claim.pk)
    return bool(rules.challengers(preferred, queries.said(row for row in rows if row.pk == claim.pk)))


def _standing(claim: Claim, by: Viewer) -> rules.PropertyStanding:
    on = (claim.subject_ref, claim.property_name)
    return queries.standing_of(queries.claims_on(*on, viewer=by), queries.rulings_on(*on, viewer=by))


@in_turn
def import_claims(
    dialogue: Model,
    *,
    rows: Sequence[ClaimRow],
    faults: int,
    refs: Mapping[str, str],
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> int:
    """Record all claims of a file at once, or none; rows that the record has already change nothing.

    ``refs`` gives the public row of each subject id. The answer is the number of citations that came in.
    """
    sources = dict(Source.objects.in_bulk([row.source for row in rows], field_name="slug"))
    questions = dict(Conflict.objects.in_bulk([row.conflict for row in rows if row.conflict], field_name="slug"))
    require(rules.may_curate(by))
    fresh = 0
    for row in rows:
        if row.source not in sources:
            raise RefusedError(refuse(Refusal.NO_SUCH_SOURCE, row.source))
        ref = refs.get(row.subject, "")
        require(
            rules.may_record_claim(
                by, subject_exists=bool(ref), subject=row.subject, name=row.property, value=str(row.value)
            )
        )
        question = questions.get(row.conflict) or _question(ref, row.property)
        claim = _claim(ref, row.property, row.kind, row.value, row.as_of, question, at)
        if not claim.citations.filter(source=sources[row.source]).exists():
            _cite(claim, sources[row.source], row.stance, row.locator, row.note, by, at)
            fresh += 1
    require(rules.may_import(by, faults=faults, fresh=fresh))
    facts = {"rows": len(rows), "new": fresh}
    log.enter(Act.IMPORT_CLAIMS, dialogue, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return fresh


@in_turn
def receive_remark(
    dialogue: Model,
    *,
    subject_ref: str,
    subject_is_known: bool,
    words: str,
    instead: str = "",
    proof: str = "",
    address: str = "",
    language: str = "en",
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> ReaderRemark:
    """Take in what a reader says is wrong on a page. The log holds which page it is about: neither words nor address."""
    words, instead, proof = normal(words), normal(instead), proof.strip()
    require(rules.may_receive_remark(by, subject_exists=subject_is_known, subject=subject_ref, words=words, proof=proof))
    row = ReaderRemark.objects.create(
        subject_ref=subject_ref,
        words=words,
        instead=instead,
        proof=proof,
        address=address.strip(),
        language=language,
        received_at=at,
    )
    facts = {"about": subject_ref}
    log.enter(Act.RECEIVE_REMARK, row, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return row


@in_turn
def answer_remark(
    remark: ReaderRemark,
    *,
    answer: str,
    words: str,
    seen: int | None = None,
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> ReaderRemark:
    """Answer a reader in public: corrected as told, not corrected and why, or asked back. What is set aside is shown to
    nobody, its answer included."""
    row = hold(remark, seen=seen)
    words = normal(words)
    require(rules.may_answer_remark(by, state=row.state, words=words))
    row.state, row.answer, row.by_name, row.answered_at, row.told_at = RemarkState(answer), words, by.name, at, None
    if row.state == RemarkState.SET_ASIDE:
        row.address = ""  # nobody is answered
    moved_on(row, "state", "answer", "by_name", "answered_at", "told_at", "address")
    facts = {"about": row.subject_ref, "answer": str(row.state)}
    log.enter(Act.ANSWER_REMARK, row, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return row


def _next(model: type[Model]) -> int:
    top: int | None = model._default_manager.aggregate(top=Max("order"))["top"]
    return (top or 0) + 1
