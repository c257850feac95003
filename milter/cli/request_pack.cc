// beadle request pack: the messages of a review set that go out, as files in a new folder.
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>

#include "base/owned.h"
#include "base/text.h"
#include "cli/admin.h"
#include "cli/commands.h"
#include "cli/pack.h"

namespace beadle::cli {
namespace {

// Writes into the new folder and remembers the hash of each file for the manifest.
class PackFolder {
  public:
    explicit PackFolder(std::string path) : path_(std::move(path)) {}
    Status make() {
        for (const auto& folder : {path_, path_ + "/to-requester", path_ + "/to-requester/messages", path_ + "/council-only"})
            if (::mkdir(folder.c_str(), 0700) != 0) return problem(folder);
        return Done{};
    }
    Status write(const std::string& name, const std::string& octets) {
        const auto file = path_ + "/" + name;
        const Descriptor fd(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
        if (!fd) return problem(file);
        for (std::size_t at = 0; at < octets.size();) {
            const ssize_t n = ::write(fd.get(), octets.data() + at, octets.size() - at);
            if (n < 0 && errno == EINTR) continue;
            if (n <= 0) return problem(file);
            at += static_cast<std::size_t>(n);
        }
        if (::fsync(fd.get()) != 0) return problem(file);
        files_.push_back(json_object({{"file", json_text(name)}, {"octets", std::to_string(octets.size())}, {"sha256", json_text(sha256_hex(octets))}}));
        return Done{};
    }
    std::string manifest(const std::string& request) const {
        return json_object({{"version", "1"}, {"request", json_text(request)}, {"files", json_list(files_)}}) + "\n";
    }
    std::size_t files() const { return files_.size(); }

  private:
    static Failure problem(const std::string& what) { return fail(FailureKind::unavailable, "pack", what + ": " + std::strerror(errno)); }
    std::string path_;
    std::vector<std::string> files_;
};

struct ReviewSet {
    Value request;
    std::vector<Value> items;
};

Result<ReviewSet> review_set(const Settings& settings, const Arguments& a) {
    auto answer = ask_records(settings, "request.show", matter_arguments(a));
    if (!answer) return answer.failure();
    if (answer->exit_code != 0) return fail(FailureKind::malformed, "pack", answer->problem);
    ReviewSet out;
    for (const auto& line : answer->lines) {
        auto v = Value::parse(line);
        if (!v) return fail(FailureKind::defect, "pack", "an answer of the records could not be read");
        if ((*v)["item"].is_null()) out.request = std::move(*v);
        else out.items.push_back(std::move(*v));
    }
    return out;
}

// Why nothing can be packed yet; "" = it can.
std::string not_ready(const ReviewSet& set) {
    std::vector<std::string> undecided;
    for (const auto& item : set.items)
        if (is_undecided(item)) undecided.push_back(item["item"].text());
    if (set.items.empty()) return "the review set is empty: beadle request search " + set.request["id"].text() + " --term …";
    if (!undecided.empty()) return "not reviewed yet: item " + join(undecided, ", ") + ". beadle request review " + set.request["id"].text() + " --item N include|exclude|…";
    return "";
}

Result<std::string> content_of(const Settings& settings, const std::string& id, const std::string& item) {
    auto answer = ask_records(settings, "request.content", json_object({{"id", json_text(id)}, {"item", item}}));
    if (!answer) return answer.failure();
    if (answer->exit_code != 0) return fail(FailureKind::unavailable, "pack", answer->problem);
    std::string out;
    for (const auto& line : answer->lines) {
        const auto v = Value::parse(line);
        const auto piece = v ? unbase64((*v)["octets"].raw()) : std::nullopt;
        if (!piece) return fail(FailureKind::defect, "pack", "an answer of the records could not be read");
        out += *piece;
    }
    return out;
}

// The words of the message as a sandboxed worker rebuilt them, without the marked strings; its octets would carry them on.
Result<std::string> text_of(const Settings& settings, const Value& request, const Value& item) {
    const std::string why = "redaction for " + request["id"].raw() + " item " + item["item"].text();
    auto answer = ask_records(settings, "quarantine.content", json_object({{"id", json_text(item["case"].raw())}, {"reveal", "true"}, {"reason", json_text(why)}}));
    if (!answer) return answer.failure();
    if (answer->exit_code != 0)
        return fail(FailureKind::unavailable, "pack", "item " + item["item"].text() + " is to be redacted, and its text could not be rebuilt: " + answer->problem);
    std::vector<Value> lines;
    for (const auto& line : answer->lines)
        if (auto v = Value::parse(line)) lines.push_back(std::move(*v));
    return redacted_message(item, lines);
}

Status write_message(const Settings& settings, const Value& request, const Value& item, PackFolder& folder, PackedItem& packed) {
    if (item["case"].raw().empty()) return Done{};
    const std::string name = "messages/" + std::string(4 - std::min<std::size_t>(4, packed.number.size()), '0') + packed.number;
    if (packed.decision == "redact") {
        auto text = text_of(settings, request, item);
        if (!text) return text.failure();
        packed.file = name + ".txt";
        return folder.write("to-requester/" + packed.file, *text);
    }
    auto octets = content_of(settings, request["id"].raw(), packed.number);
    if (!octets) return octets.failure();
    packed.file = name + ".eml";
    return folder.write("to-requester/" + packed.file, *octets);
}

Status write_all(const Settings& settings, const ReviewSet& set, PackFolder& folder) {
    if (auto made = folder.make(); !made) return made;
    std::vector<PackedItem> going;
    std::size_t touched = 0;
    for (const auto& item : set.items) {
        if (item["decision"].raw() != "include") ++touched;
        if (!goes_out(item)) continue;
        going.push_back(packed_item(item));
        if (auto done = write_message(settings, set.request, item, folder, going.back()); !done) return done;
    }
    const std::pair<const char*, std::string> files[] = {
        {"to-requester/index.html", index_html(set.request, going)}, {"to-requester/index.csv", index_csv(going)},
        {"council-only/withheld.csv", withheld_csv(set.items)}, {"council-only/searches.txt", search_record(set.request)},
        {"council-only/letter-draft.txt", draft_letter(set.request, going.size(), touched)}};
    for (const auto& [name, text] : files)
        if (auto done = folder.write(name, text); !done) return done;
    return Done{};
}

}  // namespace

int request_pack(const Arguments& a) {
    const auto settings = settings_for(a);
    if (!settings) return misconfigured;
    auto set = review_set(*settings, a);
    if (!set) return complain(set.failure().kind == FailureKind::unavailable ? unreachable : found, printable(set.failure().what, 2000));
    if (const auto why = not_ready(*set); !why.empty()) return complain(found, printable(why, 2000));
    PackFolder folder(a.folder);
    if (auto written = write_all(*settings, *set, folder); !written)
        return complain(unreachable, printable(written.failure().what, 2000) + ". The pack is not whole: remove " + printable(a.folder, 400) + " and try again");
    const auto manifest = folder.manifest(set->request["id"].raw());
    const auto files = folder.files();
    if (auto written = folder.write("manifest.json", manifest); !written) return complain(unreachable, printable(written.failure().what, 2000));
    const std::string note = std::to_string(files) + " files, manifest sha256 " + sha256_hex(manifest);
    const auto noted = ask_records(*settings, "request.packed", json_object({{"id", json_text(set->request["id"].raw())}, {"reason", json_text(note)}}));
    if (!noted || noted->exit_code != 0) return complain(unreachable, "the pack was written, but the records did not note it: " + (noted ? noted->problem : noted.failure().what));
    print(a.json ? json_object({{"version", "1"}, {"id", json_text(set->request["id"].raw())}, {"folder", json_text(a.folder)}, {"files", std::to_string(files)},
                                {"manifest_sha256", json_text(sha256_hex(manifest))}}) + "\n"
                 : printable(a.folder, 400) + ": " + note + ".\n");
    return done;
}

}  // namespace beadle::cli
