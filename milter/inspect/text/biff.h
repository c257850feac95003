// biff.h — the records of an Excel workbook of 1993 to 2003, and the strings in them.
//
// Takes    the stream Workbook (or Book). Hostile: lengths lie, strings go on over records.
// Gives    Biff: one record after the other, its continuations with it; BiffText: strings and numbers out of a record,
//          across its continuations.
// Bounds   views only; a string is never longer than what is there. Never throws but std::bad_alloc.
// Runs in  inspect worker.
// Source   MS-XLS 2.1.4 (records), 2.5.293 (strings with rich and phonetic text), 2.5.240 (short strings).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace beadle::inspect {

struct BiffRecord {
    std::uint16_t type = 0;
    std::string_view body;
    std::vector<std::string_view> more;  // bodies of the CONTINUE records behind it
};

class Biff {
  public:
    explicit Biff(std::string_view stream) : stream_(stream) {}
    bool next(BiffRecord& record);          // false at the end
    std::size_t at() const { return at_; }  // where the next record begins
    bool cut() const { return cut_; }

  private:
    std::string_view stream_;
    std::size_t at_ = 0;
    bool cut_ = false;
};

class BiffText {
  public:
    explicit BiffText(const BiffRecord& record) : record_(record), left_(record.body) {}
    bool empty();
    std::uint8_t byte();
    std::uint16_t word();
    std::uint32_t number();
    void skip(std::size_t octets);
    // Unicode strings of Excel 97: a count of 8 or 16 bits was read before.
    std::string characters(std::size_t count, bool with_flags = true);
    // Octets in a codepage, of Excel 5 and 95.
    std::string octets(std::size_t count, std::uint32_t codepage);

  private:
    bool advance();  // to the next continuation

    const BiffRecord& record_;
    std::string_view left_;
    std::size_t index_ = 0;
};

namespace biff {
constexpr std::uint16_t bof = 0x0809, eof = 0x000A, continued = 0x003C, boundsheet = 0x0085, sst = 0x00FC,
                        format = 0x041E, xf = 0x00E0, datemode = 0x0022, codepage = 0x0042, name = 0x0018,
                        filepass = 0x002F, write_access = 0x005C, protect = 0x0012, row = 0x0208, column = 0x007D,
                        label_sst = 0x00FD, label = 0x0204, rich_label = 0x00D6, rk = 0x027E, mul_rk = 0x00BD,
                        number = 0x0203, formula = 0x0006, string = 0x0207, bool_error = 0x0205, note = 0x001C,
                        object = 0x005D, text_object = 0x01B6, header = 0x0014, footer = 0x0015, header_footer = 0x089C,
                        link = 0x01B8, validation = 0x01BE, series_text = 0x100D, file_sharing = 0x005B,
                        cache_string = 0x00CD, cache_number = 0x00C9, cache_integer = 0x00CC, external_cells = 0x005A,
                        external_book = 0x01AE;
}

}  // namespace beadle::inspect
