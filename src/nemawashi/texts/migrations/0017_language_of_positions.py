"""Positions, and drafts of them, may be about words in any language of the text; empty is the one of the negotiation."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('texts', '0016_origin_of_rows'),
    ]

    operations = [
        migrations.AddField(
            model_name='draftposition',
            name='language',
            field=models.CharField(blank=True, default='', max_length=5),
        ),
        migrations.AddField(
            model_name='position',
            name='language',
            field=models.CharField(blank=True, default='', max_length=5),
        ),
    ]
