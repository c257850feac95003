// beadle incident export: a folder with what the records hold of an incident, whose manifest enters the chain of
// events.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/owned.h"
#include "base/text.h"
#include "cli/admin.h"
#include "cli/commands.h"
#include "cli/duties_text.h"
#include "cli/value.h"

namespace beadle::cli {
namespace {

constexpr const char* about_the_pack =
    "This folder holds what the mail filter of the council recorded about one incident.\n"
    "\n"
    "It is a record of events: which messages passed, when, to whom, and what was done. It holds no content of "
    "messages\n"
    "beyond subjects and masked samples. It draws no conclusion about the conduct of any person: that is for those "
    "whose\n"
    "task it is.\n"
    "\n"
    "register.txt, register.html  the entry in the register of breaches (UK GDPR, Article 33(5))\n"
    "events.jsonl                 each event as it is recorded, with its MAC in the chain, one JSON object a line\n"
    "who.jsonl                    who received what, the same files to others, other mail of the same senders\n"
    "manifest.txt                 the SHA-256 of each of these files\n"
    "seal.json                    the event in the chain that holds the SHA-256 of manifest.txt\n"
    "\n"
    "To check the files:  sha256sum -c manifest.txt   and   sha256sum manifest.txt   against seal.json.\n"
    "To check the seal, the council runs:  beadle events search --kind incident-exported   and   beadle events "
    "verify.\n"
    "Each event there is bound to all before it; the day's head of the chain leaves the machine, so that an event that "
    "was\n"
    "changed, removed or put in afterwards is found.\n";

class Folder {
  public:
    explicit Folder(std::string path) : path_(std::move(path)) {}
    // "" or why not. Only its owner may read it.
    std::string make() {
        return ::mkdir(path_.c_str(), 0700) == 0 ? ""
                                                 : printable(path_) + " cannot be made (" + std::strerror(errno) + ")";
    }
    bool write(const std::string& name, const std::string& text) {
        const Descriptor file(::open((path_ + "/" + name).c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
        std::string_view left = text;
        while (file && !left.empty()) {
            const ssize_t n = ::write(file.get(), left.data(), left.size());
            if (n < 0 && errno == EINTR) continue;
            if (n <= 0) break;
            left.remove_prefix(static_cast<std::size_t>(n));
        }
        const bool good = file && left.empty() && ::fsync(file.get()) == 0;
        if (good && name != "manifest.txt" && name != "seal.json") manifest_ += sha256_hex(text) + "  " + name + "\n";
        return good;
    }
    const std::string& manifest() const { return manifest_; }
    const std::string& path() const { return path_; }

  private:
    std::string path_, manifest_;
};

std::string joined(const std::vector<std::string>& lines) {
    std::string out;
    for (const auto& line : lines) out += line + "\n";
    return out;
}

struct Material {
    wire::Answer proof, who;
};
// What the records say; nothing after the complaint was printed.
std::optional<Material> ask(const Settings& settings, const std::string& number, int& exit_code) {
    Material out;
    for (auto [verb, into] : {std::pair("incident.proof", &out.proof), std::pair("incident.who", &out.who)}) {
        auto answer = ask_records(settings, verb, json_object({{"number", json_text(number)}}));
        if (!answer) return exit_code = complain(unreachable, answer.failure().what), std::nullopt;
        if (!answer->problem.empty())
            return exit_code = complain(static_cast<int>(answer->exit_code), printable(answer->problem, 2000)),
                   std::nullopt;
        *into = std::move(*answer);
    }
    return out;
}

bool write_all(Folder& folder, const Material& m) {
    std::vector<Value> messages;
    for (const auto& line : m.who.lines)
        if (auto v = Value::parse(line); v && (*v)["kind"].raw() == "message") messages.push_back(std::move(*v));
    const auto incident = m.proof.lines.empty() ? std::nullopt : Value::parse(m.proof.lines.front());
    const Look plain{false, 100};
    return incident && folder.write("READ-ME.txt", about_the_pack) &&
           folder.write("register.txt",
                        incident_as_text({m.proof.lines.front()}, plain) + "\n" + who_as_text(m.who.lines, plain)) &&
           folder.write("register.html", incident_as_html(*incident, messages)) &&
           folder.write("events.jsonl", joined(m.proof.lines)) && folder.write("who.jsonl", joined(m.who.lines)) &&
           folder.write("manifest.txt", folder.manifest());
}

}  // namespace

int incident_export(const Arguments& a) {
    const auto settings = settings_for(a);
    if (!settings) return misconfigured;
    int exit_code = done;
    const auto material = ask(*settings, a.number, exit_code);
    if (!material) return exit_code;
    Folder folder(a.into);
    if (const auto problem = folder.make(); !problem.empty()) return complain(usage, problem);
    if (!write_all(folder, *material))
        return complain(unreachable,
                        "the pack could not be written to " + printable(folder.path()) + ": nothing was exported");
    const auto sealed = ask_records(*settings, "incident.export",
                                    json_object({{"number", json_text(a.number)},
                                                 {"manifest_sha256", json_text(sha256_hex(folder.manifest()))},
                                                 {"for", json_text(a.for_whom)}}));
    if (!sealed)
        return complain(unreachable, sealed.failure().what + " The pack is not sealed: delete it and export again.");
    if (!sealed->problem.empty() || sealed->lines.empty())
        return complain(static_cast<int>(sealed->exit_code),
                        printable(sealed->problem, 2000) + " The pack is not sealed: delete it.");
    if (!folder.write("seal.json", sealed->lines.front() + "\n"))
        return complain(unreachable, "the seal could not be written");
    print(a.json ? sealed->lines.front() + "\n"
                 : "Written to " + printable(folder.path()) + ", sealed by event " +
                       (Value::parse(sealed->lines.front()).value_or(Value()))["event"].text(20) + ".\n");
    return done;
}

}  // namespace beadle::cli
