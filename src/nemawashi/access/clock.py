"""The database's clock: the only one that decides whether something was in time."""

import datetime as dt

from django.db import connection


def database_moment() -> dt.datetime:
    """Now, by the clock of the database, aware and in UTC; on PostgreSQL also inside a long transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("select clock_timestamp()")
            moment: dt.datetime = cursor.fetchone()[0]
            return moment.astimezone(dt.UTC)
        cursor.execute("select strftime('%Y-%m-%dT%H:%M:%f', 'now')")
        return dt.datetime.fromisoformat(cursor.fetchone()[0]).replace(tzinfo=dt.UTC)
