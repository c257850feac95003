// Enhancement only: every page does all of this without it, but for the warning before the session ends and the keys.
"use strict";
(() => {
    const main = document.getElementById("main");
    const live = document.querySelector("[data-live]");
    const focus = document.querySelector("[data-focus]");
    if (focus) focus.focus();

    const say = (words, label, act) => {
        const box = document.createElement("div");
        box.className = "bd-live__box";
        const text = document.createElement("span");
        text.textContent = words;
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = label;
        button.addEventListener("click", () => { live.replaceChildren(); act(); });
        box.append(text, button);
        live.replaceChildren(box);
    };

    // The answer for whoever asks
    const copied = document.querySelector("[data-copy]");
    const copyButton = document.querySelector("[data-copy-button]");
    if (copied && copyButton && navigator.clipboard) {
        copyButton.hidden = false;
        copyButton.addEventListener("click", async () => {
            await navigator.clipboard.writeText(copied.textContent);
            copyButton.textContent = "Copied";
        });
    }

    // Long work goes on by itself until it is done or stopped
    const goOn = document.querySelector("[data-go-on]");
    if (goOn) {
        const next = setTimeout(() => goOn.submit(), 1000);
        document.querySelector("[data-stop]").addEventListener("click", () => clearTimeout(next));
    }

    // Ticking all that are alike
    for (const group of document.querySelectorAll("[data-group]")) {
        const heading = document.getElementById(group.getAttribute("aria-labelledby"));
        const ticks = group.querySelectorAll("input[type=checkbox]");
        if (!heading || !ticks.length) continue;
        const button = document.createElement("button");
        button.type = "button";
        button.className = "govuk-button govuk-button--secondary bd-flat bd-tight";
        button.textContent = "Tick these " + ticks.length;
        button.addEventListener("click", () => { for (const tick of ticks) tick.checked = true; });
        heading.append(" ", button);
    }

    // Keys, when this browser has them switched on
    const setting = document.querySelector("[data-keys-setting]");
    const keysOn = () => { try { return localStorage.getItem("keys") === "on"; } catch { return false; } };
    if (setting) {
        setting.checked = keysOn();
        setting.addEventListener("change", () => localStorage.setItem("keys", setting.checked ? "on" : "off"));
    }
    document.addEventListener("keydown", (event) => {
        if (!keysOn() || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
        const to = event.key === "/" ? document.getElementById("q") : document.querySelector('[data-key="' + CSS.escape(event.key) + '"]');
        if (event.key === "?") location.href = "/help";
        if (!to) return;
        event.preventDefault();
        if (event.key === "/" || event.key === "d") to.focus();  // discarding by key asks first: Enter does it
        else to.click();
    });

    if (!main || !main.dataset.seal) return;
    // New mail is announced; the list never moves under the finger. Asking keeps nobody signed in.
    const opened = Date.now(), idle = Number(main.dataset.idleMinutes) * 60000;
    let waiting = null, warned = false;
    const stay = async () => {
        await fetch("/stay", { method: "POST", body: new URLSearchParams({ seal: main.dataset.seal, by: "script" }) });
        location.reload();
    };
    const look = async () => {
        const left = idle - (Date.now() - opened);
        if (left < 3 * 60000 && !warned) {
            warned = true;
            say("You are signed out in 3 minutes, and what you typed is lost.", "Stay signed in", stay);
            return;
        }
        if (warned) return;
        try {
            const answer = await fetch("/counts");
            if (!answer.ok || answer.redirected) return;
            const now = (await answer.json()).waiting;
            if (waiting !== null && now > waiting)
                say(now - waiting + " new mail" + (now - waiting > 1 ? "s wait" : " waits") + " for a decision.", "Show", () => { location.href = "/held"; });
            else waiting = now;
        } catch { /* the next time */ }
    };
    setInterval(look, 60000);
    look();
})();
