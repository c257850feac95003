#include "inspect/detect/conduct.h"

#include <gtest/gtest.h>

#include "inspect/detect/media.h"
#include "inspect/detect/topics.h"
#include "support/signature_bundle.h"

namespace beadle::inspect {
namespace {

using namespace std::string_literals;
using K = FindingKind;

const Lists& lists() {
    static const Lists out = [] {
        Diagnostics wrong;
        std::vector<Topic> topics;
        return read_signatures(test::signature_bundle(), wrong, topics).lists;
    }();
    return out;
}

std::vector<Finding> seen(const Reading& reading, const std::vector<Entity>& entities = {}) {
    std::string problem;
    static const auto conduct = Conduct::load(lists(), problem);
    EXPECT_EQ(problem, "");
    Budget budget({}, 1000, system_clock());
    std::vector<Finding> out;
    conduct->look(reading, own_texts(reading, lists()), entities, lists(), budget, out);
    return out;
}
Reading body(const std::string& text, SegmentKind kind = SegmentKind::body) {
    Reading reading;
    Segment s;
    s.kind = kind;
    s.text = text;
    s.location = "message body";
    reading.segments.push_back(s);
    return reading;
}
std::string told(const std::vector<Finding>& findings) {
    std::string out;
    for (const auto& f : findings)
        out += (out.empty() ? "" : " ") + std::string(name(f.kind)) + "/" + std::string(name(f.confidence));
    return out;
}

TEST(Conduct, hears_the_tone_of_the_writers_own_words) {
    struct Row {
        const char* name;
        const char* text;
        const char* want;
    };
    const std::vector<Row> table = {
        {"polite", "Dear Mr Jones,\nThank you for your letter about the hedge.", ""},
        {"mild", "That was a bit of a cock-up on our side, sorry.", "offensive-language/low"},
        {"an insult", "You are an idiot and should not write again.", "offensive-language/medium"},
        {"a strong word", "What a load of bullshit.", "offensive-language/medium"},
        {"two strong words", "Piss off, you wanker.", "offensive-language/high"},
        {"in capitals", "THIS IS BULLSHIT", "offensive-language/medium"},
        {"a slur", "Those pikeys are back on the field.", "offensive-language/high"},
        {"a threat", "I know where you live.", "offensive-language/high"},
        {"quoted by marks", "He called me a \"wanker\" in the street.", "offensive-language/low"},
        {"quoted below", "Noted, thank you.\n\nOn Monday Bob wrote:\n> you wanker, piss off", ""},
        {"below a header block", "Noted.\n\nFrom: Bob\nSent: Monday\nTo: Clerk\nSubject: bins\n\nYou wankers", ""},
        {"Scunthorpe", "From Scunthorpe to Penistone, Lightwater, Cockermouth and Shitterton", ""},
        {"surnames", "Cllr Cockburn, Mrs Dickens and Mr Shuttleworth agreed", ""},
        {"Latin and music", "cum laude; the Wankel engine; therapist; assassin; class; analysis", ""},
        {"a dog", "The dog warden found a spayed Labrador bitch by the park.", ""},
        {"a cat", "Lost: one Maine Coon, answers to Bertie", ""},
        {"a plant", "Fire retarded fabric for the curtains", ""},
        {"letters hidden", "Sort it out or f**k off.", "offensive-language/medium"},
        {"figures for letters", "What a load of b0llocks you wr0te, you w@nker", "offensive-language/medium"},
        {"only the first letter left", "Go f*** yourself.", "offensive-language/medium"},
        {"letters set apart", "You can F U C K  O F F", "offensive-language/medium"},
        {"hidden in what is quoted", "Noted.\n\nOn Monday Bob wrote:\n> f**k off", ""},
        {"a bank's hidden names", "Payee A*** S*****, card **** **** **** 4471, S*** H***", ""},
        {"stars for emphasis", "*Please* bring **both** forms to Room B10 at 13:00!", ""},
        {"initials with stops", "Mr. A. B. C. Smith of R.S.P.C.A. and B.B.C.", ""},
        {"a reference", "Our ref: T1T-5H17-2026, plan s1te0, form c3 and b1", ""},
        {"numbers of drawings, forms and rooms",
         "Drawings C101A, S101A and T101A; please return Form F101. Room F113, plan S10T, unit W10K, S101TB.", ""},
        {"hidden within quotation marks", "The letter said \"f**k off\" twice.", "offensive-language/low"},
        {"a dog does not excuse everything", "Keep your fucking dog off the green", "offensive-language/medium"},
    };
    for (const auto& row : table) EXPECT_EQ(told(seen(body(row.text))), row.want) << row.name;
    EXPECT_EQ(told(seen(body("you wanker", SegmentKind::document))), "")
        << "an attached letter is not the writer's tone";
}

TEST(Conduct, knows_links_to_files_of_services_that_are_not_the_councils) {
    struct Row {
        const char* name;
        const char* text;
        const char* want;
    };
    const std::vector<Row> table = {
        {"a transfer service", "Get it at https://we.tl/t-AbCdEf123", "file-sharing-link/medium"},
        {"without a scheme", "dropbox.com/s/abc/plan.pdf", "file-sharing-link/medium"},
        {"below the host", "https://www.dropbox.com/scl/fi/abc", "file-sharing-link/medium"},
        {"twice is once", "https://we.tl/a https://we.tl/b", "file-sharing-link/medium"},
        {"another drive", "https://drive.google.com/file/d/1/view", "file-sharing-link/medium"},
        {"personal OneDrive", "https://1drv.ms/w/s!abc", "file-sharing-link/medium"},
        {"the tenant's own", "https://towcester.sharepoint.com/:w:/s/abc https://x-my.sharepoint.com/personal/a", ""},
        {"spoken of", "We do not use dropbox.com. Nor we.tl", ""},
        {"another host that ends alike", "https://notdropbox.com/s/abc https://dropbox.com.example/x", ""},
        {"a magnet link", "magnet:?xt=urn:btih:0123456789abcdef", "copyright-media/medium"},
        {"a link to a torrent file", "https://files.example/a/film.2026.torrent", "copyright-media/medium"},
        {"a torrent of water", "A torrent came down; see notes.torrential and file.torrent", ""},
        {"a torrent site", "https://1337x.to/torrent/1/film/", "copyright-media/medium"},
        {"an ordinary site", "https://www.gov.uk/guidance/a", ""},
    };
    for (const auto& row : table) EXPECT_EQ(told(seen(body(row.text))), row.want) << row.name;
}

TEST(Conduct, knows_media_and_footage_by_content) {
    struct Row {
        const char* name;
        const char* filename;
        const char* type;  // detected; "" = only octets
        std::string octets;
        const char* want;
    };
    const std::vector<Row> table = {
        {"music", "song.mp3", "audio/mpeg", "", "copyright-media/low"},
        {"a voice message", "voicemail-1234.wav", "audio/wav", "", ""},
        {"a film", "film.mp4", "video/mp4", "", "copyright-media/low cctv-footage/low"},
        {"a film under another name", "minutes.docx", "video/mp4", "", "copyright-media/low cctv-footage/low"},
        {"a disc", "x.iso", "application/x-iso9660-image", "", "copyright-media/low"},
        {"a picture", "a.jpg", "image/jpeg", "", ""},
        {"an e-book", "a.zip", "", "PK\3\4aaaaaaaaaaaaaaaaaaaaaaaaaamimetypeapplication/epub+zip",
         "copyright-media/low"},
        {"a Kindle book", "a.azw", "", std::string(60, 'x') + "BOOKMOBI", ""},
        {"a longer one", "a.azw", "", std::string(60, 'x') + "BOOKMOBI" + std::string(60, 'x'), "copyright-media/low"},
        {"a torrent file", "a.txt", "", "d8:announce35:http://tracker.example/announce4:infod", "copyright-media/low"},
        {"a recorder's stream", "x.bin", "", "\0\0\0\1\x67\x64"s, "cctv-footage/medium"},
        {"footage by its name", "CH01_20261118.mp4", "video/mp4", "", "copyright-media/low cctv-footage/medium"},
        {"a plain text", "a.txt", "", "dear 8:announce", ""},
        {"nothing", "a", "", "", ""},
    };
    for (const auto& row : table) {
        Reading reading;
        reading.leaves.push_back({row.octets, "attachment", {row.filename}, "2", row.filename, ""});
        Entity e;
        e.part = "2";
        e.path = {row.filename};
        e.filename = row.filename;
        e.detected_type = row.type;
        EXPECT_EQ(told(seen(reading, {e})), row.want) << row.name;
    }
    for (const char* camera :
         {"CH01_20261118.mp4", "NVR_ch3_main.dav", "cctv front gate.avi", "Camera2-0800.mkv", "ch4.mp4"})
        EXPECT_TRUE(is_camera_name(camera, lists())) << camera;
    for (const char* other : {"carnival.mp4", "church-fair.mov", "IMG_2041.MOV", "campaign.mp4", "channelling.avi"})
        EXPECT_FALSE(is_camera_name(other, lists())) << other;
}

}  // namespace
}  // namespace beadle::inspect
