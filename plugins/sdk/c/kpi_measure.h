/* Write a measure for kpi in C: one function over the rows of a figure. Include this in one file.
 *
 * The layouts below are those of plugins/wit/1.0.0 on 32-bit WebAssembly under the component model's canonical ABI, so
 * nothing is generated. No C library is needed: memory is handed out once and never taken back, since kpi gives every
 * call a fresh start.
 *
 *   clang --target=wasm32 -nostdlib -Oz -Wl,--no-entry -o build/core.wasm measure.c
 */
#ifndef KPI_MEASURE_H
#define KPI_MEASURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct { const char *at; uint32_t length; } kpi_text;
/* A text that stands in the source. */
#define KPI_TEXT(literal) { literal, sizeof(literal) - 1 }

typedef struct { kpi_text name, value; } kpi_setting;
/* Days since 1970-01-01; both belong to the period. */
typedef struct { int32_t start, end; } kpi_span;
/* The rows of one figure, after those of the group before. */
typedef struct { uint32_t rows; kpi_span period; } kpi_group;

enum { KPI_NUMS, KPI_INTS, KPI_FIXED, KPI_DAYS, KPI_BOOLS, KPI_DICT, KPI_UTF8 };

typedef struct {
    uint8_t layout;
    union {
        struct { const double *at; uint32_t length; } nums;
        struct { const int64_t *at; uint32_t length; } ints;
        /* units x 10^-scale */
        struct { uint8_t scale; const int64_t *at; uint32_t length; } fixed;
        struct { const int32_t *at; uint32_t length; } days;
        struct { const uint8_t *at; uint32_t length; } bools;
        struct { const kpi_text *values; uint32_t values_length; const uint32_t *codes; uint32_t length; } dict;
        struct { const uint32_t *offsets; uint32_t offsets_length; const uint8_t *bytes; uint32_t bytes_length; } utf8;
    } as;
} kpi_data;

typedef struct {
    kpi_text name;
    /* Bit i % 8 of byte i / 8 is set where row i has a cell; no bytes at all: no cell is empty. */
    const uint8_t *valid;
    uint32_t valid_length;
    kpi_data data;
} kpi_column;

typedef struct { kpi_text name, kind; bool required; kpi_text about; } kpi_about;

typedef struct {
    kpi_text id, version, title, unit;
    const kpi_about *inputs;
    uint32_t inputs_length;
    const kpi_about *settings;
    uint32_t settings_length;
} kpi_info;

typedef struct { uint8_t there; kpi_text text; } kpi_maybe_text;
typedef struct { uint8_t there; uint32_t number; } kpi_maybe_number;
typedef struct { kpi_text code, message; kpi_maybe_text column; kpi_maybe_number row; } kpi_problem;

/* All that a call was given. */
typedef struct {
    const kpi_setting *settings;
    uint32_t settings_length;
    uint32_t rows;
    const kpi_column *columns;
    uint32_t columns_length;
    kpi_problem problem;
} kpi_call;

typedef enum { KPI_IS, KPI_NO_CASES, KPI_PROBLEM } kpi_outcome;

_Static_assert(sizeof(void *) == 4 && sizeof(kpi_column) == 36 && sizeof(kpi_data) == 20, "for wasm32");
_Static_assert(sizeof(kpi_problem) == 36 && sizeof(kpi_info) == 48 && sizeof(kpi_about) == 28, "for wasm32");

extern unsigned char __heap_base;
static uintptr_t kpi_top;

/* Memory that is never taken back; traps where there is no more. */
static void *kpi_take(size_t bytes, size_t align) {
    if (kpi_top == 0) kpi_top = (uintptr_t)&__heap_base;
    uintptr_t at = (kpi_top + align - 1) & ~(uintptr_t)(align - 1);
    uintptr_t end = at + bytes;
    if (end < at) __builtin_trap();
    uintptr_t have = (uintptr_t)__builtin_wasm_memory_size(0) << 16;
    if (end > have && __builtin_wasm_memory_grow(0, (end - have + 0xffff) >> 16) == (size_t)-1) __builtin_trap();
    kpi_top = end;
    return (void *)at;
}

__attribute__((export_name("cabi_realloc"))) void *
cabi_realloc(void *old, size_t old_size, size_t align, size_t new_size) {
    unsigned char *at = kpi_take(new_size, align);
    for (size_t i = 0; i < old_size && i < new_size; i++) at[i] = ((unsigned char *)old)[i];
    return at;
}

