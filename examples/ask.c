/* ask.c: opens an index, asks it, and prints the hits: a program as one writes it with the library.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *     cc ask.c $(pkg-config --cflags --libs dossier) -o ask
 *     ./ask news.idx open door
 *
 * Exit status, as grep has it: 0 something was found, 1 nothing was, 2 an error. */
#include <dossier.h>
#include <stdio.h>
#include <string.h>

/* Prints bytes of a passage's text, each match in square brackets, line ends as spaces. */
static void print_marked(const dossier_hit *hit, size_t start, size_t end) {
    size_t match = 0;
    for (size_t at = start; at < end; at++) {
        while (match < hit->match_count && hit->matches[match].end <= at)
            match++;
        int inside = match < hit->match_count && hit->matches[match].start <= at;
        char c = hit->passage.text.data[at];
        if (inside && (at == hit->matches[match].start || at == start))
            putchar('[');
        putchar(c == '\n' ? ' ' : c);
        if (inside && at + 1 == hit->matches[match].end)
            putchar(']');
    }
    putchar('\n');
}

static void print_hit(const dossier_hit *hit) {
    /* Strings are a pointer and a length; those of a hit are followed by a NUL as well. */
    printf("%d. %s (%s", (int)hit->rank, hit->article.title.data, hit->article.key.data);
    if (hit->article.date.size > 0)
        printf(", %s", hit->article.date.data);
    printf(", line %zu)\n", hit->passage.line);
    if (hit->sentence_count > 0)
        print_marked(hit, hit->sentences[0].start, hit->sentences[0].end);
}

int main(int argc, char **argv) {
    char words[4096] = "";
    if (argc < 3) {
        fprintf(stderr, "usage: ask INDEX WORDS...\n");
        return 2;
    }
    for (int i = 2; i < argc; i++) {
        size_t used = strlen(words);
        if (used + strlen(argv[i]) + 2 > sizeof words) {
            fprintf(stderr, "ask: too many words\n");
            return 2;
        }
        snprintf(words + used, sizeof words - used, "%s%s", used > 0 ? " " : "", argv[i]);
    }

    dossier_error err;
    dossier_index *index = NULL;
    dossier_result *result = NULL;
    dossier_search_options options = {0}; /* all that is 0 has its default */
    options.limit = 3;
    options.group = DOSSIER_GROUP_ARTICLE;
    const char *folder = argv[1];
    if (dossier_open(&index, &folder, 1, &err) != DOSSIER_OK ||
        dossier_search(index, dossier_string(words), &options, &result, &err) != DOSSIER_OK) {
        fprintf(stderr, "ask: %s\n", err.message);
        dossier_close(index);
        return 2;
    }
    if (dossier_result_remark(result) != NULL)
        fprintf(stderr, "ask: %s\n", dossier_result_remark(result));
    size_t count = dossier_result_count(result);
    for (size_t i = 0; i < count; i++)
        print_hit(dossier_result_hit(result, i));
    dossier_result_free(result);
    dossier_close(index);
    return count > 0 ? 0 : 1;
}
