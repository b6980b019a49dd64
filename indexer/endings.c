/* endings.c: counting the files that are left alone, by the endings of their names.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/endings.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The kinds named in the message. */
enum { NAMED_MOST = 6 };

int endings_is_readme(const char *name) {
    return strncasecmp(name, "readme", 6) == 0 && (name[6] == '\0' || name[6] == '.');
}

/* The ending in lower case, or "README"; "no ending" where there is none, or one that is none to be printed. */
static void ending_of(const char *path, char out[ENDING_SIZE]) {
    const char *name = strrchr(path, '/');
    name = name == NULL ? path : name + 1;
    const char *point = strrchr(name, '.');
    size_t size = point == NULL ? 0 : strlen(point);
    snprintf(out, ENDING_SIZE, endings_is_readme(name) ? "README" : "no ending");
    if (endings_is_readme(name) || size < 2 || size >= ENDING_SIZE || point == name)
        return;
    for (size_t i = 1; i < size; i++)
        if (!isalnum((unsigned char)point[i]))
            return;
    for (size_t i = 0; i <= size; i++)
        out[i] = (char)tolower((unsigned char)point[i]);
}

void endings_count(endings *e, const char *path) {
    char name[ENDING_SIZE];
    ending_of(path, name);
    e->total++;
    for (size_t i = 0; i < e->kind_count; i++)
        if (strcmp(e->kinds[i].name, name) == 0) {
            e->kinds[i].count++;
            return;
        }
    if (e->kind_count == ENDINGS_MOST)
        return;
    snprintf(e->kinds[e->kind_count].name, ENDING_SIZE, "%s", name);
    e->kinds[e->kind_count++].count = 1;
}

static int more_first(const void *a, const void *b) {
    const ending_kind *x = a, *y = b;
    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    return strcmp(x->name, y->name);
}

int endings_message(endings *e, char *out, size_t size) {
    char list[NAMED_MOST * 40] = "";
    size_t used = 0, named = 0;
    if (e->total == 0)
        return 0;
    qsort(e->kinds, e->kind_count, sizeof *e->kinds, more_first);
    for (size_t i = 0; i < e->kind_count && i < NAMED_MOST; i++) {
        int n = snprintf(list + used, sizeof list - used, "%s%s %zu", i == 0 ? "" : ", ", e->kinds[i].name,
                         e->kinds[i].count);
        used += n > 0 ? (size_t)n : 0;
        named += e->kinds[i].count;
    }
    snprintf(out, size, "%zu file%s of other kinds left alone (%s%s); name one to index it", e->total,
             e->total == 1 ? "" : "s", list, named < e->total ? ", ..." : "");
    return 1;
}
