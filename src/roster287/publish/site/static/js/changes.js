// Shows only some of the changes. What is chosen stands in the address, so that it can be sent on.
// Months that are not whole on this page have pages of their own: fetched when the dates chosen reach into them.

const form = document.querySelector("[data-filter]");
const status = form?.querySelector(".shown");
const elsewhere = new Map(
  [...document.querySelectorAll("a[data-month]")]
    .map((link) => [link.dataset.month, link])
    .filter(([month]) => !document.querySelector(`#m-${month}:not([data-part])`)),
);
let turn = 0;

async function fetched(link) {
  const answer = await fetch(link.pathname);
  if (!answer.ok) throw new Error(answer.statusText);
  const month = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".month");
  for (const head of month.querySelectorAll("h2.day-head")) {
    const lower = document.createElement("h3");
    lower.className = head.className;
    lower.append(...head.childNodes);
    head.replaceWith(lower);
  }
  if (form.dataset.cause) {
    for (const event of month.querySelectorAll(`.event:not(.${form.dataset.cause})`)) event.remove();
  }
  const head = document.createElement("h2");
  head.id = `h-${link.dataset.month}`;
  head.textContent = link.dataset.name;
  month.prepend(head);
  month.setAttribute("aria-labelledby", head.id);
  return document.adoptNode(month);
}

function place(month) {
  const part = document.getElementById(month.id);
  if (part) return part.replaceWith(month);
  const there = [...document.querySelectorAll(".month")];
  const newer = there.findLast((other) => other.id > month.id);
  if (newer) newer.after(month);
  else there[0].before(month);
}

// Gives whether every month from one day to another is on the page.
async function fetchMonths(from, to) {
  const lacking = [...elsewhere].filter(([month]) => month >= from.slice(0, 7) && month <= to.slice(0, 7));
  status.textContent = lacking.length ? form.dataset.fetching : "";
  const found = await Promise.allSettled(lacking.map(([, link]) => fetched(link)));
  found.forEach(({ value }, at) => {
    if (!value || !elsewhere.delete(lacking[at][0])) return;
    place(value);
  });
  return found.every(({ status }) => status === "fulfilled");
}

async function apply() {
  const mine = (turn += 1);
  const given = new FormData(form);
  const dated = Boolean(given.get("from") || given.get("to"));
  const whole = !dated || (await fetchMonths(given.get("from") || "", given.get("to") || "9999"));
  if (mine === turn) show(given, whole);
}

// A link to a month keeps what is chosen; the days only where that month has some of them.
function carry(asked, from, to) {
  for (const link of document.querySelectorAll("a[data-carry]")) {
    const month = link.dataset.carry;
    const within = !month || (from <= month && month <= to);
    const kept = asked.filter(([name]) => within || (name !== "from" && name !== "to"));
    link.search = new URLSearchParams(kept).toString();
  }
}

function show(given, whole) {
  const days = document.querySelectorAll(".day");
  const all = document.querySelectorAll(".event").length;
  const asked = [...given].filter(([, value]) => value);
  const from = given.get("from") || "";
  const to = given.get("to") || "9999";
  const same = asked.filter(([name]) => name !== "from" && name !== "to");
  const dated = Boolean(given.get("from") || given.get("to"));
  let shown = 0;
  for (const day of days) {
    const within = day.dataset.day >= from && day.dataset.day <= to;
    let ofDay = 0;
    for (const list of day.querySelectorAll(".of-list")) {
      let ofList = 0;
      for (const ol of list.querySelectorAll(".events")) {
        let ofKind = 0;
        for (const event of ol.children) {
          event.hidden = !(within && same.every(([name, value]) => event.dataset[name] === value));
          ofKind += event.hidden ? 0 : 1;
        }
        const fold = ol.closest("details") ?? ol;
        fold.hidden = ofKind === 0;
        if (fold !== ol) fold.open = same.length > 0 && ofKind > 0;
        ofList += ofKind;
      }
      list.hidden = ofList === 0;
      ofDay += ofList;
    }
    day.hidden = ofDay === 0;
    shown += ofDay;
  }
  for (const month of document.querySelectorAll(".month")) {
    month.hidden = [...month.querySelectorAll(".day")].every((day) => day.hidden);
  }
  const counted = form.dataset.shown.replace("{n}", shown.toLocaleString("en-US")).replace("{all}", all.toLocaleString("en-US"));
  const { month } = form.dataset;
  const beyond = dated && month && (from.slice(0, 7) !== month || to.slice(0, 7) !== month);
  const query = new URLSearchParams(asked).toString();
  let rest = !dated && elsewhere.size ? form.dataset.earlier : dated && !shown ? form.dataset.none : "";
  if (!whole) rest = form.dataset.failed;
  if (beyond) rest = form.dataset.beyond;
  const said = asked.length ? [[counted, rest].filter(Boolean).join(" ")] : [];
  if (beyond) {
    const all = document.createElement("a");
    all.href = `${form.dataset.home}?${query}`;
    all.textContent = form.dataset.all;
    said.push(" ", all);
  }
  status.replaceChildren(...said);
  carry(asked, from.slice(0, 7), to.slice(0, 7));
  history.replaceState(null, "", `${location.pathname}${query ? `?${query}` : ""}${location.hash}`);
}

if (form) {
  const first = new URLSearchParams(location.search);
  for (const field of form.elements) {
    const value = field.name && first.get(field.name);
    if (!value) continue;
    field.value = value;
    // A page without any change of that kind: all of them would be shown in its place.
    if (field.options && !field.value) field.add(new Option(value, value, false, true));
  }
  const fold = form.parentElement;
  fold.hidden = false;
  fold.open = first.size > 0;
  form.addEventListener("change", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  if ([...first].length) apply();
}
