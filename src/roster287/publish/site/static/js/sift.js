// Shows only the rows of a long table that have all the words typed, with or without their accents; Saint is St.

const folded = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f'’.]/g, "").toLowerCase().replace(/\bsaint\b/g, "st");

for (const box of document.querySelectorAll("[data-sift]")) {
  const input = box.querySelector("input");
  const status = box.querySelector("[role=status]");
  const rows = [...document.getElementById(box.dataset.sift).tBodies[0].rows].map((row) => [row, folded(row.textContent)]);
  const sift = () => {
    const words = folded(input.value).split(/\s+/).filter(Boolean);
    let n = 0;
    for (const [row, text] of rows) {
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) n += 1;
    }
    status.textContent = !words.length ? "" : n ? box.dataset.some.replace("{n}", n).replace("{all}", rows.length) : box.dataset.none;
  };
  box.hidden = false;
  input.addEventListener("input", sift);
  // A browser that comes back to the page puts back what was typed.
  addEventListener("pageshow", sift);
}
