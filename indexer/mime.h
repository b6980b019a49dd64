/* mime.h: the parts of a message: headers, what is encoded in them, and bodies.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_MIME_H
#define INDEXER_MIME_H

#include "dossier.h"
#include "engine/buffer.h"

/* The header block at the beginning of text[0 .. size): one behind the empty line that ends it.  0 where the
 * text does not begin with headers. */
size_t mime_headers_end(const char *text, size_t size);

/* The first header with this name (in any case), its lines joined with spaces, put to *out in place of what was
 * there; empty where there is none.  Returns 0, or -1 where there is no memory. */
int mime_header(const char *headers, size_t size, const char *name, buffer *out);

/* The next header's name, from *at on, which moves behind the header.  Empty at the end. */
dossier_str mime_next_name(const char *headers, size_t size, size_t *at);

/* A header's value with its encoded words (RFC 2047) decoded, as UTF-8, put to *out in place of what was there. */
int mime_words(const char *value, size_t size, buffer *out);

/* A parameter of a header's value: the charset of 'text/plain; charset="utf-8"'.  Puts it to *out in place of
 * what was there; empty where there is none. */
int mime_parameter(const char *value, size_t size, const char *name, buffer *out);

/* Decodes a body by its Content-Transfer-Encoding (any other than base64 and quoted-printable: as it is), puts
 * it to *out.  The number of line ends before each line of the result, as they were in the body, is put to
 * *lines as size_t. */
int mime_decode(const char *body, size_t size, const char *encoding, buffer *out, buffer *lines);

/* Puts a text in a charset to *out as UTF-8.  A charset that is not known, or that the text shows not to be its
 * own, is taken for UTF-8, and what is not that for windows-1252. */
int mime_to_utf8(const char *text, size_t size, const char *charset, buffer *out);

#endif
