/**
 * Select words in the text and they become a part of the statement in the form: its offsets and its words.
 *
 * Offsets count code points of the stored text. Each run of text carries the offset of its first character, so that a
 * selection is counted from there, whatever lies around it; a browser counts UTF-16 units, which differ after an emoji.
 */

export interface Place {
  readonly start: number;
  readonly end: number;
}

/** Code points in the first `units` UTF-16 units of a text. */
export function codePoints(text: string, units: number): number {
  return [...text.slice(0, units)].length;
}

/** UTF-16 units that the first `points` code points of a text take. */
function units(text: string, points: number): number {
  return [...text].slice(0, points).join("").length;
}

/** The stretch of the stored text that a range covers, null where it covers none. */
export function placeOf(range: Range, text: Element): Place | null {
  let start = -1;
  let end = -1;
  for (const run of text.querySelectorAll<HTMLElement>("[data-at]")) {
    if (!range.intersectsNode(run)) continue;
    const at = Number(run.dataset["at"]);
    const words = run.textContent ?? "";
    const within = run.ownerDocument.createRange();
    within.selectNodeContents(run);
    const ahead = run.ownerDocument.createRange();
    ahead.selectNodeContents(run);
    if (within.compareBoundaryPoints(Range.START_TO_START, range) < 0) {
      ahead.setEnd(range.startContainer, range.startOffset);
    } else ahead.collapse(true);
    const first = at + codePoints(words, ahead.toString().length);
    const upTo = run.ownerDocument.createRange();
    upTo.selectNodeContents(run);
    if (within.compareBoundaryPoints(Range.END_TO_END, range) > 0) upTo.setEnd(range.endContainer, range.endOffset);
    const last = at + codePoints(words, upTo.toString().length);
    if (last <= first) continue;
    if (start < 0) start = first;
    end = last;
  }
  return start < 0 ? null : { start, end };
}

/** The words at a stretch of the stored text, from the runs that show it. */
export function wordsAt(place: Place, text: Element): string {
  let words = "";
  let reached = place.start;
  for (const run of text.querySelectorAll<HTMLElement>("[data-at]")) {
    const at = Number(run.dataset["at"]);
    const shown = [...(run.textContent ?? "")];
    if (at + shown.length <= place.start || at >= place.end) continue;
    if (at > reached) words += "\n";
    words += shown.slice(Math.max(place.start - at, 0), place.end - at).join("");
    reached = at + shown.length;
  }
  return words;
}

function placesIn(value: string): Place[] {
  return value.split(",").filter((piece) => piece !== "").map((piece) => {
    const [start, end] = piece.split("-").map(Number);
    return { start: start ?? 0, end: end ?? 0 };
  });
}

/** The form that a selection goes into: the one whose fold is open. */
function openForm(page: Document): HTMLFormElement | null {
  return page.querySelector<HTMLFormElement>("details[open] > [data-amend-form]");
}

function write(form: HTMLFormElement, part: string, places: readonly Place[], text: Element): void {
  const sorted = [...places].sort((a, b) => a.start - b.start);
  const words = form.elements.namedItem(part);
  const spans = form.elements.namedItem(`${part}_spans`);
  if (!(words instanceof HTMLTextAreaElement) || !(spans instanceof HTMLInputElement)) return;
  words.value = sorted.map((place) => wordsAt(place, text)).join(" […] ");
  spans.value = sorted.map((place) => `${place.start}-${place.end}`).join(",");
  show(form, text);
}

/** Paint what the form holds, where the browser can paint over text without changing it. */
function show(form: HTMLFormElement, text: Element): void {
  const registry = (CSS as unknown as { highlights?: Map<string, unknown> }).highlights;
  const Painted = (globalThis as unknown as { Highlight?: new (...ranges: Range[]) => unknown }).Highlight;
  if (registry === undefined || Painted === undefined) return;
  for (const part of ["content", "source", "cue"]) {
    const spans = form.elements.namedItem(`${part}_spans`);
    const places = spans instanceof HTMLInputElement ? placesIn(spans.value) : [];
    registry.set(`edit-${part}`, new Painted(...places.flatMap((place) => rangesAt(place, text))));
  }
}

