/* j and k lead to the next and the previous point; only when the person wants keys, and never while typing. */
(function () {
  "use strict";

  if (document.body.dataset.sneltoetsen !== "aan") return;

  document.addEventListener("keydown", function (e) {
    if (e.key !== "j" && e.key !== "k") return;
    if (e.ctrlKey || e.metaKey || e.altKey || document.querySelector("dialog[open]")) return;
    if (e.target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName)) return;
    const plek = document.querySelector('[data-blader="' + e.key + '"]');
    if (plek) window.location.assign(plek.href);
  });
})();
