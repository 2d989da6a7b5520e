// The day of the newest list, at the foot of every page: from a file, since pages outlive the lists that change nothing in them.
const place = document.querySelector("[data-newest]");
const lang = document.documentElement.lang;
const day = (iso) =>
  new Date(`${iso}T12:00:00Z`).toLocaleDateString(lang === "es" ? "es" : "en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

fetch(place.dataset.newest)
  .then((answer) => (answer.ok ? answer.json() : {}))
  .then(({ participating }) => {
    if (!participating) return;
    place.textContent = place.dataset.words.replace("{day}", day(participating));
    place.hidden = false;
  })
  .catch(() => {}); // the page says all else without it
