// Copies the text of a field: a button with data-copy, the field's id. Without this script the field can be selected.
// A site that was not told its own address links from its root: on another page that would lead nowhere.

for (const field of document.querySelectorAll(".copy input")) {
  field.value = field.value.replace(' src="/', ` src="${location.origin}/`);
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  if (!field || !navigator.clipboard) continue;
  button.hidden = false;
  const words = button.firstChild;
  const before = words.textContent;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      words.textContent = button.dataset.done;
      setTimeout(() => { words.textContent = before; }, 2000);
    } catch {
      field.focus();
    }
  });
}

// A link to a state opens its part of the page.
function open() {
  const part = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (part && part.tagName === "DETAILS") part.open = true;
}
addEventListener("hashchange", open);
open();
