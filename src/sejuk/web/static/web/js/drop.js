/**
 * A file dropped on an upload form is chosen and sent. Without this file the form's own
 * button does the same.
 */

/** @type {NodeListOf<HTMLFormElement>} */
const forms = document.querySelectorAll("form[data-drop]");
for (const form of forms) takeDrops(form);

/** @param {HTMLFormElement} form */
function takeDrops(form) {
  /** @type {HTMLInputElement | null} */
  const input = form.querySelector('input[type="file"]');
  if (!input) return;
  if (matchMedia("(pointer: fine)").matches) {
    form.querySelector("[data-drop-hint]")?.removeAttribute("hidden");
  }
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("is-over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("is-over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("is-over");
    const files = event.dataTransfer?.files;
    if (!files || files.length !== 1) return;
    input.files = files;
    form.requestSubmit();
  });
}
