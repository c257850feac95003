// scratch.h — the inspector's folder on tmpfs, with one folder in it for each worker.
//
// Takes    the folder of setting inspect.scratch. It must be on a tmpfs: libclamav writes there for every archive.
// Gives    a folder of our own (0700) that is locked while we live; folders of workers in it. Folders that a killed
//          inspector left behind (nobody holds their lock) are removed at the start of the next.
// Fails    misconfigured: missing, not on tmpfs, not ours to write.
// Runs in  beadle-inspect's parent. A worker only ever gets the path. Never throws.
#pragma once

#include <string>

#include "base/owned.h"
#include "base/result.h"

namespace beadle::inspect {

class Scratch {
  public:
    static Result<Scratch> make(const std::string& beneath);
    Result<std::string> folder_for(unsigned worker);
    void remove_folder_of(unsigned worker);
    void remove();  // with everything in it; not done by the destructor, which forked workers would run too
    const std::string& path() const { return path_; }

  private:
    Scratch(std::string path, Descriptor lock) : path_(std::move(path)), lock_(std::move(lock)) {}
    std::string path_;
    Descriptor lock_;
};

}  // namespace beadle::inspect
