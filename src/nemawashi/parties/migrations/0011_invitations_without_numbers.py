"""Keys drawn by chance in the place of numbers in a row. No invitation was made under them in any release."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nemawashi.access.terms
import nemawashi.parties.terms


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("parties", "0010_invitations_of_people"),
    ]

    operations = [
        migrations.DeleteModel(name="PersonInvitation"),
        migrations.CreateModel(
            name="PersonInvitation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("circle", models.CharField(choices=nemawashi.access.terms.circles, max_length=20)),
                ("role", models.CharField(blank=True, choices=nemawashi.access.terms.roles, default="", max_length=12)),
                ("is_first", models.BooleanField(default=False)),
                ("name", models.CharField(max_length=150)),
                ("address", models.EmailField(max_length=254)),
                ("language", models.CharField(default="en", max_length=5)),
                (
                    "state",
                    models.CharField(choices=nemawashi.parties.terms.invitation_states, default="sent", max_length=10),
                ),
                ("digest", models.CharField(max_length=64, null=True, unique=True)),
                ("asked_at", models.DateTimeField(help_text="when it was made, or sent again")),
                ("expires_at", models.DateTimeField()),
                ("mailed_at", models.DateTimeField(db_index=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="person_invitations",
                        to="parties.party",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
            ],
            options={"ordering": ["-asked_at", "pk"]},
        ),
    ]
