/** Sliders over date fields: each writes its field and sends the form, so the address stays the state. */

import { _ } from "./words";

const DAY = 86_400_000; // milliseconds; the dates are UTC midnights, so no day is ever longer or shorter

/** A slider over a field with a first and a last day; `empty` is where it stands while the field is empty. */
function sliderOver(page: Document, field: HTMLInputElement, label: string, empty: "min" | "max"): HTMLInputElement | undefined {
  const first = Date.parse(field.min);
  const last = Date.parse(field.max);
  if (!(last > first)) return undefined;

  const slider = page.createElement("input");
  slider.type = "range";
  slider.min = "0";
  slider.max = String(Math.round((last - first) / DAY));
  const stand = (): void => {
    slider.value = String(Math.round((Date.parse(field.value === "" ? field[empty] : field.value) - first) / DAY));
  };
  slider.setAttribute("aria-label", label);
  const dayOf = (): string => new Date(first + Number(slider.value) * DAY).toISOString().slice(0, 10);
  const tell = (): void => {
    const language = page.documentElement.lang;
    const day = new Date(dayOf()).toLocaleDateString(language === "en" ? "en-GB" : language, {
      weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC",
    });
    slider.setAttribute("aria-valuetext", day.replace(",", ""));
  };
  slider.addEventListener("input", () => {
    field.value = dayOf();
    tell();
  });
  slider.addEventListener("change", () => field.form?.requestSubmit());
  field.addEventListener("change", () => {
    stand();
    tell();
  });
  stand();
  tell();
  return slider;
}

export function slideDates(page: Document): void {
  const field = page.querySelector<HTMLInputElement>("input[type=date][data-slide]");
  const holder = page.querySelector<HTMLElement>("[data-slider]");
  if (field === null || holder === null) return;
  const slider = sliderOver(page, field, _("Day up to which statements count"), "max");
  if (slider === undefined) return;
  holder.prepend(slider);
  holder.hidden = false;
}

/** Two sliders for the ends of a window; neither passes the other. */
export function slideWindow(page: Document): void {
  const holder = page.querySelector<HTMLElement>("[data-window]");
  const from = page.querySelector<HTMLInputElement>("#from");
  const to = page.querySelector<HTMLInputElement>("#to");
  if (holder === null || from === null || to === null) return;
  const begin = sliderOver(page, from, _("First day of the window"), "min");
  const end = sliderOver(page, to, _("Last day of the window"), "max");
  if (begin === undefined || end === undefined) return;
  begin.addEventListener("input", () => {
    if (Number(begin.value) > Number(end.value)) move(end, begin.value);
  });
  end.addEventListener("input", () => {
    if (Number(end.value) < Number(begin.value)) move(begin, end.value);
  });
  holder.prepend(begin, end);
  holder.hidden = false;
}

function move(slider: HTMLInputElement, value: string): void {
  slider.value = value;
  slider.dispatchEvent(new Event("input"));
}
