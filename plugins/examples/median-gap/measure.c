/* The median number of days between one event and the next: reviews of a child in care, visits to a home. */

#include "../../sdk/c/kpi_measure.h"

static const kpi_about inputs[] = {
    { KPI_TEXT("on"), KPI_TEXT("date"), true, KPI_TEXT("the day of an event; rows in any order") },
};

static const kpi_info info = {
    KPI_TEXT("median_gap"), KPI_TEXT("1.0.0"), KPI_TEXT("Median days from one event to the next"), KPI_TEXT("days"),
    inputs, 1, NULL, 0,
};

static void sift(int32_t *of, uint32_t from, uint32_t length) {
    for (uint32_t child; (child = 2 * from + 1) < length; from = child) {
        if (child + 1 < length && of[child + 1] > of[child]) child++;
        if (of[from] >= of[child]) return;
        int32_t held = of[from];
        of[from] = of[child];
        of[child] = held;
    }
}

/* Heap sort: the same work whatever order the rows come in, so that nobody can make it slow. */
static void sort(int32_t *of, uint32_t length) {
    for (uint32_t i = length / 2; i-- > 0;) sift(of, i, length);
    for (uint32_t last = length; last-- > 1;) {
        int32_t held = of[0];
        of[0] = of[last];
        of[last] = held;
        sift(of, 0, last);
    }
}

/* With one decimal, since the median of an even number of gaps may be a half. */
static kpi_outcome figure(kpi_call *call, uint32_t first, const kpi_group *group, int64_t *tenths) {
    const kpi_column *on = kpi_input(call, "on");
    if (on == NULL || on->data.layout != KPI_DAYS)
        return kpi_says(call, KPI_TEXT_OF("no_dates"), KPI_TEXT_OF("the input \"on\" has to be dates"), on, -1);
    if (group->rows < 2) return KPI_NO_CASES;
    int32_t *days = kpi_take((size_t)group->rows * 4, 4);
    for (uint32_t i = 0; i < group->rows; i++) {
        if (!kpi_has(on, first + i))
            return kpi_says(call, KPI_TEXT_OF("empty_cell"), KPI_TEXT_OF("an event has no day; leave such rows out in the rule"), on, first + i);
        days[i] = on->data.as.days.at[first + i];
    }
    sort(days, group->rows);
    uint32_t gaps = group->rows - 1;
    for (uint32_t i = 0; i < gaps; i++) days[i] = days[i + 1] - days[i];
    sort(days, gaps);
    int64_t middle = (int64_t)days[gaps / 2] + (gaps % 2 == 1 ? days[gaps / 2] : days[gaps / 2 - 1]);
    *tenths = middle * 5;
    return KPI_IS;
}

KPI_MEASURE(info, 1, figure)
