// @ts-check
/** On paper a page says when it was printed. */

import { formatDate } from "./dates.js";

export function startPrinting() {
  const place = document.querySelector("[data-printed]");
  if (!place) return;
  window.addEventListener("beforeprint", () => {
    const now = new Date();
    const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].join("-");
    place.textContent = ` · Printed on ${formatDate(day)}`;
  });
}
