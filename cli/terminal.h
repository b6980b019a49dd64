/* terminal.h: what the program's output is shown on: whether in colour, and how wide.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H

#include "cli/options.h"

/* The choices of --color, in the order of terminal_color_value. */
enum terminal_when { TERMINAL_AUTO = 0, TERMINAL_ALWAYS = 1, TERMINAL_NEVER = 2 };

/* auto, always or never. */
extern const cli_value terminal_color_value;

/* 1 where what is written to fd should have colours.  auto: fd is a terminal, NO_COLOR is unset or empty, and
 * TERM is set and not "dumb". */
int terminal_color(enum terminal_when when, int fd);

/* The columns to wrap at.  A terminal: its own width, else COLUMNS, else 80.  Anything else: COLUMNS where it
 * is set (a person asks for it), else UINT_MAX: a file or a pipe gets whole lines, as other programs read
 * those. */
unsigned terminal_width(int fd);

#endif
