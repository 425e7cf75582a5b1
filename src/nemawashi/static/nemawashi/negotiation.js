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
  let wait = 700; // longer after each time that nobody answered, so that a server that starts is not stormed

  const refresh = async () => {
    if (isFetching) { isBehind = true; return; }
    isFetching = true;
    try {
      const answer = await fetch(location.href, { credentials: "same-origin", headers: { "X-Live": "1" } });
      if (!answer.ok || answer.redirected) return;
      const there = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("workspace");
      if (!there) return;
      const held = document.activeElement?.closest?.("[id]")?.id;
      const isOpen = [...space().querySelectorAll("details[open][id], [id] > details[open]")].map((each) => each.id || each.parentNode.id);
      const box = space().querySelector(".editing");
      const clause = box?.closest(".clause")?.id;
      const typing = box?.contains(document.activeElement) ? document.activeElement : null;
      space().replaceWith(there);
      version = there.dataset.version;
      wait = 700;
      if (box) putBox(document.getElementById(clause), box);  // what is being typed outlives what others do
      typing?.focus({ preventScroll: true });
      for (const id of isOpen) {
        const each = document.getElementById(id);
        (each?.matches("details") ? each : each?.querySelector("details"))?.setAttribute("open", "");
      }
      if (held && !typing) document.getElementById(held)?.focus({ preventScroll: true });
      window.htmx?.process(there);
    } catch { isBehind = true; wait = Math.min(wait * 2, 20000); } finally {
      isFetching = false;
      if (isBehind) { isBehind = false; setTimeout(refresh, wait); }
    }
  };

  // --- a clause is edited where it stands; without this script its link leads to a page that does the same.
  const putBox = (clause, box) => {
    if (!clause) return;
    clause.classList.add("clause--edited");
    clause.querySelector(".clause__say").append(box);
  };
  const closeBox = () => {
    const box = document.querySelector("#clauses .editing");
    const clause = box?.closest(".clause");
    box?.remove();
    clause?.classList.remove("clause--edited");
    clause?.focus({ preventScroll: true });
  };
  const edit = async (link) => {
    const clause = link.closest(".clause");
    try {
      const answer = await fetch(link.href, { credentials: "same-origin", headers: { "HX-Request": "true" } });
      if (!answer.ok || answer.redirected) { location.href = link.href; return; }
      closeBox();
      const part = document.createElement("template");
      part.innerHTML = await answer.text();
      putBox(clause, part.content.querySelector(".editing"));
      clause.querySelector("textarea")?.focus();
    } catch { location.href = link.href; }
  };
  addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const link = event.target.closest("#clauses .clause__edit");
    if (link) { event.preventDefault(); edit(link); }
    if (event.target.closest("#clauses .editing__leave")) { event.preventDefault(); closeBox(); }
  });

  // --- the acts of a clause under the pointer, or under the menu key; words that are selected keep the browser's own menu.
  const closeMenu = () => document.getElementById("acts-here")?.remove();
  const openMenu = (event) => {
    const clause = event.target.closest("#clauses .clause");
    if (!clause || event.shiftKey || event.target.closest(".editing") || String(getSelection())) return;
    const key = event.target.closest(".bracket")?.querySelector(":scope > .mk")?.hash.slice(1);
    const card = event.target.closest(".position") || (key && document.getElementById(key));
    const acts = [...(card?.querySelectorAll(".buttons > .button") || []), ...clause.querySelectorAll(".acts > a")];
    if (!acts.length) return;
    event.preventDefault();
    closeMenu();
    const menu = document.createElement("div");
    menu.id = "acts-here";
    menu.className = "menu__sheet";
    menu.setAttribute("role", "menu");
    for (const act of acts) {
      const item = document.createElement("button");
      item.type = "button";
      item.setAttribute("role", "menuitem");
      item.textContent = act.textContent.trim();
      item.addEventListener("click", () => { closeMenu(); act.click(); });
      menu.append(item);
    }
    document.querySelector("main").append(menu);
    const at = event.clientX || event.clientY ? { x: event.clientX, y: event.clientY } : clause.getBoundingClientRect();
    menu.style.left = `${Math.max(4, Math.min(at.x, innerWidth - menu.offsetWidth - 8))}px`;
    menu.style.top = `${Math.max(4, Math.min(at.y, innerHeight - menu.offsetHeight - 8))}px`;
    menu.firstChild.focus();
    menu.addEventListener("keydown", (press) => {
      const items = [...menu.children];
      const here = items.indexOf(document.activeElement);
      const step = { ArrowDown: 1, ArrowUp: -1 }[press.key];
      if (step) items[(here + step + items.length) % items.length].focus();
      else if (press.key === "Escape" || press.key === "Tab") { closeMenu(); clause.focus({ preventScroll: true }); }
      else return;
      press.preventDefault();
      press.stopPropagation();
    });
  };
  addEventListener("contextmenu", openMenu);
  addEventListener("pointerdown", (event) => { if (!event.target.closest("#acts-here")) closeMenu(); });

  const told = (now) => { if (now && now !== version) refresh(); };
  globalThis.follow(page.dataset, () => version, told);

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
    const card = document.activeElement?.closest?.("#clauses .position");
    const clause = current() || clauses().find((each) => each.querySelector(selector));
    const button = card?.querySelector(selector) || clause?.querySelector(selector);
    if (!button) { say(space().dataset.nothing); return; }
    const folded = button.closest("details:not([open])");
    if (folded) folded.open = true;
    button.focus();
  };
  const say = (words) => {
    const note = document.getElementById("said");
    if (note) note.textContent = words || "";
  };
  const acts = {
    j: () => go(1), k: () => go(-1), n: () => go(1, isOpen), p: () => go(-1, isOpen),
    o: () => current()?.querySelector(".clause__open")?.click(),
    e: () => current()?.querySelector(".clause__edit")?.click(),
    d: () => current()?.querySelector(".clause__draft")?.click(),
    t: () => press('button[formaction*="/table_position/"]'),
    s: () => press('button[formaction*="/support_position/"]'),
    a: () => press('a[href*="/agree_ad_referendum/"]'),
    "?": () => { const keys = document.querySelector(".keys"); if (keys) { keys.open = !keys.open; keys.scrollIntoView({ block: "nearest" }); } },
  };
  const screen = { ArrowRight: '[rel="next"]', ArrowLeft: '[rel="prev"]', PageDown: '[rel="next"]', PageUp: '[rel="prev"]' };
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s" && event.target.closest(".editing")) {
      event.preventDefault();
      event.target.closest(".editing").querySelector("[name=save]").click();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") { if (event.target.closest(".editing")) closeBox(); return; }
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    say("");
    if (space().classList.contains("screen") && screen[event.key]) {
      space().querySelector(screen[event.key])?.click();
      event.preventDefault();
      return;
    }
    const act = document.getElementById("clauses") && acts[event.key];
    if (act) { act(); event.preventDefault(); }
  });
})();
