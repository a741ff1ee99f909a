// @ts-check
/** On paper a page says when it was printed. */

export function startPrinting() {
  const place = document.querySelector("[data-printed]");
  if (!place) return;
  window.addEventListener("beforeprint", () => {
    const language = document.documentElement.lang || "en-GB";
    const today = new Date().toLocaleDateString(language, { day: "numeric", month: "long", year: "numeric" });
    place.textContent = ` · Printed on ${today}`;
  });
}
