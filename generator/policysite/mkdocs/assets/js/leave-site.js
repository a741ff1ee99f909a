// @ts-check
/**
 * If the library sets leave_site: a link leaves the site at once, without an entry in the history. So does the
 * Escape key, unless it has just closed something on the page.
 */

export function startLeaving() {
  const link = /** @type {HTMLAnchorElement | null} */ (document.querySelector("[data-leave]"));
  if (!link) return;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    location.replace(link.href);
  });
  window.addEventListener("keydown", (event) => {
    const isClosing = event.defaultPrevented || ("popover" in document.body && document.querySelector(":popover-open"));
    if (event.key === "Escape" && !isClosing) location.replace(link.href);
  });
}