function rangesAt(place: Place, text: Element): Range[] {
  const found: Range[] = [];
  for (const run of text.querySelectorAll<HTMLElement>("[data-at]")) {
    const at = Number(run.dataset["at"]);
    const node = run.firstChild;
    const words = run.textContent ?? "";
    const length = [...words].length;
    if (!(node instanceof Text) || at + length <= place.start || at >= place.end) continue;
    const range = run.ownerDocument.createRange();
    range.setStart(node, units(words, Math.max(place.start - at, 0)));
    range.setEnd(node, units(words, Math.min(place.end - at, length)));
    found.push(range);
  }
  return found;
}

/** Move an end of the last piece by one word. */
function nudge(form: HTMLFormElement, part: string, end: string, step: number, text: Element): void {
  const field = form.elements.namedItem(`${part}_spans`);
  if (!(field instanceof HTMLInputElement)) return;
  const places = placesIn(field.value);
  const last = places.pop();
  if (last === undefined) return;
  const borders = wordBorders(text, end === "start");
  const from = end === "start" ? last.start : last.end;
  const next = step > 0 ? borders.find((at) => at > from) : borders.filter((at) => at < from).pop();
  if (next === undefined) return;
  const moved = end === "start" ? { start: next, end: last.end } : { start: last.start, end: next };
  if (moved.start < moved.end) write(form, part, [...places, moved], text);
}

function wordBorders(text: Element, starts: boolean): number[] {
  const found: number[] = [];
  for (const run of text.querySelectorAll<HTMLElement>("[data-at]")) {
    const at = Number(run.dataset["at"]);
    const words = run.textContent ?? "";
    for (const match of words.matchAll(/\S+/gu)) {
      found.push(at + codePoints(words, match.index + (starts ? 0 : match[0].length)));
    }
  }
  return found.sort((a, b) => a - b);
}

export function selectWords(page: Document): void {
  const chosen = (form: HTMLFormElement): string =>
    form.querySelector<HTMLInputElement>("input[name=pick]:checked")?.value ?? "content";
  const textOf = (): Element | null => page.querySelector("[data-text]");

  page.addEventListener("selectionchange", () => {
    const adding = page.querySelector<HTMLElement>("[data-add-selected]");
    const text = textOf();
    const selection = page.getSelection();
    if (adding === null || text === null || selection === null || selection.rangeCount === 0) return;
    const inside = !selection.isCollapsed && text.contains(selection.anchorNode);
    adding.hidden = !inside || openForm(page) !== null;
  });

  page.addEventListener("pointerup", (event) => {
    const control = event.target instanceof Element && event.target.closest("button, input, label, summary, textarea");
    if (!control) setTimeout(take, 0); // the selection is there only after the event
  });
  page.addEventListener("keyup", (event) => {
    if (event.shiftKey && event.key.startsWith("Arrow")) take();
  });

  const take = (): void => {
    const form = openForm(page);
    const text = textOf();
    const selection = page.getSelection();
    if (form === null || text === null || selection === null || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    if (!text.contains(range.commonAncestorContainer)) return;
    const place = placeOf(range, text);
    if (place === null) return;
    const part = chosen(form);
    const field = form.elements.namedItem(`${part}_spans`);
    const more = form.querySelector<HTMLInputElement>("[data-more]")?.checked === true;
    const before = more && field instanceof HTMLInputElement ? placesIn(field.value) : [];
    write(form, part, [...before.filter((one) => one.end <= place.start || one.start >= place.end), place], text);
  };

  page.addEventListener("click", (event) => {
    const target = event.target;
    if (!(target instanceof Element)) return;
    const button = target.closest<HTMLElement>("[data-nudge]");
    const text = textOf();
    const form = button?.closest("form");
    if (button && form && text) {
      const [end, step] = (button.dataset["nudge"] ?? "").split(" ");
      nudge(form, chosen(form), end ?? "", Number(step), text);
    }
    if (target.closest("[data-add-selected]") !== null) {
      const fold = page.querySelector<HTMLDetailsElement>("[data-add]");
      if (fold === null) return;
      fold.open = true;
      take();
      fold.scrollIntoView({ block: "center" });
      fold.querySelector<HTMLElement>("textarea")?.focus({ preventScroll: true });
    }
  });

  page.addEventListener("toggle", (event) => {
    const fold = event.target;
    if (!(fold instanceof HTMLDetailsElement) || !fold.matches("[data-amend], [data-add]")) return;
    const picks = fold.querySelector<HTMLElement>("[data-picks]");
    if (picks !== null) picks.hidden = false;
    const form = openForm(page);
    const text = textOf();
    if (form !== null && text !== null) show(form, text);
  }, true);
}
