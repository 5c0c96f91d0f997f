/** Ties each stretch of text to the cards of the statements it belongs to. */

/** Ids of the statements that a stretch of text belongs to, the innermost first. */
function statementsOf(element: Element): string[] {
  return (element.getAttribute("data-s") ?? "").split(" ").filter((id) => id !== "");
}

export function linkReader(page: Document): void {
  const article = page.querySelector<HTMLElement>("[data-reader]");
  if (article === null) return;
  const runs = [...article.querySelectorAll<HTMLElement>(".run[data-s]")];
  const cards = new Map<string, HTMLElement>();
  for (const card of article.querySelectorAll<HTMLElement>("[data-statement]")) {
    cards.set(card.dataset["statement"] ?? "", card);
  }

  const mark = (name: string, ids: readonly string[]): void => {
    for (const run of runs) run.classList.toggle(name, statementsOf(run).some((id) => ids.includes(id)));
    for (const [id, card] of cards) card.classList.toggle(name, ids.includes(id));
  };

  for (const run of runs) {
    run.addEventListener("pointerenter", () => mark("is-linked", statementsOf(run).slice(0, 1)));
    run.addEventListener("pointerleave", () => mark("is-linked", []));
    run.addEventListener("click", () => {
      if ((page.getSelection()?.toString() ?? "") !== "") return; // the reader is copying, not clicking
      const id = statementsOf(run)[0];
      if (id !== undefined) select(id);
    });
  }
  for (const [id, card] of cards) {
    card.addEventListener("pointerenter", () => mark("is-linked", [id]));
    card.addEventListener("pointerleave", () => mark("is-linked", []));
  }

  const select = (id: string): void => {
    const card = cards.get(id);
    if (card === undefined) return;
    mark("is-target", [id]);
    const fold = card.querySelector("details");
    if (fold !== null) fold.open = true;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
    history.replaceState(history.state, "", `#s-${id}`);
  };

  const follow = (): void => {
    const id = location.hash.startsWith("#s-") ? decodeURIComponent(location.hash.slice(3)) : "";
    if (!cards.has(id)) return;
    mark("is-target", [id]);
    const fold = cards.get(id)?.querySelector("details");
    if (fold) fold.open = true;
  };
  addEventListener("hashchange", follow);
  follow();
}
