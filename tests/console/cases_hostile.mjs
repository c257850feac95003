// Hostile mail on every page: nothing runs, nothing leaves the browser, nothing becomes markup.
import { check, console_, context, finish, lab, person, run, shot } from "./browser.mjs";

const c = await context();
const { page, one } = await person(c, "jane", "clerk");
const [payloads, mails] = await lab("attack");
let looked = 0;

// What a page of ours never holds, and what only a payload can have made.
async function innocent(p, where) {
    const found = await p.evaluate(() => {
        const wrong = [];
        if (window.pwned || document.cookie.includes("pwned")) wrong.push("ran");
        for (const e of document.querySelectorAll("main *, body > *")) {
            if (/^(script|iframe|object|embed|base|meta|link|style|video|audio|portal|math|img|marquee|animate|template)$/i.test(e.localName) && !e.matches("iframe[sandbox][data-mail]")) wrong.push("element " + e.localName);
            for (const a of e.attributes) if (/^on|^style$|^srcdoc$|^ping$/.test(a.name)) wrong.push("attribute " + a.name + " of " + e.localName);
            for (const name of ["href", "action", "src"]) { const to = e.getAttribute(name); if (to && !/^[/#?]/.test(to)) wrong.push(name + " " + to.slice(0, 80)); }
        }
        if (document.querySelectorAll("h1").length !== 1) wrong.push("headings " + document.querySelectorAll("h1").length);
        return wrong;
    });
    ++looked;
    check(found.length === 0, where + ": " + found.slice(0, 5).join("; "));
    check(c.wrong.length === 0, where + ": " + c.wrong.slice(0, 5).join("; "));
}

await run(`${payloads} payloads in each field of ${mails} mails: nothing runs or leaves on any page`, async () => {
    check(payloads >= 300, "at least 300 payloads, not " + payloads);
    const held = new Set(), stories = new Set();
    for (let at = "/held"; at;) {
        await page.goto(console_ + at);
        await innocent(page, at);
        for (const link of await page.locator(".bd-card__subject a").evaluateAll((all) => all.map((a) => a.getAttribute("href")))) held.add(link);
        at = await page.locator("a:text-is('Show more')").count() ? await page.locator("a:text-is('Show more')").getAttribute("href") : null;
    }
    check(held.size === mails, `all ${mails} are listed, not ${held.size}`);
    await shot(page, "hostile-list");
    for (let at = "/mail?days=all"; at;) {
        await page.goto(console_ + at);
        await innocent(page, at);
        for (const link of await page.locator(".bd-card__subject a").evaluateAll((all) => all.map((a) => a.getAttribute("href")))) stories.add(link);
        at = await page.locator("a:text-is('Show earlier ones')").count() ? await page.locator("a:text-is('Show earlier ones')").getAttribute("href") : null;
    }
    check(stories.size >= mails, "all have a story");
    const tabs = await page.goto(console_ + [...held][0]).then(() => page.locator(".bd-tabs a").evaluateAll((all) => all.map((a) => a.getAttribute("href").split("?")[1])));
    const todo = [...[...held].flatMap((h) => tabs.map((t) => h + "?" + t)), ...stories, "/audit", "/today", "/me", ...await lab("hostile_registers"),
        "/requests", "/retention", "/retention/holds", "/people", "/people/suspended?state=all", "/reports?period=" + new Date().toISOString().slice(0, 7), "/incidents"];
    await Promise.all([1, 2].map(async () => {
        const p = await c.newPage();
        while (todo.length) {
            const at = todo.pop();
            await p.goto(console_ + at, { waitUntil: "load" });
            await innocent(p, at);
        }
        await p.close();
    }));
    await page.goto(console_ + [...held][0] + "?tab=parts");
    await shot(page, "hostile-item");
    console.log(`     ${looked} pages looked at`);
});

// RFC 4180, strictly: rows of cells.
function cells(text) {
    const rows = [[]];
    for (let at = 0; at < text.length;) {
        check(text[at] === '"', "a cell begins with a quote, not " + JSON.stringify(text.slice(at, at + 20)));
        let end = at + 1;
        while (text[end] !== '"' || text[end + 1] === '"') end += text[end] === '"' ? 2 : 1;
        rows.at(-1).push(text.slice(at + 1, end).replaceAll('""', '"'));
        at = end + 1;
        if (text[at] === ",") { ++at; continue; }
        check(text.slice(at, at + 2) === "\r\n", "a row ends with CRLF");
        at += 2;
        if (at < text.length) rows.push([]);
    }
    return rows;
}
await run("lists as files: no cell runs in a spreadsheet, no value makes a row, and who took it is on record", async () => {
    for (const [list, query] of [["mail", "?days=all"], ["held", ""], ["audit", ""]])
        for (const format of ["csv", "json"]) {
            await page.goto(console_ + "/" + list + query);
            const [file] = await Promise.all([page.waitForEvent("download"), page.click(`button[name=format][value=${format}]`)]);
            check(new RegExp(`^${list}-\\d{4}-\\d\\d-\\d\\d\\.${format}$`).test(file.suggestedFilename()), file.suggestedFilename());
            const text = await (await import("node:fs/promises")).readFile(await file.path(), "utf8");
            const rows = format === "csv" ? cells(text) : JSON.parse(text);
            check(rows.length > (list === "audit" ? 1 : mails - 1), `${list} ${format}: ${rows.length} rows`);
            if (format === "json") continue;
            for (const row of rows) {
                check(row.length === rows[0].length, "a row of " + row.length);
                for (const cell of row) check(!/^\s*[=+\-@|%\uff1d\uff0b\uff0d\uff20]/.test(cell), "a cell that runs: " + cell.slice(0, 60));
            }
        }
    await page.goto(console_ + "/audit?kind=list-exported");
    check((await page.locator("main").innerText()).includes("jane"), "it is on record");
});

await run("a search for each kind of payload shows it as it was typed and finds no other field", async () => {
    for (const typed of ["<script>window.pwned=1</script>", "\"><img src=x onerror=window.pwned=1>", "' OR '1'='1", "{{title}} {{{title}}}", "%' ESCAPE '!' --", "from:\"<svg onload=window.pwned=1>\"", "\u2028x", "a".repeat(600)]) {
        for (const path of ["/mail?days=all&q=", "/held?q=", "/audit?q="]) {
            await page.goto(console_ + path + encodeURIComponent(typed));
            await innocent(page, path + typed);
            check((await page.locator("#q").inputValue()) === typed.replace(/\u2028/g, "\u2028"), "the box holds what was typed at " + path + typed);
        }
    }
});

await run("what a link says was done is a code, never a text of the link", async () => {
    for (const tail of ["?done=<script>window.pwned=1</script>", "?done=released&id=<b>x</b>", "?done=You are hacked&id=aaaa-aaaa", "?tab=<svg onload=window.pwned=1>"]) {
        await page.goto(console_ + "/held" + tail);
        await innocent(page, tail);
        check(!(await page.locator("main").innerText()).includes("hacked"), tail);
    }
});
await finish();
