// beadle quarantine list, show, release, discard.
#include <algorithm>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/records_text.h"
#include "cli/value.h"

namespace beadle::cli {
namespace {

// One case after the other; the worst exit code counts.
int for_each_case(const Arguments& arguments, const std::string& verb, const std::vector<std::pair<std::string, std::string>>& more,
                  std::string (*as_text)(const std::vector<std::string>&, const Look&)) {
    int worst = done;
    for (const auto& reference : arguments.cases) {
        std::vector<std::pair<std::string, std::string>> fields{{"id", json_text(reference)}};
        for (const auto& field : more) fields.push_back(field);
        worst = std::max(worst, records_command(arguments, verb, json_object(fields), as_text));
        if (worst >= misconfigured) break;  // it would be the same for the next
    }
    return worst;
}

}  // namespace

int quarantine_list(const Arguments& a) {
    const std::string request = json_given({{"state", a.state}, {"sender", a.sender}, {"recipient", a.recipient},
                                            {"since", time_given(a.since)}}, a.limit);
    return records_command(a, "quarantine.list", request, quarantine_as_text);
}

int quarantine_show(const Arguments& a) { return for_each_case(a, "quarantine.show", {}, case_as_text); }

int quarantine_release(const Arguments& a) {
    return for_each_case(a, "quarantine.release", {{"recipients", json_texts(a.to)}, {"reason", json_text(a.reason)}}, release_as_text);
}

int quarantine_discard(const Arguments& a) {
    if (trim(a.reason).empty()) return complain(usage, "say why with --reason: it is kept in the records");
    return for_each_case(a, "quarantine.discard", {{"reason", json_text(a.reason)}}, discard_as_text);
}

}  // namespace beadle::cli
