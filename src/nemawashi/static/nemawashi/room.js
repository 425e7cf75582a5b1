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
  let wait = 700; // longer after each time that nobody answered, so that a server that starts is not stormed

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

  // --- the room is asked for again whenever it moved; what has the focus keeps it.
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
      wait = 700;
      tick();
      if (held) document.getElementById(held)?.focus({ preventScroll: true });
    } catch { isBehind = true; wait = Math.min(wait * 2, 20000); } finally {
      isFetching = false;
      if (isBehind) { isBehind = false; setTimeout(refresh, wait); }
    }
  };
  const heard = (now) => { if (now && now !== version) refresh(); };

  globalThis.follow(place().dataset, () => version, heard);
})();
