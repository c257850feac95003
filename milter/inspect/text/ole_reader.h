// ole_reader.h — the storages of a compound file, each read as what it holds: documents of Office 97 to 2003, Outlook
// messages, embedded objects, property sets, macro projects.
//
// Takes    a CompoundFile and where it stands. Hostile.
// Gives    storage() looks at the streams of one storage, calls the reader of each format it finds (a storage that is
//          two things is read as both), then reads the rest by content.
// Bounds   Reader's budget: unpacked octets for every stream taken, members for every object, depth for every storage.
// Fails    what is cut, broken or unknown stands in not_inspected. Never throws but std::bad_alloc.
// Runs in  inspect worker.
// Source   MS-CFB, MS-OLEDS, MS-DOC, MS-XLS, MS-PPT, MS-OXMSG, MS-OLEPS.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/text/compound_file.h"
#include "inspect/text/reader.h"

namespace beadle::inspect {

class OleReader {
  public:
    using Entry = CompoundFile::Entry;
    OleReader(Reader& reader, const CompoundFile& file) : reader_(reader), file_(file), seen_(file.entries().size()) {}

    // The media type of what the storage holds, "" = not known.
    std::string_view storage(const Entry& storage, const Place& place);

    // For the readers of one format:
    Reader& reader() { return reader_; }
    const CompoundFile& file() const { return file_; }
    void seen(const Entry& entry) { seen_[entry.id] = true; }
    std::string load(const Entry& entry, const Place& place);  // what is missing of it is noted
    std::string load(const Entry& storage, std::string_view name, const Place& place);  // "" = not there
    // Behind judge_seal(): a password may open the document in this storage.
    void lock(Lock::Kind kind, const Entry& storage, const Place& place);
    void instead(const Entry& entry, std::string octets) { plain_[entry.id] = std::move(octets); }  // of a sealed stream

  private:
    std::string_view documents(const Entry& storage, const Place& place);
    void rest(const Entry& storage, const Place& place);
    void one_storage(const Entry& entry, const Place& place);
    void one_stream(const Entry& entry, const Place& place);
    bool is_macro_project(const Entry& storage) const;
    void macro_project(const Entry& storage, const Place& place);
    void all_seen(const Entry& storage);
    void unlisted(const Place& place);

    Reader& reader_;
    const CompoundFile& file_;
    std::vector<bool> seen_;
    std::map<std::uint32_t, std::string> plain_;  // streams whose seal was undone
    std::string unknown_;  // names of streams nobody here reads
};

// The readers of one format each.
void read_doc(OleReader& ole, const CompoundFile::Entry& storage, const Place& place);
void read_xls(OleReader& ole, const CompoundFile::Entry& storage, const Place& place);
void read_ppt(OleReader& ole, const CompoundFile::Entry& storage, const Place& place);
void read_msg(OleReader& ole, const CompoundFile::Entry& storage, const Place& place);
void read_property_set(Reader& reader, std::string_view octets, const Place& place);
void read_sealed_office(Reader& reader, const CompoundFile& file, const CompoundFile::Entry& package,
                        const Place& place);

// Embedded objects of OLE 1: the stream \1Ole10Native, and \objdata of RTF.
void read_native_object(Reader& reader, std::string_view octets, const Place& place);  // behind its length
void read_ole1_object(Reader& reader, std::string_view octets, const Place& place);

}  // namespace beadle::inspect
