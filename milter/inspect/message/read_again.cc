// Octets read once more: from another beginning, with other line ends, behind delimiters that began no part.
#include <algorithm>
#include <cstring>
#include <utility>

#include "base/text.h"

#include "inspect/message/find_any.h"
#include "inspect/message/prescan.h"
#include "inspect/message/tree.h"

namespace beadle::inspect {
namespace {

constexpr int most_readings = 16, most_pieces = 200;
constexpr std::uint64_t octets_again = 4, slack = 1u << 20;
constexpr std::size_t most_junk = 4096, most_line = 1002;

bool is_line_end(char c) { return c == '\r' || c == '\n'; }

// The offset of the first line that is a field of a message, when the lines before are none; 0 = at once.
std::size_t beginning(std::string_view s) {
    std::size_t at = 0;
    while (at < std::min(s.size(), most_junk)) {
        const auto end = std::min(find_any<'\r', '\n'>(s, at), s.size());
        const auto line = s.substr(at, end - at);
        const bool folded = line.starts_with(' ') || line.starts_with('\t');
        if (!folded && is_field(line)) return at;
        if (at == 0 && (line.starts_with("From ") || line.starts_with(">From "))) return 0;
        at = end;
        while (at < s.size() && is_line_end(s[at])) ++at;
    }
    return 0;
}

// A bare CR before what would be a delimiter, a field or an empty line, if it ended the line; or LF CR line ends.
bool line_ends_matter(std::string_view s) {
    for (std::size_t at = 0; (at = s.find('\r', at)) != std::string_view::npos;) {
        const bool behind_lf = at > 0 && s[at - 1] == '\n';
        const auto run = at;
        at = std::min(s.find_first_not_of('\r', at), s.size());
        const auto rest = s.substr(at);
        if (rest.empty() || rest[0] == '\n') continue;
        if (at - run > 1 || behind_lf || rest.starts_with("--") || ascii_istarts(rest, "content-")) return true;
    }
    return false;
}

bool starts_line(std::string_view s, std::size_t at) { return at == 0 || is_line_end(s[at - 1]); }

// The next "Content-…:" of any case: a hyphen is rare in what is long.
std::size_t next_content(std::string_view s, std::size_t from) {
    constexpr std::string_view word = "content-";
    for (std::size_t at = from + word.size() - 1; (at = s.find('-', at)) != std::string_view::npos; ++at) {
        const auto start = at + 1 - word.size();
        if (!ascii_istarts(s.substr(start, word.size()), word)) continue;
        const auto line = s.substr(start, std::min(find_any<'\r', '\n'>(s, start), start + 60) - start);
        if (is_field(line.substr(0, line.find(':') == std::string_view::npos ? 0 : line.find(':') + 1))) return start;
    }
    return std::string_view::npos;
}

// Behind the lines up to the first empty one.
std::size_t section_end(std::string_view s, std::size_t at) {
    while (at < s.size()) {
        const auto end = std::min(find_any<'\r', '\n'>(s, at), s.size());
        if (end == at) return at;
        at = end + (s.substr(end, 2) == "\r\n" ? 2 : 1);
    }
    return s.size();
}

// The line before, empty ones passed over.
std::string_view line_before(std::string_view s, std::size_t at) {
    while (at > 0 && is_line_end(s[at - 1])) --at;
    const auto from = at == 0 ? std::string_view::npos : s.find_last_of("\r\n", at - 1);
    const auto begin = from == std::string_view::npos ? 0 : from + 1;
    return at - begin > most_line ? std::string_view{} : s.substr(begin, at - begin);
}

// What stands behind the dashes of a line that is like a delimiter, wherever in the line they begin.
std::string_view boundary_of(std::string_view line) {
    const auto dashes = line.find("--");
    if (dashes == std::string_view::npos) return {};
    auto name = line.substr(dashes + 2);
    while (!name.empty() && (name.back() == ' ' || name.back() == '\t')) name.remove_suffix(1);
    if (name.ends_with("--") && name.size() > 2) name.remove_suffix(2);
    return name;
}

bool ends_piece(std::string_view line, std::string_view boundary, const std::vector<std::string>& known) {
    if (line.starts_with("From ")) return boundary.empty();
    if (!line.starts_with("--")) return false;
    const auto is = [&](std::string_view name) {
        if (name.empty() || !line.substr(2).starts_with(name)) return false;
        const auto rest = trim(line.substr(2 + name.size()));
        return rest.empty() || rest == "--";
    };
    return boundary.empty() ? trim(line) == "--" || std::any_of(known.begin(), known.end(), is) : is(boundary);
}

// Where the part ends for a program that lets it begin there: at its boundary; else at any that is known.
std::size_t piece_end(std::string_view s, std::size_t from, std::string_view boundary,
                      const std::vector<std::string>& known) {
    for (std::size_t at = from; at < s.size();) {
        const auto end = std::min(find_any<'\r', '\n'>(s, at), s.size());
        if (ends_piece(s.substr(at, end - at), boundary, known)) return at;
        at = std::min(s.find_first_not_of("\r\n", end), s.size());
    }
    return s.size();
}

}  // namespace

std::string with_plain_line_ends(std::string_view s) {
    std::string out;
    out.reserve(s.size());
    for (std::size_t at = 0; at < s.size(); ++at) {
        if (!is_line_end(s[at])) {
            out += s[at];
            continue;
        }
        out += '\n';
        if (s[at] == '\r') {
            auto next = at;
            while (next < s.size() && s[next] == '\r') ++next;
            if (next < s.size() && s[next] == '\n') at = next;
        } else if (at + 2 < s.size() && s[at + 1] == '\r' && !is_line_end(s[at + 2])) {
            ++at;
        }
    }
    return out;
}

bool TreeReader::may_read_again(std::size_t octets, const Frame& frame) {
    reread_octets_ += octets;
    if (++others_ <= most_readings && reread_octets_ <= octets_again * whole_octets_ + slack) return true;
    if (!others_gone_) limit(frame, "more than 16 ways to read it");
    others_gone_ = true;
    return false;
}

bool TreeReader::uncovered_reading(const Part& part) const {
    return std::none_of(out_.parts.begin(), out_.parts.end(), [&](const Part& p) {
        return &p != &part && p.media_type == part.media_type && p.content == part.content && !p.multipart;
    });
}

// What the first reading showed already need not be judged twice.
void TreeReader::drop_repeats(std::size_t before) {
    for (std::size_t i = out_.parts.size(); i-- > before;)
        if (!out_.parts[i].multipart && !out_.parts[i].message && !uncovered_reading(out_.parts[i]) &&
            i + 1 == out_.parts.size())
            out_.parts.pop_back();
}

// Did the reading give anything that is not to be seen in the octets as they stand?
bool TreeReader::decoded_anew(std::size_t before, std::string_view octets) const {
    return std::any_of(out_.parts.begin() + static_cast<std::ptrdiff_t>(before), out_.parts.end(), [&](const Part& p) {
        return !p.content.empty() && !p.multipart && !p.outside &&
               memmem(octets.data(), octets.size(), p.content.data(), p.content.size()) == nullptr;
    });
}

// True when it showed something that was not seen before.
bool TreeReader::read_again(std::string_view octets, const Frame& frame, std::vector<HeaderField>* fields,
                            std::set<std::size_t>* starts) {
    Frame other = frame;
    other.prefix += "~" + std::to_string(others_ + pieces_);
    other.other = true;
    ++other.depth;
    const auto before = out_.parts.size();
    Buffer buffer{octets, other, {}, {}, {}};
    const std::string much = too_much(octets);
    if (!much.empty()) limit(frame, much);
    if (!much.empty() || !budget_.enter(other.depth)) return false;
    const bool was_quiet = std::exchange(quiet_, true);
    const bool parsed = parse(buffer, fields);
    quiet_ = was_quiet;
    if (!parsed) return false;
    if (starts) *starts = std::move(buffer.starts);
    const bool anew = decoded_anew(before, octets);
    drop_repeats(before);
    return anew && out_.parts.size() > before;
}

// Lines before the first field: some programs pass over them, for others everything is body.
void TreeReader::other_beginning(Buffer& buffer, const Frame& frame, std::vector<HeaderField>* fields) {
    const auto at = beginning(buffer.octets);
    if (at == 0 || frame.other || depth_gone_ || !may_read_again(buffer.octets.size() - at, frame)) return;
    std::set<std::size_t> starts;
    const bool headless = fields && fields->empty();
    if (read_again(buffer.octets.substr(at), frame, headless ? fields : nullptr, &starts))
        ambiguous("lines before the header section");
    for (const auto start : starts) buffer.starts.insert(at + start);
}

void TreeReader::other_line_ends(Buffer& buffer, const Frame& frame, std::vector<HeaderField>* fields) {
    if (frame.other || depth_gone_ || !line_ends_matter(buffer.octets)) return;
    const std::string plain = with_plain_line_ends(buffer.octets);
    if (plain == buffer.octets || !may_read_again(plain.size(), frame)) return;
    const bool headless = fields && fields->empty();
    if (read_again(plain, frame, headless ? fields : nullptr, nullptr))
        ambiguous("line ends that programs take differently");
}

// A Content- field at the start of a line where no header section is: one mail program or another lets a part begin
// there, behind something like a delimiter or behind an empty line.
void TreeReader::unused_fields(Buffer& buffer, const Frame& frame) {
    const auto s = buffer.octets;
    if (frame.other || depth_gone_) return;
    std::size_t read_to = 0;  // to the end of the header section that was looked at last
    for (std::size_t at = 0; (at = next_content(s, at)) != std::string_view::npos && !parts_gone_; at += 8) {
        if (at < read_to || !starts_line(s, at) || buffer.starts.contains(at)) continue;
        read_to = section_end(s, at);
        const auto to = piece_end(s, at, boundary_of(line_before(s, at)), buffer.boundaries);
        reread_octets_ += to - at;
        if (++pieces_ > most_pieces || reread_octets_ > octets_again * whole_octets_ + slack) {
            if (!others_gone_) limit(frame, "too many places where a part may begin");
            others_gone_ = true;
            return;
        }
        std::set<std::size_t> starts;
        (void)read_again(s.substr(at, to - at), frame, nullptr, &starts);
        for (const auto start : starts) buffer.starts.insert(at + start);
    }
}

}  // namespace beadle::inspect
