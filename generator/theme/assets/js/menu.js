// @ts-check
/** Below a certain width the main links stand behind a button. Without this script they are just there. */

export function startMenu() {
  const button = /** @type {HTMLButtonElement | null} */ (document.querySelector(".menu-button"));
  const menu = button && document.getElementById(button.getAttribute("aria-controls") ?? "");
  if (!button || !menu) return;

  /** @param {boolean} open */
  const show = (open) => {
    button.setAttribute("aria-expanded", String(open));
    menu.classList.toggle("is-open", open);
  };

  button.hidden = false;
  document.documentElement.classList.add("has-menu");
  button.addEventListener("click", () => show(button.getAttribute("aria-expanded") !== "true"));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || button.getAttribute("aria-expanded") !== "true") return;
    show(false);
    if (menu.contains(document.activeElement)) button.focus();
  });
}
