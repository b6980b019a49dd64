/* terminal.c: asks the system and the environment what the output is shown on.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/terminal.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const char *const *color_names(void) {
    static const char *const names[] = {"auto", "always", "never", NULL};
    return names;
}

const cli_value terminal_color_value = {color_names, CLI_TEXT};

int terminal_color(enum terminal_when when, int fd) {
    if (when != TERMINAL_AUTO)
        return when == TERMINAL_ALWAYS;
    const char *no_color = getenv("NO_COLOR");
    const char *term = getenv("TERM");
    if (no_color != NULL && no_color[0] != '\0')
        return 0;
    if (term == NULL || term[0] == '\0' || strcmp(term, "dumb") == 0)
        return 0;
    return isatty(fd) == 1;
}

/* COLUMNS, or 0 where it is not a number of columns. */
static unsigned columns_asked(void) {
    const char *text = getenv("COLUMNS");
    unsigned columns = 0;
    if (text == NULL || text[0] == '\0')
        return 0;
    for (; *text >= '0' && *text <= '9' && columns < 100000; text++)
        columns = columns * 10 + (unsigned)(*text - '0');
    return *text == '\0' ? columns : 0;
}

unsigned terminal_width(int fd) {
    struct winsize size = {0};
    int is_terminal = isatty(fd) == 1;
    if (is_terminal && ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    unsigned columns = columns_asked();
    if (columns > 0)
        return columns;
    return is_terminal ? 80 : UINT_MAX;
}
