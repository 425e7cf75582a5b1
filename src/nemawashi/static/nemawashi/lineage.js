// Agreed language while a position is drafted: what is being typed is looked up by htmx, and a hit puts its words into
// the box. Nothing is kept: not in storage, not in the address, not in the history of the browser.
(() => {
  "use strict";
  const MOST_WORDS = 15;
  const MOST_SIGNS = 60;
  const SIGN = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]/g;
  const END = /[.;:!?](?=\s)|[。；\n]/g;
  const language = document.querySelector("[data-language]")?.dataset.language || "";
  const typing = new Map();

  const hitsOf = (box) => document.getElementById(`hits-${box.dataset.looksUp}`);
  const boxOf = (hits) => document.querySelector(`[data-looks-up="${hits.dataset.hits}"]`);

  const isEnough = (words) =>
    words.trim().split(/\s+/).filter(Boolean).length >= 3 || (words.match(SIGN) || []).length >= 4;

  // The stretch that differs from `base`, from the start of its first word to where typing stopped.
  const stretch = (base, now) => {
    let start = 0;
    const shorter = Math.min(base.length, now.length);
    while (start < shorter && base[start] === now[start]) start += 1;
    let end = 0;
    while (end < shorter - start && base[base.length - 1 - end] === now[now.length - 1 - end]) end += 1;
    const isWord = (at) => /[^\s\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]/.test(now[at] || " ");
    if (isWord(start)) while (start > 0 && isWord(start - 1)) start -= 1;
    return [start, now.length - end];
  };

  // What to look up: the last words of the stretch, within one sentence.
  const typed = (box) => {
    let [start, end] = stretch(typing.get(box).base, box.value);
    const told = box.value.slice(start, end).trimEnd();
    end = start + told.length;
    for (const mark of told.matchAll(END)) {
      if (isEnough(told.slice(mark.index + 1))) start = end - told.length + mark.index + 1;
    }
    let words = box.value.slice(start, end);
    const blanks = [...words.matchAll(/\s+/g)];
    if (blanks.length >= MOST_WORDS) start += blanks[blanks.length - MOST_WORDS].index;
    start = Math.max(start, end - 300);
    words = box.value.slice(start, end);
    if ((words.match(SIGN) || []).length > MOST_SIGNS) start = end - MOST_SIGNS;
    start += box.value.slice(start, end).search(/\S|$/);
    return { start, end, words: box.value.slice(start, end) };
  };

  const clear = (box) => {
    hitsOf(box).replaceChildren();
  };

  // A new stretch begins where the caret was put elsewhere.
  const begin = (box) => typing.set(box, { base: box.value, caret: box.selectionStart, run: null, quiet: null });

  for (const box of document.querySelectorAll("[data-looks-up]")) {
    begin(box);
    box.addEventListener("beforeinput", () => {
      const now = typing.get(box);
      if (now.caret !== box.selectionStart && now.caret !== box.selectionEnd) begin(box);
    });
    box.addEventListener("input", () => {
      typing.get(box).caret = box.selectionStart;
    });
    box.addEventListener("keydown", (event) => {
      if (event.altKey && event.key === "ArrowDown") {
        const first = hitsOf(box).querySelector("button");
        if (first) {
          event.preventDefault();
          first.focus();
        }
      } else if (event.key === "Escape") {
        clear(box);
      }
    });
    box.addEventListener("htmx:configRequest", (event) => {
      const run = typed(box);
      const now = typing.get(box);
      now.run = run;
      if (!isEnough(run.words) || box.value === now.quiet) {
        event.preventDefault();
        if (box.value !== now.quiet) clear(box);
        return;
      }
      event.detail.parameters.typed = run.words;
      event.detail.parameters.box = box.dataset.looksUp;
      event.detail.parameters.language = language;
    });
  }

  const remember = (button) => {
    const field = document.querySelector("[name=taken_from]");
    const refs = field.value.split(/\s+/).filter(Boolean);
    if (!refs.includes(button.dataset.ref)) {
      field.value = [...refs, button.dataset.ref].join(" ");
      const item = document.createElement("li");
      item.textContent = button.dataset.cite;
      document.querySelector("[data-taken] ul").append(item);
      document.querySelector("[data-taken]").hidden = false;
    }
  };

  const use = (button) => {
    const box = boxOf(button.closest("[data-hits]"));
    const now = typing.get(box);
    const run = now.run || { start: box.selectionStart, end: box.selectionEnd };
    const before = box.value.slice(0, run.start);
    const after = box.value.slice(run.end);
    let words = button.dataset.words + (after.trim() ? "" : button.dataset.closing || "");
    const spaced = !words.match(SIGN);
    if (spaced && /\S$/.test(before) && !/[([«“]$/.test(before)) words = ` ${words}`;
    if (spaced && /^[^\s.,;:)\]»”]/.test(after)) words = `${words} `;
    box.focus();
    box.setSelectionRange(run.start, run.end);
    now.quiet = before + words + after;
    if (!document.execCommand("insertText", false, words)) box.setRangeText(words, run.start, run.end, "end");
    const quiet = box.value;
    remember(button);
    clear(box);
    begin(box);
    typing.get(box).quiet = quiet;
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-hits] button[data-words]");
    if (button) {
      event.preventDefault();
      use(button);
    }
  });

  document.addEventListener("keydown", (event) => {
    const hits = event.target.closest?.("[data-hits]");
    if (!hits) return;
    const buttons = [...hits.querySelectorAll("button[data-words]")];
    const at = buttons.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && at >= 0) {
      event.preventDefault();
      (buttons[at + step] || boxOf(hits)).focus();
    } else if (event.key === "Escape") {
      const box = boxOf(hits);
      clear(box);
      box.focus();
    }
  });
})();
