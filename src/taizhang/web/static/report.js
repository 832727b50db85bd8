// Comfort for writing a report. Every page works without this file: figures then show as ⟦…⟧ in a plain text field.
"use strict";

(() => {
  const TOKEN = /⟦[^⟦⟧|]*\|([^⟦⟧]*)⟧/g;

  // A text with tokens as nodes: words, and figures that can only be moved or deleted whole.
  const nodesOf = (text) => {
    const nodes = [];
    let at = 0;
    for (const found of text.matchAll(TOKEN)) {
      nodes.push(document.createTextNode(text.slice(at, found.index)), chip(found[0], found[1]));
      at = found.index + found[0].length;
    }
    nodes.push(document.createTextNode(text.slice(at)));
    return nodes;
  };

  const chip = (token, printed) => {
    const made = document.createElement("b");
    made.className = "chip";
    made.contentEditable = "false";
    made.draggable = true;
    made.dataset.token = token;
    made.textContent = printed;
    return made;
  };

  // What the nodes say, tokens whole again.
  const textOf = (node) => [...node.childNodes].map((one) =>
    one.nodeType === Node.TEXT_NODE ? one.data : one.dataset?.token ?? (one.tagName === "BR" ? "" : textOf(one))
  ).join("");

  const insert = (field, node) => {
    const selection = getSelection();
    if (!selection.rangeCount || !field.contains(selection.anchorNode)) {
      field.focus();
      selection.selectAllChildren(field);
      selection.collapseToEnd();
    }
    const range = selection.getRangeAt(0);
    range.deleteContents();
    range.insertNode(node);
    range.setStartAfter(node);
    range.collapse(true);
    selection.removeAllRanges();
    selection.addRange(range);
    field.dispatchEvent(new Event("input"));
  };

  const dress = (area) => {
    const field = document.createElement("div");
    field.className = "field";
    field.contentEditable = "true";
    field.setAttribute("role", "textbox");
    field.setAttribute("aria-multiline", "true");
    field.setAttribute("aria-label", area.labels[0]?.textContent ?? "");
    field.append(...nodesOf(area.value));
    area.hidden = true;
    area.dataset.tokens = "dressed";
    area.after(field);
    const keep = () => { area.value = textOf(field); };
    field.addEventListener("input", keep);
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) area.form.requestSubmit();
    });
    field.addEventListener("copy", (event) => copy(event));
    field.addEventListener("cut", (event) => { if (copy(event)) { getSelection().deleteFromDocument(); keep(); } });
    field.addEventListener("paste", (event) => {
      event.preventDefault();
      paste(field, event.clipboardData.getData("text/plain"));
    });
    let dragged = null;
    field.addEventListener("dragstart", (event) => {
      dragged = event.target.closest?.(".chip");
      if (dragged) event.dataTransfer.setData("text/plain", dragged.dataset.token);
    });
    field.addEventListener("drop", (event) => {
      event.preventDefault();
      const range = document.caretRangeFromPoint?.(event.clientX, event.clientY);
      if (range && field.contains(range.startContainer)) {
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        const text = event.dataTransfer.getData("text/plain");
        dragged?.remove();
        paste(field, text);
      }
      dragged = null;
    });
    field.focus();
  };

  const copy = (event) => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return false;
    event.clipboardData.setData("text/plain", textOf(selection.getRangeAt(0).cloneContents()));
    event.preventDefault();
    return true;
  };

  const paste = (field, text) => nodesOf(text.replace(/\s*\n\s*/g, "")).forEach((node) => insert(field, node));

  // A result goes where the cursor was, not to the end of the paragraph.
  const take = async (form) => {
    const field = form.closest(".blk")?.querySelector(".field");
    const body = new FormData(form);
    body.append("as", "token");
    const answer = await fetch(form.action, { method: "POST", body });
    if (!answer.ok || !field) return form.submit();
    const { token } = await answer.json();
    field.focus();
    nodesOf(token).forEach((node) => node.data !== "" && insert(field, node));
  };

  const start = () => {
    document.querySelectorAll('textarea[data-tokens=""]').forEach(dress);
    const open = document.querySelector("form[data-editing]");
    const said = document.querySelector("[data-open-block]");
    if (said) said.value = open?.dataset.editing ?? "";
  };

  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-take]") && event.target.closest(".blk")?.querySelector(".field")) {
      event.preventDefault();
      take(event.target);
    }
    if (event.submitter?.matches("[data-take-polished]")) {
      event.target.querySelector("textarea[name=text]")?.removeAttribute("name");
    }
  });
  document.addEventListener("htmx:afterSettle", start);
  document.addEventListener("DOMContentLoaded", start);
  if (document.readyState !== "loading") start();
})();
