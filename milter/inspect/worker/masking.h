// masking.h — names that the sender chose are masked before they leave the worker: a file may be called by the number it
// is about.
//
// Takes    an Inspection as the stages made it. Gives it with every confirmed value in locations, paths, file names, display
//          names and details masked, by the detector that found them. Addresses and digests stay.
// Bounds   one pass over each distinct name; linear.
// Runs in  inspect worker. Never throws but std::bad_alloc.
#pragma once

#include "inspect/detect/detect.h"
#include "mail/inspection.h"

namespace beadle::inspect {

void mask_names(const Detector& detector, Inspection& inspection);
// What was found anywhere in the message is masked in every text of the answer, also where it stands without the word that
// vouched for it, in another case or with other separators.
void mask_known(const std::vector<KnownValue>& known, Inspection& inspection);


// Where known values stand in a text, however they are written there; in order, none in another.
struct KnownAt {
    std::size_t begin = 0, end = 0;
    std::string shown;
};
class KnownFinder {
  public:
    explicit KnownFinder(const std::vector<KnownValue>& known);
    std::vector<KnownAt> in(std::string_view text) const;

  private:
    std::vector<std::pair<std::string, std::string>> values_;  // letters and digits alone; what is shown
};

}  // namespace beadle::inspect
