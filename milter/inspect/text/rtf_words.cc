#include "inspect/text/rtf_words.h"

#include <unordered_map>

namespace beadle::inspect {
namespace {

constexpr RtfWord into(std::string_view name, RtfInto where) {
    return {name, RtfAct::into, static_cast<std::uint32_t>(where)};
}
constexpr RtfWord is(std::string_view name, RtfAct act, std::uint32_t value = 0) { return {name, act, value}; }

// clang-format off
constexpr RtfWord words[] = {
    is("par", RtfAct::paragraph), is("sect", RtfAct::paragraph), is("page", RtfAct::paragraph), is("line", RtfAct::line),
    is("lbr", RtfAct::line), is("softline", RtfAct::line), is("column", RtfAct::line), is("tab", RtfAct::tab),
    is("cell", RtfAct::cell), is("row", RtfAct::row), is("nestcell", RtfAct::inner_cell), is("nestrow", RtfAct::inner_row),
    is("v", RtfAct::hidden), is("webhidden", RtfAct::hidden), is("deleted", RtfAct::deleted), is("revised", RtfAct::revised),
    is("intbl", RtfAct::in_table), is("pard", RtfAct::pard), is("plain", RtfAct::plain),
    is("f", RtfAct::font), is("af", RtfAct::none), is("deff", RtfAct::default_font), is("fcharset", RtfAct::font_charset),
    is("cpg", RtfAct::font_codepage), is("ansicpg", RtfAct::codepage), is("mac", RtfAct::codepage, 10000),
    is("pc", RtfAct::codepage, 437), is("pca", RtfAct::codepage, 850), is("ansi", RtfAct::none),
    is("u", RtfAct::unicode), is("uc", RtfAct::unicode_skip),
    is("fromhtml", RtfAct::from_html), is("htmlrtf", RtfAct::html_rtf),
    is("emdash", RtfAct::character, 0x2014), is("endash", RtfAct::character, 0x2013), is("bullet", RtfAct::character, 0x2022),
    is("lquote", RtfAct::character, 0x2018), is("rquote", RtfAct::character, 0x2019),
    is("ldblquote", RtfAct::character, 0x201C), is("rdblquote", RtfAct::character, 0x201D),
    is("emspace", RtfAct::character, 0x20), is("enspace", RtfAct::character, 0x20), is("qmspace", RtfAct::character, 0x20),

    into("fonttbl", RtfInto::fonts), into("info", RtfInto::info), into("userprops", RtfInto::info), into("revtbl", RtfInto::info),
    into("header", RtfInto::headers), into("headerl", RtfInto::headers), into("headerr", RtfInto::headers),
    into("headerf", RtfInto::headers), into("footer", RtfInto::headers), into("footerl", RtfInto::headers),
    into("footerr", RtfInto::headers), into("footerf", RtfInto::headers), into("footnote", RtfInto::notes),
    into("annotation", RtfInto::comments), into("atnauthor", RtfInto::comments), into("atnid", RtfInto::comments),
    into("fldinst", RtfInto::code), into("xe", RtfInto::code), into("tc", RtfInto::code), into("objname", RtfInto::code),
    into("objclass", RtfInto::object_class), into("objdata", RtfInto::object_data), into("sv", RtfInto::shape_value),
    into("htmltag", RtfInto::html_tag), into("mhtmltag", RtfInto::nothing), into("upr", RtfInto::ansi_twin),
    into("ud", RtfInto::unicode_twin),

    into("fldrslt", RtfInto::same), into("result", RtfInto::same), into("shptxt", RtfInto::same), into("shpinst", RtfInto::same),
    into("shppict", RtfInto::same), into("shprslt", RtfInto::nothing), into("nesttableprops", RtfInto::same),
    into("dptxbxtext", RtfInto::same), into("do", RtfInto::same), into("background", RtfInto::same), into("shpgrp", RtfInto::same),
    into("mmath", RtfInto::same), into("moMath", RtfInto::same), into("moMathPara", RtfInto::same), into("listtext", RtfInto::same),
    into("pntext", RtfInto::same), into("object", RtfInto::same), into("shp", RtfInto::same), into("field", RtfInto::same),
    into("fname", RtfInto::nothing), into("falt", RtfInto::nothing), into("panose", RtfInto::nothing),

    into("pict", RtfInto::nothing), into("nonshppict", RtfInto::nothing), into("stylesheet", RtfInto::code),
    into("colortbl", RtfInto::nothing), into("filetbl", RtfInto::nothing), into("listtable", RtfInto::nothing),
    into("listoverridetable", RtfInto::nothing), into("listpicture", RtfInto::nothing), into("rsidtbl", RtfInto::nothing),
    into("themedata", RtfInto::nothing), into("colorschememapping", RtfInto::nothing), into("datastore", RtfInto::nothing),
    into("latentstyles", RtfInto::nothing), into("generator", RtfInto::nothing), into("mmathPr", RtfInto::nothing),
    into("xmlnstbl", RtfInto::nothing), into("wgrffmtfilter", RtfInto::nothing), into("pn", RtfInto::nothing),
    into("pgdsctbl", RtfInto::nothing), into("ftnsep", RtfInto::nothing), into("ftnsepc", RtfInto::nothing),
    into("ftncn", RtfInto::nothing), into("aftnsep", RtfInto::nothing), into("aftnsepc", RtfInto::nothing),
    into("aftncn", RtfInto::nothing), into("bkmkstart", RtfInto::code), into("bkmkend", RtfInto::nothing),
    into("atndate", RtfInto::nothing), into("atntime", RtfInto::nothing), into("atnref", RtfInto::nothing),
    into("atrfstart", RtfInto::nothing), into("atrfend", RtfInto::nothing), into("atnparent", RtfInto::nothing),
    into("atnicn", RtfInto::nothing), into("datafield", RtfInto::nothing), into("blipuid", RtfInto::nothing),
    into("bliptag", RtfInto::nothing), into("sn", RtfInto::nothing), into("nonesttables", RtfInto::nothing),
    into("defchp", RtfInto::nothing), into("defpap", RtfInto::nothing), into("picprop", RtfInto::nothing),
    into("creatim", RtfInto::nothing), into("revtim", RtfInto::nothing), into("printim", RtfInto::nothing),
    into("buptim", RtfInto::nothing), into("pgptbl", RtfInto::nothing), into("fchars", RtfInto::nothing),
    into("lchars", RtfInto::nothing), into("levelnumbers", RtfInto::nothing), into("leveltext", RtfInto::nothing),
    into("objalias", RtfInto::nothing), into("objsect", RtfInto::nothing),
};
// clang-format on

}  // namespace

const RtfWord* rtf_word(std::string_view name) {
    static const auto table = [] {
        std::unordered_map<std::string_view, const RtfWord*> out;
        for (const auto& w : words) out.emplace(w.name, &w);
        return out;
    }();
    const auto it = table.find(name);
    return it == table.end() ? nullptr : it->second;
}

}  // namespace beadle::inspect
