// The other language shows the same: what the address asks for, and its place in the page, go along.
const link = document.querySelector(".tongue");
const along = () => {
  link.search = location.search;
  link.hash = location.hash;
};
for (const kind of ["pointerdown", "focus", "click"]) link?.addEventListener(kind, along);
