// page_signatures.cc — what is looked for: patterns and lists of words with the samples that must and must not match; to read only.
#include "base/text.h"
#include "console/routes.h"
#include "console/words.h"

namespace beadle::console {
namespace {

Value texts(const Value& list) {
    Value out = Value::list();
    for (const auto& one : list.items()) out.add(Value::map({{"text", one.text()}}));
    return out;
}

std::string title_of(const std::string& file) { return replace_all(file.substr(0, file.find('.')), "-", " "); }

}  // namespace

Response show_signature_files(Desk& desk) {
    const Reply reply = desk.ask("policy.signatures");
    if (!reply.done()) return desk.trouble(reply);
    Value patterns = Value::list(), words = Value::list();
    for (const auto& line : reply.lines) {
        const std::string file = line.text("file");
        (line.text("of") == "patterns" ? patterns : words).add(Value::map({{"href", "/rules/signatures/" + percent_encoded(file)}, {"name", title_of(file)}}));
    }
    return desk.page("signatures", "Patterns and word lists", Value::map({{"patterns", std::move(patterns)}, {"lists", std::move(words)}}));
}

Response show_signature_file(Desk& desk) {
    const std::string file = desk.parts.empty() ? "" : desk.parts[0].substr(0, 100);
    const Reply reply = desk.ask("policy.signatures", Value::map({{"file", file}}));
    if (reply.reached && reply.needs.empty() && reply.exit_code == 1) return desk.words(404, "No such list", "No patterns or word lists are kept under this name.");
    if (!reply.done()) return desk.trouble(reply);
    Value rows = Value::list();
    for (const auto& line : reply.lines) {
        const std::string name = line.text("id").empty() ? line.text("name") : line.text("id");
        rows.add(Value::map({{"name", name}, {"kind", line.text("kind").empty() ? "" : kind_words(line.text("kind"))}, {"reason", line.text("reason")}, {"source", line.text("source")},
                             {"regex", line.text("regex")}, {"must", texts(line["must"])}, {"must_not", texts(line["must_not"])}, {"listed", texts(line["words"])},
                             {"any_must", !line["must"].empty()}, {"any_must_not", !line["must_not"].empty()}, {"any_listed", !line["words"].empty()}}));
    }
    return desk.page("signature_file", title_of(file), Value::map({{"name", title_of(file)}, {"rows", std::move(rows)}}));
}

}  // namespace beadle::console
