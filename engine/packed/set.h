/* set.h: the segments of an index, as its list names them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The list is the file `segments` in the data folder: lines of text, replaced by rename, so that a reader sees the old
 * or the new ones.
 *     dossier-segments 1
 *     next ARTICLE FILE          numbers not yet given out: of an article, and in a file's name
 *     dictionary NAME CRC        - and 0 where there is none; CRC-32 of the file in hexadecimal
 *     segment NAME REMOVED       in the order of their articles; REMOVED is - where nothing was removed of it
 *     end CRC                    CRC-32 of all before this line, in hexadecimal
 */
#ifndef ENGINE_PACKED_SET_H
#define ENGINE_PACKED_SET_H

#include "engine/packed/segment.h"

/* Room for a file's name with its NUL. */
#define SET_NAME_MAX 40
/* A merge policy that works keeps far fewer. */
#define SET_SEGMENTS_MAX 1000

/* One of the segments. */
typedef struct set_item {
    char name[SET_NAME_MAX];
    char removed[SET_NAME_MAX]; /* "": nothing was removed of it */
    segment *segment;           /* NULL: not open */
    uint64_t base;              /* the document number of its first passage */
} set_item;

/* {0} is empty. */
typedef struct segment_set {
    uint64_t next_number;
    uint64_t next_file;
    char dictionary_name[SET_NAME_MAX]; /* "": none */
    uint32_t dictionary_crc;
    dictionary *dictionary;
    set_item *items;
    size_t count;
} segment_set;

/* Reads the list in a folder and opens all that it names.  BACKEND_STALE where a file is not there. */
int set_open(segment_set *set, const char *folder, dossier_error *err);

/* The same without opening the segments. */
int set_read(segment_set *set, const char *folder, dossier_error *err);

/* Opens one of the segments, where it is not open yet. */
int set_open_item(segment_set *set, size_t i, const char *folder, dossier_error *err);

/* Opens the segments that are not open yet, and settles the bases. */
int set_open_items(segment_set *set, const char *folder, dossier_error *err);

/* Replaces the list in a folder, synced. */
int set_write(const segment_set *set, const char *folder, dossier_error *err);

/* A new file's name, such as segment-7. */
#define SET_SEGMENT "segment-"
#define SET_REMOVED "removed-"
#define SET_DICTIONARY "dictionary-"
void set_new_name(segment_set *set, const char *kind, char to[SET_NAME_MAX]);

/* Removes the files of the folder that its list does not name: what a writer has left that died or failed.  It is the
 * list on the disk that counts, which a commit that failed may have replaced all the same. */
int set_sweep(const char *folder, dossier_error *err);

/* What is in the segments and was not removed. */
void set_totals(const segment_set *set, backend_totals *out);

void set_free(segment_set *set);

#endif
