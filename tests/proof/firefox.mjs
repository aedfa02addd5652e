// Firefox, over WebDriver BiDi, in light and in dark: reads, searches, opens a word and the menu by key, prints; axe looks
// at three pages. Leaves what it printed beside itself. Says what went wrong, or one line at the end.
import { readFileSync, writeFileSync } from "node:fs";
import puppeteer from "puppeteer-core";

const [, , base, axeSource] = process.argv;
const PAGES = ["", "sites/liver/", "symptoms/get-help/", "symptoms/planner/", "spread/chances/", "words/", "words/a-z/", "clinics/", "go/", "no/such/page/"];
const AXED = ["", "sites/liver/", "symptoms/"];
const TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const complaints = [], did = [];

function must(holds, otherwise) {
  if (!holds) throw new Error(otherwise);
}

async function read(page, scheme) {
  for (const path of PAGES) {
    const answer = await page.goto(base + path);
    must(answer.status() === (path.startsWith("no/") ? 404 : 200), `${path}: ${answer.status()}`);
    must((await page.$$("h1")).length === 1, `${path}: no h1`);
    const light = await page.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g).slice(0, 3).every((part) => part > 200));
    must(light === (scheme === "light"), `${path}: the background is not ${scheme}`);
  }
}

async function search(page) {
  await page.goto(base);
  await page.focus("#search-input");
  await page.keyboard.type("jaundise"); // misspelled
  await page.waitForSelector("#search-results [role=option]", { visible: true });
  must((await page.$eval("#search-note", (note) => note.textContent)).includes("jaundice"), "the misspelled word is not mended");
  must(page.url() === base, "the address holds what was searched: " + page.url());
  await page.keyboard.press("ArrowDown");
  const wanted = await page.$eval("#search-results [aria-selected=true]", (link) => link.href);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  must(page.url() === wanted && (await page.$$("h1")).length === 1, "the result does not open: " + page.url());
  return new URL(wanted).pathname;
}

async function word(page) {
  await page.goto(base + "sites/liver/");
  await page.focus("a.hg-word");
  await page.keyboard.press("Enter");
  must(await page.$eval(".hg-popup", (popup) => popup.checkVisibility() && popup.textContent.length > 20), "the word does not open");
  await page.keyboard.press("Escape");
  must(!(await page.$(".hg-popup")), "Escape does not close the word");
  must(await page.evaluate(() => document.activeElement.matches("a.hg-word")), "focus does not come back to the word");
  must(page.url() === base + "sites/liver/", "the word led away");
}

async function menu(page) {
  await page.focus("details.hg-menu > summary");
  const open = () => page.$eval("details.hg-menu", (details) => details.open);
  await page.keyboard.press("Enter");
  must(await open(), "the menu does not open");
  await page.keyboard.press("Tab");
  must(await page.evaluate(() => document.activeElement.closest(".hg-menu nav") !== null), "Tab does not lead into the menu");
  await page.keyboard.press("Escape");
  must(!(await open()), "Escape does not close the menu");
  must(await page.evaluate(() => document.activeElement.matches(".hg-menu > summary")), "focus does not come back to the menu's button");
}

async function axed(page) {
  for (const path of AXED) {
    await page.goto(base + path);
    await page.evaluate(readFileSync(axeSource, "utf8"));
    const found = await page.evaluate((tags) => axe.run(document, { runOnly: tags, resultTypes: ["violations"] }), TAGS);
    must(found.passes.length > 20, `${path}: axe looked at nothing`);
    must(!found.violations.length, found.violations.map((rule) => `/${path} ${rule.id} ×${rule.nodes.length}: ${rule.nodes[0].target}`).join("\n"));
  }
}

async function stored(page) {
  await page.goto(base);
  const kept = await page.evaluate(async () => ({
    cookie: document.cookie, local: localStorage.length, session: sessionStorage.length, caches: (await caches.keys()).length,
    databases: (await indexedDB.databases()).length, workers: (await navigator.serviceWorker.getRegistrations()).length,
  }));
  must(!Object.values(kept).some(Boolean), "stored: " + JSON.stringify(kept));
  const cookies = await page.browser().cookies();
  must(!cookies.length, "cookies: " + JSON.stringify(cookies));
}

for (const scheme of ["light", "dark"]) {
  const browser = await puppeteer.launch({
    browser: "firefox", executablePath: "/usr/bin/firefox-esr", headless: true, acceptInsecureCerts: true, args: ["--no-sandbox"],
    extraPrefsFirefox: { "layout.css.prefers-color-scheme.content-override": scheme === "dark" ? 0 : 1 },
  });
  try {
    const page = await browser.newPage();
    page.on("console", (message) => ["error", "warn"].includes(message.type()) && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("request", (request) => !request.url().startsWith(base) && !request.url().startsWith("data:") && complaints.push("asked " + request.url()));
    // What the content policy refuses is no console message here: the page itself tells.
    await page.evaluateOnNewDocument(() => document.addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`)));
    await read(page, scheme);
    const found = await search(page);
    await word(page);
    await menu(page);
    for (const [path, name] of [["sites/liver/", "liver"], ["symptoms/", "areas"]]) {
      await page.goto(base + path);
      const paper = await page.pdf({ format: "A4" });
      must(paper.length > 20000, "the printed page is empty");
      writeFileSync(`${name}-${scheme}.pdf`, paper);
    }
    await axed(page);
    await stored(page);
    did.push(`${scheme}: jaundise → ${found}`);
    if (scheme === "dark") did.unshift(await browser.version());
  } finally {
    await browser.close();
  }
}
must(!complaints.length, [...new Set(complaints)].join("\n"));
console.log(`${did.join("; ")}; ${PAGES.length} pages each, axe on ${AXED.length}, printed, no complaint, nothing stored`);
