#include "inspect/text/zip_file.h"

#include <algorithm>
#include <set>

#include "base/text.h"

#include "inspect/message/charset.h"
#include "inspect/text/zip_records.h"

namespace beadle::inspect {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t most_between = 16;

ZipMember::Seal seal_of(const ZipHeader& h) {
    if (!h.sealed()) return h.method == 99 || h.aes ? ZipMember::Seal::contradictory : ZipMember::Seal::clear;
    if ((h.flags & 0x40) != 0) return ZipMember::Seal::strong_header;
    return h.method == 99 && h.aes ? ZipMember::Seal::aes : ZipMember::Seal::zip_crypto;
}

ZipMember member_of(const ZipHeader& h) {
    ZipMember m;
    m.name = zip_name(h.name, h.flags);
    m.method = h.aes && h.method == 99 ? h.real_method : h.method;
    m.packed = h.packed, m.plain = h.plain, m.crc = m.other_crc = h.crc;
    m.flags = h.flags, m.time = h.time, m.aes_version = h.aes_version;
    m.algorithm = h.algorithm;
    m.seal = seal_of(h);
    m.aes_bits = h.aes ? 64 + 64 * h.aes_strength : 0;
    m.folder = m.name.ends_with('/') && h.plain == 0;
    return m;
}

// The path of a person's file, whose name in an old charset stands beside: they differ in letters that it lacks.
bool is_another_name(std::string_view a, std::string_view b) {
    const auto extension = [](std::string_view s) { return s.substr(std::min(s.rfind('.'), s.size())); };
    return extension(a) != extension(b);
}

bool leads_outside(std::string_view name) {
    const auto steps = split(replace_all(name, "\\", "/"), '/');
    const bool drive = name.size() > 2 && name[1] == ':' && (name[2] == '/' || name[2] == '\\');
    return drive || name.starts_with('/') || name.starts_with("\\") ||
           std::find(steps.begin(), steps.end(), "..") != steps.end();
}

class Assembly {
  public:
    Assembly(std::string_view octets, std::size_t most) : most_(most) { zip_.octets = octets; }

    ZipFile read() {
        const auto found = zip_directories(zip_.octets);
        if (found.empty()) {
            zip_.broken = true;
            unlisted(0, zip_.octets.size());
            zip_.contradiction.clear();
            return std::move(zip_);
        }
        zip_.sealed_directory = zip_.octets.substr(found[0].start, 4) == "PK\6\10"sv;
        directory(found[0]);
        for (std::size_t i = 1; i < found.size(); ++i) {
            if (inside_a_member(found[i].end)) continue;  // of an archive that is a member, stored
            note(found[i].at == found[0].at ? "two sizes of its directory" : "more than one end record");
            directory(found[i]);
        }
        if (zip_.members.empty() && found[0].count > 0) zip_.broken = !zip_.sealed_directory;
        std::move(again_.begin(), again_.end(), std::back_inserter(zip_.members));
        gaps(found[0]);
        names();
        return std::move(zip_);
    }

  private:
    void note(std::string_view what) {
        if (zip_.contradiction.find(what) == std::string::npos && zip_.contradiction.size() < 400)
            zip_.contradiction += (zip_.contradiction.empty() ? "" : "; ") + std::string(what);
    }
    void other_name(const std::string& name) {
        if (!name.empty() && zip_.other_names.size() < (1u << 20)) zip_.other_names += name + "\n";
    }

    void directory(const ZipDirectory& d) {
        other_name(guess_text(d.comment));
        zip_.volumes = zip_.volumes || d.volumes;
        std::uint64_t read = 0;
        auto at = d.start;
        while (at < d.end) {
            const auto h = central_header(zip_.octets, at);
            if (!h) break;
            if (zip_.members.size() >= most_) {
                zip_.too_many = true;
                return;
            }
            listed(*h, d);
            at += h->length, ++read;
        }
        if (read != d.count && (d.count != 0xFFFF || read < 0xFFFF))
            note("its directory does not hold as many members as it says");
        if (at < d.end && !zip_.sealed_directory) keep(zip_.octets.substr(at, d.end - at));
    }

    void listed(const ZipHeader& central, const ZipDirectory& d) {
        ZipMember m = member_of(central);
        m.local = central.local + d.shift;
        if (!seen_.emplace(m.local, m.name).second) return;  // a second directory may list the same members again
        other_paths(central);
        other_name(zip_name(central.comment, central.flags));
        m.elsewhere = d.volumes && central.disk != 0 && central.disk != 0xFFFF;
        const auto local = local_header(zip_.octets, m.local);
        m.data = local ? m.local + local->length : 0;
        if (!local || m.data > zip_.octets.size() || m.packed > zip_.octets.size() - m.data)
            m.broken = true;
        if (local) compare(m, central, *local);
        zip_.members.push_back(std::move(m));
    }

    void other_paths(const ZipHeader& h) {
        if (h.other_path.empty()) return;
        const auto path = valid_utf8(h.other_path);
        other_name(path);
        if (is_another_name(path, zip_name(h.name, h.flags))) note("a member has two names");
    }

