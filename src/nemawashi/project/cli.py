"""The ``nemawashi`` command. Its own words first; everything else of Django stands behind ``nemawashi manage``."""

import difflib
import os
import platform
import sys

from nemawashi import __version__

WORDS = {
    "demo": "load the record, play in the fictional next round, start the server and print the logins",
    "serve": "start the server on this installation's database (NEMAWASHI_HOME)",
    "init": "make an empty forum of one's own: from a file, a shipped forum, or questions",
    "invite": "invite somebody into the host's secretariat, and print the link",
    "reset-factors": "take lost second factors off an account, where nobody of its own people is left who could",
    "load-record": "load the record's files into the database",
    "export-record": "write the public record into a folder: the record's files, or a data package",
    "check-record": "check the record's files and touch nothing",
    "commitments": "find what clauses promise: kind, strength, owner, date and amount",
    "sheets": "check a ministry's own sheet of assistance or reports (.xlsx, CSV)",
    "iati": "check, take in and write files of aid activities (IATI 2.01 to 2.03)",
    "conflicts": "find where sources disagree and of which kind each disagreement is",
    "search": "search the public record; --json for a list that programs read",
    "agreed": "look up agreed language in adopted texts and reference corpora",
    "lineage": "find where a text, or each clause of a file, comes from",
    "word": "read a Word file with its tracked changes, compare two",
    "amendments": "do amendments in instruction form to a text, and say why one cannot be done",
    "brackets": "read the brackets of a negotiated text: nesting, parties, what does not balance",
    "positions": "read what a file asks of a text: Word, brackets or amendments",
    "zero-draft": "read the clauses of a zero draft, with kinds and numbers",
    "concordance": "compare two language versions: numbers, dates, names, brackets, clauses",
    "exchange": "read an XLIFF or TMX file of translators, and say what in it is not understood",
    "paper": "make a file of an adopted text, sign it for a party, check signatures and words",
    "kwic": "show a phrase in its contexts, sorted by any neighbour",
    "collocates": "list the words that stand near a word, with measures of how closely",
    "keyness": "compare the words of two collections: what sets one apart from the other",
    "lifespans": "follow concepts through a collection: first, last, peak, gaps and return",
    "events": "count events of the record, and reports in files of coded news (GDELT, POLECAT, CSV)",
    "votes": "read a public table of votes in the UN General Assembly, and count how far states agreed",
    "codebook": "list, show, import, export and check codebooks",
    "code": "find the passages of a codebook's codes by their patterns",
    "agreement": "say how far coders agree: raw, Krippendorff's alpha, Gwet's AC1",
    "analysis": "keep an answer of counting under an id, and make it again",
    "qda": "write and read projects of qualitative analysis (REFI-QDA, .qdpx)",
    "corpus": "add, list and remove reference corpora: what other forums adopted",
    "official-texts": "take the dialogue's texts in full: from where they are published, or from saved files",
    "reindex": "bring the indexes of search and of agreed language up to the record",
    "tend": "conclude silence that was kept and send the notices that wait; --every goes on",
    "outbox": "say how many mails stand in which state; read reports of mail that came back",
    "story": "play one round of the Dialogue on a scratch database and print each act",
    "doctor": "say what is unsafe or missing in this installation, and what to do about it",
    "metrics": "figures for Prometheus, printed or answered on a port of their own",
    "keys": "share the seal keys among officers, say whether shares open them, join them again",
    "backup": "put all of this installation but its secrets into one file of a folder, while people work",
    "restore": "make an empty installation what a backup holds, and prove that it came back whole",
    "handover": "put all that the next host needs into a bag that is verified without our code",
    "take-over": "after a restore from a bag of the last host: this server is where the forum lives now",
    "checkpoint": "make a signed checkpoint of the log, cosign one, show who signed",
    "verify-log": "say what of the log of acts was checked, with its head, or name the first fault",
    "manage": "Django's own commands, such as `nemawashi manage createsuperuser`",
}


def usage() -> str:
    lines = [f"  {word:<16}{what}" for word, what in WORDS.items()]
    return "nemawashi: the secretariat of a multilateral dialogue\n\n" + "\n".join(lines) + "\n"


def main() -> int:
    """Run one word of ``WORDS``; exit status 2 with the list for anything else."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nemawashi.project.settings")
    word, rest = (sys.argv[1] if len(sys.argv) > 1 else ""), sys.argv[2:]
    if word in ("", "-h", "--help", "help"):
        print(usage())
        return 0
    if word in ("-V", "--version"):
        print(f"nemawashi {__version__} (Python {platform.python_version()})")
        return 0
    if word not in WORDS:
        near = " or ".join(difflib.get_close_matches(word, WORDS, 2, 0.7))
        print(
            f"nemawashi: no such command: {word}{f'; did you mean {near}?' if near else ''}\n\n{usage()}", file=sys.stderr
        )
        return 2
    if word == "sheets":
        from nemawashi.kit.sheets import console  # noqa: PLC0415  after the word is known

        return console.check(rest)
    if word == "iati" and rest[:1] == ["check"]:
        return _checked(rest[1:])
    if word in ("demo", "story"):
        os.environ["NEMAWASHI_DEMO"] = "1"

    from nemawashi.project.home import home, shut  # noqa: PLC0415  after the word is known

    try:
        shut(home())
        (home() / "static").mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        return _ends(f"the folder {home()} (NEMAWASHI_HOME) cannot be made: {fault.strerror}")
    return _executed(rest if word == "manage" else [word.replace("-", "_"), *rest])


def _executed(command: list[str]) -> int:
    """What stands in the way before a command has begun is one sentence: a setting, a library, a database that is away."""
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415  slow, and after the settings
    from django.core.management import execute_from_command_line  # noqa: PLC0415  slow, and after the settings
    from django.db import OperationalError, connection  # noqa: PLC0415  slow, and after the settings

    try:
        execute_from_command_line(["nemawashi", *command])
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except ImproperlyConfigured as fault:
        more = ": install nemawashi[postgres]" if "psycopg" in str(fault) else ""
        return _ends(f"{str(fault).splitlines()[0]}{more}")
    except ModuleNotFoundError as fault:
        return _ends(f"the library {fault.name} is missing: install nemawashi again")
    except OperationalError as fault:
        if connection.connection is not None:  # it was reached: what went wrong is no matter of its address
            raise
        reason = str(fault).strip().splitlines()[0]
        return _ends(f"the database cannot be reached: {reason} (NEMAWASHI_DATABASE_URL)")
    return 0


def _ends(sentence: str) -> int:
    print(f"nemawashi: {sentence}", file=sys.stderr)
    return 2


def _checked(words: list[str]) -> int:
    """A check of a file needs no settings, no folder and no database: it runs in the memory of its reader."""
    from nemawashi.access import clock  # noqa: PLC0415  after the word is known
    from nemawashi.kit.iati import console  # noqa: PLC0415  after the word is known

    return console.check(words, today=clock.today())


if __name__ == "__main__":
    sys.exit(main())
