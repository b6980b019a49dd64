/* mail.h: e-mail: one message a file, its headers what is known of it, its text the article.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_MAIL_H
#define INDEXER_MAIL_H

#include "indexer/format.h"

/* A content that begins with the headers of a message: two of those that every message has, and none that is
 * no header. */
int mail_recognise(const char *head, size_t size);

/* Reads a source as one message, its path the key: the first part that is plain text, else the first that is
 * HTML.  A page that a browser saved as a message (.mhtml) is read as that page.  What has no headers is read
 * as text. */
int mail_read(source *s, dossier_error *err);

#endif
