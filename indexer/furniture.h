/* furniture.h: what of a page is not the article, as far as one line shows it by its words and shape.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_FURNITURE_H
#define INDEXER_FURNITURE_H

#include "indexer/units.h"

enum furniture {
    FURNITURE_NONE = 0,
    FURNITURE_BOX,      /* share, subscribe, advertisement, "Read more: ..." */
    FURNITURE_CAPTION,  /* a picture's words, or who took it */
    FURNITURE_MORE,     /* the heading over other pieces: "More from ...", "Most read" */
    FURNITURE_COMMENTS, /* the heading of what readers say, or of the box that asks them to join */
    FURNITURE_END       /* copyright, tags, credits: what stands below an article */
};

/* What a unit is by its own words.  `folded` is the unit's text as unit_fold gives it. */
enum furniture furniture_of(const char *text, const unit *u, const char *folded, size_t folded_size);

/* Whether a sentence speaks of subscriptions, accounts, newsletters and the like; alone it proves nothing. */
int furniture_sign(const char *folded, size_t folded_size);

/* Whether a unit is nothing but a picture's credit, so that what stands above it is the caption. */
int furniture_is_credit_only(const char *text, const unit *u, const char *folded, size_t folded_size);

#endif
