"use strict";

/* The list: only the rows in view exist, so that its length costs nothing. */

const list = (() => {
  const height = 60;
  const beyond = 8;
  const box = document.getElementById("list");
  const rows = document.getElementById("rows");
  let found = [];
  let current = -1;
  let drawn = "";
  let printed = false;
  let choose = () => {};
  const pane = document.getElementById("note");

  function badges(note) {
    const counts = ["A", "B", "C"].map((letter) => [letter, note.gaps.filter((gap) => gap.priority === letter).length]);
    return counts.flatMap(([letter, count]) => (count ? [element("span", { class: `tag ${letter}`, title: `${count} ${count === 1 ? "gap" : "gaps"} of priority ${letter}` }, `${letter} ${count}`)] : []));
  }

  /* The codes that lead, and behind them those of the other list where they differ. */
  function codes(note) {
    const linked = note.codes.join(" ") || "no code";
    if (!note.presumed) return element("span", { class: "codes" }, linked);
    const presumed = note.presumed.join(" ");
    const [first, second] = note.presumedLead ? [presumed, `(${linked} as linked)`] : [linked, `(${presumed} presumed)`];
    return element("span", { class: "codes" }, first, " ", element("span", { class: "quiet" }, second));
  }

  function row(note, place) {
    const option = element("div", {
      class: "row", role: "option", id: `row-${note.number}`, "aria-selected": String(place === current), "aria-posinset": place + 1,
      "aria-setsize": found.length, onclick: () => choose(place),
    });
    const first = element("div", { class: "line" }, element("bdi", { class: "id" }, note.id));
    const second = element("div", { class: "line small" });
    if (note.error !== null) {
      first.append(element("span", { class: "tag urgent" }, "failed"));
      second.append(element("bdi", { class: "error" }, note.error));
    } else {
      first.append(element("span", { class: "share" }, `${note.percent} %`));
      second.append(codes(note), element("span", { class: "badges" }, ...badges(note),
        note.kinds.length ? element("span", { class: note.urgent ? "tag urgent" : "tag warning", title: note.kinds.map((kind) => index.words.kinds[kind].name).join(", ") }, note.urgent ? "urgent" : `! ${note.kinds.length}`) : null));
    }
    option.append(first, second);
    return option;
  }

  /* Draws the rows in view; those that are drawn already stay as they are unless something about them changed. */
  function draw(changed) {
    const first = printed ? 0 : Math.max(0, Math.floor(box.scrollTop / height) - beyond);
    const last = printed ? found.length : Math.min(found.length, Math.ceil((box.scrollTop + box.clientHeight) / height) + beyond);
    if (changed !== true && drawn === `${first} ${last}`) return;
    drawn = `${first} ${last}`;
    const above = element("div", { class: "space" });
    above.style.height = `${first * height}px`;
    rows.style.height = `${found.length * height}px`;
    rows.replaceChildren(above, ...found.slice(first, last).map((note, place) => row(note, first + place)));
    if (found[current]) box.setAttribute("aria-activedescendant", `row-${found[current].number}`);
    else box.removeAttribute("aria-activedescendant");
  }

  function show(place) {
    if (place * height < box.scrollTop) box.scrollTop = place * height;
    else if ((place + 1) * height > box.scrollTop + box.clientHeight) box.scrollTop = (place + 1) * height - box.clientHeight;
  }

  function select(place) {
    current = place;
    if (current >= 0) show(current);
    draw(true);
  }

  /* Whether a note is shown beside the list; in a narrow window it takes the list's place, and is opened only when asked for. */
  const besides = () => pane.getClientRects().length > 0;

  const page = () => Math.max(1, Math.floor(box.clientHeight / height) - 1);
  const moves = {
    ArrowDown: () => current + 1, ArrowUp: () => current - 1, PageDown: () => current + page(), PageUp: () => current - page(),
    Home: () => 0, End: () => found.length - 1, Enter: () => current,
  };

  box.addEventListener("scroll", draw, { passive: true });
  new ResizeObserver(draw).observe(box);
  box.addEventListener("keydown", (event) => {
    if (!moves[event.key] || event.ctrlKey || event.metaKey || event.altKey || !found.length) return;
    event.preventDefault();
    const place = Math.min(Math.max(moves[event.key](), 0), found.length - 1);
    if (event.key === "Enter" || besides()) choose(place, event.key === "Enter");
    else select(place);
  });

  return {
    /* Calls back with the place of the row that is chosen, and whether the keyboard wants to go on to the note. */
    onChoose(callback) { choose = callback; },
    set(those, open) {
      found = those;
      current = found.indexOf(open);
      box.scrollTop = 0;
      if (current >= 0) show(current);
      draw(true);
    },
    at: (place) => found[place],
    mark(open) { select(found.indexOf(open)); },
    /* On paper all rows are drawn. */
    print(on) {
      printed = on;
      draw(true);
    },
    get size() { return found.length; },
  };
})();
