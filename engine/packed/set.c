/* set.c: the segments of an index, as its list names them.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/set.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/error.h"
#include "engine/folder.h"
#include "engine/packed/sections.h"

#define LIST_NAME "segments"
#define LIST_TEMPORARY "segments.new"
#define LIST_MAX ((size_t)SET_SEGMENTS_MAX * 2 * SET_NAME_MAX + 512)
#define LIST_VERSION 1

/* ------------------------------------------------------------------------------------------------ reading */

/* Whether a name is of this kind: so begun, and a number. */
static int is_name(const char *name, const char *kind) {
    size_t size = strlen(kind), digits;
    if (strncmp(name, kind, size) != 0)
        return 0;
    digits = strspn(name + size, "0123456789");
    return digits > 0 && digits < 20 && name[size + digits] == '\0';
}

/* Copies a name of this kind, or "" for "-"; 0 where it is neither. */
static int take_name(const char *text, const char *kind, char to[SET_NAME_MAX]) {
    if (strcmp(text, "-") != 0 && (!is_name(text, kind) || strlen(text) >= SET_NAME_MAX))
        return 0;
    snprintf(to, SET_NAME_MAX, "%s", strcmp(text, "-") == 0 ? "" : text);
    return 1;
}

/* The words of the next line, which ends in place; their number, 0 where there is no line. */
static size_t take_words(char **at, char *words[4]) {
    char *end = strchr(*at, '\n'), *line = *at;
    if (end == NULL)
        return 0;
    *end = '\0';
    *at = end + 1;
    size_t count = 0;
    for (char *rest = NULL, *next = strtok_r(line, " ", &rest); next != NULL; next = strtok_r(NULL, " ", &rest)) {
        if (count == 4)
            return 0;
        words[count++] = next;
    }
    return count;
}

static int is_number(const char *text, uint64_t *to) {
    size_t digits = strspn(text, "0123456789");
    *to = strtoull(text, NULL, 10);
    return digits > 0 && digits < 20 && text[digits] == '\0';
}

static int is_crc(const char *text, uint32_t *to) {
    *to = (uint32_t)strtoul(text, NULL, 16);
    return strspn(text, "0123456789abcdef") == 8 && text[8] == '\0';
}

/* Reads the lines after the first; 0 where something is wrong with them. */
static int parse_lines(segment_set *set, char *at) {
    char *words[4];
    uint64_t articles, files;
    if (take_words(&at, words) != 3 || strcmp(words[0], "next") != 0 || !is_number(words[1], &articles) ||
        !is_number(words[2], &files))
        return 0;
    set->next_number = articles;
    set->next_file = files;
    if (take_words(&at, words) != 3 || strcmp(words[0], "dictionary") != 0 ||
        !take_name(words[1], SET_DICTIONARY, set->dictionary_name) || !is_crc(words[2], &set->dictionary_crc) ||
        (set->dictionary_crc != 0) != (*set->dictionary_name != '\0'))
        return 0;
    for (;;) {
        size_t count = take_words(&at, words);
        if (count == 2 && strcmp(words[0], "end") == 0)
            return *at == '\0';
        set_item *item = &set->items[set->count];
        if (count != 3 || set->count == SET_SEGMENTS_MAX || strcmp(words[0], "segment") != 0 ||
            !take_name(words[1], SET_SEGMENT, item->name) || *item->name == '\0' ||
            !take_name(words[2], SET_REMOVED, item->removed))
            return 0;
        set->count++;
    }
}

/* The last line, for what is before it. */
static void print_end(const char *text, size_t size, char line[SET_NAME_MAX]) {
    snprintf(line, SET_NAME_MAX, "end %08" PRIx32 "\n", crc_of(0, text, size));
}

/* Whether the last line holds the CRC of what is before it. */
static int is_whole(const char *text, size_t size) {
    char wanted[SET_NAME_MAX];
    print_end("", 0, wanted);
    size_t end = strlen(wanted);
    if (size < end)
        return 0;
    print_end(text, size - end, wanted);
    return memcmp(text + size - end, wanted, end) == 0;
}

static int damaged(const char *path, dossier_error *err) {
    return error_set(err, DOSSIER_ERR_DAMAGED, "%s: is damaged: index the articles again", path);
}

static int parse(segment_set *set, const char *path, char *text, size_t size, dossier_error *err) {
    static const char head[] = "dossier-segments ";
    if (strncmp(text, head, strlen(head)) != 0 || memchr(text, '\0', size) != NULL)
        return damaged(path, err);
    char *at = text + strlen(head), *after;
    unsigned long version = strtoul(at, &after, 10);
    if (version != LIST_VERSION || *after != '\n')
        return error_set(err, DOSSIER_ERR_VERSION,
                         "%s: is of version %lu, this program reads version %d: index the articles again", path,
                         version, LIST_VERSION);
    size_t lines = 0;
    for (size_t i = 0; i < size; i++)
        lines += text[i] == '\n';
    set->items = calloc(lines + 1, sizeof *set->items);
    if (set->items == NULL)
        return error_memory(err);
    return is_whole(text, size) && parse_lines(set, after + 1) ? DOSSIER_OK : damaged(path, err);
}

static int read_list(segment_set *set, const char *folder, dossier_error *err) {
    size_t size = 0;
    char *path = path_join(folder, LIST_NAME), *text = malloc(LIST_MAX + 1);
    int status = path == NULL || text == NULL ? error_memory(err) : file_read_small(path, text, LIST_MAX, &size, err);
    if (status == 0) {
        error_set(err, DOSSIER_ERR_DAMAGED, "%s: is not there: index the articles again", path);
        status = BACKEND_STALE;
    } else if (status == 1) {
        text[size] = '\0';
        status = parse(set, path, text, size, err);
    }
    free(path);
    free(text);
    return status;
}

