// @ts-check
/** What a page gains where scripts run. Each part works without the others. */

import { startMenu } from "./menu.js";

startMenu();
