// Opens pages of one file in a browser without a network, moves the first slider that moves by a key, and says what the
// page shows and leaves: node browsers.js chrome|firefox PROGRAM PAGE... prints a list in JSON. It takes puppeteer-core
// from where PUPPETEER says.
'use strict';
const { pathToFileURL } = require('url');
const puppeteer = require(process.env.PUPPETEER || 'puppeteer-core');
const [kind, executablePath, ...pages] = process.argv.slice(2);

// All requests that are not for a file go to a port that nobody serves.
const options = kind === 'chrome'
  ? { args: ['--no-sandbox', '--proxy-server=127.0.0.1:9'] }
  : { extraPrefsFirefox: { 'network.proxy.type': 1, 'network.proxy.http': '127.0.0.1', 'network.proxy.http_port': 9, 'network.proxy.ssl': '127.0.0.1', 'network.proxy.ssl_port': 9 } };

// left is the text of a file that the page leaves with who presses a button.
const left = (page, button) => page.evaluate(id => new Promise(done => {
  const make = URL.createObjectURL, click = HTMLAnchorElement.prototype.click;
  HTMLAnchorElement.prototype.click = () => {};
  URL.createObjectURL = blob => {
    URL.createObjectURL = make;
    setTimeout(() => { HTMLAnchorElement.prototype.click = click; });
    blob.text().then(done);
    return make(blob);
  };
  document.getElementById(id).click();
}), button);

const text = (page, id) => page.$eval('#' + id, e => e.textContent);

async function looked(browser, file) {
  const page = await browser.newPage(), heard = [], asked = [];
  page.on('console', m => heard.push(m.text()));
  page.on('pageerror', e => heard.push(String(e)));
  page.on('request', r => { if (!/^(file|blob|data):/.test(r.url())) asked.push(r.url()); });
  await page.goto(pathToFileURL(file).href, { waitUntil: 'domcontentloaded' });
  const opened = await text(page, 'said');
  await page.waitForFunction(() => document.getElementById('private').textContent.startsWith('Nothing leaves'), { timeout: 60000 });
  const resting = await text(page, 'said');
  await page.focus('.lever input:enabled');
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => document.getElementById('moved-change').textContent, { timeout: 60000 });
  const shown = { said: resting, same: opened === resting, answer: await text(page, 'moved-answer'), note: await text(page, 'moved-note'),
    manifest: await left(page, 'manifest'), yaml: await left(page, 'yaml'), heard, asked };
  await page.close();
  return shown;
}

(async () => {
  const browser = await puppeteer.launch({ browser: kind, executablePath, headless: true, ...options });
  const all = [];
  for (const file of pages) all.push(await looked(browser, file));
  console.log(JSON.stringify({ version: await browser.version(), pages: all }));
  await browser.close();
})().catch(e => { console.error(e); process.exit(1); });
