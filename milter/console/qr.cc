#include "console/qr.h"

#include <qrencode.h>

#include "base/owned.h"

namespace beadle::console {

QrPath qr_path(const std::string& text) {
    constexpr std::size_t most = 500;
    QrPath out;
    if (text.size() > most) return out;
    const Owned<QRcode, QRcode_free> code(QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M));
    if (!code) return out;
    out.side = code->width;
    for (int y = 0; y < code->width; ++y)
        for (int x = 0; x < code->width; ++x)
            if ((code->data[y * code->width + x] & 1) != 0)
                out.path += "M" + std::to_string(x) + " " + std::to_string(y) + "h1v1h-1z";
    return out;
}

}  // namespace beadle::console
