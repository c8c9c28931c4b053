/* Dragging a promised loan on the plan: to other days, or to another case; or an application onto a case. The form it opens says what will happen; nothing is saved by letting go. */
"use strict";
(() => {
  const plan = document.querySelector("[data-plan]");
  if (!plan) return;
  let drag = null;

  // On a phone a year is wider than the screen: begin where today is.
  const now = document.querySelector(".plan-today line"), frame = plan.closest(".plan-frame");
  if (now) frame.scrollLeft = (plan.offsetWidth * parseFloat(now.getAttribute("x1"))) / 100 - frame.clientWidth / 3;

  const dayWidth = () => (plan.tHead.rows[0].getBoundingClientRect().width - plan.tHead.rows[0].cells[0].offsetWidth) / Number(plan.dataset.days);
  const iso = (date) => date.toISOString().slice(0, 10);
  const shifted = (first, days) => { const date = new Date(`${first}T00:00:00Z`); date.setUTCDate(date.getUTCDate() + days); return iso(date); };
  const rowAt = (event) => { const hit = document.elementFromPoint(event.clientX, event.clientY); return hit && hit.closest("tr[data-case]"); };
  const mark = (row) => { for (const other of plan.querySelectorAll("tr.target")) other.classList.remove("target"); if (row) row.classList.add("target"); };

  plan.addEventListener("pointerdown", (event) => {
    const cell = event.target.closest("[data-move]");
    if (!cell || event.button !== 0 || event.pointerType === "touch") return;
    drag = { cell, x: event.clientX, moved: false };
  });
  document.addEventListener("pointermove", (event) => {
    if (!drag) return;
    if (Math.abs(event.clientX - drag.x) > 5 || rowAt(event) !== drag.cell.closest("tr")) drag.moved = true;
    if (drag.moved) { drag.cell.classList.add("dragged"); mark(rowAt(event)); }
  });
  document.addEventListener("pointerup", (event) => {
    if (!drag) return;
    const { cell, x, moved } = drag;
    drag = null;
    cell.classList.remove("dragged");
    mark(null);
    const row = rowAt(event);
    if (!moved || !row) return;
    const days = Math.round((event.clientX - x) / dayWidth());
    const first = shifted(cell.dataset.first, days);
    const last = shifted(first, Number(cell.dataset.length) - 1);
    const asked = new URLSearchParams({ case: row.dataset.case, start: first, last_day: last });
    window.location.assign(`${cell.dataset.move}?${asked}`);
  });
  plan.addEventListener("dragstart", (event) => event.preventDefault());
})();
