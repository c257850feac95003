// What the cases share: the lab's calls, a browser that may reach the console alone, signing in, axe, screenshots.
import { createRequire } from "node:module";
import { createHmac } from "node:crypto";
import { createInterface } from "node:readline";

const need = createRequire(process.env.MODULES + "/package.json");
export const { chromium } = need("playwright-core");
const axeSource = need("fs").readFileSync(need.resolve("axe-core/axe.min.js"), "utf8");
export const console_ = process.env.CONSOLE;
export const password = "river lantern otter seven";

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
// A method of lab_console.Console, by name.
export async function lab(name, ...args) {
    process.stdout.write("@" + JSON.stringify({ name, arguments: args }) + "\n");
    const answer = JSON.parse((await lines.next()).value);
    if (answer.problem) throw new Error(answer.problem);
    return answer.value;
}

export function check(good, words) { if (!good) throw new Error(words); }
export async function run(title, work) {
    const began = Date.now();
    try {
        await work();
        console.log(`ok   ${title} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
    } catch (problem) {
        console.log(`FAIL ${title}\n     ${String(problem.stack).split("\n").slice(0, 8).join("\n     ")}`);
    }
}

let started;
export async function browser() {
    return started ??= await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}
export async function finish() {
    if (started) await started.close();
    process.exit(0);
}

// Whatever leaves for elsewhere, or runs, is noted in `context.wrong`.
export async function context(options = {}) {
    const c = await (await browser()).newContext({ viewport: { width: 1100, height: 900 }, ...options });
    c.wrong = [];
    await c.route("**/*", (route) => {
        const url = route.request().url();
        if (url.startsWith(console_ + "/") || url.startsWith("data:")) return route.continue();
        c.wrong.push("left for " + url);
        return route.abort();
    });
    c.on("page", (page) => {
        page.on("dialog", (d) => { c.wrong.push("dialog " + d.message()); d.dismiss(); });
        page.on("pageerror", (e) => c.wrong.push("script error " + e.message));
        page.on("console", (m) => { if (m.type() === "error" && !/status of (4|5)\d\d/.test(m.text())) c.wrong.push("console: " + m.text()); });
    });
    return c;
}

function unbase32(text) {
    let bits = "";
    for (const c of text.replace(/\s/g, "")) bits += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0");
    return Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
}
// RFC 6238; `ahead` counts steps of 30 seconds.
export function code(secret, step) {
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(step));
    const mac = createHmac("sha1", unbase32(secret)).update(counter).digest();
    const at = mac[19] & 15;
    return String((mac.readUInt32BE(at) & 0x7fffffff) % 1e6).padStart(6, "0");
}
export const now_step = () => Math.floor(Date.now() / 30000);

// Each code works once and only the neighbours of the present one are taken, so the earliest is used first.
export class Person {
    constructor(name, role) { Object.assign(this, { name, role, last: 0, codes: [] }); }
    next() {
        const ends_soon = 30 - (Date.now() / 1000) % 30 < 12;  // typed now it may be looked at in the next step
        this.last = Math.max(this.last + 1, now_step() - (ends_soon ? 0 : 1));
        return code(this.secret, this.last);
    }
    async wait() { while (this.last + 1 > now_step() + 1) await new Promise((r) => setTimeout(r, 1000)); }
    async setUp(page, link) {
        await page.goto(console_ + link);
        for (const field of ["#password", "#again"]) await page.fill(field, password);
        await page.click("button:has-text('Continue')");
        this.secret = (await page.locator(".bd-code").innerText()).replace(/\s/g, "");
        await page.fill("#code", this.next());
        await page.click("button:has-text('Finish')");
        await page.locator(".bd-codes li").nth(9).waitFor({ timeout: 15000 }).catch(() => {});
        this.codes = await page.locator(".bd-codes li").allInnerTexts();
        check(this.codes.length === 10, "ten recovery codes, not " + this.codes.length + ": " + (await page.locator("main").innerText()));
    }
    async signIn(page, typed = null, secret_words = password) {
        if (typed === null) await this.wait();
        await page.goto(console_ + "/sign-in");
        await page.fill("#name", this.name);
        await page.fill("#password", secret_words);
        await page.fill("#code", typed ?? this.next());
        await page.click("main button:has-text('Sign in')");
    }
}
// A new account of that role, set up and signed in, by a recovery code where time matters.
export async function person(c, name, role, ...more) {
    const one = new Person(name, role);
    const page = await c.newPage();
    await one.setUp(page, await lab("invite", name, role, null, ...more));
    await one.signIn(page, one.codes.shift());
    check(!page.url().includes("/sign-in"), "signed in as " + name + ": " + (await page.locator("main").innerText()));
    return { one, page };
}

export async function axe(page, where) {
    await page.waitForLoadState("load");
    await page.evaluate(axeSource);  // by the debugger: the page's own rules forbid it a script of ours
    const found = await page.evaluate(() => axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
    const words = found.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target + " " + n.failureSummary.split("\n")[1]).join(" | ")}`);
    check(words.length === 0, `${where}: ${words.join("\n")}`);
}
export async function shot(page, name) { await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true }); }
