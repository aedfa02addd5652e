// One browser by puppeteer, in light and in dark: walks all pages on a phone and a wider screen, by key through five of
// them; reads, searches, opens a word, a fold and the menu by key; prints; axe looks at three pages. Leaves what it
// printed beside itself. Says what went wrong, or one line at the end.
import { readFileSync, writeFileSync } from "node:fs";
import puppeteer from "puppeteer-core";

const [, , kind, executablePath, base, axeSource] = process.argv;
const PAGES = readFileSync("pages.txt", "utf8").split("\n");
const BY_KEY = ["", "sites/liver/", "symptoms/get-help/", "symptoms/planner/", "clinics/"];
const LETTER = PAGES.filter((path) => /^(sites\/.+|symptoms\/(breast|get-help)\/)$/.test(path));
const AXED = ["", "sites/liver/", "symptoms/"];
const TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const PHONE = { width: 360, height: 780 }, WIDE = { width: 1280, height: 900 };
const complaints = [], did = [];

function must(holds, otherwise) {
  if (!holds) throw new Error(otherwise);
}

async function read(page, scheme) {
  for (const path of [...PAGES, "no/such/page/"]) {
    await page.setViewport(PHONE);
    const answer = await page.goto(base + path);
    must(answer.status() === (path.startsWith("no/") ? 404 : 200), `${path}: ${answer.status()}`);
    const seen = await page.evaluate(() => {
      const parts = (selector) => [...document.querySelectorAll(selector)].filter((part) => part.checkVisibility());
      const color = (part) => getComputedStyle(part).backgroundColor.match(/\d+/g).map(Number);
      return {
        h1: parts("h1").length, text: parts("article")[0].innerText.length, ground: color(document.body),
        styled: color(document.querySelector(".hg-help, .hg-header__dials a")).length === 3,
      };
    });
    must(seen.h1 === 1 && seen.text > 100 && seen.styled, `${path}: not as it should be: ${JSON.stringify(seen)}`);
    must(seen.ground.every((part) => part > 200) === (scheme === "light"), `${path}: the background is not ${scheme}`);
    for (const size of scheme === "light" ? [PHONE, WIDE] : [PHONE]) {
      await page.setViewport(size);
      const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      must(wide <= room, `${path}: ${wide} wide on ${size.width}`);
    }
  }
}

