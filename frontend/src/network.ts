/**
 * The drawn network made live: point at a node to see its ties, drag it, zoom, and open an edge beside it.
 * The server has drawn it already; every edge is a link that works without this.
 */

import { _ } from "./words";

const FAR = 4; // pixels; a shorter way is a click, not a drag
const STEP = 1.35; // of one zoom

interface Point { x: number; y: number }

function near(drawing: SVGSVGElement, dot: string | undefined): void {
  drawing.classList.toggle("has-focus", dot !== undefined);
  const touched = new Set([dot]);
  for (const line of drawing.querySelectorAll<SVGElement>(".lines a")) {
    const ends = [line.dataset["a"], line.dataset["b"]];
    const mine = dot !== undefined && ends.includes(dot);
    line.classList.toggle("is-near", mine);
    if (mine) ends.forEach((end) => touched.add(end));
  }
  for (const one of drawing.querySelectorAll<SVGElement>("[data-dot]")) {
    one.classList.toggle("is-near", dot !== undefined && touched.has(one.dataset["dot"]));
  }
}

/** Where a pointer is in the units of the drawing. */
function inside(drawing: SVGSVGElement, event: PointerEvent): Point {
  const matrix = drawing.getScreenCTM();
  if (matrix === null) return { x: 0, y: 0 };
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
  return { x: point.x, y: point.y };
}

function place(drawing: SVGSVGElement, dot: SVGElement, at: Point): void {
  const id = dot.dataset["dot"] ?? "";
  dot.setAttribute("transform", `translate(${at.x.toFixed(1)} ${at.y.toFixed(1)})`);
  for (const [end, n] of [["a", 1], ["b", 2]] as const) {
    for (const link of drawing.querySelectorAll<SVGElement>(`.lines a[data-${end}="${id}"]`)) {
      for (const line of link.querySelectorAll("line")) {
        line.setAttribute(`x${n}`, at.x.toFixed(1));
        line.setAttribute(`y${n}`, at.y.toFixed(1));
      }
      const line = link.querySelector("line");
      const glyph = link.querySelector("text");
      if (line === null || glyph === null) continue;
      const middle = (axis: string): string =>
        String((Number(line.getAttribute(`${axis}1`)) + Number(line.getAttribute(`${axis}2`))) / 2);
      glyph.setAttribute("x", middle("x"));
      glyph.setAttribute("y", middle("y"));
    }
  }
}

function drag(drawing: SVGSVGElement, dot: SVGElement): void {
  let start: PointerEvent | undefined;
  let moved = false;
  dot.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch" || event.button !== 0) return; // a finger scrolls
    start = event;
    moved = false;
  });
  dot.addEventListener("pointermove", (event) => {
    if (start === undefined) return;
    if (!moved && Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) > FAR) {
      moved = true;
      dot.setPointerCapture(event.pointerId);
    }
    if (moved) place(drawing, dot, inside(drawing, event));
  });
  for (const name of ["pointerup", "pointercancel"] as const) dot.addEventListener(name, () => (start = undefined));
  dot.addEventListener("dragstart", (event) => event.preventDefault());
  dot.addEventListener("click", (event) => {
    if (moved) event.preventDefault();
    moved = false;
  }, true);
}

function zoom(drawing: SVGSVGElement, tools: HTMLElement): void {
  const { width, height } = drawing.viewBox.baseVal;
  let scale = 1;
  let centre: Point = { x: width / 2, y: height / 2 };
  const show = (): void => {
    const [w, h] = [width / scale, height / scale];
    const x = Math.max(0, Math.min(width - w, centre.x - w / 2));
    const y = Math.max(0, Math.min(height - h, centre.y - h / 2));
    drawing.setAttribute("viewBox", `${x} ${y} ${w} ${h}`);
    centre = { x: x + w / 2, y: y + h / 2 };
  };
  for (const button of tools.querySelectorAll<HTMLElement>("[data-zoom]")) {
    button.addEventListener("click", () => {
      const way = button.dataset["zoom"];
      scale = way === "all" ? 1 : Math.max(1, Math.min(8, way === "in" ? scale * STEP : scale / STEP));
      show();
    });
  }
  drawing.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return; // plain scrolling stays the page's
    event.preventDefault();
    scale = Math.max(1, Math.min(8, event.deltaY < 0 ? scale * STEP : scale / STEP));
    show();
  }, { passive: false });
  let grip: PointerEvent | undefined;
  drawing.addEventListener("pointerdown", (event) => {
    const ground = !(event.target as Element).closest("a, [data-dot]");
    grip = ground && event.pointerType !== "touch" ? event : undefined;
  });
  drawing.addEventListener("pointermove", (event) => {
    if (grip === undefined || scale === 1) return;
    const [now, then] = [inside(drawing, event), inside(drawing, grip)];
    centre = { x: centre.x - (now.x - then.x), y: centre.y - (now.y - then.y) };
    grip = event;
    show();
  });
  for (const name of ["pointerup", "pointerleave"] as const) drawing.addEventListener(name, () => (grip = undefined));
  tools.hidden = false;
}

/** Fetches an edge's own page and shows its article beside the drawing; where that fails, the link is followed. */
async function open(link: Element, address: string, holder: HTMLElement, panel: HTMLElement): Promise<void> {
  const answer = await fetch(address);
  const article = answer.ok
    ? new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-edge]")
    : null;
  if (article === null) {
    location.assign(address);
    return;
  }
  const close = document.createElement("button");
  close.type = "button";
  close.className = "close";
  close.textContent = _("Close");
  close.addEventListener("click", () => {
    panel.hidden = true;
    for (const chosen of holder.querySelectorAll(".is-chosen")) chosen.classList.remove("is-chosen");
    if (link instanceof HTMLElement) link.focus();
  });
  panel.replaceChildren(close, document.adoptNode(article));
  panel.hidden = false;
  for (const line of holder.querySelectorAll(".lines a")) {
    line.classList.toggle("is-chosen", line.getAttribute("href") === address);
  }
  panel.querySelector<HTMLElement>("[data-edge-title]")?.focus({ preventScroll: true });
  panel.scrollTop = 0;
}

export function liveNetwork(page: Document): void {
  const holder = page.querySelector<HTMLElement>("[data-network]");
  const drawing = holder?.querySelector<SVGSVGElement>("svg.network");
  const panel = holder?.querySelector<HTMLElement>("[data-panel]");
  const tools = holder?.querySelector<HTMLElement>("[data-tools]");
  if (!holder || !drawing || !panel || !tools) return;
  drawing.classList.add("is-live");
  const scroller = drawing.parentElement; // on a phone one begins in the middle, where most of it is
  if (scroller !== null) scroller.scrollLeft = (scroller.scrollWidth - scroller.clientWidth) / 2;
  for (const dot of drawing.querySelectorAll<SVGElement>("[data-dot]")) {
    dot.addEventListener("pointerenter", () => near(drawing, dot.dataset["dot"]));
    dot.addEventListener("pointerleave", () => near(drawing, undefined));
    drag(drawing, dot);
  }
  zoom(drawing, tools);
  page.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) panel.querySelector<HTMLElement>(".close")?.click();
  });
  page.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return; // another tab was asked for
    const link = (event.target as Element).closest(".lines a, [data-edge-link]");
    const address = link?.getAttribute("href");
    if (!link || !address) return;
    event.preventDefault();
    void open(link, address, holder, panel).catch(() => location.assign(address));
  });
}
