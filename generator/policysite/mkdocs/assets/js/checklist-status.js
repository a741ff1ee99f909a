// @ts-check
/** The status line of a checklist. It waits for a pause, so that quick ticks are announced only once. */

import { gettext } from "./translation.js";

const PAUSE = 300;

/**
 * @param {Element | null} region whose role is status
 * @param {HTMLButtonElement} clear the button after which Undo is offered
 * @param {() => void} undo
 */
export function startStatus(region, clear, undo) {
  const line = document.createElement("span");
  region?.replaceChildren(line);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {HTMLButtonElement | null} */
  let undoButton = null;

  /** @param {string} text */
  const show = (text) => {
    clearTimeout(timer);
    removeUndo();
    if (line.textContent !== text) line.textContent = text;
  };

  /** Removing the focused button would lose the focus, so it goes back to where it was. */
  const removeUndo = () => {
    if (undoButton && document.activeElement === undoButton) clear.focus();
    undoButton?.remove();
    undoButton = null;
  };

  return {
    show,

    /** @param {() => string} makeText */
    showLater(makeText) {
      clearTimeout(timer);
      timer = setTimeout(() => show(makeText()), PAUSE);
    },

    /** @param {string} text */
    offerUndo(text) {
      show(text);
      undoButton = document.createElement("button");
      undoButton.type = "button";
      undoButton.className = "undo";
      undoButton.textContent = gettext("Undo");
      undoButton.addEventListener("click", undo);
      region?.append(" ", undoButton);
      undoButton.focus();
    },
  };
}
