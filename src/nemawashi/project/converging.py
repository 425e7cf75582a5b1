"""``nemawashi lineage converge``: two forums' texts as wholes."""

import json
from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from nemawashi.kit.lineage.convergence import Convergence, Share, SharedClause, Side
from nemawashi.lineage import comparing

_WRONG, _SHOWN = 2, 10
_FIRST = {"here": "stood here first", "there": "stood there first", "both": "at one date", "unknown": "undated"}


class Converge:
    """``lineage converge``: what two sides share, who had it first, and what chance would give."""

    help = "what the texts of two corpora or dialogues share, who had it first, and what chance would give"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("one", metavar="SLUG")
        parser.add_argument("other", metavar="SLUG")

    def run(self, command: BaseCommand, options: dict[str, Any]) -> None:
        names = (options["one"], options["other"])
        try:
            with tqdm(unit=" clauses", disable=None) as bar:
                convergence = comparing.convergence(*names, step=bar.update)
        except ValueError as fault:
            raise CommandError(f"the two sides cannot be compared: {fault}", returncode=_WRONG) from fault
        if options["json"]:
            command.stdout.write(json.dumps(_row(convergence, names), ensure_ascii=False, indent=1))
            return
        for name, other, side in ((names[0], names[1], convergence.one), (names[1], names[0], convergence.other)):
            command.stdout.write("\n".join(_lines(name, other, side)))
        for pair in convergence.pairs[:_SHOWN]:
            command.stdout.write(f"{pair.kept:.0%} {pair.kind}")
            command.stdout.write("\n".join(f"  {clause.date}  {clause.text[:100]}" for clause in (pair.one, pair.other)))


def _lines(name: str, other: str, side: Side) -> list[str]:
    whole = side.whole
    count = f"{whole.shared} of {whole.clauses} clauses in {side.documents} documents"
    lines = [f"{name}: {count} stand in {other}, too: {_percent(whole)}"]
    if side.whole.clauses:
        lines.append(
            f"  if both were one forum: {side.chance:.1%} ({side.chance_low:.1%} to {side.chance_high:.1%});"
            f" {side.below_chance:.0%} of deals give no more than was seen"
        )
    lines += [f"  {_FIRST[key]}: {count}" for key, count in sorted(side.first.items())]
    lines += [f"  {year}: {share.shared} of {share.clauses}, {_percent(share)}" for year, share in side.by_year.items()]
    most = sorted(side.by_area.items(), key=lambda row: (-row[1].shared, row[0]))[:_SHOWN]
    return lines + [
        f"  {area[:60]}: {share.shared} of {share.clauses}, {_percent(share)}" for area, share in most if share.shared
    ]


def _percent(share: Share) -> str:
    interval = f" ({share.low:.1%} to {share.high:.1%})" if share.low is not None and share.high is not None else ""
    return f"{share.share:.1%}{interval}"


def _row(both: Convergence, names: tuple[str, str]) -> dict[str, Any]:
    return {
        "sides": [{"name": name} | _side(side) for name, side in zip(names, (both.one, both.other), strict=True)],
        "pairs": [_pair(pair) for pair in both.pairs],
    }


def _side(side: Side) -> dict[str, Any]:
    return {
        "documents": side.documents,
        "whole": _share(side.whole),
        "first": dict(side.first),
        "chance": {"mean": side.chance, "low": side.chance_low, "high": side.chance_high, "below": side.below_chance},
        "by_year": _shares(side.by_year),
        "by_area": _shares(side.by_area),
    }


def _shares(shares: Mapping[str, Share]) -> dict[str, Any]:
    return {name: _share(share) for name, share in shares.items()}


def _share(share: Share) -> dict[str, Any]:
    return {"shared": share.shared, "clauses": share.clauses, "share": share.share, "low": share.low, "high": share.high}


def _pair(pair: SharedClause) -> dict[str, Any]:
    def clause_row(clause: Any) -> dict[str, Any]:
        return {"ref": clause.id, "document": clause.document, "date": clause.date or None, "words": clause.text}

    return {"one": clause_row(pair.one), "other": clause_row(pair.other), "kind": str(pair.kind), "kept": pair.kept}
