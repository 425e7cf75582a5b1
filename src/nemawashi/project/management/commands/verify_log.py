"""``nemawashi verify-log``: does the log of acts hold, and what of it was checked?"""

from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import connection

from nemawashi.access import checks, log, roll, serving
from nemawashi.parties.models import Party
from nemawashi.project import commanding
from nemawashi.project.keeping import checkpoints
from nemawashi.texts import queries as texts

MOMENT = "%Y-%m-%d %H:%M:%S.%f"


def _counts(kinds: Counter[str]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in kinds.items() if count) or "no rows"


class Command(commanding.Command):
    help = (
        "Say what of the log of acts was checked, with its head, or name what is wrong; tell of moments that run backwards."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--expect", metavar="HEAD", default="", help="a head noted earlier, which must stand in the log at its place"
        )
        parser.add_argument(
            "--against", type=Path, metavar="CHECKPOINT", help="a checkpoint kept earlier: its signatures, and its head"
        )
        parser.add_argument("--keys", type=Path, metavar="FILE", help="keys of those who cosigned it, one a line")

    def handle(self, *args: Any, **options: Any) -> None:
        fault = log.first_fault()
        if fault is not None:
            raise CommandError(f"entry {fault.seq} ({fault.ref or 'no reference'}) {fault.what}", returncode=1)
        self._expect(options["expect"])
        signers = self._hold_against(options["against"], options["keys"])
        record = texts.attested()
        record.checked["sealed acts"], lost = log.sealed_faults(Party.objects.values_list("pk", flat=True))
        enrolled, unaccounted = roll.faults()
        record.checked.update(enrolled)
        faults = checks.guarding_faults() + record.faults + lost + unaccounted
        for each in faults[1:]:
            self.stderr.write(each)
        if faults:
            raise CommandError(faults[0], returncode=1)
        head, whole = log.head(), log.whole_head()
        self.stdout.write(f"The log is intact: {whole.count} entries.")
        self.stdout.write(f"Head: {head}\nShort: {head.short}")
        self.stdout.write(f"With sealed acts, for the operator alone, as it moves when somebody drafts: {whole}")
        if options["against"]:
            self.stdout.write(f"The checkpoint signed by {signers} stands: nothing up to it was cut or rewritten.")
        if options["expect"]:
            self.stdout.write("The head that was noted stands at its place: nothing up to it was cut or rewritten.")
        elif not options["against"]:
            self.stdout.write(
                "Not checked: whether entries were cut off at the end, or all rewritten (--expect HEAD, --against FILE)."
            )
        self._tell_what_was_checked(record)
        for power in serving.powers(connection):
            self.stdout.write(f"Beside the log: {power}.")
        self._tell_backward_steps()

    def _expect(self, noted: str) -> None:
        try:
            wrong = log.missing_head(noted) if noted else ""
        except ValueError:
            raise CommandError(
                f"{noted} is no head: COUNT-DIGEST, or the digest, of {log.SHORT} signs or more", returncode=2
            ) from None
        if wrong:
            raise CommandError(f"the head {noted} {wrong}", returncode=1)

    def _hold_against(self, path: Path | None, keys: Path | None) -> str:
        """Who signed the checkpoint. One that nobody signed whose key is known here is held against nothing."""
        if path is None:
            return ""
        known = [*checkpoints.own_keys(), *checkpoints.keys_in(keys)]
        _note, note, checkpoint = checkpoints.read(path, known)
        if not note.signers:
            names = ", ".join(note.unknown)
            raise CommandError(f"{path.name} is signed by {names}, whose keys are not known here (--keys)", returncode=2)
        if wrong := checkpoints.missing(checkpoint):
            raise CommandError(f"the head of {path.name}, {checkpoint.count}-{checkpoint.digest}, {wrong}", returncode=1)
        return ", ".join(note.signers)

    def _tell_what_was_checked(self, record: texts.Attested) -> None:
        security = ", row-level security of the sealed tables" if connection.vendor == "postgresql" else ""
        self.stdout.write(f"Checked: each entry and its place, the triggers that keep it{security}.")
        self.stdout.write(f"Checked against it: {_counts(record.checked)}; the words of adopted texts.")
        if record.unknown.total():
            self.stdout.write(f"Not checkable, as older entries say too little: {_counts(record.unknown)}.")
        self.stdout.write(
            "Not checked: what sealed acts say (each delegation sees on its desk whether its own are intact), how "
            "positions ended, and rows of all else than negotiated texts, accounts and memberships."
        )
        if not roll.keys_are_noted():
            self.stdout.write("The seal keys of this server are not those that the log names last (`keys.changed`).")

    def _tell_backward_steps(self) -> None:
        for entry, before in log.backward_steps():
            self.stdout.write(
                f"The moment of entry {entry.seq} ({entry.ref}), {entry.at:{MOMENT}}, lies before that of entry "
                f"{before.seq}, {before.at:{MOMENT}}: a clock was set back."
            )
