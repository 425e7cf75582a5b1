"""Settings, all from the environment. See docs/howto/run-a-server.md for the list.

Demo mode (``NEMAWASHI_DEMO=1``, set by ``nemawashi demo``) makes its own secrets and has the demo accounts; in every
other mode the server wants its secrets from the environment and refuses to start without them (``access.checks``).
"""

import ipaddress
import os
import secrets
import sys
from importlib.resources import files
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from nemawashi.kit import languages, limits
from nemawashi.project.home import demo_secret, home

HOME = home()
PACKAGE = Path(str(files("nemawashi")))


def _flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in ("1", "true", "yes", "on")


def _networks(named: str) -> list[str]:
    """Addresses and networks, separated by commas. Raises ``ImproperlyConfigured`` for what is none."""
    networks = [each.strip() for each in named.split(",") if each.strip()]
    for each in networks:
        try:
            ipaddress.ip_network(each)
        except ValueError:
            raise ImproperlyConfigured(f"NEMAWASHI_PROXY: {each} is no address and no network") from None
    return networks


def _hops(named: str) -> int:
    """How many proxies stand one behind the other: with none, whatever a stranger wrote would count."""
    if not (named.isascii() and named.isdecimal() and 1 <= int(named) <= 9):
        raise ImproperlyConfigured("NEMAWASHI_PROXY_HOPS must be a number from 1 to 9")
    return int(named)


def _whole(name: str, otherwise: int) -> int:
    """A number from the environment. Raises ``ImproperlyConfigured`` for what is none."""
    named = os.environ.get(name, "") or str(otherwise)
    if not (named.isascii() and named.isdecimal() and len(named) < 10):
        raise ImproperlyConfigured(f"{name} must be a whole number")
    return int(named)


def _port(parts: SplitResult, name: str) -> int | None:
    try:
        return parts.port
    except ValueError:
        raise ImproperlyConfigured(f"{name}: what stands behind the colon is no port") from None


def _mail_of(named: str) -> SplitResult:
    """Where mail goes. Raises ``ImproperlyConfigured`` for an address that would only look like one."""
    parts = urlsplit(named)
    if named and parts.scheme != "file" and not (parts.scheme in ("smtp", "smtps") and parts.hostname):
        raise ImproperlyConfigured("NEMAWASHI_MAIL must be smtp://host, smtps://host or file:")
    return parts


def _site(named: str) -> str:
    """The address that links begin with. Raises ``ImproperlyConfigured`` where none of them would lead anywhere."""
    parts = urlsplit(named)
    if named and not (parts.scheme in ("http", "https") and parts.hostname and parts.path in ("", "/")):
        raise ImproperlyConfigured("NEMAWASHI_SITE must be https:// and the name of a host, without a path")
    return named.rstrip("/")


def _form_of_log(named: str) -> str:
    if named not in ("", "line", "json"):
        raise ImproperlyConfigured("NEMAWASHI_LOG must be line or json")
    return named or "line"


def _workers(named: str) -> int:
    """How many processes answer: one more than there are processors for us, eight at most, unless it is named."""
    if not named:
        return min(len(os.sched_getaffinity(0)) + 1, 8)
    if not (named.isascii() and named.isdecimal() and 1 <= int(named) <= 64):
        raise ImproperlyConfigured("NEMAWASHI_WORKERS must be a number from 1 to 64")
    return int(named)


TESTING = "pytest" in sys.modules
DEMO = _flag("NEMAWASHI_DEMO")
DEBUG = _flag("NEMAWASHI_DEBUG")

if TESTING:
    SECRET_KEY = "only for tests " * 4
    SEAL_KEYS = ["only for tests only for tests only for tests"]
elif DEMO:
    SECRET_KEY = demo_secret("key")
    SEAL_KEYS = [demo_secret("seal")]
else:
    # A key made for this process alone lets commands run that sign nothing; the server refuses to start on it.
    SECRET_KEY = os.environ.get("NEMAWASHI_SECRET_KEY") or secrets.token_hex(12)
    SEAL_KEYS = [key for key in os.environ.get("NEMAWASHI_SEAL_KEYS", "").split(",") if key]
# Keys of before: what they signed holds, nothing is signed by them.
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("NEMAWASHI_SECRET_KEY_FALLBACKS", "").split(",") if key]

ALLOWED_HOSTS = [host for host in os.environ.get("NEMAWASHI_HOSTS", "").split(",") if host]
if DEMO or TESTING:
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver", *ALLOWED_HOSTS]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if not DEMO and not TESTING]

