/* Days from the first event to the last. Put your own measure in its place. */

#include "kpi/sdk/c/kpi_measure.h"

static const kpi_about inputs[] = {
    { KPI_TEXT("on"), KPI_TEXT("date"), true, KPI_TEXT("the day of an event; rows in any order") },
};

static const kpi_info info = {
    KPI_TEXT("{{name}}"), KPI_TEXT("1.0.0"), KPI_TEXT("Days from the first event to the last"), KPI_TEXT("days"),
    inputs, 1, NULL, 0,
};

static kpi_outcome figure(kpi_call *call, uint32_t first, const kpi_group *group, int64_t *days) {
    const kpi_column *on = kpi_input(call, "on");
    if (on == NULL || on->data.layout != KPI_DAYS)
        return kpi_says(call, KPI_TEXT_OF("no_dates"), KPI_TEXT_OF("the input \"on\" has to be dates"), on, -1);
    int32_t from = INT32_MAX, to = INT32_MIN;
    for (uint32_t row = first; row < first + group->rows; row++) {
        if (!kpi_has(on, row))
            return kpi_says(call, KPI_TEXT_OF("empty_cell"), KPI_TEXT_OF("an event has no day"), on, row);
        int32_t day = on->data.as.days.at[row];
        if (day < from) from = day;
        if (day > to) to = day;
    }
    if (group->rows == 0) return KPI_NO_CASES;
    *days = (int64_t)to - from;
    return KPI_IS;
}

/* The 0 says that figures have no decimals. */
KPI_MEASURE(info, 0, figure)
