// @ts-check
/** Adds the date of printing to the header of a printed page. */

import { formatDate } from "./dates.js";
import { gettext } from "./translation.js";

export function startPrinting() {
  const element = document.querySelector("[data-printed]");
  if (!element) return;
  window.addEventListener("beforeprint", () => {
    const now = new Date();
    const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].join("-");
    element.textContent = ` · ${gettext("Printed on %(date)s", { date: formatDate(day) })}`;
  });
}
