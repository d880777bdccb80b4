// The pages are whole without this file. It adds comforts: a print button, a
// submit button that cannot be pressed twice by a trembling thumb, and a word
// about files that are too large before they are sent.
(function () {
  "use strict";
  document.querySelectorAll("button.print").forEach(function (b) {
    b.hidden = false;
    b.addEventListener("click", function () { window.print(); });
  });

  var MIB = 1 << 20;
  function mib(bytes) { return Math.ceil(bytes / MIB) + "兆"; }
  function tell(before, kind, role, text) {
    var p = document.createElement("p");
    p.className = kind + " told";
    p.setAttribute("role", role);
    p.textContent = text;
    before.parentNode.insertBefore(p, before);
  }
  function untell(form) { form.querySelectorAll(".told").forEach(function (p) { p.remove(); }); }
  // sizes tells what is wrong with the chosen files where they stand. It gives their
  // bytes and the first input that must be looked at.
  function sizes(form) {
    var all = { bytes: 0, count: 0, wrong: null }, last = null;
    untell(form);
    form.querySelectorAll("input[type=file]").forEach(function (input) {
      var large = [];
      Array.prototype.forEach.call(input.files, function (f) {
        all.bytes += f.size;
        all.count++;
        last = input;
        if (f.size > input.dataset.each) large.push(f.name + "（" + mib(f.size) + "）");
      });
      if (!large.length) return;
      all.wrong = all.wrong || input;
      tell(input, "field-problem", "alert", large.join("、") + "：太大，一个文件最多" + mib(input.dataset.each) + "。" + input.dataset.says + "，再选一次。");
    });
    if (all.wrong || !last) return all;
    if (all.count > form.dataset.count) {
      tell(last, "field-problem", "alert", "选了" + all.count + "个文件，一次最多传" + form.dataset.count + "个。请少选几个；" + form.dataset.later + "。");
      all.wrong = last;
    } else if (all.bytes > form.dataset.most) {
      tell(last, "field-problem", "alert", "选的文件一共" + mib(all.bytes) + "，一次最多传" + mib(form.dataset.most) + "。请少选几个，或选小一点的；" + form.dataset.later + "。");
      all.wrong = last;
    }
    return all;
  }
  document.addEventListener("change", function (e) {
    if (e.target.type === "file" && e.target.form) sizes(e.target.form);
  });

  document.addEventListener("submit", function (e) {
    if (e.defaultPrevented || e.target.method !== "post") return;
    var chosen = sizes(e.target);
    if (chosen.wrong) {
      e.preventDefault();
      chosen.wrong.focus();
      chosen.wrong.parentNode.scrollIntoView({ block: "center" });
      return;
    }
    e.target.querySelectorAll("button[type=submit]").forEach(function (b, i) {
      b.disabled = true;
      if (!i && chosen.bytes > MIB) tell(b, "help", "status", "正在传" + mib(chosen.bytes) + "，信号不好时要等几分钟，请别离开这一页。");
    });
  });
  // A page that comes back from the browser's memory must be usable again.
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("button[type=submit]").forEach(function (b) { b.disabled = false; });
    document.querySelectorAll("form").forEach(untell);
  });
})();
