"""``nemawashi lineage evaluate``: how well lineage does on a file of labelled clauses."""

import json
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from nemawashi.kit.lineage import evaluating
from nemawashi.kit.lineage.encoders import minilm

WRONG = 2


class Evaluate:
    """Builds an index of its own in a scratch folder; the installation's is not touched."""

    help = "first hits, hits in five and false alarms on labelled clauses (JSONL) among documents (JSONL, or JSONL.xz)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("gold", type=Path, metavar="GOLD", help="labelled clauses, one JSON object a line")
        parser.add_argument("docs", type=Path, metavar="DOCS", help="the documents they stand in")
        parser.add_argument("--vectors", action="store_true", help="once more, with clauses found by meaning")

    def run(self, command: BaseCommand, options: dict[str, Any]) -> None:
        with tempfile.TemporaryDirectory() as folder, tqdm(unit="clause", disable=None) as bar:

            def tell(what: str, done: int, whole: int) -> None:
                bar.set_description(what)
                bar.total = whole or None
                bar.update(done - bar.n)

            try:
                gold, documents = list(evaluating.lines(options["gold"])), evaluating.lines(options["docs"])
                encoder = minilm() if options["vectors"] else None
                result = evaluating.evaluate(gold, documents, Path(folder), encoder=encoder, tell=tell)
            except OSError as fault:
                raise CommandError(f"{fault.filename or options['gold']}: {fault.strerror}", returncode=WRONG) from fault
            except (KeyError, TypeError, AttributeError) as fault:
                raise CommandError(f"not a file of labelled clauses or of documents: {fault}", returncode=WRONG) from fault
            except ValueError as fault:
                raise CommandError(str(fault), returncode=WRONG) from fault
        if options["json"]:
            command.stdout.write(json.dumps(result.as_json()))
            return
        _write(command, result)
        if result.meant:
            command.stdout.write("\nwith vectors")
            _write(command, result.meant)


def _write(command: BaseCommand, result: evaluating.Result) -> None:
    command.stdout.write(f"{'':<16}{'clauses':>8}{'first':>9}{'in five':>9}{'shown':>9}")
    for label, (count, first, five) in result.labels.items():
        command.stdout.write(f"{label:<16}{count:>8}{first:>9.3f}{five:>9.3f}{result.shown[label]:>9.3f}")
    for label, share in result.false_alarms.items():
        command.stdout.write(f"false alarms on {label}, where 92 % of all sources are found: {share:.3f}")
    command.stdout.write("shown: the right source stands first and is called one; the others count rejected ones, too")
    command.stdout.write(f"{result.ms_cpu} ms of CPU a clause")
