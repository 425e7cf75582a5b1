"""The pages of the first run, as one WSGI application that knows no session, no account and no address of the forum's own.

Each page works without a script. What is sent is kept before it is judged, so that a refusal takes nothing away.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.core.handlers.wsgi import WSGIRequest
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nemawashi.kit import languages, marks
from nemawashi.kit.faults import Fault
from nemawashi.project.first_forum import ForumMade
from nemawashi.project.first_run import fields, keeping, sentences, typed
from nemawashi.project.first_run.door import STATUS, Door, Shut
from nemawashi.project.first_run.fields import Faults
from nemawashi.project.first_run.questions import BY_NAME, STEPS, step_of
from nemawashi.record import founding

MOST_BYTES, MOST_FIELDS = 1_000_000, 8_000
MOST_DROPPED = 250_000_000  # read only to be thrown away: a browser that may not send all of it shows no answer
STYLES = tuple(f"nemawashi/{name}.css" for name in ("tokens", "base", "components"))
TYPES = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
NOT_WRITTEN = gettext_lazy(
    "Nothing can be written to %(folder)s. Look at its rights and at the space on the disk, then send the step again."
)
BEGIN, SUMMARY, MADE = "begin", "summary", "made"
HEADERS = (
    ("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
                                "frame-ancestors 'none'; base-uri 'none'"),
    ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)  # fmt: skip

Headers = tuple[tuple[str, str], ...]
Answer = tuple[int, bytes, Headers]
Environ = dict[str, Any]


class FormPages:
    """``made`` makes the forum of a file; ``moment`` is the clock of the door."""

    def __init__(self, door: Door, home: Path, made: Callable[[Path], ForumMade], moment: Callable[[], float]) -> None:
        self.door, self.home, self._make, self._moment = door, home, made, moment
        self.language = ""
        self.typed: dict[str, Any] = {}
        self.made: ForumMade | None = None
        self._turn = threading.Lock()

    def __call__(self, environ: Environ, respond: Callable[..., Any]) -> list[bytes]:
        with self._turn:
            status, body, headers = self._answered(environ)
        line = f"{status} {HTTPStatus(status).phrase}"
        own = {name for name, _value in headers}
        respond(line, [*headers, *(each for each in HEADERS if each[0] not in own), ("Content-Length", str(len(body)))])
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]

    # ── Who asks, and for what ────────────────────────────────────────────────────────────────────────────────────

    def _answered(self, environ: Environ) -> Answer:
        method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "/")
        host, origin = environ.get("HTTP_HOST", ""), environ.get("HTTP_ORIGIN", "")
        asked = parse_qs(environ.get("QUERY_STRING", "")[:200]).get("language", [""])[0]
        if not self.language:
            self.language = _preferred(environ.get("HTTP_ACCEPT_LANGUAGE", ""))
        with translation.override(asked if asked in languages.PAGES else self.language):
            if why := self.door.stranger(method=method, host=host, origin=origin):
                return self._shut(why)
            if path.startswith("/static/"):
                return self._static(path.removeprefix("/static/"))
            cookie, at = self._cookie(environ), self._moment()
            if path.startswith("/open/"):
                return self._opened(path.removeprefix("/open/").strip("/"), method, cookie, at)
            if why := self.door.entered(cookie=cookie, at=at):
                return self._shut(why)
            if asked in languages.PAGES:
                self.language = asked
            try:
                return self._inside(method, path.strip("/"), environ)
            except OSError:
                return self._refused(NOT_WRITTEN % {"folder": self.home}, 507)

    def _cookie(self, environ: Environ) -> str:
        try:
            cookies = SimpleCookie(environ.get("HTTP_COOKIE", "")[:4000])
        except CookieError:
            return ""
        return cookies[self.door.cookie].value if self.door.cookie in cookies else ""

    def _opened(self, secret: str, method: str, cookie: str, at: float) -> Answer:
        if why := self.door.opened(secret, method=method, cookie=cookie, at=at):
            return self._shut(why)
        self.typed = self.typed or keeping.kept(self.home) or {}
        kept = ("Set-Cookie", f"{self.door.cookie}={self.door.holder}; Path=/; HttpOnly; SameSite=Strict")
        return _elsewhere(STEPS[0].name if self.typed else BEGIN, kept)

    def _inside(self, method: str, path: str, environ: Environ) -> Answer:
        if self.made:
            return self._page(MADE, {"made": self.made}) if method != "POST" else _elsewhere(MADE)  # pressed twice
        if path == "forum.yaml":
            name = ("Content-Disposition", 'attachment; filename="forum.yaml"')
            return 200, keeping.as_yaml(self.typed).encode(), (("Content-Type", "application/yaml; charset=utf-8"), name)
        if path not in (BEGIN, SUMMARY, *BY_NAME):
            return _elsewhere(BEGIN) if not path else self._refused(_("There is no such page here."), 404)
        if method != "POST":
            return self._begin() if path == BEGIN else self._summary() if path == SUMMARY else self._step(path)
        sent = _sent(environ)
        if isinstance(sent, int):
            return self._refused(_("More was sent than this form holds. What was kept before stands as it was."), sent)
        values, uploads = sent
        if path == BEGIN:
            return self._take_beginning(values, uploads.get("file"))
        return self._send_made() if path == SUMMARY else self._take_step(path, values, uploads)

    # ── The beginning ─────────────────────────────────────────────────────────────────────────────────────────────

    def _begin(self, *, status: int = 200, problems: Sequence[tuple[int, str]] = (), sentence: str = "") -> Answer:
        shipped = [(name, _name_of(keeping.shipped(name))) for name in (*founding.shipped(), founding.RECORD)]
        context = {"shipped": shipped, "problems": problems, "sentence": sentence, "is_begun": bool(self.typed)}
        return self._page(BEGIN, context, status)

    def _take_beginning(self, values: Mapping[str, list[str]], upload: bytes | None) -> Answer:
        begin = (values.get("from") or [""])[0]
        if begin == "file":
            if not upload:
                return self._begin(status=422, sentence=_("Choose the file first."))
            if len(upload) > keeping.MOST_BYTES:
                return self._begin(status=422, sentence=_("The file of a forum has 200 KB at most."))
            said, problems = keeping.taken(self.home, upload)
            if said is None:
                return self._begin(status=422, problems=problems)
            self._keep(said)
            return _elsewhere(SUMMARY if problems else STEPS[0].name)
        if begin == "go-on" and self.typed:
            return _elsewhere(STEPS[0].name)
        said = typed.begun(self.language) if begin == "nothing" else keeping.shipped(begin)
        if said is None:
            return self._begin(status=422, sentence=_("Choose what to begin from."))
        self._keep(said)
        return _elsewhere(STEPS[0].name)

    def _keep(self, said: dict[str, Any]) -> None:
        self.typed = said
        keeping.keep(self.home, said)

    # ── The steps ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _faults(self) -> dict[str, list[str]]:
        """Sentences by the field at which each belongs."""
        by_field: dict[str, list[str]] = {}
        for place, what in founding.faults_of(typed.to_forum(self.typed)):
            by_field.setdefault(typed.place_in(self.typed, place), []).append(sentences.worded(what))
        return by_field

    def _step(
        self, name: str, *, status: int = 200, added: bool = False, is_judged: bool = False, refused: Faults | None = None
    ) -> Answer:
        step, faults = BY_NAME[name], {**(self._faults() if is_judged else {}), **(refused or {})}
        context = {
            "step": step,
            "fields": fields.fields(step, self.typed, faults, added=added),
            "is_refused": status != 200,
            "last_row": len(self.typed.get(step.questions[0].key) or []) if added else None,
        }
        return self._page("step", context, status)

    def _take_step(self, name: str, values: dict[str, list[str]], uploads: Mapping[str, bytes]) -> Answer:
        refused = _marks_into(values, uploads) if name == "look" else {}
        self._keep(typed.with_step(self.typed, BY_NAME[name], values))
        if refused:
            return self._step(name, status=422, is_judged=True, refused=refused)
        do, _colon, which = (values.get("do") or ["next"])[0].partition(":")
        if do == "add":
            return self._step(name, added=True)
        if do in ("up", "drop"):
            self._keep(typed.reordered(self.typed, BY_NAME[name].questions[0].key, do, which))
            return self._step(name)
        if do == "keep":
            return self._step(name, is_judged=True)
        if any(step_of(place) == name for place in self._faults()):
            return self._step(name, status=422, is_judged=True)
        names = [*BY_NAME, SUMMARY]
        return _elsewhere(names[names.index(name) + 1])

    # ── The end ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _summary(self, *, status: int = 200, sentence: str = "") -> Answer:
        faults = [(step_of(place), each) for place, sentences_ in self._faults().items() for each in sentences_]
        by_step = [(step, [each for name, each in faults if name == step.name]) for step in STEPS]
        context = {
            "steps": [(step, wrong, fields.fields(step, self.typed, {})) for step, wrong in by_step],
            "others": [each for name, each in faults if not name],
            "is_sound": not faults,
            "sentence": sentence,
            "yaml": keeping.as_yaml(self.typed),
        }
        return self._page(SUMMARY, context, status)

    def _send_made(self) -> Answer:
        if self._faults():
            return self._summary(status=422, sentence=_("Nothing was made: mend what is named below."))
        path = keeping.keep(self.home, self.typed, keeping.FINAL)
        try:
            self.made = self._make(path)
        except founding.NotEmptyError:
            return self._summary(status=409, sentence=_("A forum stands in this installation already; it holds one alone."))
        except Fault as fault:
            return self._summary(status=422, sentence=fault.sentence)
        keeping.forget(self.home)
        self.door.made(at=self._moment())
        return _elsewhere(MADE)

    # ── Answers ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _page(self, name: str, context: Mapping[str, Any], status: int = 200) -> Answer:
        shared = {
            "styles": STYLES,
            "spoken": [languages.TABLE[code] for code in languages.PAGES],
            "spoken_now": translation.get_language(),
            "steps_of_all": [
                (BEGIN, _("Beginning")),
                *((each.name, each.title) for each in STEPS),
                (SUMMARY, _("Summary")),
            ],
            "here": context["step"].name if "step" in context else name,
            "is_inside": bool(self.typed) and not self.made,
        }
        body = render_to_string(f"first_run/{name}.html", {**shared, **context})
        return status, body.encode(), (("Content-Type", "text/html; charset=utf-8"),)

    def _refused(self, sentence: Any, status: int) -> Answer:
        return self._page("shut", {"sentence": sentence}, status)

    def _shut(self, why: Shut) -> Answer:
        context = {"sentence": sentences.WHY_SHUT[why], "is_shut": True}
        status, body, headers = self._page("shut", context, STATUS[why])
        return status, body, (*headers, ("Allow", "GET, HEAD, POST")) if why is Shut.METHOD else headers

    def _static(self, name: str) -> Answer:
        path = finders.find(name) if name in (*STYLES, "nemawashi/mark.svg") else None
        if not path:
            return 404, b"", (("Content-Type", "text/plain"),)
        return 200, Path(str(path)).read_bytes(), (("Content-Type", TYPES[Path(name).suffix]),)


def _elsewhere(name: str, *headers: tuple[str, str]) -> Answer:
    return 303, b"", (("Location", f"/{name}/"), *headers)


def _preferred(accepted: str) -> str:
    """The first language of a browser in which there are pages."""
    named = [each.split(";")[0].strip()[:2].lower() for each in accepted[:200].split(",")]
    return next((code for code in named if code in languages.PAGES), "en")


def _name_of(said: Mapping[str, Any] | None) -> str:
    names = (said or {}).get("names") or {}
    return str(names.get(translation.get_language()) or names.get("en") or "")


def _marks_into(values: dict[str, list[str]], uploads: Mapping[str, bytes]) -> dict[str, list[str]]:
    """Put pictures that were sent among what was typed; sentences, by field, on those that are none."""
    refused: dict[str, list[str]] = {}
    for name, content in uploads.items():
        field = name.removesuffix(".file")
        try:
            said = marks.of_file(content).as_said
        except marks.NoMarkError as fault:
            refused[field] = [sentences.worded(str(fault))]
        else:
            values |= {field: [said], f"{field}.before": [said]}
    return refused


def _sent(environ: Environ) -> tuple[dict[str, list[str]], dict[str, bytes]] | int:
    """The fields of a form and its files, read within bounds; else the status of a refusal."""
    length = environ.get("CONTENT_LENGTH") or ""
    if not (length.isascii() and length.isdecimal() and len(length) < 20):
        return 411
    if int(length) > MOST_BYTES:
        _drop(environ["wsgi.input"], int(length))
        return 413
    try:
        body = environ["wsgi.input"].read(int(length))
    except OSError:  # nothing came for too long
        return 408
    if len(body) < int(length):  # broke off: half a form would take away what it does not say
        return 400
    kind = environ.get("CONTENT_TYPE", "")
    try:
        if kind.startswith("multipart/form-data"):
            request = WSGIRequest({**environ, "wsgi.input": BytesIO(body), "SERVER_NAME": "localhost"})
            uploads = {str(key): file.read() for key, file in request.FILES.items() if isinstance(file, UploadedFile)}
            return {key: request.POST.getlist(key) for key in request.POST}, uploads
        return parse_qs(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS), {}
    except (ValueError, MultiPartParserError, SuspiciousOperation):
        return 400


def _drop(stream: Any, length: int) -> None:
    left = min(length, MOST_DROPPED)
    with suppress(OSError):
        while left > 0 and (part := stream.read(min(left, 1 << 16))):
            left -= len(part)
