// Every page in each state: empty, full, error; light and dark, wide and at 320 pixels. No finding of axe, no scrolling sideways.
import { axe, check, console_, context, finish, lab, person, run, shot, Person } from "./browser.mjs";

const looks = [["light", {}], ["dark", { colorScheme: "dark" }], ["narrow", { viewport: { width: 320, height: 640 } }]];
const c = await context();
const admin = await person(c, "boss", "admin");
const anybody = ["/sign-in", "/help", "/accessibility", "/nowhere"];
const signedIn = ["/today", "/held", "/mail", "/audit", "/health", "/access", "/own", "/me", "/prove", "/held/aaaa-aaaa", "/mail/999999",
    "/requests", "/requests/99", "/retention", "/retention/class/journal", "/retention/holds", "/retention/holds/99", "/retention/certificates", "/retention/certificates/99",
    "/people", "/people/suspended", "/reports", "/reports?of=access", "/incidents", "/rules"];

// The same session in another look.
async function look_at(state, paths) {
    const cookies = await c.cookies();
    for (const [name, options] of looks) {
        const other = await context(options);
        await other.addCookies(cookies);
        const page = await other.newPage();
        for (const path of paths) {
            await page.goto(console_ + path);
            const where = `${path} ${state} ${name}`;
            await axe(page, where);
            const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
            check(wide <= 0, `${where} scrolls sideways by ${wide}`);
            if (name === "narrow") {  // text spacing of WCAG 1.4.12
                const spaced = await page.evaluate(() => {
                    const sheet = new CSSStyleSheet();
                    sheet.replaceSync("*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}");
                    document.adoptedStyleSheets = [sheet];
                    return document.documentElement.scrollWidth - document.documentElement.clientWidth;
                });
                check(spaced <= 0, `${where} scrolls sideways by ${spaced} with wide letters`);
            }
            await shot(page, `${path.replace(/[/?=&]+/g, "-").slice(1) || "first"}-${state}-${name}`);
        }
        check(other.wrong.length === 0, other.wrong.slice(0, 3).join("; "));
        await other.close();
    }
}

await run("pages for anybody: nothing that axe finds", () => look_at("out", anybody));
await run("every page while nothing is there: nothing that axe finds", () => look_at("empty", signedIn));
await run("set-up and sign-in with a mistake: it is told at the top and beside the field", async () => {
    const out = await context();
    const page = await out.newPage();
    await page.goto(console_ + await lab("invite", "new.one", "clerk"));
    await axe(page, "set-up");
    await shot(page, "set-up");
    for (const field of ["#password", "#again"]) await page.fill(field, "password1234");
    await page.click("button:has-text('Continue')");
    await axe(page, "set-up with a mistake");
    check((await page.locator("#password-error").innerText()).includes("many people use"), "a common password is refused");
    await shot(page, "set-up-mistake");
    await page.fill("#password", "four words that fit");
    await page.fill("#again", "four words that do not");
    await page.click("button:has-text('Continue')");
    check((await page.locator("#password-error").innerText()).includes("not the same"), "two that differ are told");
    for (const field of ["#password", "#again"]) await page.fill(field, "four words that fit");
    await page.click("button:has-text('Continue')");
    const secret = await page.locator(".bd-code").innerText();
    await page.fill("#code", "000000");
    await page.click("button:has-text('Finish')");
    check((await page.locator("#code-error").innerText()).includes("not the one"), "a wrong code is told");
    await page.click("summary:has-text('Show the picture again')");
    await axe(page, "a wrong code");
    await page.fill("#password", "four words that do not");
    await page.click("button:has-text('Show the picture')");
    check((await page.locator("#password-error").innerText()).includes("not the password"), "not for another password");
    await axe(page, "a wrong password beside the picture");
    await page.fill("#password", "four words that fit");
    await page.click("button:has-text('Show the picture')");
    check(await page.locator(".bd-code").innerText() === secret, "the same secret, and the picture is there again");
    await page.goto(console_ + "/sign-in");
    for (const [field, text] of [["#name", "nobody"], ["#password", "x"], ["#code", "1"]]) await page.fill(field, text);
    await page.click("main button:has-text('Sign in')");
    await axe(page, "sign-in with a mistake");
    await shot(page, "sign-in-mistake");
    check(await page.evaluate(() => document.activeElement.matches(".govuk-error-summary")), "the mistake has the focus");
});
await run("every page with mail: nothing that axe finds", async () => {
    await lab("fill");
    const page = admin.page;
    await page.goto(console_ + "/held");
    const item = await page.locator(".bd-card__subject a").first().getAttribute("href");
    await page.goto(console_ + item);
    const tabs = await page.locator(".bd-tabs a").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
    await page.goto(console_ + "/mail");
    const story = await page.locator(".bd-card__subject a").first().getAttribute("href");
    await lab("registers");
    const full = signedIn.filter((path) => !/9999|aaaa|\/99$/.test(path));
    await look_at("full", [...full, "/requests/1", "/retention/holds/1", "/reports?period=" + new Date().toISOString().slice(0, 7), ...tabs, story, "/held?q=nothing-like-that", "/mail?q=nothing-like-that"]);
});
await run("a walk by keyboard: each stop is seen, none is behind something, the first leads past the head", async () => {
    const page = admin.page;
    await page.goto(console_ + "/held");
    await page.keyboard.press("Tab");
    check((await page.evaluate(() => document.activeElement.textContent)) === "Skip to main content", "the first stop");
    for (let i = 0; i < 30; ++i) {
        await page.keyboard.press("Tab");
        const seen = await page.evaluate(() => {
            const e = document.activeElement;
            if (e === document.body) return "end";
            const box = e.getBoundingClientRect(), style = getComputedStyle(e), label = e.labels?.[0] && getComputedStyle(e.labels[0], "::before");
            const ring = style.outlineStyle !== "none" || style.boxShadow !== "none" || (label && (label.outlineStyle !== "none" || label.boxShadow !== "none"));
            const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
            const free = !top || top === e || e.contains(top) || top.contains(e) || e.labels?.[0]?.contains(top);
            return ring && free ? "good" : `${e.localName} ${e.textContent.slice(0, 30)}: ${ring ? "hidden" : "no ring"}`;
        });
        if (seen === "end") break;
        check(seen === "good", seen);
    }
});
await run("the first page weighs less than 100 KB", async () => {
    const page = await c.newPage();
    const client = await c.newCDPSession(page);
    await client.send("Network.enable");
    await client.send("Network.setCacheDisabled", { cacheDisabled: true });
    let octets = 0;
    client.on("Network.loadingFinished", (e) => { octets += e.encodedDataLength; });
    await page.goto(console_ + "/today", { waitUntil: "networkidle" });
    console.log(`     ${octets} octets on the wire`);
    check(octets < 100000, octets + " octets");
});
await finish();
