/* j and k lead to the next and the previous change; only when the person wants keys, and never while typing. */
(function () {
  "use strict";

  if (document.body.dataset.sneltoetsen !== "aan") return;
  const plekken = Array.from(document.querySelectorAll("[data-wijziging]"));
  let hier = -1;

  document.addEventListener("keydown", function (e) {
    if (e.key !== "j" && e.key !== "k") return;
    if (e.ctrlKey || e.metaKey || e.altKey || !plekken.length || document.querySelector("dialog[open]")) return;
    if (e.target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName)) return;
    hier = (hier + (e.key === "j" ? 1 : hier < 0 ? 0 : -1) + plekken.length) % plekken.length;
    plekken[hier].scrollIntoView({ block: "start" });
    plekken[hier].focus({ preventScroll: true });
  });
})();
