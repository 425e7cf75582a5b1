"""``nemawashi init``: an empty forum of one's own, from a file or from answers, and the first of its host invited."""

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from nemawashi.kit.languages import PAGES
from nemawashi.project import asking_forum, commanding, first_host
from nemawashi.record import changing, founding
from nemawashi.search import index


class Command(commanding.Command):
    help = "Make an empty forum of an empty installation: from a file, a shipped forum, or questions at the terminal."

    def add_arguments(self, parser: CommandParser) -> None:
        names = ", ".join(founding.shipped())
        parser.add_argument("--from", dest="origin", metavar="FILE", help=f"a file, or one that is shipped: {names}")
        parser.add_argument("--check", action="store_true", help="look at the file, and make nothing")
        parser.add_argument(
            "--change", action="store_true", help="of a forum that stands: names, languages and rules, as the file says now"
        )
        parser.add_argument("--print", dest="prints", action="store_true", help="print the file, to begin one from")
        parser.add_argument("--host-name", default="", help="first person of the host's secretariat")
        parser.add_argument("--host-address", default="", help="mail address of that person")
        parser.add_argument("--host-language", choices=PAGES, default="en")

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["host_name"]) != bool(options["host_address"]):
            raise CommandError("a host has a name and an address: --host-name and --host-address", returncode=2)
        path = founding.file_of(options["origin"]) if options["origin"] else None
        if path and options["prints"]:
            self.stdout.write(path.read_text(encoding="utf-8"), ending="")
            return
        if options["change"]:
            self._change(path, only_looks=options["check"])
            return
        if path and options["check"]:
            said = founding.read(path)
            self.stdout.write(f"{said['names']['en']}: {len(said['parties'])} parties, {len(said['tracks'])} tracks; sound")
            return
        commanding.bring_up_to_date()
        founding.refuse_where_something_stands()
        if path is None:
            path = self._asked()
        said = founding.read(path)
        host = founding.founder(said)
        if options["host_name"]:
            host = founding.Founder(options["host_name"], options["host_address"], options["host_language"])
        row = founding.lay_down(said)
        index.rebuild()
        self.stdout.write(
            f"{row.names['en']} stands: {len(said['parties'])} parties, {len(said['tracks'])} tracks, no record yet"
        )
        self._invite(host)

    def _change(self, path: Path | None, *, only_looks: bool) -> None:
        if path is None:
            raise CommandError("say with --from which file has what the forum says now", returncode=2)
        changed = changing.change(founding.read(path), only_looks=only_looks)
        if not changed:
            self.stdout.write("Nothing changed: the forum says this already.")
        elif only_looks:
            self.stdout.write(f"Would change: {', '.join(changed)}. Nothing was changed.")
        else:
            self.stdout.write(f"Changed: {', '.join(changed)}. The delegations are told; servers follow within a minute.")

    def _asked(self) -> Any:
        if not sys.stdin.isatty():
            raise CommandError("nobody is there to answer: give a file with --from", returncode=2)
        path = settings.HOME / "forum.yaml"
        path.write_text(asking_forum.answered(lambda words: input(words).strip(), self.stdout.write), encoding="utf-8")
        self.stdout.write(f"What you answered lies in {path}; mend it there and give it with --from, should it be refused.")
        return path

    def _invite(self, host: founding.Founder | None) -> None:
        if host is None:
            self.stdout.write("Nobody is of the host's secretariat yet: nemawashi invite NAME ADDRESS")
            return
        invitation, link = first_host.invited(name=host.name, address=host.address, language=host.language)
        self.stdout.write(
            f"{host.name} is invited into the host's secretariat, until {invitation.expires_at:%Y-%m-%d %H:%M} UTC:"
        )
        self.stdout.write(f"\n    {link}\n\nThen: nemawashi serve")
