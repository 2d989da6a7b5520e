// Shows only some of a page's changes. What is chosen stands in the address, so that it can be sent on.

const form = document.querySelector("[data-filter]");
const status = form?.querySelector(".shown");
const days = [...document.querySelectorAll(".day")];
const all = document.querySelectorAll(".event").length;

function apply() {
  const given = new FormData(form);
  const asked = [...given].filter(([, value]) => value);
  const from = given.get("from") || "";
  const to = given.get("to") || "9999";
  const same = asked.filter(([name]) => name !== "from" && name !== "to");
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
        const whole = ol.closest("details") ?? ol;
        whole.hidden = ofKind === 0;
        if (whole !== ol) whole.open = same.length > 0 && ofKind > 0;
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
  status.textContent = asked.length
    ? form.dataset.shown.replace("{n}", shown.toLocaleString("en-US")).replace("{all}", all.toLocaleString("en-US"))
    : "";
  const query = new URLSearchParams(asked).toString();
  history.replaceState(null, "", `${location.pathname}${query ? `?${query}` : ""}${location.hash}`);
}

if (form) {
  const first = new URLSearchParams(location.search);
  for (const field of form.elements) {
    if (field.name && first.has(field.name)) field.value = first.get(field.name);
  }
  const fold = form.parentElement;
  fold.hidden = false;
  fold.open = first.size > 0;
  form.addEventListener("change", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  if ([...first].length) apply();
}
