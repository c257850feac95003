// detector_state.h — what a Detector holds, for the files that make up its members.
#pragma once

#include "inspect/detect/conduct.h"
#include "inspect/detect/detect.h"
#include "inspect/detect/forward_words.h"
#include "inspect/detect/segment_scan.h"

namespace beadle::inspect {

struct Detector::State {
    Engine engine;
    OwnDetails own;
    ForwardWords forwards;
    std::unique_ptr<Conduct> conduct;
};

}  // namespace beadle::inspect
