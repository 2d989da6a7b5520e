// The exhibit of one day: the list in force, and the agency's rows on its page, or that it has none.

const place = document.getElementById("day");
const heard = document.getElementById("heard");
const words = document.getElementById("words").content;
const lang = document.documentElement.lang;
const on = new URLSearchParams(location.search).get("on");

const word = (name, parts = {}) =>
  words.querySelector(`[data-word="${name}"]`).textContent.replace(/\{(\w+)\}/g, (_, key) => parts[key] ?? "");
const partOf = ({ part_of_day: part }) =>
  part ? ` (${words.querySelector(`[data-part="${CSS.escape(part)}"]`)?.textContent ?? part})` : "";
const number = (n) => n.toLocaleString("en-US");
const day = (iso) =>
  new Date(`${iso}T12:00:00Z`).toLocaleDateString(lang === "es" ? "es" : "en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const valid = (iso) => {
  const at = new Date(`${iso}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(iso) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso); // not 31 February
};

function note(text) {
  const made = document.createElement("p");
  made.className = "note";
  made.textContent = text;
  return made;
}

/** Write links and the page's own address whole: on paper nobody can follow a part of one. */
function whole(within) {
  for (const link of within.querySelectorAll(".exhibit a[href]")) link.setAttribute("href", link.href);
  document.querySelector("[data-address]").textContent = location.href;
}

async function get(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(address);
  return answer;
}

/** The agency's rows on the page of a list, and the names of its columns. */
async function rowsOf(list) {
  const text = await (await get(`${place.dataset.lists}${list.publication_id}/`)).text();
  const sheet = new DOMParser().parseFromString(text, "text/html").querySelector("table.sheet");
  const columns = [...sheet.tHead.rows[0].cells].map((cell) => cell.textContent);
  const own = `../../agencies/${place.dataset.agency}/`;
  const rows = [...sheet.tBodies[0].rows].filter((row) => row.querySelector("a[href^='../../agencies/']")?.getAttribute("href") === own);
  return { columns, rows, searched: sheet.tBodies[0].rows.length };
}

/** What is said of a list. A day after the newest list has none in force: what is said is of the day of the list. */
function shared(list, next) {
  const date = day(list.date);
  const n = number(list.row_count);
  const rows = word(list.row_count === 1 ? "rows_one" : "rows", { n });
  return { name: words.querySelector("[data-name]").textContent, state: words.querySelector("[data-state]").textContent, day: next ? day(on) : date, date, n, rows, file: list.file_name, hash: list.sha256 };
}

/** What a list of an earlier day says of the one that is asked about: more where it was still captured on or after it. */
function apart(list, next) {
  const [seen, time] = (list.last_captured ?? "").split("T");
  const known = seen >= on && time ? "still" : next ? "between" : "after";
  return word(list.kind === "pending" ? `${known}_pending` : known, { day: day(on), date: day(list.date), next: next && day(next.date), seen: seen && day(seen), time: time?.replace("Z", "") });
}

/** That an earlier list was seen again after this one had come and was seen last: on that day, or which was there is open. */
function again(list, of) {
  const seenOn = (one) => (one.last_captured ?? one.date).slice(0, 10);
  const came = list.first_captured ?? list.date;
  const other = of.find((one) => one.date < list.date && seenOn(one) > list.date && one.last_captured > came);
  if (!other || seenOn(list) >= on) return [];
  const [seen, time] = other.last_captured.split("T");
  const known = seen === on ? "then" : "again";
  return [note(word(`${known}_${list.kind}`, { day: day(on), date: day(other.date), later: day(list.date), seen: day(seen), time: time.replace("Z", "") }))];
}

/** Take a fact away, with its name. */
function drop(value) {
  value.previousElementSibling.remove();
  value.remove();
}

/** The row among those below that are told by their lists: the same cells, on lists around this one. It has links as printed. */
function printed(list, lists, columns, row) {
  const at = (id) => lists.findIndex((one) => one.publication_id === id);
  const text = (cell) => [...cell.childNodes].filter((one) => !one.matches?.(".ours")).map((one) => one.textContent).join("").trim();
  const cells = Object.fromEntries([...row.cells].map((cell, n) => [columns[n], text(cell)]).slice(1));
  return [...document.querySelectorAll(`#all [data-kind="${list.kind}"] [data-first]`)].find(({ dataset, rows }) => {
    if (at(dataset.first) > at(list.publication_id) || (dataset.last && at(dataset.last) < at(list.publication_id))) return false;
    const own = [...rows].filter((line) => !line.matches(".behind")).map((line) => [line.cells[0].textContent, text(line.cells[1])]);
    return own.every(([name, said]) => (cells[name] ?? "") === said);
  });
}