/* ------------------------------------------------------------------------------------------------ opening */

static int find_dictionary(segment_set *set, const char *folder, dossier_error *err) {
    char *path = path_join(folder, set->dictionary_name);
    int status = path == NULL ? error_memory(err)
                              : dictionary_of_file(&set->dictionary, path, set->dictionary_crc, err);
    free(path);
    return status;
}

int set_open_item(segment_set *set, size_t i, const char *folder, dossier_error *err) {
    set_item *item = &set->items[i];
    if (item->segment != NULL)
        return DOSSIER_OK;
    return segment_open(&item->segment, folder, item->name, *item->removed != '\0' ? item->removed : NULL,
                        set->dictionary, err);
}

int set_open_items(segment_set *set, const char *folder, dossier_error *err) {
    uint64_t base = 0;
    int status = DOSSIER_OK;
    for (size_t i = 0; i < set->count && status == DOSSIER_OK; i++) {
        status = set_open_item(set, i, folder, err);
        set->items[i].base = base;
        if (status == DOSSIER_OK)
            base += set->items[i].segment->trailer.passages;
    }
    return status;
}

int set_read(segment_set *set, const char *folder, dossier_error *err) {
    *set = (segment_set){0};
    int status = read_list(set, folder, err);
    if (status == DOSSIER_OK && *set->dictionary_name != '\0')
        status = find_dictionary(set, folder, err);
    if (status != DOSSIER_OK)
        set_free(set);
    return status;
}

int set_open(segment_set *set, const char *folder, dossier_error *err) {
    int status = set_read(set, folder, err);
    if (status == DOSSIER_OK)
        status = set_open_items(set, folder, err);
    if (status != DOSSIER_OK)
        set_free(set);
    return status;
}

void set_free(segment_set *set) {
    for (size_t i = 0; i < set->count; i++)
        segment_close(set->items[i].segment);
    free(set->items);
    dictionary_free(set->dictionary);
    *set = (segment_set){0};
}

void set_totals(const segment_set *set, backend_totals *out) {
    *out = (backend_totals){.next_number = set->next_number};
    for (size_t i = 0; i < set->count; i++) {
        backend_totals part;
        segment_totals(set->items[i].segment, &part);
        out->articles += part.articles;
        out->passages += part.passages;
        out->words += part.words;
        out->text_bytes += part.text_bytes;
    }
}

/* ------------------------------------------------------------------------------------------------ writing */

static const char *or_dash(const char *name) {
    return *name == '\0' ? "-" : name;
}

int set_write(const segment_set *set, const char *folder, dossier_error *err) {
    buffer text = {0};
    char line[3 * SET_NAME_MAX];
    snprintf(line, sizeof line, "dossier-segments %d\nnext %" PRIu64 " %" PRIu64 "\n", LIST_VERSION, set->next_number,
             set->next_file);
    int failed = buffer_put_string(&text, line);
    snprintf(line, sizeof line, "dictionary %s %08" PRIx32 "\n", or_dash(set->dictionary_name),
             set->dictionary != NULL ? dictionary_crc(set->dictionary) : 0);
    failed |= buffer_put_string(&text, line);
    for (size_t i = 0; i < set->count; i++) {
        snprintf(line, sizeof line, "segment %s %s\n", set->items[i].name, or_dash(set->items[i].removed));
        failed |= buffer_put_string(&text, line);
    }
    if (!failed)
        print_end(text.data, text.size, line);
    failed |= buffer_put_string(&text, line);
    int status = failed ? error_memory(err)
                        : file_replace(folder, LIST_NAME, LIST_TEMPORARY, text.data, text.size, err);
    buffer_free(&text);
    return status;
}

void set_new_name(segment_set *set, const char *kind, char to[SET_NAME_MAX]) {
    snprintf(to, SET_NAME_MAX, "%s%" PRIu64, kind, set->next_file++);
}

typedef struct sweeping {
    const segment_set *set;
    const char *folder;
} sweeping;

static int is_named(const segment_set *set, const char *name) {
    if (strcmp(name, LIST_NAME) == 0 || strcmp(name, set->dictionary_name) == 0)
        return 1;
    for (size_t i = 0; i < set->count; i++)
        if (strcmp(name, set->items[i].name) == 0 || strcmp(name, set->items[i].removed) == 0)
            return 1;
    return 0;
}

static int sweep_entry(void *context, const char *name, dossier_error *err) {
    const sweeping *s = context;
    int ours = is_name(name, SET_SEGMENT) || is_name(name, SET_REMOVED) || is_name(name, SET_DICTIONARY) ||
               strcmp(name, LIST_TEMPORARY) == 0;
    if (!ours || is_named(s->set, name))
        return DOSSIER_OK;
    char *path = path_join(s->folder, name);
    int status = path == NULL ? error_memory(err) : DOSSIER_OK;
    if (path != NULL && unlink(path) != 0 && errno != ENOENT)
        status = error_system(err, errno, "%s: cannot remove", path);
    free(path);
    return status;
}

int set_sweep(const char *folder, dossier_error *err) {
    segment_set set = {0};
    sweeping s = {&set, folder};
    int status = read_list(&set, folder, err);
    if (status == DOSSIER_OK)
        status = folder_each(folder, sweep_entry, &s, err);
    set_free(&set);
    return status;
}
