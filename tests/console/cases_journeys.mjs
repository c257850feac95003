// The journeys of a clerk, clicks counted, with script and without.
import { axe, check, console_, context, finish, lab, person, run, shot } from "./browser.mjs";

for (const script of [true, false]) {
    await lab("fill");
    const how = script ? "with script" : "without script";
    const c = await context({ javaScriptEnabled: script });
    let clerk;
    await run(`an account is set up by its link and signs in, ${how}`, async () => {
        clerk = await person(c, script ? "jane" : "mary", "clerk");
        await shot(clerk.page, `today-${script ? "script" : "plain"}`);
    });
    await run(`A: morning review, one click a mail, ${how}`, async () => {
        const { page } = clerk;
        let clicks = 0;
        const click = async (what) => { ++clicks; await page.click(what); };
        await page.goto(console_ + "/today");
        const waiting = Number((await page.locator(".bd-acts, main a.govuk-button").first().innerText()).match(/\d+/)[0]);
        await click("main a.govuk-button");
        for (let i = 0; i < 2; ++i) {
            await shot(page, `held-item-${i}-${script ? "script" : "plain"}`);
            check(/^Held/.test(await page.locator(".bd-why").innerText()), "it says why");
            await click(".bd-acts button:has-text('Release')");
            check((await page.locator(".govuk-notification-banner").innerText()).includes("Released"), "it says that it was released");
        }
        check(clicks === 3, `3 clicks for two mails, not ${clicks}`);
        check((await page.locator(".bd-crumb").innerText()).includes(`${waiting - 2} waiting`), "two fewer wait");
        check(c.wrong.length === 0, c.wrong.join("; "));
    });
    await run(`B: what became of a mail, four clicks and no content, ${how}`, async () => {
        const { page } = clerk;
        let clicks = 0;
        const click = async (what) => { ++clicks; await page.click(what); };
        await click(".bd-nav a:text-is('All mail')");
        await page.fill("#q", "from:resident hall");
        await click("main button:text-is('Find')");
        check((await page.locator("main [role=status]").innerText()).includes('looked for from: resident; words: "hall"'), "it says how it understood");
        await click(".bd-card__subject a >> nth=0");
        check((await page.locator(".govuk-body-l").innerText()).includes("passed this on"), "it says what became of it");
        check((await page.locator("[data-copy]").innerText()).includes("look in Junk"), "there is an answer for who asked");
        await page.waitForLoadState("load");
        check((await page.locator("[data-copy-button]").isVisible()) === (script && await page.evaluate(() => !!navigator.clipboard)), "copying is there with script alone");
        await shot(page, `story-${script ? "script" : "plain"}`);
        check(clicks <= 4, clicks + " clicks");
    });
    await run(`many at once: the effect is shown first, then what was done, ${how}`, async () => {
        const { page } = clerk;
        await page.goto(console_ + "/held");
        const ticks = page.locator("[data-group] input[type=checkbox]");
        check(await ticks.count() >= 2, "those of one sender stand together");
        if (script) await page.click("button:has-text('Tick these')");
        else for (let i = 0; i < 2; ++i) await ticks.nth(i).check({ force: true });
        await page.click("button:text-is('Discard ticked')");
        check((await page.locator("main").innerText()).includes("is deleted for good"), "it shows what will happen");
        await shot(page, `bulk-${script ? "script" : "plain"}`);
        await page.click("main button:has-text('Discard')");
        check(/[0-9]+ done/.test(await page.locator("main").innerText()), await page.locator("main").innerText());
        await lab("hold_inbound", "Newsletter 8 of the garden club");
        await lab("hold_inbound", "Newsletter 9 of the garden club");
        await lab("wait_for_held", 3);
    });
    await run(`a discard can be taken back, ${how}`, async () => {
        const { page } = clerk;
        await page.goto(console_ + "/held");
        const id = (await page.locator(".bd-card__subject a").first().getAttribute("href")).split("/").pop();
        await page.goto(console_ + "/held/" + id);
        await page.click(".bd-acts button:text-is('Discard')");
        check((await page.locator(".govuk-notification-banner").innerText()).includes("Discarded"), "it says so");
        check(!page.url().includes("/held/" + id), "the next one is open");
        const undo = page.locator(".govuk-notification-banner button");
        check(await undo.count() === 1, "it can be undone");
        await undo.click();
        check(page.url().includes("/held/" + id) && await page.locator(".bd-acts button:text-is('Release')").count() === 1, "it waits again");
    });
}

