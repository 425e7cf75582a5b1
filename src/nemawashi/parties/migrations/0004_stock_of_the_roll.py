"""Accounts and memberships that stand already get one entry in the log that takes stock of them."""

from typing import Any

from django.db import migrations

from nemawashi.access import clock, roll
from nemawashi.parties import listeners


def take_stock(apps: Any, schema_editor: Any) -> None:
    entries = apps.get_model("access", "Entry").objects
    accounts = apps.get_model("access", "User").objects.order_by("pk")
    members = apps.get_model("parties", "Membership").objects.select_related("user", "party").order_by("pk")
    rows = {f"account/{row.pk}": roll.account_facts(row) for row in accounts}
    rows |= {f"membership/{row.pk}": listeners.membership_facts(row) for row in members}
    if not rows:
        return
    now, dated = clock.database_moment(), entries.exclude(at=None).order_by("-seq").first()
    at = max(now, dated.at) if dated else now
    roll.stock_entry(entries.model(), rows, last=entries.order_by("-seq").first(), at=at).save()


class Migration(migrations.Migration):
    dependencies = [("access", "0004_salted_entries"), ("parties", "0003_forum")]
    operations = [migrations.RunPython(take_stock, migrations.RunPython.noop)]
