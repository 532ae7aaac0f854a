"use strict";

/* What the page holds: the rows of the list as they are, texts and entries of the notes in blocks that are unpacked when needed. */

const index = JSON.parse(document.getElementById("index").textContent);

const notes = [
  ...index.rows.map(([id, type, scope, thousandths, codes, presumed, presumedLead, gaps, kinds, answers], number) => ({
    number, id, type, scope, completeness: thousandths / 10, percent: Math.round(thousandths / 10), codes, presumed, presumedLead, kinds, answers,
    gaps: gaps.map((gap) => ({ priority: gap[0], element: Number(gap.slice(1)) })),
    urgent: kinds.some((kind) => index.words.kinds[kind]?.urgent),
    error: null,
  })),
  ...index.failures.map(([id, error], place) => ({
    number: index.rows.length + place, id, type: null, scope: null, completeness: null, percent: null, codes: [], presumed: null, presumedLead: false, kinds: [], answers: [], gaps: [],
    urgent: false, error,
  })),
];

const store = (() => {
  const most = 16;
  const kept = new Map();

  async function unpack(id) {
    const packed = atob(JSON.parse(document.getElementById(id).textContent));
    const bytes = new Uint8Array(packed.length);
    for (let place = 0; place < packed.length; place++) bytes[place] = packed.charCodeAt(place);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return JSON.parse(await new Response(stream).text());
  }

  function keep(id) {
    const found = kept.get(id) ?? unpack(id);
    kept.delete(id);
    kept.set(id, found);
    if (kept.size > most) kept.delete(kept.keys().next().value);
    return found;
  }

  function blockOf(number) {
    let low = 0;
    let high = index.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (index.starts[middle] <= number) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  return {
    blocks: index.starts.length,
    start: (block) => index.starts[block],
    texts: (block) => unpack(`texts-${block}`),
    async open(number) {
      const block = blockOf(number);
      const [texts, entries] = await Promise.all([keep(`texts-${block}`), keep(`entries-${block}`)]);
      return { text: texts[number - index.starts[block]], entry: entries[number - index.starts[block]] };
    },
  };
})();

/* An element with attributes (those that begin with "on" are listeners) and children; strings become text and nothing else. */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}
