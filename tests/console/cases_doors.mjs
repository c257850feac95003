// Who may do what: roles against routes, forms of others, fixed sessions, codes twice, guessed tokens, names by time.
import { check, console_, context, finish, lab, Person, password, person, run } from "./browser.mjs";

await lab("fill");
const roles = ["clerk", "deputy", "rfo", "admin", "auditor", "chair", "contractor", "member"];
const people = {};
const c = await context();

// The console answers 100 requests a second; a fast machine asks more, and waits as it is told.
async function ask(cookie, method, path, form = {}, headers = {}) {
    let answer;
    for (let tries = 0; tries < 20; ++tries) {
        answer = await fetch(console_ + path, {
            method, redirect: "manual", body: method === "POST" ? new URLSearchParams(form) : undefined,
            headers: { cookie, "user-agent": "test", ...(method === "POST" ? { origin: console_, "sec-fetch-site": "same-origin" } : {}), ...headers } });
        if (answer.status !== 429) break;
        await new Promise((done) => setTimeout(done, 500));
    }
    return { status: answer.status, text: await answer.text(), to: answer.headers.get("location") ?? "", headers: answer.headers };
}
const cookie_of = async (context_) => (await context_.cookies()).map((k) => `${k.name}=${k.value}`).join("; ");
const seal_of = (page) => page.match(/name="seal" value="([0-9a-f]+)"/)?.[1];

await run("eight roles sign in", async () => {
    for (const role of roles) {
        const one = await context();
        const until = new Date(Date.now() + 5 * 86400000).toISOString().slice(0, 10);
        people[role] = { ...await person(one, "x." + role, role, ...(role === "contractor" ? ["--until", until] : [])), cookie: await cookie_of(one) };
    }
});
// What each role is shown; all else is refused. "m" = by itself nothing there to see.
const seen = {
    "/today": "clerk deputy rfo admin auditor chair contractor", "/held": "clerk deputy rfo admin auditor chair", "/mail": "clerk deputy admin auditor",
    "/audit": "clerk deputy admin auditor", "/health": "clerk deputy rfo admin auditor chair contractor", "/access": "clerk admin auditor chair",
    "/own": roles.join(" "), "/me": roles.join(" "), "/held/aaaa-aaaa": "clerk deputy rfo admin auditor chair", "/mail/1": "clerk deputy admin auditor",
};
const readers = "clerk deputy rfo admin auditor chair", deciders = "clerk deputy admin", two = "clerk deputy admin chair";
for (const path of ["/requests", "/requests/1", "/retention", "/retention/class/journal", "/retention/holds", "/retention/holds/1", "/retention/certificates", "/retention/certificates/1",
    "/people", "/people/suspended", "/reports", "/incidents", "/incidents/2026-0001", "/rules"]) seen[path] = readers;
