/* error.c: filling a caller's dossier_error.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "engine/text/utf8.h"

/* A message is cut at a character, never within one. */
static void trim_partial_character(char *text, size_t capacity) {
    size_t size = strlen(text);
    if (size + 1 < capacity)
        return;
    size_t start = size;
    while (start > 0 && size - start < 4 && ((unsigned char)text[start - 1] & 0xC0) == 0x80)
        start--;
    if (start > 0 && (unsigned char)text[start - 1] >= 0xC0)
        text[start - 1] = '\0';
}

/* What a hostile file name may have put into a message: control characters, and bytes that are not UTF-8. */
static void make_printable(char *text) {
    size_t size = strlen(text), length;
    for (size_t at = 0; at < size; at += length) {
        uint32_t character;
        length = utf8_decode(text + at, size - at, &character);
        if (character < 0x20 || character == 0x7F || character == 0xFFFD)
            memset(text + at, '?', length);
    }
}

static int fill(dossier_error *err, int code, int sys_errno, const char *format, va_list arguments) {
    if (err == NULL)
        return code;
    err->code = code;
    err->sys_errno = sys_errno;
    if (vsnprintf(err->message, sizeof err->message, format, arguments) < 0)
        snprintf(err->message, sizeof err->message, "%s", dossier_status_name(code));
    size_t used = strlen(err->message);
    if (sys_errno != 0 && used + 2 < sizeof err->message)
        snprintf(err->message + used, sizeof err->message - used, ": %s", strerror(sys_errno));
    trim_partial_character(err->message, sizeof err->message);
    make_printable(err->message);
    return code;
}

int error_set(dossier_error *err, int code, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fill(err, code, 0, format, arguments);
    va_end(arguments);
    return code;
}

int error_system(dossier_error *err, int sys_errno, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fill(err, DOSSIER_ERR_IO, sys_errno, format, arguments);
    va_end(arguments);
    return DOSSIER_ERR_IO;
}

int error_memory(dossier_error *err) {
    return error_set(err, DOSSIER_ERR_MEMORY, "out of memory");
}

const char *dossier_status_name(int status) {
    static const char *const names[] = {
        "DOSSIER_OK",          "DOSSIER_ERR_MEMORY",  "DOSSIER_ERR_IO",     "DOSSIER_ERR_ARGUMENT",
        "DOSSIER_ERR_NO_INDEX", "DOSSIER_ERR_VERSION", "DOSSIER_ERR_DAMAGED", "DOSSIER_ERR_LOCKED",
        "DOSSIER_ERR_INPUT",   "DOSSIER_ERR_STOPPED", "DOSSIER_ERR_BACKEND",
    };
    int count = (int)(sizeof names / sizeof *names);
    return status <= 0 && status > -count ? names[-status] : "unknown status";
}

const char *dossier_version(void) {
    return DOSSIER_VERSION;
}

dossier_str dossier_string(const char *text) {
    return (dossier_str){text, text == NULL ? 0 : strlen(text)};
}
