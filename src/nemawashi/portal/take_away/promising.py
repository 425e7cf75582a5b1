"""Tables of what was agreed and what came of it: texts, clauses, commitments, reports, assistance, concepts."""

from typing import Any

from nemawashi.access.viewers import PUBLIC
from nemawashi.analysis import queries as analysis
from nemawashi.assistance import queries as assistance
from nemawashi.commitments import queries as commitments
from nemawashi.commitments.terms import StepKind
from nemawashi.kit.formats.tables import Column, RecordTable
from nemawashi.kit.languages import PAGES, name_of
from nemawashi.meetings import queries as meetings
from nemawashi.portal import names
from nemawashi.portal.take_away.gathering import ID, NOTE, ORIGIN, dated, named, of, on, ref, slug, table, text
from nemawashi.texts import queries as texts
from nemawashi.texts import rules
from nemawashi.texts.terms import PUBLIC_STATES


def text_tables() -> list[RecordTable]:
    rows = list(texts.visible_texts(viewer=PUBLIC))
    public = dict(meetings.visible_meetings(viewer=PUBLIC).values_list("pk", "slug"))
    return [
        table(
            "texts", "Texts: statements, plans, summaries and speeches, as adopted or issued", "id",
            (ID, of("slug")),
            text("title", "Its title.", required=True),
            text("type", "What kind of text it is.", required=True),
            text("state", "adopted, issued; withdrawn for a draft of which a source tells.", required=True),
            ref("dialogue", "The dialogue.", "dialogues", lambda row: row.dialogue.slug, required=True),
            ref("meeting", "The meeting that it came out of.", "meetings", lambda row: public.get(row.meeting_id)),
            text("symbol", "Its symbol as a document of the meeting."),
            on("adopted", "When it was adopted or given.", "adopted_on"),
            text("place", "Where."),
            (Column("languages", "list", "The languages in which it exists."), of("languages")),
            text("url", "Where it is published."),
            (Column("structure", "list", "Its outline in this record's words."), of("structure")),
            (NOTE, of("note")),
            (ORIGIN, of("origin")),
            rows=rows,
        ),
        _clauses(),
    ]  # fmt: skip


def _clauses() -> RecordTable:
    """The words of texts that were adopted at the desk, clause by clause; of others the record holds no words."""
    columns = (
        Column("text", "text", "The text.", True, "texts"),
        Column("place", "whole", "Its place in the text, from 1."),
        Column("language", "text", "The language of these words."),
        Column("number", "text", "The number as printed."),
        Column("kind", "text", "What kind of clause it is.", True),
        Column("words", "text", "Its words.", True),
    )
    rows: list[tuple[Any, ...]] = []
    by_text: dict[str, list[Any]] = {}
    for clause in texts.visible_clauses(viewer=PUBLIC).filter(text__state__in=PUBLIC_STATES):
        by_text.setdefault(clause.text.slug, []).append(clause)
    for key, clauses in by_text.items():
        numbers = rules.numbers(str(clause.kind) for clause in clauses)
        for place, (clause, number) in enumerate(zip(clauses, numbers, strict=True), 1):
            versions = texts.current_versions(clause.wordings.all(), clause.text.language)
            rows += [(key, place, code, number or None, str(clause.kind), versions[code]) for code in sorted(versions)]
    return RecordTable(
        "clauses", "Clauses of texts whose words the record holds", ("text", "place", "language"), columns, rows
    )


