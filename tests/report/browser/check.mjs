// Looks at reports in a real browser: node check.mjs BROWSER REPORT…  Says each fault, and how many there are.
import { readFileSync, readdirSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

// The tools stand in target/, which is nobody's source.
const tools = createRequire(pathToFileURL(join(import.meta.dirname, "../../../target/report-browser/package.json")));
const puppeteer = (await import(pathToFileURL(tools.resolve("puppeteer-core")))).default;
const axe = readFileSync(tools.resolve("axe-core/axe.min.js"), "utf8");

const [browserPath, ...reports] = process.argv.slice(2);
const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const profile = mkdtempSync(join(tmpdir(), "kpi-browser-"));
const faults = [];
let looked = 0;

const browser = await puppeteer.launch({
  executablePath: browserPath,
  headless: true,
  userDataDir: profile,
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
  ],
});

// Every kind of page, and of indicators' pages those that have most on them, and a few others.
const pagesOf = (report) => {
  const top = readdirSync(report).filter((name) => name.endsWith(".html"));
  const own = readdirSync(join(report, "indicators")).filter((name) => name.endsWith(".html"));
  const size = (name) => readFileSync(join(report, "indicators", name)).length;
  const largest = [...own].sort((a, b) => size(b) - size(a)).slice(0, 3);
  const some = own.filter((_, at) => at % 12 === 0);
  return [...top, ...[...new Set([...largest, ...some])].map((name) => `indicators/${name}`)];
};

try {
  const page = await browser.newPage();
  page.on("pageerror", (error) => faults.push(`${page.url()}: ${error.message}`));
  for (const report of reports) {
    for (const path of pagesOf(report)) {
      const url = pathToFileURL(join(report, path)).href;
      const fault = (words) => faults.push(`${report.split("/").pop()}/${path}: ${words}`);
      looked += 1;

      for (const scheme of ["light", "dark"]) {
        await page.setViewport({ width: 1280, height: 900 });
        await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
        await page.goto(url);
        await page.evaluate(() => document.querySelectorAll("details").forEach((details) => { details.open = true; }));
        await page.evaluate(axe);
        const found = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: { type: "tag", values: tags } }), STANDARDS);
        for (const violation of found.violations) {
          fault(`${scheme}: ${violation.id}: ${violation.help} (${violation.nodes.map((node) => node.target.join(" ")).slice(0, 3).join("; ")})`);
        }
      }
      await page.emulateMediaFeatures([]);

      // At 320 pixels nothing has to be scrolled sideways but tables in their regions.
      await page.setViewport({ width: 320, height: 640 });
      await page.goto(url);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      if (width > 320) fault(`is ${width} pixels wide at 320`);
      // A list of indicators does not even have to be scrolled in its region: its lines are parted there.
      const wide = await page.evaluate(() =>
        [...document.querySelectorAll(".scroll:has(> .parted)")].filter((list) => list.scrollWidth > list.clientWidth).length);
      if (wide) fault(`has ${wide} lists to be scrolled sideways at 320`);
      await page.setViewport({ width: 1280, height: 900 });
      await page.goto(url);

      // Everything that can be used is reached by the keyboard, in order, and is seen when it is.
      const expected = await page.evaluate(() => {
        const seen = (element) => element.checkVisibility() && !element.closest("details:not([open]) > :not(summary)");
        return [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")].filter(seen).length;
      });
      const reached = new Set();
      for (let at = 0; at < expected + 2; at += 1) {
        await page.keyboard.press("Tab");
        const focus = await page.evaluate(() => {
          const element = document.activeElement;
          if (!element || element === document.body) return null;
          globalThis.kpiSeen ??= new Map();
          if (!globalThis.kpiSeen.has(element)) globalThis.kpiSeen.set(element, globalThis.kpiSeen.size);
          const look = getComputedStyle(element);
          const box = element.getBoundingClientRect();
          return { name: globalThis.kpiSeen.get(element), outlined: look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2, shown: box.bottom > 0 && box.top < innerHeight, what: element.outerHTML.slice(0, 80) };
        });
        if (!focus) break;
        if (!focus.outlined) fault(`focus is not seen on ${focus.what}`);
        if (!focus.shown) fault(`focus is off the screen on ${focus.what}`);
        reached.add(focus.name);
      }
      if (reached.size < expected) fault(`the keyboard reaches ${reached.size} of ${expected}`);

      // Without scripts nothing of the text is missing.
      const words = await page.evaluate(() => document.querySelector("main").textContent.replace(/\s+/g, " ").length);
      await page.setJavaScriptEnabled(false);
      await page.goto(url);
      const plain = await page.$eval("main", (main) => main.textContent.replace(/\s+/g, " ").length);
      const filtered = await page.$("form.filter:not([hidden])");
      await page.setJavaScriptEnabled(true);
      if (plain < words * 0.95) fault(`${plain} letters without scripts, ${words} with`);
      if (filtered) fault("a filter is shown that does nothing without scripts");

      // On paper the text is dark on white.
      await page.emulateMediaType("print");
      const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      if (!["rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"].includes(paper)) fault(`printed on ${paper}`);
      await page.emulateMediaType(null);
    }

    // The filter leaves the rows that fit, and says how many.
    const index = pathToFileURL(join(report, "index.html")).href;
    await page.goto(index);
    if (existsSync(join(report, "assets/kpi.js")) && (await page.$("form.filter"))) {
      const all = await page.$$eval("tr[data-rating]", (rows) => rows.length);
      await page.type("form.filter input", "zzzz");
      const none = await page.$$eval("tr[data-rating]", (rows) => rows.filter((row) => row.checkVisibility()).length);
      const told = await page.$eval("form.filter output", (output) => output.textContent);
      if (none !== 0 || !told.startsWith("0 ")) faults.push(`${index}: the filter shows ${none} rows and says "${told}"`);
      await page.click("form.filter button[type=reset]");
      await new Promise((done) => setTimeout(done, 50));
      const again = await page.$$eval("tr[data-rating]", (rows) => rows.filter((row) => row.checkVisibility()).length);
      if (again !== all) faults.push(`${index}: ${again} of ${all} rows are back`);
    }
  }
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}

for (const fault of faults) console.log(fault);
console.log(`${looked} pages, ${faults.length} faults`);
process.exit(faults.length ? 1 : 0);