INSTALLED_APPS = [
    "nemawashi.access",
    "nemawashi.sources",
    "nemawashi.parties",
    "nemawashi.meetings",
    "nemawashi.texts",
    "nemawashi.lineage",
    "nemawashi.commitments",
    "nemawashi.assistance",
    "nemawashi.business",
    "nemawashi.analysis",
    "nemawashi.search",
    "nemawashi.portal",
    "nemawashi.desk",
    "nemawashi.api",
    "nemawashi.project",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "rest_framework",
    "drf_spectacular",
]

MIDDLEWARE = [
    "nemawashi.project.health.watched",
    "nemawashi.project.request_times.timed",
    "nemawashi.project.middleware.proxied",
    "nemawashi.project.middleware.bodiless",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "nemawashi.project.middleware.hostile_bytes",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "nemawashi.project.middleware.Policy",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "nemawashi.project.middleware.open_to_programs",
    "nemawashi.project.middleware.viewer",
    "nemawashi.project.middleware.fiction",
    "nemawashi.project.middleware.screens_alone",
]

ROOT_URLCONF = "nemawashi.project.urls"
WSGI_APPLICATION = "nemawashi.project.wsgi.application"
FORM_RENDERER = "nemawashi.project.widgets.PlainFields"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "nemawashi.project.context.site",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        },
    }
]


# What the address of a database may say behind its question mark: the options of libpq that decide how it is reached.
DATABASE_OPTIONS = {
    "application_name", "channel_binding", "connect_timeout", "gssencmode", "keepalives", "keepalives_count",
    "keepalives_idle", "keepalives_interval", "options", "passfile", "require_auth", "service", "sslcert", "sslcrl",
    "sslkey", "sslmode", "sslpassword", "sslrootcert", "ssl_min_protocol_version", "target_session_attrs",
    "tcp_user_timeout",
}  # fmt: skip


# Seconds for which a thread keeps its connection: a new one to SQLite reads the whole schema, a fifth of what a page costs;
# PostgreSQL forgets with one what it prepared.
KEPT_CONNECTION, KEPT_PREPARED = 60, 600
# What a connection asks for the fifth time is planned for good: to plan takes PostgreSQL longer than to answer.
PREPARED = {"server_side_binding": True, "prepare_threshold": 5}


