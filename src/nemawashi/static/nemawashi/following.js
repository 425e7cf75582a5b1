// What others do is heard from a stream of the server, or asked for every now and then where there is none.
(() => {
  "use strict";
  globalThis.follow = ({ live, poll }, version, heard) => {
    let asking = 0;
    const ask = () => {
      if (asking) return;
      asking = setInterval(async () => {
        try {
          const address = `${poll}${poll.includes("?") ? "&" : "?"}version=${encodeURIComponent(version())}`;
          const answer = await fetch(address, { credentials: "same-origin" });
          if (answer.status === 200) heard((await answer.json()).version);
        } catch { /* the next one may come through */ }
      }, 2500);
    };
    if (live && "EventSource" in window) {
      let failures = 0;
      const listen = () => {
        const stream = new EventSource(live);
        stream.addEventListener("version", (event) => { failures = 0; heard(event.data); });
        stream.addEventListener("bye", () => { stream.close(); listen(); });
        stream.onerror = () => {
          if (stream.readyState !== EventSource.CLOSED && failures < 3) { failures += 1; return; }
          stream.close();
          ask();
        };
        addEventListener("pagehide", () => stream.close(), { once: true });
      };
      listen();
    } else if (poll) ask();
  };
})();
