// page_held_content.cc — what is in a kept message: its text, its HTML rebuilt, each as a view worker made it.
#include <algorithm>

#include "console/held.h"
#include "console/routes.h"

namespace beadle::console {
namespace {

// Text and what was found in it by turns; spans out of order or out of the text are passed over.
Value pieces_of(const std::string& text, const Value& spans) {
    Value out = Value::list();
    std::size_t at = 0;
    const auto add = [&](std::size_t end, bool found) {
        if (end > at) out.add(Value::map({{"words", text.substr(at, end - at)}, {"found", found}}));
        at = std::max(at, end);
    };
    for (const auto& span : spans.items()) {
        const std::int64_t begin = span.number("begin"), end = span.number("end");
        if (begin < static_cast<std::int64_t>(at) || end <= begin || end > static_cast<std::int64_t>(text.size())) continue;
        add(static_cast<std::size_t>(begin), false);
        add(static_cast<std::size_t>(end), true);
    }
    add(text.size(), false);
    return out;
}

Reply content_of(const Desk& desk, const std::string& id, bool html) {
    Value arguments = Value::map({{"id", id}});
    if (html) arguments.set("html", true);
    return desk.ask("quarantine.content", arguments);
}

}  // namespace

void add_content(const Desk& desk, const std::string& id, const std::string& tab, Value& data) {
    const Reply reply = content_of(desk, id, tab == "html");
    if (!reply.done()) {
        data.set("content_problem", reply.needs.empty() ? "The content cannot be shown now: " + reply.problem + "." : "Your role does not read content.");
        data.set("tab_" + tab, false);
        return;
    }
    Value texts = Value::list(), pages = Value::list();
    for (const auto& line : reply.lines) {
        if (line.text("line") == "text" && tab == "text")
            texts.add(Value::map({{"location", line.text("location").empty() ? line.text("kind") : line.text("location")},
                                  {"pieces", pieces_of(line.text("text"), line["spans"])}, {"cut", line.flag("cut")}}));
        if (line.text("line") == "page")
            pages.add(Value::map({{"part", line.text("part")}, {"left_out", line.number("left_out") > 0 ? line.text("left_out") : ""},
                                  {"taken_out", line.number("taken_out") > 0 ? line.text("taken_out") : ""}, {"id", id}}));
    }
    data.set("texts", std::move(texts)).set("pages_html", std::move(pages));
}

// Into a frame without any right, under rules of its own: no script, nothing fetched.
Response show_held_html(Desk& desk) {
    const std::string id = desk.parts[0], part = desk.parts[1];
    if (!is_reference(id)) return desk.words(404, "No such mail", "No held mail has this reference.");
    const Reply reply = content_of(desk, id, true);
    if (!reply.done()) return desk.trouble(reply);
    for (const auto& line : reply.lines) {
        if (line.text("line") != "page" || line.text("part") != part) continue;
        Response out;
        out.shown = Shown::frame;
        out.body = line.text("html");
        return out;
    }
    return desk.words(404, "No such part", "This mail has no such HTML.");
}

}  // namespace beadle::console
