/* html_page.c: how a page of the HTML output begins and looks.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/html_page.h"

#include <string.h>

#include "query/escape.h"

/* Light or dark as the reader's system is; one column of a readable width, down to the smallest telephone; on paper
 * black on white.  Long words and addresses break rather than widen the page. */
static const char style[] =
    ":root{color-scheme:light dark;--paper:#fbfaf7;--ink:#1d1f24;--faint:#5b6069;--line:#dcd8cf;--link:#8a1c2b;"
    "--mark:#ffe59a;--mark-ink:#1d1f24;--failed:#8a1c2b}\n"
    "@media (prefers-color-scheme:dark){:root{--paper:#15171b;--ink:#e6e3dc;--faint:#a0a5af;--line:#33373f;"
    "--link:#f0a3ad;--mark:#66520f;--mark-ink:#fff4cf;--failed:#f0a3ad}}\n"
    "*{box-sizing:border-box}\n"
    "html{-webkit-text-size-adjust:100%;text-size-adjust:100%}\n"
    "body{margin:0 auto;max-width:44rem;padding:1.25rem 1rem 4rem;background:var(--paper);color:var(--ink);"
    "font:1.0625rem/1.6 Charter,'Bitstream Charter','Sitka Text',Cambria,Georgia,serif;overflow-wrap:anywhere}\n"
    "h1,h2,h3,.place,.count,.remark,.failed,summary{font-family:system-ui,sans-serif}\n"
    "h1{margin:.5rem 0 .25rem;font-size:1.6rem;line-height:1.25}\n"
    "h2{margin:0;font-size:1.15rem;line-height:1.35}\n"
    "h3{margin:0;font-size:1.05rem;line-height:1.35}\n"
    ".batch>h2{font-size:1.35rem;border-top:3px solid var(--ink);margin-top:2.5rem;padding-top:.6rem}\n"
    ".count,.remark{margin:.1rem 0 0;color:var(--faint);font-size:.9rem}\n"
    ".failed{margin:.5rem 0 0;color:var(--failed)}\n"
    ".id{color:var(--faint);font-weight:400}\n"
    "ol{list-style:none;margin:1rem 0 0;padding:0}\n"
    "li{border-top:1px solid var(--line);padding:1.1rem 0 1.2rem}\n"
    "a{color:var(--link);text-underline-offset:.15em}\n"
    "a:focus-visible,summary:focus-visible{outline:2px solid var(--link);outline-offset:2px}\n"
    ".place{margin:.2rem 0 0;color:var(--faint);font-size:.85rem;line-height:1.45}\n"
    ".place>:not(:last-child)::after{content:'\\00a0\\00b7'}\n"
    "time{white-space:nowrap}\n"
    "p{margin:.6rem 0 0}\n"
    "mark{background:var(--mark);color:var(--mark-ink);border-radius:.15em;padding:0 .1em}\n"
    "details{margin-top:.6rem;color:var(--faint)}\n"
    "summary{cursor:pointer;font-size:.85rem;padding:.2rem 0}\n"
    "@media print{:root{--paper:#fff;--ink:#000;--faint:#444;--link:#000}li{break-inside:avoid}}\n";

int html_page_begin(buffer *out, dossier_str title) {
    int bad = buffer_put_string(out,
                                "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                                "<meta http-equiv=\"Content-Security-Policy\" "
                                "content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'\">\n"
                                "<meta name=\"referrer\" content=\"no-referrer\">\n"
                                "<meta name=\"generator\" content=\"Dossier " DOSSIER_VERSION "\">\n<title>");
    if (title.size > 0) {
        bad |= escape_html(out, title);
        bad |= buffer_put_string(out, " \xE2\x80\x93 ");
    }
    bad |= buffer_put_string(out, "Dossier</title>\n<style>\n");
    bad |= buffer_put_string(out, style);
    bad |= buffer_put_string(out, "</style>\n</head>\n<body>\n");
    return bad ? -1 : 0;
}

const char *html_language(dossier_str lang) {
    static const char *const tags[][2] = {
        {"arabic", "ar"},     {"armenian", "hy"},  {"basque", "eu"},   {"catalan", "ca"},    {"danish", "da"},
        {"dutch", "nl"},      {"english", "en"},   {"finnish", "fi"},  {"french", "fr"},     {"german", "de"},
        {"greek", "el"},      {"hindi", "hi"},     {"hungarian", "hu"}, {"indonesian", "id"}, {"irish", "ga"},
        {"italian", "it"},    {"lithuanian", "lt"}, {"nepali", "ne"},  {"norwegian", "no"},  {"porter", "en"},
        {"portuguese", "pt"}, {"romanian", "ro"},  {"russian", "ru"},  {"serbian", "sr"},    {"spanish", "es"},
        {"swedish", "sv"},    {"tamil", "ta"},     {"turkish", "tr"},  {"yiddish", "yi"},
    };
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (strlen(tags[i][0]) == lang.size && memcmp(tags[i][0], lang.data, lang.size) == 0)
            return tags[i][1];
    return NULL;
}
