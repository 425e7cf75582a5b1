"""``nemawashi agreement``: how far coders agree, from a table of their codings. Needs no database."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from nemawashi.kit.coding import agreeing
from nemawashi.kit.coding.agreeing import CodeAgreement, Measure
from nemawashi.kit.faults import reading
from nemawashi.project import collecting, commanding


class Command(commanding.Command):
    help = "Say how far coders agree on each code and on the whole: raw, Krippendorff's alpha, Gwet's AC1, with intervals."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, metavar="FILE.csv", help="columns unit, coder, code; or unit and a column for each coder"
        )
        parser.add_argument("--limit", type=int, default=100, help="disagreements shown (default: 100)")
        parser.add_argument("--json", action="store_true", help="write JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        limit = collecting.limit_of(options["limit"])
        held = agreeing.read(options["file"])
        with reading(options["file"]):
            figures = agreeing.agreement(held)
        listed = agreeing.disagreements(held)
        if options["json"]:
            whole = _row(figures.whole)
            del whole["code"]
            content = {
                "units": len(held.units),
                "compared": figures.whole.units,
                "coders": list(held.coders),
                "codes": [_row(each) for each in figures.codes],
                "overall": whole | {"alpha_sets": _measure(figures.sets)},
                "disagreements": [{"unit": unit, "codes": given} for unit, given in listed[:limit]],
                "disagreeing": len(listed),
            }
            self.stdout.write(collecting.written(content))
            return
        self.stdout.write(f"{figures.whole.units} of {len(held.units)} units have two coders of {', '.join(held.coders)}")
        for each in (*figures.codes, figures.whole):
            measures = f"raw {_said(each.raw)}  alpha {_said(each.alpha)}  AC1 {_said(each.ac1)}"
            self.stdout.write(f"  {each.code or 'all codes of a unit'}: {measures}")
        self.stdout.write(f"  sets, in part alike: alpha {_said(figures.sets)}")
        for unit, given in listed[:limit]:
            codes = "; ".join(f"{coder}: {', '.join(codes) or 'none'}" for coder, codes in given.items())
            self.stdout.write(f"  {unit}: {codes}")


def _measure(measure: Measure) -> dict[str, float | None]:
    return {
        name: None if value is None else round(value, 6)
        for name, value in (("value", measure.value), ("low", measure.low), ("high", measure.high))
    }


def _row(each: CodeAgreement) -> dict[str, Any]:
    return {
        "code": each.code,
        "units": each.units,
        "given": each.given,
        "raw": _measure(each.raw),
        "alpha": _measure(each.alpha),
        "ac1": _measure(each.ac1),
    }


def _said(measure: Measure) -> str:
    if measure.value is None:
        return "-"
    if measure.low is None or measure.high is None:
        return f"{measure.value:.3f}"
    return f"{measure.value:.3f} ({measure.low:.3f} to {measure.high:.3f})"
