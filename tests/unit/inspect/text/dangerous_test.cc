// Files that run, install or lead away (tests/samples/make-threats), by every carrier, and those that only look alike.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "inspect/text/dangerous.h"
#include "unit/inspect/text/office_parts.h"

namespace beadle::inspect {
namespace {

using ::testing::HasSubstr;
using namespace testing;

// The surest finding of that kind: "high: Windows program".
std::string danger(const Reading& r) {
    const Finding* best = nullptr;
    for (const auto& f : r.findings)
        if (f.kind == FindingKind::dangerous_file && (!best || f.confidence > best->confidence)) best = &f;
    return best ? std::string(name(best->confidence)) + ": " + best->evidence : "";
}

struct Case {
    const char *sample, *want;
};
constexpr Case cases[] = {
    {"program.exe", "high: Windows program"},
    {"library.dll", "high: Windows program library"},
    {"addin.xll", "high: Office add-in"},
    {"program.elf", "high: Linux program"},
    {"program.macho", "high: macOS program"},
    {"dos.com", "high: DOS program"},
    {"A.class", "high: Java program"},
    {"program.jar", "high: Java program"},
    {"setup.msi", "high: Windows installer"},
    {"package.deb", "high: Linux installer (.deb)"},
    {"package.rpm", "high: Linux installer (.rpm)"},
    {"package.pkg", "high: macOS installer"},
    {"app.apk", "high: Android app"},
    {"app.msix", "high: Windows app package"},
    {"run.bat", "high: Windows command script"},
    {"plain.cmd", "high: Windows command script"},
    {"run.ps1", "high: PowerShell script"},
    {"under-text.txt", "medium: a script under the name .txt (PowerShell)"},
    {"run.vbs", "high: Visual Basic script"},
    {"run.js", "high: JavaScript that Windows runs"},
    {"run.vbe", "high: encoded Windows script"},
    {"run.wsf", "high: Windows script"},
    {"run.hta", "high: HTML application"},
    {"run.sh", "high: script (#!/bin/sh)"},
    {"shebang", "high: script (#!/usr/bin/env python3)"},
    {"run.py", "high: Python script"},
    {"change.reg", "high: registry file"},
    {"setup.inf", "high: Windows set-up file"},
    {"open.lnk", "high: Windows shortcut that starts powershell"},
    {"site.url", "high: web shortcut (.url)"},
    {"share.url", "high: web shortcut (.url)"},
    {"open.desktop", "high: Linux shortcut"},
    {"open.scf", "high: Windows shortcut (.scf)"},
    {"open.library-ms", "high: Windows library shortcut"},
    {"open.search-ms", "high: Windows search shortcut"},
    {"open.settingcontent-ms", "high: Windows settings shortcut"},
    {"desk.rdp", "high: remote desktop file"},
    {"query.iqy", "high: Excel web query"},
    {"help.chm", "high: Windows help file"},
    {"notes.one", "high: "},
    {"disc.iso.gz", "high: "},
    {"disc.udf.gz", "high: disc image (UDF)"},
    {"disc.vhd", "high: disc image (.vhd)"},
    {"disc.vhdx", "high: disc image (.vhdx)"},
    {"disc.dmg", "high: macOS disc image"},
    {"disc.img", "high: disc image (.img)"},
    {"addin.ppam", "high: Office add-in"},
};

std::string nested(const std::string& message) {
    return "From: a@town.example\r\nContent-Type: multipart/mixed; boundary=outer\r\n\r\n--outer\r\nContent-Type: "
           "message/rfc822\r\n\r\n" +
           message + "\r\n--outer--\r\n";
}

TEST(DangerousFiles, AreFoundPlainInArchivesInMessagesAndInDocuments) {
    for (const auto& c : cases) {
        const std::string octets = sample("threats/" + std::string(c.sample));
        ASSERT_FALSE(octets.empty()) << c.sample;
        const std::string plain = message_with(octets, c.sample);
        const std::string zip = message_with(test::zip_of({{c.sample, octets}}), "a.zip");
        const std::string document = message_with(
            word_with(paragraph(run("See the file.")), {{"word/embeddings/" + std::string(c.sample), octets}}),
            "a.docx");
        EXPECT_THAT(danger(read(plain).reading), HasSubstr(c.want)) << c.sample << " plain";
        EXPECT_THAT(danger(read(zip).reading), HasSubstr(c.want)) << c.sample << " in a ZIP archive";
        EXPECT_THAT(danger(read(nested(plain)).reading), HasSubstr(c.want)) << c.sample << " in a nested message";
        EXPECT_THAT(danger(read(document).reading), HasSubstr(c.want)) << c.sample << " in a document";
    }
}

TEST(DangerousFiles, ThatHideBehindAName) {
    const std::string exe = sample("threats/program.exe");
    EXPECT_THAT(danger(read(message_with(exe, "invoice.pdf.exe")).reading), HasSubstr("two endings, .pdf and .exe"));
    EXPECT_THAT(danger(read(message_with(exe, "invoice.pdf", "application/pdf")).reading),
                HasSubstr("its name says PDF"));
    EXPECT_THAT(danger(read(message_with(exe, "invoice.pdf        .exe")).reading), HasSubstr("two endings"));
    EXPECT_THAT(danger(read(message_with(exe, "invoice             .exe")).reading), HasSubstr("blanks in its name"));
    EXPECT_THAT(danger(read(message_with(exe,
                                         "invoice\xE2\x80\xAE"
                                         "fdp.exe"))
                           .reading),
                HasSubstr("right to left"));
    EXPECT_THAT(danger(read(message_with(exe, "photo", "image/jpeg")).reading), HasSubstr("sent as image/jpeg"));
}

TEST(DangerousFiles, ThatAreCutShortAreProgramsStill) {
    const std::string start("MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff", 14);
    EXPECT_THAT(danger(read(message_with(start, "delivery\xE2\x80\xAEtxt.exe")).reading),
                HasSubstr("high: beginning of a Windows program; its name"));
}

TEST(DangerousFiles, AreNotWhatOnlyBearsTheirWords) {
    const std::string minutes = sample("documents/minutes.docx");
    const struct {
        const char *name, *octets;
    } texts[] = {
        {"minutes.txt", "The clerk will run the annual meeting.\nShell Lane: the path is closed.\n"},
        {"list.csv", "Name,Plot\nA. Tester,1\nB. Tester,2\n"},
        {"page.html", "<html><body><p>Agenda</p></body></html>"},
        {"data.xml", "<?xml version=\"1.0\"?><component><name>bench</name></component>"},
        {"notes.md", "# Notes\n\nSee the script of the play.\n"},
        {"meeting.ics", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Meeting\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"},
        {"how-to.txt", "Open PowerShell and type powershell.exe to check the version.\n"},
        {"settings.ini", "[window]\nwidth=3\n"},
    };
    for (const auto& t : texts)
        EXPECT_EQ(danger(read(message_with(t.octets, t.name, "text/plain")).reading), "") << t.name;
    EXPECT_EQ(danger(read(message_with(minutes, "minutes.docx")).reading), "");
    EXPECT_EQ(danger(read(message_with("\x89PNG\r\n\x1A\n" + std::string(40, '\1'), "a.png")).reading), "");
    EXPECT_EQ(danger(read("Subject: a\r\n\r\n@echo off\r\nis how such a file begins\r\n").reading), "");
    EXPECT_THAT(danger(read(message_with("%PDF-1.4\n", "a.pdf.exe")).reading), HasSubstr("low: "));
}

TEST(DangerousFiles, ThatAreSealedAreKnownByTheirNamesAtMost) {
    EXPECT_EQ(danger(read_sample("packed/mixed5.rar").reading), "");
    std::string sealed = sample("archives/zipcrypto.zip");
    ASSERT_NE(sealed.find("list.txt"), std::string::npos);
    sealed = replace_all(sealed, "list.txt", "list.exe");
    EXPECT_THAT(danger(read(message_with(sealed, "a.zip")).reading), HasSubstr("medium: sealed file"));
}

TEST(DangerousFiles, CutAnywhereStopNothing) {
    for (const char* name : {"program.exe", "setup.msi", "open.lnk", "notes.one", "package.deb", "disc.img"}) {
        const std::string octets = sample("threats/" + std::string(name));
        for (std::size_t size = 0; size < std::min<std::size_t>(octets.size(), 1200); size += 7)
            (void)danger(read(message_with(octets.substr(0, size), name)).reading);
    }
}

}  // namespace
}  // namespace beadle::inspect
