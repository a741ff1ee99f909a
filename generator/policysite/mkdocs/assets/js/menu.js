// @ts-check
/** On narrow screens a button opens and closes the main menu. Without this script it is always open. */

export function startMenu() {
  const button = /** @type {HTMLButtonElement | null} */ (document.querySelector(".menu-button"));
  const menu = button && document.getElementById(button.getAttribute("aria-controls") ?? "");
  if (!button || !menu) return;

  const isOpen = () => button.getAttribute("aria-expanded") === "true";
  /** @param {boolean} open */
  const setOpen = (open) => button.setAttribute("aria-expanded", String(open));

  button.hidden = false;
  button.addEventListener("click", () => setOpen(!isOpen()));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen()) return;
    event.preventDefault();
    setOpen(false);
    if (menu.contains(document.activeElement)) button.focus();
  });
}
