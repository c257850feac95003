#include "inspect/detect/people_rows.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "inspect/detect/addresses.h"
#include "inspect/detect/figures.h"
#include "inspect/detect/people_reach.h"
#include "inspect/detect/persons.h"
#include "inspect/detect/table_headings.h"

namespace beadle::inspect {

namespace {

constexpr std::size_t most_rows = 100'000, most_columns = 200, longest_cell = 400;

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

class Rows {
  public:
    Rows(std::string_view text, bool table, std::string_view names, const Lists& lists)
        : text_(text), table_(table), public_(speaks_of_public(names, lists)), lists_(lists) {}

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
    static constexpr std::size_t longest_line = 200, longest_run = 20'000;

    void line(std::string_view row) {
        if (std::count(row.begin(), row.end(), '|') >= 2) return table_row(split(row, "|"), row);
        const bool cells = row.find('\t') != std::string_view::npos;
        if (cells || table_) return table_row(split(row, "\t"), row);
        if (row.size() <= longest_line && row.find(';') != std::string_view::npos) {
            const auto entries = split(row, ";");
            const auto reached = std::count_if(entries.begin(), entries.end(),
                                               [](auto e) { return has_telephone(e) || has_postcode(e); });
            if (reached < 2 && entries.size() >= 4) return table_row(entries, row);
            for (const auto entry : entries) plain_row(entry);
            return;
        }
        columns_.clear();
        if (row.size() <= longest_line && !names_several(row)) return plain_row(row);
        for (const auto entry : entries_of(row)) plain_row(entry);
        std::vector<std::string> mail;  // "Bert, bert@..., Una, una@...": names and addresses in any order
        bool official = false;
        mail_addresses(row.substr(0, longest_run), lists_, mail, official);
        mail_.insert(mail.begin(), mail.end());
    }

    void table_row(const std::vector<std::string_view>& cells, std::string_view row) {
        std::vector<unsigned> columns;
        int known = 0;
        for (const auto c : cells) {
            columns.push_back(column_of(c, lists_));
            known += columns.back() != other ? 1 : 0;
        }
        const bool figures = std::count_if(row.begin(), row.end(), is_digit) > 6;
        if (known >= 1 && !figures && row.find('@') == std::string_view::npos && (known >= 2 || columns_.empty())) {
            columns_ = columns;
            header_public_ = speaks_of_public(row, lists_);
            return;
        }
        bool name = false, birth = false, wage = false, home = false, last = false;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const auto cell = trimmed_cell(cells[i]);
            const unsigned c = i < columns_.size() ? columns_[i] : other;
            if (cell.empty()) continue;
            const bool words =
                cell.size() < 60 && is_upper(cell[0]) && cell.find_first_of("0123456789@") == std::string_view::npos;
            last = last || (c == family && words);
            name =
                name ||
                (words && c == person && (cell.find(' ') != std::string_view::npos || is_person_name(cell, lists_))) ||
                is_person_name(cell, lists_);
            birth = birth || (c == born && std::count_if(cell.begin(), cell.end(), is_digit) >= 4);
            wage = wage || (c == pay && cell.find_first_of("0123456789") != std::string_view::npos);
            home = home || (c == house && (has_house(cell, lists_) || has_postcode(cell) || is_digit(cell[0])));
        }
        name = name || last;
        if (is_holder(row)) return;
        const bool open = header_public_ && !columns_.empty();
        count(row, name, birth, home || has_house(row, lists_) || has_postcode(row), wage, open);
    }

    // "Alan 01632 …, Penny 01632 …, Mark 07700 …"
    static bool names_several(std::string_view row) {
        const auto entries = split(row, ",");
        return entries.size() >= 3 && std::count_if(entries.begin(), entries.end(), has_telephone) >= 3;
    }

    // The people of one long line: parted by semicolons, by commas, or a sentence each.
    std::vector<std::string_view> entries_of(std::string_view row) const {
        if (row.find(';') != std::string_view::npos) return split(row, ";");
        std::vector<std::string_view> told;
        std::size_t houses = 0, from = 0;
        row = row.substr(0, longest_run);
        while (from < row.size() && told.size() < most_columns) {
            const auto end = std::min(row.find(". ", from), row.size());
            const auto entry = row.substr(from, std::min(end - from, longest_cell));
            houses += entry.size() <= longest_line && (has_house(entry, lists_) || has_telephone(entry)) ? 1u : 0u;
            told.push_back(entry);
            from = end + 2;
        }
        return houses >= 4 && houses * 2 > told.size() ? told : split(row, ",");
    }

