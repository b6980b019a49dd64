/* language.c: telling which language a text is in, with libexttextcat's n-gram profiles.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/text/language.h"

#include <errno.h>
#include <textcat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <unistd.h>

#include "engine/error.h"

/* The beginning of a text is enough. */
#define BYTES_READ 3000

/* A language tag's first part, and the stemmer's name. */
static const struct {
    const char *tag;
    const char *lang;
} languages[] = {
    {"ar", "arabic"},     {"ca", "catalan"},   {"da", "danish"},  {"de", "german"},     {"el", "greek"},
    {"en", "english"},    {"es", "spanish"},   {"eu", "basque"},  {"fi", "finnish"},    {"fr", "french"},
    {"ga", "irish"},      {"hi", "hindi"},     {"hu", "hungarian"}, {"hy", "armenian"}, {"id", "indonesian"},
    {"it", "italian"},    {"lt", "lithuanian"}, {"nb", "norwegian"}, {"ne", "nepali"},  {"nl", "dutch"},
    {"nn", "norwegian"},  {"no", "norwegian"}, {"pt", "portuguese"}, {"ro", "romanian"}, {"ru", "russian"},
    {"sr", "serbian"},    {"sv", "swedish"},   {"ta", "tamil"},   {"tr", "turkish"},    {"yi", "yiddish"},
};

#define LANGUAGES (sizeof languages / sizeof *languages)

struct language_guess {
    void *textcat;
};

/* The stemmer's name, if this libstemmer has it. */
static const char *installed(const char *lang) {
    const char *const *name = dossier_languages();
    while (*name != NULL && strcmp(*name, lang) != 0)
        name++;
    return *name;
}

const char *language_of_tag(const char *tag, size_t size) {
    size_t length = 0;
    while (length < size && tag[length] != '-' && tag[length] != '_')
        length++;
    for (size_t i = 0; i < LANGUAGES; i++)
        if (length == strlen(languages[i].tag) && strncasecmp(tag, languages[i].tag, length) == 0)
            return installed(languages[i].lang);
    return NULL;
}

/* Writes the profiles' configuration, which the library wants as a file: a profile and its name on each line. */
static int write_configuration(FILE *file) {
    for (size_t i = 0; i < LANGUAGES; i++) {
        char path[512];
        snprintf(path, sizeof path, "%s/%s.lm", TEXTCAT_DATA, languages[i].tag);
        if (installed(languages[i].lang) != NULL && access(path, R_OK) == 0 &&
            fprintf(file, "%s.lm %s\n", languages[i].tag, languages[i].lang) < 0)
            return -1;
    }
    return fflush(file);
}

int language_guess_new(language_guess **out, dossier_error *err) {
    *out = NULL;
    language_guess *g = calloc(1, sizeof *g);
    int fd = g == NULL ? -1 : memfd_create("languages", MFD_CLOEXEC);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "w");
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (file != NULL && write_configuration(file) == 0)
        g->textcat = special_textcat_Init(path, TEXTCAT_DATA "/");
    int sys_errno = errno;
    if (file != NULL)
        fclose(file);
    else if (fd >= 0)
        close(fd);
    if (g == NULL || g->textcat == NULL) {
        free(g);
        return error_system(err, sys_errno == 0 ? ENOENT : sys_errno,
                            "%s: cannot read the language profiles (package libexttextcat-data)", TEXTCAT_DATA);
    }
    *out = g;
    return DOSSIER_OK;
}

void language_guess_free(language_guess *g) {
    if (g == NULL)
        return;
    textcat_Done(g->textcat);
    free(g);
}

const char *language_of(language_guess *g, const char *text, size_t size) {
    if (size < LANGUAGE_BYTES_MIN)
        return NULL;
    if (size > BYTES_READ) {
        size = BYTES_READ;
        while (size > 0 && ((unsigned char)text[size] & 0xC0) == 0x80)
            size--;
    }
    /* The library heeds the size only where it has kept as many bytes, and leaves out white space and digits: it is a
     * NUL that it stops at. */
    char copy[BYTES_READ + 1];
    for (size_t i = 0; i < size; i++)
        copy[i] = text[i] == '\0' ? ' ' : text[i];
    copy[size] = '\0';
    /* "[name]", "[name][name]" where several come close, or a word of the library's for none. */
    const char *answer = textcat_Classify(g->textcat, copy, size);
    const char *end = answer == NULL ? NULL : strchr(answer, ']');
    char lang[64];
    if (end == NULL || answer[0] != '[' || end[1] != '\0')
        return NULL;
    snprintf(lang, sizeof lang, "%.*s", (int)(end - answer - 1), answer + 1);
    return installed(lang);
}
