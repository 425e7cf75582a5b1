"""The one place that asks for the time: the database for what was in time, this machine for the day of a page."""

import datetime as dt

from django.db import connection

_ahead = dt.timedelta()  # how far this process lives ahead of both clocks; nothing but tests ever moves it


def database_moment() -> dt.datetime:
    """Now, by the clock of the database, aware and in UTC; on PostgreSQL also inside a long transaction."""
    return _asked_of_the_database() + _ahead


def _asked_of_the_database() -> dt.datetime:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("select clock_timestamp()")
            moment: dt.datetime = cursor.fetchone()[0]
            return moment.astimezone(dt.UTC)
        cursor.execute("select strftime('%Y-%m-%dT%H:%M:%f', 'now')")
        return dt.datetime.fromisoformat(cursor.fetchone()[0]).replace(tzinfo=dt.UTC)


def today() -> dt.date:
    """The day in UTC on which a page is read, for what is due or ahead on it; no right of anybody hangs on it."""
    return (dt.datetime.now(dt.UTC) + _ahead).date()


def set_to(moment: dt.datetime) -> None:
    """Let this process live at ``moment`` and go on from there, whatever the day outside; both databases follow."""
    global _ahead  # threads of a server under test read it, which a context variable would not let them
    now = dt.datetime.now(dt.UTC)
    _ahead = moment - now + dt.timedelta(microseconds=now.microsecond % 1000)  # SQLite's clock tells thousandths only


def seconds() -> float:
    """The time of this machine in seconds since 1970, for what ends by itself and gives nobody a right: sessions."""
    return dt.datetime.now(dt.UTC).timestamp() + _ahead.total_seconds()
