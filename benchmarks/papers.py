"""Adopted texts as files beside what is to be reached: ten pages in three languages, each form in a process of its own.

CPU of the making alone; WeasyPrint is imported before the clock starts, and how long that takes is told, too.
"""

from __future__ import annotations

import io
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pages import line

MOST = "3 s"
CLAUSES = 19
NAMES = {"docx": "Paper in three languages: Word", "pdf": "the same: PDF/A", "html": "HTML", "akn": "Akoma Ntoso"}
SAID = {
    "en": "cooperation region water energy transport the Ministers reaffirmed their commitment to dialogue of and in",
    "ru": "сотрудничество региона водных ресурсов энергетики транспорта министры подтвердили готовность к диалогу",
    "ja": "協力 地域 水資源 エネルギー 運輸 外相は 再確認した 決意を 持続可能な 対話 及び 分野における",
}


def paper():  # type: ignore[no-untyped-def]
    import datetime as dt

    from nemawashi.kit.papers import Paper, PaperAdoption, PaperClause, PaperVersion

    rng = random.Random(5)

    def words(language: str) -> str:
        told = [rng.choice(SAID[language].split()) for _ in range(36 if language == "ja" else 60)]
        return ("" if language == "ja" else " ").join(told) + ("。" if language == "ja" else ".")

    clauses = tuple(
        PaperClause(f"{at:032x}", str(at + 1), "operative", {language: words(language) for language in SAID})
        for at in range(CLAUSES)
    )
    adoption = PaperAdoption("consensus", dt.datetime(2026, 3, 5, 9, 30, tzinfo=dt.UTC), "Asia/Almaty", "CAJ/FMM/10/2")
    return Paper(
        slug="paper", title="Joint Statement", type="joint_statement", original="en", symbol="CAJ/FMM/10/2",
        versions=tuple(PaperVersion(language, seal="0" * 64) for language in SAID), clauses=clauses, adoption=adoption,
        address="https://example.org/id/text/paper", dialogue="Central Asia plus Japan Dialogue", dialogue_slug="caj",
    )  # fmt: skip


def measured(form: str, path: Path) -> None:
    """One form, with its CPU, its share of memory and what came out, on the standard output."""
    import pypdf

    from nemawashi.kit.papers import akoma, docx, page, pdf

    made, told = paper(), ""
    if form == "pdf":
        start = time.process_time()
        import weasyprint  # noqa: F401

        told = f"import {time.process_time() - start:.1f} s"
    make = {"pdf": pdf.written, "docx": docx.written, "html": page.written, "akn": lambda one: akoma.written(one, "ru")}
    start = time.process_time()
    raw = make[form](made)
    took = time.process_time() - start
    path.write_bytes(raw)
    if form == "pdf":
        told = f"{len(pypdf.PdfReader(io.BytesIO(raw)).pages)} pages, {len(raw) // 1024} KiB; {told}"
    print(f"{took:.2f} s / {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB|{told}")


def peer(path: Path, folder: Path) -> str:
    """LibreOffice makes a PDF of our Word file of the same paper; its CPU, start included, since it has no other way."""
    office = shutil.which("soffice")
    if office is None:
        return "LibreOffice is not here"
    command = [office, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        for _ in range(2):  # the first time it makes its profile
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([*command, "--outdir", f"{folder}/out", str(path)], capture_output=True, timeout=120, check=True)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return "LibreOffice failed"
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (
        f"LibreOffice, from Word: {after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime:.1f} s CPU, untagged"
    )


if __name__ == "__main__":
    if len(sys.argv) == 3:
        measured(sys.argv[1], Path(sys.argv[2]))
        sys.exit()
    with tempfile.TemporaryDirectory(prefix="nemawashi-bench-") as scratch:
        line("", "here", "to reach", "peer")
        for form, said in NAMES.items():
            path = Path(scratch) / f"paper.{form}"
            ran = subprocess.run([sys.executable, __file__, form, str(path)], capture_output=True, text=True, timeout=300)
            if ran.returncode:
                line(f"{said}: cannot be made here", ran.stderr.strip().splitlines()[-1][:80], "")
                continue
            took, told = ran.stdout.strip().split("|")
            beside = peer(Path(scratch) / "paper.docx", Path(scratch)) if form == "pdf" else ""
            line(f"{said}{', ' if told else ''}{told}", took, MOST if form == "pdf" else "", beside)
