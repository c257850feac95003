// The policy in the console: a rule switched to watch and back, the text with its errors, versions and their history; with script and without.
import { axe, check, console_, context, finish, lab, person, run, shot } from "./browser.mjs";

const looks = [["light", {}], ["dark-narrow", { colorScheme: "dark", viewport: { width: 320, height: 640 } }]];
const rule = "t-outbound-quarantine";

// What this session sees at that address, in each look; or what a form of it leads to.
async function look_at(c, name, open) {
    for (const [look, options] of looks) {
        const other = await context(options);
        await other.addCookies(await c.cookies());
        const page = await other.newPage();
        await open(page);
        await axe(page, `${name} ${look}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        check(wide <= 0, `${name} ${look} scrolls sideways by ${wide}`);
        await shot(page, `policy-${name}-${look}`);
        check(other.wrong.length === 0, other.wrong.slice(0, 3).join("; "));
        await other.close();
    }
}

async function adopt(page, reason) {
    await page.fill("#reason", reason);
    await page.click("main button:has-text('Adopt')");
    for (let i = 0; i < 60 && !(await page.locator("h1").innerText()).includes("serves now"); ++i) {
        await page.waitForTimeout(500);
        await page.goto(page.url().split("?")[0]);
    }
    check((await page.locator("h1").innerText()).includes("serves now"), await page.locator("main").innerText());
}

for (const script of [true, false]) {
    const how = script ? "with script" : "without script";
    const c = await context({ javaScriptEnabled: script });
    const clerk = await person(c, script ? "jane" : "mary", "clerk");
    const { page } = clerk;
    const button = `tr:has(strong:text-is('${rule}')) button`;
    await run(`a rule is switched to watch: shown first, kept, adopted, and mail goes, ${how}`, async () => {
        await page.goto(console_ + "/rules");
        await page.click(button);
        check((await page.locator(".bd-diff__come").innerText()).includes('mode = "watch"'), "the difference is one line");
        await page.fill("#reason", `Tried for a month, ${how}`);
        await page.fill("#minute", "2026/41");
        await page.click("main button:has-text('Keep it')");
        check((await page.locator("h1").innerText()).includes("proposed"), await page.locator("h1").innerText());
        check((await lab("hold", "Before it is adopted")).length > 0 && (await page.locator("main").innerText()).includes("2026/41"), "the minute is there");
        await adopt(page, "Full Council");
        await page.goto(console_ + "/rules");
        check((await page.locator(`tr:has(strong:text-is('${rule}'))`).innerText()).includes("only watching"), "the page says that it watches");
        check((await lab("goes")) === "accepted", "the mail goes");
    });
    await run(`the rule acts again by going back to the file, and the history says who did what, ${how}`, async () => {
        await page.goto(console_ + "/rules/versions");
        await page.click("main a:has-text('The policy file')");
        check((await page.locator(".bd-diff__gone").innerText()).includes('mode = "watch"'), "the difference to what serves");
        await adopt(page, "Enough was seen");
        check((await lab("goes")) === "quarantined", "the mail is held");
        await page.goto(console_ + "/rules/versions");
        const words = await page.locator("main").innerText();
        check(words.includes(`Tried for a month, ${how}`) && words.includes("2026/41") && words.includes("Enough was seen"), words);
        check(c.wrong.length === 0, c.wrong.join("; "));
    });
    await run(`a text with mistakes: all are told with line and suggestion, nothing is kept, ${how}`, async () => {
        await page.goto(console_ + "/rules/edit");
        const text = await page.inputValue("#toml");
        await page.fill("#toml", text.replace("advice =", "advise =").replace('action = "flag"', 'action = "flagg"').replace("tell =", "tel ="));
        await page.click("button:text-is('Check it')");
        const words = await page.locator(".govuk-error-summary").innerText();
        check(/Line \d+, column \d+/.test(words) && words.includes('did you mean "advice"') && words.includes('did you mean "flag"') && words.includes('did you mean "tell"'), words);
        if (script) await axe(page, "text with mistakes");
        check((await page.inputValue("#toml")).includes("advise ="), "what was typed is still there");
        await page.fill("#toml", text + '\n[[rule]]\nid = "malware"\naction = "log"\n');
        await page.click("button:text-is('Check it')");
        check((await page.locator(".govuk-error-summary").innerText()).includes("always holds"), "what always holds is not weakened");
    });
    await run(`the form of a rule: what it does, and an exception with its end, ${how}`, async () => {
        await page.goto(`${console_}/rules/rule/${rule}`);
        await page.selectOption("#action", "flag");
        check(await page.locator("#confidence").count() === 0, "a rule that looks for nothing need not be sure");
        await page.fill("#advice", 'Say "no".');
        await page.click("button:text-is('Show what changes') >> nth=0");
        const words = (await page.locator(".bd-diff__come").allInnerTexts()).join(" | ");
        check(words.includes('action = "flag"') && words.includes('Say \\"no\\".'), words);
        await page.goto(`${console_}/rules/rule/${rule}`);
        for (const [field, text] of [["x.to", "*@hold.example"], ["x.until", "2020-01-01"], ["x.reason", "Agreement 4"], ["x.approved_by", "Council"]]) await page.fill(`[id="${field}"]`, text);
        await page.click("button:text-is('Show what changes') >> nth=1");
        check((await page.locator("main").innerText()).includes("ended on 2020-01-01"), "an end that is past is told");
        await page.goto(`${console_}/rules/rule/${rule}`);
        for (const [field, text] of [["x.to", "*@@"], ["x.until", "soon"], ["x.reason", "x"], ["x.approved_by", "x"]]) await page.fill(`[id="${field}"]`, text);
        await page.click("button:text-is('Show what changes') >> nth=1");
        check(/Line \d+/.test(await page.locator(".govuk-error-summary").innerText()), "what is no address and no day is told");
        check(c.wrong.length === 0, c.wrong.join("; "));
    });
    await run(`a version is tried on past mail before it is adopted, ${how}`, async () => {
        await page.goto(console_ + "/rules");
        await page.click(button);
        await page.fill("#reason", "To be tried");
        await page.click("main button:has-text('Keep it')");
        await page.click("button:text-is('Try it on past mail')");
        for (let i = 0; i < 30 && !(await page.locator(".govuk-body-l").innerText()).includes("Done"); ++i) {
            if (script) await page.waitForTimeout(2000);
            else await page.click("button:text-is('Go on')");
        }
        const words = await page.locator("main").innerText();
        check(/Done: \d+/.test(words) && /[1-9]\d* that were stopped would be delivered/.test(words) && words.includes(`${rule} (watching)`), words);
        if (script) await axe(page, "trial");
        await shot(page, `policy-trial-${script}`);
        check(c.wrong.length === 0, c.wrong.join("; "));
    });
    await c.close();
}

await run("every page of the policy: nothing that axe finds, in each look", async () => {
    const c = await context();
    const clerk = await person(c, "boss", "admin");
    const payload = `"><script>window.pwned=1</script><img src=http://evil.example/x>`;
    await clerk.page.goto(console_ + "/rules/edit");
    await clerk.page.fill("#toml", (await clerk.page.inputValue("#toml")).replace('title = "Test policy"', `title = '${payload}'`));
    await clerk.page.click("button:text-is('Check it')");
    await clerk.page.fill("#reason", payload);
    await clerk.page.fill("#minute", payload);
    await clerk.page.click("main button:has-text('Keep it')");
    const version = new URL(clerk.page.url()).pathname;
    await adopt(clerk.page, payload);
    for (const path of ["/rules/edit", "/rules/versions", version, `/rules/rule/${rule}`, "/rules/signatures", "/rules/signatures/nhs-number.toml"])
        await look_at(c, path.replace(/\//g, "-").slice(1), (page) => page.goto(console_ + path));
    await look_at(c, "switch", async (page) => { await page.goto(console_ + "/rules"); await page.click(button_of(rule)); });
    await look_at(c, "mistakes", async (page) => { await page.goto(console_ + "/rules/edit"); await page.fill("#toml", "a = \n"); await page.click("button:text-is('Check it')"); });
    check(!(await clerk.page.evaluate(() => window.pwned)), "no script of the text runs");
    check(c.wrong.length === 0, c.wrong.join("; "));
});
function button_of(id) { return `tr:has(strong:text-is('${id}')) button`; }
await finish();
