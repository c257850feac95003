#include "inspect/worker/masking.h"

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

}  // namespace

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
}

}  // namespace beadle::inspect
