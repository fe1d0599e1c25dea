// Filters rows of an index. Without scripts every row is there.
"use strict";
(() => {
  const form = document.querySelector("form.filter");
  if (!form) return;
  const rows = [...document.querySelectorAll("tr[data-rating]")];
  const told = form.querySelector("output");
  for (const name of ["rating", "change"]) {
    const select = form.elements[name];
    if (!select) continue;
    const values = new Set(rows.map((row) => row.dataset[name]).filter(Boolean));
    if (values.size < 2) { select.parentElement.hidden = true; continue; }
    for (const value of values) select.add(new Option(value, value));
  }
  const look = () => {
    const words = form.elements.title.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      const fits = (name) => !form.elements[name] || !form.elements[name].value || row.dataset[name] === form.elements[name].value;
      row.hidden = !(fits("rating") && fits("change") && words.every((word) => text.includes(word)));
      if (!row.hidden) shown += 1;
    }
    for (const region of document.querySelectorAll(".list")) {
      const none = [...region.querySelectorAll("tr[data-rating]")].every((row) => row.hidden);
      (region.closest(".scroll") || region).hidden = none;
    }
    told.textContent = form.dataset.shown.replace("{n}", shown).replace("{of}", rows.length);
  };
  form.addEventListener("input", look);
  form.addEventListener("reset", () => setTimeout(look));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  look();
})();
