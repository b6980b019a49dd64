/* date.h: the dates that news pages print, as ISO 8601.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_DATE_H
#define INDEXER_DATE_H

#include <stddef.h>

/* A date that was found in a text: YYYY-MM-DD, or as much of it as the text says: YYYY-MM, or YYYY for
 * 04/07/2022, which is another day in London than in Boston. */
typedef struct date_found {
    char iso[11];
    size_t start; /* its bytes in the text */
    size_t end;
} date_found;

/* Finds the first date that has a year: "July 14, 2022", "14 July 2022", "Jul. 14, 2022", "July 2022",
 * "2022-07-14", "2022-07", "14.07.2022", "07/14/2022", with "14th", and with a time behind an ISO date.  A
 * year alone is no date. Returns 1, or 0 where there is none. */
int date_find(const char *text, size_t size, date_found *found);

/* Whether a line says when and nothing else: a date, and besides it only times, weekdays and words such as
 * "Updated". Returns 1 (found->iso is the date), 2 where it is the date of a change ("Updated", "Last
 * modified"), 3 where it has no year ("Posted Nov 19, 6:51 AM": found->iso is empty), or 0. */
int date_line(const char *text, size_t size, date_found *found);

/* A text that is a date as a whole, a time behind it allowed, or a year.  Returns 1, or 0. */
int date_whole(const char *text, size_t size, char iso[11]);

#endif
