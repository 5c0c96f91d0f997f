/** A running job as it goes on: the server's own words are asked for again, and the page anew once the job is over. */

const PAUSE = 2_000; // milliseconds between two looks
const LONGEST = 30_000; // after failures in a row
const NOTHING = "none";

function jobsIn(part: ParentNode): string {
  const ids = [...part.querySelectorAll<HTMLElement>("[data-running]")].map((job) => job.dataset["running"] ?? "");
  return ids.sort().join(" ") || NOTHING;
}

export function watchRuns(page: Document): void {
  const panel = page.querySelector<HTMLElement>("[data-live]");
  const address = panel?.dataset["here"];
  if (panel === null || address === undefined) return;
  const jobs = jobsIn(panel);
  if (jobs === NOTHING) return;
  const note = page.querySelector<HTMLElement>("[data-live-note]");
  if (note !== null) note.hidden = false;
  let pause = PAUSE;

  const look = async (): Promise<void> => {
    if (page.visibilityState === "visible") {
      try {
        const answer = await fetch(address, { headers: { accept: "text/html" } });
        if (!answer.ok || answer.redirected) throw new Error(`The server answered ${answer.status}.`);
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
        if (jobsIn(fresh) !== jobs) {
          location.reload(); // a job ended or began: the lists have changed too
          return;
        }
        put(panel, fresh);
        pause = PAUSE;
      } catch {
        pause = Math.min(pause * 2, LONGEST); // what is shown stays, with the time of its last word
      }
    }
    setTimeout(() => void look(), pause);
  };
  setTimeout(() => void look(), pause);
}

/** Replace the words and leave the elements: a reader's place and a focused link stay where they are. */
function put(panel: HTMLElement, fresh: Document): void {
  const shown = panel.querySelectorAll<HTMLElement>(".job");
  const wanted = fresh.querySelectorAll<HTMLElement>(".job");
  shown.forEach((job, index) => {
    const next = wanted[index];
    if (next === undefined) return;
    for (const part of [".doing", ".figures", ".quiet"]) {
      const from = next.querySelector(part);
      const to = job.querySelector(part);
      if (from !== null && to !== null) to.replaceChildren(...[...from.childNodes].map((node) => panel.ownerDocument.adoptNode(node)));
    }
  });
}
