// Two lists side by side: what `roster287 compare A B` says, from the site's own files.

const place = document.getElementById("compared");
const words = document.getElementById("words").content;
const form = document.querySelector("form[action$='/compare/']");
const lang = document.documentElement.lang;

const word = (name, parts = {}) =>
  words.querySelector(`[data-word="${name}"]`).textContent.replace(/\{(\w+)\}/g, (_, key) => parts[key] ?? "");
const named = (kind, code) => words.querySelector(`[data-${kind}="${CSS.escape(code)}"]`)?.textContent ?? code;
const number = (n) => n.toLocaleString("en-US");
const day = (iso) =>
  iso
    ? new Date(`${iso}T12:00:00Z`).toLocaleDateString(lang === "es" ? "es" : "en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" })
    : "—";
const isDay = (asked) => /^\d{4}-/.test(asked); // no id begins so
const valid = (iso) => {
  const at = new Date(`${iso}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(iso) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso); // not 31 February
};

function node(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const heard = document.getElementById("heard");
const say = (name, parts) => {
  heard.textContent = word(name, parts);
  place.replaceChildren(node("p", { class: "note" }, heard.textContent));
};

async function load(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(address);
  return answer.json();
}

/** The list that a day or an id stands for. */
function find(lists, asked, kind) {
  if (!isDay(asked)) return lists.find((list) => list.publication_id === asked.toLowerCase());
  return lists.filter((list) => list.kind === kind && list.date <= asked).at(-1);
}

/** The first row of each subject of a list, by the number of the subject. */
function subjects(list, rows) {
  const found = new Map();
  for (const [first, numbers] of list.runs) {
    numbers.forEach((at, offset) => {
      const [subject, state, model, signed, ...seen] = rows[at];
      if (!found.has(subject)) found.set(subject, { subject, state, model, signed, seen, evidence: [] });
      found.get(subject).evidence.push(first + offset);
    });
  }
  return found;
}

/** What differs: each subject only on one list, or with other cells on both. */
function compare(before, after) {
  const found = { new: [], gone: [], changed: [] };
  for (const [subject, now] of after) {
    const was = before.get(subject);
    if (!was) found.new.push({ now });
    else if (was.seen.some((cell, at) => cell !== now.seen[at])) found.changed.push({ was, now });
  }
  for (const [subject, was] of before) if (!after.has(subject)) found.gone.push({ was });
  return found;
}

const evidence = (list, line, label = "row") =>
  line.evidence.map((n) => node("a", { href: `${place.dataset.lists}${list.publication_id}/#row-${n}` }, word(label, { n })));

function differences(was, now, fields) {
  const lines = fields.flatMap((field, at) => {
    const [old, anew] = [was.seen[at], now.seen[at]].map((cell) => (field === "signed" ? day(cell) : cell ?? "—"));
    if (was.seen[at] === now.seen[at]) return [];
    return [node("span", {}, `${named("field", field)}: `, node("del", {}, old), " → ", node("ins", {}, anew))];
  });
  return node("p", { class: "change" }, ...lines);
}

function section(name, lines, data, a, b) {
  const names = ["agency", "state", "model", name === "changed" ? "difference" : "signed_column", "evidence"];
  const rows = lines.map(({ was, now }) => {
    const one = now ?? was;
    const [agency_id, agency] = data.subjects[one.subject];
    const linked = agency_id ? node("a", { href: `${place.dataset.agencies}${agency_id}/` }, agency) : agency;
    const links = was && now
      ? [...evidence(a, was, "row_first"), ...evidence(b, now, "row_second")]
      : was ? evidence(a, was) : evidence(b, now);
    const cells = [
      named("state", one.state ?? "—"),
      named("model", one.model ?? "—"),
      name === "changed" ? differences(was, now, data.seen) : day(one.signed),
      node("span", {}, ...links.flatMap((link, at) => (at ? [", ", link] : [link]))),
    ];
    return node("tr", {}, node("th", { scope: "row" }, linked),
      ...cells.map((cell, at) => node("td", { "data-label": word(names[at + 1]) }, cell)));
  });
  const title = `${word(name)}: ${number(lines.length)}`;
  const made = node("section", { "aria-labelledby": `h-${name}` }, node("h2", { id: `h-${name}` }, title));
  if (!rows.length) return made;
  const head = node("tr", {}, ...names.map((column) => node("th", { scope: "col" }, word(column))));
  made.append(
    node("div", { class: "table-wrap" }, node("table", { class: "cards" },
      node("caption", { class: "visually-hidden" }, title), node("thead", {}, head), node("tbody", {}, ...rows))),
  );
  return made;
}

const order = (data) => (x, y) => {
  const [one, other] = [x, y].map(({ was, now }) => now ?? was);
  const key = (line) => [line.state ?? "", data.subjects[line.subject][1], line.model ?? "", line.signed ?? ""];
  const [left, right] = [key(one), key(other)];
  const at = left.findIndex((part, index) => part !== right[index]);
  return at < 0 ? 0 : left[at] < right[at] ? -1 : 1;
};

const about = (name, list) =>
  node("div", { class: "panel" }, node("h2", {}, word(name)),
    node("p", {}, node("a", { href: `${place.dataset.lists}${list.publication_id}/` }, day(list.date)), list.part_of_day ? ` (${named("part", list.part_of_day)})` : "", ` · ${word(list.row_count === 1 ? "rows_one" : "rows", { n: number(list.row_count) })}`),
    node("p", { class: "small soft" }, list.file_name, node("br"), "SHA-256 ", node("code", {}, list.sha256)));

async function run(asked) {
  const kind = asked.get("kind") === "pending" ? "pending" : "participating";
  const lists = await load(place.dataset.index);
  const found = [];
  for (const name of ["a", "b"]) {
    const given = asked.get(name).trim();
    if (isDay(given) && !valid(given)) return say("wrong", { day: given });
    const list = find(lists, given, kind);
    if (!list) return isDay(given) ? say("none", { day: day(given) }) : say("unknown", { id: given });
    found.push(list);
    form.elements[name].value = isDay(given) ? given : list.date;
    form.elements.kind.value = list.kind;
  }
  const [a, b] = found;
  if (a.kind !== b.kind) return say("kinds");
  const [data, first, second] = await Promise.all(
    [a.kind, a.publication_id, b.publication_id].map((name) => load(`${place.dataset.data}${name}.json`)),
  );
  const differs = compare(subjects(first, data.rows), subjects(second, data.rows));
  const names = ["new", "gone", "changed"];
  const none = names.every((name) => !differs[name].length);
  const parts = [node("div", { class: "columns even" }, about("first", a), about("second", b))];
  const last = lists.filter((list) => list.kind === a.kind).at(-1).date;
  const late = [asked.get("a").trim(), asked.get("b").trim()].filter((given) => isDay(given) && given > last);
  if (late.length) parts.push(node("p", { class: "note" }, word("after", { date: day(last), day: day(late.sort().at(-1)) })));
  if (none) parts.push(node("p", { class: "note" }, word(a === b ? "one" : a.kind === "pending" ? "same_pending" : "same")));
  else for (const name of names) parts.push(section(name, differs[name].sort(order(data)), data, a, b));
  parts.push(node("p", { class: "small soft no-print" }, `${word("shell")} `, node("code", {}, `roster287 compare ${a.publication_id} ${b.publication_id}`)));
  place.replaceChildren(...parts);
  heard.textContent = [...place.querySelectorAll("section h2, .note")].map((one) => one.textContent.replace(/[^.?!…]$/, "$&.")).join(" ");
}

const asked = new URLSearchParams(location.search);
if (asked.get("a") && asked.get("b")) {
  say("loading");
  run(asked).catch(() => say("failed"));
}
