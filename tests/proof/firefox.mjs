// Firefox, over WebDriver BiDi: reads, searches, opens the menu, prints. Says what went wrong, or one line at the end.
import puppeteer from "puppeteer-core";

const [, , base] = process.argv;
const complaints = [];
const browser = await puppeteer.launch({ browser: "firefox", executablePath: "/usr/bin/firefox-esr", headless: true, acceptInsecureCerts: true, args: ["--no-sandbox"] });
try {
  const page = await browser.newPage();
  page.on("console", (message) => ["error"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => !request.url().startsWith(base) && !request.url().startsWith("data:") && complaints.push("asked " + request.url()));
  for (const path of ["", "sites/liver/", "symptoms/get-help/", "symptoms/planner/", "spread/chances/", "words/", "clinics/", "go/"]) {
    const answer = await page.goto(base + path);
    if (answer.status() !== 200) throw new Error(path + " " + answer.status());
    if ((await page.$$("h1")).length !== 1) throw new Error(path + ": no h1");
  }
  await page.goto(base);
  await page.click("details.hg-menu > summary");
  if (!(await page.$eval("details.hg-menu", (menu) => menu.open))) throw new Error("the menu does not open");
  await page.keyboard.press("Escape");
  await page.type("#search-input", "yellow eyes");
  await page.waitForSelector("#search-results li");
  const found = await page.$$eval("#search-results li", (rows) => rows.length);
  if ((await page.url()) !== base) throw new Error("the address changed");
  await page.goto(base + "sites/liver/");
  const paper = await page.pdf({ format: "A4" });
  if (paper.length < 20000) throw new Error("the printed page is empty");
  const stored = await page.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length].join());
  if (stored !== ",0,0") throw new Error("stored: " + stored);
  if (complaints.length) throw new Error(complaints.join("\n"));
  console.log(`${await browser.version()}: 8 pages, ${found} found, ${Math.round(paper.length / 1024)} KB on paper, no complaint`);
} finally {
  await browser.close();
}
