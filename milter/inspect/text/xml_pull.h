// xml_pull.h — XML one tag at a time, from front to back, without a tree: what office documents are read with.
//
// Takes    octets of an XML entity in any charset (a mark, the declaration or its NULs say which). Hostile.
// Gives    next(): start, end, text (entities decoded, CDATA as it stands), comment, or stop. Names without their
//          prefix. Text of an element may come in several pieces. An end is given for every start, also for those
//          that the document leaves open; an end tag that nothing opened is skipped.
// Bounds   linear time; memory for 10,000 open names and 16 MiB of telling values of 4 KiB, no tree. Deeper than 256 is said, and read on. An attribute is
//          found again at each question: ask little of elements with many.
// Fails    never stops before the end: what breaks the rules makes trouble() say what, and is read as it looks. A
//          document type is passed over and kept for declarations(); no entity but the five of XML and numbers is
//          ever replaced.
// Runs in  inspect worker. Own code: a tree takes many times the memory of its XML, and pugixml stops where a
//          document is damaged; tests compare it with libxml2. Never throws but std::bad_alloc.
// Source   XML 1.0 (fifth edition), Namespaces in XML 1.0.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace beadle::inspect {

class XmlPull {
  public:
    enum class Event { start, end, text, comment, stop };
    explicit XmlPull(std::string_view octets);
    XmlPull(const XmlPull&) = delete;
    XmlPull& operator=(const XmlPull&) = delete;

    Event next();
    std::string_view name() const { return name_; }      // of a start or end, without its prefix
    std::string_view prefix() const { return prefix_; }  // as written; it means nothing by itself
    std::string_view text() const { return text_; }      // of a text or comment; valid until next()
    std::uint32_t depth() const { return depth_; }       // of the element a start or end is of; the root has 1

    // Of the start: by local name, with a prefix when `prefixed` (r:id beside id). Decoded; "" = not there.
    std::string attribute(std::string_view local, bool prefixed = false) const;
    bool is_on(std::string_view local) const;  // 1, true or on
    struct Attribute {
        std::string_view name;  // with its prefix
        std::string_view raw;   // between the quotes
    };
    bool attributes(std::size_t& at, Attribute& one) const;  // at = 0 at first; false = no more
    static std::string decoded(std::string_view raw);

    bool started() const { return started_; }              // a root element was seen
    std::string_view trouble() const { return trouble_; }  // why it is not well-formed; "" = it is
    // A document type that declares something, as it stands: its entities hold words. "" = none.
    std::string_view declarations() const {
        return doctype_.find('[') == doctype_.npos ? std::string_view{} : doctype_;
    }
    // Values of attributes, of whatever name, that tell something: a line each, once.
    std::string telling() const;
    bool too_deep() const { return too_deep_; }

  private:
    Event markup();
    Event start_tag();
    Event end_tag();
    Event leave();
    Event characters(std::string_view raw, bool decode);
    void keep_telling();
    bool skip_declaration();
    void name_of(std::string_view full);
    void bad(std::string_view why);

    std::string room_;  // the octets as UTF-8, when they were not
    std::string_view in_;
    std::size_t at_ = 0;
    std::string_view name_, prefix_, text_, tag_;
    std::string decoded_;
    std::set<std::string> telling_;
    std::size_t telling_octets_ = 0;
    std::vector<std::string_view> open_;
    std::uint32_t depth_ = 0, unknown_ = 0, closing_ = 0;
    bool empty_ = false, ended_ = false, started_ = false, too_deep_ = false, done_root_ = false;
    std::string_view trouble_, doctype_;
};

// The root element's local name, "" = this is no XML. Looks at the front only.
std::string xml_root(std::string_view octets);

}  // namespace beadle::inspect
