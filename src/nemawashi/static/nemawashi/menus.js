// A menu of the desk closes when something else is pressed, or with Escape. Without this script its name closes it.
(() => {
  "use strict";
  const open = () => document.querySelectorAll("details.menu[open]");
  addEventListener("pointerdown", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) { menu.open = false; menu.querySelector("summary").focus(); }
  });
})();
