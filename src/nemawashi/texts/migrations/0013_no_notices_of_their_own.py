"""Notices stand with the log of acts, as every act has some."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("texts", "0012_notices_of_every_act")]
    operations = [migrations.DeleteModel(name="Notice")]
