"""How long until what one delegation tables is told to another one's open page, through the server's own stream.

A real server on a scratch database; Japan listens, Kazakhstan drafts and tables a comment ten times. The time runs from
before the request that tables to the line of the stream that tells it, so that the request itself counts.
"""

from __future__ import annotations

import re
import tempfile
import threading
import time
from pathlib import Path

from pages import line
from people import Person, prepare, served

TIMES = 10


def heard(base: str, person: Person, path: str, moments: list[float], ready: threading.Event) -> None:
    """Listen until the server goes; note when each event came."""
    try:
        with person.opener.open(f"{base}{path}?own=0", timeout=120) as stream:
            for told in stream:
                if told.startswith(b"data:"):
                    moments.append(time.perf_counter())
                    ready.set()
    except OSError:
        return


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        prepare(Path(scratch))
        with served(Path(scratch)) as server:
            measured(server.base)


def measured(base: str) -> None:
    japan, kazakhstan = Person(base, "japan"), Person(base, "kazakhstan")
    text = kazakhstan.negotiated_text()
    clause = kazakhstan.clauses(text)[0]
    moments: list[float] = []
    ready = threading.Event()
    listener = threading.Thread(target=heard, args=(base, japan, f"{text}live/", moments, ready), daemon=True)
    listener.start()
    ready.wait(10)
    took = []
    for count in range(TIMES):
        shown = kazakhstan.post(
            f"/desk/acts/draft_position/{clause}/", way="comment", words=f"A comment, {count}.", clause_words=""
        )
        address = re.search(r'formaction="(/desk/acts/table_position/[^"]+)"', shown)
        assert address, "the draft was not taken"
        before, start = len(moments), time.perf_counter()
        kazakhstan.post(address[1])
        while len(moments) == before and time.perf_counter() - start < 10:
            time.sleep(0.005)
        took.append(moments[before] - start)
    took.sort()
    line(
        "a tabled position on another delegation's page (wall)",
        f"{took[len(took) // 2]:.2f} s",
        "1 s",
        f"longest of {TIMES}: {took[-1]:.2f} s",
    )


if __name__ == "__main__":
    main()
