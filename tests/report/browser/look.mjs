// Pictures of a report's pages: node look.mjs BROWSER REPORT OUT
import { createRequire } from "node:module";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const tools = createRequire(pathToFileURL(join(import.meta.dirname, "../../../target/report-browser/package.json")));
const puppeteer = (await import(pathToFileURL(tools.resolve("puppeteer-core")))).default;
const [browserPath, report, out] = process.argv.slice(2);
const profile = mkdtempSync(join(tmpdir(), "kpi-browser-"));
const browser = await puppeteer.launch({
  executablePath: browserPath,
  headless: true,
  userDataDir: profile,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
try {
  const page = await browser.newPage();
  const own = readdirSync(join(report, "indicators")).sort();
  const paths = [...readdirSync(report).filter((name) => name.endsWith(".html")), ...own.slice(0, 4).map((name) => `indicators/${name}`)];
  for (const path of paths) {
    for (const [name, width, scheme] of [["wide", 1200, "light"], ["dark", 1200, "dark"], ["narrow", 320, "light"]]) {
      await page.setViewport({ width, height: 800 });
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      await page.goto(pathToFileURL(join(report, path)).href);
      await page.screenshot({ path: join(out, `${path.replace("/", "-").replace(".html", "")}-${name}.png`), fullPage: true });
    }
  }
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
