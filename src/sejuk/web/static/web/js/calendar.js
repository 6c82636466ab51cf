/**
 * Dragging a session to another day or hall of the calendar grid.
 *
 * The drop sends the form that the session's own page offers as well, so whoever cannot
 * drag loses nothing. What the move breaks is said by the server.
 */

/** @type {NodeListOf<HTMLElement>} */
const calendars = document.querySelectorAll("[data-calendar]");
for (const calendar of calendars) letMove(calendar);

/** @param {HTMLElement} calendar */
function letMove(calendar) {
  const form = calendar.querySelector("form[data-move]");
  if (!(form instanceof HTMLFormElement)) return;
  /** @type {HTMLElement | null} */
  let held = null;

  calendar.addEventListener("dragstart", (event) => {
    held = closest(event, "[data-move-href]");
    if (held && event.dataTransfer) event.dataTransfer.effectAllowed = "move";
  });
  calendar.addEventListener("dragover", (event) => {
    const cell = closest(event, "td[data-on]");
    if (!held || !cell) return;
    event.preventDefault();
    mark(calendar, cell);
  });
  calendar.addEventListener("dragend", () => {
    held = null;
    mark(calendar, null);
  });
  calendar.addEventListener("drop", (event) => {
    const cell = closest(event, "td[data-on]");
    if (!held || !cell || cell.contains(held)) return;
    event.preventDefault();
    send(form, held.dataset.moveHref ?? "", cell.dataset);
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {string} href where the session is moved
 * @param {DOMStringMap} place of the cell: `on` and `row`
 */
function send(form, href, place) {
  for (const name of ["on", "row"]) {
    const input = form.elements.namedItem(name);
    if (input instanceof HTMLInputElement) input.value = place[name] ?? "";
  }
  form.action = href;
  form.submit();
}

/**
 * @param {HTMLElement} calendar
 * @param {HTMLElement | null} cell the one to mark; none when null
 */
function mark(calendar, cell) {
  const before = calendar.querySelector(".is-target");
  if (before === cell) return;
  before?.classList.remove("is-target");
  cell?.classList.add("is-target");
}

/**
 * @param {Event} event
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
function closest(event, selector) {
  const found = event.target instanceof Element ? event.target.closest(selector) : null;
  return found instanceof HTMLElement ? found : null;
}
