// What can be measured of a page's looks: what a finger can hardly hit, what runs out of the page, is cut off or tiny.
(smallest) => {
  const found = [];
  const seen = (e) => e.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const hidden = (e) => e.closest(".skip, .visually-hidden");
  const what = (e) => {
    const words = (e.innerText ?? e.value ?? "").trim().replace(/\s+/g, " ").slice(0, 40);
    return `${e.tagName.toLowerCase()}.${[...e.classList].join(".")} “${words}”`;
  };
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > wide) found.push(`page: ${document.documentElement.scrollWidth} wide`);

  // WCAG 2.2, 2.5.8: the size, or as much room around the middle; a link in a line of text is as low as its line. Dots
  // and lines of a drawing have the table and the list of statements beside them.
  const chosen = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const targets = [...document.querySelectorAll(chosen)].filter((e) => seen(e) && !hidden(e) && !e.closest("svg"));
  const boxes = targets.map((e) => e.getBoundingClientRect());
  const inText = (e) => getComputedStyle(e).display === "inline" &&
    [...e.parentElement.childNodes].some((n) => n.nodeType === 3 && n.data.trim().length > 1);
  targets.forEach((e, i) => {
    const box = boxes[i];
    if ((box.width >= smallest && box.height >= smallest) || inText(e)) return;
    if ((e.closest("label")?.getBoundingClientRect().height ?? 0) >= smallest) return;
    const x = box.x + box.width / 2;
    const y = box.y + box.height / 2;
    const away = (b) => Math.hypot(Math.max(b.left - x, 0, x - b.right), Math.max(b.top - y, 0, y - b.bottom));
    const apart = (j) => targets[j].contains(e) || e.contains(targets[j]);
    if (boxes.some((b, j) => j !== i && !apart(j) && away(b) < smallest / 2)) {
      found.push(`small: ${what(e)} ${Math.round(box.width)}×${Math.round(box.height)}`);
    }
  });

  for (const e of document.querySelectorAll("main *")) {
    if (!seen(e) || hidden(e) || e.closest("svg, [aria-hidden]")) continue;
    const style = getComputedStyle(e);
    if (style.overflowX === "hidden" && style.clipPath === "none" && e.scrollWidth > e.clientWidth + 1) found.push(`cut: ${what(e)}`);
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (own && parseFloat(style.fontSize) < 12 && e.tagName !== "OPTION") found.push(`tiny: ${what(e)} ${style.fontSize}`);
  }
  const drawn = [...document.querySelectorAll("main svg text")].filter(seen);
  const low = drawn.find((e) => e.getBoundingClientRect().height < 11);
  if (low) found.push(`tiny: “${low.textContent}” in a drawing`);
  return [...new Set(found)];
}
