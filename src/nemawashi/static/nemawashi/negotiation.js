// The workspace of a text: keys, and what others table appears by itself. Without this script every page works the same.
(() => {
  "use strict";
  const space = () => document.getElementById("workspace");
  const page = space();
  if (!page) return;

  // --- what others do: a stream of events tells that the text moved; polling where no stream can be had.
  let version = page.dataset.version;
  let isFetching = false;
  let isBehind = false;

  const refresh = async () => {
    if (isFetching) { isBehind = true; return; }
    isFetching = true;
    try {
      const answer = await fetch(location.href, { credentials: "same-origin", headers: { "X-Live": "1" } });
      if (!answer.ok || answer.redirected) return;
      const there = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("workspace");
      if (!there) return;
      const held = document.activeElement?.closest?.("[id]")?.id;
      const isOpen = [...space().querySelectorAll("details[open][id]")].map((each) => each.id);
      space().replaceWith(there);
      version = there.dataset.version;
      for (const id of isOpen) document.getElementById(id)?.setAttribute("open", "");
      if (held) document.getElementById(held)?.focus({ preventScroll: true });
      window.htmx?.process(there);
    } catch { isBehind = true; } finally {
      isFetching = false;
      if (isBehind) { isBehind = false; setTimeout(refresh, 700); }
    }
  };

  const told = (now) => { if (now && now !== version) refresh(); };
  const { live, poll } = page.dataset;
  let asking = 0;
  const ask = () => {
    if (asking) return;
    asking = setInterval(async () => {
      try {
        const answer = await fetch(`${poll}${poll.includes("?") ? "&" : "?"}version=${encodeURIComponent(version)}`, { credentials: "same-origin" });
        if (answer.status === 200) told((await answer.json()).version);
      } catch { /* the next one may come through */ }
    }, 2500);
  };
  if (live && "EventSource" in window) {
    let failures = 0;
    const listen = () => {
      const stream = new EventSource(live);
      stream.addEventListener("version", (event) => { failures = 0; told(event.data); });
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

  // --- keys
  const clauses = () => [...document.querySelectorAll("#clauses > .clause")];
  const current = () => document.activeElement?.closest?.("#clauses > .clause") || null;
  const isOpen = (clause) => ["contested", "reserved", "held"].includes(clause.dataset.status);
  const go = (step, only = () => true) => {
    const all = clauses();
    const here = all.indexOf(current());
    for (let at = here + step; at >= 0 && at < all.length; at += step) {
      if (only(all[at])) {
        all[at].focus({ preventScroll: true });
        all[at].scrollIntoView({ block: "center", behavior: "auto" });
        return;
      }
    }
  };
  const press = (selector) => {
    const clause = current() || clauses().find((each) => each.querySelector(selector));
    clause?.querySelector(selector)?.focus();
  };
  const acts = {
    j: () => go(1), k: () => go(-1), n: () => go(1, isOpen), p: () => go(-1, isOpen),
    o: () => current()?.querySelector(".clause__meta a")?.click(),
    d: () => current()?.querySelector(".clause__draft")?.click(),
    t: () => press('button[formaction*="/table_position/"]'),
    s: () => press('button[formaction*="/support_position/"]'),
    a: () => press('a[href*="/agree_ad_referendum/"]'),
    "?": () => { const keys = document.querySelector(".keys"); if (keys) { keys.open = !keys.open; keys.scrollIntoView({ block: "nearest" }); } },
  };
  const screen = { ArrowRight: '[rel="next"]', ArrowLeft: '[rel="prev"]', PageDown: '[rel="next"]', PageUp: '[rel="prev"]' };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (space().classList.contains("screen") && screen[event.key]) {
      space().querySelector(screen[event.key])?.click();
      event.preventDefault();
      return;
    }
    const act = document.getElementById("clauses") && acts[event.key];
    if (act) { act(); event.preventDefault(); }
  });
})();
