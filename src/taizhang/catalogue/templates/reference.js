// Shows the rows that hold every word of the search, and keeps the search in the address.
const box = document.getElementById("search");
if (box) {
  const rows = [...document.querySelectorAll("#entries tbody tr")];
  const show = () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const row of rows) {
      row.hidden = !words.every((word) => row.dataset.words.includes(word));
      found += row.hidden ? 0 : 1;
    }
    document.getElementById("none").hidden = found > 0;
    history.replaceState(null, "", box.value ? "#" + encodeURIComponent(box.value) : location.pathname);
  };
  box.value = decodeURIComponent(location.hash.slice(1));
  box.addEventListener("input", show);
  show();
}
