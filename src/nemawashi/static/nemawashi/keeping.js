// What is typed into a form of the desk and not sent stays on this device: encrypted with a key that only the page of the
// same person holds, under a name that tells nothing, and gone at sign-out. Without this script, or without a secure
// connection, nothing is kept at all.
(() => {
  "use strict";
  const PREFIX = "nmw-";
  const DAYS = 14;

  const names = () => Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
  const entry = (name) => {
    try { return JSON.parse(localStorage.getItem(name)) || {}; } catch { return {}; }
  };
  const wipe = (goes = () => true) => names().filter((name) => goes(entry(name))).forEach((name) => localStorage.removeItem(name));

  try {
    document.querySelectorAll("form[data-signs-out]").forEach((form) => form.addEventListener("submit", () => wipe()));
    if (document.querySelector(".notice--success")) wipe((held) => held.sent);
    wipe((held) => !(Date.now() - held.at < DAYS * 864e5));
  } catch { return; /* a browser that keeps nothing */ }

  const form = document.querySelector("form[data-keeps]");
  if (!form || !globalThis.crypto?.subtle) return;
  const name = form.dataset.keeps;
  const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const text = (held) => btoa(Array.from(new Uint8Array(held), (byte) => String.fromCharCode(byte)).join(""));
  const key = crypto.subtle.importKey("raw", bytes(form.dataset.deviceKey), "AES-GCM", false, ["encrypt", "decrypt"]);
  const bound = new TextEncoder().encode(name);

  const fields = () => [...form.elements].filter((field) => field.name && !["hidden", "file", "submit", "button", "password"].includes(field.type));
  const values = () => {
    const told = {};
    for (const field of fields()) {
      if (["radio", "checkbox"].includes(field.type)) { if (field.checked) (told[field.name] ||= []).push(field.value); }
      else told[field.name] = [field.value];
    }
    return told;
  };
  // what the form was opened on: the version that was read then, and other hidden fields that say so of themselves
  const opened = () => [...form.elements].filter((field) => field.type === "hidden" && (field.name === "seen" || "keep" in field.dataset));
  const openedOn = () => Object.fromEntries(opened().map((field) => [field.name, field.value]));
  const first = JSON.stringify(values());
  const isRefused = Boolean(document.querySelector(".notice--refused, .field__error"));

  let writing = Promise.resolve();
  const keep = (sent = false) => {
    const now = JSON.stringify({ values: values(), opened: openedOn() });
    writing = writing.then(async () => {
      try {
        if (!sent && !isRefused && JSON.stringify(values()) === first) { localStorage.removeItem(name); return; }
        const iv = crypto.getRandomValues(new Uint8Array(12));
        const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound }, await key, new TextEncoder().encode(now));
        localStorage.setItem(name, JSON.stringify({ at: Date.now(), sent, iv: text(iv), sealed: text(sealed) }));
      } catch { /* full, or forbidden: the page works the same */ }
    });
    return writing;
  };
  let waiting = 0;
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(keep, 300); });
  form.addEventListener("change", () => keep());
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    const held = entry(name);
    if (held.sealed) localStorage.setItem(name, JSON.stringify({ ...held, sent: true }));
  });
  addEventListener("pagehide", () => clearTimeout(waiting));

  // --- what was typed before and not sent
  const back = async () => {
    const held = entry(name);
    if (!held.sealed) return;
    let told;
    try {
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(held.iv), additionalData: bound }, await key, bytes(held.sealed));
      told = JSON.parse(new TextDecoder().decode(plain));
    } catch { localStorage.removeItem(name); return; /* of somebody else, or broken */ }
    if (JSON.stringify(told.values) === JSON.stringify(values())) return;
    const notice = document.getElementById("kept-words")?.content.firstElementChild.cloneNode(true);
    if (!notice) return;
    const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
    notice.querySelector("time").textContent = new Date(held.at).toLocaleString(language, { dateStyle: "medium", timeStyle: "long" });
    form.before(notice);
    notice.querySelector("[data-put-back]").addEventListener("click", () => {
      for (const field of fields()) {
        const was = told.values[field.name] || [];
        if (["radio", "checkbox"].includes(field.type)) field.checked = was.includes(field.value);
        else if (was.length) field.value = was[0];
      }
      const before = told.opened || { seen: told.seen };
      for (const field of opened()) field.value = before[field.name] || field.value; // a change of others since then is told, not overwritten
      notice.remove();
      form.querySelector("textarea, input:not([type=hidden])")?.focus();
      keep();
    });
    notice.querySelector("[data-forget]").addEventListener("click", () => { localStorage.removeItem(name); notice.remove(); });
  };
  back();
})();
