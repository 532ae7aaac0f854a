"use strict";

/* Which view is shown (by the address's fragment), and what fields and keys do. */

(() => {
  const field = (name) => document.getElementById(name);
  const title = document.title;
  let open = null;

  function listed(progress = 1) {
    list.set(filters.found(), open);
    const count = `${list.size.toLocaleString("en")} of ${notes.length.toLocaleString("en")} notes`;
    field("found").textContent = progress < 1 ? `${count}, searching texts: ${Math.round(progress * 100)} %` : count;
    field("nothing").hidden = list.size > 0 || progress < 1;
    field("active").textContent = filters.active() ? `(${filters.active()})` : "";
  }

  function searchTexts() {
    search.start(field("words").value, (progress) => {
      listed(progress);
      if (progress === 1) view.redraw();
    });
  }

  function show(name) {
    document.body.dataset.view = name;
    for (const [link, on] of [["to-figures", name === "figures"], ["to-notes", name !== "figures"]]) {
      if (on) field(link).setAttribute("aria-current", "page");
      else field(link).removeAttribute("aria-current");
    }
  }

  /* Shows the list at once, so that something in it can have the focus. */
  function turnToList() {
    location.hash = "#notes";
    show("notes");
  }

  async function route() {
    const wanted = /^#note-(\d+)$/u.exec(location.hash);
    const note = wanted && notes[Number(wanted[1])];
    const before = document.body.dataset.view;
    if (note) {
      show("note");
      open = note;
      list.mark(note);
      document.title = `${note.id} – ${title}`;
      await view.open(note);
    } else {
      show(wanted || location.hash === "#notes" ? "notes" : "figures");
      document.title = title;
      scrollTo(0, 0);
      view.close(Boolean(wanted));
      list.mark(open);
      if (before === "note" && location.hash === "#notes" && !document.activeElement.closest(".top, aside")) field("list").focus();
    }
  }

  function go({ code, gap, priority, warning, status, low, high }) {
    field("words").value = "";
    field("order").value = "";
    filters.set({ code, gap, priority, warning, status, low, high });
    searchTexts();
    turnToList();
    field("list").focus();
  }

  /* Where there is little room, it is for the list. */
  field("more").open = !matchMedia("(max-width: 760px), (max-height: 720px)").matches;
  filters.fill();
  /* The first note that is opened from the list is a step that can be gone back; going through notes is none. */
  list.onChoose(async (place, further) => {
    const keep = document.body.dataset.view === "note" ? "replaceState" : "pushState";
    history[keep](null, "", `#note-${list.at(place).number}`);
    await route();
    if (further || field("list").getClientRects().length === 0) view.focus();
  });
  for (const button of document.querySelectorAll(".go")) button.addEventListener("click", () => go(button.dataset));
  field("filters").addEventListener("submit", (event) => event.preventDefault());
  for (const kind of ["input", "change"]) {
    field("filters").addEventListener(kind, (event) => { if (event.target.id !== "words") listed(); });
  }
  field("words").addEventListener("input", searchTexts);
  field("words").addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "Enter") return;
    event.preventDefault();
    field("list").focus();
  });
  field("filters").addEventListener("reset", () => setTimeout(searchTexts));
  addEventListener("hashchange", route);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") view.clear();
    if (event.key !== "/" || event.target.matches("input, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (document.body.dataset.view === "figures") turnToList();
    field("words").focus();
    field("words").select();
  });
  addEventListener("beforeprint", () => {
    for (const one of document.querySelectorAll("#said details")) one.open = true;
    field("asked").textContent = [field("words").value.trim() && `Search: ${field("words").value.trim()}`, ...filters.asked()].filter(Boolean).join(" · ");
    if (document.body.dataset.view === "notes") list.print(true);
  });
  addEventListener("afterprint", () => list.print(false));
  listed();
  route();
  document.documentElement.dataset.ready = "true";
})();
