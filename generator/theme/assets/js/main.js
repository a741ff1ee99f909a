// @ts-check
/** What a page gains where scripts run. Each part works without the others. */

import { startCiting } from "./cite.js";
import { startLeaving } from "./leave.js";
import { startMenu } from "./menu.js";
import { startOffline } from "./offline.js";
import { startPrinting } from "./paper.js";
import { startRegister } from "./register.js";
import { startReview } from "./review.js";
import { startSearch } from "./search/box.js";

startReview();
startOffline();
startRegister();
startMenu();
startSearch();
startCiting();
startPrinting();
startLeaving();

const checklist = document.querySelector("form.checklist");
if (checklist instanceof HTMLFormElement) {
  import("./checklist.js").then(({ startChecklist }) => startChecklist(checklist));
}
