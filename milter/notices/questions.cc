#include "notices/questions.h"

#include <nlohmann/json.hpp>

#include "notices/templates.h"
#include "notices/values.h"
#include "wire/messages.h"

namespace beadle::notices {
namespace {

using nlohmann::json;

std::string time_of(std::int64_t hours) {
    if (hours % 24 == 0 && hours > 24) return std::to_string(hours / 24) + " days";
    return hours == 1 ? "one hour" : std::to_string(hours) + " hours";
}

Words rendered(const Templates& templates, const std::string& kind, const std::string& values) {
    return templates.render(kind, values).value_or(Words{});
}

}  // namespace

Words question(const Templates& templates, const Asked& asked) {
    json values = json::parse(values_of(asked.matter));
    values["separate"] = asked.separate;
    values["by_reply"] = asked.by_reply;
    values["link"] = asked.link;
    values["time"] = time_of(asked.hours);
    values["code"] = wire::Notice::code_mark;
    return rendered(templates, "ask", values.dump());
}

Words question_expired(const Templates& templates, const Matter& m) { return rendered(templates, "ask-expired", values_of(m)); }

Words answer_taken(const Templates& templates, AnswerOutcome outcome, const Matter& m) {
    return rendered(templates, "answer-" + std::string(name(outcome)), values_of(m));
}

}  // namespace beadle::notices
