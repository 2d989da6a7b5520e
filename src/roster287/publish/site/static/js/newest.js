// The day of the newest list, at the foot of every page, and how many lists miss an agreement: from a file, since pages outlive
// the lists that change nothing in them.
// Where no list came for long, the head of the page says so too.
const LONG = 14; // days; ICE publishes several lists a week
const stale = document.querySelector("[data-stale]");
const place = document.querySelector("[data-newest]");
const lang = document.documentElement.lang;
const day = (iso) =>
  new Date(`${iso}T12:00:00Z`).toLocaleDateString(lang === "es" ? "es" : "en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

fetch(place.dataset.newest)
  .then((answer) => (answer.ok ? answer.json() : {}))
  .then(({ participating, lists }) => {
    if (!participating) return;
    for (const gone of document.querySelectorAll("[data-lists-until]")) {
      const n = lists - Number(gone.dataset.listsUntil);
      gone.textContent = n === 1 ? gone.dataset.one : gone.dataset.many.replace("{n}", n.toLocaleString("en-US"));
    }
    place.textContent = place.dataset.words.replace("{day}", day(participating));
    place.hidden = false;
    const days = Math.floor((Date.now() - Date.parse(`${participating}T00:00:00Z`)) / 86_400_000);
    if (days <= LONG) return;
    stale.firstElementChild.textContent = stale.dataset.stale.replace("{day}", day(participating)).replace("{n}", days.toLocaleString("en-US"));
    stale.hidden = false;
  })
  .catch(() => {}); // the page says all else without it
