// What a part of a page asked for and did not get is said on the page: in the words of the refusal, else that nothing was
// done. Whole pages say it themselves.

const told = document.getElementById("unanswered");
let asksByItself = false; // whether what failed asks again and again, as who else is here

function say(words, { elt }) {
  told.querySelector("span").textContent = words;
  told.hidden = false;
  asksByItself = again(elt);
}

const again = (elt) => elt.matches("[hx-trigger*=every]");

// The findings of a refusal, or what the page of an error is headed with.
function wordsOf(answer) {
  const page = new DOMParser().parseFromString(answer, "text/html").querySelector("main#main");
  const findings = [...(page?.querySelectorAll(".finding") ?? [])].map((one) => one.textContent.trim());
  return findings.join("\n") || page?.querySelector("h1")?.textContent;
}

document.body.addEventListener("htmx:responseError", ({ detail }) => {
  say(wordsOf(detail.xhr.responseText) || told.dataset.failed, detail);
});

for (const broken of ["htmx:sendError", "htmx:timeout"]) {
  document.body.addEventListener(broken, ({ detail }) => say(told.dataset.broken, detail));
}

// the page of the log-in has no place inside another
document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (new URL(detail.xhr.responseURL).pathname !== told.dataset.login) return;
  detail.shouldSwap = false;
  say(told.dataset.expired, detail);
});

document.body.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (asksByItself || !again(detail.elt)) told.hidden = true;
});

told.querySelector("button").addEventListener("click", () => (told.hidden = true));
