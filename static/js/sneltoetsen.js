/* / searches, g w werkvoorraad, g d dossiers, ? help; only when the person wants it (data-sneltoetsen on body). */
(function () {
  "use strict";

  if (document.body.dataset.sneltoetsen !== "aan") return;
  let vorige = 0;

  function typt(doel) {
    return doel.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(doel.tagName);
  }

  function naar(sleutel) {
    const plek = document.querySelector('[data-snel="' + sleutel + '"]');
    if (plek) window.location.assign(plek.href);
  }

  document.addEventListener("keydown", function (e) {
    if (e.ctrlKey || e.metaKey || e.altKey || typt(e.target) || document.querySelector("dialog[open]")) return;
    if (e.key === "/") {
      const zoek = document.querySelector('input[type="search"]');
      if (zoek) {
        e.preventDefault();
        zoek.focus();
        zoek.select();
      } else {
        e.preventDefault();
        naar("d");
      }
    } else if (e.key === "?") {
      e.preventDefault();
      naar("?");
    } else if (e.key === "g") {
      vorige = Date.now();
    } else if (Date.now() - vorige < 1500) {
      vorige = 0;
      naar(e.key);
    }
  });
})();
