#include "inspect/text/cell_format.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <optional>

#include "base/text.h"

namespace beadle::inspect {
namespace {

std::optional<double> number_of(std::string_view s) {
    double d = 0;
    const auto [end, error] = std::from_chars(s.data(), s.data() + s.size(), d);
    if (error != std::errc() || end != s.data() + s.size() || !std::isfinite(d)) return std::nullopt;
    return d;
}

// 9.43476591E9 is how a long number may be kept.
std::string plain_number(double d) {
    char buffer[64];
    if (d == std::floor(d) && std::fabs(d) < 1e18)
        std::snprintf(buffer, sizeof buffer, "%lld", static_cast<long long>(d));
    else
        std::snprintf(buffer, sizeof buffer, "%.15g", d);
    return buffer;
}

// Proleptic Gregorian; days counted from 1970-01-01 (Howard Hinnant's civil_from_days).
std::string date_text(long long days) {
    days += 719468;
    const long long era = (days >= 0 ? days : days - 146096) / 146097;
    const auto doe = static_cast<unsigned>(days - era * 146097);
    const unsigned yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    const unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    const unsigned month = mp < 10 ? mp + 3 : mp - 9;
    const long long year = static_cast<long long>(yoe) + era * 400 + (month <= 2);
    char buffer[48];
    std::snprintf(buffer, sizeof buffer, "%02u/%02u/%04lld", doy - (153 * mp + 2) / 5 + 1, month, year);
    return buffer;
}

std::string clock_text(double fraction) {
    const auto minutes = static_cast<unsigned>(fraction * 1440 + 0.5) % 1440;
    char buffer[24];
    std::snprintf(buffer, sizeof buffer, "%02u:%02u", minutes / 60, minutes % 60);
    return buffer;
}

std::string date_cell(CellFormat::Kind kind, double d, bool since_1904) {
    const double whole = std::floor(d);
    if (kind == CellFormat::Kind::time) return d >= 1 ? plain_number(d) : clock_text(d - whole);
    auto days = static_cast<long long>(whole);
    // Day 60 is 29 February 1900, which never was: days before it count from one later.
    days += since_1904 ? -24107 : days < 60 ? -25568 : -25569;
    std::string out = date_text(days);
    if (kind == CellFormat::Kind::date_time && d > whole) out += " " + clock_text(d - whole);
    return out;
}

std::string masked(const std::string& mask, double d) {
    std::string digits = plain_number(std::fabs(d));
    const auto places = static_cast<std::size_t>(std::count(mask.begin(), mask.end(), '0'));
    if (digits.find_first_not_of("0123456789") != std::string::npos || digits.size() > places) return plain_number(d);
    digits.insert(0, places - digits.size(), '0');
    std::string out;
    std::size_t next = 0;
    for (const char c : mask) out += c == '0' ? digits[next++] : c;
    return d < 0 ? "-" + out : out;
}

// What is left of a section of a format code: letters and digits that mean something.
struct Section {
    std::string plain;  // with literals as they stand
    bool day = false, clock = false;
};

Section section_of(std::string_view code) {
    Section out;
    for (std::size_t i = 0; i < code.size(); ++i) {
        const char c = code[i];
        if (c == '"') {
            const auto close = std::min(code.find('"', i + 1), code.size());
            for (const char literal : code.substr(i + 1, close - i - 1)) out.plain += literal == '0' ? 'O' : literal;
            i = close;
        } else if (c == '\\' && i + 1 < code.size()) {
            out.plain += code[++i];
        } else if ((c == '_' || c == '*') && i + 1 < code.size()) {
            ++i;
        } else if (c == '[') {
            const auto close = std::min(code.find(']', i), code.size());
            const auto inside = ascii_lower(code.substr(i + 1, close - i - 1));
            if (!inside.empty() && inside.find_first_not_of("hms") == std::string::npos) out.clock = true;
            i = close;
        } else {
            const char low = static_cast<char>(c | 0x20);
            if (low == 'd' || low == 'y' || (low == 'e' && i + 1 < code.size() && code[i + 1] == 'e')) out.day = true;
            if (low == 'h' || low == 's') out.clock = true;
            out.plain += c;
        }
    }
    return out;
}

}  // namespace

CellFormat builtin_format(unsigned id) {
    CellFormat out;
    if (id == 14 || id == 15 || id == 16 || id == 17 || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58))
        out.kind = CellFormat::Kind::date;
    if (id == 22) out.kind = CellFormat::Kind::date_time;
    if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47)) out.kind = CellFormat::Kind::time;
    return out;
}

CellFormat parse_format(std::string_view code) {
    CellFormat out;
    if (code.empty() || code.size() > 255) return out;
    if (code.find_first_not_of("; ") == std::string_view::npos && code.find(';') != std::string_view::npos) {
        out.kind = CellFormat::Kind::nothing;
        return out;
    }
    if (ascii_iequal(code, "general") || code == "@") return out;
    const Section first = section_of(code.substr(0, code.find(';')));
    const bool month = first.plain.find_first_of("mM") != std::string::npos && !first.clock;
    if (first.day || month)
        out.kind = first.clock ? CellFormat::Kind::date_time : CellFormat::Kind::date;
    else if (first.clock)
        out.kind = CellFormat::Kind::time;
    if (out.kind != CellFormat::Kind::number) return out;
    // 00-00-00, 000 000 0000, 00000000: the zeros are digits that show even when they lead.
    const auto zeros = std::count(first.plain.begin(), first.plain.end(), '0');
    const bool odd = first.plain.find_first_of("#?.,%E/") != std::string::npos;
    if (zeros >= 4 && zeros <= 20 && !odd) {
        out.kind = CellFormat::Kind::mask;
        out.mask = first.plain;
    }
    return out;
}

std::string format_cell(const CellFormat& format, double d, bool since_1904) {
    switch (format.kind) {
        case CellFormat::Kind::date:
        case CellFormat::Kind::date_time:
        case CellFormat::Kind::time:
            if (d >= 0 && d < 2958466) return date_cell(format.kind, d, since_1904);  // to the end of 9999
            break;
        case CellFormat::Kind::mask:
            return masked(format.mask, d);
        case CellFormat::Kind::number:
        case CellFormat::Kind::nothing:
            break;
    }
    return plain_number(d);
}

std::string format_cell(const CellFormat& format, std::string_view number, bool since_1904) {
    const bool as_it_is = format.kind == CellFormat::Kind::number || format.kind == CellFormat::Kind::nothing;
    if (as_it_is && number.find_first_of("eE") == std::string_view::npos) return std::string(number);
    const auto d = number_of(number);
    if (!d || (as_it_is && (std::fabs(*d) > 1e18 || *d != std::floor(*d)))) return std::string(number);
    return format_cell(format, *d, since_1904);
}

std::string readable_date(std::string_view iso) {
    const auto digits = [&](std::size_t at, std::size_t n) {
        return iso.size() >= at + n && iso.substr(at, n).find_first_not_of("0123456789") == std::string_view::npos;
    };
    if (iso.size() < 10 || !digits(0, 4) || iso[4] != '-' || !digits(5, 2) || iso[7] != '-' || !digits(8, 2))
        return std::string(iso);
    std::string out(iso.substr(8, 2));
    out.append("/").append(iso.substr(5, 2)).append("/").append(iso.substr(0, 4));
    const auto clock = iso.size() > 11 && iso[10] == 'T' ? iso.substr(11, 5) : std::string_view{};
    if (!clock.empty() && clock != "00:00") out.append(" ").append(clock);
    return out;
}

}  // namespace beadle::inspect
