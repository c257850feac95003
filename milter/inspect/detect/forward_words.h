// forward_words.h — the words by which forwards and answers are known: signatures/words/forwarding.toml and
// council-business.toml.
//
// Takes    the two word files of the bundle. Then texts that folded() has made comparable.
// Gives    which label, line or prefix a text is, in any of the languages.
// Fails    load: every fault of the files with line and column; without the files everything is unknown (known() is
// false). Runs in  inspect; loads before the fork, const afterwards. Never throws but std::bad_alloc. Source   mail of
// the programs named in tests/unit/inspect/detect/forward_styles.h.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "inspect/detect/phrases.h"
#include "settings/bundle.h"

namespace beadle {
class StrictTable;
}
namespace beadle::inspect {

enum class FieldRole : std::uint8_t { from, date, sent, to, cc, subject, other };
constexpr std::size_t field_roles = 7;

// In which languages (bits) a label stands for each role.
using Label = std::array<std::uint64_t, field_roles>;
enum class LineKind : std::uint8_t { none, forward, original };
enum class SubjectKind : std::uint8_t { plain, forward, reply };

struct NamedField {
    std::string name;   // lower case
    std::string value;  // that the value must hold, lower case; "" = any
};

class ForwardWords {
  public:
    static constexpr std::uint64_t every_language = ~std::uint64_t{0}, english = 1;

    static ForwardWords load(const Bundle& bundle, Diagnostics& diagnostics);
    bool known() const { return !labels_.empty() && business_ != nullptr; }

    const Label* label(std::string_view folded_word) const;
    // The words of a line without its dashes; `dashed`: it had some, or ended in a colon.
    LineKind line(std::string_view folded_words, bool dashed) const;
    bool says_wrote(std::string_view folded_line) const;
    SubjectKind subject(std::string_view folded_subject) const;
    bool is_private(std::string_view folded_subject) const;
    // One strong word or two different plain ones; those of the subject count double.
    bool is_business(std::string_view subject, std::string_view text) const;

    std::vector<std::string> html_forward, html_original;
    std::vector<NamedField> by_rule, by_hand, delivered;

  private:
    void language(StrictTable& table, std::size_t index);
    void marks(StrictTable root);
    void business(StrictTable& table, std::string& problem);

    std::map<std::string, Label, std::less<>> labels_;
    std::set<std::string, std::less<>> forward_, original_, forward_prefix_, reply_prefix_, private_;
    std::vector<std::string> wrote_;
    std::unique_ptr<Phrases> business_;
    std::size_t strong_ = 0;  // the first so many of them
};

// Lower case by Unicode's folding; blanks of every kind one blank, marks of direction and width gone, one kind of
// colon.
std::string folded(std::string_view utf8);

}  // namespace beadle::inspect
