from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('assistance', '0006_origin_for_is_from_record'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='undertaking',
            name='is_from_record',
        ),
    ]
