"""Properties of rows and claims in the reader's language; one that nobody named stays as the record writes it."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_DATED = re.compile(r"(?P<name>.+?)_(?P<date>(?:19|20)\d\d(?:-\d\d){0,2})$")
LABELS: dict[str, Promise] = {
    "name": _("Name"), "name_ja": _("Name in Japanese"), "name_ru": _("Name in Russian"),
    "name_own": _("Name in the own language"),
    "own_language": _("Own language"),
    "title": _("Title"),
    "track": _("Track"), "ordinal": _("Number"), "dates": _("Dates"), "start": _("First day"), "end": _("Last day"),
    "date": _("Date"), "year": _("Year"), "month": _("Month"), "city": _("City"), "country": _("Country"),
    "venue": _("Venue"), "host": _("Host"), "chair": _("Chair"), "status": _("Status"), "mode": _("Mode"),
    "level": _("Level"), "participants": _("Participants"), "agenda": _("Agenda"), "outcomes": _("Outcomes"),
    "theme": _("Theme"), "note": _("Note"), "type": _("Kind"), "language": _("Language"), "meeting": _("Meeting"),
    "text": _("Words"), "words": _("Words"), "by": _("Promised by"), "made_in": _("Made in"), "deadline": _("Due"),
    "pillar": _("Pillar"), "area": _("Area"), "target": _("Target"), "amount": _("Amount"), "currency": _("Currency"),
    "donor": _("Donor"), "recipients": _("Recipients"), "spheres": _("Spheres"), "kind": _("Kind"),
    "agency": _("Agency"), "components": _("Components"), "results": _("Results"), "tied_to": _("Tied to"),
    "introduced_by": _("Introduced by"), "first_seen": _("First use found"), "last_seen": _("Latest use found"),
    "founded": _("Founded"), "partner": _("Partner"), "launch_level": _("Level at the launch"), "events": _("Events"),
    "permanent_secretariat": _("Permanent secretariat"), "dissolved": _("Dissolved"), "offices": _("Offices"),
    "party": _("Party"), "standing": _("Standing"), "cadence": _("Cadence"), "feeds_into": _("Feeds into"),
    "count_of_meetings": _("Number of meetings"), "planned_date": _("Planned date"), "actual_date": _("Actual date"),
    "adopted": _("Adopted"), "introduced": _("Introduced"), "wording": _("Wording"),
    "chairmanship_from": _("In the chair from"), "addressees": _("Addressees"), "link": _("Link"),
    "surfaced_in": _("Surfaced in"), "acronym": _("Acronym"), "evidence": _("Evidence"), "planned": _("Planned"),
    "documents_signed": _("Documents signed"),
    "countries_present": _("Countries present"), "tenth_meeting": _("Tenth meeting"), "started": _("Started"),
    "built_on": _("Built on"), "weekday": _("Day of the week"),
    "attendance": _("Attendance"),
    "first_with_all_ministers": _("First with all ministers"), "all_ministers_present": _("All ministers present"),
    "level_of_counterparts": _("Level of the other side"), "initiator": _("Initiator"),
    "origin_of_idea": _("Where the idea came from"), "launched_by": _("Launched by"), "outcome": _("Outcome"),
    "idea": _("Idea"), "chairmanship_rules": _("Rules of chairmanship"), "legal_basis": _("Legal basis"),
    "trip_dates": _("Dates of the trip"), "countries_to_visit": _("Countries to visit"),
    "described_as": _("Described as"), "usd_equivalent": _("In US dollars"), "nature": _("Nature"),
    "priority_areas": _("Priority areas"), "age_at_summit": _("Age at the summit"),
    "place_of_introduction": _("Where it was introduced"), "summit_held": _("Summit held"),
    "countries": _("Countries"),
    "signatories": _("Signatories"), "adoption_form": _("Form of adoption"),
    "secretariat_launch": _("Start of the secretariat"),
    "origin": _("Origin"),
    "merger_decision": _("Decision to merge"),
    "first_meeting": _("First meeting"),
    "health_facilities": _("Health facilities"), "span": _("Life span"), "reason": _("Reason"),
    "documents": _("Documents"), "portfolio_total": _("Portfolio in all"),
    "number_of_objectives": _("Number of objectives"),
    "number_of_fields_of_effort": _("Number of fields of effort"), "facilities": _("Facilities"),
    "trainees": _("Trainees"), "experts": _("Experts"), "length_phase_2": _("Length of the second phase"),
    "signed": _("Signed"), "first_of_its_kind": _("First of its kind"),
    "parliamentary_association_founded": _("Parliamentary association founded"),
    "twentieth_ministerial": _("Twentieth ministerial meeting"),
    "first_summit": _("First summit"),
    "first_ministerial": _("First ministerial meeting"), "established": _("Established"), "round_of": _("Round of"),
    "primary_objective": _("Primary objective"), "second_meeting_date": _("Date of the second meeting"),
    "same_week_announcement": _("Announced for the same week"),
    "delegations": _("Delegations"), "head": _("Head"), "office": _("Office"),
    "duration_minutes": _("Minutes"), "organisers": _("Organised by"), "place": _("Place"),
    "languages": _("Languages"), "url": _("Published at"), "structure": _("Outline"), "names": _("Names"),
    "en": _("English"), "ru": _("Russian"), "ja": _("Japanese"), "role": _("Role"),
    "status_history": _("Standing over time"), "from": _("From"), "to": _("Until"),
    "preferred_note": _("How this record reads it"), "attested": _("Seen on"), "dialogue_link": _("Tie to the Dialogue"),
    "amount_note": _("On the amount"), "amount_usd_stated": _("In US dollars, as stated"),
    "duration_months": _("Months"), "made_at": _("Made at"), "document": _("Recorded in"),
    "evidence_note": _("On the evidence"), "locator": _("Locator"), "formal": _("Formal track"),
    "idea_first_recorded": _("Idea first recorded"), "numbering_note": _("On the numbering"),
    "code": _("Code"), "zone": _("Time zone"), "cadence_months": _("Months between meetings"),
}  # fmt: skip


def property_label(name: str) -> str:
    """A property in words; a date that the name ends in stands behind them."""
    if name in LABELS:
        return str(LABELS[name])
    dated = _DATED.fullmatch(name)
    if dated and dated["name"] in LABELS:
        return f"{LABELS[dated['name']]} ({dated['date']})"
    return name.replace("_", " ")


# Spheres of assistance as the record names them; others stay as they are.
SPHERES: dict[str, Promise] = {
    "drugs": _("Drugs"), "border management": _("Border management"), "disaster prevention": _("Disaster prevention"),
    "business": _("Business"), "transport": _("Transport"), "terrorism": _("Terrorism"), "education": _("Education"),
    "human resources": _("Human resources"), "health": _("Health"), "agriculture": _("Agriculture"),
    "rural development": _("Rural development"), "border areas": _("Border areas"), "youth": _("Youth"),
    "humanitarian": _("Humanitarian aid"), "ODA total": _("All official aid"), "ODA": _("Official aid"),
    "trade and investment": _("Trade and investment"),
    "environment, energy saving and renewable energy": _("Environment, energy saving and renewables"),
    "MDGs and reducing disparities": _("Development goals and disparities"),
    "industry": _("Industry"), "infrastructure": _("Infrastructure"),
    "regional cooperation": _("Regional cooperation"), "non-proliferation": _("Non-proliferation"),
    "transport and logistics": _("Transport and logistics"), "people exchange": _("People exchange"),
    "connectivity": _("Connectivity"), "livestock": _("Livestock"), "medical equipment": _("Medical equipment"),
    "finance for small firms": _("Finance for small firms"), "criminal justice": _("Criminal justice"),
    "governance": _("Governance"), "climate": _("Climate"), "water": _("Water"), "irrigation": _("Irrigation"),
}  # fmt: skip


def sphere_label(name: str) -> str:
    return str(SPHERES.get(name) or name)
