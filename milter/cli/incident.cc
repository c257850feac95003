// beadle incident open, list, show, set, note, close, reopen, who; beadle suspend; beadle acknowledge.
#include "base/text.h"
#include "cli/commands.h"
#include "cli/duties_text.h"
#include "cli/value.h"

namespace beadle::cli {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

// Texts that were given, as a JSON object.
std::string request(const Fields& texts) {
    Fields fields;
    for (const auto& [key, text] : texts)
        if (!text.empty()) fields.emplace_back(key, json_text(text));
    return json_object(fields);
}

int set(const Arguments& a) {
    Fields changes;
    for (const auto& one : a.changes) {
        const auto equals = one.find('=');
        if (equals == std::string::npos || equals == 0)
            return complain(usage, "say FIELD=TEXT, not \"" + printable(one, 60) + "\"");
        const std::string field = one.substr(0, equals), text = one.substr(equals + 1);
        changes.emplace_back(field, json_text(field == "aware" ? time_given(text) : text));
    }
    return records_command(a, "incident.set",
                           request({{"number", a.number}, {"set", json_object(changes)}, {"reason", a.reason}}),
                           incident_as_text);
}

}  // namespace

int incident(const Arguments& a) {
    if (a.verb == "set") return set(a);
    if (a.verb == "export") return incident_export(a);
    if (a.verb == "open")
        return records_command(a, "incident.open",
                               request({{"about", a.about}, {"what", a.what}, {"aware", time_given(a.aware)}}),
                               incident_as_text);
    if (a.verb == "list") return records_command(a, "incident.list", request({{"state", a.state}}), incidents_as_text);
    if (a.verb == "note")
        return records_command(a, "incident.note", request({{"number", a.number}, {"text", a.text}}), incident_as_text);
    const auto as_text = a.verb == "who" ? who_as_text : incident_as_text;
    return records_command(a, "incident." + a.verb, request({{"number", a.number}, {"reason", a.reason}}), as_text);
}

int suspend(const Arguments& a) {
    if (a.verb == "list")
        return records_command(a, "suspend.list", a.all ? "{\"all\":true}" : "{}", suspensions_as_text);
    return records_command(a, "suspend." + a.verb,
                           request({{"address", a.address}, {"reason", a.reason}, {"until", time_given(a.until)}}),
                           suspensions_as_text);
}

int acknowledge(const Arguments& a) {
    return records_command(a, "acknowledge." + a.verb,
                           request({{"address", a.address}, {"version", a.version}, {"date", a.on_day}}),
                           acknowledgements_as_text);
}

}  // namespace beadle::cli
