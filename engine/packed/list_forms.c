/* list_forms.c: finding the row of form numbers that stands behind the positions of a block.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/form_row.h"
#include "engine/packed/list.h"

int list_forms(const list_view *view, const list_block *b, const list_positions *p, uint32_t limit, uint32_t *to) {
    const unsigned char *from = NULL, *end = NULL;
    uint64_t total = 0, used;
    for (uint32_t i = 0; i < b->size; i++)
        total += b->counts[i];
    switch (p->coding) {
    case POSITIONS_BYTES:
        from = p->bytes + p->starts[b->size];
        end = p->end;
        break;
    case POSITIONS_PACKED:
        from = p->run + bitpack_run_size(total, p->width);
        end = p->run + p->run_size;
        break;
    case POSITIONS_RICE:
        used = rice_size(&p->rice, total);
        if (used == 0)
            return DOSSIER_ERR_DAMAGED;
        from = p->rice.low + used;
        end = p->rice.low + p->rice.size;
        break;
    }
    return view->has_rows && form_row_get(from, (uint64_t)(end - from), total, limit, to) ? DOSSIER_OK
                                                                                         : DOSSIER_ERR_DAMAGED;
}
