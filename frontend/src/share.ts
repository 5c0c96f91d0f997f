/** Buttons that copy the field they name. Without a script the field itself can be selected and copied. */
export function copyFields(page: Document): void {
  if (!("clipboard" in navigator)) return;
  const told = page.querySelector<HTMLElement>("[data-copied]");
  for (const button of page.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
    const field = page.getElementById(button.dataset["copy"] ?? "");
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      field.select();
      navigator.clipboard.writeText(field.value).then(
        () => tell(told, "Copied."),
        () => tell(told, "The browser did not let it be copied. It is selected: press Ctrl+C."),
      );
    });
  }
  for (const button of page.querySelectorAll<HTMLButtonElement>("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
}

function tell(where: HTMLElement | null, words: string): void {
  if (where !== null) where.textContent = words;
}
