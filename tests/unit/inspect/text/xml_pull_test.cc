#include "inspect/text/xml_pull.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <libxml/parser.h>
#include <libxml/xmlreader.h>

#include <string>

#include "base/text.h"
#include "inspect/text/zip_file.h"
#include "support/processor_time.h"
#include "unit/inspect/text/samples.h"

namespace beadle::inspect {
namespace {

using ::testing::HasSubstr;
using namespace std::string_literals;
using namespace testing;

// "<a x=1>text</a>" as one line of events.
std::string events(std::string_view octets) {
    XmlPull xml(octets);
    std::string out;
    for (auto event = xml.next(); event != XmlPull::Event::stop; event = xml.next()) {
        if (event == XmlPull::Event::start) out += "<" + std::string(xml.name()) + ">";
        if (event == XmlPull::Event::end) out += "</" + std::string(xml.name()) + ">";
        if (event == XmlPull::Event::text) out += xml.text();
        if (event == XmlPull::Event::comment) out += "{" + std::string(xml.text()) + "}";
    }
    return out;
}

std::string trouble(std::string_view octets) {
    XmlPull xml(octets);
    while (xml.next() != XmlPull::Event::stop) {
    }
    return std::string(xml.trouble()) + (xml.too_deep() ? " too deep" : "");
}

TEST(XmlPull, GivesTagsAndTextInOrder) {
    struct {
        const char* name;
        std::string given, want;
    } cases[] = {
        {"elements and text", "<a><b>x</b>y</a>", "<a><b>x</b>y</a>"},
        {"an empty element", "<a><b/></a>", "<a><b></b></a>"},
        {"prefixes are dropped", "<w:a xmlns:w='u'><w:b/></w:a>", "<a><b></b></a>"},
        {"the five entities and numbers", "<a>&lt;&amp;&#65;&#x42;&quot;&gt;&apos;</a>", "<a><&AB\">'</a>"},
        {"CDATA stands as it is", "<a><![CDATA[<x>&amp;]]></a>", "<a><x>&amp;</a>"},
        {"comments are told", "<a><!-- hidden --></a>", "<a>{ hidden }</a>"},
        {"instructions are told like comments", "<?xml version='1.0'?><a><?x words?></a>", "<a>{x words}</a>"},
        {"a '>' in an attribute ends no tag", "<a b='>'>x</a>", "<a>x</a>"},
        {"a byte order mark", "\xEF\xBB\xBF<a>x</a>", "<a>x</a>"},
        {"UTF-16 with a mark", "\xFF\xFE<\0a\0>\0x\0<\0/\0a\0>\0"s, "<a>x</a>"},
        {"UTF-16 without one", "<\0a\0>\0x\0<\0/\0a\0>\0"s, "<a>x</a>"},
        {"a charset that is declared", "<?xml version='1.0' encoding='iso-8859-1'?><a>\xE9</a>", "<a>é</a>"},
        {"what is left open is closed", "<a><b>x", "<a><b>x</b></a>"},
        {"elements that overlap", "<a><b>x</a>y", "<a><b>x</b></a>y"},
        {"an end that nothing opened", "<a></b>x</a>", "<a>x</a>"},
        {"an entity that nobody knows", "<a>&b;</a>", "<a>&b;</a>"},
        {"a tag that never ends", "<a>x<b c='words", "<a>xb c='words</a>"},
        {"a '<' that begins no tag", "<a>1 < 2</a>", "<a>1 < 2</a>"},
        {"a document type is passed over", "<!DOCTYPE a [<!ENTITY b 'x>y'>]><a>z</a>", "<a>z</a>"},
        {"nothing at all", "", ""},
    };
    for (const auto& c : cases) EXPECT_EQ(events(c.given), c.want) << c.name;
}

TEST(XmlPull, SaysWhatIsNotWellFormed) {
    struct {
        const char *name, *given, *want;
    } cases[] = {
        {"all is well", "<a><b x='1'/>&amp;</a>", ""},
        {"cut off", "<a><b>", "it ends before its elements do"},
        {"cut off in a tag", "<a><b x='", "it ends inside a tag"},
        {"overlap", "<a><b></a></b>", "elements overlap"},
        {"no element", "words", "text outside the root element"},
        {"declared entities", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
         "it declares entities, which are not followed"},
        {"a document type that declares nothing", "<!DOCTYPE a PUBLIC 'x' 'y.dtd'><a/>", ""},
        {"a second root", "<a/><b/>", "a second root element"},
    };
    for (const auto& c : cases) EXPECT_EQ(trouble(c.given), c.want) << c.name;
    std::string deep;
    for (int i = 0; i < 300; ++i) deep += "<a>";
    EXPECT_THAT(trouble(deep), HasSubstr("too deep"));
}

TEST(XmlPull, FindsAttributesByLocalName) {
    XmlPull xml("<a id='plain' r:id=\"r&amp;d\" on=' true ' x = 'spaced' bare=1>");
    ASSERT_EQ(xml.next(), XmlPull::Event::start);
    EXPECT_EQ(xml.attribute("id"), "plain");
    EXPECT_EQ(xml.attribute("id", true), "r&d");
    EXPECT_EQ(xml.attribute("x"), "spaced");
    EXPECT_EQ(xml.attribute("bare"), "1");
    EXPECT_EQ(xml.attribute("none"), "");
}

TEST(XmlPull, GivesAnEndForEveryStart) {
    for (const std::string& octets :
         {"<a><b></c></a>"s, "<a><b><c></a></c>"s, "</a>"s, "<a/></a><b>"s, "<a b='<c>'>"s}) {
        XmlPull xml(octets);
        int open = 0;
        for (auto event = xml.next(); event != XmlPull::Event::stop; event = xml.next()) {
            open += event == XmlPull::Event::start;
            open -= event == XmlPull::Event::end;
            ASSERT_GE(open, 0) << octets;
        }
        EXPECT_EQ(open, 0) << octets;
    }
}

TEST(XmlPull, IsLinearOnWhateverComes) {
    const std::string many(2'000'000, '<');
    std::string quotes, ends, attributes = "<a ", comments;
    for (int i = 0; i < 300'000; ++i) quotes += "<a '>", ends += "</b>", attributes += "b=''  ", comments += "<!--";
    for (const auto& given : std::vector<std::string>{many, quotes, ends, attributes, comments}) {
        const double started = test::processor_seconds();
        (void)events("<r>" + given);
        EXPECT_LT(test::processor_seconds() - started, 10) << given.substr(0, 10);
    }
}

std::string by_libxml2(const std::string& octets) {
    std::string out;
    xmlTextReaderPtr reader = xmlReaderForMemory(octets.data(), static_cast<int>(octets.size()), "", nullptr,
                                                 XML_PARSE_NONET | XML_PARSE_HUGE);
    while (xmlTextReaderRead(reader) == 1) {
        const int type = xmlTextReaderNodeType(reader);
        const bool text = type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_CDATA ||
                          type == XML_READER_TYPE_SIGNIFICANT_WHITESPACE || type == XML_READER_TYPE_WHITESPACE;
        if (text) out += reinterpret_cast<const char*>(xmlTextReaderConstValue(reader));
        if (type == XML_READER_TYPE_ELEMENT)
            out += "<" + std::string(reinterpret_cast<const char*>(xmlTextReaderConstLocalName(reader))) + ">";
    }
    xmlFreeTextReader(reader);
    return out;
}

// Every XML part that LibreOffice and the others wrote, read by two readers.
TEST(XmlPull, ReadsWhatLibxml2Reads) {
    std::size_t parts = 0;
    for (const char* name :
         {"office/minutes.odt", "office/minutes.docx", "office/plots.ods", "office/plots.xlsx", "office/talk.odp",
          "office/talk.pptx", "documents/minutes.docx", "documents/ledger.xlsx"}) {
        const std::string octets = sample(name);
        Budget budget({}, octets.size(), system_clock());
        const ZipFile zip = read_zip(octets, 1000);
        for (const auto& m : zip.members) {
            const std::string xml = unpack(zip, m, budget).octets;
            if (xml_root(xml).empty()) continue;
            ++parts;
            XmlPull pull(xml);
            std::string got;
            for (auto event = pull.next(); event != XmlPull::Event::stop; event = pull.next()) {
                if (event == XmlPull::Event::text) got += pull.text();
                if (event == XmlPull::Event::start) got += "<" + std::string(pull.name()) + ">";
            }
            EXPECT_EQ(got, by_libxml2(xml)) << name << " " << m.name;
            EXPECT_EQ(pull.trouble(), "") << name << " " << m.name;
        }
    }
    EXPECT_GT(parts, 80u);
}

}  // namespace
}  // namespace beadle::inspect
