// @ts-check
/** Starts the scripts of a page. Each works without the others. */

import { startLeaving } from "./leave-site.js";
import { startMenu } from "./menu.js";
import { startOffline } from "./offline.js";
import { startPrinting } from "./printing.js";
import { startReview } from "./review.js";
import { startSearchBox } from "./search/box.js";

startReview();
startOffline();
startMenu();
startSearchBox();
startPrinting();
startLeaving();

// These are loaded only on the pages that need them.
const checklist = document.querySelector("form.checklist");
if (checklist instanceof HTMLFormElement) {
  import("./checklist.js").then(({ startChecklist }) => startChecklist(checklist));
}
const register = document.querySelector("table[data-register]");
if (register instanceof HTMLTableElement) {
  import("./register-table.js").then(({ startRegister }) => startRegister(register));
}
const edition = document.querySelector("[data-cite]");
if (edition instanceof HTMLElement) import("./cite.js").then(({ startCiting }) => startCiting(edition));
