// @ts-check
/**
 * Where the organisation switched it on: a link that leaves the site at once, and Escape does it, too,
 * unless Escape has just closed something on the page.
 */

export function startLeaving() {
  const link = /** @type {HTMLAnchorElement | null} */ (document.querySelector("[data-leave]"));
  if (!link) return;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    location.replace(link.href);
  });
  window.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) location.replace(link.href);
  });
}
