// What a report in the making has beside its pages: word of what is wrong, and what would be.
"use strict";
(() => {
  const make = (tag, given = {}, ...inner) => {
    const element = Object.assign(document.createElement(tag), given);
    element.append(...inner);
    return element;
  };

  // What is wrong, at its line.
  const panel = make("section", { className: "kpi-live" });
  panel.setAttribute("aria-label", "What kpi found");
  document.body.append(panel);
  const show = (state) => {
    const errors = state.findings.filter((finding) => finding.is_error).length;
    const others = state.findings.length - errors;
    panel.className = errors || state.trouble ? "kpi-live" : "kpi-live fine";
    panel.hidden = !state.findings.length && !state.trouble;
    const until = errors ? "; until then the page stays as it was" : "";
    const words = state.trouble ? state.trouble : `${errors} to mend, ${others} to look at${until}`;
    const list = make("ul");
    for (const finding of state.findings) {
      const place = [finding.file, finding.line, finding.column].filter((part) => part !== null).join(":");
      const item = make("li", { className: finding.is_error ? "error" : "warning" });
      item.append(make("strong", {}, `${finding.code} `), finding.message, " ", make("span", { className: "place" }, place));
      if (finding.text !== null) item.append(make("pre", {}, finding.text));
      for (const note of finding.notes) item.append(make("div", {}, note));
      for (const help of finding.help) item.append(make("div", { className: "help" }, `help: ${help}`));
      list.append(item);
    }
    const details = make("details", { open: errors > 0 }, make("summary", {}, words), list);
    panel.replaceChildren(details);
  };
  const follow = async () => {
    let version;
    for (;;) {
      try {
        const answer = await fetch(`/_kpi/state${version === undefined ? "" : `?version=${version}`}`);
        const state = await answer.json();
        if (version !== undefined && state.version > version) {
          location.reload();
          return;
        }
        version = state.version;
        show(state);
      } catch {
        await new Promise((done) => setTimeout(done, 1000));
      }
    }
  };
  follow();

  // What would be, if the target or the bands were others.
  const named = location.pathname.match(/indicators\/([^/]+)\.html$/);
  if (!named) return;
  const id = decodeURIComponent(named[1]);
  const build = async () => {
    const answer = await fetch(`/_kpi/scales?indicator=${encodeURIComponent(id)}`);
    if (!answer.ok) return;
    const scales = await answer.json();
    if (!scales.target && !scales.edges.length) return;
    const box = make("section", { className: "kpi-what-if" });
    box.append(make("h2", {}, "What if"), make("p", {}, "Nothing of this is kept: it shows what the rules would say."));
    const told = make("output");
    const others = make("ul");
    const inputs = [];
    const slider = (scale, label) => {
      const range = make("input", { type: "range", min: scale.least, max: scale.most, step: scale.step, value: scale.value });
      const number = make("input", { type: "number", step: "any", value: scale.value });
      number.setAttribute("aria-label", label);
      range.setAttribute("aria-label", label);
      range.addEventListener("input", () => { number.value = range.value; ask(); });
      number.addEventListener("input", () => { range.value = number.value; ask(); });
      box.append(make("label", {}, make("span", {}, label), range, number));
      inputs.push({ number, range, scale });
      return number;
    };
    const target = scales.target && slider(scales.target, `Target${scales.target.unit ? ` (${scales.target.unit.trim()})` : ""}`);
    const edges = scales.edges.map((scale) => slider(scale, `Edge at ${scale.label}`));
    let turn = 0;
    const ask = async () => {
      const own = ++turn;
      const query = new URLSearchParams({ indicator: id });
      if (target) query.set("target", target.value);
      if (edges.length) query.set("edges", edges.map((edge) => edge.value).join(","));
      const answer = await fetch(`/_kpi/what-if?${query}`);
      if (own !== turn) return;
      others.replaceChildren();
      if (!answer.ok) {
        told.textContent = await answer.text();
        return;
      }
      const would = await answer.json();
      told.textContent = `${would.rating.label ?? "No rating"}: ${would.rating.reason}`;
      for (const other of would.others) others.append(make("li", {}, `${other.title}: ${other.from} → ${other.to}`));
    };
    const reset = make("button", { type: "button" }, "As it is");
    reset.addEventListener("click", () => {
      for (const { number, range, scale } of inputs) { number.value = scale.value; range.value = scale.value; }
      ask();
    });
    box.append(told, others, reset);
    document.querySelector(".facts")?.after(box);
    ask();
  };
  build();
})();
