/* site.h: the host of an article's source, and the words that it is found by.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The host of https://www.news.example.org:8080/a is news.example.org: without "www." and port, in small letters.  It
 * is found by each of its ends (news.example.org, example.org, org), so that the host above one is found with those
 * below it, and by each of its labels (news, example).
 */
#ifndef ENGINE_SITE_H
#define ENGINE_SITE_H

#include "dossier.h"
#include "engine/text/word.h"

/* Of a host with more labels the last ones count. */
#define SITE_LABELS 16

typedef struct site {
    char host[WORD_NORMAL_MAX];
    dossier_str words[2 * SITE_LABELS]; /* they lie in host */
    size_t count;
} site;

/* Fills *out from an article's source; what is no URL has no host, and no words. */
void site_of(dossier_str source, site *out);

/* The host of a URL, or of what a person wrote for one, into `to`: its size; 0 where there is none.  Of a longer host
 * the end is kept. */
size_t site_host(dossier_str text, char to[WORD_NORMAL_MAX]);

#endif