def commitment_tables() -> list[RecordTable]:
    rows = list(commitments.visible_commitments(viewer=PUBLIC))
    public = set(texts.visible_texts(viewer=PUBLIC).values_list("pk", flat=True))
    reports = [report for row in rows for report in row.reports.all()]
    slugs = {row.pk: row.slug for row in rows}
    return [
        table(
            "commitments", "Commitments that a person confirmed", "id",
            (ID, of("slug")),
            text("made_in", "Where it was made, as a reference.", "made_in_ref", required=True),
            ref("text", "The text that holds it.", "texts", lambda row: row.text.slug if row.text_id in public else None),
            on("date", "When it was made.", "made_on"),
            (Column("by", "list", "Who promised: ids of parties, all, or a group.", is_required=True), of("by")),
            text("area", "What it is about."),
            ref("pillar", "The pillar, in this record's reading.", "pillars", lambda row: slug(row.pillar)),
            text("words", "In this record's words, or the clause's own.", required=True),
            text("target", "The measurable target, where one is stated."),
            (Column("amount", "number", "A sum, where one is stated."), of("amount")),
            text("currency", "Its currency or unit."),
            on("due", "By when.", "due_on"),
            text("kind", "joint, unilateral, target, objective or proposal.", required=True),
            text("status", "What this record found; empty where nobody looked.", "record_status"),
            text("evidence_note", "What shows that."),
            (ORIGIN, of("origin")),
            rows=rows,
        ),
        table(
            "reports", "Progress reports of parties", "commitment number",
            ref("commitment", "The commitment.", "commitments", lambda row: slugs[row.commitment_id], required=True),
            (Column("number", "whole", "Its place among the reports on it, from 1."), of("number")),
            (Column("at", "moment", "When it was made.", is_required=True), of("at")),
            text("words", "What the party says.", required=True),
            text("delivery", "How far it says that it has come: no_evidence, not_started, limited, substantial, complete."),
            (Column("is_complete", "flag", "Whether it says that all was done."), of("is_complete")),
            (ORIGIN, of("origin")),
            rows=_numbered(reports, "commitment_id"),
        ),
        table(
            "settlements", "Settled scores", "commitment",
            ref("commitment", "The commitment.", "commitments", lambda row: slugs[row.commitment_id], required=True),
            (Column("score", "whole", "-1, 0 or +1.", is_required=True), of("score")),
            text("why", "Why.", required=True),
            (Column("at", "moment", "When it was settled.", is_required=True), of("at")),
            (ORIGIN, of("origin")),
            rows=[settled for row in rows if (settled := commitments.settlement_of(row))],
        ),
    ]  # fmt: skip


def remit_tables() -> list[RecordTable]:
    """Remits and their steps; a step names only a row that everybody may see."""
    rows = list(commitments.visible_remits(viewer=PUBLIC))
    steps = [(row, step) for row in rows for step in row.steps.all()]
    known = names.named([step.row_ref for _, step in steps if step.row_ref], viewer=PUBLIC)
    return [
        table(
            "remits", "Remits: tasks that the parties gave themselves, over many meetings", "id",
            (ID, of("slug")),
            *(
                (Column(f"name_{code}", "text", f"Its name in {name_of(code, 'en')}."), named(code))
                for code in PAGES
            ),
            (NOTE, of("note")),
            (ORIGIN, of("origin")),
            rows=rows,
        ),
        table(
            "remit_steps", "What happened to each remit, from the first mandate to what came of it", "remit number",
            ref("remit", "The remit.", "remits", lambda pair: pair[0].slug, required=True),
            (Column("number", "whole", "Its place in time, from 0."), lambda pair: pair[1].order),
            (Column("part", "text", "As citations of the remit name the step.", True),
             lambda pair: f"step/{pair[1].order}"),
            (Column("date", "dated", "When."), lambda pair: dated(pair[1].on)),
            (Column("kind", "text", f"What happened: {', '.join(StepKind.values)}.", True), lambda pair: pair[1].kind),
            (Column("words", "text", "In this record's words.", True), lambda pair: pair[1].words),
            (Column("row", "text", "The row in which it can be read up, as noun/id."),
             lambda pair: pair[1].row_ref if pair[1].row_ref in known else None),
            rows=steps,
        ),
    ]  # fmt: skip


def _numbered(rows: list[Any], by: str) -> list[Any]:
    """Rows in order of time, each numbered within what it belongs to."""
    counted: dict[Any, int] = {}
    for row in sorted(rows, key=lambda row: (getattr(row, by), row.at if hasattr(row, "at") else str(row.on), row.pk)):
        key = getattr(row, by)
        row.number = counted[key] = counted.get(key, 0) + 1
    return sorted(rows, key=lambda row: (getattr(row, by), row.number))


