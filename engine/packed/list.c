/* list.c: taking posting lists apart, trusting nothing.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/list.h"

#include <string.h>

/* Bytes that are left to read. */
typedef struct bytes {
    const unsigned char *at;
    const unsigned char *end;
} bytes;

/* Numbers of up to 64 bits in groups of seven; 0 where they end too early or are too long. */
static inline int get_varint(bytes *b, uint64_t *out) {
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 63 && b->at < b->end; shift += 7) {
        unsigned char byte = *b->at++;
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80) {
            *out = value;
            return 1;
        }
    }
    return 0;
}

/* One of up to 32 bits. */
static inline int get_varint32(bytes *b, uint32_t *out) {
    uint64_t value;
    if (!get_varint(b, &value) || value > UINT32_MAX)
        return 0;
    *out = (uint32_t)value;
    return 1;
}

/* ------------------------------------------------------------------------------------------------------ pairs */

static int get_pairs(bytes *b, list_pair *pairs, unsigned *count) {
    if (b->at == b->end || (size_t)(b->end - b->at) <= b->at[0])
        return DOSSIER_ERR_DAMAGED;
    bytes in = {b->at + 1, b->at + 1 + b->at[0]};
    b->at = in.end;
    uint64_t f = 0, length = 0;
    unsigned n = 0;
    while (in.at < in.end) {
        uint32_t more, longer;
        if (n == LIST_PAIRS || !get_varint32(&in, &more) || !get_varint32(&in, &longer))
            return DOSSIER_ERR_DAMAGED;
        f += (uint64_t)more + 1;
        length += (uint64_t)longer + (n > 0);
        if (f > UINT32_MAX || length > UINT32_MAX)
            return DOSSIER_ERR_DAMAGED;
        pairs[n++] = (list_pair){(uint32_t)f, (uint32_t)length};
    }
    *count = n;
    return n > 0 ? DOSSIER_OK : DOSSIER_ERR_DAMAGED;
}

int list_pairs(const list_view *view, uint32_t block, list_pair *pairs, unsigned *count) {
    uint64_t offset = list_offset(view, block);
    if (offset >= view->body_size)
        return DOSSIER_ERR_DAMAGED;
    bytes b = {view->body + offset, view->body + view->body_size};
    return get_pairs(&b, pairs, count);
}

/* --------------------------------------------------------------------------------------------------- the list */

/* Leaves out the table of forms that a list begins with. */
static int skip_table(list_view *view) {
    bytes b = {view->body, view->body + view->body_size};
    uint64_t head;
    if (!get_varint(&b, &head) || head >> 1 > (uint64_t)(b.end - b.at))
        return DOSSIER_ERR_DAMAGED;
    view->has_rows = head & 1;
    view->body = b.at + (head >> 1);
    view->body_size = (uint64_t)(b.end - view->body);
    return DOSSIER_OK;
}

int list_open(list_view *view, const posting_list *list, uint32_t limit) {
    *view = (list_view){.list = *list, .limit = limit, .body = list->data, .body_size = list->size};
    if (list->forms & LIST_FORM_TABLE && skip_table(view) != DOSSIER_OK)
        return DOSSIER_ERR_DAMAGED;
    uint32_t n = list->frequency;
    if (n == 0 || n > limit)
        return DOSSIER_ERR_DAMAGED;
    view->is_short = n < LIST_BLOCK;
    view->blocks = (n - 1) / LIST_BLOCK + 1;
    if (view->is_short)
        return DOSSIER_OK;
    bytes b = {view->body, view->body + view->body_size};
    int full = list->kind == POSTINGS_FULL;
    if (full && get_pairs(&b, view->pairs, &view->pair_count) != DOSSIER_OK)
        return DOSSIER_ERR_DAMAGED;
    if (b.at == b.end)
        return DOSSIER_ERR_DAMAGED;
    unsigned sizes = *b.at++;
    view->last_size = 1 + (sizes & 3);
    view->offset_size = 1 + (sizes >> 2 & 3);
    view->positions_size = full ? 1 + (sizes >> 4 & 7) : 0;
    view->entry_size = view->last_size + view->offset_size + view->positions_size;
    uint64_t entries = (uint64_t)view->blocks * view->entry_size;
    if ((uint64_t)(b.end - b.at) < entries + LIST_SPARE)
        return DOSSIER_ERR_DAMAGED;
    view->entries = b.at;
    view->body = b.at + entries;
    view->body_size = (uint64_t)(b.end - view->body);
    return DOSSIER_OK;
}

