/* output.c: writes standard output and error so that no failure is lost, and a closed pipe ends quietly.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The first error of standard output; 0: none.  There is one standard output in a process. */
static int output_error;

int cli_begin(void) {
    struct sigaction ignore = {0};
    ignore.sa_handler = SIG_IGN;
    if (sigaction(SIGPIPE, &ignore, NULL) != 0)
        return -1;
    for (int fd = 0; fd <= 2; fd++) {
        if (fcntl(fd, F_GETFD) != -1)
            continue;
        /* Standard output is opened the wrong way round, so that writing to what was closed is still an
         * error; nobody is there to read messages, and they go to nowhere. */
        int got = open("/dev/null", fd == 1 ? O_RDONLY : O_RDWR);
        if (got != fd)
            return -1;
    }
    return 0;
}

void cli_printable(char *line) {
    for (char *at = line; *at != '\0'; at++) {
        /* 0xC2 0x80 to 0x9F are the control characters above ASCII. */
        if (at[0] == '\xC2' && (unsigned char)at[1] >= 0x80 && (unsigned char)at[1] < 0xA0)
            at[0] = at[1] = '?';
        if ((unsigned char)*at < 0x20 || *at == 0x7F)
            *at = '?';
    }
}

void cli_complain(const char *name, const char *format, ...) {
    char line[4096];
    int head = snprintf(line, sizeof line, "%s: ", name);
    if (head < 0 || (size_t)head >= sizeof line)
        return;
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(line + head, sizeof line - (size_t)head, format, arguments);
    va_end(arguments);
    if (size < 0)
        return;
    cli_printable(line);
    fprintf(stderr, "%s\n", line);
}

int cli_write(void *context, const char *data, size_t size) {
    (void)context;
    if (output_error == 0 && size > 0) {
        errno = 0;
        if (fwrite(data, 1, size, stdout) != size)
            output_error = errno != 0 ? errno : EIO;
    }
    return output_error == 0 ? 0 : -1;
}

int cli_flush(void) {
    if (output_error == 0 && fflush(stdout) != 0)
        output_error = errno != 0 ? errno : EIO;
    return output_error == 0 ? 0 : -1;
}

int cli_finish(const char *name, int status, int failed) {
    cli_flush();
    /* What was printed with stdio alone, such as --help, may have failed before the flush. */
    if (output_error == 0 && ferror(stdout))
        output_error = EIO;
    if (fclose(stdout) != 0 && output_error == 0)
        output_error = errno != 0 ? errno : EIO;
    if (output_error == 0 || output_error == EPIPE)
        return status;
    cli_complain(name, "cannot write to standard output: %s", strerror(output_error));
    return failed;
}
