// small_zip.h — ZIP files with stored members, and the two Office formats that are ZIP files, made in a test.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace beadle::test {

using Members = std::vector<std::pair<std::string, std::string>>;

inline std::uint32_t crc32(const std::string& octets) {
    std::uint32_t crc = ~0u;
    for (unsigned char c : octets) {
        crc ^= c;
        for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0u);
    }
    return ~crc;
}

inline std::string little(std::uint64_t value, int octets) {
    std::string out;
    for (int i = 0; i < octets; ++i) out.push_back(static_cast<char>(value >> (8 * i) & 0xff));
    return out;
}

inline std::string zip_of(const Members& members) {
    std::string body, directory;
    for (const auto& [name, octets] : members) {
        const std::string head = little(20, 2) + little(0, 2) + little(0, 2) + little(0x21, 4) + little(crc32(octets), 4) +
                                 little(octets.size(), 4) + little(octets.size(), 4) + little(name.size(), 2) + little(0, 2);
        directory += "PK\x01\x02" + little(20, 2) + head + little(0, 2) + little(0, 2) + little(0, 2) + little(0, 4) +
                     little(body.size(), 4) + name;
        body += "PK\x03\x04" + head + name + octets;
    }
    return body + directory + "PK\x05\x06" + little(0, 4) + little(members.size(), 2) + little(members.size(), 2) +
           little(directory.size(), 4) + little(body.size(), 4) + little(0, 2);
}

inline std::string docx_of(const std::string& paragraph) {
    return zip_of({{"[Content_Types].xml",
                    "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                    "<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument."
                    "wordprocessingml.document.main+xml\"/></Types>"},
                   {"_rels/.rels",
                    "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                    "<Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
                    "officeDocument\" Target=\"word/document.xml\"/></Relationships>"},
                   {"word/document.xml",
                    "<?xml version=\"1.0\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">"
                    "<w:body><w:p><w:r><w:t>" + paragraph + "</w:t></w:r></w:p></w:body></w:document>"}});
}

inline std::string xlsx_of(const std::string& head, const std::string& cell) {
    return zip_of({{"[Content_Types].xml",
                    "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                    "<Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument."
                    "spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/"
                    "vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>"},
                   {"_rels/.rels",
                    "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                    "<Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
                    "officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"},
                   {"xl/workbook.xml",
                    "<?xml version=\"1.0\"?><workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
                    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>"
                    "<sheet name=\"A\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"},
                   {"xl/_rels/workbook.xml.rels",
                    "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                    "<Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
                    "worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"},
                   {"xl/worksheets/sheet1.xml",
                    "<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
                    "<sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>" + head + "</t></is></c></row>"
                    "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>" + cell + "</t></is></c></row></sheetData></worksheet>"}});
}

}  // namespace beadle::test
