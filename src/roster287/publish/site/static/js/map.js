// The slider of a map: shows each county as it was on the date of a list. Without this script the map stays as it is
// today. Markup: the macro map_time in templates/parts/map.html; data: publish/maps/history.py, read at first use.

const PLAY_MS = 110;
const LETTERS = [[1, "t"], [2, "j"], [4, "w"]];
const still = matchMedia("(prefers-reduced-motion: reduce)");

/** What a place was at each of its changes, found by date index: [agencies, models]. */
function at(changes, index) {
  let found = [0, 0];
  for (let i = 0; i < changes.length && changes[i] <= index; i += 3) found = [changes[i + 1], changes[i + 2]];
  return found;
}

/** The classes of a county: by model, and by step of the number of agencies. */
function classes([agencies, models], seen, edges) {
  const letters = LETTERS.filter(([bit]) => models & bit).map(([, letter]) => letter).join("");
  const step = edges.filter((edge) => agencies >= edge).length;
  return `c k-${letters || (seen ? "0" : "none")} n${step}`;
}

/** A message with its {names} replaced. */
function fill(message, values) {
  return message.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

function enhance(map) {
  const controls = map.querySelector("[data-map-time]");
  const drawing = map.querySelector("svg.map-svg");
  if (!controls || !drawing) return;
  const range = controls.querySelector("input");
  const button = controls.querySelector("button");
  const say = controls.querySelector("[data-map-say]");
  const words = controls.dataset;
  const share = map.querySelector('[value="share"]');
  const lang = document.documentElement.lang || "en";
  const day = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, { dateStyle: "long", timeZone: "UTC" });
  const count = new Intl.NumberFormat("en-US");
  const last = Number(range.max);
  let history, timer, places = [];

  const load = () => (history ??= fetch(words.history)
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.statusText))))
    .then((data) => {
      places = Object.entries(data.places).map(([key, changes]) => {
        const state = key.length === 2;
        const path = drawing.querySelector(state ? `#st-${key.toLowerCase()}` : `#c${key}`);
        return path && { path, changes, state, today: path.getAttribute("class"), title: path.querySelector("title") };
      }).filter(Boolean);
      return data;
    })
    .catch(() => { history = undefined; pause(); say.textContent = words.failed; return undefined; }));

  async function show() {
    const index = Number(range.value);
    const data = await load();
    if (!data || index !== Number(range.value)) return;
    const now = index >= last;
    for (const { path, changes, state, today, title } of places) {
      const here = at(changes, index);
      const then = state ? (here[0] ? "st wide" : "st") : classes(here, changes[0] <= index, data.edges);
      path.setAttribute("class", now ? today : then);
      // A title tells of today.
      if (title && now !== path.contains(title)) now ? path.prepend(title) : title.remove();
    }
    for (const one of map.querySelectorAll("[data-map-now], [data-map-then]")) one.hidden = now === "mapThen" in one.dataset;
    if (share) {
      share.disabled = !now;
      if (!now && share.checked) map.querySelector('[value="model"]').checked = true;
    }
    const [agencies, counties, states, territories] = data.totals[index].map((n) => count.format(n));
    const sentence = { 0: words.sentence, 1: words.sentenceOne }[territories] ?? words.sentenceMany;
    const date = day.format(new Date(data.dates[index]));
    range.setAttribute("aria-valuetext", date);
    say.textContent = fill(sentence, { date, agencies, counties, states, territories });
  }

  /** The button says what it does next: where motion is not wanted, one list a click, and after the last the first. */
  function label() {
    const step = Number(range.value) < last ? words.jump : words.first;
    button.textContent = timer ? words.pause : still.matches ? step : words.play;
  }

  function pause() {
    clearInterval(timer);
    timer = undefined;
    map.classList.remove("map-playing");
    say.setAttribute("aria-live", "polite");
    label();
  }

  function move(by) {
    range.value = Math.min(Number(range.value) + by, last);
    show();
    if (Number(range.value) >= last) pause();
  }

  button.addEventListener("click", async () => {
    if (timer) return pause();
    if (!(await load())) return;
    if (Number(range.value) >= last) { range.value = 0; show(); }
    else if (still.matches) move(1);
    if (still.matches) return label();
    // Nobody wants a hundred dates read out in a row.
    say.setAttribute("aria-live", "off");
    map.classList.add("map-playing");
    timer = setInterval(() => move(1), PLAY_MS);
    label();
  });
  range.addEventListener("input", () => { pause(); show(); });
  still.addEventListener("change", pause);
  range.value = last;
  pause();
  controls.hidden = false;
}

document.querySelectorAll("[data-map]").forEach(enhance);
