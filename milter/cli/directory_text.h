// directory_text.h — changes to directory.toml that keep everything else of it, comments and order included.
//
// Takes    the octets of a directory.toml that reads without error.
// Gives    the changed octets: only the values named are touched, new members stand behind the last one. toml++ would
// lose the
//          comments, so it works on blocks of text at the places that the strict reader knows.
// Fails    a member that is not there changes nothing and gives false.
// Runs in  cli. Never throws but std::bad_alloc.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace beadle::cli {

class DirectoryText {
  public:
    explicit DirectoryText(std::string octets) : text_(std::move(octets)) {}

    // `mailbox` as it stands in the file, in any case of letters.
    bool add_to_list(std::string_view mailbox, std::string_view key, const std::vector<std::string>& values);
    bool set_list(std::string_view mailbox, std::string_view key, const std::vector<std::string>& values);
    bool set_text(std::string_view mailbox, std::string_view key, std::string_view value);
    void add_member(const std::vector<std::pair<std::string, std::string>>& keys_and_toml);
    const std::string& text() const { return text_; }

  private:
    struct Block {
        std::size_t begin = 0, end = 0;  // of its lines, without the comment before the next table
    };
    bool find(std::string_view mailbox, Block& block, std::string_view key, std::size_t& value) const;
    bool put(std::string_view mailbox, std::string_view key, const std::string& toml);
    std::string text_;
};

std::string toml_text(std::string_view s);                          // with its quotes
std::string toml_texts(const std::vector<std::string>& values);     // ["a", "b"]
std::size_t toml_value_end(std::string_view text, std::size_t at);  // behind the value that begins there

}  // namespace beadle::cli