def _database(url: str) -> dict[str, object]:
    """A database from its address: ``postgres://role:password@host:port/name?sslmode=verify-full``, or empty for SQLite in
    the home. Raises ``ImproperlyConfigured`` for what is not known, for nobody should think that it was heard.
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "nemawashi.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                " PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000",
            },
            "CONN_MAX_AGE": KEPT_CONNECTION,
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured("NEMAWASHI_DATABASE_URL must begin with postgres://, or be empty for SQLite")
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    if unknown := sorted(set(options) - DATABASE_OPTIONS):
        raise ImproperlyConfigured(f"NEMAWASHI_DATABASE_URL has unknown options: {', '.join(unknown)}")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": {**options, **PREPARED},
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(_port(parts, "NEMAWASHI_DATABASE_URL") or ""),
        "CONN_MAX_AGE": KEPT_PREPARED,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _database(os.environ.get("NEMAWASHI_DATABASE_URL", ""))}

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["nemawashi.access.accounts.Accounts"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_HASHERS = [
    "nemawashi.access.accounts.Argon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # of accounts that have not signed in since
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SECOND_FACTOR = not (DEMO or TESTING)  # asked of those of whom the forum asks it; a demonstration opens with one click
OIDC = os.environ.get("NEMAWASHI_OIDC", "")  # a file that names the ministries whose sign-in opens accounts here
SAML = os.environ.get("NEMAWASHI_SAML", "")  # another, of those that speak SAML
LOGIN_URL = "sign_in"
PASSWORD_RESET_TIMEOUT = 2 * 3600  # seconds that a link to set another password serves
LOGIN_REDIRECT_URL = "desk:day"
LOGOUT_REDIRECT_URL = "portal:home"

SESSION_ENGINE = "nemawashi.access.sessions"  # which says how long one lasts
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
# Behind a proxy that speaks TLS: who it is, and how many there are one behind the other (``project.middleware.proxied``).
SECURE_PROXY = _flag("NEMAWASHI_BEHIND_TLS")
PROXIES = _networks(os.environ.get("NEMAWASHI_PROXY", "127.0.0.1,::1"))
PROXY_HOPS = _hops(os.environ.get("NEMAWASHI_PROXY_HOPS", "1"))
if SECURE_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMO and not TESTING
SECURE_HSTS_SECONDS = 0 if DEMO or TESTING else 31536000
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
# Copies of sources lie here under their SHA-256. A server asks no address that a person typed unless the host wants it.
ARCHIVE = HOME / "archive"
# Processes that answer: one waits for the disk or the database while the others have a core each.
WORKERS = _workers(os.environ.get("NEMAWASHI_WORKERS", ""))
MOST_STREAMS = _whole("NEMAWASHI_STREAMS", 200)  # open pages that hear of changes at once; others poll
# Of one account: as many connections as a browser opens to one host, so that no honest row of tabs finds it.
MOST_STREAMS_OF_ONE = _whole("NEMAWASHI_STREAMS_OF_ONE", 6)
LINEAGE = HOME / "lineage"  # the index of agreed language; made from the tables, may be thrown away
VOTES = HOME / "votes"  # the table of votes that was imported, and what is counted of it; made anew from the table
FETCH = _flag("NEMAWASHI_FETCH")
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300
# What a delegation sends is never put down on the disk on its way: uploads stay in memory, larger ones are dropped.
FILE_UPLOAD_MAX_MEMORY_SIZE = limits.FILE_BYTES + 1_000_000  # and the form around it
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [(each.code, each.own) for each in languages.LANGUAGES if each.is_page]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 86400  # a choice is kept for a year; the address always has its own

PAPERS = HOME / "papers"  # files of adopted texts as they were made last; may be deleted at any time
TAKE_AWAY = HOME / "take-away"  # the data package as it was built last; may be deleted at any time

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "static"]
STATIC_ROOT = HOME / "static"
# The server of record collects static files into its home; demo and tests read them where they lie.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False  # style and script are for pages of ours
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "nemawashi.api.tokens.ByToken",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_THROTTLE_CLASSES": ["nemawashi.api.bounding.OverAllWorkers"],
    "DEFAULT_THROTTLE_RATES": {"anon": "6000/hour"},
    "NUM_PROXIES": 0,  # whoever asks is in REMOTE_ADDR (``project.middleware.proxied``), never in a header
    "EXCEPTION_HANDLER": "rest_framework.views.exception_handler",
}
if TESTING:
    REST_FRAMEWORK["DEFAULT_THROTTLE_CLASSES"] = []
SPECTACULAR_SETTINGS = {
    "TITLE": "Nemawashi",
    "DESCRIPTION": "Read access to the public record of a multilateral dialogue.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
}

# Public pages that each process keeps as they were rendered last, in bytes: twice the record in three languages. None in
# tests, which lay down rows without an act; those of kept pages set it.
PAGES_KEPT_BYTES = 0 if TESTING else 1_000_000 * _whole("NEMAWASHI_PAGES_KEPT_MB", 16)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Mail goes out through smtp://user:password@host:port, or smtps://; without it notices stand on the desk alone.
_mail = _mail_of(os.environ.get("NEMAWASHI_MAIL", ""))
MAIL_IS_SET_UP = bool(_mail.hostname) or _mail.scheme == "file" or DEMO
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT = (
    _mail.hostname or "localhost",
    _port(_mail, "NEMAWASHI_MAIL") or (465 if _mail.scheme == "smtps" else 587),
)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
EMAIL_USE_SSL = _mail.scheme == "smtps"
EMAIL_USE_TLS = not EMAIL_USE_SSL and _mail.hostname not in ("localhost", "127.0.0.1", "::1")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("NEMAWASHI_MAIL_FROM", "nemawashi@localhost")
if _mail.scheme == "file" or (DEMO and not _mail.hostname):  # mail is written into files, to look at
    EMAIL_BACKEND, EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", _mail.path or str(HOME / "mail")
# Whom readers and finders of faults write to, a mail address or an https address: in security.txt and on the page About.
CONTACT = os.environ.get("NEMAWASHI_CONTACT", "")
_OWN_SITE = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}" if DEMO else f"https://{[*ALLOWED_HOSTS, ''][0]}"
SITE = _site(os.environ.get("NEMAWASHI_SITE", _OWN_SITE if ALLOWED_HOSTS else ""))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # No request body, parameter or local variable ever enters a log line: they may hold a draft's words.
    "formatters": {
        "line": {"()": "nemawashi.project.faults.WordlessLine", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "nemawashi.project.faults.JsonLine", "format": "%(message)s"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": _form_of_log(os.environ.get("NEMAWASHI_LOG", ""))}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}
