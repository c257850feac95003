// The pages of properties of a Word document: runs of characters and paragraphs with what is set for them.
#include <algorithm>

#include "inspect/text/little_endian.h"
#include "inspect/text/word_file.h"
#include "inspect/text/word_flags.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t page_size = 512, most_runs = 2'000'000;

// Octets of the operand of a single property (sprm), by the three topmost bits of its code.
std::size_t operand_size(std::uint16_t code, std::string_view rest) {
    switch (code >> 13) {
        case 0:
        case 1:
            return 1;
        case 2:
        case 4:
        case 5:
            return 2;
        case 3:
            return 4;
        case 7:
            return 3;
        default:
            break;
    }
    if (rest.empty()) return 1;
    if (code == 0xD608) return std::size_t{le16(rest, 0)} + 1;
    const std::size_t length = static_cast<unsigned char>(rest[0]);
    if (code == 0xC615 && length == 255) return rest.size();  // tab stops, of which nothing follows that matters
    return length + 1;
}

std::uint8_t with(std::uint8_t flags, std::uint8_t flag, bool on) {
    return static_cast<std::uint8_t>(on ? flags | flag : flags & ~flag);
}

}  // namespace

std::uint8_t WordFile::flag_of(std::uint16_t code, std::string_view operand, std::uint8_t flags, int depth) const {
    const auto value = operand.empty() ? 0 : static_cast<unsigned char>(operand[0]);
    switch (code) {
        case 0x0800:
            return with(flags, word_deleted, value != 0);
        case 0x0801:
            return with(flags, word_inserted, value != 0);
        case 0x083C:  // hidden, or the opposite of the style
            return with(flags, word_hidden, value == 1 || value == 0x81);
        case 0x2416:
        case 0x244B:
            return with(flags, word_in_table, value != 0);
        case 0x2417:
            return with(flags, word_ends_row, value != 0);
        case 0x6649:
            return with(flags, word_in_table, value != 0);
        case 0x6645:
        case 0x6646: {  // too long for its page: they stand in the Data stream
            wants_data_ = true;
            const auto at = le32(operand, 0);
            if (depth > 0 || at >= data_.size() || data_read_ > 2 * data_.size()) return flags;
            data_read_ += le16(data_, at);
            return static_cast<std::uint8_t>(flags | flags_of(data_.substr(at + 2, le16(data_, at)), depth + 1));
        }
        default:
            return flags;
    }
}

std::uint8_t WordFile::flags_of(std::string_view properties, int depth) const {
    std::uint8_t flags = 0;
    while (properties.size() >= 3) {
        const auto code = le16(properties, 0);
        properties.remove_prefix(2);
        const auto size = std::min(operand_size(code, properties), properties.size());
        flags = flag_of(code, properties.substr(0, size), flags, depth);
        properties.remove_prefix(size);
    }
    return flags;
}

void WordFile::read_runs(std::string_view plc, bool paragraphs, std::vector<WordRun>& runs) {
    if (plc.size() < 12) return;
    const std::size_t count = (plc.size() - 4) / 8;
    std::uint64_t last = main_.size() / page_size + 1;  // no more pages than there are
    for (std::size_t i = 0; i < count && last-- > 0 && runs.size() < most_runs; ++i) {
        const std::uint64_t at = std::uint64_t{le32(plc, 4 * (count + 1) + 4 * i) & 0x3FFFFF} * page_size;
        if (at + page_size <= main_.size()) read_page(main_.substr(at, page_size), paragraphs, runs);
    }
    std::stable_sort(runs.begin(), runs.end(), [](const WordRun& a, const WordRun& b) { return a.from < b.from; });
}

void WordFile::read_page(std::string_view page, bool paragraphs, std::vector<WordRun>& runs) {
    const std::size_t count = static_cast<unsigned char>(page[page_size - 1]), step = paragraphs ? 13 : 1;
    if (4 * (count + 1) + step * count > page_size) return;
    for (std::size_t i = 0; i < count; ++i) {
        const auto from = le32(page, 4 * i), to = le32(page, 4 * i + 4);
        std::size_t at = std::size_t{2} * static_cast<unsigned char>(page[4 * (count + 1) + step * i]);
        if (at == 0 || to <= from) continue;
        std::size_t length = static_cast<unsigned char>(page[at]);
        ++at;
        if (paragraphs && length == 0 && at < page_size)
            length = std::size_t{2} * static_cast<unsigned char>(page[at++]);
        else if (paragraphs)
            length = 2 * length - 1;
        if (paragraphs) {  // the style goes before
            at += 2;
            length = length >= 2 ? length - 2 : 0;
        }
        if (at >= page_size) continue;
        const auto flags = flags_of(page.substr(at, length), 0);
        if (flags != 0) runs.push_back({from, to, flags});
    }
}

}  // namespace beadle::inspect
