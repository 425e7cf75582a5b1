from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='entry',
            name='origin',
            field=models.CharField(default='', max_length=8),
        ),
    ]
