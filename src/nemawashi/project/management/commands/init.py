"""``nemawashi init``: an empty forum of one's own, from a file, answers or a page, and the first of its host invited."""

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from nemawashi.kit.languages import PAGES
from nemawashi.project import asking_forum, commanding, first_forum
from nemawashi.project.first_run import serving
from nemawashi.project.first_run.door import PATIENCE, Door
from nemawashi.record import changing, founding


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
        parser.add_argument(
            "--page",
            action="store_true",
            help="ask on a page that one browser of this machine opens, by an address shown once",
        )
        parser.add_argument("--port", type=int, default=0, help="of that page; any that is free unless said")
        parser.add_argument("--host-name", default="", help="first person of the host's secretariat")
        parser.add_argument("--host-address", default="", help="mail address of that person")
        parser.add_argument("--host-language", choices=PAGES, default="en")

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["host_name"]) != bool(options["host_address"]):
            raise CommandError("a host has a name and an address: --host-name and --host-address", returncode=2)
        if options["page"] and (options["origin"] or options["change"] or options["host_name"]):
            raise CommandError("--page asks for everything itself: give it nothing else but --port", returncode=2)
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
        if options["page"]:
            self._on_a_page(options["port"])
            return
        if path is None:
            path = self._asked()
        host = None
        if options["host_name"]:
            host = founding.Founder(options["host_name"], options["host_address"], options["host_language"])
        self._tell(first_forum.made(path, host=host))

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

    def _on_a_page(self, port: int) -> None:
        try:
            made = serving.serve(settings.HOME, port, make=first_forum.made, tell=self._tell_the_door)
        except OSError as fault:
            raise CommandError(f"no page at port {port}: {(fault.strerror or str(fault)).lower()}", returncode=2) from fault
        except OverflowError as fault:
            raise CommandError("a port is a number from 0 to 65535", returncode=2) from fault
        except KeyboardInterrupt:
            made = None
        if made is None:
            raise CommandError(
                "the page has ended, and nothing was made. What was typed is kept: say `nemawashi init --page` again"
            )
        self._tell(made)

    def _tell_the_door(self, door: Door) -> None:
        minutes = int(PATIENCE // 60)
        self.stdout.write(
            f"Open this on this machine, in one browser, once:\n\n    {door.address}\n\n"
            f"It makes the forum and ends; it also ends {minutes} minutes after the last click, or by Ctrl-C."
        )
        self.stdout.flush()

    def _asked(self) -> Any:
        if not sys.stdin.isatty():
            raise CommandError("nobody is there to answer: give a file with --from", returncode=2)
        path = settings.HOME / "forum.yaml"
        path.write_text(asking_forum.answered(lambda words: input(words).strip(), self.stdout.write), encoding="utf-8")
        self.stdout.write(f"What you answered lies in {path}; mend it there and give it with --from, should it be refused.")
        return path

    def _tell(self, made: first_forum.ForumMade) -> None:
        self.stdout.write(f"{made.name} stands: {made.parties} parties, {made.tracks} tracks, no record yet")
        if made.host is None:
            self.stdout.write("Nobody is of the host's secretariat yet: nemawashi invite NAME ADDRESS")
            return
        self.stdout.write(
            f"{made.host.name} is invited into the host's secretariat, until {made.ends_at:%Y-%m-%d %H:%M} UTC:"
        )
        self.stdout.write(f"\n    {made.link}\n\nThen: nemawashi serve")
