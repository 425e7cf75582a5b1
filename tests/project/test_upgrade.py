"""The upgrade path: the kept backup of each earlier release comes back by the code of today, is proven, and is read."""

from __future__ import annotations

import json
import lzma
import os
import subprocess
import sys
from pathlib import Path

import pytest

KEPT = Path(__file__).parent / "releases"
RELEASES = sorted(path.name.removesuffix(".tar.xz") for path in KEPT.glob("*.tar.xz"))
READ = """
import io, json, sys
import django
django.setup()
from django.core.management import call_command
from django.test import Client
from nemawashi.access import roll
from nemawashi.access.models import Entry, User
from nemawashi.commitments.models import Commitment
from nemawashi.search import index
from nemawashi.texts.models import Text

out = io.StringIO()
call_command("restore", sys.argv[1], stdout=out)
index.rebuild()  # as `serve` does
call_command("verify_log", stdout=out)
faults = roll.faults()[1]
User.objects.update(is_demo=False)  # or they open no server that serves
adopted = Text.objects.filter(state="issued").order_by("pk").last()
text, commitment = adopted.slug, Commitment.objects.filter(state="confirmed").order_by("slug").first().slug
public, member = Client(), Client()
account = User.objects.exclude(membership=None).order_by("pk").first()
member.force_login(account)
pages = {
    "home": public.get("/en/", secure=True), "texts": public.get("/en/texts/", secure=True),
    "text": public.get(f"/en/texts/{text}/", secure=True), "meetings": public.get("/en/meetings/", secure=True),
    "commitment": public.get(f"/en/commitments/{commitment}/", secure=True),
    "sources": public.get("/en/sources/", secure=True), "search": public.get("/en/search/?q=harbour", secure=True),
    "api": public.get("/api/v1/texts/", secure=True), "desk": member.get("/desk/", secure=True),
    "working text": member.get(f"/desk/texts/{text}/", secure=True), "log": member.get("/desk/log/", secure=True),
}
print(json.dumps({
    "told": out.getvalue(), "statuses": {name: page.status_code for name, page in pages.items()},
    "title": adopted.title, "page": pages["text"].content.decode(), "entries": Entry.objects.count(),
    "faults": faults,
}))
"""


def test_releases_are_kept() -> None:
    assert RELEASES
    lines = (KEPT / "README.md").read_text(encoding="utf-8")
    assert [name for name in RELEASES if f"| `{name}.tar.xz` |" not in lines] == []


@pytest.mark.one_database
@pytest.mark.parametrize("release", RELEASES)
def test_a_backup_of_an_earlier_release_comes_back_and_is_read(release: str, tmp_path: Path) -> None:
    path = tmp_path / f"{release}.tar"
    path.write_bytes(lzma.decompress((KEPT / f"{release}.tar.xz").read_bytes()))
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("NEMAWASHI_", "PYTEST_"))}
    env = plain | dict(line.split("=", 1) for line in (KEPT / "environment").read_text().split())
    env |= {"NEMAWASHI_HOME": str(tmp_path / "home"), "NEMAWASHI_DATABASE_URL": ""}
    env |= {"DJANGO_SETTINGS_MODULE": "nemawashi.project.settings", "PYTHONPATH": os.pathsep.join(sys.path)}
    (tmp_path / "home").mkdir(mode=0o700)

    done = subprocess.run([sys.executable, "-c", READ, str(path)], env=env, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout.splitlines()[-1])
    assert "Restored and proven" in answer["told"]
    assert " 0 sealed rows opened" not in answer["told"]
    assert {name for name, status in answer["statuses"].items() if status != 200} == set(), answer["statuses"]
    assert answer["title"] in answer["page"]
    assert (answer["faults"], answer["entries"] > 80) == ([], True)
