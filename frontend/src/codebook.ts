/**
 * The codebook's form, made quicker: a line of a list moves by Alt and an arrow, and leaving with work that was not
 * saved asks first. Without this the form does all of it by its buttons.
 */

/** A text with the lines of a selection moved up (-1) or down (1), and where the selection then is; null at an end. */
export function movedLines(
  text: string,
  from: number,
  to: number,
  step: -1 | 1,
): { text: string; from: number; to: number } | null {
  const lines = text.split("\n");
  const first = text.slice(0, from).split("\n").length - 1;
  const last = text.slice(0, to).split("\n").length - 1;
  if (first + step < 0 || last + step >= lines.length) return null;
  const moved = lines.splice(first, last - first + 1);
  const over = lines[step < 0 ? first - 1 : first] ?? "";
  lines.splice(first + step, 0, ...moved);
  const by = step * (over.length + 1);
  return { text: lines.join("\n"), from: from + by, to: to + by };
}

export function editCodebook(page: Document): void {
  const forms = page.querySelectorAll<HTMLFormElement>(".codebook-form");
  if (forms.length === 0) return;
  for (const hint of page.querySelectorAll<HTMLElement>("[data-keys-hint]")) hint.hidden = false;

  page.addEventListener("keydown", (event) => {
    const area = event.target;
    if (!(area instanceof HTMLTextAreaElement) || !area.matches("[data-lines]") || !event.altKey) return;
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    const step = event.key === "ArrowUp" ? -1 : 1;
    const moved = movedLines(area.value, area.selectionStart, area.selectionEnd, step);
    event.preventDefault();
    if (moved === null) return;
    area.value = moved.text;
    area.setSelectionRange(moved.from, moved.to);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // A page that shows what was checked, or a part that was moved, holds work already.
  let dirty = page.querySelector(".codebook-panel, .codebook-form [autofocus]") !== null;
  for (const form of forms) {
    form.addEventListener("input", () => { dirty = true; });
    form.addEventListener("submit", () => { dirty = false; });
  }
  addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
}
