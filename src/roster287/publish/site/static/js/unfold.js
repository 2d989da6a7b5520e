// Who follows a link to the head of something folded finds it open. Without this script it is opened by hand.
const unfold = () => {
  const folded = document.getElementById(location.hash.slice(1))?.closest("summary")?.parentElement;
  if (folded) folded.open = true;
};
addEventListener("hashchange", unfold);
unfold();
