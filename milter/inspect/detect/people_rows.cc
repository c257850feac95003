#include "inspect/detect/people_rows.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "inspect/detect/addresses.h"
#include "inspect/detect/figures.h"
#include "inspect/detect/persons.h"

namespace beadle::inspect {

namespace {

constexpr std::size_t most_rows = 100'000, most_columns = 200, longest_cell = 400;

std::string_view trimmed(std::string_view s) {
    while (!s.empty() &&
           (s.front() == ' ' || s.front() == '"' || s.front() == '>' || s.front() == '-' || s.front() == '*'))
        s.remove_prefix(1);
    while (!s.empty() && (s.back() == ' ' || s.back() == '"' || s.back() == ',')) s.remove_suffix(1);
    return s;
}

std::vector<std::string_view> split(std::string_view row, std::string_view marks) {
    std::vector<std::string_view> cells;
    while (cells.size() < most_columns) {
        const auto at = row.find_first_of(marks);
        cells.push_back(row.substr(0, std::min(at, longest_cell)));
        if (at == std::string_view::npos) break;
        row.remove_prefix(at + 1);
    }
    return cells;
}

enum Column : unsigned { other = 0, given = 1, family = 2, person = 4, born = 8, pay = 16, house = 32 };

bool any_of(std::string_view header, std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(), [header](std::string_view w) {
        const auto at = header.find(w);
        if (at == std::string_view::npos) return false;
        const auto end = at + w.size();
        return (at == 0 || !is_alnum(header[at - 1])) &&
               (end == header.size() || !is_alnum(header[end]) || header[end] == 's');
    });
}

unsigned column_of(std::string_view cell) {
    const std::string h = ascii_lower(trimmed(cell));
    if (h.empty() || h.size() > 40 || std::count_if(h.begin(), h.end(), is_digit) > 2) return other;
    if (any_of(h, {"first name", "forename", "given name", "firstname", "christian name"})) return given;
    if (any_of(h, {"last name", "surname", "family name", "lastname"})) return family;
    if (any_of(h, {"dob", "d.o.b", "date of birth", "birth date", "born", "birthday"})) return born;
    if (any_of(h, {"salary", "pay", "wage", "gross", "net pay", "gross pay", "hourly rate", "scp", "spinal point",
                   "annual salary", "remuneration", "overtime"}) &&
        !any_of(h, {"payee", "payment", "paid to"}))
        return pay;
    if (any_of(h, {"address", "address 1", "home", "street", "postcode", "post code"}) &&
        !any_of(h, {"email", "e-mail", "ip", "web", "site"}))
        return house;
    if (any_of(h, {"file", "business", "company", "supplier", "venue", "hall", "group", "club", "organisation",
                   "trading", "project", "road", "street", "sheet"}))
        return other;
    if (any_of(h, {"name",  "full name", "resident", "tenant", "employee",    "member",      "volunteer", "applicant",
                   "staff", "pupil",     "child",    "parent", "holder",      "plot holder", "elector",   "contact",
                   "carer", "patient",   "owner",    "hirer",  "householder", "occupier"}))
        return person;
    return other;
}

bool speaks_of_public(std::string_view text) {
    const std::string h = ascii_lower(text);
    return any_of(
        h, {"councillor",     "cllr",      "supplier", "contractor", "company",  "organisation", "organization",
            "committee",      "ward",      "role",     "position",   "business", "planning",     "application ref",
            "application no", "candidate", "clerk",    "media",      "press",    "job title",    "department"});
}

bool personal_mail(std::string_view mailbox, std::string_view host) {
    const std::string h = ascii_lower(host), m = ascii_lower(mailbox);
    for (const auto end :
         {".gov.uk", ".nhs.uk", ".police.uk", ".ac.uk", ".sch.uk", ".mod.uk", ".parliament.uk", ".nhs.net"})
        if (h.ends_with(end)) return false;
    if (any_of(h, {"council", "gov"}) || h.find("council") != std::string::npos ||
        h.find("-tc.") != std::string::npos || h.find("-pc.") != std::string::npos)
        return false;
    for (const auto role :
         {"info",    "enquiries", "enquiry",  "office",    "admin",  "clerk",    "sales",   "accounts",
          "contact", "hello",     "bookings", "secretary", "editor", "news",     "support", "mail",
          "noreply", "no-reply",  "planning", "reception", "help",   "invoices", "team"})
        if (m == role) return false;
    return true;
}

// Mail addresses of people in a row, lower case.
void mail_addresses(std::string_view row, std::vector<std::string>& out, bool& official) {
    for (auto at = row.find('@'); at != std::string_view::npos; at = row.find('@', at + 1)) {
        std::size_t from = at, to = at + 1;
        const auto mark = [](char c) {
            return is_alnum(c) || c == '.' || c == '-' || c == '_' || c == '+' || c == '\'';
        };
        while (from > 0 && at - from < 64 && mark(row[from - 1])) --from;
        while (to < row.size() && to - at < 120 && (is_alnum(row[to]) || row[to] == '.' || row[to] == '-')) ++to;
        while (to > at + 1 && row[to - 1] == '.') --to;
        const auto host = row.substr(at + 1, to - at - 1);
        if (from == at || host.find('.') == std::string_view::npos) continue;
        if (personal_mail(row.substr(from, at - from), host))
            out.push_back(ascii_lower(row.substr(from, to - from)));
        else
            official = true;
    }
}

// A British telephone number of a person: not 03 and 08, which are organisations'.
bool has_telephone(std::string_view row) {
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (row[i] != '0' && row[i] != '+') continue;
        if (i > 0 && (is_alnum(row[i - 1]) || row[i - 1] == '-' || row[i - 1] == '/')) continue;
        std::string digits;
        std::size_t j = i + (row[i] == '+' ? 1u : 0u);
        for (; j < row.size() && digits.size() < 14; ++j) {
            if (is_digit(row[j]))
                digits.push_back(row[j]);
            else if (row[j] != ' ' && row[j] != '-' && row[j] != '(' && row[j] != ')')
                break;
        }
        if (digits.starts_with("440"))
            digits = "0" + digits.substr(3);
        else if (digits.starts_with("44") && row[i] == '+')
            digits = "0" + digits.substr(2);
        if ((digits.size() == 10 || digits.size() == 11) && (digits[1] == '1' || digits[1] == '2' || digits[1] == '7'))
            return true;
        if (digits.size() > 6) i = j;
    }
    return false;
}

