"""Signing in by SAML in Chromium without scripts: from the page of sign-in to a ministry on another site, whose POST brings
none of our cookies, and to the desk.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from tests.browser.conftest import Person
from tests.project.saml_ministry import Provider, identity, open_provider

pytestmark = [pytest.mark.browser, pytest.mark.one_database]
ROW = "- {id: mofa, names: {en: the Ministry}, metadata: mofa.xml, parties: [japan], two_factors: true}"
TIES = (
    "import datetime as dt; from nemawashi.access.models import OutsideIdentity, User; "
    "OutsideIdentity.objects.create(user=User.objects.get(username='japan'), issuer='{}', subject='sora.abe', "
    "tied_at=dt.datetime.now(dt.UTC))"
)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home whose server knows a ministry."""
    home = tmp_path_factory.mktemp("home")
    with (
        open_provider(Provider(now=_now, own=identity(_now())), "sora.abe") as there,
        pytest.MonkeyPatch.context() as patch,
    ):
        (home / "mofa.xml").write_text(there.metadata())
        (home / "saml.yaml").write_text(ROW)
        patch.setenv("NEMAWASHI_SAML", str(home / "saml.yaml"))
        yield home


def test_a_ministry_on_another_site_opens_the_desk_to_whom_it_signed_in(
    person: Callable[..., Person], home: Path, database: str, command: Sequence[str]
) -> None:
    who = person("", java_script_enabled=False)
    who.base = who.base.replace("127.0.0.1", "localhost")  # the ministry is at 127.0.0.1: another site, for a browser

    def there_and_back() -> None:
        who.open("/sign-in/?next=/desk/texts/")
        who.follow("Sign in with the Ministry")
        who.push("I am Sora Abe", within="form")

    there_and_back()
    assert who.page.url.endswith("/sign-in/")
    assert who.sees("opens no account here so far")
    env = {**os.environ, "NEMAWASHI_HOME": str(home), "NEMAWASHI_DEMO": "1", "NEMAWASHI_DATABASE_URL": database}
    tie = [*command, "manage", "shell", "-c", TIES.format("https://login.mofa.example/saml")]
    subprocess.run(tie, env=env, capture_output=True, check=True)

    there_and_back()

    assert who.page.url.endswith("/desk/texts/")
    who.open("/desk/account/")
    assert who.sees("by the sign-in of the ministry")
    assert who.faults == []