await run("each page is shown to the roles that have it and to nobody else", async () => {
    for (const [path, want] of Object.entries(seen))
        for (const role of roles) {
            const { status } = await ask(people[role].cookie, "GET", path);
            check((status !== 403) === want.split(" ").includes(role), `${role} ${path}: ${status}`);
        }
    for (const path of Object.keys(seen)) {
        const { status, to } = await ask("", "GET", path);
        check(status === 303 && to.startsWith("/sign-in"), `nobody ${path}: ${status} ${to}`);
    }
});
await run("each act is refused to the roles that do not have it, and to nobody who is signed in", async () => {
    const acts = { "/held/aaaa-aaaa/release": "clerk deputy admin chair", "/held/aaaa-aaaa/discard": "clerk deputy admin", "/held/aaaa-aaaa/file": "clerk deputy admin", "/me/password": roles.join(" "), "/access/add": "admin", "/access/reset": "admin", "/access/remove": "admin",
        "/incidents/2026-0001/export": "clerk deputy admin auditor", "/requests/1/close": two, "/retention/class/journal/run": two, "/retention/class/journal/approve": two, "/retention/holds/1/lift": two, "/people/suspended/approve": two,
        "/mail/searches/save": "clerk deputy admin auditor", "/mail/searches/forget": "clerk deputy admin auditor", "/mail/export": "clerk deputy admin auditor", "/held/export": readers, "/audit/export": "clerk deputy admin auditor" };
    for (const path of ["/requests/open", "/retention/holds/add", "/people/acknowledge", "/people/suspended/add", "/people/suspended/lift", "/incidents/open",
        ...["pause", "resume", "id-shown", "extend", "acknowledge", "note", "search", "review"].map((act) => "/requests/1/" + act)]) acts[path] = deciders;
    for (const [path, want] of Object.entries(acts))
        for (const role of roles) {
            const seal = seal_of((await ask(people[role].cookie, "GET", "/me")).text);
            const { status } = await ask(people[role].cookie, "POST", path, { seal, name: "zz", role: "clerk" });
            check((status !== 403) === want.split(" ").includes(role), `${role} ${path}: ${status}`);
        }
    for (const path of Object.keys(acts)) check((await ask("", "POST", path, { seal: "0" })).status === 403, path);
});
await run("a form without the seal, with another's seal, of another site or without an origin changes nothing", async () => {
    const { cookie } = people.clerk;
    const held = (await lab("held"))[0].id;
    const seal = seal_of((await ask(cookie, "GET", "/me")).text), other = seal_of((await ask(people.deputy.cookie, "GET", "/me")).text);
    const at = `/held/${held}/release`;
    for (const [form, headers] of [[{}, {}], [{ seal: other }, {}], [{ seal: seal.slice(2) }, {}], [{ seal: "00".repeat(64) }, {}],
        [{ seal }, { origin: "http://evil.example", "sec-fetch-site": "cross-site" }], [{ seal }, { "sec-fetch-site": "same-site" }],
        [{ seal }, { origin: "null", "sec-fetch-site": "cross-site" }], [{ seal }, { origin: "", "sec-fetch-site": "" }]])
        check((await ask(cookie, "POST", at, form, headers)).status === 403, JSON.stringify([form, headers]));
    check((await lab("held")).some((h) => h.id === held), "it is still held");
    check((await ask(cookie, "GET", at)).status === 405, "a release by a link");
});
await run("a token that was there before signing in is not the one after, and ends with signing out", async () => {
    const one = await context();
    const fixed = "ab".repeat(32);
    await one.addCookies([{ name: "beadle", value: fixed, url: console_ }]);
    const p = new Person("x.fixed", "clerk"), page = await one.newPage();
    await p.setUp(page, await lab("invite", p.name, "clerk"));
    await p.signIn(page, p.codes.shift());
    const mine = (await one.cookies()).find((k) => k.name === "beadle");
    check(mine.value !== fixed && mine.httpOnly && mine.sameSite === "Lax", JSON.stringify(mine));
    await page.click("button:has-text('Sign out')");
    check((await ask("beadle=" + mine.value, "GET", "/today")).status === 303, "the old token after signing out");
});
await run("a code that was used is refused, so is a used recovery code and a guessed one", async () => {
    const one = await context(), page = await one.newPage();
    const p = new Person("x.twice", "clerk");
    await p.setUp(page, await lab("invite", p.name, "clerk"));
    const code = p.next(), recovery = p.codes.shift();
    for (const [typed, good] of [[code, true], [code, false], [recovery, true], [recovery, false], ["000000", false]]) {
        await one.clearCookies();
        await p.signIn(page, typed);
        check(page.url().endsWith("/sign-in") !== good, `${typed} ${good}`);
    }
});
await run("guessed tokens and links open nothing", async () => {
    const good = people.clerk.cookie.split("=")[1];
    for (const guess of [good.slice(0, 63) + (good[63] === "0" ? "1" : "0"), "0".repeat(64), good.slice(1), good + "0", "' OR 1=1", ""])
        check((await ask("beadle=" + guess, "GET", "/today")).status === 303, guess);
    check((await ask(`beadle=${good}; beadle=${"0".repeat(64)}`, "GET", "/today")).status === 303, "two tokens");
    for (const guess of ["x", "a".repeat(32), "a".repeat(190), "%00", "..%2f..%2fetc"]) check((await ask("", "GET", "/set-up/" + guess)).status === 404, guess);
    for (const next of ["//evil.example", "/\\evil.example", "https://evil.example", "/today\r\nSet-Cookie: a=b", "/x?y"]) {
        const { text } = await ask("", "GET", "/sign-in?next=" + encodeURIComponent(next));
        check(text.includes('name="next" value="/"'), next);
    }
});
await run("the time to refuse does not tell whether there is such a name", async () => {
    const times = { known: [], unknown: [] };
    for (let i = 0; i < 8; ++i)
        for (const [kind, name] of [["known", "x.rfo"], ["unknown", "no.such" + i]]) {
            const began = performance.now();
            await ask("", "POST", "/sign-in", { name, password, code: "123456" }, { "x-forwarded-for": `192.0.2.${i * 2 + (kind === "known")}` });
            times[kind].push(performance.now() - began);
        }
    const middle = (all) => all.sort((a, b) => a - b)[4];
    console.log(`     ${middle(times.known).toFixed(0)} ms known, ${middle(times.unknown).toFixed(0)} ms unknown`);
    check(Math.abs(middle(times.known) - middle(times.unknown)) < 40, JSON.stringify(times));
});
await run("every answer says to the browser what it may not do", async () => {
    for (const [path, cookie] of [["/sign-in", ""], ["/today", people.clerk.cookie], ["/nowhere", ""], ["/held/aaaa-aaaa", people.clerk.cookie]]) {
        const { headers, text } = await ask(cookie, "GET", path);
        const rules = headers.get("content-security-policy");
        for (const rule of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"]) check(rules.includes(rule), path + " " + rules);
        for (const [name, value] of [["x-content-type-options", "nosniff"], ["referrer-policy", "no-referrer"], ["cache-control", "no-store"], ["cross-origin-opener-policy", "same-origin"], ["cross-origin-resource-policy", "same-origin"]])
            check(headers.get(name) === value, `${path} ${name}: ${headers.get(name)}`);
        check(!/<script(?! src="\/assets\/)|<style| style=| on[a-z]+=/i.test(text), path + " holds script or style");
    }
    check((await ask("", "GET", "/today", {}, { host: "evil.example" }).catch(() => ({ status: 403 }))).status !== 200, "another host");
});
await finish();
