import django.db.models.deletion
import nemawashi.sources.terms
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sources', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Copy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64)),
                ('media_type', models.CharField(max_length=100)),
                ('name', models.CharField(max_length=200)),
                ('size', models.PositiveIntegerField(help_text='bytes')),
                ('text', models.TextField(blank=True, default='')),
                ('added_at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=150)),
            ],
            options={
                'ordering': ['-added_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Ruling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_ref', models.CharField(max_length=160)),
                ('property_name', models.CharField(max_length=80)),
                ('verdict', models.CharField(choices=nemawashi.sources.terms.verdicts, max_length=10)),
                ('basis', models.CharField(blank=True, choices=nemawashi.sources.terms.bases, default='', max_length=20)),
                ('reason', models.TextField()),
                ('by_name', models.CharField(max_length=150)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='citation',
            name='added_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='citation',
            name='by_name',
            field=models.CharField(blank=True, default='', max_length=150),
        ),
        migrations.AddField(
            model_name='citation',
            name='claim',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='citations', to='sources.claim'),
        ),
        migrations.AddField(
            model_name='citation',
            name='note',
            field=models.TextField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='citation',
            name='slug',
            field=models.SlugField(blank=True, max_length=140, null=True, unique=True),
        ),
        migrations.AddField(
            model_name='citation',
            name='stance',
            field=models.CharField(choices=nemawashi.sources.terms.stances, default='asserts', max_length=10),
        ),
        migrations.AddField(
            model_name='claim',
            name='added_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='claim',
            name='identity',
            field=models.CharField(max_length=64, null=True),
        ),
        migrations.AddField(
            model_name='source',
            name='is_gone',
            field=models.BooleanField(default=False, help_text='the address no longer answers with this document'),
        ),
        migrations.AlterField(
            model_name='citation',
            name='order',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='claim',
            name='conflict',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='sources.conflict'),
        ),
        migrations.AlterField(
            model_name='claim',
            name='slug',
            field=models.SlugField(max_length=140, unique=True),
        ),
        migrations.AlterField(
            model_name='claim',
            name='subject_ref',
            field=models.CharField(max_length=160),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(fields=['subject_ref', 'property_name'], name='claims_of_a_property'),
        ),
        migrations.AddField(
            model_name='copy',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='sources.source'),
        ),
        migrations.AddField(
            model_name='ruling',
            name='claim',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rulings', to='sources.claim'),
        ),
        migrations.AddConstraint(
            model_name='copy',
            constraint=models.UniqueConstraint(fields=('source', 'sha256'), name='one_copy_of_each_file'),
        ),
        migrations.AddIndex(
            model_name='ruling',
            index=models.Index(fields=['subject_ref', 'property_name'], name='rulings_on_a_property'),
        ),
        migrations.AlterField(
            model_name='claim',
            name='source',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='sources.source'),
        ),
    ]
