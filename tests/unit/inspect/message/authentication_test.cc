#include "inspect/message/authentication.h"

#include <gtest/gtest.h>

namespace beadle::inspect {
namespace {

std::string told(const std::vector<HeaderField>& fields) {
    std::string out;
    for (const auto& r : authentication_of(fields))
        out += r.server + " " + r.method + "=" + r.result + " " + r.domain + " " + std::to_string(r.field) +
               (r.below_received ? " below" : "") + "; ";
    return out;
}

HeaderField results(const std::string& body) { return {"Authentication-Results", body, body}; }

TEST(Authentication, ResultsAreRead) {
    const struct {
        const char *body, *want;
    } cases[] = {
        {"mx.council.example; spf=pass smtp.mailfrom=a@b.example; dkim=fail (bad; signature) header.d=b.example",
         "mx.council.example spf=pass b.example 1; mx.council.example dkim=fail b.example 1; "},
        {"mx.council.example 1;\r\n\tdmarc=fail (p=reject dis=none)\r\n\theader.from=B.Example",
         "mx.council.example dmarc=fail b.example 1; "},
        {"MX.Council.Example; dkim/1 = pass reason=\"good; dmarc=pass\" header.i=@b.example",
         "mx.council.example dkim=pass b.example 1; "},
        {"mx.council.example; none", "mx.council.example =  1; "},
        {"(comment) mx.council.example; spf=softfail", "mx.council.example spf=softfail  1; "},
        {"mx.council.example; arc=pass; auth=pass smtp.auth=x", "mx.council.example =  1; "},
        {"", " =  1; "},
    };
    for (const auto& c : cases) EXPECT_EQ(told({results(c.body)}), c.want) << c.body;
}

TEST(Authentication, FieldsAreCountedFromTheTop) {
    EXPECT_EQ(told({results("a; spf=pass"), {"Received", "x", "x"}, results("a; spf=fail")}),
              "a spf=pass  1; a spf=fail  2 below; ");
}

TEST(Authentication, HasBounds) {
    std::string body = "a";
    for (int i = 0; i < 5000; ++i) body += "; spf=pass";
    EXPECT_LE(authentication_of({results(body), results(body)}).size(), InspectionLimits::authentication);
    EXPECT_EQ(told({results(std::string(5000, '('))}), " =  1; ");
}

}  // namespace
}  // namespace beadle::inspect
