// The pages are whole without this file. It adds two comforts: a print button,
// and a submit button that cannot be pressed twice by a trembling thumb.
(function () {
  "use strict";
  document.querySelectorAll("button.print").forEach(function (b) {
    b.hidden = false;
    b.addEventListener("click", function () { window.print(); });
  });
  document.addEventListener("submit", function (e) {
    if (e.defaultPrevented || e.target.method !== "post") return;
    e.target.querySelectorAll("button[type=submit]").forEach(function (b) { b.disabled = true; });
  });
  // A page that comes back from the browser's memory must be usable again.
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("button[type=submit]").forEach(function (b) { b.disabled = false; });
  });
})();
