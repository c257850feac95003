#include "inspect/text/pdf_content.h"

#include <algorithm>
#include <string_view>

#include "inspect/message/find_any.h"

namespace beadle::inspect {
namespace {

struct Operator {
    std::string_view name;
    int operands;
};
// Those that need any; SC, SCN and the like take what there is.
constexpr Operator operators[] = {
    {"\"", 3}, {"'", 1},  {"BDC", 2}, {"BMC", 1}, {"CS", 1}, {"DP", 2}, {"Do", 1}, {"G", 1},  {"J", 1},
    {"K", 4},  {"M", 1},  {"MP", 1},  {"RG", 3},  {"TD", 2}, {"TJ", 1}, {"TL", 1}, {"Tc", 1}, {"Td", 2},
    {"Tf", 2}, {"Tj", 1}, {"Tm", 6},  {"Tr", 1},  {"Ts", 1}, {"Tw", 1}, {"Tz", 1}, {"c", 6},  {"cm", 6},
    {"cs", 1}, {"d", 2},  {"d0", 2},  {"d1", 6},  {"g", 1},  {"gs", 1}, {"i", 1},  {"j", 1},  {"k", 4},
    {"l", 2},  {"m", 2},  {"re", 4},  {"rg", 3},  {"ri", 1}, {"sh", 1}, {"v", 4},  {"w", 1},  {"y", 4},
};

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0'; }
bool is_delimiter(char c) { return std::string_view("()<>[]{}/%").find(c) != std::string_view::npos; }

class Mender {
  public:
    explicit Mender(std::string& octets) : s_(octets) {}
    bool mended = false;

    void run() {
        while (at_ < s_.size()) {
            const char c = s_[at_];
            if (is_space(c))
                ++at_;
            else if (c == '%')
                at_ = std::min(find_any<'\r', '\n'>(s_, at_), s_.size());
            else if (c == '(')
                string(), operand();
            else if (c == '<' || c == '>' || c == '[' || c == ']' || c == '{' || c == '}' || c == ')')
                bracket(c);
            else
                word();
        }
    }

  private:
    void operand() { operands_ += nesting_ == 0; }

    void string() {
        int depth = 0;
        for (; at_ < s_.size(); ++at_) {
            const char c = s_[at_];
            at_ += c == '\\';
            depth += c == '(';
            if (c == ')' && --depth == 0) break;
        }
        ++at_;
    }

    void bracket(char c) {
        const bool twice = at_ + 1 < s_.size() && s_[at_ + 1] == c;
        if (c == '<' && twice) ++at_;
        if (c == '<' && !twice) {
            at_ = std::min(s_.find('>', at_), s_.size() - 1) + 1;
            return operand();
        }
        if (c == '[' || c == '<') {
            operand();
            ++nesting_;
        } else if (nesting_ > 0 && (c == ']' || c == '>')) {
            --nesting_;
        }
        at_ += c == '>' && twice ? 2 : 1;
    }

    void word() {
        const std::size_t from = at_;
        ++at_;
        while (at_ < s_.size() && !is_space(s_[at_]) && !is_delimiter(s_[at_])) ++at_;
        const auto name = std::string_view(s_).substr(from, at_ - from);
        const char c = name[0];
        if (c == '+' || c == '-' || c == '.' || (c >= '0' && c <= '9')) {
            // 1e30 is no number of PDF: poppler takes it for a number and an operator.
            if (name.find_first_not_of("+-.0123456789") != std::string_view::npos) replace(from, '0');
            return operand();
        }
        if (c == '/' || name == "true" || name == "false" || name == "null") return operand();
        if (nesting_ > 0) nesting_ = 0;  // an operator ends whatever was left open
        const bool picture = name == "ID";
        if (bad(name)) replace(from, ' ');
        operands_ = 0;
        if (picture) inline_picture();
    }

    // The word from there to here.
    void replace(std::size_t from, char by) {
        std::fill_n(s_.begin() + static_cast<std::ptrdiff_t>(from), at_ - from, ' ');
        s_[from] = by;
        mended = true;
    }

    bool bad(std::string_view name) {
        if (name == "q") ++saved_;
        if (name == "Q") return saved_ == 0 || (--saved_, false);
        const auto* known =
            std::find_if(std::begin(operators), std::end(operators), [&](const auto& o) { return o.name == name; });
        return known != std::end(operators) && operands_ < known->operands;
    }

    // Its octets may look like anything; they end with EI between white space.
    void inline_picture() {
        for (auto end = s_.find("EI", at_); end != std::string::npos; end = s_.find("EI", end + 1))
            if (is_space(s_[end - 1]) && (end + 2 >= s_.size() || is_space(s_[end + 2]))) {
                at_ = end + 2;
                return;
            }
    }

    std::string& s_;
    std::size_t at_ = 0;
    int operands_ = 0, nesting_ = 0, saved_ = 0;
};

}  // namespace

MendedContent mend_content(std::string octets) {
    MendedContent out{std::move(octets), false};
    Mender mender(out.octets);
    mender.run();
    out.mended = mender.mended;
    return out;
}

}  // namespace beadle::inspect
