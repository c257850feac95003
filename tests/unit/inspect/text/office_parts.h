// office_parts.h — office documents of a few parts, made in a test.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "support/small_zip.h"
#include "unit/inspect/text/samples.h"

namespace beadle::inspect::testing {

using test::Members;

inline std::string part(const std::string& root, const std::string& inside, const std::string& attributes = "") {
    return "<?xml version=\"1.0\"?><" + root + " xmlns:w=\"w\" xmlns:a=\"a\" xmlns:p=\"p\" xmlns:r=\"r\" " +
           attributes + ">" + inside + "</" + root + ">";
}

// Relations as "id type target"; a target that begins with '!' lies outside.
inline std::string relations(
    const std::vector<std::array<std::string, 3>>& all,
    const std::string& base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/") {
    std::string out = "<?xml version=\"1.0\"?><Relationships>";
    for (const auto& [id, type, target] : all) {
        const bool outside = target.starts_with('!');
        out += "<Relationship Id=\"" + id + "\" Type=\"" + base + type + "\" Target=\"" +
               (outside ? target.substr(1) : target) + "\"" + (outside ? " TargetMode=\"External\"" : "") + "/>";
    }
    return out + "</Relationships>";
}

inline std::string word_with(const std::string& body, Members more = {}) {
    Members parts{{"[Content_Types].xml", part("Types", "")},
                  {"_rels/.rels", relations({{"r1", "officeDocument", "word/document.xml"}})},
                  {"word/document.xml", part("w:document", "<w:body>" + body + "</w:body>")}};
    parts.insert(parts.end(), more.begin(), more.end());
    return test::zip_of(parts);
}

inline std::string paragraph(const std::string& runs) { return "<w:p>" + runs + "</w:p>"; }
inline std::string run(const std::string& words, const std::string& properties = "") {
    return "<w:r>" + (properties.empty() ? "" : "<w:rPr>" + properties + "</w:rPr>") + "<w:t>" + words + "</w:t></w:r>";
}

inline std::string sheet_with(const std::string& sheet, Members more = {}, const std::string& workbook = "",
                              const std::string& state = "") {
    Members parts{{"[Content_Types].xml", part("Types", "")},
                  {"_rels/.rels", relations({{"r1", "officeDocument", "xl/workbook.xml"}})},
                  {"xl/workbook.xml", part("workbook", workbook + "<sheets><sheet name=\"A\" sheetId=\"1\" " + state +
                                                           " r:id=\"r1\"/></sheets>")},
                  {"xl/_rels/workbook.xml.rels", relations({{"r1", "worksheet", "worksheets/sheet1.xml"}})},
                  {"xl/worksheets/sheet1.xml", part("worksheet", sheet)}};
    parts.insert(parts.end(), more.begin(), more.end());
    return test::zip_of(parts);
}

inline std::string cell(const std::string& at, const std::string& words) {
    return "<c r=\"" + at + "\" t=\"inlineStr\"><is><t>" + words + "</t></is></c>";
}

inline std::string slides_with(const std::string& shapes, Members more = {}, const std::string& attributes = "") {
    Members parts{
        {"[Content_Types].xml", part("Types", "")},
        {"_rels/.rels", relations({{"r1", "officeDocument", "ppt/presentation.xml"}})},
        {"ppt/presentation.xml", part("p:presentation", "<p:sldIdLst><p:sldId id=\"256\" r:id=\"r1\"/></p:sldIdLst>")},
        {"ppt/_rels/presentation.xml.rels", relations({{"r1", "slide", "slides/slide1.xml"}})},
        {"ppt/slides/slide1.xml", part("p:sld", "<p:cSld><p:spTree>" + shapes + "</p:spTree></p:cSld>", attributes)}};
    parts.insert(parts.end(), more.begin(), more.end());
    return test::zip_of(parts);
}

inline std::string shape(const std::string& words, const std::string& more = "") {
    return "<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"n\" " + more + "/></p:nvSpPr><p:txBody><a:p><a:r><a:t>" + words +
           "</a:t></a:r></a:p></p:txBody></p:sp>";
}

inline std::string odf_with(const std::string& body, const std::string& styles = "", Members more = {},
                            const std::string& kind = "text") {
    const std::string spaces =
        "xmlns:office=\"o\" xmlns:text=\"t\" xmlns:table=\"b\" xmlns:style=\"s\" xmlns:draw=\"d\" xmlns:xlink=\"x\"";
    Members parts{
        {"mimetype", "application/vnd.oasis.opendocument." + kind},
        {"content.xml", "<?xml version=\"1.0\"?><office:document-content " + spaces + "><office:automatic-styles>" +
                            styles + "</office:automatic-styles><office:body><office:" + kind + ">" + body +
                            "</office:" + kind + "></office:body></office:document-content>"},
        {"META-INF/manifest.xml", "<?xml version=\"1.0\"?><manifest:manifest xmlns:manifest=\"m\"/>"}};
    parts.insert(parts.end(), more.begin(), more.end());
    return test::zip_of(parts);
}

inline Read read_as(const std::string& octets, const std::string& name = "file", BudgetLimits limits = {}) {
    return read(message_with(octets, name), limits);
}

// The text of all segments whose place ends so; behind the attachment's own name.
inline std::string text_at(const Reading& r, const std::string& end) {
    std::string out;
    for (const auto& s : r.segments) {
        const std::string place =
            s.location.substr(std::min(s.location.size(), std::string("attachment \"file\"").size()));
        const std::string want = end.empty() ? "" : " › " + end;
        if (place == want && s.location.starts_with("attachment") && s.kind != SegmentKind::name) out += s.text;
    }
    return out;
}

inline std::string places(const Reading& r) {
    std::string out;
    for (const auto& s : r.segments) out += s.location + " = " + s.text + "\n";
    return out;
}

inline std::string unread(const Reading& r) {
    std::string out;
    for (const auto& n : r.not_inspected) out += std::string(name(n.reason)) + " " + n.detail + "; ";
    return out;
}

struct Case {
    const char* name;
    std::string octets;
    const char* where;  // behind the attachment's name
    std::string want = "QQ 12 34 56 C";
};

inline void expect_found(const std::vector<Case>& cases) {
    for (const auto& c : cases) {
        const auto r = read_as(c.octets).reading;
        EXPECT_THAT(text_at(r, c.where), ::testing::HasSubstr(c.want)) << c.name << "\n" << places(r);
    }
}

}  // namespace beadle::inspect::testing
