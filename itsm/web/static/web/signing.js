/* A field to sign in with finger, pen or mouse; kept as strokes between 0 and 1. A typed name and a tick do as well. */
"use strict";
for (const box of document.querySelectorAll("[data-strokes]")) {
  const canvas = box.querySelector("canvas"), pen = canvas.getContext("2d");
  const kept = document.getElementById(box.dataset.strokes);
  let strokes = [];
  let stroke = null;

  const draw = () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.lineWidth = 3;
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = pen.fillStyle = "#000";
    for (const points of strokes) {
      pen.beginPath();
      if (points.length === 1) pen.arc(points[0][0] * canvas.width, points[0][1] * canvas.height, 2, 0, 7), pen.fill();
      points.forEach(([x, y], n) => (n ? pen.lineTo(x * canvas.width, y * canvas.height) : pen.moveTo(x * canvas.width, y * canvas.height)));
      pen.stroke();
    }
  };
  const at = (event) => {
    const place = canvas.getBoundingClientRect();
    const held = (n) => Math.round(Math.min(1, Math.max(0, n)) * 1e4) / 1e4;
    return [held((event.clientX - place.left) / place.width), held((event.clientY - place.top) / place.height)];
  };
  const keep = () => { kept.value = strokes.length ? JSON.stringify(strokes) : ""; };

  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    stroke = [at(event)];
    strokes.push(stroke);
    draw();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!stroke) return;
    stroke.push(at(event));
    draw();
  });
  const end = () => { stroke = null; keep(); };
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
  box.querySelector("[data-clear]").addEventListener("click", () => { strokes = []; keep(); draw(); });
  // A refused form brings back what was drawn.
  try { strokes = JSON.parse(kept.value || "[]"); draw(); } catch { strokes = []; keep(); draw(); }
}
