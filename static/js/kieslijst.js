/* A search box above a long list to choose from, and the choice of a region shown with its insurers.
   Without this script the list itself still works. */
(function () {
  "use strict";

  function plat(tekst) {
    return tekst.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }

  function begin(lijst) {
    const vak = document.createElement("div");
    const zoek = document.createElement("input");
    const gekozen = document.createElement("p");
    zoek.type = "text";
    zoek.className = "form-control mb-1";
    zoek.setAttribute("aria-label", "Zoek in de lijst met " + lijst.dataset.kieslijst);
    zoek.placeholder = "Zoek " + lijst.dataset.kieslijst;
    gekozen.className = "teller";
    gekozen.setAttribute("role", "status");
    vak.append(zoek);
    lijst.insertAdjacentElement("beforebegin", vak);
    lijst.insertAdjacentElement("afterend", gekozen);

    function toon() {
      const namen = Array.from(lijst.selectedOptions, function (o) { return o.text; });
      gekozen.textContent = namen.length ? "Gekozen: " + namen.join(", ") : "Nog niets gekozen.";
    }

    zoek.addEventListener("input", function () {
      const zin = plat(zoek.value.trim());
      Array.from(lijst.options).forEach(function (o) { o.hidden = !o.selected && zin !== "" && !plat(o.text).includes(zin); });
    });
    zoek.addEventListener("keydown", function (e) {
      if (e.key !== "Enter") return;
      e.preventDefault();
      const eerste = Array.from(lijst.options).find(function (o) { return !o.hidden && !o.selected; });
      if (eerste && zoek.value.trim()) {
        eerste.selected = true;
        zoek.value = "";
        zoek.dispatchEvent(new Event("input"));
        toon();
      }
    });
    lijst.addEventListener("mousedown", function (e) {
      if (e.target.tagName !== "OPTION") return;
      e.preventDefault();
      const hoogte = lijst.scrollTop;
      e.target.selected = !e.target.selected;
      lijst.focus();
      setTimeout(function () { lijst.scrollTop = hoogte; }, 0);
      toon();
    });
    lijst.addEventListener("change", toon);
    toon();
  }

  document.querySelectorAll("select[data-kieslijst]").forEach(begin);

  const regio = document.getElementById("id_hoofdregio");
  const paren = document.getElementById("paren");
  if (regio && paren) {
    const volgt = document.createElement("p");
    volgt.className = "gevolg mt-2";
    volgt.setAttribute("role", "status");
    volgt.hidden = true;
    regio.insertAdjacentElement("afterend", volgt);
    const wijs = function () {
      const naam = regio.selectedOptions.length && regio.value ? regio.selectedOptions[0].text : "";
      const rij = naam && Array.from(paren.children).find(function (li) { return li.dataset.regio === naam; });
      volgt.hidden = !naam;
      volgt.textContent = rij ? "Coördinerend en tweede verzekeraar: " + rij.querySelector(".zacht").textContent + "." : "Voor deze regio zijn nog geen verzekeraars bekend.";
    };
    regio.addEventListener("change", wijs);
    wijs();
  }
})();
