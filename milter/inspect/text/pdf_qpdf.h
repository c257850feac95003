// pdf_qpdf.h — a PDF opened with qpdf. Inside the edge of qpdf: pdf_open.cc, pdf_access.cc, pdf_objects.cc, pdf_walk.cc and
// pdf_page_list.cc include it.
//
// Bounds   see pdf_objects.h. Its exceptions end in these files.
#pragma once

#include <map>
#include <memory>
#include <set>

#define POINTERHOLDER_TRANSITION 4  // qpdf's headers: no pointer type of its own
#if defined(__clang__)
#define JSON_HH  // holds a vector of its own unfinished class, which clang 14 rejects in C++20; nothing here uses it
class JSON;
#endif
#include <qpdf/Pipeline.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFObjectHandle.hh>

#include "inspect/text/pdf_objects.h"

namespace beadle::inspect {

std::unique_ptr<QPDF> open_pdf(std::string_view octets, const std::string& password, PdfObjects& out);

// The octets of a stream, at most `most`; nothing when there are more or its filters fail.
struct UnpackedStream {
    std::string octets;
    bool whole = false, too_long = false;
};
UnpackedStream unpack_pdf_stream(QPDFObjectHandle stream, std::size_t most);

std::string name_in(QPDFObjectHandle& dictionary, const char* key);
std::string text_in(QPDFObjectHandle& dictionary, const char* key);  // a string or a stream of text, UTF-8

// Whether it is tagged and has a title: what a screen reader needs.
void note_pdf_access(QPDF& file, PdfObjects& out);

// Strings and names of any object, whatever key they stand under, that tell something (written_form.h); those that were
// said already are left out.
class PdfTelling {
  public:
    void take(QPDFObjectHandle& value);
    void take(std::string_view text);
    void give(PdfObjects& out);

  private:
    std::set<std::string> kept_;
};

void walk_pdf(QPDF& file, PdfObjects& out, Budget& budget);

// Pages by their objects and those of their annotations, numbered from 1; one more than `most` are looked at. False: the
// tree is damaged; nothing is told of one that runs in a ring.
bool list_pages(QPDF& file, Budget& budget, int most, int& count, std::map<QPDFObjGen, int>& out);

}  // namespace beadle::inspect
