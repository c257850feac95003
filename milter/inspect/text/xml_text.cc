#include "inspect/text/xml_text.h"

#include "base/text.h"

#include "inspect/text/written_form.h"
#include "inspect/text/xml_pull.h"

namespace beadle::inspect {
namespace {

void line(std::string& out, std::string_view words) {
    words = trim(words);
    if (words.empty()) return;
    if (!out.empty() && out.back() != '\n') out += '\n';
    out.append(words).push_back('\n');
}

// Text of one element after another, a line each; an element in the midst of text joins it. With names, since the name
// is often the only label that a value has.
class Lines {
  public:
    Lines(XmlPull& xml, bool names) : xml_(xml), names_(names) {}

    std::string read() {
        for (auto event = xml_.next(); event != XmlPull::Event::stop; event = xml_.next()) take(event);
        end();
        return std::move(out_);
    }

  private:
    void take(XmlPull::Event event) {
        const std::string_view name = xml_.name();
        switch (event) {
            case XmlPull::Event::text:
                return text(xml_.text());
            case XmlPull::Event::start:
                if (xml_.depth() == 1) end();       // what stands before the root is none of it
                inside_ = open_ ? inside_ + 1 : 0;  // begins in the midst of text
                if (!open_) label_ = name;
                if (names_) attributes();
                return;
            case XmlPull::Event::end:
                if (inside_ > 0)
                    --inside_;
                else
                    end();
                return;
            default:
                end();
                line(out_, xml_.text());
        }
    }

    void text(std::string_view words) {
        if (!open_) {
            if (trim(words).empty()) return;
            words.remove_prefix(words.find_first_not_of(" \t\r\n"));
            if (names_ && !label_.empty()) out_ += label_ + ": ";
            value_ = out_.size();
            labelled_ = names_ && !label_.empty();
            label_.clear();  // it is the name of the first text alone
            open_ = true;
        }
        out_ += words;
    }

    void end() {
        if (open_ && labelled_ && stands_alone(trim(std::string_view(out_).substr(value_)))) out_[value_ - 1] = '\n';
        if (open_ && !out_.ends_with('\n')) out_ += '\n';
        open_ = false;
        inside_ = 0;
    }

    void attributes() {
        XmlPull::Attribute a;
        std::string words;
        for (std::size_t at = 0; xml_.attributes(at, a);)
            if (a.raw.size() >= 4 && !a.name.starts_with("xmlns") && !a.raw.starts_with("http://schemas."))
                line(words, std::string(a.name) + ": " + XmlPull::decoded(a.raw));
        if (words.empty()) return;
        end();
        out_ += words;
    }

    XmlPull& xml_;
    std::string out_, label_;
    bool names_, open_ = false, labelled_ = false;
    std::size_t value_ = 0;  // where the text that is open begins
    std::size_t inside_ = 0;
};

}  // namespace

XmlText read_xml(std::string_view octets, bool attributes) {
    XmlText out;
    XmlPull xml(octets);
    out.text = Lines(xml, attributes).read();
    if (!attributes) out.text += xml.telling();
    out.text += xml.declarations();
    out.whole = xml.trouble().empty();
    out.why = xml.trouble();
    return out;
}

}  // namespace beadle::inspect
