# embed.cmake — writes the .cc that builds the console's pages, styles and script into beadle-console.
#
#   cmake -DOUT=FILE -DPAGES=FOLDER -DASSETS=FOLDER -DGOVUK=FILE -P deploy/embed.cmake
#
# Of govuk-frontend's style sheet what is licensed for GOV.UK alone is left out: the font, the crest.
file(READ "${GOVUK}" govuk)
string(REGEX REPLACE "@font-face{[^}]*}" "" govuk "${govuk}")
string(REGEX REPLACE "GDS Transport[\"']?,arial,sans-serif" "system-ui,-apple-system,arial,sans-serif" govuk "${govuk}")
string(REGEX REPLACE "[\"']system-ui,-apple-system" "system-ui,-apple-system" govuk "${govuk}")
string(REGEX REPLACE "url\\([^)]*\\)" "none" govuk "${govuk}")
string(REGEX REPLACE "/\\*# sourceMappingURL[^*]*\\*/" "" govuk "${govuk}")
if(govuk MATCHES "url\\(|GDS Transport|@font-face")
  message(FATAL_ERROR "govuk-frontend's style sheet is not the one that was looked at: fonts or pictures are left in it")
endif()
file(WRITE "${OUT}.css" "${govuk}")

file(GLOB pages "${PAGES}/*.mustache" "${PAGES}/*.txt")
file(GLOB assets "${ASSETS}/*")
set(text "#include \"console/embedded.h\"\n\nnamespace beadle::console {\nnamespace {\n")
set(rows "")
set(number 0)
foreach(file IN LISTS pages assets ITEMS "${OUT}.css")
  get_filename_component(name "${file}" NAME)
  if(file STREQUAL "${OUT}.css")
    set(name "govuk.css")
  endif()
  file(READ "${file}" octets HEX)
  string(REGEX REPLACE "(..)" "0x\\1," octets "${octets}")
  string(APPEND text "constexpr unsigned char file_${number}[] = {${octets}0};\n")
  string(APPEND rows "    {\"${name}\", {reinterpret_cast<const char*>(file_${number}), sizeof file_${number} - 1}},\n")
  math(EXPR number "${number} + 1")
endforeach()
string(APPEND text "const Embedded files[] = {\n${rows}};\n}  // namespace\n\nstd::span<const Embedded> embedded_files() { return files; }\n\n}  // namespace beadle::console\n")
file(WRITE "${OUT}" "${text}")
