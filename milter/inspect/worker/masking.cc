#include "inspect/worker/masking.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <unordered_map>

namespace beadle::inspect {
namespace {

class Masker {
  public:
    explicit Masker(const Detector& detector) : detector_(detector) {}

    void operator()(std::string& name) {
        if (name.empty()) return;
        auto [at, fresh] = masked_.try_emplace(name);
        if (fresh) at->second = detector_.mask_values(name);
        name = at->second;
    }
    void operator()(std::vector<std::string>& path) {
        for (auto& name : path) (*this)(name);
    }

  private:
    const Detector& detector_;
    std::unordered_map<std::string, std::string> masked_;
};

// Letters and digits of a text in lower case, and where each stood: the separators that a value is written with differ.
struct Bare {
    std::string text;
    std::vector<std::size_t> at;
    explicit Bare(std::string_view from) {
        for (std::size_t i = 0; i < from.size(); ++i) {
            const auto c = static_cast<unsigned char>(from[i]);
            if (c < 0x80 && std::isalnum(c) == 0) continue;
            text += c < 0x80 ? static_cast<char>(std::tolower(c)) : from[i];
            at.push_back(i);
        }
    }
};

class KnownMasker {
  public:
    explicit KnownMasker(const std::vector<KnownValue>& known) {
        for (const auto& k : known)
            if (Bare bare(k.value); bare.text.size() >= k.shortest) values_.emplace_back(std::move(bare.text), k.shown);
    }
    void operator()(std::string& text) const {
        for (const auto& [value, shown] : values_) {
            const Bare bare(text);
            std::vector<std::size_t> found;
            for (auto at = bare.text.find(value); at != std::string::npos;
                 at = bare.text.find(value, at + value.size()))
                found.push_back(at);
            for (auto at = found.rbegin(); at != found.rend(); ++at) {
                const std::size_t begin = bare.at[*at], end = bare.at[*at + value.size() - 1] + 1;
                text.replace(begin, end - begin, shown);
            }
        }
    }
    void operator()(std::vector<std::string>& path) const {
        for (auto& name : path) (*this)(name);
    }
    bool empty() const { return values_.empty(); }

  private:
    std::vector<std::pair<std::string, std::string>> values_;
};

}  // namespace

KnownFinder::KnownFinder(const std::vector<KnownValue>& known) {
    for (const auto& k : known)
        if (Bare bare(k.value); bare.text.size() >= k.shortest) values_.emplace_back(std::move(bare.text), k.shown);
}

std::vector<KnownAt> KnownFinder::in(std::string_view text) const {
    std::vector<KnownAt> out;
    if (values_.empty()) return out;
    const Bare bare(text);
    for (const auto& [value, shown] : values_)
        for (auto at = bare.text.find(value); at != std::string::npos; at = bare.text.find(value, at + value.size()))
            out.push_back({bare.at[at], bare.at[at + value.size() - 1] + 1, shown});
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
    std::size_t behind = 0;
    std::erase_if(out, [&](const KnownAt& k) {
        const bool within = k.begin < behind;
        if (!within) behind = k.end;
        return within;
    });
    return out;
}

void mask_known(const std::vector<KnownValue>& known, Inspection& inspection) {
    const KnownMasker mask(known);
    if (mask.empty()) return;
    const auto place = [&mask](auto& v) {
        mask(v.location);
        mask(v.path);
    };
    for (auto& f : inspection.findings) {
        place(f);
        mask(f.evidence);
    }
    for (auto& p : inspection.protection) place(p);
    for (auto& n : inspection.not_inspected) {
        place(n);
        mask(n.detail);
    }
    for (auto& e : inspection.entities) {
        mask(e.path);
        mask(e.filename);
        mask(e.media_type);
    }
    for (auto& a : inspection.addresses) mask(a.display);
    for (auto& l : inspection.links) place(l);
    mask(inspection.subject);
    mask(inspection.answer.reason);
    mask(inspection.message_id);
    for (auto& o : inspection.passed_on.originals) mask(o.message_id);
}

void mask_names(const Detector& detector, Inspection& inspection) {
    Masker mask(detector);
    auto place = [&mask](auto& v) {
        mask(v.location);
        mask(v.path);
    };
    for (auto& f : inspection.findings) place(f);
    for (auto& p : inspection.protection) place(p);
    for (auto& n : inspection.not_inspected) {
        place(n);
        mask(n.detail);
    }
    for (auto& e : inspection.entities) {
        mask(e.path);
        mask(e.filename);
    }
    for (auto& a : inspection.addresses) mask(a.display);
    for (auto& l : inspection.links) place(l);
}

}  // namespace beadle::inspect
