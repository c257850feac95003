#include "inspect/text/word_file.h"

#include <algorithm>
#include <array>

#include "inspect/text/codepage.h"
#include "inspect/text/little_endian.h"
#include "inspect/text/word_flags.h"

namespace beadle::inspect {
namespace {

constexpr std::uint16_t word97 = 0xA5EC, word6 = 0xA5DC, word6_far_east = 0xA697, word95_far_east = 0xA699;
constexpr std::uint32_t pair_base = 154, most_characters = 0x7FFFFFFF;
// Indices of pairs (offset, length) in the FIB of Word 97.
constexpr std::size_t pair_chpx = 12, pair_papx = 13, pair_associated = 32, pair_clx = 33, pair_comment_authors = 36,
                      pair_revision_authors = 51, pair_saved_by = 71;

// How Windows-1252 stands in 8-bit pieces.
constexpr std::array<char16_t, 32> windows{0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                           0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                           0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                           0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

using Run = WordRun;
std::uint8_t flags_at(std::uint64_t at, std::size_t& cursor, const std::vector<Run>& runs) {
    const auto within = [&](std::size_t i) { return i < runs.size() && at >= runs[i].from && at < runs[i].to; };
    if (!within(cursor)) {
        if (within(cursor + 1)) {
            ++cursor;
        } else {
            const auto it = std::upper_bound(runs.begin(), runs.end(), at,
                                             [](std::uint64_t a, const Run& r) { return a < r.from; });
            cursor = it == runs.begin() ? 0 : static_cast<std::size_t>(it - runs.begin()) - 1;
        }
    }
    return within(cursor) ? runs[cursor].flags : std::uint8_t{0};
}

}  // namespace

WordFile::WordFile(std::string_view main) : main_(main) {
    const auto mark = le16(main, 0), version = le16(main, 2);
    old_ = mark == word6 || mark == word6_far_east || mark == word95_far_east || (mark == word97 && version < 0x00C0);
    known_ = main.size() >= 32 && (old_ || mark == word97);
    const bool from_mac = main.size() > 0x13 && (main[0x12] == 1 || (main[0x13] & 1) != 0);
    if (old_ && from_mac)
        read_codepage(10000);
    else if (old_)
        read_codepage(codepage_of_language(le16(main, 6)));
}

// The 8-bit characters of old documents are of the language they were written in. (Two octets a character are not.)
void WordFile::read_codepage(std::uint32_t codepage) {
    if (codepage < 1250) return;
    for (std::size_t i = 0; i < 128; ++i) {
        const char octet = static_cast<char>(0x80 + i);
        const std::string utf8 = codepage_text(std::string_view(&octet, 1), codepage);
        const auto byte = [&](std::size_t at) { return static_cast<char32_t>(static_cast<unsigned char>(utf8[at])); };
        if (utf8.size() == 2) upper_[i] = (byte(0) & 0x1F) << 6 | (byte(1) & 0x3F);
        if (utf8.size() == 3) upper_[i] = (byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
    }
}

bool WordFile::read_only_advice() const { return (le16(main_, 10) & 0x0800) != 0; }

std::string_view WordFile::table_name() const { return (le16(main_, 10) & 0x0200) != 0 ? "1Table" : "0Table"; }

LegacySeal WordFile::seal(std::string_view table) const {
    LegacySeal out;
    const auto flags = le16(main_, 10);
    if ((flags & 0x0100) == 0) return out;
    if ((flags & 0x8000) == 0 && !old_) return read_rc4_header(table);
    out.algorithm = LegacySeal::Algorithm::exclusive_or;
    out.verifier = le16(main_, 14);
    out.key = le16(main_, 16);
    return out;
}

std::string_view WordFile::range(std::size_t index) const {
    const auto from = le32(main_, pair_base + 8 * index), length = le32(main_, pair_base + 8 * index + 4);
    if (from >= table_.size()) return {};
    return table_.substr(from, length);
}

bool WordFile::read_tables(std::string_view table) {
    table_ = table;
    if (old_) {
        read_plain_text();
        return false;
    }
    read_pieces(range(pair_clx));
    wants_data_ = false;
    read_runs(range(pair_chpx), false, characters_);
    read_runs(range(pair_papx), true, paragraphs_);
    return wants_data_;
}

void WordFile::set_data(std::string_view data) {
    data_ = data;
    paragraphs_.clear();
    read_runs(range(pair_papx), true, paragraphs_);
}

// Word 6 and 95 keep their tables in the main stream, and 8-bit text in one stretch unless it was saved fast.
void WordFile::read_plain_text() {
    const auto from = le32(main_, 0x18), to = le32(main_, 0x1C);
    table_ = main_;
    const bool complex = (le16(main_, 10) & 0x0004) != 0;
    const auto clx = le32(main_, 0x160), length = le32(main_, 0x164);
    if (complex && clx < main_.size()) read_pieces(main_.substr(clx, length));
    if (pieces_.empty() && from < to && from < main_.size()) {
        const bool wide = (le16(main_, 10) & 0x1000) != 0;  // Word 95 of the Far East
        const auto octets = std::min<std::uint64_t>(to, main_.size()) - from;
        pieces_.push_back({0, static_cast<std::uint32_t>(wide ? octets / 2 : octets), from, wide, 0});
    }
}

void WordFile::read_pieces(std::string_view clx) {
    std::vector<std::uint8_t> modifiers;  // flags of each, once: every piece may say the same one
    std::size_t at = 0;
    while (at < clx.size() && clx[at] == 1) {
        const std::size_t length = le16(clx, at + 1);
        modifiers.push_back(flags_of(clx.substr(std::min(at + 3, clx.size()), length), 0));
        at += 3 + length;
    }
    if (at + 5 > clx.size() || clx[at] != 2) return;
    const auto plc = clx.substr(at + 5, le32(clx, at + 1));
    if (plc.size() < 16) return;
    const std::size_t count = (plc.size() - 4) / 12;
    for (std::size_t i = 0; i < count; ++i) {
        const auto from = le32(plc, 4 * i), to = le32(plc, 4 * i + 4);
        const std::size_t d = 4 * (count + 1) + 8 * i;
        const auto place = le32(plc, d + 2);
        if (to <= from || to > most_characters) continue;
        Piece p{from, to, place, !old_, piece_flags(le16(plc, d + 6), modifiers)};
        if (!old_ && (place & 0x40000000) != 0) p.at = (place & 0x3FFFFFFF) / 2, p.wide = false;
        if (!pieces_.empty() && from < pieces_.back().to) break;  // pieces follow one another
        pieces_.push_back(p);
    }
    order_by_place();
}

void WordFile::order_by_place() {
    for (const auto& p : pieces_) by_place_.emplace_back(p.at, p.at + std::uint64_t{p.to - p.from} * (p.wide ? 2 : 1));
    std::sort(by_place_.begin(), by_place_.end());
    std::uint64_t reached = 0;
    for (auto& [from, to] : by_place_) reached = to = std::max(reached, to);
}

std::uint8_t WordFile::piece_flags(std::uint16_t prm, const std::vector<std::uint8_t>& modifiers) const {
    if ((prm & 1) != 0) {
        const std::size_t index = prm >> 1;
        return index < modifiers.size() ? modifiers[index] : std::uint8_t{0};
    }
    const auto kind = (prm >> 1) & 0x7F, value = prm >> 8;
    if (value == 0) return 0;
    if (kind == 0x41) return word_deleted;
    if (kind == 0x42) return word_inserted;
    return kind == 0x5C ? word_hidden : std::uint8_t{0};
}

std::vector<WordFile::Part> WordFile::parts() const {
    // The lengths stand one behind the other in the FIB; 0 is for what has none in that version.
    struct Length {
        const char* words;
        std::uint32_t at;
    };
    static constexpr std::array modern{Length{"", 0x4C},
                                       Length{"footnotes", 0x50},
                                       Length{"page headers and footers", 0x54},
                                       Length{"macro text", 0x58},
                                       Length{"comments", 0x5C},
                                       Length{"endnotes", 0x60},
                                       Length{"text boxes", 0x64},
                                       Length{"text boxes of page headers", 0x68}};
    std::vector<Part> out;
    std::uint32_t from = 0;
    const std::uint32_t end = pieces_.empty() ? 0 : pieces_.back().to;
    for (const auto& length : modern) {
        const auto size = le32(main_, old_ ? length.at - 0x18 : length.at);
        const auto to = static_cast<std::uint32_t>(std::min<std::uint64_t>(std::uint64_t{from} + size, end));
        if (to > from) out.push_back({length.words, from, to});
        from = to;
    }
    if (from < end) out.push_back({"text behind the document", from, end});
    return out;
}

char32_t WordFile::character(const Piece& piece, std::uint64_t at) const {
    if (piece.wide) return le16(main_, at);
    const auto c = static_cast<unsigned char>(main_[at]);
    if (c >= 0x80 && upper_[c - 0x80] != 0) return upper_[c - 0x80];
    return c >= 0x80 && c < 0xA0 ? windows[c - 0x80] : c;
}

void WordFile::walk(const Part& part, const std::function<void(const WordCharacter&)>& each) {
    std::size_t run = 0, paragraph = 0;
    const auto first = std::lower_bound(pieces_.begin(), pieces_.end(), part.from,
                                        [](const Piece& p, std::uint32_t cp) { return p.to <= cp; });
    for (auto p = first; p != pieces_.end() && p->from < part.to; ++p) {
        const std::uint64_t width = p->wide ? 2 : 1;
        const auto to = std::min(p->to, part.to);
        for (auto cp = std::max(p->from, part.from); cp < to; ++cp) {
            const std::uint64_t at = p->at + (cp - p->from) * width;
            short_ = short_ || at + width > main_.size();
            cut_ = cut_ || given_ > 2 * main_.size();
            if (at + width > main_.size() || cut_) break;
            ++given_;
            const auto f = static_cast<std::uint8_t>(p->flags | flags_at(at, run, characters_) |
                                                     flags_at(at, paragraph, paragraphs_));
            each({character(*p, at), (f & word_deleted) != 0, (f & word_inserted) != 0, (f & word_hidden) != 0,
                  (f & word_in_table) != 0, (f & word_ends_row) != 0});
        }
        if (cut_) return;
    }
}

// What stands between the first and the last of the text and belongs to no piece: words of before a fast save.
std::string_view WordFile::left_behind(std::size_t& index) const {
    for (; index + 1 < by_place_.size(); ++index) {
        const auto from = by_place_[index].second, to = by_place_[index + 1].first;
        if (from >= to || to > main_.size()) continue;
        ++index;
        return main_.substr(from, to - from);
    }
    return {};
}

// STTB: a mark that says 16-bit text, a count, the octets behind each string.
std::string WordFile::strings(Names which) const {
    if (old_) return {};
    std::string out;
    if (which == Names::comment_authors) {
        const auto list = range(pair_comment_authors);
        for (std::size_t at = 0; at + 2 <= list.size(); at += 2 + std::size_t{2} * le16(list, at))
            out += utf16_text(list.substr(at + 2, std::size_t{2} * le16(list, at))) + "\n";
        return out;
    }
    const auto list = range(which == Names::associated ? pair_associated
                            : which == Names::saved_by ? pair_saved_by
                                                       : pair_revision_authors);
    if (le16(list, 0) != 0xFFFF) return out;
    const std::size_t extra = le16(list, 4);
    std::size_t at = 6;
    for (std::size_t i = 0; i < le16(list, 2) && at + 2 <= list.size(); ++i) {
        const std::size_t length = std::size_t{2} * le16(list, at);
        const std::string one = utf16_text(list.substr(at + 2, length));
        if (!one.empty() && one != "Unknown" && one != "Normal.dot") out += one + "\n";
        at += 2 + length + extra;
    }
    return out;
}

}  // namespace beadle::inspect
