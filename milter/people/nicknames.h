// nicknames.h — which first names are forms of one another: signatures/words/nicknames.toml.
//
// Takes    a list of texts, each the forms of one name; made once a generation.
// Gives    same(): two forms of one name; forms(): the others of a name. Lower case, without accents.
// Runs in  session, cli. Never throws but std::bad_alloc.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace beadle::people {

class Nicknames {
  public:
    void add(std::string_view forms);  // "margaret peggy meg"
    bool same(std::string_view a, std::string_view b) const;
    std::vector<std::string> forms(std::string_view name) const;
    bool empty() const { return names_.empty(); }

  private:
    std::vector<std::vector<std::string>> names_;
    std::map<std::string, std::vector<std::size_t>, std::less<>> of_;
};

}  // namespace beadle::people
