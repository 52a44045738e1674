/* The rule window, the error summary's focus, and a form that is sent once. */
(function () {
  "use strict";

  const venster = document.getElementById("regelvenster");
  document.addEventListener("htmx:afterSwap", function (e) {
    if (venster && e.detail.target && e.detail.target.id === "regelinhoud" && !venster.open) {
      venster.showModal();
      venster.scrollTop = 0;
    }
  });
  if (venster) {
    venster.addEventListener("click", function (e) {
      if (e.target === venster || e.target.closest("[data-sluit]")) venster.close();
    });
  }

  const fouten = document.querySelector(".foutoverzicht");
  if (fouten) fouten.focus();

  document.addEventListener("submit", function (e) {
    const vorm = e.target;
    if (vorm.method !== "post" || e.defaultPrevented) return;
    if (vorm.dataset.verstuurd) {
      e.preventDefault();
      return;
    }
    vorm.dataset.verstuurd = "ja";
    setTimeout(function () { delete vorm.dataset.verstuurd; }, 5000);
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-verstuurd]").forEach(function (vorm) { delete vorm.dataset.verstuurd; });
  });
})();