def assistance_tables() -> list[RecordTable]:
    rows = list(assistance.undertaking_list(viewer=PUBLIC).select_related("commitment", "part_of"))
    public = set(commitments.visible_commitments(viewer=PUBLIC).values_list("pk", flat=True))
    slugs = {row.pk: row.slug for row in rows}
    recipients = [(row.slug, place, party.slug) for row in rows for place, party in enumerate(_recipients(row))]
    paid = list(assistance.visible_transactions(viewer=PUBLIC).filter(undertaking__in=slugs))
    return [
        table(
            "undertakings", "Assistance: packages, pledges, projects, stated totals, business results", "id",
            (ID, of("slug")),
            text("kind", "package, pledge, project, total, event or business_result.", required=True),
            text("title", "Its name.", required=True),
            on("date", "When it was announced.", "on"),
            ref("donor", "Who gives.", "parties", lambda row: slug(row.donor)),
            (Column("recipients", "list", "Who receives: ids of parties, as in the table of recipients."),
                lambda row: [party.slug for party in _recipients(row)]),
            (Column("amount", "number", "As the source states it; nothing is converted."), of("amount")),
            text("currency", "Its currency or unit."),
            (Column("amount_usd_stated", "number", "A sum in dollars that a source prints."), of("amount_usd_stated")),
            text("amount_note", "What the sum is."),
            (Column("spheres", "list", "The spheres that the source names."), of("spheres")),
            text("dialogue_link", "Whether a source ties it to the Dialogue.", "dialogue_link"),
            ref("commitment", "The commitment that it serves.", "commitments",
                lambda row: row.commitment.slug if row.commitment_id in public else None),
            ref("part_of", "The undertaking that it is part of.", "undertakings", lambda row: slug(row.part_of)),
            on("start", "When it began.", "start_on"),
            on("end", "When it ended.", "end_on"),
            (Column("duration_months", "whole", "How long it lasts."), of("duration_months")),
            text("agency", "Who carries it out."),
            text("planned", "What was planned."),
            (Column("components", "list", "What it consists of."), of("components")),
            (Column("results", "list", "What came of it, as a source tells."), _results),
            (NOTE, of("note")),
            (ORIGIN, of("origin")),
            rows=rows,
        ),
        RecordTable(
            "recipients", "Who receives, in the order of the source", ("undertaking", "number"),
            (
                Column("undertaking", "text", "The undertaking.", True, "undertakings"),
                Column("number", "whole", "Its place in the list, from 0."),
                Column("party", "text", "The party.", True, "parties"),
            ),
            recipients,
        ),
        table(
            "transactions", "Money committed, disbursed or spent", "undertaking number",
            ref("undertaking", "The undertaking.", "undertakings", lambda row: slugs[row.undertaking_id], required=True),
            (Column("number", "whole", "Its place in time, from 1."), of("number")),
            text("kind", "Which of these.", required=True),
            (Column("amount", "number", "In its own currency.", is_required=True), of("amount")),
            text("currency", "Its currency.", required=True),
            on("date", "When.", "on"),
            (ORIGIN, of("origin")),
            rows=_numbered(paid, "undertaking_id"),
        ),
        table(
            "concepts", "Concepts with the earliest and latest use found in the record's sources", "id",
            (ID, of("slug")),
            text("name", "Its name.", required=True),
            text("name_ja", "In Japanese."),
            ref("introduced_by", "Who brought it up.", "people", lambda row: slug(row.introduced_by)),
            on("first_seen", "Earliest use found.", "first_seen_on"),
            on("last_seen", "Latest use found.", "last_seen_on"),
            (NOTE, of("note")),
            (ORIGIN, of("origin")),
            rows=analysis.concept_list(viewer=PUBLIC).order_by("order", "pk"),
        ),
    ]  # fmt: skip


def _recipients(row: Any) -> list[Any]:
    return list(row.recipients.all())


def _results(row: Any) -> list[str]:
    return [part["text"] for part in row.results or []]
