// encoded_word.h — header field bodies to UTF-8: encoded-words, raw 8-bit octets, folding.
//
// Takes    octets of a field body. Hostile.
// Gives    UTF-8. Adjacent encoded-words join without the blank between them, and a character split over two of one
// charset
//          is put together again. What is not a well-formed encoded-word stays as written.
// Bounds   linear. Never throws but std::bad_alloc.
// Source   RFC 2047, RFC 2231 5; charsets as charset.h.
#pragma once

#include <string>
#include <string_view>

namespace beadle::inspect {

std::string unfold(std::string_view body);        // CR and LF dropped, outer blanks trimmed
std::string decode_words(std::string_view body);  // unfolded first
// What programs make of it that take an unfinished word for a word, decode what decoding gave, take plain ASCII or UTF-8
// for that whatever is claimed, put together what was cut between two words, or part a word from a letter behind it: a
// line each; "" = all the same.
std::string other_words(std::string_view body, std::string_view decoded);
// The same field with every encoded-word and raw octet rewritten as an UTF-8 encoded-word: a grammar parser can follow.
std::string plain_words(std::string_view body);

}  // namespace beadle::inspect
