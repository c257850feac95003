// html_table.h — the tables of an HTML text, as far as they hold data: cells parted by tabs, rows by line ends.
//
// Takes    the tags in order, and the visible text that grows between them.
// Gives    innermost tables with two or more rows of two or more cells.
// Bounds   200 tables, 50 inside each other, 200,000 cells a table.
// Runs in  inspect worker. Never throws but std::bad_alloc.
#pragma once

#include <string>
#include <vector>

#include "inspect/text/html_tag.h"

namespace beadle::inspect::html {

class HtmlTables {
  public:
    HtmlTables(const std::string& visible, std::vector<std::string>& out) : visible_(visible), out_(out) {}
    void element(const Tag& tag);
    void end_cell();
    void end();  // of the text

  private:
    struct Table {
        std::vector<std::vector<std::string>> rows;
        std::size_t cell_from = 0, cells = 0;
        bool in_cell = false, outer = false;
    };
    void end_table();

    const std::string& visible_;
    std::vector<std::string>& out_;
    std::vector<Table> open_;
};

}  // namespace beadle::inspect::html
