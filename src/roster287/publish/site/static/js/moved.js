// The address that a page has now: what the former one asks for, and the place in the page, go along.
const { href } = document.querySelector("main a");
location.replace(href + location.search + location.hash);
