"""Conflicts found in the whole record, and in 50,000 claims: CPU, best of three.

The 50,000 claims are those of the record over and over, each round under subjects and questions of its own, so that
they have the forms that real sources give. Their words are those of the record, so that what a text says is worked out
once; the last line is of claims that also say a word of their own each, as no file of real sources does.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from typing import Any

WANTED = 50_000


def cpu_s(call: Callable[[], Any], rounds: int = 3) -> float:
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        call()
        best = min(best, time.process_time() - start)
    return best


def main() -> None:
    import django

    django.setup()
    from dataclasses import replace

    from nemawashi.kit.claims import findings
    from nemawashi.record import conflicts, files

    path = files.PACKAGED / "claims.yaml"

    def fresh() -> list[Any]:
        return conflicts.claims_of_file(path)

    own = fresh()
    read = cpu_s(lambda: findings.groups(replace(claim) for claim in own))
    many = [
        replace(own[n % len(own)], key=f"k{n}", subject=f"{own[n % len(own)].subject}-{n // len(own)}",
                group=f"{own[n % len(own)].group}-{n // len(own)}")
        for n in range(WANTED)
    ]  # fmt: skip
    large = cpu_s(lambda: findings.groups(replace(claim) for claim in many), 2)
    print(f"{'conflicts of the whole record (' + str(len(own)) + ' claims)':<58}{read:>16.2f} s{'1 s':>18}")
    print(f"{f'conflicts of {WANTED:,} claims':<58}{large:>16.2f} s{'5 s':>18}")
    own_words = [
        replace(claim, value=f"{claim.value} (Q{n})") if isinstance(claim.value, str) else claim
        for n, claim in enumerate(many)
    ]
    unlike = cpu_s(lambda: findings.groups(replace(claim) for claim in own_words), 1)
    print(f"{'the same, each with a word of its own':<58}{unlike:>16.2f} s")


if __name__ == "__main__":
    os.environ["NEMAWASHI_HOME"] = tempfile.mkdtemp()
    os.environ["NEMAWASHI_DEMO"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nemawashi.project.settings")
    main()
