#include "inspect/detect/canaries.h"

#include <cstdint>

#include "base/text.h"

namespace beadle::inspect {

namespace {

void put16(std::string& out, std::uint32_t v) {
    out.push_back(static_cast<char>(v & 0xff));
    out.push_back(static_cast<char>(v >> 8 & 0xff));
}
void put32(std::string& out, std::uint32_t v) {
    put16(out, v & 0xffff);
    put16(out, v >> 16);
}

std::uint32_t crc32(std::string_view octets) {
    std::uint32_t crc = 0xffffffffu;
    for (const char c : octets) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit) crc = (crc & 1u) != 0 ? crc >> 1 ^ 0xedb88320u : crc >> 1;
    }
    return ~crc;
}

// Version 1.0, no flags, stored, dated 1 January 2000; CRC and sizes follow.
void put_member(std::string& out, std::string_view name, std::string_view octets) {
    put16(out, 10);
    put16(out, 0);
    put16(out, 0);
    put16(out, 0);
    put16(out, 0x2821);
    put32(out, crc32(octets));
    put32(out, static_cast<std::uint32_t>(octets.size()));
    put32(out, static_cast<std::uint32_t>(octets.size()));
    put16(out, static_cast<std::uint32_t>(name.size()));
    put16(out, 0);
}

std::string page() {
    return "<html><head><title>page</title></head><body><p>A page.</p><a href=\"data:application/octet-stream;base64," +
           base64(test_virus()) + "\">file</a></body></html>\n";
}

std::string in_big_endian(std::string_view ascii, std::size_t width) {
    std::string out(width - 2, '\0');
    out += "\xfe\xff";
    for (const char c : ascii) (out += std::string(width - 1, '\0')).push_back(c);
    return out;
}

}  // namespace

std::string test_virus() {
    std::string text = "X5O!P%@AP[4\\PZX54(P^)7CC)7}";
    text += "$EICAR-STANDARD-";
    text += "ANTIVIRUS-TEST-";
    text += "FILE!$H+H*";
    return text;
}

std::string stored_zip(std::string_view name, std::string_view octets) {
    std::string out = "PK\x03\x04";
    put_member(out, name, octets);
    out += name;
    out += octets;
    const auto directory = static_cast<std::uint32_t>(out.size());
    out += "PK\x01\x02";
    put16(out, 10);
    put_member(out, name, octets);
    for (int i = 0; i < 3; ++i) put16(out, 0);  // comment, disk, internal attributes
    put32(out, 0);
    put32(out, 0);
    out += name;
    const auto end = static_cast<std::uint32_t>(out.size());
    out += "PK\x05\x06";
    put32(out, 0);
    put16(out, 1);
    put16(out, 1);
    put32(out, end - directory);
    put32(out, directory);
    put16(out, 0);
    return out;
}

std::vector<Canary> canaries() {
    return {{"plain", test_virus()},
            {"in a ZIP", stored_zip("canary.com", test_virus())},
            {"in a UTF-16 page", in_big_endian(page(), 2)},
            {"in a UTF-32 page", in_big_endian(page(), 4)}};
}

}  // namespace beadle::inspect
