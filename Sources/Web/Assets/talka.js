// SPDX-License-Identifier: EUPL-1.2
// What JavaScript adds to pages that work without it.
"use strict";

// What a reader should hear first: the error summary, or word that it is done.
document.querySelector("[data-focus]")?.focus();

// How many characters are left. Spoken only when typing has rested, so as not to interrupt.
for (const area of document.querySelectorAll("textarea[data-limit]")) {
  const count = document.getElementById(area.id + "-count");
  if (!count) continue;
  const spoken = count.cloneNode(false);
  spoken.removeAttribute("id");
  spoken.className = "unseen";
  spoken.setAttribute("role", "status");
  count.after(spoken);
  const format = new Intl.NumberFormat(document.documentElement.lang);
  let rest;
  const say = () => {
    // Characters as the server counts them: code points, and a line end is one.
    const left = Number(area.dataset.limit) - [...area.value].length;
    const size = Math.abs(left);
    const kind = (left < 0 ? "over" : "left") + (size === 1 ? "One" : "");
    count.textContent = count.dataset[kind].replace("{count}", format.format(size));
    count.classList.toggle("error", left < 0);
    clearTimeout(rest);
    rest = setTimeout(() => { spoken.textContent = count.textContent; }, 1000);
  };
  area.addEventListener("input", say);
  say();
}

// A form is sent once, even if its button is pressed twice.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.busy !== undefined) return event.preventDefault();
    form.dataset.busy = "";
    setTimeout(() => delete form.dataset.busy, 10000);
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-busy]")) delete form.dataset.busy;
});

// A draft that was changed and not sent is not left without asking.
for (const form of document.querySelectorAll("form[data-guarded]")) {
  const ask = (event) => event.preventDefault();
  form.addEventListener("input", () => addEventListener("beforeunload", ask), { once: true });
  form.addEventListener("submit", () => removeEventListener("beforeunload", ask));
}
