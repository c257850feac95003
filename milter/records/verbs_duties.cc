// verbs_duties.cc — report, acknowledge.record, acknowledge.list.
#include "records/acknowledgements.h"
#include "records/argument_reader.h"
#include "records/report.h"
#include "records/verbs.h"

namespace beadle::records {

std::span<const Verb> duty_verbs() {
    static constexpr Verb verbs[] = {
        {.name = "report",
         .job = [](Store& store, const Person&, const std::string& arguments) -> Result<std::unique_ptr<Job>> {
             std::string named;
             bool access = false;
             if (auto good = ArgumentReader().text("period", named).flag("access", access).read(arguments); !good)
                 return good.failure();
             auto period = named.empty() ? Result<Period>(month_before(store.clock.wall())) : period_named(named);
             if (!period) return period.failure();
             return std::unique_ptr<Job>(std::make_unique<ReportJob>(std::move(*period), access));
         }},
        {.name = "acknowledge.record", .write = record_acknowledgement},
        {.name = "acknowledge.list", .read = list_acknowledgements},
    };
    return verbs;
}

}  // namespace beadle::records
