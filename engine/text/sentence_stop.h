/* sentence_stop.h: full stops, exclamation and question marks, ellipses, with what belongs to them.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_TEXT_SENTENCE_STOP_H
#define ENGINE_TEXT_SENTENCE_STOP_H

#include "engine/text/sentence_scan.h"

/* A stop with all that belongs to it. */
typedef struct stop {
    size_t at;     /* its first byte */
    size_t first;  /* past the first unbroken run of stops */
    size_t end;    /* past the stops and what closes after them */
    size_t next;   /* the first thing after white space */
    unsigned dots; /* in the first run; an ellipsis character counts three */
    bool asks;     /* ! or ? is among them */
    bool own;      /* a stop of a script that has its own */
    bool spaced;   /* a blank stands before it, or between its dots */
    bool trailing; /* an ellipsis follows the stop, after a blank */
    bool closed;   /* a quote or bracket closes after it */
    bool bracket;  /* "[...]" */
    bool noted;    /* a note's number follows it */
    bool last;     /* an empty line or the end comes next */
} stop;

/* Reads the stop at `at`. */
stop stop_at(const scan *s, size_t at);

/* Past the dots of an ellipsis at the sentence's start, which end no sentence; the start itself if there are
 * none. */
size_t leading_dots_end(const scan *s);

#endif
