// SPDX-License-Identifier: EUPL-1.2
// Shows what happens while it happens. Without it the page lists what happened last.
"use strict";

for (const list of document.querySelectorAll("[data-live]")) {
  const body = list.querySelector("tbody");
  const state = list.querySelector("[data-live-state]");
  const button = list.querySelector("[data-live-pause]");
  if (!body || !state || !button) continue;
  const labels = [...body.closest("table").querySelectorAll("thead th")].map((head) => head.textContent);
  let isPaused = false;
  let kept = [];

  const cell = (part, index) => {
    const item = document.createElement(index === 0 ? "th" : "td");
    if (index === 0) item.scope = "row"; else item.dataset.label = labels[index] ?? "";
    // Only addresses of this site are links.
    const holder = part.href?.startsWith("/") && !part.href.startsWith("//")
      ? item.appendChild(document.createElement("a")) : item;
    if (holder !== item) holder.setAttribute("href", part.href);
    holder.textContent = part.text;
    return item;
  };
  const show = (parts) => {
    const row = document.createElement("tr");
    row.append(...parts.map(cell));
    row.className = "is-new";
    body.prepend(row);
    while (body.rows.length > 50) body.rows[body.rows.length - 1].remove();
  };

  const hear = (event) => {
    const parts = JSON.parse(event.data);
    if (!isPaused) return show(parts);
    kept.push(parts);
    kept = kept.slice(-50);
  };
  const connect = () => {
    const source = new EventSource(list.dataset.live);
    source.addEventListener("open", () => { state.textContent = state.dataset.on; });
    source.addEventListener("change", hear);
    source.addEventListener("error", () => {
      state.textContent = state.dataset.off;
      // A connection that breaks off is made again by the browser, one that is refused is not.
      if (source.readyState === EventSource.CLOSED) setTimeout(connect, 15000);
    });
  };
  connect();
  button.hidden = false;
  button.addEventListener("click", () => {
    isPaused = !isPaused;
    button.textContent = isPaused ? button.dataset.resume : button.dataset.pause;
    if (!isPaused) { kept.forEach(show); kept = []; }
  });
}
