#include "inspect/detect/media.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"

namespace beadle::inspect {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t most_told = 50;

std::string extension(std::string_view filename) {
    const auto dot = filename.rfind('.');
    return dot == std::string_view::npos || filename.size() - dot > 6 ? "" : ascii_lower(filename.substr(dot + 1));
}

bool is_voice_message(std::string_view filename) {
    const std::string lower = ascii_lower(filename);
    return lower.find("voice") != std::string::npos || lower.starts_with("msg") || lower.starts_with("vm");
}

// "" when it is neither.
std::string book_or_torrent(std::string_view octets) {
    if (octets.starts_with("PK") && octets.substr(0, 100).find("application/epub+zip") != std::string_view::npos)
        return "an e-book (EPUB)";
    if (octets.size() > 68 && (octets.substr(60, 8) == "BOOKMOBI" || octets.substr(60, 4) == "TPZ3"))
        return "an e-book (Kindle)";
    const auto head = octets.substr(0, 4096);
    const bool dictionary = head.starts_with("d") && head.size() > 3 && head[1] >= '0' && head[1] <= '9';
    if (dictionary &&
        (head.find("8:announce") != std::string_view::npos || head.find("4:infod") != std::string_view::npos))
        return "a torrent file";
    return "";
}

// Streams of recorders that no file format wraps.
bool is_recorder_stream(std::string_view octets) {
    return octets.starts_with("\0\0\0\1\x67"sv) || octets.starts_with("\0\0\0\1\x40\1"sv) ||
           octets.starts_with("\0\0\1\x67"sv);
}

bool is_recorder_format(std::string_view type) { return type == "video/x-dav" || type == "video/x-hikvision"; }

Finding about(FindingKind kind, const std::string& location, const std::vector<std::string>& path,
              const std::string& part, std::string evidence) {
    Finding f;
    f.kind = kind;
    f.location = location;
    f.path = path;
    f.part = part;
    f.detector = "media";
    f.evidence = std::move(evidence);
    return f;
}

std::string words_for(const Entity& e) {
    return e.path.empty() ? "attachment" : "attachment " + printable(join(e.path, " › "), 600);
}

void of_entity(const Entity& e, const Lists& lists, std::vector<Finding>& out) {
    const bool audio = e.detected_type.starts_with("audio/"), video = e.detected_type.starts_with("video/");
    const bool disc = e.detected_type == "application/x-iso9660-image";
    if ((audio && is_voice_message(e.filename)) || (!audio && !video && !disc)) return;
    const std::string what = audio ? "audio" : video ? "video" : "a disc image";
    const std::string place = words_for(e);
    out.push_back(about(FindingKind::copyright_media, place, e.path, e.part, what + ", " + e.detected_type));
    if (!video) return;
    const bool named = is_camera_name(e.filename, lists), recorded = is_recorder_format(e.detected_type);
    out.push_back(about(FindingKind::cctv_footage, place, e.path, e.part,
                        named      ? "video, named as a camera's recorder names its exports"
                        : recorded ? "video in the format of a camera's recorder"
                                   : "video"));
    if (named || recorded) out.back().confidence = named && recorded ? Confidence::high : Confidence::medium;
}

// An export holds several of them: one recording a camera, or one an hour.
void weigh_export(std::vector<Finding>& out, std::size_t from) {
    const auto recording = [](const Finding& f) {
        return f.kind == FindingKind::cctv_footage && f.confidence >= Confidence::medium;
    };
    const auto begin = out.begin() + static_cast<std::ptrdiff_t>(from);
    if (std::count_if(begin, out.end(), recording) < 2) return;
    for (auto f = begin; f != out.end(); ++f)
        if (recording(*f)) f->confidence = Confidence::high;
}

}  // namespace

bool is_camera_name(std::string_view filename, const Lists& lists) {
    std::vector<std::string> words(1);
    for (const char c : ascii_lower(filename.substr(0, 256))) {
        const bool letter = c >= 'a' && c <= 'z', digit = c >= '0' && c <= '9';
        const bool was_digit =
            !words.back().empty() && std::isdigit(static_cast<unsigned char>(words.back().back())) != 0;
        if ((!letter && !digit) || (!words.back().empty() && letter == was_digit)) words.emplace_back();
        if (letter || digit) words.back() += c;
    }
    return std::any_of(words.begin(), words.end(), [&](const auto& w) { return lists.has("camera-word", w); });
}

void find_media(const Reading& reading, const std::vector<Entity>& entities, const Lists& lists,
                std::vector<Finding>& out) {
    const std::size_t begin = out.size(), most = begin + most_told;
    for (const Entity& e : entities)
        if (out.size() < most) of_entity(e, lists, out);
    for (const Leaf& leaf : reading.leaves) {
        if (out.size() >= most) break;
        if (const auto what = book_or_torrent(leaf.octets); !what.empty())
            out.push_back(about(FindingKind::copyright_media, leaf.location, leaf.path, leaf.part, what));
        const std::string ending = extension(leaf.filename);
        const bool named =
            ending == "dav" || ending == "h264" || ending == "264" || ending == "h265" || ending == "hik";
        if (is_recorder_stream(leaf.octets) ||
            (named && !leaf.octets.empty() && leaf.octets.find('\0') != std::string_view::npos)) {
            out.push_back(about(FindingKind::cctv_footage, leaf.location, leaf.path, leaf.part,
                                "a stream as a camera's recorder writes it"));
            out.back().confidence = is_camera_name(leaf.filename, lists) ? Confidence::high : Confidence::medium;
        }
    }
    weigh_export(out, begin);
}

}  // namespace beadle::inspect
