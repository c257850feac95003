// media.h — audio, video, e-books, torrent files and disc images among the attachments, by their content.
//
// Takes    the leaves of a Reading (whole attachments) and the entities (archive members too), by detected type; the
// list
//          camera-word.
// Gives    copyright-media, low, and cctv-footage: low for any video, medium when its name or its format is a camera's recorder's, high
//          when both are or when there are several such; what it is stands in the evidence. A voice message is neither.
// Bounds   linear in both; 50 findings. Never throws but std::bad_alloc.
// Runs in  inspect workers.
#pragma once

#include <string_view>
#include <vector>

#include "inspect/detect/pattern.h"

namespace beadle::inspect {

void find_media(const Reading& reading, const std::vector<Entity>& entities, const Lists& lists,
                std::vector<Finding>& out);
// What a recorder of cameras calls its files: CH01_20261118.mp4, NVR_ch3_main.dav, "cctv front gate.avi".
bool is_camera_name(std::string_view filename, const Lists& lists);

}  // namespace beadle::inspect
