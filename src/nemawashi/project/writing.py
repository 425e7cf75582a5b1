"""Files that commands write where they were asked to."""

from pathlib import Path

from nemawashi.kit.faults import NotAllowedError, UnreadableError


def write_file(path: Path, content: bytes, *, is_forced: bool) -> None:
    """Write a file, and none over another unless that was asked. Raises faults that name it."""
    if path.exists() and not is_forced:
        raise NotAllowedError(f"{path} is there already: --force writes over it")
    try:
        path.write_bytes(content)
    except OSError as fault:
        raise UnreadableError(f"{path} cannot be written: {fault.strerror}") from fault
