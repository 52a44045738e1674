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

/* Take the sentence that is selected in a passage over into the question about it; without scripts one types it. */
(function () {
  "use strict";

  let gekozen = "";
  document.addEventListener("selectionchange", function () {
    const keuze = document.getSelection();
    const knoop = keuze && keuze.anchorNode;
    const element = knoop && (knoop.nodeType === 1 ? knoop : knoop.parentElement);
    if (element && element.closest("[data-passage] > p") && keuze.toString().trim()) gekozen = keuze.toString().trim();
  });

  function toon() {
    document.querySelectorAll("[data-neem-citaat]").forEach(function (knop) { knop.hidden = false; });
  }

  document.addEventListener("click", function (e) {
    const knop = e.target.closest("[data-neem-citaat]");
    if (!knop || !gekozen) return;
    const veld = knop.form.querySelector('[name="citaat"]');
    if (!veld) return;
    veld.value = gekozen.replace(/\s+/g, " ");
    veld.focus();
  });
  document.addEventListener("htmx:afterSwap", toon);
  toon();
})();