    void compare(ZipMember& m, const ZipHeader& central, const ZipHeader& local) {
        m.masked = local.masked() || central.masked();
        if (m.masked) return;
        m.other_crc = local.crc;
        other_paths(local);
        if (local.name != central.name) {
            note("member names differ between its two tables");
            other_name(zip_name(local.name, local.flags));
        }
        const bool way =
            ((local.flags ^ central.flags) & 0x41) != 0 || local.method != central.method || local.aes != central.aes;
        if (way) {
            note("encryption or method of a member differs between its two tables");
            m.seal = ZipMember::Seal::contradictory;
        }
        const bool told = !local.sizes_follow() || local.packed != 0;
        const bool size = told && (local.packed != central.packed || local.plain != central.plain);
        if (size) note("sizes of a member differ between its two tables");
        if (!local.sizes_follow() && local.crc != central.crc) note("check sums of a member differ between its two tables");
        if (way || size) read_again(m, local);
    }

    // What a program sees that reads from the front.
    void read_again(const ZipMember& m, const ZipHeader& local) {
        ZipMember other = member_of(local);
        other.local = m.local, other.data = m.data;
        other.listed = false, other.again = true;
        const auto room = zip_.octets.size() - std::min<std::uint64_t>(m.data, zip_.octets.size());
        if (local.sizes_follow() && other.packed == 0) other.packed = m.packed;
        other.packed = std::min<std::uint64_t>(other.packed, room);
        other.seal = ZipMember::Seal::contradictory;
        if (zip_.members.size() + again_.size() < most_) again_.push_back(std::move(other));
    }

    // Octets that no listed member covers: programs that read from the front find members there.
    bool unlisted(std::uint64_t from, std::uint64_t to) {
        bool any = false;
        while (from < to && zip_.members.size() < most_) {
            const auto at = zip_.octets.substr(0, to).find("PK\3\4"sv, from);
            if (at == std::string_view::npos) return any;
            const auto local = local_header(zip_.octets, at);
            if (!local) {
                from = at + 4;
                continue;
            }
            ZipMember m = member_of(*local);
            m.local = at, m.data = at + local->length, m.listed = false;
            const auto room = to - std::min<std::uint64_t>(m.data, to);
            if (m.packed == 0 || m.packed > room) m.packed = room;
            from = std::max<std::uint64_t>(m.data + (local->sizes_follow() ? 0 : m.packed), at + 4);
            zip_.members.push_back(std::move(m));
            if (!zip_.sealed_directory) note("a member that its directory does not list");
            any = true;
        }
        return any;
    }

    void gap(std::uint64_t from, std::uint64_t to) {
        if (unlisted(from, to)) return;
        constexpr std::uint64_t sizes_after_a_member = 24;
        if (from == 0)
            zip_.before = zip_.octets.substr(0, to);
        else if (to - from > sizes_after_a_member)
            keep(zip_.octets.substr(from, to - from));
    }

    void keep(std::string_view octets) {
        if (zip_.between.size() < most_between && octets.find_first_not_of('\0') != std::string_view::npos)
            zip_.between.push_back(octets);
    }

    void gaps(const ZipDirectory& last) {
        std::vector<std::pair<std::uint64_t, std::uint64_t>> used;
        for (const auto& m : zip_.members)
            if (!m.broken && !m.again) used.emplace_back(m.local, m.data + m.packed);
        std::sort(used.begin(), used.end());
        std::uint64_t at = 0;
        for (const auto& [from, to] : used) {
            if (from < at) note("members overlap");
            if (from > at) gap(at, from);
            at = std::max(at, to);
        }
        if (at < last.start) gap(at, last.start);
        const auto behind = last.at + 22 + last.comment.size();
        if (behind < zip_.octets.size()) gap(behind, zip_.octets.size());
    }

    void names() {
        std::set<std::string> once;
        for (const auto& m : zip_.members) {
            if (leads_outside(m.name)) note("a member name leads outside its folder");
            if (m.listed && !m.folder && !once.insert(ascii_lower(m.name)).second) note("two members have one name");
        }
    }

    bool inside_a_member(std::uint64_t at) const {
        return std::any_of(zip_.members.begin(), zip_.members.end(),
                           [&](const ZipMember& m) { return !m.broken && at >= m.data && at < m.data + m.packed; });
    }

    ZipFile zip_;
    std::size_t most_;
    std::vector<ZipMember> again_;
    std::set<std::pair<std::uint64_t, std::string>> seen_;
};

}  // namespace

bool has_zip_tail(std::string_view octets, bool exactly) {
    const auto found = zip_directories(octets);
    if (found.empty() || found[0].count == 0) return false;
    if (exactly && found[0].at + 22 + found[0].comment.size() != octets.size()) return false;
    return octets.substr(found[0].start, 4) == "PK\1\2"sv;
}

ZipFile read_zip(std::string_view octets, std::size_t most) { return Assembly(octets, most).read(); }

}  // namespace beadle::inspect
