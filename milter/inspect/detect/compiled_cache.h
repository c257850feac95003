// compiled_cache.h — compiled patterns kept on disk from one start to the next, by their content.
//
// Takes    a folder of beadle-inspect's own, "" = keep nothing; a key (64 hex digits over all that the octets depend
// on). Gives    the octets that were kept under that key, unaltered, or none. Bounds   64 MiB a file; the 16 used last
// stay. Fails    a folder that is not there keeps nothing, silently. What another account owns or could have written,
// and what is damaged, is not
//          read: remarks() says so in words, and the patterns are compiled anew.
// Runs in  beadle-inspect's parent as its own user, before the first worker is forked. Never throws but std::bad_alloc.
// Source   Hyperscan trusts what it deserialises: only octets that this account wrote may reach it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/owned.h"

namespace beadle::inspect {

class CompiledCache {
  public:
    explicit CompiledCache(const std::string& folder);
    std::optional<std::string> read(const std::string& key);
    void keep(const std::string& key, std::string_view octets);
    void remark(const std::string& what);  // for the log
    const std::vector<std::string>& remarks() const { return remarks_; }

  private:
    void prune();
    std::string path_;
    Descriptor folder_;  // none = nothing is kept
    std::vector<std::string> remarks_;
};

// A file is a head (what it is, its key, the SHA-256 of the rest) and the octets. nullopt: it is damaged, or of another
// key.
std::string compiled_file(std::string_view key, std::string_view octets);
std::optional<std::string_view> compiled_octets(std::string_view file, std::string_view key);

}  // namespace beadle::inspect
