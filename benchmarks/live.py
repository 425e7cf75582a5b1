"""How long until what one delegation tables is told to another one's open page, through the server's own stream.

A real server on a scratch database; Japan listens, Kazakhstan drafts and tables a comment ten times. The time runs from
before the request that tables to the line of the stream that tells it, so that the request itself counts.
"""

from __future__ import annotations

import http.cookiejar
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request

from pages import line

TIMES = 10


class Person:
    """Somebody signed in, with plain requests."""

    def __init__(self, base: str, name: str) -> None:
        self.base = base
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)
        self.post("/sign-in/", username=name, password=f"{name}-demo")

    def get(self, path: str) -> str:
        with self.opener.open(self.base + path, timeout=30) as answer:
            return answer.read().decode()

    def post(self, path: str, **told: str) -> str:
        page = self.get(path)
        hidden = dict(re.findall(r'name="(csrfmiddlewaretoken|once|seen)" value="([^"]*)"', page))
        body = urllib.parse.urlencode(hidden | told).encode()
        asked = urllib.request.Request(self.base + path, body, {"Referer": self.base + path})  # noqa: S310  our own server
        with self.opener.open(asked, timeout=30) as answer:
            return answer.read().decode()


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
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as home:
        env = {**os.environ, "NEMAWASHI_HOME": home, "NEMAWASHI_DEMO": "1", "PORT": str(port)}
        command = [sys.executable, "-m", "nemawashi", "demo"]
        server = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        base = f"http://127.0.0.1:{port}"
        try:
            measured(base)
        finally:
            server.terminate()
            server.wait(10)


def measured(base: str) -> None:
    for _ in range(240):
        try:
            urllib.request.urlopen(f"{base}/en/", timeout=2)  # noqa: S310  our own server
            break
        except OSError:
            time.sleep(0.25)
    japan, kazakhstan = Person(base, "japan"), Person(base, "kazakhstan")
    found = re.search(r'href="(/desk/texts/[^"]+joint_statement[^"/]*/)"', kazakhstan.get("/desk/texts/"))
    assert found, "the demo has no text under negotiation"
    page = kazakhstan.get(found[1])
    clause = re.findall(r"/desk/acts/draft_position/([0-9a-f-]{36})/", page)[0]
    moments: list[float] = []
    ready = threading.Event()
    listener = threading.Thread(target=heard, args=(base, japan, f"{found[1]}live/", moments, ready), daemon=True)
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
