"""How fast activities of IATI are read with validation, and in how much memory, on real ones multiplied.

make bench-iati                       30,000 activities grown from the corpora (NEMAWASHI_CORPORA)
benchmarks/iati.py --activities N     as many as you like
benchmarks/iati.py FILE               a file of your own
"""

import argparse
import lzma
import os
import re
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
CORPORA = Path(os.environ.get("NEMAWASHI_CORPORA", ROOT.parent / "shared" / "corpora"))
WANTED = 3_500  # activities a second of the processor
MOST_MEMORY = 60  # MiB


def grown(file: Path, number: int) -> None:
    """A file of so many activities, each real one again and again under another identifier."""
    content = lzma.decompress((CORPORA / "iati_real.xml.xz").read_bytes())
    begin, end = content.index(b"<iati-activity "), content.rindex(b"</iati-activities>")
    ones = re.findall(rb"<iati-activity .*?</iati-activity>\s*", content[begin:end], re.DOTALL)
    with file.open("wb") as out:
        out.write(content[:begin])
        for index in range(number):
            again, which = divmod(index, len(ones))
            name = b"-%d</iati-identifier>" % again if again else b"</iati-identifier>"
            out.write(ones[which].replace(b"</iati-identifier>", name, 1))
        out.write(content[end:])


def measured(file: Path) -> None:
    """The command itself, in a process of its own."""
    command = [sys.executable, "-m", "nemawashi", "iati", "check", str(file)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryFile("w+") as out:
        subprocess.run(command, stdout=out, check=False, env={**os.environ, "PYTHONPATH": str(ROOT / "src")})
        out.seek(0)
        last = out.read().splitlines()[-1]
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)
    number = int(re.search(r"([\d,]+) activities", last)[1].replace(",", ""))  # type: ignore[index]
    memory = after.ru_maxrss / 1024
    print(last.split(": ", 1)[1])
    print(f"{file.stat().st_size / 1e6:,.0f} MB, {seconds:.1f} s of the processor")
    print(f"{number / seconds:,.0f} activities a second of the processor (wanted: {WANTED:,})")
    print(f"{memory:.0f} MiB at most (wanted: {MOST_MEMORY})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])  # type: ignore[union-attr]
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--activities", type=int, default=30_000)
    options = parser.parse_args()
    if options.file:
        measured(options.file)
        return
    if not (CORPORA / "iati_real.xml.xz").is_file():
        sys.exit(f"the corpora are not here: {CORPORA}")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "activities.xml"
        grown(file, options.activities)
        measured(file)


if __name__ == "__main__":
    main()
