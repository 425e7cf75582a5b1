from django.db import migrations, models

import nemawashi.parties.terms


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0008_origin_of_rows'),
    ]

    operations = [
        migrations.CreateModel(
            name='Translation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('original', models.TextField()),
                ('names', models.JSONField(default=dict)),
                ('by', models.CharField(choices=nemawashi.parties.terms.translators, max_length=10)),
                ('order', models.PositiveIntegerField(default=0)),
            ],
            options={
                'ordering': ['order'],
            },
        ),
    ]