    // "12. Jane Specimen", "Plot 14b - Jane", "C12 Jane": what numbers the entry.
    std::string_view without_number(std::string_view row) const {
        row = trimmed_cell(row);
        for (int n = 0; n < 2; ++n) {
            const auto end = std::min(row.find_first_of(" .,;:)-\t"), row.size());
            const auto first = row.substr(0, end);
            const bool figures = std::any_of(first.begin(), first.end(), is_digit);
            const bool numbers = figures ? first.size() <= 5 : lists_.has("before-a-name", ascii_lower(first));
            if (first.empty() || !numbers || end == row.size()) break;
            row.remove_prefix(end);
            while (!row.empty() && std::string_view(" .,;:)-\t").find(row.front()) != std::string_view::npos)
                row.remove_prefix(1);
        }
        return trimmed_cell(row);
    }

    void plain_row(std::string_view whole) {
        const std::string_view row = without_number(whole);
        if (row.size() < 4 || row.size() > 300 || is_holder(row)) {
            pending_ = 0;
            return;
        }
        const bool name = starts_with_name(row);
        const bool birth = name && lists_.says("heading-born", row);
        const bool home = has_postcode(whole) || ((name || pending_ > 0) && has_house(whole, lists_));
        const std::size_t before = rows_;
        count(row, name || pending_ > 0, birth, home, false, false);
        plain_ += rows_ - before;
        // An entry over several lines: the name, then where that person is reached.
        if (rows_ > before)
            pending_ = 0;
        else if (name && row.size() < 40 && is_person_name(row, lists_) && seen_.insert(std::string(row)).second)
            pending_ = 3, ++named_;
        else if (pending_ > 0)
            pending_ = speaks_of_public(row, lists_) ? 0 : pending_ - 1;
    }

    // Two to four words before the first mark, figure or wide gap, none of them of an organisation.
    bool starts_with_name(std::string_view row) {
        std::size_t at = 0, words = 0;
        bool known = false, family_first = false, part = false;  // "Site A", "Option B"
        while (at < row.size() && words < 5) {
            std::size_t end = at;
            while (end < row.size() && (is_upper(row[end]) || is_lower(row[end]) || row[end] == '\'' ||
                                        row[end] == '-' || static_cast<unsigned char>(row[end]) >= 0x80))
                ++end;
            if (end == at) break;
            const auto word = row.substr(at, end - at);
            const std::string w = ascii_lower(word);
            if (w == "dob" || w == "tel" || w == "born" || w == "and") break;
            const Lists::Set in = lists_.lists_of(w);
            if ((in & organisation_).any()) return false;
            known = known || (in & forename_).any() || (words == 0 && (in & honorific_).any());
            if (end < row.size() && is_digit(row[end])) return false;  // B107
            if (words == 0) part = (in & part_).any();
            known = known || (words == 1 && !part && word.size() == 1 && is_upper(word[0]));  // Specimen J
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
        return lists_.says("row-of-no-person", row.substr(0, 200));
    }

    void count(std::string_view row, bool name, bool birth, bool home, bool wage, bool open) {
        std::vector<std::string> mail;
        bool official = false;
        if (row.find('@') != std::string_view::npos) mail_addresses(row, lists_, mail, official);
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
    Lists::Set organisation_ = lists_.only("organisation-word"), forename_ = lists_.only("forename"),
               honorific_ = lists_.only("honorific"), part_ = lists_.only("part-before-letter");
    std::vector<unsigned> columns_;
    std::set<std::string> mail_, seen_;
    int pending_ = 0;  // lines in which the one named before may be reached
    std::size_t rows_ = 0, homes_ = 0, open_ = 0, paid_ = 0, plain_ = 0, named_ = 0;
};

}  // namespace

std::vector<PeopleHit> find_people(std::string_view text, bool table, std::string_view names, const Lists& lists) {
    // Most texts hold nothing a list could be made of: seen at memory speed.
    const auto marks = std::count(text.begin(), text.end(), '@') + std::count(text.begin(), text.end(), '\t');
    if (marks < 3 && std::count_if(text.begin(), text.end(), is_digit) < 10) return {};
    return Rows(text, table, names, lists).run();
}

}  // namespace beadle::inspect
