#include "inspect/text/banner.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "inspect/message/charset.h"
#include "inspect/text/banner_html.h"
#include "support/banner_carried_out.h"

namespace beadle::inspect {
namespace {

using test::bannered;
using test::broken_by_banner;

constexpr std::string_view greek = "Μήνυμα από έξω: προσοχή στους συνδέσμους και στα συνημμένα.";

std::string crlf(std::string s) { return replace_all(replace_all(std::move(s), "\r\n", "\n"), "\n", "\r\n"); }
std::string head(const std::string& more) {
    return "From: Resident <r@example.org>\nTo: clerk@council.example\nSubject: Bins\nMessage-ID: <1@example.org>\nMIME-Version: 1.0\n" + more;
}
std::string plain(const std::string& type, const std::string& encoding, const std::string& body) {
    return crlf(head("Content-Type: " + type + "\nContent-Transfer-Encoding: " + encoding + "\n\n")) + body;
}
std::string utf16(std::u16string_view s, bool little, bool mark) {
    std::string out;
    const auto put = [&](char16_t c) {
        const char high = static_cast<char>(c >> 8), low = static_cast<char>(c & 255);
        out += little ? low : high;
        out += little ? high : low;
    };
    if (mark) put(u'\xFEFF');
    for (const char16_t c : s) put(c);
    return out;
}
std::string lines(const std::string& octets) {
    const std::string text = base64(octets);
    std::string out;
    for (std::size_t at = 0; at < text.size(); at += 76) out += text.substr(at, 76) + "\r\n";
    return out;
}
// White space made one blank.
std::string words(std::string_view s) {
    std::string out;
    for (const char c : s)
        if (c != ' ' && c != '\r' && c != '\n') out += c;
        else if (!out.empty() && out.back() != ' ') out += ' ';
    return out;
}

struct Row {
    const char* name;
    std::string octets;
    std::vector<std::string> where;  // numbers of the entities that get it
    bool own_words = true;           // else the default ones, since the charset has no Greek
};

std::vector<Row> single_texts() {
    return {
        {"plain words", plain("text/plain", "7bit", "Hello.\r\n"), {"1"}, false},
        {"no MIME at all", crlf("From: a@example.org\nSubject: x\n\nHello.\n"), {"1"}, false},
        {"UTF-8 as it is", plain("text/plain; charset=utf-8", "8bit", "Café.\r\n"), {"1"}},
        {"UTF-8 said to be seven bits", plain("text/plain; charset=utf-8", "7bit", "Hello.\r\n"), {"1"}, false},
        {"UTF-8 quoted", plain("text/plain; charset=utf-8", "quoted-printable", "Caf=C3=A9 and a soft=\r\n break.\r\n"), {"1"}},
        {"UTF-8 in base64", plain("text/plain; charset=utf-8", "base64", lines("Hello, one.\r\n")), {"1"}},
        {"UTF-8 in base64, another length", plain("text/plain; charset=utf-8", "base64", lines("Hello, one..\r\n")), {"1"}},
        {"with a mark before it", plain("text/plain; charset=utf-8", "base64", lines("\xEF\xBB\xBFHello, one..\r\n")), {"1"}},
        {"a mark, quoted", plain("text/plain; charset=utf-8", "quoted-printable", "=EF=BB=BFHello\r\n"), {"1"}},
        {"Latin 1", plain("text/plain; charset=iso-8859-1", "quoted-printable", "Caf=E9.\r\n"), {"1"}, false},
        {"Greek, eight bits", plain("text/plain; charset=iso-8859-7", "8bit", "\xC1\xC2\r\n"), {"1"}},
        {"Windows in base64", plain("text/plain; charset=windows-1252", "base64", lines("Caf\xE9.\r\n")), {"1"}, false},
        {"Cyrillic has Greek too, in Russian", plain("text/plain; charset=koi8-r", "base64", lines("\xC1\xC2\xD7\r\n")), {"1"}, false},
        {"Japanese with escapes", plain("text/plain; charset=iso-2022-jp", "7bit", "\x1b$B$3$s$K$A$O\x1b(B\r\n"), {"1"}, false},
        {"Japanese", plain("text/plain; charset=shift_jis", "base64", lines("\x82\xb1\x82\xf1\r\n")), {"1"}, false},
        {"Chinese", plain("text/plain; charset=gb18030", "base64", lines("\xc4\xe3\xba\xc3\r\n")), {"1"}},
        {"Chinese, as Taiwan writes it", plain("text/plain; charset=big5", "base64", lines("\xa7\x41\xa6\x6e\r\n")), {"1"}, false},
        {"Korean", plain("text/plain; charset=euc-kr", "8bit", "\xbe\xc8\xb3\xe7\r\n"), {"1"}, false},
        {"UTF-16, little end first, marked", plain("text/plain; charset=utf-16", "base64", lines(utf16(u"Hello.\r\n", true, true))), {"1"}},
        {"UTF-16, big end first, marked", plain("text/plain; charset=utf-16", "base64", lines(utf16(u"Hello..\r\n", false, true))), {"1"}},
        {"UTF-16 by name", plain("text/plain; charset=utf-16le", "base64", lines(utf16(u"Hello.\r\n", true, false))), {"1"}},
        {"UTF-16 quoted", plain("text/plain; charset=utf-16be", "quoted-printable", "=00H=00i\r\n"), {"1"}},
        {"UTF-7", plain("text/plain; charset=utf-7", "7bit", "Hi Mom +Jjo-!\r\n"), {"1"}},
        {"a charset that nobody knows", plain("text/plain; charset=x-of-the-moon", "7bit", "Hello.\r\n"), {"1"}, false},
        {"an empty body", plain("text/plain; charset=utf-8", "8bit", ""), {"1"}},
        {"an empty body in base64", plain("text/plain; charset=utf-8", "base64", ""), {"1"}},
        {"base64 in one line", plain("text/plain; charset=utf-8", "base64", base64("A line of words that goes on and on and on for a while, and some more of it.") + "\r\n"), {"1"}},
        {"HTML", plain("text/html; charset=utf-8", "8bit", "<html><head><title>x</title></head><body bgcolor=\"a>b\">\r\n<p>Hello</p></body></html>\r\n"), {"1"}},
        {"HTML, quoted", plain("text/html; charset=utf-8", "quoted-printable", "<html><body style=3D\"x\"><p>Caf=C3=A9</p></body></html>\r\n"), {"1"}},
        {"HTML in base64", plain("text/html; charset=iso-8859-1", "base64", lines("<html><body><p>Caf\xE9, and more</p></body></html>")), {"1"}},
        {"HTML in base64, another place", plain("text/html; charset=iso-8859-1", "base64", lines("<html><body ><p>Caf\xE9</p></body></html>")), {"1"}},
        {"HTML in UTF-16", plain("text/html; charset=utf-16", "base64", lines(utf16(u"<html><body><p>Caf\xe9</p></body></html>", true, true))), {"1"}},
        {"HTML in Japanese", plain("text/html; charset=iso-2022-jp", "7bit", "<title>\x1b$B$3$s\x1b(B</title><body>x</body>\r\n"), {"1"}},
        {"HTML without a body tag", plain("text/html; charset=us-ascii", "7bit", "<!doctype html><meta charset=x><style>a > b {}</style>\r\n<p>Hello\r\n"), {"1"}},
        {"HTML that is words alone", plain("text/html; charset=us-ascii", "7bit", "Hello\r\n"), {"1"}},
        {"a body tag in a comment is none", plain("text/html; charset=us-ascii", "7bit", "<html><!--[if mso]><body class=x><![endif]--><body>Hello</body>\r\n"), {"1"}},
        {"a body tag in a script is none", plain("text/html; charset=us-ascii", "7bit", "<script>'<body>'</script><body>Hello</body>\r\n"), {"1"}},
    };
}

TEST(Banner, goes_into_a_single_text_in_its_charset_and_encoding) {
    for (const auto& row : single_texts()) {
        SCOPED_TRACE(row.name);
        const auto b = bannered(row.octets, greek);
        EXPECT_EQ(b.plan.edits.size(), row.where.size());
        EXPECT_EQ(broken_by_banner(b), "");
        if (b.plan.edits.empty()) continue;
        const auto reading = [&] {
            Budget budget({}, b.octets.size(), system_clock());
            return read_message(b.after, budget);
        }();
        std::string shown;
        for (const auto& s : reading.segments)
            if (s.kind == SegmentKind::body) shown += words(s.text) + " ";
        EXPECT_NE(shown.find(row.own_words ? greek : default_banner), std::string::npos) << shown;
        EXPECT_TRUE(bannered(b.octets, greek).plan.edits.empty()) << "once is enough";
        EXPECT_TRUE(bannered(b.octets, greek).plan.borne);
    }
}

std::string mixed(const std::string& type, const std::vector<std::string>& entities, const std::string& boundary = "b1") {
    std::string out = "Content-Type: multipart/" + type + "; boundary=" + boundary + "\n\n";
    for (const auto& e : entities) out += "--" + boundary + "\n" + e + "\n";
    return out + "--" + boundary + "--\n";
}
const std::string a_plain = "Content-Type: text/plain; charset=utf-8\n\nHello\n";
const std::string a_page = "Content-Type: text/html; charset=utf-8\n\n<html><body><p>Hello</p></body></html>\n";
const std::string a_file = "Content-Type: application/pdf; name=a.pdf\nContent-Disposition: attachment; filename=a.pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0xLjQK\n";
const std::string a_note = "Content-Type: text/plain; charset=utf-8\nContent-Disposition: attachment; filename=notes.txt\n\nNotes\n";

std::vector<Row> structures() {
    const std::string signature = "Content-Type: application/pgp-signature\n\n-----BEGIN PGP SIGNATURE-----\n";
    const std::string nested = "Content-Type: message/rfc822\n\nFrom: x@example.org\nSubject: y\n\nOld words\n";
    const std::string invitation = "Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nEND:VCALENDAR\n";
    return {
        {"both alternatives", mixed("alternative", {a_plain, a_page}), {"1", "2"}},
        {"the text before attachments, and they stay", mixed("mixed", {a_plain, a_file, a_note}), {"1"}},
        {"alternatives in a mixed body", mixed("mixed", {mixed("alternative", {a_plain, mixed("related", {a_page, "Content-Type: image/png\nContent-ID: <i>\n\nx\n"}, "b3")}, "b2"), a_file}), {"1.1", "1.2.1"}},
        {"pieces around a file, as Apple Mail has them", mixed("alternative", {a_plain, mixed("mixed", {a_page, a_file, a_page}, "b2")}), {"1", "2.1"}},
        {"a message inside stays", mixed("mixed", {a_plain, nested}), {"1"}},
        {"only a message inside", mixed("mixed", {nested}), {}},
        {"only a file", mixed("mixed", {a_file}), {}},
        {"a text file alone", mixed("mixed", {a_note}), {}},
        {"signed with PGP", mixed("signed; protocol=\"application/pgp-signature\"", {a_plain, signature}), {}},
        {"signed inside what a list added to", mixed("mixed", {mixed("signed", {a_plain, signature}, "b2"), a_plain}), {}},
        {"encrypted with PGP", mixed("encrypted; protocol=\"application/pgp-encrypted\"", {"Content-Type: application/pgp-encrypted\n\nVersion: 1\n", "Content-Type: application/octet-stream\n\nx\n"}), {}},
        {"S/MIME", "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n\nMIIB\n", {}},
        {"inline PGP", "Content-Type: text/plain\n\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nHello\n-----BEGIN PGP SIGNATURE-----\n", {}},
        {"a report of a mail server", mixed("report; report-type=delivery-status", {a_plain, "Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n"}), {}},
        {"an invitation", mixed("alternative", {a_plain, a_page, invitation}), {}},
        {"a calendar file among attachments is one", mixed("mixed", {a_plain, "Content-Type: text/calendar; name=a.ics\nContent-Disposition: attachment; filename=a.ics\n\nBEGIN:VCALENDAR\n"}), {"1"}},
        {"two boundaries: programs read it differently", "Content-Type: multipart/mixed; boundary=b1; boundary=b2\n\n--b1\n" + a_plain + "\n--b1--\n", {}},
        {"an encoding that nobody knows", "Content-Type: text/plain\nContent-Transfer-Encoding: x-moon\n\nHello\n", {}},
        {"frames", "Content-Type: text/html\n\n<html><frameset><frame src=x></frameset></html>\n", {}},
    };
}

TEST(Banner, goes_into_the_text_of_the_body_and_nowhere_else) {
    for (const auto& row : structures()) {
        SCOPED_TRACE(row.name);
        const auto b = bannered(crlf(head(row.octets)));
        EXPECT_EQ(broken_by_banner(b), "");
        std::vector<std::string> where;
        for (const auto& edit : b.plan.edits)
            for (const auto& part : b.before.parts)
                if (part.raw_from != std::string::npos && part.raw_from <= edit.offset &&
                    edit.offset <= part.raw_from + part.raw_octets && !part.multipart)
                    where.push_back(part.number);
        EXPECT_EQ(where, row.where);
    }
}

TEST(Banner, keeps_flowed_text_flowed) {
    for (const auto& [type, want] : std::vector<std::pair<std::string, std::string>>{
             {"text/plain; charset=utf-8; format=flowed", "links and \r\n"},
             {"text/plain; charset=utf-8; format=flowed; delsp=yes", "links and  \r\n"},
             {"text/plain; charset=utf-8", "links and\r\n"}}) {
        const auto b = bannered(plain(type, "8bit", "Hello \r\nthere\r\n"));
        ASSERT_EQ(b.plan.edits.size(), 1u) << type;
        EXPECT_NE(b.plan.edits[0].insert.find(want), std::string::npos) << b.plan.edits[0].insert;
        EXPECT_TRUE(b.plan.edits[0].insert.ends_with("act on it.\r\n\r\n")) << b.plan.edits[0].insert;
    }
}

TEST(Banner, quoted_text_that_bears_it_is_enough_hidden_text_is_not) {
    const std::string said(default_banner), quoted = "> This message came from outside the council. Take care with its\r\n> links and attachments, and check who sent it before\r\n> you act on it.\r\n";
    EXPECT_TRUE(bannered(plain("text/plain", "7bit", "Thanks.\r\n\r\nOn Monday Anne wrote:\r\n" + quoted)).plan.borne);
    EXPECT_TRUE(bannered(plain("text/html", "7bit", "<p>Thanks</p><blockquote><div>" + said + "</div></blockquote>\r\n")).plan.edits.empty());
    EXPECT_EQ(bannered(plain("text/html", "7bit", "<p>Thanks</p><div style=\"display:none\">" + said + "</div>\r\n")).plan.edits.size(), 1u);
    EXPECT_EQ(bannered(plain("text/html", "7bit", "<p>Thanks</p><!-- " + said + " -->\r\n")).plan.edits.size(), 1u);
}

TEST(Banner, names_the_mails_that_this_one_answers) {
    const auto b = bannered(crlf("In-Reply-To: <c@x>\nReferences: <a@x> <b@x>\n\t<c@x>\nSubject: Re: x\n\nHello\n"));
    EXPECT_EQ(b.plan.thread, (std::vector<std::string>{"<c@x>", "<a@x>", "<b@x>"}));
}

TEST(Banner, no_message_cut_anywhere_is_broken) {
    for (const auto& rows : {single_texts(), structures()})
        for (const auto& row : rows) {
            const std::string octets = row.octets.starts_with("From:") ? row.octets : crlf(head(row.octets));
            for (std::size_t n = octets.size() > 400 ? octets.size() - 400 : 0; n < octets.size(); n += 7)
                ASSERT_EQ(broken_by_banner(bannered(octets.substr(0, n))), "") << row.name << " cut at " << n;
        }
}

}  // namespace
}  // namespace beadle::inspect
