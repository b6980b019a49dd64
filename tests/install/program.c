/* program.c: a program as a user of the installed library writes it: indexes three articles, searches, prints.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Usage: program FOLDER WORDS.  It is built outside the project's tree, with what pkg-config says and nothing else. */
#include <dossier.h>
#include <stdio.h>
#include <string.h>

static int fail(const dossier_error *err)
{
    fprintf(stderr, "program: %s\n", err->message);
    return 2;
}

static int put(void *context, const char *data, size_t size)
{
    return fwrite(data, 1, size, (FILE *)context) == size ? 0 : -1;
}

int main(int argc, char **argv)
{
    static const char *const articles[][3] = {
        {"2022/door", "The open door", "Finland and Sweden applied in May. Turkey objected for six weeks."},
        {"2008/bucharest", "A promise in Bucharest", "Georgia and Ukraine were told that they would join one day."},
        {"2022/sanctions", "Sanctions", "Banks were cut off from payments. The price of gas went up."},
    };
    dossier_error err;
    dossier_writer *writer;
    dossier_index *index;
    dossier_result *result;

    if (argc != 3) {
        fprintf(stderr, "usage: program FOLDER WORDS\n");
        return 2;
    }
    if (strcmp(dossier_version(), DOSSIER_VERSION) != 0) {
        fprintf(stderr, "program: the header is of %s, the library of %s\n", DOSSIER_VERSION, dossier_version());
        return 2;
    }

    if (dossier_writer_open(&writer, argv[1], NULL, &err) != DOSSIER_OK)
        return fail(&err);
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++) {
        dossier_article article = {0};
        article.key = dossier_string(articles[i][0]);
        article.title = dossier_string(articles[i][1]);
        article.text = dossier_string(articles[i][2]);
        if (dossier_writer_add(writer, &article, &err) < 0)
            return fail(&err);
    }
    if (dossier_writer_commit(writer, &err) != DOSSIER_OK)
        return fail(&err);
    dossier_writer_close(writer);

    const char *folder = argv[1];
    if (dossier_open(&index, &folder, 1, &err) != DOSSIER_OK)
        return fail(&err);
    if (dossier_search(index, dossier_string(argv[2]), NULL, &result, &err) != DOSSIER_OK)
        return fail(&err);
    for (size_t i = 0; i < dossier_result_count(result); i++) {
        const dossier_hit *hit = dossier_result_hit(result, i);
        printf("%d. %.*s:", (int)hit->rank, (int)hit->article.key.size, hit->article.key.data);
        for (size_t m = 0; m < hit->match_count; m++)
            printf(" %.*s", (int)(hit->matches[m].end - hit->matches[m].start),
                   hit->passage.text.data + hit->matches[m].start);
        putchar('\n');
    }
    dossier_print_options options = {0};
    options.format = "json";
    if (dossier_print(result, &options, put, stdout, &err) != DOSSIER_OK)
        return fail(&err);
    dossier_result_free(result);
    dossier_close(index);
    return 0;
}
