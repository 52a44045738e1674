/* A button that copies a field: <button hidden data-kopieer="id-of-the-field">.  Without script it stays away and the field can be selected. */
(function () {
  "use strict";

  document.querySelectorAll("[data-kopieer]").forEach(function (knop) {
    const veld = document.getElementById(knop.dataset.kopieer);
    if (!veld || !navigator.clipboard) return;
    const gezegd = document.createElement("span");
    gezegd.className = "zacht";
    gezegd.setAttribute("role", "status");
    knop.insertAdjacentElement("afterend", gezegd);
    knop.hidden = false;
    knop.addEventListener("click", function () {
      navigator.clipboard.writeText(veld.value).then(
        function () { gezegd.textContent = "Gekopieerd."; },
        function () { veld.focus(); veld.select(); gezegd.textContent = "Kopiëren lukte niet; het adres is geselecteerd."; }
      );
    });
    veld.addEventListener("focus", function () { veld.select(); });
  });
})();
