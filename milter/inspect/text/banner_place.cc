#include "inspect/text/banner_place.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.h"

namespace beadle::inspect {
namespace {

constexpr std::size_t most_leaves = 8;
constexpr std::array<std::string_view, 10> sealed_types = {
    "multipart/signed",        "multipart/encrypted",          "multipart/report",         "application/pkcs7-mime",
    "application/x-pkcs7-mime", "application/pkcs7-signature", "application/x-pkcs7-signature",
    "application/pgp-encrypted", "application/pgp-signature",  "multipart/voice-message"};

bool is_text(const Part& part) { return part.media_type == "text/plain" || part.media_type == "text/html"; }

// Of the message itself, not of one inside it: those keep their octets anyhow.
class Places {
  public:
    explicit Places(const ParsedMessage& parsed) : parts_(parsed.parts), children_(parsed.parts.size()) {
        for (std::size_t i = 1; i < parts_.size(); ++i)
            if (parts_[i].parent >= 0 && static_cast<std::size_t>(parts_[i].parent) < i)
                children_[static_cast<std::size_t>(parts_[i].parent)].push_back(i);
    }

    std::vector<std::size_t> found() {
        if (parts_.empty() || untouchable(0)) return {};
        body(0);
        return std::move(leaves_);
    }

  private:
    bool untouchable(std::size_t i) const {
        const Part& part = parts_[i];
        const bool sealed = std::find(sealed_types.begin(), sealed_types.end(), part.media_type) != sealed_types.end();
        const bool inline_pgp = is_text(part) && part.content.find("-----BEGIN PGP ") != std::string::npos;
        if (sealed || inline_pgp || (part.media_type == "text/calendar" && !part.attachment)) return true;
        if (part.message) return false;
        return std::any_of(children_[i].begin(), children_[i].end(), [this](std::size_t c) { return untouchable(c); });
    }

    bool body(std::size_t i) {  // true: the text of the body was found here
        const Part& part = parts_[i];
        if (part.message || part.outside || part.attachment) return false;
        if (!part.multipart) {
            const bool fits = is_text(part) && part.filename.empty() && part.raw_from != std::string::npos;
            if (fits && leaves_.size() < most_leaves) leaves_.push_back(i);
            return fits;
        }
        bool any = false;
        for (const std::size_t c : children_[i]) {
            const bool here = body(c);
            any = any || here;
            if (here && part.media_type != "multipart/alternative") break;
            if (part.media_type == "multipart/related") break;  // its root is the first
        }
        return any;
    }

    const std::vector<Part>& parts_;
    std::vector<std::vector<std::size_t>> children_;
    std::vector<std::size_t> leaves_;
};

}  // namespace

std::vector<std::size_t> banner_leaves(const ParsedMessage& parsed) {
    return parsed.ambiguity.empty() ? Places(parsed).found() : std::vector<std::size_t>{};
}

}  // namespace beadle::inspect
