/** The words of scripts: English as it stands in the code, or the translation that the page carries along. */

let translated: Readonly<Record<string, string>> | undefined;

function said(text: string): string {
  translated ??= JSON.parse(document.getElementById("words")?.textContent ?? "{}") as Record<string, string>;
  return translated[text] ?? text;
}

/** A string in the language of the page, with its names, written `%(name)s`, filled in. */
export function _(text: string, names: Readonly<Record<string, string | number>> = {}): string {
  return said(text).replace(/%\((\w+)\)s|%%/g, (match, name?: string) => (name === undefined ? "%" : String(names[name] ?? match)));
}
