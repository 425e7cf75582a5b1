"""Which acts a page offers on pledges and projects, each with what its rule says; see ``texts.queries.possible``."""

import datetime as dt
from decimal import Decimal

from nemawashi.access.rules import GRANTED, SAID, Possible, Verdict
from nemawashi.access.viewers import Viewer
from nemawashi.assistance import rules
from nemawashi.assistance.models import Activity, Partner, ProjectEnd, ResultIndicator, Transaction, Undertaking
from nemawashi.assistance.terms import Refusal, UndertakingKind
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.parties.models import Dialogue, Party


def on_party(donor: Party, *, viewer: Viewer) -> list[Possible]:
    """A donor's own pledge or project, which the secretariat may record for it."""
    verdict = rules.may_record_pledge(viewer, donor=donor.slug, title=SAID, amount=Decimal(1), currency=SAID, recipients=1)
    acts = ("record_package", "record_pledge", "record_project") if verdict.refusal is not Refusal.NOT_THE_DONOR else ()
    return [Possible(act, donor, verdict) for act in acts]


def on_sheets(donor: Party, *, viewer: Viewer) -> list[Possible]:
    """A donor's own sheet, which the secretariat may take in for it."""
    verdict = rules.may_take_in_sheet(viewer, donor=donor.slug, fresh=1)
    return [Possible("take_in_sheet", donor, verdict)] if verdict.refusal is not Refusal.NOT_THE_DONOR else []


def on_undertaking(row: Undertaking, *, viewer: Viewer) -> list[Possible]:
    """A pledge or project of the desk is set right; a project that nothing pays for is tied to a pledge, on the form.

    One statement or two for whoever may set it right, none else.
    """
    acts = [*on_mending(row, viewer=viewer), *on_results(row, viewer=viewer), *on_carrying(row, viewer=viewer)]
    if row.kind != UndertakingKind.PROJECT or row.part_of_id is not None:
        return acts
    donor = row.donor.slug if row.donor else None
    verdict = rules.may_link_project(
        viewer, donor=donor, kind=row.kind, pledge_kind=UndertakingKind.PLEDGE, is_linked=False
    )
    return acts if verdict.refusal is Refusal.NOT_THE_DONOR else [*acts, Possible("link_project", row, verdict)]


def mending(row: Undertaking, *, wanted: str, by: Viewer) -> Verdict:
    """Whether a pledge or project may be set right; asks what rests on it only where nothing else forbids it."""

    def verdict(is_built_on: bool) -> Verdict:
        donor = row.donor.slug if row.donor else None
        return rules.may_edit(
            by,
            donor=donor,
            kind=row.kind,
            wanted=wanted,
            is_from_record=row.is_from_record,
            is_built_on=is_built_on,
        )

    return verdict(row.parts.exists() or row.transactions.exists()) if verdict(False) else verdict(False)


_EDITS = {
    UndertakingKind.PACKAGE: "edit_package",
    UndertakingKind.PLEDGE: "edit_pledge",
    UndertakingKind.PROJECT: "edit_project",
}


def on_mending(row: Undertaking, *, viewer: Viewer) -> list[Possible]:
    """The act that sets a pledge or a project right."""
    act = _EDITS.get(UndertakingKind(row.kind))
    if act is None or row.is_from_record:
        return []
    verdict = mending(row, wanted=row.kind, by=viewer)
    return [] if verdict.refusal is Refusal.NOT_THE_DONOR else [Possible(act, row, verdict)]


def on_files(dialogue: Dialogue, *, viewer: Viewer) -> list[Possible]:
    """A file of reported activities, for those who take them in."""
    verdict = rules.may_import_activities(viewer, fresh=1)
    acts = [("import_activities", verdict), ("import_rates", rules.may_import_rates(viewer, fresh=1))]
    return [Possible(act, dialogue, each) for act, each in acts if each.refusal is not Refusal.NOT_AN_IMPORTER]


def on_activity(row: Activity, *, viewer: Viewer) -> list[Possible]:
    """A reported activity is tied by those who take files in; the form names the undertaking."""
    donor = row.undertaking.donor.slug if row.undertaking and row.undertaking.donor else viewer.party
    is_tied = row.undertaking_id is not None
    if is_tied:
        untying = rules.may_untie_activity(viewer, donor=donor, is_tied=True, why=SAID)
        return [Possible("untie_activity", row, untying)] if untying else []
    tying = rules.may_tie_activity(viewer, donor=donor, is_tied=False)
    aside = rules.may_set_activity_aside(viewer, is_tied=False, why=SAID)
    acts = [Possible("tie_activity", row, tying, needs_form=True)] if tying else []
    return [*acts, Possible("set_activity_aside", row, aside)] if aside and not row.is_aside else acts


