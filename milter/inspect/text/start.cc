#include <glob.h>
#include <iconv.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include <libxml/parser.h>

#include "base/text.h"

#include "inspect/message/charset.h"
#include "inspect/text/archive.h"
#include "inspect/text/pdf_read.h"
#include "inspect/text/reading.h"
#include "inspect/text/ciphers.h"
#include "inspect/text/seven_zip_key.h"
#include "inspect/text/zip_password.h"

namespace beadle::inspect {
namespace {

using namespace std::string_view_literals;

// Names that glibc's own table gives its converters; the libraries ask for these or their aliases.
std::vector<std::string> converter_names() {
    std::vector<std::string> out;
    glob_t found{};
    for (const char* pattern : {"/usr/lib/*/gconv/gconv-modules", "/usr/lib/*/gconv/gconv-modules.d/*.conf"})
        glob(pattern, out.empty() && found.gl_pathc == 0 ? 0 : GLOB_APPEND, nullptr, &found);
    for (std::size_t i = 0; i < found.gl_pathc; ++i) {
        std::ifstream in(found.gl_pathv[i]);
        for (std::string word, from; in >> word;) {
            if (word == "module" && in >> from && from.ends_with("//") && from != "INTERNAL")
                out.push_back(from.substr(0, from.size() - 2));
            in.ignore(4096, '\n');
        }
    }
    globfree(&found);
    return out;
}

struct Held {
    explicit Held(iconv_t one) : converter(one) {}
    Held(Held&& o) noexcept : converter(std::exchange(o.converter, nothing())) {}
    Held& operator=(Held&&) = delete;
    ~Held() {
        if (converter != nothing()) iconv_close(converter);
    }
    static iconv_t nothing() { return reinterpret_cast<iconv_t>(-1); }  // NOLINT(performance-no-int-to-ptr)
    iconv_t converter;
};

// Opened in the parent and kept to the end of the process: glibc unloads a converter that nobody holds, and inside the
// sandbox none can be loaded again, without an error to be seen (scanners then say clean, PDFs are empty).
void hold_converters() {
    static std::vector<Held> held;
    if (!held.empty()) return;
    auto names = converter_names();
    for (auto more : {"UTF-7", "UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "UTF-32BE", "UCS-2", "UCS-4",
                      "ISO-8859-1", "US-ASCII", "CP1252", "CP437", "CP850"})
        names.emplace_back(more);
    for (const auto& name : names) {
        const iconv_t one = iconv_open("UTF-8", name.c_str());  // held in one direction it opens in the other too
        if (one != Held::nothing()) held.emplace_back(one);
    }
}

struct Word {
    std::string_view charset, octets, text;
};

// One word per charset of mail, through the same function that reads bodies.
constexpr std::array words{
    Word{"us-ascii", "word", "word"},
    Word{"utf-8", "\xC3\xA9t\xC3\xA9", "été"},
    Word{"utf-7", "+AOk-t+AOk-", "été"},
    Word{"utf-16", "\xFF\xFE\xE9\0t\0\xE9\0"sv, "été"},
    Word{"utf-16le", "\xE9\0t\0\xE9\0"sv, "été"},
    Word{"utf-16be", "\0\xE9\0t\0\xE9"sv, "été"},
    Word{"utf-32le", "\xE9\0\0\0t\0\0\0"sv, "ét"},
    Word{"utf-32be", "\0\0\0\xE9\0\0\0t"sv, "ét"},
    Word{"iso-8859-1", "\xE9t\xE9", "été"},
    Word{"iso-8859-2", "\xB3\xF3\xBF", "łóż"},
    Word{"iso-8859-3", "\xF8", "ĝ"},
    Word{"iso-8859-4", "\xE7", "į"},
    Word{"iso-8859-5", "\xDC\xD8\xE0", "мир"},
    Word{"iso-8859-6", "\xD3\xE4\xC7\xE5", "سلام"},
    Word{"iso-8859-7", "\xEB\xFC\xE3\xEF\xF2", "λόγος"},
    Word{"iso-8859-8", "\xF9\xEC\xE5\xED", "שלום"},
    Word{"iso-8859-8-i", "\xF9\xEC\xE5\xED", "שלום"},
    Word{"iso-8859-9", "\xFE", "ş"},
    Word{"iso-8859-10", "\xE7", "į"},
    Word{"iso-8859-11", "\xA1\xD2", "กา"},
    Word{"iso-8859-13", "\xE0", "ą"},
    Word{"iso-8859-14", "\xF0", "ŵ"},
    Word{"iso-8859-15", "\xA4", "€"},
    Word{"iso-8859-16", "\xA4", "€"},
    Word{"windows-1250", "\xB3", "ł"},
    Word{"windows-1251", "\xEC\xE8\xF0", "мир"},
    Word{"windows-1252", "\x80", "€"},
    Word{"windows-1253", "\xEB\xFC\xE3", "λόγ"},
    Word{"windows-1254", "\xFE", "ş"},
    Word{"windows-1255", "\xF9\xEC", "של"},
    Word{"windows-1256", "\xD3\xE1\xC7\xE3", "سلام"},
    Word{"windows-1257", "\xE0", "ą"},
    Word{"windows-1258", "\xF5", "ơ"},
    Word{"windows-874", "\xA1\xD2", "กา"},
    Word{"tis-620", "\xA1\xD2", "กา"},
    Word{"koi8-r", "\xCD\xC9\xD2", "мир"},
    Word{"koi8-u", "\xA4", "є"},
    Word{"ibm437", "\x82", "é"},
    Word{"ibm850", "\x82", "é"},
    Word{"ibm852", "\x88", "ł"},
    Word{"ibm855", "\xD2", "м"},
    Word{"ibm866", "\xAC\xA8\xE0", "мир"},
    Word{"macintosh", "\x8E", "é"},
    Word{"x-mac-cyrillic", "\xEC", "м"},
    Word{"iso-2022-jp", "\x1B$B$\"\x1B(B", "あ"},
    Word{"shift_jis", "\x82\xA0", "あ"},
    Word{"cp932", "\x82\xA0", "あ"},
    Word{"euc-jp", "\xA4\xA2", "あ"},
    Word{"iso-2022-kr", "\x1B$)C\x0E\x30\x21\x0F", "가"},
    Word{"euc-kr", "\xB0\xA1", "가"},
    Word{"ks_c_5601-1987", "\xB0\xA1", "가"},
    Word{"gb2312", "\xD6\xD0", "中"},
    Word{"gbk", "\xD6\xD0", "中"},
    Word{"gb18030", "\xD6\xD0", "中"},
    Word{"hz-gb-2312", "~{VP~}", "中"},
    Word{"big5", "\xA4\xA4", "中"},
    Word{"viscii", "\xE1", "á"},
};

}  // namespace

void start_text() {
    setenv("TZ", "UTC", 1);  // libarchive and libxml2 look for /etc/localtime otherwise
    hold_converters();
    xmlInitParser();
    start_archives();
    start_seven_zip_key();
    start_zip_password();
    start_ciphers();
    start_pdf();
    start_messages();
    (void)check_text();  // every converter of ICU is opened once
}

std::string check_text() {
    for (const auto& w : words)
        if (convert_charset(w.octets, w.charset).value_or("") != w.text &&
            decode_text(w.octets, w.charset).text != w.text)
            return "charset " + std::string(w.charset) + " cannot be read";
    // What the libraries convert by themselves goes through iconv.
    for (const char* name : {"UTF-16LE", "ISO-2022-JP", "CP1252", "UTF-7", "CP437"}) {
        const iconv_t one = iconv_open("UTF-8", name);
        if (one == Held::nothing()) return std::string("iconv cannot open ") + name;
        iconv_close(one);
    }
    return check_pdf();
}

}  // namespace beadle::inspect