await run("a mail that holds malware offers its release to nobody who may not, and says who may", async () => {
    const c = await context();
    const mark = await lab("hold_malware", "Your parcel");
    const { page } = await person(c, "pat", "clerk");
    await page.goto(console_ + "/held?q=parcel");
    check((await page.locator("main").innerText()).includes("virus or other malicious program"), "the list says what was seen " + mark);
    await page.click(".bd-card__subject a >> nth=0");
    check(await page.locator(".bd-acts button:text-is('Release')").count() === 0, "no button that would be refused");
    check((await page.locator("main").innerText()).includes("Ask your administrator"), "it says whom to ask");
    await axe(page, "held with malware");
    check(await page.locator(".bd-acts button:text-is('Discard')").count() === 1, "it can be discarded");
});
await run("a search is saved under a name and found again, with any words in any order", async () => {
    const c = await context();
    const { page } = await person(c, "ros", "clerk");
    await page.goto(console_ + "/mail");
    await page.fill("#q", "hall Mrs question");
    await page.click("main button:text-is('Find')");
    check(await page.locator(".bd-card").count() > 0, "words of another order are found: " + await page.locator("main [role=status]").innerText());
    await page.click("summary:has-text('Save this search')");
    await page.fill("#search-name", "The <b>hall</b>");
    await page.click("button:text-is('Save it')");
    check((await page.locator(".govuk-notification-banner").innerText()).includes("Saved"), "it says so");
    await axe(page, "all mail with a saved search");
    await page.goto(console_ + "/mail");
    await page.click("a:text-is('The <b>hall</b>')");
    check(await page.locator("#q").inputValue() === "hall Mrs question", "it is the search of before");
    await page.click("button:has-text('Take away')");
    check(await page.locator("a:text-is('The <b>hall</b>')").count() === 0, "it is gone");
    check(c.wrong.length === 0, c.wrong.join("; "));
});
await run("a held mail is saved as a file, for a reason that is kept", async () => {
    const c = await context();
    await lab("hold", "For the Monitoring Officer");
    const { page } = await person(c, "kim", "clerk");
    await page.goto(console_ + "/held?q=monitoring");
    await page.click(".bd-card__subject a >> nth=0");
    await page.click("summary:has-text('Save the mail as a file')");
    await page.fill("#file-reason", "Asked for by the Monitoring Officer");
    const [file] = await Promise.all([page.waitForEvent("download"), page.click("button:has-text('Save as a file (EML)')")]);
    check(/^[a-z0-9-]+\.eml$/.test(file.suggestedFilename()), file.suggestedFilename());
    const octets = (await import("node:fs")).readFileSync(await file.path(), "utf8");
    check(octets.includes("Subject: For the Monitoring Officer\r\n"), octets.slice(0, 300));
    await page.goto(page.url() + "?tab=history");
    check((await page.locator("main").innerText()).includes("Asked for by the Monitoring Officer"), "the reason stands in its history");
});
await run("a clerk changes the password; the old one opens nothing any more", async () => {
    const c = await context();
    const { one, page } = await person(c, "lee", "clerk");
    await page.goto(console_ + "/me");
    await page.fill("#new", "short");
    await page.fill("#again", "short");
    await page.click("button:text-is('Change password')");
    check((await page.locator(".govuk-error-summary").innerText()).includes("12 letters"), "it says what is wrong");
    await axe(page, "account, password too short");
    await page.fill("#new", "copper meadow violin nine");
    await page.fill("#again", "copper meadow violin nine");
    await page.click("button:text-is('Change password')");
    check((await page.locator(".govuk-notification-banner").innerText()).includes("Your password is changed"), "it says so");
    const other = await (await context()).newPage();
    await one.signIn(other, one.codes.shift());
    check(other.url().includes("/sign-in"), "the old password is refused");
    await one.signIn(other, one.codes.shift(), "copper meadow violin nine");
    check(!other.url().includes("/sign-in"), "the new one is not");
});
await run("G: a member sees their own held mail and takes it back in one click", async () => {
    const c = await context();
    await lab("hold", "My letter about the fence", "a.smith@towcester-tc.gov.uk");
    const { page } = await person(c, "anne", "member", "--mail", "a.smith@towcester-tc.gov.uk");
    check(page.url().endsWith("/own"), "it is their first page: " + page.url());
    check((await page.locator("main").innerText()).includes("My letter about the fence"), "it is listed");
    check(!(await page.locator("main").innerText()).includes("Payroll"), "others' is not");
    await shot(page, "own");
    await page.click("button:has-text('Do not send it')");
    check((await page.locator("main").innerText()).includes("Nothing of yours is held"), "it is gone");
    check(c.wrong.length === 0, c.wrong.join("; "));
});
await finish();
