"""Units, recipe and examples of docs/service: well formed, shut in, and of commands and settings that there are."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from nemawashi.project.cli import WORDS

FILES = Path(__file__).resolve().parents[2] / "docs" / "service"
UNITS = sorted(path.name for path in FILES.iterdir() if path.suffix in (".service", ".timer"))
SERVICES = [name for name in UNITS if name.endswith(".service")]
SETTINGS = (FILES.parent / "howto" / "run-a-server.md").read_text("utf-8")
SHUT_IN = (
    "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes", "PrivateDevices=yes",
    "CapabilityBoundingSet=", "RestrictNamespaces=yes", "SystemCallFilter=@system-service", "UMask=0077", "User=nemawashi",
)  # fmt: skip


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_shut_in(name: str) -> None:
    lines = (FILES / name).read_text("utf-8").splitlines()

    assert [each for each in SHUT_IN if each not in lines] == []


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_reads_every_unit_without_a_complaint(tmp_path: Path) -> None:
    for name in UNITS:
        words = (FILES / name).read_text("utf-8").replace("/usr/local/bin/nemawashi", "/bin/true")
        (tmp_path / name).write_text(re.sub(r"/usr/bin/find", "/bin/true", words).replace("User=nemawashi", "User=root"))

    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / name) for name in UNITS)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert [line for line in done.stderr.splitlines() if "nemawashi" in line] == []


def test_each_file_says_commands_and_settings_that_there_are() -> None:
    words = "".join(path.read_text("utf-8") for path in sorted(FILES.iterdir()))
    commands = set(re.findall(r"/usr/local/bin/nemawashi ([a-z-]+)", words))
    commands |= {str(service["command"][0]) for service in _compose()["services"].values() if "command" in service}

    assert commands | {"serve"} == {"serve", "tend", "metrics", "backup"} <= set(WORDS)
    assert {name for name in re.findall(r"NEMAWASHI_[A-Z_]+", words) if f"`{name}`" not in SETTINGS} == set()


def _compose() -> dict[str, dict[str, dict[str, object]]]:
    content: dict[str, dict[str, dict[str, object]]] = yaml.safe_load((FILES / "compose.yaml").read_text("utf-8"))
    return content


def test_the_compose_file_keeps_ports_to_the_machine_and_every_service_shut_in() -> None:
    services = _compose()["services"]

    for name, service in services.items():
        assert [port for port in service.get("ports", []) if not str(port).startswith("127.0.0.1:")] == [], name  # type: ignore[attr-defined]
        if name != "database":
            assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert "ports" not in services["database"]
    assert set(_compose()["volumes"]) == {"home", "rows"}


def test_a_service_that_answers_nothing_is_not_asked_whether_it_is_well() -> None:
    """The image's own check asks the server; where the command is another one, it would never pass."""
    services = _compose()["services"]
    others = {name for name, service in services.items() if "command" in service}

    assert others == {"tender", "metrics", "backup"}
    for name in ("tender", "backup"):
        assert services[name]["healthcheck"] == {"disable": True}
    assert "127.0.0.1:9465/metrics" in str(services["metrics"]["healthcheck"])


def test_the_database_is_no_newer_than_the_program_that_backs_it_up() -> None:
    """Debian 12 has pg_dump of PostgreSQL 15, which refuses a newer server."""
    assert "slim-bookworm" in (FILES / "Containerfile").read_text("utf-8")
    assert str(_compose()["services"]["database"]["image"]).endswith("/postgres:15")


def test_the_recipe_runs_as_nobody_in_particular_and_keeps_no_secret() -> None:
    lines = [
        line for line in (FILES / "Containerfile").read_text("utf-8").splitlines() if line and not line.startswith("#")
    ]
    words = [line.split()[0] for line in lines if not line.startswith(" ")]

    assert words == [
        "FROM", "RUN", "COPY", "RUN", "USER", "ENV", "VOLUME", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD",
    ]  # fmt: skip
    assert not re.search(r"SECRET|SEAL|PASSWORD", "\n".join(lines))


@pytest.mark.parametrize(("name", "lead"), [("nginx.conf", "    "), ("Caddyfile", "    ")])
def test_the_examples_of_the_how_to_are_these_files(name: str, lead: str) -> None:
    lines = [line.split("#")[0].strip() for line in (FILES / name).read_text("utf-8").splitlines()]

    assert [line for line in lines if line and f"{line}" not in SETTINGS] == []
