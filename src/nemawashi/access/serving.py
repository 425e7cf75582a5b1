"""A role of PostgreSQL for serving beside the one that owns the tables: it reads and writes rows and can alter no table.

With the password of the owner, triggers are taken off the log and row-level security off sealed tables; with this one, not.
"""

import re
from typing import Any

from nemawashi.kit.faults import NotAllowedError

LOG, MIGRATIONS = "access_entry", "django_migrations"


class RoleError(NotAllowedError):
    """A role that cannot serve so."""


def grants(role: str, *, database: str, quote: Any) -> list[str]:
    """What makes a role one that serves, to be done as the owner of the tables; doing it again does no harm.

    Tables that later migrations make are granted by default privileges. Entries of the log are added and read, no more.
    Raises ``RoleError`` for what is no plain name.
    """
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", role):
        raise RoleError(f"{role} is no plain name of a role: small letters, digits and _")
    name, rows, counters = quote(role), "SELECT, INSERT, UPDATE, DELETE", "USAGE, SELECT"
    return [
        f"GRANT CONNECT ON DATABASE {quote(database)} TO {name}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {name}",
        f"GRANT {rows} ON ALL TABLES IN SCHEMA public TO {name}",
        f"GRANT {counters} ON ALL SEQUENCES IN SCHEMA public TO {name}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {rows} ON TABLES TO {name}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {counters} ON SEQUENCES TO {name}",
        f"REVOKE UPDATE, DELETE ON {LOG} FROM {name}",
        f"REVOKE INSERT, UPDATE, DELETE ON {MIGRATIONS} FROM {name}",
    ]


def grant(connection: Any, role: str) -> list[str]:
    """Do so; the statements that were done. Raises ``RoleError`` where the role would stay more than one that serves."""
    if connection.vendor != "postgresql":
        raise RoleError("SQLite has no roles: who can read the file can do everything")
    with connection.cursor() as cursor:
        cursor.execute(
            "select rolsuper or rolbypassrls or rolcreaterole, "
            "exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public' "
            "where c.relkind = 'r' and pg_has_role(rolname, c.relowner, 'MEMBER')) from pg_roles where rolname = %s",
            [role],
        )
        row = cursor.fetchone()
        if row is None:
            raise RoleError(f"there is no role {role}: CREATE ROLE {role} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '...'")
        if any(row):
            raise RoleError(f"{role} is a superuser, has BYPASSRLS or CREATEROLE, or owns tables: take another role")
        statements = grants(role, database=connection.settings_dict["NAME"], quote=connection.ops.quote_name)
        for statement in statements:
            cursor.execute(statement)
    return statements


def only_serves(connection: Any) -> bool:
    """Whether our role is one beside the owner of the tables, which stand already."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("select pg_has_role(relowner, 'MEMBER') from pg_class where oid = to_regclass(%s)", [MIGRATIONS])
        row = cursor.fetchone()
    return row is not None and not row[0]


def powers(connection: Any) -> list[str]:
    """What our role could do that serving does not need, in sentences; empty of one that only serves, and on SQLite."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "select current_user, has_schema_privilege('public', 'CREATE'), "
            "has_table_privilege(%s, 'UPDATE, DELETE, TRUNCATE'), "
            "(select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public' "
            "where c.relkind = 'r' and pg_has_role(c.relowner, 'MEMBER'))",
            [LOG],
        )
        name, makes, rewrites, owned = cursor.fetchone()
    held = []
    if owned:
        held.append(
            f"the database role {name} owns {owned} tables: with its password, triggers and row-level security can be "
            f"taken down"
        )
    if rewrites and not owned:
        held.append(f"the database role {name} may change or delete entries of the log, were it not for the trigger")
    if makes and not owned:
        held.append(f"the database role {name} may make tables")
    return held
