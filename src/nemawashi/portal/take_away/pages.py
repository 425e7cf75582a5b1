"""The page that explains what can be taken away, and the files behind it."""

import hashlib
import json
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from nemawashi.portal import citing, filters, permanent, schema_org
from nemawashi.portal.feeds import links
from nemawashi.portal.feeds.answering import answer
from nemawashi.portal.take_away import store
from nemawashi.portal.take_away.package import MARKER, MEDIA, SQLITE

BESIDE = {
    MARKER: "application/json",
    "README.md": "text/markdown; charset=utf-8",
    "CITATION.cff": "text/plain; charset=utf-8",
}


@filters.page
def take_away(request: HttpRequest) -> HttpResponse:
    folder = store.current()
    descriptor = json.loads((folder / "package" / MARKER).read_text(encoding="utf-8"))
    at = store.changed_at(folder)
    return render(
        request,
        "portal/take_away.html",
        {
            "title": gettext("Take the record away"),
            "lede": gettext("The whole public record as open data, with the sources of every row."),
            "version": descriptor["version"],
            "citation": citing.cite(at, address=request.build_absolute_uri(permanent.path_of(request))),
            "licence": citing.LICENCE_ENTRY,
            "zip": store.zip_name(),
            "zip_size": (folder / store.PACKED).stat().st_size,
            "sqlite": SQLITE,
            "marker": MARKER,
            "feeds": [links.of_all(), links.of_rulings()],
            "structured_data": schema_org.dataset(request, at, store.zip_name()),
            "tables": [_row(resource) for resource in descriptor["resources"] if resource["format"] == "csv"],
            "has_parquet": any(resource["format"] == "parquet" for resource in descriptor["resources"]),
        },
    )


def _row(resource: dict[str, Any]) -> dict[str, Any]:
    return {"name": resource["name"], "title": resource["title"], "bytes": resource["bytes"]}


@filters.page
def file(request: HttpRequest, name: str) -> HttpResponse:
    """One file of the package, or all of them as a zip."""
    try:
        folder = store.current()
        path, media = _found(folder, name)
        raw, at = path.read_bytes(), store.changed_at(folder)
    except FileNotFoundError as error:  # the record moved on in between, or there is no such file
        raise Http404 from error
    tag = hashlib.sha256(raw).hexdigest()[:32]
    response = answer(request, tag=tag, content_type=media, written=lambda: (raw, at))
    if path.suffix in (".zip", ".sqlite", ".parquet"):
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _found(folder: Path, name: str) -> tuple[Path, str]:
    """Where a file lies. Only names of the package itself are known, so that no address reaches beside it."""
    package, ending = folder / "package", Path(name).suffix
    if name == store.zip_name():
        return folder / store.PACKED, "application/zip"
    if name in BESIDE:
        return package / name, BESIDE[name]
    paths = {path.name: path for path in [package / SQLITE, *(package / "data").iterdir()]}
    if name not in paths:
        raise FileNotFoundError(name)
    charset = "; charset=utf-8" if ending == ".csv" else ""
    return paths[name], MEDIA[ending] + charset
