"""A folder as one zip, the same bytes for the same files: names in order, one date for all."""

import datetime as dt
import zipfile
from pathlib import Path


def zipped(folder: Path, target: Path, *, top: str, at: dt.datetime) -> None:
    """Pack what is in ``folder`` into ``target``, under a folder ``top``, dated ``at``."""
    moment = at.astimezone(dt.UTC)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = f"{top}/{path.relative_to(folder).as_posix()}"
            info = zipfile.ZipInfo(name, moment.timetuple()[:6])
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, path.read_bytes())
