#include <algorithm>

#include "inspect/text/pdf_qpdf.h"

#include <qpdf/QPDFWriter.hh>

namespace beadle::inspect {
namespace {

constexpr std::size_t most_text_stream = 4u << 20;

struct Full {};  // no std::exception: qpdf must not swallow it

class Collector final : public Pipeline {
  public:
    explicit Collector(std::size_t most) : Pipeline("collector", nullptr), most_(most) {}
    void write(const unsigned char* data, std::size_t length) override {
        if (length > most_ - octets.size()) throw Full{};
        octets.append(reinterpret_cast<const char*>(data), length);
    }
    void finish() override {}
    std::string octets;

  private:
    std::size_t most_;
};

long number_in(QPDFObjectHandle dictionary, const char* key, long otherwise) {
    auto value = dictionary.getKey(key);
    return value.isInteger() ? static_cast<long>(value.getIntValueAsInt()) : otherwise;
}

// The method of a crypt filter: "Identity", "V2", "AESV2", "AESV3", "None", "" = not understood.
std::string method_of(QPDFObjectHandle lock, const std::string& filter) {
    if (filter == "/Identity" || filter.empty()) return "Identity";
    auto filters = lock.getKey("/CF");
    if (!filters.isDictionary()) return "";
    auto one = filters.getKey(filter);
    if (!one.isDictionary()) return "";
    const auto method = name_in(one, "/CFM");
    return method.empty() || method == "/None" ? "None" : method.substr(1);
}

void judge_filters(QPDFObjectHandle lock, PdfSeal& seal) {
    const auto streams = method_of(lock, name_in(lock, "/StmF")), strings = method_of(lock, name_in(lock, "/StrF"));
    const auto files = lock.hasKey("/EFF") ? method_of(lock, name_in(lock, "/EFF")) : streams;
    auto clear = [](const std::string& m) { return m == "Identity" || m == "None"; };
    seal.pages_clear = clear(streams);
    const auto method = clear(streams) ? clear(files) ? strings : files : streams;
    seal.weak = method == "V2";
    seal.known = method == "V2" || method == "AESV2" || method == "AESV3" || clear(method);
    seal.why = method == "V2" ? "rc4-128" : method == "AESV2" ? "aes-128" : method == "AESV3" ? "aes-256" : "none";
    if (clear(streams) && !clear(files)) seal.why = "attachments-only, " + seal.why;
}

PdfSeal seal_of(QPDFObjectHandle lock) {
    PdfSeal seal;
    if (lock.isNull()) return seal;
    seal.encrypted = true;
    if (!lock.isDictionary()) {
        seal.known = false;
        return seal;
    }
    const auto handler = name_in(lock, "/Filter");
    const auto version = number_in(lock, "/V", 0), revision = number_in(lock, "/R", 0);
    const auto bits = number_in(lock, "/Length", 40);
    if (handler == "/Adobe.PubSec") {
        seal.why = "public-key";
        return seal;
    }
    seal.known = handler == "/Standard" && (version == 1 || version == 2 || version == 4 || version == 5);
    seal.weak = version == 1 || version == 2;
    seal.why = version == 1 ? "rc4-40" : "rc4-" + std::to_string(std::clamp(bits < 40 ? bits * 8 : bits, 40L, 128L));
    if (!seal.known) seal.why = "unknown handler";
    if (seal.known && version >= 4) judge_filters(lock, seal);
    if (version == 5 && revision == 5) seal.why += ", revision 5";
    return seal;
}

// After a failed opening the trailer is there; what it refers to was read before anything was decrypted.
void note_seal(QPDF& file, PdfObjects& out) {
    try {
        auto trailer = file.getTrailer();
        if (trailer.isDictionary()) out.seal = seal_of(trailer.getKey("/Encrypt"));
    } catch (const std::exception&) {
        out.seal.encrypted = true;
        out.seal.known = false;
    }
}

}  // namespace

std::string name_in(QPDFObjectHandle& dictionary, const char* key) {
    auto value = dictionary.getKey(key);
    return value.isName() ? value.getName() : std::string();
}

std::string text_in(QPDFObjectHandle& dictionary, const char* key) {
    auto value = dictionary.getKey(key);
    if (value.isString()) return value.getUTF8Value();
    if (!value.isStream()) return {};
    return QPDFObjectHandle::newString(unpack_pdf_stream(value, most_text_stream).octets).getUTF8Value();
}

UnpackedStream unpack_pdf_stream(QPDFObjectHandle stream, std::size_t most) {
    Collector collector(most);
    UnpackedStream out;
    try {
        out.whole = stream.pipeStreamData(&collector, nullptr, 0, qpdf_dl_specialized, true, false);
    } catch (const Full&) {
        out.too_long = true;
    } catch (const std::exception&) {
        out.whole = false;
    }
    out.octets = std::move(collector.octets);
    return out;
}

std::unique_ptr<QPDF> open_pdf(std::string_view octets, const std::string& password, PdfObjects& out) {
    auto file = std::make_unique<QPDF>();
    file->setSuppressWarnings(true);
    try {
        file->processMemoryFile("", octets.data(), octets.size(), password.c_str());
        note_seal(*file, out);
        out.opened = true;
        return file;
    } catch (const QPDFExc& e) {
        out.needs_password = e.getErrorCode() == qpdf_e_password;
        out.problem = out.needs_password ? "" : "its structure is damaged";
    } catch (const std::exception&) {
        out.problem = "its structure is damaged";
    }
    note_seal(*file, out);
    return {};
}

bool pdf_opens_with(std::string_view octets, const std::string& password) {
    PdfObjects ignored;
    return open_pdf(octets, password, ignored) != nullptr;
}

std::string pdf_without_lock(std::string_view octets, const std::string& password) {
    PdfObjects ignored;
    const auto file = open_pdf(octets, password, ignored);
    if (!file) return {};
    try {
        QPDFWriter writer(*file);
        writer.setOutputMemory();
        writer.setPreserveEncryption(false);
        writer.setStreamDataMode(qpdf_s_preserve);
        writer.write();
        const auto out = writer.getBufferSharedPointer();
        return std::string(reinterpret_cast<const char*>(out->getBuffer()), out->getSize());
    } catch (const std::exception&) {
        return {};
    }
}

}  // namespace beadle::inspect
