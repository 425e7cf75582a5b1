"""Each source's claim becomes a citation of the claim that all who say it share; preferences become rulings."""

import hashlib
import json

from django.db import migrations


def share(apps, schema_editor):
    Claim, Citation = apps.get_model("sources", "Claim"), apps.get_model("sources", "Citation")
    first = {}
    for claim in Claim.objects.select_related("conflict").order_by("order", "pk"):
        told = [
            claim.conflict.slug, claim.subject_ref, claim.property_name, claim.kind, claim.value_type, claim.value,
            str(claim.as_of or ""),
        ]
        identity = hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
        kept = first.setdefault(identity, claim)
        Citation.objects.create(
            subject_ref=f"claim/{kept.slug}", source_id=claim.source_id, locator=claim.locator, order=claim.order,
            claim=kept, slug=claim.slug, note=claim.note, by_name="the record",
        )
        rule(apps, claim, kept)
        if kept is not claim:
            claim.delete()
        else:
            Claim.objects.filter(pk=claim.pk).update(identity=identity)


def rule(apps, claim, kept):
    Preference, Ruling = apps.get_model("sources", "Preference"), apps.get_model("sources", "Ruling")
    for told in Preference.objects.filter(claim=claim).order_by("at", "pk"):
        if not Ruling.objects.filter(claim=kept, by_name=told.by_name).exists():
            Ruling.objects.create(
                subject_ref=kept.subject_ref, property_name=kept.property_name, verdict="prefers", claim=kept,
                basis="other", reason=told.why, by_name=told.by_name, at=told.at,
            )
    Preference.objects.filter(claim=claim).delete()


def part(apps, schema_editor):
    Claim, Citation = apps.get_model("sources", "Claim"), apps.get_model("sources", "Citation")
    Preference, Ruling = apps.get_model("sources", "Preference"), apps.get_model("sources", "Ruling")
    preferred = set(Ruling.objects.exclude(claim=None).values_list("claim_id", flat=True))
    for citation in Citation.objects.exclude(claim=None).select_related("claim").order_by("order", "pk"):
        claim = citation.claim
        was_preferred = claim.pk in preferred
        row = claim
        if citation.slug != claim.slug:
            row = Claim.objects.get(pk=claim.pk)
            row.pk, row.identity = None, None
        row.slug, row.source_id, row.locator = citation.slug or claim.slug, citation.source_id, citation.locator or ""
        row.note, row.is_preferred = citation.note, True if was_preferred else None
        row.save()
        if row.pk == claim.pk:
            for ruling in Ruling.objects.filter(claim=claim):
                Preference.objects.create(claim=claim, by_name=ruling.by_name, at=ruling.at, why=ruling.reason)
    Citation.objects.exclude(claim=None).delete()
    Ruling.objects.all().delete()
    Claim.objects.filter(source=None).delete()


class Migration(migrations.Migration):
    dependencies = [("sources", "0002_claims_citations_rulings")]
    operations = [migrations.RunPython(share, part)]
