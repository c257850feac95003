#include <string>

#include "base/text.h"

#include "inspect/text/package.h"
#include "inspect/text/xml_text.h"
#include "inspect/text/xml_walk.h"

namespace beadle::inspect {
namespace {

// One part of a document: what is shown, its tables, and what is kept from the reader.
struct WordPart {
    std::string shown, deleted, hidden;
    std::vector<std::string> tables;
    bool tracked = false, vanished = false;

    int table_depth = 0;
    std::string table, cell;
    bool vanish = false;

    std::string& sink() { return table_depth > 0 ? cell : shown; }

    void put(std::string_view s) {
        if (vanish && !trim(s).empty()) {
            hidden += s;
            vanished = true;
        } else {
            sink() += s;
        }
    }
    void space(char c) {
        auto& to = sink();
        to += table_depth > 0 ? ' ' : c;
    }

    bool enter(const pugi::xml_node& n) {
        if (is_text(n)) return text(n);
        const auto name = local_name(n);
        if (name == "tab")
            space('\t');
        else if (name == "br" || name == "cr")
            space('\n');
        else if (name == "noBreakHyphen")
            put("-");
        else if (name == "r")
            vanish = has_vanish(n);
        else if (name == "ins" || name == "moveTo" || name == "del" || name == "moveFrom")
            tracked = true;
        else if (name == "tbl")
            ++table_depth;
        else if (name == "docPr")
            note(attribute(n, "descr")), note(attribute(n, "title"));
        else if (name == "Fallback")
            return false;  // says again what Choice said
        return true;
    }

    void leave(const pugi::xml_node& n) {
        const auto name = local_name(n);
        if (name == "p")
            space('\n');
        else if (name == "r")
            vanish = false;
        else if (name == "del" || name == "moveFrom")
            deleted += '\n';
        else if (table_depth == 1 && name == "tc")
            end_cell();
        else if (table_depth == 1 && name == "tr")
            end_row();
        else if (name == "tbl")
            end_table();
    }

    bool text(const pugi::xml_node& n) {
        const auto parent = local_name(n.parent());
        if (parent == "delText" || parent == "delInstrText")
            deleted += n.value();
        else if (parent == "t")
            put(n.value());
        else
            note(n.value());  // field codes and whatever else stands between the tags
        return false;
    }

    static bool has_vanish(const pugi::xml_node& run) {
        for (const auto& c : run.children()) {
            if (local_name(c) != "rPr") continue;
            for (const auto& p : c.children())
                if (local_name(p) == "vanish") return attribute(p, "val") != "0" && attribute(p, "val") != "false";
        }
        return false;
    }
    void note(std::string_view s) {
        if (trim(s).empty()) return;
        hidden += s;
        hidden += '\n';
    }
    void end_cell() {
        table += trim(cell);
        table += '\t';
        cell.clear();
    }
    void end_row() {
        if (table.ends_with('\t')) table.pop_back();
        table += '\n';
    }
    void end_table() {
        if (--table_depth > 0) return;
        table_depth = 0;
        if (!trim(cell).empty()) end_cell();
        tables.push_back(std::move(table));
        table.clear();
        cell.clear();
    }
};

std::string words_for(std::string_view name) {
    if (name.find("comments") != std::string_view::npos) return "comments";
    if (name.find("footnotes") != std::string_view::npos) return "footnotes";
    if (name.find("endnotes") != std::string_view::npos) return "endnotes";
    if (name.find("header") != std::string_view::npos) return "page header";
    if (name.find("footer") != std::string_view::npos) return "page footer";
    return {};
}

void protection_of(Package& package) {
    const ZipMember* settings = package.find("word/settings.xml");
    if (!settings) return;
    const std::string octets = package.load(*settings);
    for (std::string_view mark : {":documentProtection", ":writeProtection"})
        if (octets.find(mark) != std::string::npos) {
            package.reader().protect(package.place(), ProtectionMethod::ooxml, ProtectionGrade::cosmetic, false,
                                     std::string(mark.substr(1)));
            return;
        }
}

void read_one(Package& package, const ZipMember& member) {
    const std::string octets = package.load(member);
    if (octets.empty()) return;
    const std::string words = words_for(ascii_lower(member.name));
    const Place at = words.empty() ? package.place() : package.place().beside(words, words);
    Reader& reader = package.reader();
    pugi::xml_document document;
    const bool whole = static_cast<bool>(document.load_buffer(octets.data(), octets.size(), xml_flags));
    WordPart part;
    walk(document, part);
    if (!whole) {
        package.broken(member);
        reader.text(SegmentKind::hidden, read_xml(octets, false).text, at);
    }
    while (part.table_depth > 0) part.end_table();
    const bool comments = words == "comments";
    if (comments && !trim(part.shown).empty())
        reader.found(FindingKind::document_comment, at, Confidence::medium, "comments in the document");
    reader.text(comments ? SegmentKind::hidden : SegmentKind::document, std::move(part.shown), at);
    for (auto& table : part.tables) reader.text(SegmentKind::document, std::move(table), at, true);
    if (part.tracked) {
        const Place tracked = at.beside("tracked changes", "tracked changes");
        reader.found(FindingKind::tracked_changes, tracked, Confidence::medium, "insertions or deletions are kept");
        reader.text(SegmentKind::hidden, std::move(part.deleted), tracked);
    }
    const Place hidden = at.beside("hidden text", "hidden text");
    if (part.vanished)
        reader.found(FindingKind::hidden_content, hidden, Confidence::medium, "text formatted as hidden");
    reader.text(SegmentKind::hidden, std::move(part.hidden), hidden);
}

}  // namespace

void read_word(Package& package) {
    protection_of(package);
    for (const auto* member : package.parts("word/", ".xml")) {
        const std::string lower = ascii_lower(member->name);
        const bool body = lower.find("document") != std::string::npos || !words_for(lower).empty();
        if (body && lower.find("commentsextended") == std::string::npos &&
            lower.find("commentsids") == std::string::npos)
            read_one(package, *member);
    }
}

}  // namespace beadle::inspect
