// @ts-check
/** What a page gains where scripts run. Each part works without the others. */

import { startCiting } from "./cite.js";
import { startLeaving } from "./leave.js";
import { startMenu } from "./menu.js";
import { startPrinting } from "./paper.js";
import { startRegister } from "./register.js";
import { startReview } from "./review.js";
import { startSearch } from "./search/box.js";

startReview();
startRegister();
startMenu();
startSearch();
startCiting();
startPrinting();
startLeaving();