def on_results(row: Undertaking, *, viewer: Viewer) -> list[Possible]:
    """What was paid under it and what came of it, for the donor and the secretariat."""
    donor = row.donor.slug if row.donor else None
    verdict = rules.may_record_indicator(viewer, donor=donor, kind=row.kind, words=SAID, unit=SAID)
    if verdict.refusal in (Refusal.NOT_THE_DONOR, Refusal.NOTHING_IS_PAID_UNDER_IT):
        return []
    return [Possible("record_payment", row, verdict), Possible("record_indicator", row, verdict)]


def naming(row: Undertaking, *, name: str, role: str, but: Partner | None, by: Viewer) -> Verdict:
    """Whether a partner may be named, or called otherwise: not twice in one role."""
    donor = row.donor.slug if row.donor else None

    def verdict(is_named: bool) -> Verdict:
        return rules.may_name_partner(by, donor=donor, kind=row.kind, name=name, is_named=is_named)

    others = row.partners.filter(name__iexact=name, role=role, is_struck=False)
    others = others.exclude(pk=but.pk) if but else others
    return verdict(others.exists()) if verdict(False) else verdict(False)


def ending(row: Undertaking, *, on: ImpreciseDate, words: str, has_end: bool, today: dt.date, by: Viewer) -> Verdict:
    donor = row.donor.slug if row.donor else None
    return rules.may_end_project(
        by, donor=donor, kind=row.kind, has_end=has_end, words=words, start=row.start_on, on=on, today=today
    )


def on_carrying(row: Undertaking, *, viewer: Viewer) -> list[Possible]:
    """Who else carries it out; and that a project ended, which is asked of the table for whoever may say so, none else."""
    donor = row.donor.slug if row.donor else None
    naming_one = rules.may_name_partner(viewer, donor=donor, kind=row.kind, name=SAID, is_named=False)
    if naming_one.refusal in (Refusal.NOT_THE_DONOR, Refusal.NOTHING_IS_PAID_UNDER_IT):
        return []
    acts = [Possible("name_partner", row, naming_one)]
    if row.kind == UndertakingKind.PROJECT and not row.ends.filter(is_taken_back=False).exists():
        acts.append(Possible("end_project", row, GRANTED))
    return acts


def reminding(row: Undertaking, *, today: dt.date, by: Viewer) -> Verdict:
    """Whether the donor may be reminded of the planned end; asks whether it ended only where nothing else forbids it."""

    def verdict(has_end: bool) -> Verdict:
        return rules.may_remind(
            by, kind=row.kind, has_end=has_end, end_on=row.end_on, reminded_for=row.reminded_for, today=today
        )

    return verdict(row.ends.filter(is_taken_back=False).exists()) if verdict(False) else verdict(False)


def on_reminding(row: Undertaking, *, today: dt.date, viewer: Viewer) -> list[Possible]:
    verdict = reminding(row, today=today, by=viewer)
    return [Possible("remind_of_project", row, verdict)] if verdict else []


def on_partner(row: Partner, of: Undertaking, *, viewer: Viewer) -> list[Possible]:
    donor = of.donor.slug if of.donor else None
    verdict = rules.may_name_partner(viewer, donor=donor, kind=of.kind, name=SAID, is_named=False)
    return [Possible("correct_partner", row, verdict)] if verdict else []


def on_end(row: ProjectEnd, of: Undertaking, *, viewer: Viewer) -> list[Possible]:
    """The end of a project is set right by its donor or the secretariat."""
    on = row.on or ImpreciseDate(1)
    verdict = ending(of, on=on, words=SAID, has_end=False, today=on.latest, by=viewer)
    return [Possible("correct_end", row, verdict)] if verdict else []


def on_payment(row: Transaction, of: Undertaking, *, viewer: Viewer) -> list[Possible]:
    """A payment that was recorded here is set right by its donor or the secretariat; ``of``: what it was paid under."""
    donor = of.donor.slug if of.donor else None
    verdict = rules.may_record_payment(viewer, donor=donor, kind=of.kind, amount=Decimal(1), currency="USD")
    return [Possible("correct_payment", row, verdict)] if verdict else []


def on_indicator(row: ResultIndicator, of: Undertaking, *, viewer: Viewer) -> list[Possible]:
    """A value that its source gives, for the donor, the secretariat and researchers."""
    donor = of.donor.slug if of.donor else None
    verdict = rules.may_record_value(viewer, donor=donor, has_source=True)
    return [Possible("record_value", row, verdict)] if verdict else []