function exhibit(list, lists, title, said, columns, row) {
  const made = document.getElementById("exhibit").content.cloneNode(true);
  const slot = (name) => made.querySelector(`[data-slot="${name}"]`);
  slot("title").textContent = title;
  slot("said").textContent = said;
  const link = document.createElement("a");
  link.href = `${place.dataset.lists}${list.publication_id}/${row ? `#${row.id}` : ""}`;
  link.textContent = `${word(list.kind === "pending" ? "pending_list" : "list", { date: day(list.date) })}${partOf(list)}`;
  slot("list").append(link);
  slot("file").textContent = list.file_name;
  slot("hash").textContent = list.sha256;
  const [date, time] = (list.first_captured ?? "").split("T");
  if (time) slot("captured").textContent = word("captured", { date: day(date), time: time.replace("Z", "") });
  else drop(slot("captured"));
  slot("command").textContent = `sha256sum '${list.file_name.replaceAll("'", "'\\''")}'`;
  const table = made.querySelector("table");
  if (!row) {
    table.remove();
    slot("ours").remove();
    drop(slot("row"));
    return made;
  }
  slot("row").textContent = row.cells[0].textContent;
  const behind = [...(printed(list, lists, columns, row)?.querySelectorAll(".behind") ?? [])].map((line) => line.cloneNode(true));
  [...row.cells].slice(1).forEach((cell, at) => {
    const line = table.tBodies[0].insertRow();
    const head = document.createElement("th");
    head.scope = "row";
    head.textContent = columns[at + 1];
    const value = document.createElement("td");
    value.className = "cell";
    const target = cell.querySelector("a[rel]")?.getAttribute("href");
    const links = behind.filter((one) => one.dataset.of === head.textContent).map((one) => one.cells[1]);
    value.textContent = cell.textContent;
    if (target && !links.some((one) => one.textContent === target)) {
      const ours = document.createElement("ins");
      ours.className = "ours";
      ours.textContent = ` → ${target}`;
      (links.at(-1) ?? value).append(ours);
    }
    line.append(head, value);
  });
  table.tBodies[0].append(...behind);
  if (row.querySelector(".ours") || table.querySelector(".ours")) slot("ours").hidden = false;
  else slot("ours").remove();
  return made;
}

/** The agency's rows on the list of the day, or on the last of the others of that day that has any. */
async function found(list, of) {
  const own = await rowsOf(list);
  if (own.rows.length || list.date !== on) return { list, ...own };
  for (const one of of.filter(({ date }) => date === on).slice(0, -1).reverse()) {
    const other = await rowsOf(one);
    if (other.rows.length) return { list: one, ...other };
  }
  return { list, ...own };
}

/** What the lists of a kind say of the day. */
async function told(lists, kind) {
  const of = lists.filter((list) => list.kind === kind);
  const list = of.filter(({ date }) => date <= on).at(-1);
  if (!list) return kind === "pending" ? [] : [note(word("none", { day: day(on) }))];
  const next = of.find(({ date }) => date > on);
  const about = shared(list, next ?? list.date === on);
  const { list: naming, columns, rows } = await found(list, of);
  const earlier = naming === list ? "" : "_earlier";
  const parts = list.date === on ? [] : [note(apart(list, next)), ...again(list, of)];
  if (earlier || !rows.length) {
    if (kind === "pending") parts.push(note(word("not_pending", about)));
    else parts.push(exhibit(list, lists, word(earlier ? "title_not_last" : "title_not", about), word("not", about)));
  }
  const [title, said] = [`title_${kind}${earlier}`, `${kind}${earlier}`];
  return [...parts, ...rows.map((row) => exhibit(naming, lists, word(title, about), word(said, about), columns, row))];
}

async function show() {
  const lists = await (await get(place.dataset.index)).json();
  place.replaceChildren(...(await told(lists, "participating")), ...(await told(lists, "pending")));
  heard.textContent = [...place.querySelectorAll("h2, .note")].map((one) => one.textContent.trim().replace(/[^.?!…]$/, "$&.")).join(" ");
  whole(place);
}

if (on !== null) {
  const form = document.querySelector("form.fields");
  if (!valid(on)) place.replaceChildren(note(word("wrong", { day: on })));
  else {
    form.elements.on.value = on;
    document.getElementById("all").hidden = true;
    document.querySelector("[data-all]").hidden = false;
    place.replaceChildren(note(word("loading", { day: day(on) })));
    show().catch(() => {
      document.getElementById("all").hidden = false;
      place.replaceChildren(note(word("failed")));
    });
  }
}
whole(document);
const print = document.querySelector("[data-print]");
print.hidden = false;
print.addEventListener("click", () => window.print());
