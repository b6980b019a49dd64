/* answer.c: what kind of thing a question asks for, and where a text has one.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/answer.h"

#include <string.h>

/* The most bytes of a word in the lists below. */
#define LISTED_MAX 15
/* A question says what it asks for among its first words: later ones are not looked at. */
#define WORDS_LOOKED_AT 64

/* A question word, the words of which one must follow it (between single spaces; NULL: whatever follows), and what it
 * asks for. */
typedef struct rule {
    const char *word;
    const char *next;
    enum answer_kind kind;
} rule;

#define DATE_NOUNS " century date day decade month year years "
#define NUMBER_NOUNS " age amount number percent percentage proportion "
#define NAME_NOUNS " cities city countries country people person state states "

static const rule rules[] = {
    {"when", NULL, ANSWER_DATE},
    {"who", NULL, ANSWER_NAME},
    {"whom", NULL, ANSWER_NAME},
    {"whose", NULL, ANSWER_NAME},
    {"where", NULL, ANSWER_NAME},
    {"how", " big deep far fast few heavy high large long many much often old tall wide ", ANSWER_NUMBER},
    {"what", DATE_NOUNS, ANSWER_DATE},
    {"what", NUMBER_NOUNS, ANSWER_NUMBER},
    {"what", NAME_NOUNS, ANSWER_NAME},
    {"which", DATE_NOUNS, ANSWER_DATE},
    {"which", NUMBER_NOUNS, ANSWER_NUMBER},
    {"which", NAME_NOUNS, ANSWER_NAME},
};

static const char prepositions[] = " about after at by during for from in of on since to under until with ";

static const char months[] =
    " january february march april may june july august september october november december ";

static const char number_words[] =
    " two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion dozen "
    "half ";

static int is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}

static int is_digit(char c) {
    return c >= '0' && c <= '9';
}

static int is_letter(char c) {
    return is_capital(c) || (c >= 'a' && c <= 'z');
}

/* Whether a word, its capitals made small, stands in a list. */
static int in_list(const char *list, const char *word, size_t size) {
    char padded[LISTED_MAX + 3];
    if (size == 0 || size > LISTED_MAX)
        return 0;
    padded[0] = ' ';
    for (size_t i = 0; i < size; i++)
        padded[i + 1] = (char)(is_capital(word[i]) ? word[i] - 'A' + 'a' : word[i]);
    padded[size + 1] = ' ';
    padded[size + 2] = '\0';
    return strstr(list, padded) != NULL;
}

static int is_word(const char *one, dossier_str word) {
    char list[LISTED_MAX + 3] = " ";
    strcat(strcat(list, one), " ");
    return in_list(list, word.data, word.size);
}

/* The next run of letters at or after *at; of size 0 at the end. */
static dossier_str next_word(dossier_str text, size_t *at) {
    while (*at < text.size && !is_letter(text.data[*at]))
        ++*at;
    size_t start = *at;
    while (*at < text.size && is_letter(text.data[*at]))
        ++*at;
    return (dossier_str){text.data + start, *at - start};
}

static int ends_as_question(dossier_str text) {
    while (text.size > 0 && (text.data[text.size - 1] == ' ' || text.data[text.size - 1] == '"'))
        text.size--;
    return text.size > 0 && text.data[text.size - 1] == '?';
}

enum answer_kind answer_asked(dossier_str words, const char *lang) {
    if (strcmp(lang, "english") != 0 && strcmp(lang, "porter") != 0)
        return ANSWER_ANY;
    size_t at = 0;
    int anywhere = ends_as_question(words);
    dossier_str word = next_word(words, &at);
    /* "In which year": without a question mark, a question word stands first or behind one preposition. */
    int open = 1;
    for (size_t looked = 0; word.size > 0 && looked < WORDS_LOOKED_AT && (open || anywhere); looked++) {
        dossier_str next = next_word(words, &at);
        for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
            if (is_word(rules[i].word, word) &&
                (rules[i].next == NULL || in_list(rules[i].next, next.data, next.size)))
                return rules[i].kind;
        if (is_word("what", word) || is_word("which", word))
            return ANSWER_ANY;
        open = looked == 0 && in_list(prepositions, word.data, word.size);
        word = next;
    }
    return ANSWER_ANY;
}

static int has_digit(const char *word, size_t size) {
    for (size_t i = 0; i < size; i++)
        if (is_digit(word[i]))
            return 1;
    return 0;
}

int answer_word(enum answer_kind kind, const char *word, size_t size, int first) {
    switch (kind) {
    case ANSWER_DATE:
        return has_digit(word, size) || (is_capital(word[0]) && in_list(months, word, size));
    case ANSWER_NUMBER:
        return has_digit(word, size) || in_list(number_words, word, size);
    case ANSWER_NAME:
        return !first && is_capital(word[0]);
    case ANSWER_ANY:
        break;
    }
    return 0;
}
