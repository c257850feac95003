#include "inspect/text/vba.h"

#include <algorithm>
#include <vector>

#include "base/text.h"

#include "inspect/text/active.h"
#include "inspect/text/codepage.h"
#include "inspect/text/little_endian.h"

namespace beadle::inspect {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t most_module = 4u << 20, most_modules = 2000, chunk_size = 4096;
constexpr std::size_t most_empty_modules = 16384;  // what Office compiles of a dozen modules without code

// One compressed chunk: flags for eight tokens each, a token is an octet or a copy of what came before in the chunk.
bool unpack_chunk(std::string_view in, std::string& out) {
    const std::size_t start = out.size();
    std::size_t at = 0;
    while (at < in.size()) {
        const auto flags = static_cast<unsigned char>(in[at++]);
        for (int bit = 0; bit < 8 && at < in.size(); ++bit) {
            if ((flags >> bit & 1) == 0) {
                out += in[at++];
                continue;
            }
            if (at + 2 > in.size() || out.size() == start) return false;
            const unsigned token = le16(in, at), done = static_cast<unsigned>(out.size() - start);
            at += 2;
            unsigned bits = 4;
            while ((1u << bits) < done) ++bits;
            const std::size_t length = (token & (0xFFFFu >> bits)) + 3, offset = (token >> (16 - bits)) + 1;
            if (offset > done || done + length > chunk_size) return false;
            for (std::size_t i = 0; i < length; ++i) out += out[out.size() - offset];
        }
    }
    return true;
}

struct Module {
    std::string name, stream;
    std::uint32_t offset = 0;
};

struct Directory {
    std::uint32_t codepage = 1252;
    std::vector<Module> modules;
    std::string words;  // names, descriptions, paths of libraries
};

// Records of id, size and octets, two of which have a size that is not one.
Directory read_directory(std::string_view dir) {
    Directory out;
    for (std::size_t at = 0; at + 6 <= dir.size();) {
        const unsigned id = le16(dir, at);
        std::size_t size = le32(dir, at + 2);
        if (id == 0x0009) size = 6;  // PROJECTVERSION
        at += 6;
        if (size > dir.size() - at) break;
        const auto value = dir.substr(at, size);
        at += size;
        if (id == 0x0003 && size == 2) out.codepage = le16(value, 0);
        if (id == 0x0019 && out.modules.size() < most_modules)
            out.modules.push_back({codepage_text(value, out.codepage), {}, 0});
        if (out.modules.empty()) {
            // PROJECTNAME, DOCSTRING, HELPFILEPATH, CONSTANTS, REFERENCENAME, REFERENCEREGISTERED and its like
            if (id == 0x0004 || id == 0x0005 || id == 0x0006 || id == 0x000C || id == 0x0016 || id == 0x000D ||
                id == 0x000E)
                out.words += codepage_text(value, out.codepage) + "\n";
            continue;
        }
        Module& m = out.modules.back();
        if (id == 0x001A) m.stream = codepage_text(value, out.codepage);
        if (id == 0x0032) m.stream = utf16_text(value);
        if (id == 0x0031 && size == 4) m.offset = le32(value, 0);
        if (id == 0x001C && size > 0) out.words += codepage_text(value, out.codepage) + "\n";
    }
    return out;
}

// Lines that VBA's editor does not show.
std::string without_attributes(std::string_view source) {
    std::string out;
    while (!source.empty()) {
        const auto end = std::min(source.find('\n'), source.size());
        auto line = source.substr(0, end);
        source.remove_prefix(std::min(end + 1, source.size()));
        if (line.ends_with('\r')) line.remove_suffix(1);
        const bool plumbing =
            line.starts_with("Attribute VB_") && line.find("VB_Description") == std::string_view::npos;
        if (!plumbing) out.append(line).push_back('\n');
    }
    return out;
}

std::string load(Reader& reader, const CompoundFile& file, const CompoundFile::Entry& storage, std::string_view name) {
    const auto* entry = file.child(storage, name);
    if (!entry || !entry->stream) return {};
    std::string octets = file.stream(*entry, static_cast<std::size_t>(std::min<std::uint64_t>(entry->size, 64u << 20)));
    return reader.budget().spend_unpacked(octets.size()) ? octets : std::string();
}

}  // namespace

std::string unpack_vba(std::string_view in, std::size_t most, bool& whole) {
    std::string out;
    whole = !in.empty() && in[0] == 1;
    for (std::size_t at = 1; whole && at + 2 <= in.size();) {
        const unsigned header = le16(in, at);
        const std::size_t size = (header & 0x0FFF) + 3u;
        const auto chunk = in.substr(at + 2, size - 2);
        if ((header >> 12 & 7) != 3) break;  // the end, or octets behind it
        if (header & 0x8000)
            whole = unpack_chunk(chunk, out);
        else
            out += chunk.substr(0, chunk_size);
        if (out.size() > most || chunk.size() < size - 2) whole = false;
        at += size;
    }
    out.resize(std::min(out.size(), most));
    return out;
}

void read_vba(Reader& reader, const CompoundFile& file, const CompoundFile::Entry& storage, const Place& place) {
    const Place at = place.beside("macros", "macro project");
    bool whole = false;
    const std::string dir = unpack_vba(load(reader, file, storage, "dir"), most_module, whole);
    const Directory directory = read_directory(dir);
    const bool whole_project = whole && !directory.modules.empty();
    if (!whole_project)
        reader.not_inspected(at, NotInspectedReason::broken, "macro project whose directory cannot be read");
    std::string all;
    std::size_t with_code = 0, compiled = 0;
    for (const auto& m : directory.modules) {
        const std::string stream = load(reader, file, storage, m.stream);
        const std::string name = printable(m.name, 60);
        const Place module = at.beside(name, "module \"" + name + '"');
        const std::string source =
            unpack_vba(m.offset < stream.size() ? std::string_view(stream).substr(m.offset) : ""sv, most_module, whole);
        if (!whole) reader.not_inspected(module, NotInspectedReason::broken, "macro module that cannot be unpacked");
        std::string text = without_attributes(codepage_text(source, directory.codepage));
        with_code += !trim(text).empty();
        compiled += std::min<std::size_t>(m.offset, stream.size());
        if (all.size() < most_module) all += text;
        reader.text(SegmentKind::hidden, std::move(text), module);
    }
    reader.text(SegmentKind::hidden, directory.words, at);
    Active active = judge_macros(all, with_code);
    // Compiled code runs without its source: whoever takes the source away hides what it does.
    if (with_code == 0 && compiled > most_empty_modules)
        active = {"macros whose source was taken away", Confidence::high};
    if (!whole_project) active.confidence = std::max(active.confidence, Confidence::medium);
    reader.found(FindingKind::macro, at, active.confidence, active.what);
}

}  // namespace beadle::inspect
