// page_held_content.cc — what is in a kept message: its text, its HTML rebuilt, each as a view worker made it.
#include <algorithm>

#include "base/text.h"
#include "console/held.h"
#include "console/routes.h"

namespace beadle::console {
namespace {

constexpr std::int64_t most_file = 10'000'000;  // what one answer of the records to the console holds

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

// The original octets leave once the records have noted who took them and why; they pass here as a download alone.
Response save_held_file(Desk& desk) {
    const std::string id = desk.parts[0], reason(trim(desk.form.one("reason")));
    if (!is_reference(id)) return desk.words(404, "No such mail", "No held mail has this reference.");
    if (reason.empty()) return desk.words(422, "Say why", "What leaves the records needs a reason: it is kept with your name. Nothing was saved.");
    const Reply item = desk.ask("quarantine.show", Value::map({{"id", id}}));
    if (!item.done()) return desk.trouble(item);
    if (item.first().number("size") > most_file)
        return desk.words(422, "Too large for the browser", "An administrator can save this mail with the command beadle quarantine export " + id + ". Nothing was saved.");
    const Reply reply = desk.ask("quarantine.export", Value::map({{"id", id}, {"reason", reason.substr(0, 500)}}));
    if (is_first_of_two(reply)) return desk.go("/held/" + id + "?done=second");
    if (reply.needs == "proof") return desk.go("/prove?next=/held/" + id);
    if (!reply.done()) return desk.trouble(reply);
    Response out;
    for (const auto& line : reply.lines)
        if (line.text("line") == "octets") out.body += unbase64(line.text("base64")).value_or("");
    if (sha256_hex(out.body) != reply.first().text("sha256")) return desk.words(503, "Not now", "The mail did not arrive whole, so it was not saved. Please try again.");
    out.type = "application/octet-stream";
    out.shown = Shown::download;
    out.file_name = id + ".eml";
    return out;
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
