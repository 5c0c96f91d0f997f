/** Review by keyboard: J and K move, A accepts, R rejects, S changes the stance, U undoes, ? explains. */

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, select, textarea, [contenteditable]") !== null;
}

const LAST = `whipcount-decided:${location.pathname}`; // the statement that was decided last, for U on the next one

/** Sends a statement's review form and returns to `after`, so that the reviewer goes on where the work is. */
function send(statement: HTMLElement, verdict: string, after: HTMLElement | undefined): void {
  const button = statement.querySelector<HTMLButtonElement>(`button[name=verdict][value=${verdict}]`);
  const form = button?.form;
  if (!button || !form) return;
  const next = form.elements.namedItem("next");
  if (next instanceof HTMLInputElement && after !== undefined) {
    next.value = `${next.value.split("#")[0] ?? ""}#s-${after.dataset["statement"] ?? ""}`;
  }
  if (verdict !== "undo") sessionStorage.setItem(LAST, statement.dataset["statement"] ?? "");
  form.requestSubmit(button);
}

/** What U takes back: the verdict of the statement that one is on, else the one given last, which led away from it. */
function toUndo(statement: HTMLElement, statements: readonly HTMLElement[]): HTMLElement | undefined {
  const judged = (one: HTMLElement): boolean => one.querySelector("button[name=verdict][value=undo]") !== null;
  if (judged(statement)) return statement;
  const last = sessionStorage.getItem(LAST);
  return statements.find((one) => one.dataset["statement"] === last && judged(one));
}

/** Moves the stance select on by one and readies its button, so that Enter saves. */
function cycle(statement: HTMLElement): void {
  const select = statement.querySelector<HTMLSelectElement>("select[name=stance]");
  if (select === null) return;
  for (let fold = select.closest("details"); fold !== null; fold = fold.parentElement?.closest("details") ?? null) {
    fold.open = true;
  }
  select.selectedIndex = (select.selectedIndex + 1) % select.options.length;
  select.form?.querySelector<HTMLButtonElement>("button")?.focus();
}

export function reviewByKeyboard(page: Document): void {
  const statements = [...page.querySelectorAll<HTMLElement>("[data-statement]")];
  const help = page.querySelector<HTMLDialogElement>("dialog[data-keys]");
  if (statements.length === 0 || help === null) return;
  for (const button of page.querySelectorAll<HTMLElement>("[data-show-keys]")) {
    button.hidden = false;
    button.addEventListener("click", () => help.showModal());
  }

  const current = (): number => {
    const focused = page.activeElement?.closest<HTMLElement>("[data-statement]");
    if (focused) return statements.indexOf(focused);
    return statements.findIndex((statement) => `#s-${statement.dataset["statement"] ?? ""}` === location.hash);
  };
  const go = (index: number): void => {
    const statement = statements[Math.max(0, Math.min(index, statements.length - 1))];
    if (statement === undefined) return;
    const fold = statement.querySelector("details");
    if (fold !== null && statement.closest("[data-reader]") !== null) fold.open = true;
    statement.focus({ preventScroll: true });
    statement.scrollIntoView({ block: "center" });
  };

  page.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || help.open) return;
    const at = current();
    const statement = statements[at];
    const key = event.key.toLowerCase();
    if (key === "j") go(at + 1);
    else if (key === "k") go(at < 0 ? 0 : at - 1);
    else if (key === "?") help.showModal();
    else if (statement === undefined) return;
    else if (key === "a") send(statement, "accept", statements[at + 1] ?? statement);
    else if (key === "r") send(statement, "reject", statements[at + 1] ?? statement);
    else if (key === "u") {
      const decided = toUndo(statement, statements);
      if (decided !== undefined) send(decided, "undo", decided);
    } else if (key === "s") cycle(statement);
    else return;
    event.preventDefault();
  });

  // After a correction the address names the statement to go on with.
  if (location.hash.startsWith("#s-") && current() >= 0) statements[current()]?.focus({ preventScroll: true });
}
