/** A slider over the board's date field: it writes the field and sends the form, so the address stays the state. */

const DAY = 86_400_000; // milliseconds; the dates are UTC midnights, so no day is ever longer or shorter

export function slideDates(page: Document): void {
  const field = page.querySelector<HTMLInputElement>("input[type=date][data-slide]");
  const holder = page.querySelector<HTMLElement>("[data-slider]");
  if (field === null || holder === null || field.min === "" || field.max === "") return;
  const first = Date.parse(field.min);
  const last = Date.parse(field.max);
  if (!(last > first)) return;

  const slider = page.createElement("input");
  slider.type = "range";
  slider.min = "0";
  slider.max = String(Math.round((last - first) / DAY));
  slider.value = String(Math.round(((field.value === "" ? last : Date.parse(field.value)) - first) / DAY));
  slider.setAttribute("aria-label", "Day up to which statements count");
  const dayOf = (): string => new Date(first + Number(slider.value) * DAY).toISOString().slice(0, 10);
  const tell = (): void => {
    const day = new Date(dayOf()).toLocaleDateString("en-GB", {
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
    slider.value = String(Math.round((Date.parse(field.value) - first) / DAY));
    tell();
  });
  tell();
  holder.prepend(slider);
  holder.hidden = false;
}
