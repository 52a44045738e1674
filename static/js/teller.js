/* Counts along under a text field with a guideline length: <textarea data-richtlengte="1500">. */
(function () {
  "use strict";

  function getal(n) {
    return n.toLocaleString("nl-NL");
  }

  function begin(veld) {
    if (veld.dataset.telt) return;
    veld.dataset.telt = "ja";
    const richtlengte = Number(veld.dataset.richtlengte);
    const regel = document.createElement("p");
    regel.className = "teller";
    const stem = document.createElement("p");
    stem.className = "visually-hidden";
    stem.setAttribute("role", "status");
    veld.insertAdjacentElement("afterend", regel);
    regel.insertAdjacentElement("afterend", stem);
    let wacht;

    function toon() {
      const rest = richtlengte - veld.value.length;
      const tekst = rest >= 0
        ? getal(veld.value.length) + " van de richtlengte van " + getal(richtlengte) + " tekens"
        : getal(-rest) + " tekens meer dan de richtlengte van " + getal(richtlengte);
      regel.textContent = tekst;
      regel.classList.toggle("over", rest < 0);
      clearTimeout(wacht);
      wacht = setTimeout(function () {
        if (document.activeElement === veld && rest < richtlengte * 0.1) stem.textContent = tekst;
      }, 1200);
    }

    veld.addEventListener("input", toon);
    toon();
  }

  function zoek(in_) {
    in_.querySelectorAll("textarea[data-richtlengte], input[data-richtlengte]").forEach(begin);
  }

  zoek(document);
  document.addEventListener("htmx:load", function (e) { zoek(e.detail.elt); });
})();
