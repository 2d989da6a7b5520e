// Shows what is found under the box: a combobox with a listbox, as the ARIA Authoring Practices describe it.

const MANY = 60;

/** Make a box with an input a combobox, and fill the page's list of answers where it has one; `finder` is that of `find.js`. */
export function attach(box, finder) {
  const words = JSON.parse(box.dataset.words);
  const input = box.querySelector("input");
  const form = box.querySelector("form");
  const status = box.querySelector("[role=status]");
  const drop = document.createElement("div");
  const list = document.createElement("ul");
  const page = document.querySelector("[data-found]");
  const ready = finder(box.dataset.base, new URL(box.dataset.engine, location.href).href, document.documentElement.lang);
  let shown = [];
  let active = -1;
  let turn = 0;

  list.id = `${input.id}-list`;
  list.className = "results";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.list);
  drop.className = "drop";
  drop.append(status, list);
  form.append(drop);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, autocomplete: "off" })) input.setAttribute(name, value);

  const filled = (message, parts) => message.replace(/\{(\w+)\}/g, (_, name) => parts[name] ?? "");
  const address = (hit) => box.dataset.home + hit.address;
  const about = (hit, stateName) => {
    const state = hit.kind === "state" || hit.state === undefined ? "" : stateName(hit.state);
    const place = [[state, stateName(hit.state, 1)].includes(hit.county) ? "" : hit.county, hit.title === state ? "" : state].filter(Boolean).join(", ");
    const said = hit.kind === "agency" ? [words[hit.status], hit.models.map((code) => words.models[code]).join(", ")].filter(Boolean).join(": ") : hit.kind === "state" ? words.state : "";
    return [hit.zip ? filled(words.zip, hit) : "", place, said].filter(Boolean).join(" · ");
  };
  const told = (answer, text) => {
    if (answer.note) return filled(words[answer.note], answer);
    const n = answer.hits.length;
    return n === 0 ? filled(words.none, { q: text }) : n === 1 ? words.one : filled(words.many, { n });
  };
  const lines = (hit, stateName) => {
    const title = document.createElement("strong");
    title.textContent = hit.title;
    const small = document.createElement("span");
    small.className = "small soft";
    small.textContent = about(hit, stateName);
    return [title, small];
  };

  function say(message) {
    status.textContent = message;
    drop.classList.toggle("open", message !== "");
  }

  function close() {
    turn += 1;
    list.hidden = true;
    say("");
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function point(at) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = at;
    const one = list.children[active];
    if (one) {
      one.setAttribute("aria-selected", "true");
      one.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", one.id);
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function follow(hit, event) {
    if (event?.ctrlKey || event?.metaKey || event?.button === 1) window.open(address(hit), "_blank", "noopener");
    else location.assign(address(hit));
    close();
  }

  async function suggest() {
    const text = input.value.trim();
    const mine = (turn += 1);
    if (text.length < 2) {
      close();
      return;
    }
    let answer;
    let found;
    try {
      found = await ready;
      answer = await found.find(text);
    } catch {
      if (mine === turn) say(words.failed);
      return;
    }
    if (mine !== turn) return;
    shown = answer.hits;
    list.replaceChildren(...shown.map((hit, n) => {
      const one = document.createElement("li");
      one.id = `${list.id}-${n}`;
      one.setAttribute("role", "option");
      one.setAttribute("aria-selected", "false");
      one.append(...lines(hit, found.stateName));
      return one;
    }));
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = shown.length === 0;
    input.setAttribute("aria-expanded", String(shown.length > 0));
    say(told(answer, text));
  }

  let wait = 0;
  const soon = () => {
    clearTimeout(wait);
    wait = setTimeout(suggest, 60);
  };
  input.addEventListener("input", soon);
  input.addEventListener("keydown", (event) => {
    const last = shown.length - 1;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) {
        if (input.value.trim().length > 1) suggest();
        return;
      }
      point(event.key === "ArrowDown" ? (active >= last ? 0 : active + 1) : active <= 0 ? last : active - 1);
    } else if (event.key === "Enter" && !list.hidden && active >= 0) {
      event.preventDefault();
      follow(shown[active], event);
    } else if (event.key === "Escape") {
      if (list.hidden) input.value = "";
      else event.preventDefault();
      close();
    }
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
  list.addEventListener("mousedown", (event) => event.preventDefault());
  for (const kind of ["click", "auxclick"]) list.addEventListener(kind, (event) => {
    const one = event.target.closest("[role=option]");
    if (one) follow(shown[[...list.children].indexOf(one)], event);
  });

  const text = new URLSearchParams(location.search).get("q")?.trim() ?? "";
  async function answerPage() {
    if (!page || !text || page.dataset.found === "server") return;
    input.value = text;
    const note = document.querySelector("[data-note]");
    try {
      const found = await ready;
      const answer = await found.find(text, MANY);
      page.replaceChildren(...answer.hits.map((hit) => {
        const one = document.createElement("li");
        const link = document.createElement("a");
        link.href = address(hit);
        link.append(...lines(hit, found.stateName));
        one.append(link);
        return one;
      }));
      note.textContent = told(answer, text);
      page.closest("[hidden]")?.removeAttribute("hidden");
    } catch {
      note.textContent = words.failed;
    }
  }
  answerPage();
  if (document.activeElement === input && input.value.trim() !== text) suggest();
}
