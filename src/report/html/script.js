"use strict";
// Everything from the report is put in as text, never as markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const list = document.getElementById("entries");
  const found = document.getElementById("found");
  const more = document.getElementById("more");
  const form = document.getElementById("filter");
  const CHUNK = 100;
  const LEVELS = ["error", "warning", "note"];

  const make = (name, attributes, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const term = (list, word, value) => {
    if (value === null || value === undefined || value === "") return;
    list.append(make("dt", {}, word), make("dd", {}, value));
  };
  const pre = (text) => make("pre", {}, text);

  // Marks what differs between two texts: all that is between their common beginning and end.
  const marked = (text, other) => {
    const [a, b] = [Array.from(text), Array.from(other)];
    let start = 0;
    while (start < a.length && start < b.length && a[start] === b[start]) start++;
    let end = 0;
    while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
    const middle = a.slice(start, a.length - end).join("");
    const out = pre(a.slice(0, start).join(""));
    if (middle) out.append(make("mark", {}, middle));
    out.append(a.slice(a.length - end).join(""));
    return out;
  };

  const command = (text) => {
    const button = make("button", { type: "button", "aria-label": "Copy the command" }, "Copy");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = "Copied";
      } catch {
        const range = document.createRange();
        range.selectNodeContents(button.parentElement.firstChild);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        button.textContent = "Selected";
      }
      setTimeout(() => { button.textContent = "Copy"; }, 2000);
    });
    return make("div", { class: "copy" }, pre(text), button);
  };

  const body = (entry) => {
    const out = make("div", {});
    const terms = make("dl", {});
    term(terms, "Subject", entry.subjects.join(", "));
    term(terms, "At", make("code", {}, entry.at));
    term(terms, "In", entry.place && make("code", {}, entry.place));
    term(terms, "Kind", entry.kind);
    term(terms, "Findings", Object.entries(entry.codes).map(([code, count]) => `${code} ${count}`).join(", "));
    term(terms, "Accepted", entry.reason);
    term(terms, "Help", entry.help);
    out.append(terms);
    if (entry.wrote !== null || (entry.code === "lossy" && entry.read !== null)) {
      const [read, wrote] = [entry.read ?? "(absent)", entry.wrote ?? "(absent)"];
      out.append(make("div", { class: "beside" },
        make("div", {}, make("span", { class: "soft" }, "Read"), marked(read, wrote)),
        make("div", {}, make("span", { class: "soft" }, "Written"), marked(wrote, read))));
    } else if (entry.read !== null) {
      out.append(make("span", { class: "soft" }, "Read"), pre(entry.read));
    }
    for (const [word, text] of [["Witness", entry.witness], ["Source", entry.source], ["Repair", entry.repair],
      [`Schema ${entry.schema ?? ""}`, entry.excerpt ?? (entry.schema ? "" : null)]]) {
      if (text === null || text === undefined) continue;
      out.append(make("span", { class: "soft" }, word));
      if (text) out.append(pre(text));
    }
    if (entry.replay) out.append(make("div", { class: "soft" }, "Reproduce with"), command(entry.replay));
    return out;
  };

  const item = (entry) => {
    const times = entry.count > 1 ? ` (${entry.count} findings)` : "";
    const head = make("summary", {},
      make("span", { class: `level ${entry.level}` }, entry.expected ? `${entry.level}, accepted` : entry.level), " ",
      make("code", {}, entry.code), " ", make("strong", {}, entry.subject), " ", make("code", {}, entry.at), " ",
      entry.message, make("span", { class: "soft" }, times));
    const details = make("details", { class: "entry" }, head);
    details.addEventListener("toggle", () => {
      if (details.open && details.children.length === 1) details.append(body(entry));
    });
    return make("li", {}, details);
  };

  const options = (name, values) => {
    const select = form.elements[name];
    for (const value of values) select.append(make("option", { value }, value));
  };
  const distinct = (of) => [...new Set(data.entries.flatMap(of))].sort();
  options("level", LEVELS);
  options("code", distinct((entry) => Object.keys(entry.codes)));
  options("subject", distinct((entry) => entry.subjects));
  for (const entry of data.entries) {
    entry.text = [entry.code, entry.message, entry.at, entry.place, entry.kind, ...entry.subjects].join("\n").toLowerCase();
  }

  let shown = [];
  let drawn = 0;
  const draw = () => {
    const chunk = document.createDocumentFragment();
    for (const entry of shown.slice(drawn, drawn + CHUNK)) chunk.append(item(entry));
    drawn = Math.min(drawn + CHUNK, shown.length);
    list.append(chunk);
    more.hidden = drawn >= shown.length;
    more.textContent = `Show more (${shown.length - drawn} left)`;
  };
  const filter = () => {
    const { search, level, code, subject, accepted } = form.elements;
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    shown = data.entries.filter((entry) =>
      (accepted.checked || !entry.expected) && (!level.value || entry.level === level.value) &&
      (!code.value || code.value in entry.codes) && (!subject.value || entry.subjects.includes(subject.value)) &&
      words.every((word) => entry.text.includes(word)));
    list.replaceChildren();
    drawn = 0;
    draw();
    found.textContent = `${shown.length} of ${data.entries.length} causes`;
  };
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  more.addEventListener("click", draw);
  if ("IntersectionObserver" in window) {
    new IntersectionObserver((seen) => { if (seen.some((one) => one.isIntersecting) && !more.hidden) draw(); }).observe(more);
  }
  filter();
})();
