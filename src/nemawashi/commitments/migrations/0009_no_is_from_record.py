from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('commitments', '0008_origin_for_is_from_record'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='commitment',
            name='is_from_record',
        ),
    ]