static bool kpi_same(kpi_text one, const char *other) {
    uint32_t i = 0;
    while (i < one.length && other[i] != 0 && one.at[i] == other[i]) i++;
    return i == one.length && other[i] == 0;
}

/* An input by its name, or nothing. */
static inline const kpi_column *kpi_input(const kpi_call *call, const char *name) {
    for (uint32_t i = 0; i < call->columns_length; i++)
        if (kpi_same(call->columns[i].name, name)) return &call->columns[i];
    return NULL;
}

static inline bool kpi_has(const kpi_column *column, uint32_t row) {
    return column->valid_length == 0 || (column->valid[row / 8] >> (row % 8) & 1);
}

/* A setting's text, or nothing. */
static inline const kpi_text *kpi_setting_of(const kpi_call *call, const char *name) {
    for (uint32_t i = 0; i < call->settings_length; i++)
        if (kpi_same(call->settings[i].name, name)) return &call->settings[i].value;
    return NULL;
}

/* Says why there is no answer: `return kpi_says(call, KPI_TEXT_OF("empty_cell"), ...)`. */
static inline kpi_outcome kpi_says(kpi_call *call, kpi_text code, kpi_text message, const kpi_column *column, int64_t row) {
    call->problem.code = code;
    call->problem.message = message;
    call->problem.column.there = column != NULL;
    if (column != NULL) call->problem.column.text = column->name;
    call->problem.row.there = row >= 0;
    call->problem.row.number = (uint32_t)row;
    return KPI_PROBLEM;
}
#define KPI_TEXT_OF(literal) ((kpi_text)KPI_TEXT(literal))

/* Declares the measure. `figure` is called for each group with the first of its rows, and writes units x 10^-scale:
 *   kpi_outcome figure(kpi_call *call, uint32_t first, const kpi_group *group, int64_t *units) */
#define KPI_MEASURE(info, scale_of_all, figure)                                                                        \
    __attribute__((export_name("kpi:plugin/measure@1.0.0#describe"))) const kpi_info *kpi_describe(void) {             \
        return &(info);                                                                                                \
    }                                                                                                                  \
    __attribute__((export_name("kpi:plugin/measure@1.0.0#evaluate"))) void *kpi_evaluate(                              \
        const kpi_setting *settings, uint32_t settings_length, uint32_t rows, const kpi_column *columns,               \
        uint32_t columns_length, const kpi_group *groups, uint32_t groups_length) {                                    \
        kpi_call call = { settings, settings_length, rows, columns, columns_length, { { 0, 0 }, { 0, 0 }, { 0, { 0, 0 } }, { 0, 0 } } }; \
        struct { uint8_t is_problem; union { kpi_column column; kpi_problem problem; } as; } *answer =                 \
            kpi_take(sizeof *answer, 4);                                                                               \
        int64_t *units = kpi_take((size_t)groups_length * 8, 8);                                                       \
        uint32_t valid_length = (groups_length + 7) / 8, first = 0;                                                    \
        uint8_t *valid = kpi_take(valid_length, 1);                                                                    \
        for (uint32_t i = 0; i < valid_length; i++) valid[i] = 0;                                                      \
        for (uint32_t i = 0; i < groups_length; i++) {                                                                 \
            units[i] = 0;                                                                                              \
            switch (figure(&call, first, &groups[i], &units[i])) {                                                     \
            case KPI_IS: valid[i / 8] |= (uint8_t)(1u << (i % 8)); break;                                              \
            case KPI_NO_CASES: break;                                                                                  \
            case KPI_PROBLEM:                                                                                          \
                answer->is_problem = 1;                                                                                \
                answer->as.problem = call.problem;                                                                     \
                return answer;                                                                                         \
            }                                                                                                          \
            first += groups[i].rows;                                                                                   \
        }                                                                                                              \
        answer->is_problem = 0;                                                                                        \
        answer->as.column.name = KPI_TEXT_OF("figure");                                                                \
        answer->as.column.valid = valid;                                                                               \
        answer->as.column.valid_length = valid_length;                                                                 \
        answer->as.column.data.layout = KPI_FIXED;                                                                     \
        answer->as.column.data.as.fixed.scale = (scale_of_all);                                                        \
        answer->as.column.data.as.fixed.at = units;                                                                    \
        answer->as.column.data.as.fixed.length = groups_length;                                                        \
        return answer;                                                                                                 \
    }

#endif
