// The journeys of a clerk, clicks counted, with script and without.
import { axe, check, console_, context, finish, lab, person, run, shot } from "./browser.mjs";

await lab("fill");

for (const script of [true, false]) {
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
}
await finish();
