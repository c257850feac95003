// beadle hold, retention and request: what the command line gave becomes the arguments of a verb.
#include "cli/commands.h"
#include "cli/matters_text.h"
#include "cli/value.h"

namespace beadle::cli {

std::string matter_arguments(const Arguments& a) {
    std::vector<std::pair<std::string, std::string>> fields;
    for (const auto& [key, text] : a.texts)
        if (!text.empty()) fields.emplace_back(key, json_text(text));
    for (const auto& [key, list] : a.lists)
        if (!list.empty()) fields.emplace_back(key, json_texts(list));
    for (const auto& [key, set] : a.flags)
        if (set) fields.emplace_back(key, "true");
    if (a.item > 0) fields.emplace_back("item", std::to_string(a.item));
    return json_object(fields);
}

int records_verb(const Arguments& a) {
    const std::string verb = a.dry_run ? "retention.due" : a.verb;
    return records_command(a, verb, matter_arguments(a), text_of_verb(verb));
}

}  // namespace beadle::cli
