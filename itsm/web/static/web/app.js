/* Comfort on top of pages that work without it: search by key, theme, dialogs, no double sending, filters that answer at once. */
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("js");

  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !typing(event.target)) {
      const find = document.getElementById("find");
      if (find) { event.preventDefault(); find.focus(); find.select(); }
    }
    if (event.key === "Escape") closeMenus(null);
    if (event.key === "Enter" && event.target.matches("input[data-scanned]")) onward(event);
  });

  /* A hand scanner ends each number with Enter: it goes on to the next field and sends nothing. */
  const onward = (event) => {
    event.preventDefault();
    const fields = [...event.target.form.elements].filter((one) => one.type !== "hidden" && !one.disabled);
    fields[fields.indexOf(event.target) + 1]?.focus();
  };

  const closeMenus = (except) => {
    for (const menu of document.querySelectorAll("details.menu[open], details.me[open], details.more[open]")) {
      if (menu !== except) menu.open = false;
    }
  };

  /* Light, dark, or as the system does; the cookie lets the server send the page right at once. */
  const themeNow = () => root.dataset.kernTheme || "auto";
  const showTheme = () => {
    for (const button of document.querySelectorAll("[data-theme]")) {
      button.setAttribute("aria-pressed", String(button.dataset.theme === themeNow()));
    }
  };
  const setTheme = (theme) => {
    if (theme === "auto") delete root.dataset.kernTheme; else root.dataset.kernTheme = theme;
    const age = theme === "auto" ? 0 : 31536000;
    document.cookie = `theme=${theme}; path=/; max-age=${age}; samesite=lax`;
    showTheme();
  };

  document.addEventListener("click", (event) => {
    const hit = (selector) => event.target.closest(selector);
    closeMenus(hit("details.menu, details.me, details.more"));
    const theme = hit("[data-theme]");
    if (theme) setTheme(theme.dataset.theme);
    if (hit("[data-print]")) window.print();
    const close = hit("dialog [data-close]");
    if (close) { event.preventDefault(); close.closest("dialog").close(); }
    const all = hit("input[data-pick-all]");
    if (all) for (const box of all.closest("table").querySelectorAll("tbody .c-pick input")) box.checked = all.checked;
  });

  /* What htmx puts into the dialog opens it. */
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id === "dialog" && !event.target.open) event.target.showModal();
  });

  /* A form that was sent is not sent again by a second tap; one that brings a file stays open. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || "download" in form.dataset) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    for (const button of form.querySelectorAll("button:not([type=button])")) button.setAttribute("aria-disabled", "true");
  });
  const sendable = (form) => {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button[aria-disabled]")) button.removeAttribute("aria-disabled");
  };
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(sendable));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest("form");
    if (form) sendable(form);
  });

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-auto]");
    if (form) form.requestSubmit();
  });

  for (const part of document.querySelectorAll(".js-only")) part.hidden = false;
  showTheme();
  const errors = document.querySelector(".error-summary[autofocus]");
  if (errors) errors.focus();
})();
