// qr.h — a text as a QR code, as the outline of an SVG path: the only file that knows libqrencode.
//
// Takes    up to 500 octets. Gives: the side in modules and the path, one square a dark module. Fails: side 0.
// Runs in  console. Never throws but std::bad_alloc.
#pragma once

#include <string>

namespace beadle::console {

struct QrPath {
    int side = 0;
    std::string path;  // for <path d="…">, one unit a module, without the quiet zone
};
QrPath qr_path(const std::string& text);

}  // namespace beadle::console
