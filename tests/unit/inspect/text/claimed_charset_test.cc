// Text is read both as its charset is claimed and as its octets plainly are, wherever the two differ.
#include <gtest/gtest.h>

#include <string>

#include "unit/inspect/text/samples.h"

namespace beadle::inspect {
namespace {

using namespace std::string_literals;
using namespace testing;

std::string spread(std::string_view text, std::size_t nuls) {
    std::string out;
    for (const char c : text) out += c + std::string(nuls, '\0');
    return out;
}

// NULs stand between the letters for nobody: normalising drops them.
bool is_read(const std::string& message) {
    std::string text = all_text(read(message).reading);
    std::erase(text, '\0');
    return text.find("secret words") != std::string::npos;
}

TEST(ClaimedCharset, HidesNoPlainText) {
    for (const char* const charset :
         {"utf-16", "utf-16be", "utf-32", "ucs-2", "ibm037", "cp500", "ebcdic-cp-us", "utf-7", "scsu", "bocu-1",
          "iso-2022-kr", "hz-gb-2312", "imap-mutf-7", "x-nobody-knows", "utf-16,utf-8"}) {
        const std::string claim = "; charset=\""s + charset + "\"\r\n\r\n", meta = "<meta charset="s + charset + ">";
        const struct {
            const char* name;
            std::string message;
        } cases[] = {
            {"a body", "Content-Type: text/plain" + claim + "secret words"},
            {"an HTML body", "Content-Type: text/html" + claim + "<p>secret words</p>"},
            {"an HTML body by its meta element", "Content-Type: text/html\r\n\r\n" + meta + "<p>secret words</p>"},
            {"HTML whose field says otherwise",
             "Content-Type: text/html; charset=utf-8\r\n\r\n" + meta + "<p>secret words</p>"},
            {"a table", "Content-Type: text/csv; name=a.csv" + claim + "a,b\nsecret words,c\n"},
            {"XML by its field", "Content-Type: text/xml" + claim + "<a><b>sec</b>secret words</a>"},
            {"XML by its declaration",
             "Content-Type: text/xml\r\n\r\n<?xml version='1.0' encoding='"s + charset + "'?><a>secret words</a>"},
            {"a subject", "Subject: =?"s + charset + "?Q?secret_words?=\r\n\r\nx"},
        };
        for (const auto& c : cases) EXPECT_TRUE(is_read(c.message)) << c.name << " in " << charset;
    }
}

TEST(ClaimedCharset, HidesNothingBehindAMarkOrNuls) {
    const struct {
        const char* name;
        std::string octets;
    } cases[] = {
        {"a mark of UTF-16", "\xFF\xFEsecret words"},
        {"a mark of UTF-16, the other order", "\xFE\xFFsecret words"},
        {"a mark of UTF-32", "\xFF\xFE\0\0secret words"s},
        {"a mark of UTF-7", "+/v8-secret words"},
        {"a mark in the middle", "hello\n\xFF\xFEsecret words"},
        {"NULs that look like UTF-16 before it", spread(std::string(400, 'x'), 1) + "\nsecret words"},
        {"NULs alone before it", std::string(600, '\0') + "\nsecret words"},
        {"UTF-16 from an odd octet on", "x" + spread("\nsecret words\n", 1)},
        {"UTF-16 behind plain text", std::string(600, 'x') + "\n" + spread("secret words", 1)},
        {"three NULs behind each", spread("secret words", 3)},
    };
    for (const auto* const charset : {"", "; charset=utf-8", "; charset=utf-16", "; charset=iso-8859-1"})
        for (const auto& c : cases)
            EXPECT_TRUE(is_read("Content-Type: text/plain"s + charset + "\r\n\r\n" + c.octets)) << c.name << charset;
}

}  // namespace
}  // namespace beadle::inspect
