/* feed.h: articles gathered into batches, and the threads that work on them.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_FEED_H
#define ENGINE_FEED_H

#include "dossier.h"
#include "engine/analyzers.h"

/* An article in a batch, its strings clean UTF-8 (but for the key) and owned by the batch; its lang is empty only
 * until the work on it begins, and only where it is to be told from the text. */
typedef struct batch_item {
    dossier_article article;
    uint64_t number;
    uint64_t checksum;
    void *memory;
} batch_item;

typedef struct batch {
    uint64_t sequence; /* from 0, without gaps */
    batch_item *items;
    size_t count;
    size_t capacity;
    size_t bytes; /* of text */
    struct batch *next;
} batch;

/* What tells languages, made where it is not there yet.  It lives as long as `a`. */
int analyzers_guess(analyzers *a, language_guess **out, dossier_error *err);

/* Works on a batch; called by several threads at once, lowest sequence first. */
typedef int (*feed_work)(void *context, batch *b, analyzers *a, dossier_error *err);

typedef struct feed feed;

/* The number of threads that `asked` stands for: 0 is one for each processor. */
unsigned feed_threads(unsigned asked);

/* Threads are started when there is something to do. */
int feed_new(feed **out, unsigned threads, feed_work work, void *context, dossier_error *err);

/* Bounds what the words that all threads remember from batch to batch take together; before the first article. */
void feed_bound_words(feed *f, uint64_t bytes);

/* Copies an article into the current batch; waits while every thread is busy and a batch is ready for each.  Fails with
 * what a batch's work failed with, once one has. */
int feed_add(feed *f, const dossier_article *article, uint64_t number, uint64_t checksum, dossier_error *err);

/* Waits until all batches are done; the next one has sequence 0 again. */
int feed_drain(feed *f, dossier_error *err);

/* Drops what was not begun, waits for the rest, frees. */
void feed_free(feed *f);

#endif
