#include "inspect/text/links.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "unit/inspect/text/samples.h"

namespace beadle::inspect {
namespace {

// "https host shown>… leads>… file>… @ #"
std::string told(const Link& l) {
    std::string out = l.scheme + " " + l.host;
    if (!l.shown.empty()) out += " shown>" + l.shown;
    if (!l.leads_to.empty()) out += " leads>" + l.leads_to;
    if (!l.file.empty()) out += " file>" + l.file;
    if (l.credentials) out += " @";
    if (l.odd_number) out += " #";
    return out;
}

std::string told(const std::vector<Link>& links) {
    std::vector<std::string> out;
    for (const auto& l : links) out.push_back(told(l));
    return join(out, "; ");
}

TEST(Links, AreTakenApartAsBrowsersDo) {
    const struct {
        const char *address, *want;
    } cases[] = {
        {"https://www.council.example/news", "https www.council.example"},
        {"HTTP://WWW.Council.Example:8080", "http www.council.example"},
        {"//council.example/a", "https council.example"},
        {"https:\\\\council.example\\a", "https council.example"},
        {"https:/council.example", "https council.example"},
        {" ht\ntps://council\t.example/ ", "https council.example"},
        {"www.council.example/a", "http www.council.example"},
        {"https://council.example@evil.example/", "https evil.example shown>council.example @"},
        {"https://user:pw@evil.example/", "https evil.example @"},
        {"http://2130706433/", "http 127.0.0.1 #"},
        {"http://0x7f.1/", "http 127.0.0.1 #"},
        {"http://0177.0.0.1/", "http 127.0.0.1 #"},
        {"http://192.0.2.7/a", "http 192.0.2.7"},
        {"https://b%C3%BCcher.example/", "https xn--bcher-kva.example"},
        {"https://xn--bcher-kva.example/", "https xn--bcher-kva.example"},
        {"https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fcouncil.example%2Fa&data=1",
         "https eur01.safelinks.protection.outlook.com leads>council.example"},
        {"https://urldefense.proofpoint.com/v2/url?u=https-3A__council.example_a&d=x",
         "https urldefense.proofpoint.com leads>council.example"},
        {"https://urldefense.com/v3/__https://council.example/a__;!!x", "https urldefense.com leads>council.example"},
        {"https://protect-eu.mimecast.com/s/Abc?domain=council.example",
         "https protect-eu.mimecast.com leads>council.example"},
        {"https://files.example/s/Abc?domain=council.example", "https files.example"},
        {"https://www.google.com/url?q=http://evil.example/&sa=D", "https www.google.com leads>evil.example"},
        {"https://files.example/setup.exe?x=1", "https files.example file>exe"},
        {"https://files.example/a.php", "https files.example"},
        {"javascript:alert(1)", "javascript "},
        {"data:text/html;base64,AAAA", "data "},
        {"file://files.example/share/a.docx", "file files.example"},
        {"\\\\files.example\\share", "file files.example"},
        {"file:///C:/a.docx", "file "},
        {"mailto:clerk@council.example", ""},
        {"tel:01632960000", ""},
        {"#top", ""},
        {"page.html", ""},
        {"", ""},
    };
    for (const auto& c : cases) {
        const auto link = parse_link(c.address);
        EXPECT_EQ(link ? told(*link) : "", c.want) << c.address;
    }
}

TEST(Links, WordsNameAHostOrNone) {
    EXPECT_EQ(host_shown("https://www.council.example/a b"), "");
    EXPECT_EQ(host_shown(" www.Council.example/a "), "www.council.example");
    EXPECT_EQ(host_shown("council.example"), "council.example");
    EXPECT_EQ(host_shown("Click here"), "");
    EXPECT_EQ(host_shown("version 1.2"), "");
    EXPECT_EQ(host_shown("1.2.3"), "");
    EXPECT_EQ(host_shown("Draft.Plan.docx"), "");
    EXPECT_EQ(host_shown("www.council.example/report.pdf"), "www.council.example");
    EXPECT_EQ(host_shown("https://report.pdf"), "report.pdf");
    EXPECT_EQ(host_shown("clerk@council.example"), "");
}

TEST(Links, AreFoundInTextAndPages) {
    EXPECT_EQ(told(links_of_text("See https://a.example/x, (http://b.example). and www.c.example! not ftp-like a://")),
              "https a.example; http b.example; http www.c.example");
    EXPECT_EQ(told(links_of_html(
                  "<p>See <a href=\"https://evil.example/\"><b>www.council</b>.example</a> and <a href='#x'>here</a>"
                  "<form action=https://collect.example><area href=\"http://d.example\">")),
              "https evil.example shown>www.council.example; https collect.example; http d.example");
    EXPECT_EQ(told(links_of_html("<a href=\"https&#58;//e.example/\">News</a")), "https e.example");
    EXPECT_EQ(told(links_of_html("<base href='https://e.example/x/'><a href='/login'>www.council.example</a>"
                                 "<a href='mailto:a@council.example'>a</a><a href='#top'>b</a>")),
              "https e.example shown>www.council.example");
    EXPECT_EQ(told(links_of_html("<a href='/login'>www.council.example</a><a href='a/setup.exe'>b</a><base href='https://e.example/x/'>"
                                 "<base href='https://later.example/'><!-- <base href='https://no.example/'> -->")),
              "https e.example shown>www.council.example; https e.example file>exe");
    EXPECT_EQ(told(links_of_html("<base href='https://e.example/'><a href='r?u=https://bank.example/'>c</a>")),
              "https e.example leads>bank.example");
    bool cut = false;
    std::string many;
    while (many.size() < (1u << 19)) many += "a://";
    EXPECT_TRUE(links_of_text(many, &cut).size() <= most_links && cut);
}

TEST(Links, OfAMessageAreKeptOnceWithTheirPlace) {
    const auto r = testing::read(
                       "Content-Type: text/html\r\n\r\n<a "
                       "href=\"https://evil.example/setup.msi\">www.council.example</a> https://evil.example/2")
                       .reading;
    ASSERT_EQ(r.links.size(), 3u);  // the shown words are an address too
    EXPECT_EQ(r.links[0].shown, "www.council.example");
    EXPECT_EQ(r.links[0].location, "message body");
    EXPECT_NE(testing::found(r).find("dangerous-file"), std::string::npos);
}

}  // namespace
}  // namespace beadle::inspect
