"use strict";

/* One note: its text with what is highlighted, and beside it codes, gaps and warnings that point into the text. */

const view = (() => {
  const pane = document.getElementById("note");
  const told = document.getElementById("told");
  let shown = null;
  let pressed = null;

  /* The text cut wherever a mark begins or ends; a piece knows all marks that cover it. Marks may overlap in any way. */
  function pieces(text, marks) {
    const turns = marks.flatMap((mark) => (mark.end > mark.start ? [[mark.start, mark], [mark.end, mark]] : []));
    turns.sort(([a], [b]) => a - b);
    const open = new Set();
    const cut = [];
    let from = 0;
    for (const [place, mark] of turns) {
      if (place > from) cut.push({ start: from, end: place, marks: [...open] });
      from = Math.max(from, place);
      if (!open.delete(mark)) open.add(mark);
    }
    if (from < text.length) cut.push({ start: from, end: text.length, marks: [] });
    return cut;
  }

  function classes(piece) {
    const subjects = index.words.subjects.filter((subject) => piece.marks.some((mark) => mark.subject === subject)).reverse();
    const names = subjects.slice(0, 1).map((name) => `is-${name}`).concat(subjects.slice(1, 2).map((name) => `and-${name}`));
    for (const kind of ["lit", "hit"]) if (piece.marks.some((mark) => mark.kind === kind)) names.push(kind);
    return names.join(" ");
  }

  function drawText(lit) {
    const { text, entry } = shown;
    const marks = [
      ...entry.marks.map(([start, end, subject, what]) => ({ start, end, subject, what })),
      ...search.places(text).map(([start, end]) => ({ start, end, kind: "hit" })),
      ...lit.map(([start, end]) => ({ start, end, kind: "lit" })),
    ];
    let first = null;
    const drawn = pieces(text, marks).map((piece) => {
      const words = text.slice(piece.start, piece.end);
      if (!piece.marks.length) return document.createTextNode(words);
      const what = [...new Set(piece.marks.flatMap((mark) => mark.what ?? []))].join("\n");
      const made = element("mark", { class: classes(piece), title: what || null }, words);
      if (lit.length && piece.start === lit[0][0]) first = made;
      return made;
    });
    document.getElementById("text").replaceChildren(...drawn);
    return first;
  }

  /* Marks places in the text and brings the first of them into view. */
  function light(places, button) {
    pressed?.setAttribute("aria-pressed", "false");
    pressed = places.length ? button : null;
    pressed?.setAttribute("aria-pressed", "true");
    const first = drawText(places);
    told.textContent = places.length === 1 ? "1 place marked in the text" : `${places.length} places marked in the text`;
    if (first) bring(first);
  }

  /* Brings a piece of the text to the middle of the text's own box, and leaves all else where it is; without such a box the page scrolls. */
  function bring(piece) {
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
    const box = document.getElementById("text");
    const [place, frame] = [piece, box].map((one) => one.getBoundingClientRect());
    if (box.scrollHeight > box.clientHeight + 1) box.scrollBy({ top: place.top - frame.top - (box.clientHeight - place.height) / 2, behavior });
    else if (getComputedStyle(box.parentElement).position === "static") piece.scrollIntoView({ block: "nearest", inline: "nearest", behavior });
  }

  function quotation([start, end]) {
    const words = shown.text.slice(start, end).replace(/\s+/gu, " ");
    return `“${words.length > 120 ? `${words.slice(0, 120)}…` : words}”`;
  }

  /* The first places as quotations; each shows where it stands, with the others marked too. */
  function quotations(places, most = 2) {
    const told = new Map(places.map((place) => [quotation(place).toLowerCase(), place]).reverse());
    const first = [...told.values()].reverse().slice(0, most);
    const buttons = first.map((place) => {
      const button = element("button", { type: "button", class: "quote", "aria-pressed": "false" }, element("bdi", {}, quotation(place)));
      button.addEventListener("click", () => light([place, ...places.filter((other) => other !== place)], button));
      return button;
    });
    const more = told.size - first.length;
    return element("span", { class: "quotes" }, ...buttons, more > 0 ? element("span", { class: "quiet" }, `and ${more} more`) : null);
  }

  function section(title, ...children) {
    return element("section", {}, element("h3", {}, title), ...children);
  }

  function step(one) {
    const item = element("li", {}, one.decided);
    if (one.as) return element("li", { class: "quiet" }, `${one.decided} As for ${one.as}.`);
    item.append(" ", element("span", { class: "quiet source" }, `[${one.source}]`));
    if (one.places.length) item.append(element("div", {}, quotations(one.places)));
    if (one.change) item.append(element("div", { class: "change" }, `↳ ${one.change}`));
    return item;
  }

  function code(one, place) {
    return element("details", { class: one.leads ? "code leads" : "code", open: place === 0 },
      element("summary", {}, element("b", {}, one.code), ` ${one.title} `, element("span", { class: "quiet" }, `(${one.policy})`)),
      element("ol", { class: "steps" }, ...one.steps.map(step)));
  }

  /* A query as it would be sent; its title, what it quotes, the question, the choices. */
  function query(lines) {
    const [title, ...rest] = lines;
    const box = element("div", { class: "query" });
    for (const line of rest) {
      const kind = line.startsWith("☐") ? "choice" : line.endsWith("?") ? "question" : "quoted";
      box.append(element("p", { class: kind, dir: "auto" }, line));
    }
    const copy = element("button", { type: "button", class: "copy" }, "Copy the question");
    copy.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText([`Note: ${shown.note.id}`, title, ...rest].join("\n"));
        copy.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(box);
        copy.textContent = "Selected: copy it with Ctrl+C";
      }
    });
    return [box, copy];
  }

  function gap(one) {
    const places = [...one.nearest, ...one.about];
    const head = element("button", { type: "button", class: "point", "aria-pressed": "false", disabled: !places.length },
      element("span", { class: `tag ${one.priority}`, title: index.words.priorities[one.priority] }, one.priority), " ", one.query[0]);
    head.addEventListener("click", () => light(places, head));
    const looked = element("p", { class: "quiet" }, one.searched.length ? `Looked for in: ${one.searched.join(", ")}. ` : "The note has no headings. ");
    if (one.nearest.length) looked.append("Nearest: ", quotations(one.nearest), ` (${one.because}). `);
    if (one.about.length) looked.append("Asked about: ", quotations(one.about, 1), ".");
    return element("div", { class: "gap", id: `gap-${one.element}` }, element("h4", {}, head), element("p", {}, one.why), looked, ...query(one.query));
  }

  function warning(one) {
    const head = element("button", { type: "button", class: "point", "aria-pressed": "false", disabled: !one.places.length },
      element("span", { class: one.urgent ? "tag urgent" : "tag warning" }, one.urgent ? "urgent" : "!"), " ", one.message);
    head.addEventListener("click", () => light(one.places, head));
    return element("div", { class: one.urgent ? "warning alarm" : "warning" }, element("h4", {}, head),
      element("p", {}, quotations(one.places)), ...(one.query ? query(one.query) : []));
  }

  function elements(entry) {
    const missing = new Map(entry.gaps.map((one) => [one.element, one.priority]));
    return element("table", { class: "elements" }, element("tbody", {}, ...entry.elements.map(([status, places], place) => {
      const { title, subject } = index.words.elements[place];
      const cell = element("td", {});
      if (places.length) {
        const button = element("button", { type: "button", class: "quote", "aria-pressed": "false" }, status);
        button.addEventListener("click", () => light(places, button));
        cell.append(button);
      } else if (missing.has(place)) {
        cell.append(element("button", { type: "button", class: "quote missing", onclick: () => document.querySelector(`#gap-${place} .point`).focus() }, `missing, ${missing.get(place)}`));
      } else cell.append(element("span", { class: "quiet" }, status));
      return element("tr", {}, element("th", { scope: "row" }, element("i", { class: `swatch is-${subject}` }), title), cell);
    })));
  }

  function head(note, entry) {
    const facts = element("dl", { class: "facts" }, ...(entry?.facts ?? []).map(([name, value]) =>
      element("div", {}, element("dt", {}, name), element("dd", {}, value))));
    return element("header", {}, element("a", { class: "back", href: "#notes" }, "← all notes"),
      element("h2", {}, element("bdi", {}, note.id)), element("p", { class: "small" }, note.error !== null ? "failed" : `${note.type} · ${note.percent} % complete`), facts);
  }

  function parts(entry) {
    const urgent = entry.warnings.filter((one) => one.urgent);
    const others = entry.warnings.filter((one) => !one.urgent);
    return [
      ...urgent.map(warning),
      section("Codes", ...(entry.codes.length ? entry.codes.map(code) : [element("p", {}, "None that the note supports.")]),
        ...(entry.decisions.length ? [element("details", { class: "code", open: !entry.codes.length }, element("summary", {}, "Not coded, and why"), element("ol", { class: "steps" }, ...entry.decisions.map(step)))] : [])),
      section(`Gaps (${entry.gaps.length})`, ...(entry.gaps.length ? entry.gaps.map(gap) : [element("p", {}, "None.")])),
      ...(others.length ? [section(`Warnings (${others.length})`, ...others.map(warning))] : []),
      section("Elements", elements(entry)),
    ];
  }

  function legend() {
    return element("p", { class: "key legend" }, ...index.words.subjects.map((subject) => element("span", {}, element("i", { class: `swatch is-${subject}` }), subject)));
  }

  async function open(note) {
    shown = { note };
    pressed = null;
    if (note.error !== null) {
      pane.replaceChildren(head(note), element("p", { class: "failure" }, element("bdi", {}, note.error)));
      return;
    }
    let content = null;
    try {
      content = await store.open(note.number);
    } catch {
      if (shown?.note === note) pane.replaceChildren(head(note), element("p", { class: "failure" }, "This browser can't unpack the note; one of 2023 or later can."));
      return;
    }
    if (shown?.note !== note) return;
    shown = { note, ...content };
    pane.replaceChildren(head(note, content.entry), element("div", { class: "both" },
      element("div", { class: "paper" }, legend(), element("div", { id: "text", tabindex: "0", role: "region", "aria-label": "Text of the note", dir: "auto" })),
      element("div", { id: "said", tabindex: "0", role: "region", "aria-label": "Codes, gaps and warnings" }, ...parts(content.entry))));
    const hit = (drawText([]), document.querySelector("#text .hit"));
    pane.scrollTop = 0;
    if (hit) bring(hit);
  }

  const empty = pane.firstElementChild;
  const unknown = element("p", { class: "placeholder" }, "This report has no note of that number. The address may be one of another report.");

  return {
    open,
    /* Shows no note; says so when one was asked for. */
    close(missed) {
      shown = null;
      pressed = null;
      pane.replaceChildren(missed ? unknown : empty);
      told.textContent = missed ? unknown.textContent : "";
    },
    clear() { if (shown?.text !== undefined) light([], null); },
    redraw() { if (shown?.text !== undefined) drawText([]); },
    focus() { pane.focus(); },
  };
})();
