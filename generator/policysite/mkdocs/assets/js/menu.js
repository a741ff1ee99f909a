// @ts-check
/** On narrow screens the main links stand behind a button. Without this script they are just there. */

export function startMenu() {
  const button = /** @type {HTMLButtonElement | null} */ (document.querySelector(".menu-button"));
  const menu = button && document.getElementById(button.getAttribute("aria-controls") ?? "");
  if (!button || !menu) return;

  const isOpen = () => button.getAttribute("aria-expanded") === "true";
  /** @param {boolean} open */
  const show = (open) => button.setAttribute("aria-expanded", String(open));

  button.hidden = false;
  button.addEventListener("click", () => show(!isOpen()));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen()) return;
    event.preventDefault();
    show(false);
    if (menu.contains(document.activeElement)) button.focus();
  });
}
