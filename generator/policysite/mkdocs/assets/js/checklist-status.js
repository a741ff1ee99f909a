// @ts-check
/** What a checklist says of itself, politely: a flood of ticks is told once, when it is over. */

const PAUSE = 300;

/**
 * @param {Element | null} region whose role is status
 * @param {HTMLButtonElement} clear the button that leads here
 * @param {() => void} undo
 */
export function startStatus(region, clear, undo) {
  const said = document.createElement("span");
  region?.replaceChildren(said);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  /** @type {HTMLButtonElement | null} */
  let offered = null;

  /** @param {string} words */
  const now = (words) => {
    clearTimeout(waiting);
    withdraw();
    if (said.textContent !== words) said.textContent = words;
  };

  /** The focus goes where it came from, rather than nowhere. */
  const withdraw = () => {
    if (offered && document.activeElement === offered) clear.focus();
    offered?.remove();
    offered = null;
  };

  return {
    now,

    /** @param {() => string} words */
    later(words) {
      clearTimeout(waiting);
      waiting = setTimeout(() => now(words()), PAUSE);
    },

    /** @param {string} words */
    offerUndo(words) {
      now(words);
      offered = document.createElement("button");
      offered.type = "button";
      offered.className = "undo";
      offered.textContent = "Undo";
      offered.addEventListener("click", undo);
      region?.append(" ", offered);
      offered.focus();
    },
  };
}