class Rows {
  public:
    Rows(std::string_view text, bool table, std::string_view names, const Lists& lists)
        : text_(text), table_(table), public_(speaks_of_public(names)), lists_(lists) {}

    std::vector<PeopleHit> run() {
        std::size_t n = 0;
        for (std::size_t at = 0; at < text_.size() && n < most_rows; ++n) {
            const auto end = std::min(text_.find('\n', at), text_.size());
            line(text_.substr(at, end - at));
            at = end + 1;
        }
        return results();
    }

  private:
    void line(std::string_view row) {
        if (std::count(row.begin(), row.end(), '|') >= 2) return table_row(split(row, "|"), row);
        const bool cells = row.find('\t') != std::string_view::npos;
        if (cells || table_) return table_row(split(row, "\t"), row);
        columns_.clear();
        if (row.size() > 200 && row.find(';') != std::string_view::npos) {
            for (const auto entry : split(row, ";")) plain_row(entry);
        } else {
            plain_row(row);
        }
    }

    void table_row(const std::vector<std::string_view>& cells, std::string_view row) {
        std::vector<unsigned> columns;
        int known = 0;
        for (const auto c : cells) {
            columns.push_back(column_of(c));
            known += columns.back() != other ? 1 : 0;
        }
        const bool figures = std::count_if(row.begin(), row.end(), is_digit) > 6;
        if (known >= 1 && !figures && row.find('@') == std::string_view::npos && (known >= 2 || columns_.empty())) {
            columns_ = columns;
            header_public_ = speaks_of_public(row);
            return;
        }
        bool name = false, birth = false, wage = false, home = false, first = false, last = false;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const auto cell = trimmed(cells[i]);
            const unsigned c = i < columns_.size() ? columns_[i] : other;
            if (cell.empty()) continue;
            const bool words =
                cell.size() < 60 && is_upper(cell[0]) && cell.find_first_of("0123456789@") == std::string_view::npos;
            first = first || (c == given && words);
            last = last || (c == family && words);
            name =
                name ||
                (words && c == person && (cell.find(' ') != std::string_view::npos || is_person_name(cell, lists_))) ||
                is_person_name(cell, lists_);
            birth = birth || (c == born && std::count_if(cell.begin(), cell.end(), is_digit) >= 4);
            wage = wage || (c == pay && cell.find_first_of("0123456789") != std::string_view::npos);
            home = home || (c == house && (has_house(cell) || has_postcode(cell) || is_digit(cell[0])));
        }
        name = name || (first && last) || last;
        if (is_holder(row)) return;
        const bool open = header_public_ && !columns_.empty();
        count(row, name, birth, home || has_house(row) || has_postcode(row), wage, open);
    }

    void plain_row(std::string_view row) {
        row = trimmed(row);
        std::size_t number = 0;  // "12. Jane Specimen", "3) Jane"
        while (number < row.size() && number < 4 && (is_digit(row[number]) || row[number] == '.' || row[number] == ')'))
            ++number;
        row = trimmed(row.substr(number));
        if (row.size() < 8 || row.size() > 300 || is_holder(row)) return;
        const bool name = starts_with_name(row);
        const bool birth = name && any_of(ascii_lower(row), {"dob", "d.o.b", "born", "date of birth"});
        const std::size_t before = rows_;
        count(row, name, birth, has_postcode(row) || (name && has_house(row)), false, false);
        plain_ += rows_ - before;
    }

    // Two to four words before the first mark, figure or wide gap, none of them of an organisation.
    bool starts_with_name(std::string_view row) {
        std::size_t at = 0, words = 0;
        bool known = false, family_first = false;
        while (at < row.size() && words < 5) {
            std::size_t end = at;
            while (end < row.size() && (is_upper(row[end]) || is_lower(row[end]) || row[end] == '\'' ||
                                        row[end] == '-' || static_cast<unsigned char>(row[end]) >= 0x80))
                ++end;
            if (end == at) break;
            const auto word = row.substr(at, end - at);
            const std::string w = ascii_lower(word);
            if (w == "dob" || w == "tel" || w == "born" || w == "and") break;
            if (is_organisation_word(w, lists_)) return false;
            known = known || is_forename(w, lists_);
            if (end < row.size() && is_digit(row[end])) return false;  // B107
            ++words;
            if (words == 1 && end + 1 < row.size() && row[end] == ',' && row[end + 1] == ' ') {
                family_first = true;
                at = end + 2;
                continue;
            }
            if (end < row.size() && row[end] == '.' && word.size() <= 3) ++end;
            if (end + 1 >= row.size() || row[end] != ' ' || row[end + 1] == ' ') break;
            at = end + 1;
        }
        const bool shape = words >= 2 && words <= 4 && (!family_first || known);
        if (shape && known) ++named_;
        return shape;
    }

    bool is_holder(std::string_view row) const {
        const std::string h = ascii_lower(row.substr(0, 200));
        return any_of(h, {"cllr", "councillor", "mayor", "ltd", "limited", "plc"});
    }

    void count(std::string_view row, bool name, bool birth, bool home, bool wage, bool open) {
        std::vector<std::string> mail;
        bool official = false;
        if (row.find('@') != std::string_view::npos) mail_addresses(row, mail, official);
        for (auto& m : mail) mail_.insert(m);
        if (official && mail.empty()) return;
        if (!name) return;
        if (wage) ++paid_;
        const bool reach = !mail.empty() || has_telephone(row);
        if (!birth && !home && !reach) return;
        ++rows_;
        open_ += open ? 1u : 0u;
        if (birth || home) ++homes_;
    }

    std::vector<PeopleHit> results() {
        std::vector<PeopleHit> out;
        Level level = Level::none;
        if (plain_ > named_ * 4) rows_ = homes_ = 0;  // lines of that shape, but of no people
        if (homes_ >= 10 || rows_ >= 20 || mail_.size() >= 20)
            level = Level::high;
        else if (homes_ >= 5 || rows_ >= 8 || mail_.size() >= 10)
            level = Level::medium;
        else if (rows_ >= 3)
            level = Level::low;
        const bool open = public_ || open_ * 2 > rows_;
        if (level != Level::none && open) level = static_cast<Level>(static_cast<int>(level) - 1);
        const std::size_t n = std::max<std::size_t>(rows_, mail_.size());
        if (level != Level::none) {
            std::string evidence =
                rows_ > 0 ? std::to_string(rows_) + " rows with a name and a way to reach or know the person"
                          : std::to_string(mail_.size()) + " private mail addresses";
            if (open) evidence += "; but of office holders, suppliers or applications";
            out.push_back({FindingKind::person_list, level, static_cast<std::uint32_t>(n), evidence});
        }
        if (paid_ > 0) {
            const Level pay = paid_ >= 3 ? Level::high : Level::medium;
            out.push_back({FindingKind::personnel, pay, static_cast<std::uint32_t>(paid_),
                           std::to_string(paid_) + (paid_ == 1 ? " row" : " rows") + " with a name and pay"});
        }
        return out;
    }

    std::string_view text_;
    bool table_, public_, header_public_ = false;
    const Lists& lists_;
    std::vector<unsigned> columns_;
    std::set<std::string> mail_;
    std::size_t rows_ = 0, homes_ = 0, open_ = 0, paid_ = 0, plain_ = 0, named_ = 0;
};

}  // namespace

std::vector<PeopleHit> find_people(std::string_view text, bool table, std::string_view names, const Lists& lists) {
    // Most texts hold nothing a list could be made of: seen at memory speed.
    const auto marks = std::count(text.begin(), text.end(), '@') + std::count(text.begin(), text.end(), '\t');
    if (marks < 3 && std::count_if(text.begin(), text.end(), is_digit) < 30) return {};
    return Rows(text, table, names, lists).run();
}

}  // namespace beadle::inspect
