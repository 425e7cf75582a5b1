"""An adopted text as a paper: what was sealed, and what stands beside it, exactly as far as everybody may read it.

What was tabled and how it ended is for those of the negotiation, so no paper tells of it, whoever asks for one.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils import translation

from nemawashi.access.viewers import PUBLIC
from nemawashi.kit import papers
from nemawashi.kit.lineage import Flag
from nemawashi.lineage import page
from nemawashi.lineage import queries as lineage
from nemawashi.parties import queries as parties
from nemawashi.portal import words
from nemawashi.texts import queries
from nemawashi.texts.models import Text, Wording
from nemawashi.texts.terms import PUBLIC_STATES, Version

_WORTH = (Version.MACHINE, Version.COURTESY, Version.AUTHENTIC)  # a version is worth what its poorest clause is


def adopted_text(slug: str) -> Text | None:
    """An adopted text whose sealed words are held; None for any other, existing or not."""
    rows = queries.visible_texts(viewer=PUBLIC).filter(slug=slug, state__in=PUBLIC_STATES, adoption__isnull=False)
    text: Text | None = rows.select_related(
        "adoption__revision", "adoption__silence", "adoption__meeting__track", "meeting__track"
    ).first()
    return text if text is not None and queries.sealed_languages(text) else None


def paper_of(text: Text, *, site: str, form: str = "") -> papers.Paper:
    """The paper of an adopted text; three statements beside that of the text, one more for a form with a letterhead.

    ``site``: where its addresses begin.
    """
    adoption, languages = text.adoption, queries.sealed_languages(text)
    with translation.override("en"):  # the record's own words, whoever asks
        meeting = words.meeting_title(adoption.meeting) if adoption.meeting else ""
    worth = _worth(text, adoption.revision.snapshot, languages)
    return papers.Paper(
        slug=text.slug,
        title=text.title,
        type=str(text.type),
        original=text.language if text.language in languages else languages[0],
        versions=tuple(papers.PaperVersion(code, worth[code], adoption.digests[code]) for code in languages),
        clauses=tuple(_clause(row, languages) for row in adoption.revision.snapshot),
        adoption=papers.PaperAdoption(
            how="silence" if adoption.silence_id else "consensus",
            at=adoption.at,
            zone=adoption.silence.zone if adoption.silence else (adoption.meeting and adoption.meeting.zone) or "UTC",
            revision=adoption.revision.symbol,
            meeting=meeting,
            log=adoption.log_head,
        ),
        address=f"{site}{reverse('permanent:row', args=['text', text.slug])}",
        symbol=text.symbol,
        dialogue=text.dialogue.name,
        dialogue_slug=text.dialogue.slug,
        issued_at=text.issued_at,
        statements=tuple(
            papers.AttachedStatement(
                party=row.party.code,
                names={str(code): str(name) for code, name in row.party.names.items()},
                kind=str(row.kind),
                words=row.words,
                at=row.at,
                clause=str(row.clause_id or ""),
            )
            for row in text.reservations.select_related("party")
        ),
        corrections=tuple(
            papers.Correction(row.symbol, str(row.clause_id), row.language, row.before, row.after, row.why, row.at)
            for row in text.corrigenda.all()
        ),
        letterhead=queries.letterhead_of(text) if form == "docx" else None,
        head=parties.forum().head,
    )


def _clause(row: dict[str, Any], languages: Iterable[str]) -> papers.PaperClause:
    notes = tuple(papers.Footnote(int(place), str(note)) for place, note in row.get("notes", ()))
    words = {code: row["words"][code] for code in languages}
    return papers.PaperClause(row["clause"], row["number"], row["kind"], words, notes)


def _worth(text: Text, sealed: Iterable[dict[str, Any]], languages: Iterable[str]) -> dict[str, str]:
    """What each version is worth; that of negotiation is authentic."""
    worth: dict[str, str] = dict.fromkeys(languages, str(Version.AUTHENTIC))
    words_of = {row["clause"]: row["words"] for row in sealed}
    rows = Wording.objects.filter(clause__text=text).exclude(language=text.language).order_by("number")
    latest = {(str(clause), code): (version, wording) for clause, code, version, wording in rows.values_list(
        "clause_id", "language", "version", "words"
    )}  # fmt: skip
    for (clause, code), (version, wording) in latest.items():
        if code in worth and words_of.get(clause, {}).get(code) == wording:
            worth[code] = min(worth[code], version, key=lambda each: _WORTH.index(Version(each)))
    return worth


def with_lineage(paper: papers.Paper, text: Text, *, site: str) -> papers.Paper:
    """The paper with the earlier adopted clauses from which its own come; as it is where no index is built."""
    shares, _why = page.answered(lambda: lineage.shares(text, viewer=PUBLIC))
    if shares is None:
        return paper
    taken = lineage.precedents((ref for each in shares.clauses for ref in each.row.taken_from), viewer=PUBLIC)
    origins: dict[str, list[papers.Origin]] = {}
    for each in shares.clauses:
        own = origins.setdefault(each.row.ref.partition("/")[2], [])
        if each.source and each.earlier:
            changes = tuple(_change(flag) for flag in each.source.flags)
            own.append(_origin(each.earlier, str(each.source.kind), site, kept=each.source.kept, changes=changes))
        refs = {origin.ref for origin in own}
        own += [_origin(taken[ref], "taken", site) for ref in each.row.taken_from if ref in taken and ref not in refs]
    clauses = tuple(replace(clause, origins=tuple(origins.get(clause.id, ()))) for clause in paper.clauses)
    return replace(paper, clauses=clauses)


def _origin(
    row: lineage.Precedent, relation: str, site: str, *, kept: float | None = None, changes: tuple[str, ...] = ()
) -> papers.Origin:
    return papers.Origin(
        ref=row.ref,
        title=row.name,
        number=row.number,
        symbol=row.symbol,
        date=row.date,
        address=f"{site}{_address(row)}",
        relation=relation,
        kept=kept,
        language=row.language,
        words=row.words,
        changes=changes,
    )


def _address(row: lineage.Precedent) -> str:
    """Where the clause stands: the permanent address of its text, or the page of the corpus that holds its document."""
    if not row.is_reference:
        return f"{reverse('permanent:row', args=['text', *row.key])}#c-{row.ref.partition('/')[2]}"
    with translation.override("en"):
        return f"{reverse('portal:reference', args=row.key)}#{row.ref.replace('/', '-')}"


def _change(flag: Flag) -> str:
    return f"{flag.kind}: {flag.before or '∅'} → {flag.after or '∅'}"
