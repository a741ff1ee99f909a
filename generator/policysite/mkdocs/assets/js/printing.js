// @ts-check
/** Adds the date of printing to the header of a printed page. */

import { formatDate } from "./dates.js";

export function startPrinting() {
  const element = document.querySelector("[data-printed]");
  if (!element) return;
  window.addEventListener("beforeprint", () => {
    const now = new Date();
    const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].join("-");
    element.textContent = ` · Printed on ${formatDate(day)}`;
  });
}
