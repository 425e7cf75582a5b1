from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sources', '0003_one_claim_for_all_who_say_it'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='preference',
            name='claim',
        ),
        migrations.RemoveField(
            model_name='claim',
            name='is_preferred',
        ),
        migrations.RemoveField(
            model_name='claim',
            name='locator',
        ),
        migrations.RemoveField(
            model_name='claim',
            name='note',
        ),
        migrations.RemoveField(
            model_name='claim',
            name='source',
        ),
        migrations.DeleteModel(
            name='Preference',
        ),
        migrations.AlterField(
            model_name='claim',
            name='identity',
            field=models.CharField(max_length=64, unique=True),
        ),
    ]
