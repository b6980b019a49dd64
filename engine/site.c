/* site.c: the host of an article's source, and the words that it is found by.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/site.h"

#include <string.h>
#include <strings.h>

/* What stands before the first of some characters. */
static dossier_str before(dossier_str text, const char *stops) {
    size_t size = 0;
    while (size < text.size && (text.data[size] == '\0' || strchr(stops, text.data[size]) == NULL))
        size++;
    return (dossier_str){text.data, size};
}

static dossier_str from(dossier_str text, size_t at) {
    return (dossier_str){text.data + at, text.size - at};
}

/* Where a URL's host may begin: behind "scheme://"; SIZE_MAX where there is none. */
static size_t behind_scheme(dossier_str text) {
    size_t scheme = before(text, ":/?#").size;
    return scheme > 0 && text.size - scheme > 3 && memcmp(text.data + scheme, "://", 3) == 0 ? scheme + 3 : SIZE_MAX;
}

/* The host of user@host:port/path, as it is written. */
static dossier_str cut_host(dossier_str text) {
    text = before(text, "/?#\\");
    for (size_t user = before(text, "@").size; user < text.size; user = before(text, "@").size)
        text = from(text, user + 1);
    size_t address = before(text, "]").size;
    if (text.size > 0 && text.data[0] == '[' && address < text.size)
        return (dossier_str){text.data, address + 1};
    return before(text, ":");
}

size_t site_host(dossier_str text, char to[WORD_NORMAL_MAX]) {
    size_t begin = behind_scheme(text);
    dossier_str host = cut_host(begin == SIZE_MAX ? text : from(text, begin));
    while (host.size > 0 && host.data[host.size - 1] == '.')
        host.size--;
    if (host.size > 4 && strncasecmp(host.data, "www.", 4) == 0)
        host = from(host, 4);
    while (host.size > 0 && host.data[0] == '.')
        host = from(host, 1);
    if (host.size > WORD_NORMAL_MAX)
        host = from(host, host.size - WORD_NORMAL_MAX);
    for (size_t i = 0; i < host.size; i++)
        to[i] = (char)(host.data[i] >= 'A' && host.data[i] <= 'Z' ? host.data[i] + ('a' - 'A') : host.data[i]);
    return host.size;
}

void site_of(dossier_str source, site *out) {
    out->count = 0;
    if (behind_scheme(source) == SIZE_MAX)
        return;
    size_t size = site_host(source, out->host);
    size_t end = size;
    for (size_t labels = 0; end > 0 && labels < SITE_LABELS; labels++) {
        size_t begin = end;
        while (begin > 0 && out->host[begin - 1] != '.')
            begin--;
        if (begin < end) {
            out->words[out->count++] = (dossier_str){out->host + begin, size - begin};
            if (end < size)
                out->words[out->count++] = (dossier_str){out->host + begin, end - begin};
        }
        end = begin > 0 ? begin - 1 : 0;
    }
}
