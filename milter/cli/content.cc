#include "cli/content.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/owned.h"
#include "base/text.h"
#include "cli/admin.h"
#include "cli/value.h"

namespace beadle::cli {
namespace {

constexpr Milliseconds view_wait = 240'000;  // a large message, beside busy workers of mail
constexpr std::size_t most_text = 1u << 20;

std::string heading(const Look& look, const std::string& words) { return "\n" + paint(look, Ink::bold, words) + "\n"; }

std::string message_text(const Value& v, const Look& look) {
    std::string out;
    for (const auto& f : v["fields"].items()) out += wrapped(look, f["name"].text(100) + ": ", f["text"].text(4000));
    std::vector<std::vector<Cell>> rows;
    for (const auto& e : v["entities"].items()) {
        const std::string claimed = e["claimed_type"].text(100), real = e["true_type"].text(100);
        rows.push_back({{e["part"].text(40), Ink::plain},
                        {e["filename"].text(200), Ink::bold},
                        {real.empty() || real == claimed ? claimed : real + " (says " + claimed + ")", Ink::plain},
                        {e["octets"].text() + " octets", Ink::plain},
                        {e["sha256"].text(64).substr(0, 16), Ink::faint}});
    }
    if (!rows.empty()) out += heading(look, "Parts") + table(look, {}, rows, 2);
    rows.clear();
    for (const auto& n : v["not_inspected"].items())
        rows.push_back({{n["location"].text(200), Ink::plain},
                        {n["reason"].text(40), Ink::yellow},
                        {n["detail"].text(300), Ink::plain}});
    if (!rows.empty()) out += heading(look, "Not looked into") + table(look, {}, rows, 2);
    if (v["cut"].truth()) out += "\nThere is more text than is shown here: export the message to see all of it.\n";
    return out;
}

// What was found stands out; spans are octets of the text and may lie anywhere.
std::string text_text(const Value& v, const Look& look) {
    const std::string& text = v["text"].raw();
    std::string body;
    std::size_t at = 0;
    for (const auto& span : v["spans"].items()) {
        const auto begin = std::min(static_cast<std::size_t>(std::max(0.0, span["begin"].number())), text.size());
        const auto end = std::min(static_cast<std::size_t>(std::max(0.0, span["end"].number())), text.size());
        if (begin < at || end < begin) continue;
        body += printable_lines(std::string_view(text).substr(at, begin - at), most_text);
        body += paint(look, Ink::yellow, printable_lines(std::string_view(text).substr(begin, end - begin), 4096));
        at = end;
    }
    body += printable_lines(std::string_view(text).substr(at), most_text);
    if (!body.ends_with('\n')) body += '\n';
    const std::string part = v["part"].text(60);
    return heading(look, v["location"].text(400) + (part.empty() ? "" : " (part " + part + ")")) + body +
           (v["cut"].truth() ? "… cut here\n" : "");
}

Status write_all(int file, std::string_view octets) {
    while (!octets.empty()) {
        const ssize_t n = ::write(file, octets.data(), octets.size());
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0)
            return fail(FailureKind::unavailable, "export",
                        std::string("the file cannot be written: ") + std::strerror(errno));
        octets.remove_prefix(static_cast<std::size_t>(n));
    }
    return Done{};
}

std::string request_for(const Arguments& a, const std::string& reference) {
    std::vector<std::pair<std::string, std::string>> fields{{"id", json_text(reference)},
                                                            {"reason", json_text(a.reason)}};
    if (!a.part.empty()) fields.emplace_back("part", json_text(a.part));
    if (a.reveal) fields.emplace_back("reveal", "true");
    if (a.json) fields.emplace_back("html", "true");
    return json_object(fields);
}

// Takes what arrives into the file and compares its hash with what the records wrote down.
class ExportFile {
  public:
    explicit ExportFile(Descriptor file) : file_(std::move(file)) {}
    Status take(const std::string& line) {
        const auto v = Value::parse(line);
        if (!v) return fail(FailureKind::malformed, "export", "the records answered what is no JSON");
        if ((*v)["line"].raw() == "export") {
            promised_ = (*v)["sha256"].raw();
            return Done{};
        }
        const auto octets = unbase64((*v)["base64"].raw());
        if (!octets) return fail(FailureKind::malformed, "export", "the records answered what is no message");
        whole_ += *octets;
        return write_all(file_.get(), *octets);
    }
    bool is_whole() const { return !promised_.empty() && sha256_hex(whole_) == promised_; }
    const std::string& hash() const { return promised_; }
    std::size_t octets() const { return whole_.size(); }
    bool close() { return ::fsync(file_.get()) == 0; }

