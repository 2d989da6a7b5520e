// The search box: what finds and shows is loaded when the box is first used, not before.
for (const box of document.querySelectorAll("[data-search]")) {
  const input = box.querySelector("input");
  let started = false;
  const start = async () => {
    if (started) return;
    started = true;
    try {
      const [{ attach }, { finder }] = await Promise.all([import(box.dataset.box), import(box.dataset.find)]);
      attach(box, finder);
    } catch {
      started = false;
    }
  };
  input.addEventListener("focus", start);
  input.addEventListener("input", start);
  if (document.activeElement === input || (box.hasAttribute("data-answers") && new URLSearchParams(location.search).get("q"))) start();
}
