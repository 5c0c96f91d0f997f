// Bundle the islands and the style sheet into the Python package. The same sources always give the same bytes; a test
// builds into another folder (the first argument) and compares.
import { build } from "esbuild";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = process.argv[2] ?? join(here, "..", "src", "whipcount", "web", "static");

await build({
  absWorkingDir: here,
  entryPoints: { app: "src/main.ts", "app-style": "styles/main.css" },
  entryNames: "[name]",
  outdir: target,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome109", "firefox115", "safari16.4"],
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
});