  private:
    Descriptor file_;
    std::string promised_, whole_;
};

}  // namespace

std::string content_as_text(const std::string& line, const Look& look) {
    const auto v = Value::parse(line);
    if (!v) return "A line of the answer could not be read.\n";
    if ((*v)["line"].raw() == "message") return message_text(*v, look);
    return (*v)["line"].raw() == "text" ? text_text(*v, look) : "";
}

int show_content(const Arguments& a, const std::string& reference) {
    if (trim(a.reason).empty())
        return complain(usage, "say why with --reason: who read what somebody wrote, and why, stands in the records and the access report");
    const auto settings = settings_for(a);
    if (!settings) return misconfigured;
    const Look look = look_of_stdout();
    const auto answer = stream_records(*settings, "quarantine.content", request_for(a, reference), view_wait,
                                       [&](const std::string& line) -> Status {
                                           print(a.json ? line + "\n" : content_as_text(line, look));
                                           return Done{};
                                       });
    if (!answer) return complain(unreachable, answer.failure().what);
    const int exit_code = static_cast<int>(answer->exit_code);
    return answer->problem.empty() ? exit_code : complain(exit_code, printable(answer->problem, 2000));
}

Result<std::string> stored_octets(const Settings& settings, const std::string& reference, const std::string& reason) {
    std::string out, promised;
    const std::string request = json_object({{"id", json_text(reference)}, {"reason", json_text(reason)}});
    const auto answer =
        stream_records(settings, "quarantine.export", request, view_wait, [&](const std::string& line) -> Status {
            const auto v = Value::parse(line);
            const auto octets = v ? unbase64((*v)["base64"].raw()) : std::nullopt;
            if (!octets) return fail(FailureKind::malformed, "export", "the records answered what is no message");
            if ((*v)["line"].raw() == "export") promised = (*v)["sha256"].raw();
            out += *octets;
            return Done{};
        });
    if (!answer) return answer.failure();
    if (!answer->problem.empty()) return fail(FailureKind::unavailable, "export", printable(answer->problem, 2000));
    if (sha256_hex(out) != promised)
        return fail(FailureKind::unavailable, "export", "the message did not arrive whole");
    return out;
}

int export_content(const Arguments& a) {
    if (a.cases.size() != 1) return complain(usage, "one case is exported at a time");
    if (trim(a.reason).empty()) return complain(usage, "say why with --reason: it is kept in the records");
    const auto settings = settings_for(a);
    if (!settings) return misconfigured;
    Descriptor made(::open(a.to_file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!made) return complain(usage, a.to_file + " cannot be made: " + std::strerror(errno));
    ExportFile file(std::move(made));
    const std::string request = json_object({{"id", json_text(a.cases.front())}, {"reason", json_text(a.reason)}});
    const auto answer = stream_records(*settings, "quarantine.export", request, view_wait,
                                       [&](const std::string& line) { return file.take(line); });
    const bool good = answer && answer->exit_code == 0 && file.is_whole() && file.close();
    if (!good) (void)::unlink(a.to_file.c_str());
    if (!answer) return complain(unreachable, answer.failure().what);
    const int exit_code = static_cast<int>(answer->exit_code);
    if (exit_code != 0) return complain(exit_code, printable(answer->problem, 2000));
    if (!good) return complain(unreachable, "the message did not arrive whole; nothing was kept. Try again.");
    if (a.json)
        print(json_object({{"version", "1"},
                           {"id", json_text(a.cases.front())},
                           {"file", json_text(a.to_file)},
                           {"octets", std::to_string(file.octets())},
                           {"sha256", json_text(file.hash())}}) +
              "\n");
    else
        print("Written to " + printable(a.to_file, 1000) + " (" + std::to_string(file.octets()) + " octets, SHA-256 " +
              file.hash() + ").\n");
    return done;
}

}  // namespace beadle::cli
