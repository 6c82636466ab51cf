/**
 * Small conveniences of every page. Without this file every page still works: menus are
 * `details`, forms are forms, and text to copy can be selected by hand.
 */

closeFoldsElsewhere(document);
sayWhenUnreachable(document);
offerCopying(document);
document.addEventListener("htmx:load", (event) => {
  if (event.target instanceof Element) offerCopying(event.target);
});

/**
 * An open menu closes on Escape and when something else is pressed.
 *
 * @param {Document} page
 */
function closeFoldsElsewhere(page) {
  /** @param {(fold: HTMLDetailsElement) => boolean} isMeant */
  const close = (isMeant) => {
    /** @type {NodeListOf<HTMLDetailsElement>} */
    const open = page.querySelectorAll("details[data-fold][open]");
    for (const fold of open) {
      if (!isMeant(fold)) continue;
      if (fold.contains(page.activeElement)) fold.querySelector("summary")?.focus();
      fold.open = false;
    }
  };
  page.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(() => true);
  });
  page.addEventListener("click", (event) => {
    const pressed = event.target;
    if (pressed instanceof Node) close((fold) => !fold.contains(pressed));
  });
}

/**
 * A swap that never reached the server is said, not swallowed.
 *
 * @param {Document} page
 */
function sayWhenUnreachable(page) {
  const words = page.getElementById("unreachable");
  if (!words) return;
  for (const name of ["htmx:sendError", "htmx:responseError"]) {
    page.addEventListener(name, () => words.removeAttribute("hidden"));
  }
  page.addEventListener("htmx:afterOnLoad", () => words.setAttribute("hidden", ""));
}

/**
 * Shows the buttons that copy a text, and says that it was copied.
 *
 * @param {ParentNode} part
 */
function offerCopying(part) {
  /** @type {NodeListOf<HTMLButtonElement>} */
  const buttons = part.querySelectorAll("button[data-copy][hidden]");
  for (const button of buttons) {
    const text = document.getElementById(button.dataset.copy ?? "");
    const answer = button.parentElement?.querySelector("[data-copied]");
    if (!text || !(answer instanceof HTMLElement)) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const { copied = "", refused = "" } = answer.dataset;
      answer.textContent = (await copy(text)) ? copied : refused;
    });
  }
}

/**
 * Copies an element's text; where the browser refuses, selects it instead.
 *
 * @param {HTMLElement} element
 * @returns {Promise<boolean>} whether it was copied
 */
async function copy(element) {
  try {
    await navigator.clipboard.writeText(element.textContent ?? "");
    return true;
  } catch {
    getSelection()?.selectAllChildren(element);
    return false;
  }
}
