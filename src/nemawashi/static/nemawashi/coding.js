// Words that are selected in the passage when a code is given become a line of its words; they go with the code again.
(() => {
  const passage = document.querySelector("[data-passage]");
  const lines = document.getElementById("id_marked");
  if (!passage || !lines) return;
  for (const each of document.querySelectorAll("[data-with-scripts]")) each.hidden = false;
  let chosen = null; // where the last selection in the passage begins and ends: a click on a code may take the selection away

  document.addEventListener("selectionchange", () => {
    const now = document.getSelection();
    if (!now.rangeCount || !passage.contains(now.getRangeAt(0).commonAncestorContainer)) return;
    const range = now.getRangeAt(0);
    const before = document.createRange();
    before.setStart(passage, 0);
    before.setEnd(range.startContainer, range.startOffset);
    chosen = range.collapsed ? null : { start: before.toString().length, words: range.toString() };
  });

  const places = (words) => {
    const all = passage.textContent, found = [];
    for (let at = all.indexOf(words); at >= 0; at = all.indexOf(words, at + 1)) found.push(at);
    return found;
  };

  const line = (label) => {
    const words = chosen.words.trim();
    const start = chosen.start + chosen.words.indexOf(words);
    const there = places(words);
    const which = there.length > 1 ? ` (${there.indexOf(start) + 1})` : "";
    return `${label}${which}: ${words.replace(/\s+/g, " ")}`;
  };

  const labels = [...document.querySelectorAll("[name=codes]")].map((each) => each.dataset.label);
  const names = (row) => (label) => row.startsWith(label) && /^\s*(\(\d{1,3}\))?\s*[:：]/.test(row.slice(label.length));
  const isOf = (label) => (row) => labels.filter(names(row)).sort((a, b) => b.length - a.length)[0] === label;

  document.getElementById("code").addEventListener("change", ({ target }) => {
    if (target.name !== "codes") return;
    const label = target.dataset.label;
    const rows = lines.value.split("\n").filter((row) => row.trim());
    if (!target.checked) lines.value = rows.filter((row) => !isOf(label)(row)).join("\n");
    else if (chosen?.words.trim()) lines.value = [...rows, line(label)].join("\n");
    chosen = null;
    lines.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
