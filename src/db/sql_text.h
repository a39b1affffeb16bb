/* SPDX-License-Identifier: AGPL-3.0-or-later
 * SQL text cut into pieces: enough to find parameters, words, quotes and comments, no more.
 * Knows no grammar; what may be written is script/check-sql's business. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef enum {
  SQL_END,
  SQL_SPACE,
  SQL_COMMENT,   /* from -- to before the line's end, or a whole C comment */
  SQL_WORD,      /* letters, digits, _ */
  SQL_PARAMETER, /* ?N */
  SQL_STRING,    /* '…' with its quotes */
  SQL_NAME,      /* "…" with its quotes */
  SQL_SEMICOLON,
  SQL_SIGN, /* any other byte */
} SqlKind;

typedef struct {
  SqlKind kind;
  const char *text; /* not NUL-terminated; points into the statement */
  size_t len;
  int number; /* SQL_PARAMETER */
} SqlPiece;

/* The piece at *at, which moves past it. An unclosed quote or comment reaches to the end. */
SqlPiece sql_next_piece(const char **at);
/* ASCII, any case. */
bool sql_piece_is(const SqlPiece *piece, const char *word);

typedef struct {
  int parameters;  /* the highest ?N */
  bool is_query;   /* SELECT, VALUES, or WITH … SELECT */
  bool is_change;  /* INSERT, UPDATE, DELETE, also after WITH */
  bool has_faults; /* ?0, ? without a number, ?N past PARAMETERS_MAX */
} SqlFacts;

enum { SQL_PARAMETERS_MAX = 64 };

SqlFacts sql_find_facts(const char *sql);
/* New text with ?N as $N, as PostgreSQL wants it. Free with g_free. */
char *sql_for_postgres(const char *sql);
