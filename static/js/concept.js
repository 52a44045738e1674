/* Saves a concept by itself: twenty seconds after the last save, on leaving a field, and says so. */
(function () {
  "use strict";

  const vorm = document.getElementById("concept");
  if (!vorm) return;
  const elke = 20000;
  let gewijzigd = false;
  let bezig = false;
  let verstuurd = false;

  function bewaar() {
    if (!gewijzigd || bezig) return;
    gewijzigd = false;
    bezig = true;
    vorm.dispatchEvent(new CustomEvent("bewaar"));
  }

  vorm.addEventListener("input", function () { gewijzigd = true; });
  vorm.addEventListener("change", function () { gewijzigd = true; });
  vorm.addEventListener("focusout", function () { setTimeout(bewaar, 400); });
  vorm.addEventListener("submit", function () { verstuurd = true; });
  setInterval(bewaar, elke);

  function zeg(tekst) {
    const plek = document.getElementById("conceptstand");
    plek.querySelectorAll(".melding").forEach(function (m) { m.remove(); });
    const regel = document.createElement("p");
    regel.className = "melding error";
    regel.setAttribute("role", "alert");
    regel.textContent = tekst;
    plek.append(regel);
  }

  document.addEventListener("htmx:beforeSwap", function (e) {
    if (e.detail.elt !== vorm && e.detail.requestConfig && e.detail.requestConfig.elt !== vorm) return;
    bezig = false;
    if (!e.detail.xhr.responseText.includes('id="conceptstand"')) {
      e.detail.shouldSwap = false;
      gewijzigd = true;
      zeg("Bewaren lukte niet. Misschien bent u uitgelogd. Uw tekst staat nog op dit scherm: kopieer die voordat u weggaat.");
    }
  });
  document.addEventListener("htmx:sendError", function () {
    bezig = false;
    gewijzigd = true;
    zeg("Bewaren lukte niet: er is geen verbinding. Uw tekst staat nog op dit scherm. Er wordt vanzelf opnieuw geprobeerd.");
  });
  window.addEventListener("beforeunload", function (e) {
    if (gewijzigd && !verstuurd) e.preventDefault();
  });
})();
