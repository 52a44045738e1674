/* Keeps what is typed in a form with {% concept form %}: a moment after the last key, and when the page goes away. */
(function () {
  "use strict";

  const WACHT = 1500;
  const OPNIEUW = 10000;
  const MEE = ["csrfmiddlewaretoken", "formuliersleutel", "conceptplek", "conceptversie"];
  const GEEN_VERBINDING = "Bewaren lukte niet: er is geen verbinding. Uw tekst staat nog op dit scherm. Er wordt vanzelf opnieuw geprobeerd.";

  function woorden(tekst) {
    return (tekst || "").split(" ").filter(Boolean);
  }

  function begin(balk) {
    const vorm = balk.closest("form");
    if (!vorm) return;
    const velden = new Set(woorden(balk.dataset.velden));
    const geraakt = new Set(woorden(balk.dataset.hersteld));
    const versie = balk.querySelector('[name="conceptversie"]');
    const regel = document.createElement("p");
    regel.className = "teller conceptstand";
    regel.setAttribute("role", "status");
    (vorm.querySelector(".knoppen") || vorm).append(regel);
    let gewijzigd = false, bezig = false, dicht = false, verstuurd = false, klok;

    function lading() {
      const data = new FormData();
      MEE.forEach(function (naam) {
        const veld = vorm.querySelector('input[type="hidden"][name="' + naam + '"]');
        if (veld) data.append(naam, veld.value);
      });
      geraakt.forEach(function (naam) {
        const veld = vorm.elements.namedItem(naam);
        if (veld) data.append(naam, veld.value);
      });
      return data;
    }

    function zeg(tekst, soort, knop) {
      regel.textContent = tekst;
      regel.className = "conceptstand " + (soort ? "melding " + soort : "teller");
      if (knop) regel.append(" ", knop);
    }

    function straks(na) {
      clearTimeout(klok);
      klok = setTimeout(bewaar, na);
    }

    function keuze(nieuw) {
      const knop = document.createElement("button");
      knop.type = "button";
      knop.className = "btn btn-sm btn-outline-primary";
      knop.textContent = "Bewaar wat hier staat";
      knop.addEventListener("click", function () {
        versie.value = nieuw;
        dicht = false;
        gewijzigd = true;
        bewaar();
      });
      return knop;
    }

    function verwerk(ok, antwoord) {
      if (ok) {
        versie.value = antwoord.versie;
        zeg(antwoord.zegt, "");
        balk.querySelector("[data-anderen]").replaceChildren(...antwoord.anderen.map(function (zin) {
          const p = document.createElement("p");
          p.className = "melding warning";
          p.textContent = zin;
          return p;
        }));
        return;
      }
      dicht = true;
      zeg(antwoord.fout, "warning", typeof antwoord.versie === "number" ? keuze(antwoord.versie) : null);
    }

    async function bewaar() {
      if (!gewijzigd || dicht || verstuurd) return;
      if (bezig) return straks(WACHT);
      gewijzigd = false;
      bezig = true;
      try {
        const antwoord = await fetch(balk.dataset.concept, { method: "POST", body: lading(), credentials: "same-origin" });
        verwerk(antwoord.ok, await antwoord.json());
      } catch {
        gewijzigd = true;
        if (!verstuurd) {
          zeg(GEEN_VERBINDING, "warning");
          straks(OPNIEUW);
        }
      } finally {
        bezig = false;
      }
    }

    function nuMeteen() {
      if (!gewijzigd || dicht || verstuurd) return;
      gewijzigd = false;
      fetch(balk.dataset.concept, { method: "POST", body: lading(), credentials: "same-origin", keepalive: true })
        .then(async function (antwoord) { verwerk(antwoord.ok, await antwoord.json()); })
        .catch(function () { gewijzigd = true; });
    }

    function typt(e) {
      if (!velden.has(e.target.name)) return;
      geraakt.add(e.target.name);
      gewijzigd = true;
      straks(WACHT);
    }

    vorm.addEventListener("input", typt);
    vorm.addEventListener("change", typt);
    vorm.addEventListener("submit", function () {
      verstuurd = true;
      setTimeout(function () { verstuurd = false; }, OPNIEUW);
    });
    window.addEventListener("pagehide", nuMeteen);
    window.addEventListener("pageshow", function (e) { if (e.persisted) verstuurd = false; });
    document.addEventListener("visibilitychange", function () { if (document.hidden) nuMeteen(); });

    if ("verstuurd" in balk.dataset) {
      velden.forEach(function (naam) {
        const veld = vorm.elements.namedItem(naam);
        if (veld && veld.value) geraakt.add(naam);
      });
      gewijzigd = geraakt.size > 0;
      straks(WACHT);
    }
  }

  document.querySelectorAll("[data-concept]").forEach(begin);
})();
