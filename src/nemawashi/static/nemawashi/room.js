// The room: what happens in it appears by itself, and clocks run. Without this script every page works the same.
(() => {
  "use strict";
  const place = () => document.getElementById("room");
  if (!place()) return;
  const skew = () => Number(place().dataset.now) * 1000 - loadedAt;
  let loadedAt = Date.now();
  let version = place().dataset.version;
  let isFetching = false;
  let isBehind = false;

  // --- clocks: how long somebody has spoken, and what the clocks of the venue show.
  const spoken = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  const tick = () => {
    const now = Date.now() + skew();
    for (const each of document.querySelectorAll("[data-since]")) {
      const seconds = Math.max(0, Math.floor(now / 1000) - Number(each.dataset.since));
      each.textContent = spoken(seconds);
      const limit = Number(each.dataset.limit || 0);
      each.classList.toggle("is-over", limit > 0 && seconds > limit);
    }
    for (const each of document.querySelectorAll("[data-zone]")) {
      each.textContent = new Intl.DateTimeFormat("en-GB", { timeZone: each.dataset.zone, hour: "2-digit", minute: "2-digit" }).format(now);
    }
  };
  setInterval(tick, 1000);
  tick();

  // --- the room is asked for again whenever it moved; what somebody is typing stays.
  const refresh = async () => {
    if (isFetching) { isBehind = true; return; }
    isFetching = true;
    try {
      const answer = await fetch(location.href, { credentials: "same-origin", headers: { "X-Live": "1" } });
      if (!answer.ok || answer.redirected) return;
      const there = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("room");
      if (!there) return;
      const held = document.activeElement?.closest?.("[id]")?.id;
      place().replaceWith(there);
      loadedAt = Date.now();
      version = there.dataset.version;
      tick();
      if (held) document.getElementById(held)?.focus({ preventScroll: true });
    } catch { isBehind = true; } finally {
      isFetching = false;
      if (isBehind) { isBehind = false; setTimeout(refresh, 700); }
    }
  };
  const heard = (now) => { if (now && now !== version) refresh(); };

  const { live, poll } = place().dataset;
  let asking = 0;
  const ask = () => {
    if (asking) return;
    asking = setInterval(async () => {
      try {
        const answer = await fetch(`${poll}?version=${encodeURIComponent(version)}`, { credentials: "same-origin" });
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
})();
