"use strict";

/* Which notes are found: filters over the rows, and a search that goes through the texts block by block while the page stays usable. */

const search = (() => {
  let pattern = null;
  let hits = new Set();
  let turn = 0;

  /* Words as they are typed; a space stands for any white space. */
  function patternOf(words) {
    const escaped = words.trim().split(/\s+/u).map((word) => word.replace(/[.*+?^${}()|[\]\\/]/gu, "\\$&"));
    return words.trim() ? new RegExp(escaped.join("\\s+"), "giu") : null;
  }

  async function start(words, changed) {
    const mine = ++turn;
    pattern = patternOf(words);
    hits = new Set();
    if (!pattern) return changed(1);
    const test = new RegExp(pattern.source, "iu");
    for (const note of notes) if (test.test(note.id)) hits.add(note.number);
    changed(0);
    let shown = performance.now();
    for (let block = 0; block < store.blocks; block++) {
      const texts = await store.texts(block);
      if (mine !== turn) return undefined;
      texts.forEach((text, place) => { if (test.test(text)) hits.add(store.start(block) + place); });
      if (performance.now() - shown > 150) {
        changed((block + 1) / store.blocks);
        await new Promise((next) => { setTimeout(next); });
        if (mine !== turn) return undefined;
        shown = performance.now();
      }
    }
    return changed(1);
  }

  return {
    start,
    has: (note) => !pattern || hits.has(note.number),
    /* The places of the words in a text. */
    places: (text) => (pattern ? [...text.matchAll(pattern)].map((one) => [one.index, one.index + one[0].length]) : []),
  };
})();

const filters = (() => {
  const field = (name) => document.getElementById(name);
  const names = ["code", "gap", "priority", "warning", "type", "status", "low", "high"];

  function tally(values) {
    const counts = new Map();
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    return counts;
  }

  function options(name, all, rows) {
    field(name).append(new Option(all, ""), ...rows);
  }

  const option = (value, words, count) => new Option(count === undefined ? words : `${words} (${count.toLocaleString("en")})`, value);

  function codes(list, title) {
    const counts = tally(notes.flatMap((note) => [...new Set(list === "presumed" ? note.presumed ?? note.codes : note.codes)]));
    const group = element("optgroup", { label: title });
    group.append(...[...counts].sort().map(([code, count]) => option(`${list} ${code}`, code, count)));
    return group;
  }

  /* What an answer could make of a code: the code, the place of the element that is asked for, what the code could become. */
  function answers() {
    const group = element("optgroup", { label: "an answer could change it" });
    for (const [key, count] of [...tally(notes.flatMap((note) => note.answers))].sort()) {
      const [code, , ...others] = key.split(" ");
      group.append(option(`answer ${key}`, `${code} → ${others.join(" or ")}`, count));
    }
    return group;
  }

  function fill() {
    const { elements, kinds, priorities } = index.words;
    options("code", "any", [option("any", "with a code"), option("none", "without a code"), codes("codes", "as the author links it"),
      codes("presumed", "with presumed links"), answers()]);
    const missing = tally(notes.flatMap((note) => note.gaps.map((gap) => gap.element)));
    options("gap", "any or none", elements.flatMap(({ title }, place) => (missing.has(place) ? [option(place, title, missing.get(place))] : [])));
    options("priority", "any", Object.entries(priorities).map(([letter, words]) => option(letter, `${letter}: ${words}`)));
    const raised = tally(notes.flatMap((note) => note.kinds));
    options("warning", "any or none", [option("any", "with a warning"), option("urgent", "urgent"),
      ...Object.entries(kinds).flatMap(([kind, { name }]) => (raised.has(kind) ? [option(kind, name, raised.get(kind))] : []))]);
    const types = tally(notes.flatMap((note) => note.type ?? []));
    options("type", "any", [...types].sort().map(([type, count]) => option(type, type, count)));
    options("status", "all listed", [option("scope", "in scope"), option("failed", "failed")]);
    field("order").append(option("", "as in the run"), option("gaps", "urgent, then A gaps"), option("least", "least complete first"));
  }

  function hasCode(note, wanted) {
    if (wanted === "any") return note.codes.length > 0;
    if (wanted === "none") return note.error === null && note.codes.length === 0;
    if (wanted.startsWith("answer ")) return note.answers.includes(wanted.slice("answer ".length));
    const [list, code] = wanted.split(" ");
    return (list === "presumed" ? note.presumed ?? note.codes : note.codes).includes(code);
  }

  function hasGap(note, element, priority) {
    return note.gaps.some((gap) => (!element || gap.element === Number(element)) && (!priority || gap.priority === priority));
  }

  function hasWarning(note, wanted) {
    if (wanted === "any") return note.kinds.length > 0;
    return wanted === "urgent" ? note.urgent : note.kinds.includes(wanted);
  }

  /* Whole percent, as they are shown; both ends are in the range. */
  function inRange(note, low, high) {
    return note.completeness !== null && note.percent >= low && note.percent <= high;
  }

  function hasStatus(note, wanted) {
    return wanted === "failed" ? note.error !== null : note.scope !== null && note.scope !== "none";
  }

  const orders = {
    "": null,
    gaps: (note) => [note.urgent ? 0 : 1, -note.gaps.filter((gap) => gap.priority === "A").length, -note.gaps.length],
    least: (note) => [note.completeness ?? 101],
  };

  function sorted(found, by) {
    if (!by) return found;
    const keys = new Map(found.map((note) => [note, by(note)]));
    const differ = (a, b) => keys.get(a).map((key, place) => key - keys.get(b)[place]).find((one) => one) ?? a.number - b.number;
    return found.sort(differ);
  }

  function found() {
    const is = Object.fromEntries(names.map((name) => [name, field(name).value]));
    const low = is.low === "" ? 0 : Number(is.low);
    const high = is.high === "" ? 100 : Number(is.high);
    const passes = (note) => search.has(note)
      && (!is.code || hasCode(note, is.code))
      && (!(is.gap || is.priority) || hasGap(note, is.gap, is.priority))
      && (!is.warning || hasWarning(note, is.warning))
      && (!is.type || note.type === is.type)
      && (!is.status || hasStatus(note, is.status))
      && (!(is.low || is.high) || inRange(note, low, high));
    return sorted(notes.filter(passes), orders[field("order").value]);
  }

  function set(values) {
    for (const name of names) field(name).value = values[name] ?? "";
  }

  /* The filters that are set, in the words of the page. */
  function asked() {
    const titles = { low: "Completeness at least", high: "Completeness at most" };
    return names.filter((name) => field(name).value !== "").map((name) => {
      const { value, selectedOptions, labels } = field(name);
      return selectedOptions ? `${labels[0].firstChild.data.trim()}: ${selectedOptions[0].text}` : `${titles[name]}: ${value} %`;
    });
  }

  return { fill, found, set, asked, active: () => names.filter((name) => field(name).value !== "").length };
})();
