/** The review page: one key judges, the next card is there already, and the saving goes on behind it. */

import { _ } from "./words";

interface Done {
  readonly entry: number;
  readonly card: string;
}

const AHEAD = 4; // cards that are fetched before they are asked for
const KEPT = `whipcount-review-undo:${location.pathname}`; // projects of one server are kept apart

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement && ["radio", "checkbox"].includes(target.type)) return false;
  return target.closest("input, select, textarea, [contenteditable]") !== null;
}

/** Decisions that can be undone, kept over a reload. */
function remembered(): Done[] {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "[]") as Done[];
  } catch {
    return [];
  }
}

function remember(done: readonly Done[]): void {
  sessionStorage.setItem(KEPT, JSON.stringify(done.slice(-200)));
}

export function reviewOneByOne(page: Document): void {
  const desk = page.querySelector<HTMLElement>("[data-desk]");
  const help = page.querySelector<HTMLDialogElement>("dialog[data-review-keys]");
  const alert = page.querySelector<HTMLElement>("[data-alert]");
  const told = page.querySelector<HTMLElement>("[data-told]");
  if (desk === null || help === null || alert === null || told === null) return;
  for (const button of page.querySelectorAll<HTMLElement>("[data-show-keys]")) {
    button.hidden = false;
    button.addEventListener("click", () => help.showModal());
  }

  const ahead = new Map<string, Promise<string>>();
  let saving: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  const card = (): HTMLElement | null => desk.querySelector<HTMLElement>("[data-review]");
  const cardOf = (address: string): string => address.replace("/review?", "/review/card?");
  const fetched = (address: string): Promise<string> => {
    const kept = ahead.get(address);
    if (kept !== undefined) return kept;
    const asked = fetch(cardOf(address), { headers: { accept: "text/html" } }).then((answer) => {
      if (!answer.ok) throw new Error(_("The server answered %(status)s.", { status: answer.status }));
      return answer.text();
    });
    ahead.set(address, asked);
    asked.catch(() => ahead.delete(address));
    return asked;
  };

  /** Fetch the cards that come next, one after the other, so that a quick reviewer does not wait. */
  const prefetch = (address: string, depth: number): void => {
    if (address === "" || depth === 0) return;
    fetched(address)
      .then((html) => prefetch(parsed(html)?.dataset["next"] ?? "", depth - 1))
      .catch(() => undefined); // asked again when it is needed, and told then
  };
  const parsed = (html: string): HTMLElement | null =>
    new DOMParser().parseFromString(html, "text/html").querySelector<HTMLElement>("[data-review]");

  const put = (html: string, address: string): void => {
    const next = parsed(html);
    if (next === null) {
      location.assign(location.pathname);
      return;
    }
    desk.replaceChildren(page.adoptNode(next));
    history.replaceState(history.state, "", address);
    focus();
    prefetch(next.dataset["next"] ?? "", AHEAD);
  };

  const focus = (): void => {
    const shown = card();
    shown?.focus({ preventScroll: true });
    shown?.querySelector("[data-text] .r-content")?.scrollIntoView({ block: "nearest" });
  };

  const fail = (message: string, address: string): void => {
    const link = page.createElement("a");
    link.href = address;
    link.textContent = _("Go back to it");
    alert.replaceChildren(`${_("Not saved: %(message)s Nothing after it was lost.", { message })} `, link);
    alert.hidden = false;
  };

  const go = (address: string): void => {
    if (address === "") {
      if (waiting === 0) location.assign(`${location.pathname}${withFresh(location.search)}`);
      else void saving.then(() => location.assign(`${location.pathname}${withFresh(location.search)}`));
      return;
    }
    fetched(address).then((html) => put(html, address)).catch(() => location.assign(address));
  };

  /** The order worked out anew: what was decided is not in it any more. */
  const withFresh = (search: string): string => {
    const asked = new URLSearchParams(search);
    asked.delete("at");
    asked.delete("last");
    asked.set("fresh", "yes");
    return `?${asked.toString()}`;
  };

  const decide = (decision: string, stance: string | null): void => {
    const shown = card();
    const form = shown?.querySelector<HTMLFormElement>("[data-decide]");
    if (!shown || !form) return;
    const values = new URLSearchParams();
    values.set("decision", decision);
    const proposition = form.elements.namedItem("proposition");
    if (proposition instanceof HTMLInputElement) values.set("proposition", proposition.value);
    if (stance !== null) values.set("stance", stance);
    const argument = form.elements.namedItem("argument");
    if (argument instanceof HTMLSelectElement) values.set("argument", argument.value);
    const here = shown.dataset["here"] ?? location.pathname;
    const next = shown.dataset["next"] ?? "";
    const action = form.getAttribute("action") ?? "";
    ahead.delete(here);
    waiting += 1;
    page.body.dataset["saving"] = String(waiting);
    saving = saving
      .then(() => fetch(action, { method: "POST", body: values, headers: { accept: "application/json" } }))
      .then(async (answer) => {
        if (!answer.ok) throw new Error(await reason(answer));
        const saved = (await answer.json()) as { entry: number };
        remember([...remembered(), { entry: saved.entry, card: here }]);
      })
      .catch((error: unknown) => fail(error instanceof Error ? error.message : String(error), here))
      .finally(() => {
        waiting -= 1;
        page.body.dataset["saving"] = String(waiting);
      });
    told.textContent = decision === "reject" ? _("Rejected.") : decision === "accept" ? _("Accepted.") : _("Saved.");
    go(next);
  };

  const reason = async (answer: Response): Promise<string> => {
    const text = await answer.text();
    const message = new DOMParser().parseFromString(text, "text/html").querySelector(".plain p:nth-of-type(2)");
    return message?.textContent ?? _("the server answered %(status)s.", { status: answer.status });
  };

  const undo = (): void => {
    saving = saving.then(async () => {
      const done = remembered();
      const last = done.pop();
      if (last === undefined) {
        told.textContent = _("There is nothing to undo.");
        return;
      }
      const headers = { accept: "application/json" };
      const answer = await fetch(`${desk.dataset["history"] ?? ""}/${last.entry}/undo`, { method: "POST", body: new URLSearchParams(), headers });
      remember(done);
      if (!answer.ok) fail(_("the decision could not be undone, for another was made since."), last.card);
      ahead.delete(last.card);
      told.textContent = _("Undone.");
      put(await fetched(last.card), last.card);
    });
  };

  const chosen = (): HTMLInputElement | null =>
    card()?.querySelector<HTMLInputElement>("input[name=stance]:checked") ?? null;
  const choices = (): HTMLInputElement[] => [
    ...(card()?.querySelectorAll<HTMLInputElement>("input[name=stance]") ?? []),
  ];
  const cycle = (): void => {
    const all = choices();
    const at = all.findIndex((one) => one.checked);
    const next = all[(at + 1) % all.length];
    if (next === undefined) return;
    next.checked = true;
    told.textContent = next.closest("label")?.textContent?.trim() ?? "";
  };
  const accept = (): void => {
    const stance = chosen();
    if (stance !== null && stance.dataset["held"] === undefined) decide("stance", stance.value);
    else if (card()?.querySelector("button[value=accept]")) decide("accept", null);
  };
  const amend = (field: string): void => {
    const fold = card()?.querySelector<HTMLDetailsElement>("[data-amend]");
    if (!fold) return;
    fold.open = true;
    fold.scrollIntoView({ block: "nearest" });
    if (field === "speaker") {
      fold.querySelector<HTMLInputElement>("input[name=speaker]")?.select();
    } else fold.querySelector<HTMLInputElement>("input[name=pick]")?.focus();
  };

  const keys: Record<string, () => void> = {
    a: accept,
    r: () => decide("reject", null),
    n: () => { if (choices().length > 0) decide("none", null); },
    s: cycle,
    j: () => { const next = card()?.dataset["next"] ?? ""; if (next !== "") go(next); },
    k: () => { const previous = card()?.dataset["previous"] ?? ""; if (previous !== "") go(previous); },
    e: () => amend("content"),
    p: () => amend("speaker"),
    u: undo,
    "?": () => help.showModal(),
  };

  page.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    if (event.key === "Escape") {
      const fold = card()?.querySelector<HTMLDetailsElement>("[data-amend][open]");
      if (fold) {
        fold.open = false;
        focus();
      }
      return;
    }
    const target = event.target;
    if (isTyping(target) || event.repeat) return;
    if (target instanceof Element && target.closest("[data-amend][open]") !== null) return;
    const number = choices()[Number(event.key) - 1];
    const act = number === undefined ? keys[event.key.toLowerCase()] : () => decide("stance", number.value);
    if (act === undefined) return;
    event.preventDefault();
    act();
  });

  desk.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    if (form.matches("[data-undo]")) {
      if (remembered().length === 0) return;
      event.preventDefault();
      undo();
      return;
    }
    if (!form.matches("[data-decide]")) return;
    const button = event.submitter;
    if (!(button instanceof HTMLButtonElement)) return;
    event.preventDefault();
    const stance = chosen();
    if (button.value === "stance" && stance === null) told.textContent = _("Choose a stance first.");
    else decide(button.value, button.value === "stance" ? (stance?.value ?? null) : null);
  });

  focus();
  prefetch(card()?.dataset["next"] ?? "", AHEAD);
}
