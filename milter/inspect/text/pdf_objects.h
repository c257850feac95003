// pdf_objects.h — what a PDF holds beside its pages: its lock, notes, form fields, bookmarks, files, scripts,
// properties.
//
// Takes    octets of a PDF (must outlive the object) and the password to try, "" = none.
// Gives    the lock as the encryption dictionary has it; when it opens, every string that people write, by kind and
//          page, embedded files with their octets, and what the file would do by itself. Every object of the file is
//          looked at, whether or not the document still leads to it.
// Bounds   most_objects; nested 60 deep; strings and files within the budget; object streams and files are unpacked
//          through a counter that stops at the budget.
// Fails    `opened` is false, `problem` says why; what is broken inside stands in `gaps`. Never throws but bad_alloc.
// Runs in  inspect worker: qpdf opens no files.
// Source   ISO 32000-1 7.6, 7.11, 12.3-12.7; ISO 32000-2 7.6.7; reference on encryption, PDF.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/budget.h"
#include "mail/finding.h"

namespace beadle::inspect {

struct PdfSeal {
    bool encrypted = false;
    bool known = true;  // its handler and algorithm are understood
    bool weak = false;
    bool pages_clear = false;  // only attachments are sealed
    std::string why;           // "aes-256", "rc4-40", "public-key"
};

struct PdfWords {
    enum class Kind : std::uint8_t {
        properties,
        note,
        field,
        form_data,
        bookmark,
        link,
        script,
        alternative,
        signature,
        telling,
    };
    Kind kind = Kind::note;
    int page = 0;  // 0 = of no page
    std::string text;
};

struct PdfFile {
    std::string name, media_type, octets;
    int page = 0;
    bool sealed = false;  // its octets are ciphertext
};

struct PdfObjects {
    bool opened = false, needs_password = false;
    PdfSeal seal;
    std::string problem;
    int pages = 0;
    std::vector<int> stray_pages;  // numbers of objects that are pages, and not in the tree of pages
    int highest = 0;               // object number
    std::vector<PdfWords> words;
    std::vector<PdfFile> files;
    bool signature = false;
    bool tagged = false, titled = false;  // what a screen reader needs (ISO 14289)
    bool script = false, script_of_fields = false;  // runs when opened; only while a form is filled in
    std::vector<std::string> launches;              // programs or files it starts
    std::vector<std::string> submits;               // where forms are sent
    struct Gap {
        NotInspectedReason reason;
        std::string detail;
    };
    std::vector<Gap> gaps;
};

class PdfLimits {
  public:
    static constexpr std::size_t most_objects = 300'000, most_nodes = 3'000'000, most_words = 100'000;
    static constexpr int most_nesting = 60;
};

PdfObjects read_pdf_objects(std::string_view octets, const std::string& password, Budget& budget);
// Whether this password opens the file; for the one who tries the words of a message on its locks.
bool pdf_opens_with(std::string_view octets, const std::string& password);
// The same document without its lock, for the malware scanner; "" = it cannot be written.
std::string pdf_without_lock(std::string_view octets, const std::string& password);
void start_pdf_objects();

}  // namespace beadle::inspect
