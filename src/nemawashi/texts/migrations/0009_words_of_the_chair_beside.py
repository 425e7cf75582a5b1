"""The chair's words stand beside the positions that they would reconcile; what they had ended lives again."""

from django.db import migrations, models


def live_again(apps, schema_editor):
    """Positions that ended when the chair offered words, and not when these were accepted, are live where the text is open.

    The log keeps what was done then; each of the chair's words names from now on the positions that it ended.
    """
    position = apps.get_model("texts", "Position")
    ended = position.objects.filter(
        outcome="superseded",
        superseded_by__is_chair=True,
        clause__text__state__in=["zero_draft", "under_negotiation", "under_silence"],
    ).exclude(superseded_by__outcome="accepted")
    for row in ended.select_related("superseded_by"):
        chair = row.superseded_by
        chair.instead_of = [*chair.instead_of, str(row.pk)]
        chair.save(update_fields=["instead_of"])
        row.outcome, row.outcome_at, row.superseded_by = "live", None, None
        row.save(update_fields=["outcome", "outcome_at", "superseded_by"])


class Migration(migrations.Migration):

    dependencies = [
        ('texts', '0008_heads_of_the_log'),
    ]

    operations = [
        migrations.AddField(
            model_name='position',
            name='asked_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='position',
            name='asked_why',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='position',
            name='instead_of',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='position',
            name='let_go_by',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.RunPython(live_again, migrations.RunPython.noop),
    ]
