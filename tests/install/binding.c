/* binding.c: a program as a user of the installed bindings writes it: one document in memory, one term looked up.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <xapian_c.h>

int main(void)
{
    xapian_error err;
    xapian_database *db = NULL;
    xapian_document *doc = NULL;
    xapian_query *query = NULL;
    xapian_enquire *enquire = NULL;
    xapian_mset *mset = NULL;
    xapian_docid id = 0;
    xapian_hit hit;
    int status = 1;

    if (xapian_database_open_memory(&db, &err) == XAPIAN_OK && xapian_document_new(&doc, &err) == XAPIAN_OK &&
        xapian_document_add_term(doc, "door", XAPIAN_CSTR, 1, &err) == XAPIAN_OK &&
        xapian_database_add_document(db, doc, &id, &err) == XAPIAN_OK &&
        xapian_query_new_term("door", XAPIAN_CSTR, 1, 0, &query, &err) == XAPIAN_OK &&
        xapian_enquire_new(db, &enquire, &err) == XAPIAN_OK &&
        xapian_enquire_set_query(enquire, query, 0, &err) == XAPIAN_OK &&
        xapian_enquire_mset(enquire, 0, 10, NULL, &mset, &err) == XAPIAN_OK && xapian_mset_size(mset) == 1 &&
        xapian_mset_hit(mset, 0, &hit, &err) == XAPIAN_OK) {
        printf("document %u\n", hit.docid);
        status = 0;
    } else {
        fprintf(stderr, "binding: %s: %s\n", err.type, err.message);
    }
    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
    xapian_query_free(query);
    xapian_document_free(doc);
    xapian_database_free(db);
    return status;
}
