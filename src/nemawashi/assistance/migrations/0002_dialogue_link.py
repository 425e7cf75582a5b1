
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('assistance', '0001_initial'),
    ]

    operations = [
        migrations.RenameField('undertaking', 'caj_link', 'dialogue_link'),
    ]
