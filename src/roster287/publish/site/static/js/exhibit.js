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
  return { name: words.querySelector("[data-name]").textContent, state: words.querySelector("[data-state]").textContent, day: next ? day(on) : date, date, n: number(list.row_count), file: list.file_name, hash: list.sha256 };
}

/** What a list of an earlier day says of the one that is asked about: more where it was still captured on or after it. */
function apart(list, next) {
  const [seen, time] = (list.last_captured ?? "").split("T");
  const kind = seen >= on && time ? "still" : next ? "between" : "after";
  return word(kind, { day: day(on), date: day(list.date), next: next && day(next.date), seen: seen && day(seen), time: time?.replace("Z", "") });
}

/** Take a fact away, with its name. */
function drop(value) {
  value.previousElementSibling.remove();
  value.remove();
}

function exhibit(list, title, said, columns, row) {
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
  if (row.querySelector(".ours")) slot("ours").hidden = false;
  else slot("ours").remove();
  [...row.cells].slice(1).forEach((cell, at) => {
    const line = table.tBodies[0].insertRow();
    const head = document.createElement("th");
    head.scope = "row";
    head.textContent = columns[at + 1];
    const value = document.createElement("td");
    value.className = "cell";
    const target = cell.querySelector("a[rel]");
    value.textContent = cell.textContent;
    if (target) {
      const where = document.createElement("code");
      where.textContent = target.href;
      value.append(document.createElement("br"), where);
    }
    line.append(head, value);
  });
  return made;
}

async function show() {
  const lists = await (await get(place.dataset.index)).json();
  const inForce = (kind) => lists.filter((list) => list.kind === kind && list.date <= on).at(-1);
  const after = (kind) => lists.find((list) => list.kind === kind && list.date > on);
  const [list, waiting] = [inForce("participating"), inForce("pending")];
  const [next, waitingNext] = [after("participating"), after("pending")];
  const parts = [];
  if (!list) parts.push(note(word("none", { day: day(on) })));
  else {
    const { columns, rows } = await rowsOf(list);
    const about = shared(list, next ?? list.date === on);
    if (list.date !== on) parts.push(note(apart(list, next)));
    for (const row of rows) parts.push(exhibit(list, word("title_participating", about), word("listed", about), columns, row));
    if (!rows.length) parts.push(exhibit(list, word("title_not", about), word("not", about)));
  }
  if (waiting) {
    const { columns, rows } = await rowsOf(waiting);
    const about = shared(waiting, waitingNext ?? waiting.date === on);
    for (const row of rows) parts.push(exhibit(waiting, word("title_pending", about), word("pending", about), columns, row));
    if (!rows.length) parts.push(note(word("not_pending", about)));
  }
  place.replaceChildren(...parts);
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
