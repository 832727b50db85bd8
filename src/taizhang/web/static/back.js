// A refused form is still on the page before, with what was typed there.
const back = document.querySelector("button[data-back]");
if (back && history.length > 1) {
  back.hidden = false;
  back.addEventListener("click", () => history.back());
}
