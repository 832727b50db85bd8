// Logging out takes along what was typed and kept in this browser, after asking where some of it was never sent.

const KEPT = "taizhang:draft:";

document.querySelector("form[data-leaving]")?.addEventListener("submit", (event) => {
  const kept = Object.keys(localStorage).filter((key) => key.startsWith(KEPT));
  if (kept.length && !window.confirm(event.target.dataset.leaving)) event.preventDefault();
  else kept.forEach((key) => localStorage.removeItem(key));
});