uint32_t list_seek(const list_view *view, uint32_t from, uint32_t target) {
    if (view->is_short)
        return 0;
    uint32_t step = 1, low = from, high = view->blocks;
    /* Gallop: the block sought is mostly near. */
    while (low < high) {
        uint32_t probe = step < high - low ? low + step - 1 : high - 1;
        if (list_last(view, probe) >= target) {
            high = probe;
            break;
        }
        low = probe + 1;
        step *= 2;
    }
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (list_last(view, middle) >= target)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* -------------------------------------------------------------------------------------------------- the blocks */

/* Adds to a row's numbers the bits that its width does not hold; *most: the sum of what was added. */
static int add_exceptions(bytes *b, unsigned width, uint32_t *numbers, uint64_t *most) {
    if (b->at == b->end)
        return DOSSIER_ERR_DAMAGED;
    unsigned n = *b->at++;
    if ((size_t)(b->end - b->at) < n || width >= 32)
        return DOSSIER_ERR_DAMAGED;
    const unsigned char *index = b->at;
    b->at += n;
    for (unsigned i = 0; i < n; i++) {
        uint32_t high;
        if (!get_varint32(b, &high) || index[i] >= BITPACK_ROW || high > UINT32_MAX >> width)
            return DOSSIER_ERR_DAMAGED;
        numbers[index[i]] |= high << width;
        *most += (uint64_t)high << width;
    }
    return DOSSIER_OK;
}

/* Reads a packed row; *most is no less than the sum of its numbers. */
static int get_row(bytes *b, unsigned head, uint32_t *numbers, uint64_t *most) {
    unsigned width = head & LIST_ROW_WIDTH;
    if (width > 32 || (size_t)(b->end - b->at) < 16 * (size_t)width)
        return DOSSIER_ERR_DAMAGED;
    bitpack_unrow(b->at, width, numbers);
    b->at += 16 * (size_t)width;
    *most = (uint64_t)BITPACK_ROW << width;
    return head & LIST_ROW_EXCEPTIONS ? add_exceptions(b, width, numbers, most) : DOSSIER_OK;
}

/* Passages as a bit set that begins after `before` and ends with `last`. */
static int get_bits(bytes *b, uint32_t before, uint32_t last, uint32_t *passages) {
    uint64_t size = ((uint64_t)(last - before) + 7) / 8;
    if ((uint64_t)(b->end - b->at) < size || bitpack_places(b->at, size, passages) != size)
        return DOSSIER_ERR_DAMAGED;
    b->at += size;
    for (unsigned i = 0; i < LIST_BLOCK; i++)
        passages[i] += before + 1;
    return passages[LIST_BLOCK - 1] == last ? DOSSIER_OK : DOSSIER_ERR_DAMAGED;
}

/* Reads gaps of which the high parts are in unary, and what they lead to; *most as get_row() has it. */
static int get_unary(bytes *b, unsigned width, uint32_t before, uint32_t *passages, uint64_t *most) {
    uint32_t places[LIST_BLOCK];
    if (width > 31 || (size_t)(b->end - b->at) < 16 * (size_t)width)
        return DOSSIER_ERR_DAMAGED;
    bitpack_unrow(b->at, width, passages);
    b->at += 16 * (size_t)width;
    uint64_t used = bitpack_places(b->at, (uint64_t)(b->end - b->at), places);
    if (used == 0)
        return DOSSIER_ERR_DAMAGED;
    b->at += used;
    bitpack_sum(passages, before);
    /* Before the set bit of a number there are one for each number before it, and the zeros of all high parts. */
    for (unsigned i = 0; i < LIST_BLOCK; i++)
        passages[i] += (places[i] - i) << width;
    *most = ((uint64_t)LIST_BLOCK << width) + ((uint64_t)places[LIST_BLOCK - 1] << width);
    return DOSSIER_OK;
}

/* Postings in bytes: all of a short list, or a long one's last block if it is not full. */
static int get_postings(const list_view *view, bytes *b, uint32_t before, uint32_t size, list_block *out) {
    int full = view->list.kind == POSTINGS_FULL;
    uint64_t next = (uint64_t)(uint32_t)(before + 1);
    for (uint32_t i = 0; i < size; i++) {
        uint64_t gap;
        uint32_t more = 0;
        if (!get_varint(b, &gap))
            return DOSSIER_ERR_DAMAGED;
        int once = full && (gap & 1);
        if (full) {
            if (!once && (!get_varint32(b, &more) || more > UINT32_MAX - 2))
                return DOSSIER_ERR_DAMAGED;
            gap >>= 1;
        }
        if (gap > UINT32_MAX || next + gap >= view->limit)
            return DOSSIER_ERR_DAMAGED;
        next += gap;
        out->passages[i] = (uint32_t)next++;
        out->counts[i] = once || !full ? 1 : more + 2;
    }
    out->size = size;
    out->has_counts = 1;
    out->after = b->at;
    return DOSSIER_OK;
}

/* What comes before a block's passages: the pairs of a full list. */
static int skip_pairs(const list_view *view, bytes *b) {
    if (view->list.kind == POSTINGS_BARE)
        return DOSSIER_OK;
    if (b->at == b->end || (size_t)(b->end - b->at) <= b->at[0])
        return DOSSIER_ERR_DAMAGED;
    b->at += 1 + b->at[0];
    return DOSSIER_OK;
}

/* The passages of a full block of a long list, between `before` and `last`. */
static int get_passages(bytes *b, uint32_t before, uint32_t last, list_block *out) {
    if (b->at == b->end)
        return DOSSIER_ERR_DAMAGED;
    unsigned head = *b->at++;
    out->size = LIST_BLOCK;
    if (head == LIST_ROW_BITS)
        return get_bits(b, before, last, out->passages);
    uint64_t most;
    int unary = (head & LIST_ROW_UNARY) == LIST_ROW_UNARY;
    if (unary ? get_unary(b, head & LIST_ROW_WIDTH, before, out->passages, &most) != DOSSIER_OK
              : head & LIST_ROW_BITS || get_row(b, head, out->passages, &most) != DOSSIER_OK)
        return DOSSIER_ERR_DAMAGED;
    if (!unary)
        bitpack_sum(out->passages, before);
    /* What cannot have gone around 32 bits has risen. */
    if (most + LIST_BLOCK + (uint32_t)(before + 1) > UINT32_MAX)
        for (unsigned i = 0; i < LIST_BLOCK; i++)
            if (out->passages[i] + 1 <= (i == 0 ? before + 1 : out->passages[i - 1] + 1))
                return DOSSIER_ERR_DAMAGED;
    return out->passages[LIST_BLOCK - 1] == last ? DOSSIER_OK : DOSSIER_ERR_DAMAGED;
}

int list_passages(const list_view *view, uint32_t block, list_block *out) {
    out->has_counts = 0;
    out->size = 0;
    if (view->is_short) {
        bytes b = {view->body, view->body + view->body_size};
        return get_postings(view, &b, LIST_BEFORE, view->list.frequency, out);
    }
    uint64_t offset = list_offset(view, block);
    uint32_t last = list_last(view, block);
    uint32_t before = block == 0 ? LIST_BEFORE : list_last(view, block - 1);
    if (offset >= view->body_size || last >= view->limit || (block > 0 && before >= last))
        return DOSSIER_ERR_DAMAGED;
    bytes b = {view->body + offset, view->body + view->body_size};
    if (skip_pairs(view, &b) != DOSSIER_OK)
        return DOSSIER_ERR_DAMAGED;
    int status;
    uint32_t size = view->list.frequency - block * LIST_BLOCK;
    if (size < LIST_BLOCK) {
        status = get_postings(view, &b, before, size, out);
        if (status == DOSSIER_OK && out->passages[size - 1] != last)
            status = DOSSIER_ERR_DAMAGED;
    } else {
        status = get_passages(&b, before, last, out);
    }
    out->counts_at = b.at;
    return status;
}

int list_counts(const list_view *view, uint32_t block, list_block *out) {
    (void)block;
    if (out->has_counts)
        return DOSSIER_OK;
    bytes b = {out->counts_at, view->body + view->body_size};
    uint64_t most;
    out->has_counts = 1;
    if (view->list.kind == POSTINGS_BARE) {
        for (unsigned i = 0; i < LIST_BLOCK; i++)
            out->counts[i] = 1;
        return DOSSIER_OK;
    }
    if (b.at == b.end || *b.at & LIST_ROW_BITS)
        return DOSSIER_ERR_DAMAGED;
    unsigned head = *b.at++;
    if (get_row(&b, head, out->counts, &most) != DOSSIER_OK)
        return DOSSIER_ERR_DAMAGED;
    for (unsigned i = 0; i < LIST_BLOCK; i++)
        out->counts[i]++;
    if (most + LIST_BLOCK > UINT32_MAX)
        for (unsigned i = 0; i < LIST_BLOCK; i++)
            if (out->counts[i] == 0)
                return DOSSIER_ERR_DAMAGED;
    return DOSSIER_OK;
}

/* --------------------------------------------------------------------------------------------------- positions */

/* A short list's: bytes, each posting's after the other's. */
static int find_starts(bytes b, const list_block *block, list_positions *out) {
    const unsigned char *begin = b.at;
    for (uint32_t i = 0; i < block->size; i++) {
        out->starts[i] = (uint64_t)(b.at - begin);
        for (uint32_t left = block->counts[i]; left > 0; left--) {
            uint32_t position;
            if (!get_varint32(&b, &position))
                return DOSSIER_ERR_DAMAGED;
        }
    }
    out->starts[block->size] = (uint64_t)(b.at - begin);
    return DOSSIER_OK;
}

static int get_exceptions(bytes *b, list_positions *out) {
    uint64_t at = 0;
    if (b->at == b->end || out->width >= 32)
        return DOSSIER_ERR_DAMAGED;
    out->exceptions = *b->at++;
    for (unsigned i = 0; i < out->exceptions; i++) {
        uint32_t further, high;
        if (!get_varint32(b, &further) || !get_varint32(b, &high))
            return DOSSIER_ERR_DAMAGED;
        at += further;
        if (at > UINT32_MAX || high > UINT32_MAX >> out->width)
            return DOSSIER_ERR_DAMAGED;
        out->exception_at[i] = (uint32_t)at;
        out->exception_high[i] = high << out->width;
    }
    return DOSSIER_OK;
}

/* Packed numbers, so many in all. */
static int open_packed(bytes *b, unsigned head, uint64_t total, list_positions *out) {
    out->coding = POSITIONS_PACKED;
    out->width = head & LIST_ROW_WIDTH;
    out->exceptions = out->next_exception = 0;
    if (head & LIST_ROW_BITS || out->width == 0 || out->width > 32 ||
        (head & LIST_ROW_EXCEPTIONS && get_exceptions(b, out) != DOSSIER_OK))
        return DOSSIER_ERR_DAMAGED;
    out->run = b->at;
    out->run_size = (uint64_t)(b->end - b->at);
    return bitpack_run_size(total, out->width) <= out->run_size ? DOSSIER_OK : DOSSIER_ERR_DAMAGED;
}

int list_positions_open(const list_view *view, uint32_t block, const list_block *b, list_positions *out) {
    if (view->list.kind == POSTINGS_BARE)
        return DOSSIER_ERR_DAMAGED;
    if (view->is_short) {
        out->coding = POSITIONS_BYTES;
        out->bytes = b->after;
        out->end = view->body + view->body_size;
        return find_starts((bytes){out->bytes, out->end}, b, out);
    }
    uint64_t offset = list_positions_offset(view, block), total = 0;
    if (offset >= view->list.positions_size)
        return DOSSIER_ERR_DAMAGED;
    for (uint32_t i = 0; i < b->size; i++) {
        out->starts[i] = total;
        total += b->counts[i];
    }
    out->starts[b->size] = total;
    bytes in = {view->list.positions + offset, view->list.positions + view->list.positions_size};
    unsigned head = *in.at++;
    if ((head & LIST_RUN_RICE) != LIST_RUN_RICE)
        return open_packed(&in, head, total, out);
    out->coding = POSITIONS_RICE;
    return rice_open(&out->rice, in.at, (uint64_t)(in.end - in.at), total, (head & LIST_RUN_LESS) != 0,
                     head & LIST_RUN_WIDTH)
               ? DOSSIER_OK
               : DOSSIER_ERR_DAMAGED;
}

/* Takes numbers [from, end) of a packed run; where 8 bytes may be read for each, without asking each time. */
static void take_packed(const list_positions *p, uint64_t from, uint64_t end, uint32_t *to) {
    if (p->run_size >= 8 && (end - 1) * p->width / 8 <= p->run_size - 8) {
        for (uint64_t at = from; at < end; at++)
            *to++ = bitpack_take(p->run, UINT64_MAX, at, p->width);
    } else {
        for (uint64_t at = from; at < end; at++)
            *to++ = bitpack_take(p->run, p->run_size, at, p->width);
    }
}

static int take_bytes(const list_positions *p, uint64_t from, uint64_t end, uint32_t *to) {
    bytes b = {p->bytes + from, p->end};
    uint32_t position = 0;
    while (b.at < p->bytes + end) {
        uint32_t gap;
        if (!get_varint32(&b, &gap))
            return DOSSIER_ERR_DAMAGED;
        *to++ = position += gap;
    }
    return DOSSIER_OK;
}

/* Makes positions of numbers [from, end) of a packed run. */
static int take_run(list_positions *p, uint64_t from, uint64_t end, uint32_t *to) {
    uint32_t position = 0;
    take_packed(p, from, end, to);
    unsigned e = p->next_exception;
    if (e > 0 && p->exception_at[e - 1] >= from)
        e = 0;
    while (e < p->exceptions && p->exception_at[e] < from)
        e++;
    p->next_exception = e;
    for (; e < p->exceptions && p->exception_at[e] < end; e++)
        to[p->exception_at[e] - from] += p->exception_high[e];
    for (uint64_t at = 0; at < end - from; at++)
        to[at] = position += to[at];
    return DOSSIER_OK;
}

int list_positions_take(list_positions *p, uint32_t i, uint32_t *to) {
    uint64_t from = p->starts[i], end = p->starts[i + 1];
    if (p->coding == POSITIONS_RICE)
        return rice_take_sums(&p->rice, from, end, to) ? DOSSIER_OK : DOSSIER_ERR_DAMAGED;
    return p->coding == POSITIONS_PACKED ? take_run(p, from, end, to) : take_bytes(p, from, end, to);
}