async function search(page) {
  await page.goto(base);
  await page.focus("#search-input");
  await page.keyboard.type("jaundise"); // misspelled
  await page.waitForSelector("#search-results [role=option]", { visible: true });
  await page.waitForFunction(() => document.getElementById("search-note").textContent.includes("jaundice")); // mended
  must(page.url() === base, "the address holds what was searched: " + page.url());
  await page.keyboard.press("Escape");
  must(await page.$eval("#search-panel", (panel) => panel.hidden), "Escape does not close the search");
  await page.keyboard.press("ArrowDown"); // opens it again
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

// Every stop of Tab from the top to the end, in the order of the page, in sight, with a mark and not below the row.
function stop(before) {
  const one = document.activeElement, box = one.getBoundingClientRect(), style = getComputedStyle(one);
  if (one === document.body || (before > 0 && one.matches(".hg-skip"))) return "the end";
  const place = [...document.querySelectorAll("*")].indexOf(one), header = document.querySelector("header");
  if (place < before) return "out of order: " + one.outerHTML;
  const edge = one.querySelector(".hg-map__target"); // on the body map
  const marked = (parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== "none") || style.boxShadow !== "none"
    || (edge && parseFloat(getComputedStyle(edge).strokeWidth) >= 3);
  const row = getComputedStyle(header).position === "sticky" && !one.matches(".hg-skip, header *") ? header.getBoundingClientRect().bottom : 0;
  return marked && box.bottom > row && box.top < innerHeight && box.width > 0 ? place : "not seen: " + one.outerHTML;
}

async function stops(old, path, size) {
  const page = await old.browser().newPage(); // behind a page's end the keys are the browser's own
  await page.setViewport(size);
  await page.goto(base + path);
  for (let count = 0, before = -1; count < 600; count++) {
    await page.keyboard.press("Tab");
    let found = await page.evaluate(stop, before);
    for (let tries = 0; tries < 9 && String(found).startsWith("not seen"); tries++) { // it may still be scrolling
      await new Promise((done) => setTimeout(done, 50));
      found = await page.evaluate(stop, before);
    }
    if (found === "the end") {
      must(count > 20, `${path}: ${count} stops`);
      await page.close();
      return count;
    }
    must(typeof found === "number", `${path} on ${size.width}: ${found}`);
    before = found;
  }
  throw new Error(`${path}: Tab never ends`);
}

async function byKey(page) {
  let count = 0;
  for (const path of BY_KEY) count += await stops(page, path, PHONE);
  for (const path of BY_KEY.slice(0, 2)) count += await stops(page, path, WIDE);
  await page.goto(base);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  must(await page.evaluate(() => document.activeElement.id === "hg-text" || location.hash === "#hg-text"), "the skip link leads nowhere");
  await page.goto(base + "sites/liver/");
  await page.focus("article details:not([open]) > summary");
  await page.keyboard.press("Enter");
  must(await page.evaluate(() => document.activeElement.parentNode.open), "Enter does not open a fold");
  await page.goto(base + "symptoms/get-help/");
  await page.focus(".hg-areas a");
  await page.keyboard.press("Enter");
  must(await page.evaluate(() => {
    const area = document.getElementById(location.hash.slice(1)), top = area && area.getBoundingClientRect().top;
    return area && top < innerHeight && top >= 0;
  }), "an area does not come into sight");
  await page.goto(base + "symptoms/planner/");
  await page.focus("input[name=sign]");
  await page.keyboard.press(" ");
  must(await page.$eval(".hg-planner__more", (more) => more.checkVisibility() && more.textContent.includes("none of these")), "a tick asks nothing");
  await page.keyboard.press("Tab");
  must(await page.evaluate(() => document.activeElement.closest(".hg-planner__more") !== null), "Tab does not lead into the question");
  return count;
}

// What a page's own buttons print, where print() returns at once.
async function buttons(page) {
  for (const [path, name, press] of [
    ["clinics/", "poster", "[data-print-poster]"], ["symptoms/planner/", "sheet", "[data-planner-print=sheet]"],
    ["symptoms/planner/", "card", "[data-planner-print=card]"],
  ]) {
    await page.goto(base + path);
    await page.evaluate(() => { window.print = () => {}; });
    if (name === "sheet") await page.$$eval("input[name=sign]", (boxes) => boxes.slice(0, 3).forEach((box) => box.click()));
    await page.$eval(press, (button) => button.click());
    writeFileSync(`button-${name}.pdf`, await page.pdf({ format: "A4" }));
  }
}

async function print(page, scheme) {
  const dark = ["sites/liver/", "symptoms/"];
  for (const path of scheme === "light" ? PAGES : dark) {
    await page.goto(base + path);
    const folds = () => page.$$eval("article details", (all) => all.map((fold) => fold.open).join());
    const before = await folds();
    // The whole guide takes its time: on the shorter paper alone.
    for (const format of path === "print/" ? ["Letter"] : scheme === "light" && LETTER.includes(path) ? ["A4", "Letter"] : ["A4"]) {
      const paper = await page.pdf({ format, timeout: 120000 });
      writeFileSync(`${path.replaceAll("/", "_")}${format}-${scheme}.pdf`, paper);
    }
    must(before === (await folds()), `${path}: folds are not as they were before printing`);
  }
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

const FIREFOX = (scheme) => ({
  browser: "firefox", headless: true, extraPrefsFirefox: { "layout.css.prefers-color-scheme.content-override": scheme === "dark" ? 0 : 1 },
});
for (const scheme of ["light", "dark"]) {
  const browser = await puppeteer.launch({
    ...(kind === "firefox" ? FIREFOX(scheme) : { headless: "shell" }), executablePath, acceptInsecureCerts: true, protocolTimeout: 150000,
    args: kind === "firefox" ? ["--no-sandbox"] : ["--no-sandbox", "--disable-gpu"],
  });
  try {
    const page = await browser.newPage();
    if (kind !== "firefox") await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    page.on("console", (message) => ["error", "warn"].includes(message.type()) && !message.text().includes("status of 404") && complaints.push(message.text()));
    page.on("dialog", (dialog) => dialog.accept()); // the planner asks before it is left
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("request", (request) => !request.url().startsWith(base) && !request.url().startsWith("data:") && complaints.push("asked " + request.url()));
    // What the content policy refuses is no console message in Firefox: the page itself tells.
    await page.evaluateOnNewDocument(() => document.addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`)));
    const steps = { read, search, word, menu, ...(scheme === "light" ? { byKey, buttons } : {}), print, axed, stored };
    const told = {};
    for (const [name, step] of Object.entries(steps)) {
      const began = Date.now();
      told[name] = await step(page, scheme);
      if (process.env.HG_TIMES) console.error(scheme, name, Date.now() - began);
    }
    did.push(`${scheme}: jaundise → ${told.search}${told.byKey ? `, ${told.byKey} stops of Tab` : ""}`);
    if (scheme === "dark") did.unshift(await browser.version());
  } finally {
    await browser.close();
  }
}
must(!complaints.length, [...new Set(complaints)].join("\n"));
console.log(`${did.join("; ")}; ${PAGES.length} pages each, axe on ${AXED.length}, printed, no complaint, nothing stored`);
