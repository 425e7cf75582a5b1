
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='person',
            name='name_own',
            field=models.CharField(blank=True, help_text="in the person's own language and script", max_length=200, null=True),
        ),
        migrations.AddField(
            model_name='person',
            name='name_ru',
            field=models.CharField(blank=True, max_length=200, null=True),
        ),
        migrations.AddField(
            model_name='person',
            name='own_language',
            field=models.CharField(blank=True, max_length=10, null=True),
        ),
    ]
