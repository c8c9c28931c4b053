/* Scanning without a reload: one field for hand scanner, keyboard and camera; each code is sent in its turn, and what became of it is said, heard and felt. */
"use strict";
(() => {
  const form = document.getElementById("scan");
  if (!form) return;
  const field = document.getElementById("code");
  const buttons = document.getElementById("camera-buttons");
  const camera = document.getElementById("camera");
  const video = document.getElementById("video");
  const torch = document.getElementById("torch");
  const cameraOn = document.getElementById("camera-on");
  const soundOn = document.getElementById("sound");
  const said = document.getElementById("said");
  const EVERY = 120, REST = 2500;

  const complain = (words) => {
    const note = document.createElement("div");
    note.className = "note bad";
    note.textContent = words;
    said.replaceChildren(note);
  };

  /* One after the other: a quick scanner does not wait for the answer, and nothing gets lost. */
  const waiting = [];
  let busy = false;
  const next = async () => {
    if (busy || !waiting.length) return;
    busy = true;
    const values = waiting.shift(), code = values.code;
    said.replaceChildren();
    try {
      await htmx.ajax("POST", form.action, { target: "#said", swap: "innerHTML", values });
    } catch { /* No answer: said below. */ }
    try {
      if (!said.hasChildNodes()) complain(buttons.dataset.unsent);
      tell(code);
    } finally {
      busy = false;
      next();
    }
  };
  /* What else stands in the form (into which slot) goes with one code, and not with the next. */
  const more = [...form.querySelectorAll("input[type=number]")];
  const take = (code) => {
    waiting.push(Object.fromEntries([["code", code], ...more.map((other) => [other.name, other.value])]));
    for (const other of more) other.value = "";
    next();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    const code = field.value.trim();
    field.value = "";
    if (code) take(code);
  });

  /* What is heard and felt: high for there, low twice for wrong. */
  let audio;
  const beep = (pitch, at = 0, length = 0.09) => {
    const tone = audio.createOscillator(), loud = audio.createGain();
    tone.frequency.value = pitch;
    loud.gain.value = 0.12;
    tone.connect(loud).connect(audio.destination);
    tone.start(audio.currentTime + at);
    tone.stop(audio.currentTime + at + length);
  };
  const tell = (code) => {
    const note = said.querySelector("[data-heard]");
    const heard = note ? note.dataset.heard : "bad";
    if (heard === "bad") { field.value = code; field.select(); }
    if (note && note.dataset.go) window.location.assign(note.dataset.go);
    if (navigator.vibrate) navigator.vibrate(heard === "bad" ? [120, 60, 120] : 60);
    if (soundOn.getAttribute("aria-pressed") !== "true") return;
    try {
      audio = audio || new AudioContext();
      if (heard === "bad") { beep(220, 0, 0.16); beep(220, 0.22, 0.16); } else beep(heard === "again" ? 660 : 1200);
    } catch { /* A browser without sound still shows it. */ }
  };
  soundOn.addEventListener("click", () => {
    soundOn.setAttribute("aria-pressed", String(soundOn.getAttribute("aria-pressed") !== "true"));
  });

  /* The decoder: the browser's own where it reads QR codes, else the one we ship. */
  const load = (address) => new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });
  const decoder = async () => {
    if ("BarcodeDetector" in window && (await BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
      const own = new BarcodeDetector({ formats: ["qr_code"] });
      return async () => (await own.detect(video)).map((found) => found.rawValue);
    }
    if (!window.ZXingWASM) await load(buttons.dataset.reader);
    ZXingWASM.prepareZXingModule({ overrides: { locateFile: () => buttons.dataset.decoder } });
    const canvas = document.createElement("canvas");
    const drawn = canvas.getContext("2d", { willReadFrequently: true });
    return async () => {
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
      if (!canvas.width) return [];
      drawn.drawImage(video, 0, 0);
      const picture = drawn.getImageData(0, 0, canvas.width, canvas.height);
      const found = await ZXingWASM.readBarcodes(picture, { formats: ["QRCode"], tryHarder: true, maxNumberOfSymbols: 1 });
      return found.map((one) => one.text).filter(Boolean);
    };
  };

  /* A code that stays in the picture counts once. */
  const seen = new Map();
  const look = (text) => {
    const now = performance.now(), before = seen.get(text);
    seen.set(text, now);
    if (before === undefined || now - before > REST) take(text);
  };

  let stream = null;
  const stop = () => {
    for (const track of stream ? stream.getTracks() : []) track.stop();
    stream = null;
    camera.hidden = torch.hidden = true;
    cameraOn.setAttribute("aria-pressed", "false");
  };
  const offerTorch = () => {
    const track = stream.getVideoTracks()[0];
    const can = track.getCapabilities ? track.getCapabilities() : {};
    torch.hidden = !can.torch;
    torch.onclick = () => {
      const on = torch.getAttribute("aria-pressed") !== "true";
      track.applyConstraints({ advanced: [{ torch: on }] });
      torch.setAttribute("aria-pressed", String(on));
    };
  };
  const start = async () => {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } });
    camera.hidden = false;
    video.srcObject = stream;
    await video.play();
    cameraOn.setAttribute("aria-pressed", "true");
    offerTorch();
    const read = await decoder();
    const round = async () => {
      if (!stream) return;
      try { (await read()).forEach(look); } catch { /* An unreadable picture: the next one comes. */ }
      setTimeout(round, EVERY);
    };
    round();
  };
  cameraOn.addEventListener("click", async () => {
    if (stream) { sessionStorage.removeItem("camera"); stop(); return; }
    try {
      await start();
      sessionStorage.setItem("camera", "on");
    } catch {
      sessionStorage.removeItem("camera");
      stop();
      complain(buttons.dataset.failed);
    }
  });
  /* Who scans on with the next case does not switch the camera on again. */
  if (sessionStorage.getItem("camera")) cameraOn.click();
  window.addEventListener("pagehide", () => stream && stop());

  /* − and + beside the counts. */
  document.addEventListener("click", (event) => {
    const step = event.target.closest("[data-step]");
    if (!step) return;
    const number = step.parentElement.querySelector("input");
    number.value = Math.min(999, Math.max(0, (parseInt(number.value, 10) || 0) + Number(step.dataset.step)));
    number.dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
