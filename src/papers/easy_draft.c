/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Rows of an Easy Read: putting in, changing, moving, taking away, keeping. */
#include "papers/easy_draft.h"

#include "lang/lang.h"
#include "papers/hard_words.h"
#include "papers/reading_help.h"

#include <string.h>

EasyDraft *
easy_draft_open(const Paper *paper)
{
  EasyDraft *draft = g_new0(EasyDraft, 1);
  g_autofree char *problem = NULL;

  draft->paper = paper;
  draft->easy = *paper->easy_source ? easy_read_parse(paper->easy_source, &problem) : NULL;
  if (!draft->easy)
    draft->easy = easy_read_new();
  draft->pieces = paper_pieces(paper->source);
  draft->found = easy_find(draft->easy, draft->pieces);
  return draft;
}

void
easy_draft_free(EasyDraft *draft)
{
  if (!draft)
    return;
  easy_read_free(draft->easy);
  g_ptr_array_unref(draft->pieces);
  easy_found_free(draft->found);
  reading_list_free(draft->hard);
  g_free(draft);
}

void
easy_draft_want_hints(Txn *txn, EasyDraft *draft)
{
  if (paper_is_english(draft->paper) && !draft->hard)
    draft->hard = hard_words_for_reading(txn);
}

static bool
has_print(const EasyDraft *draft, int place, const char *print)
{
  char own[EASY_PRINT_LEN + 1];

  if (place < 0 || place >= (int)draft->easy->rows->len)
    return false;
  easy_row_print(draft->easy->rows->pdata[place], own);
  return strcmp(own, print) == 0;
}

int
easy_draft_find(const EasyDraft *draft, int place, const char *print)
{
  for (int away = 0; away <= EASY_ROWS_MAX; away++) {
    if (has_print(draft, place - away, print))
      return place - away;
    if (has_print(draft, place + away, print))
      return place + away;
  }
  return -1;
}

int
easy_draft_place_for(const EasyDraft *draft, int piece)
{
  int place = 0;

  for (int r = 0; r < (int)draft->easy->rows->len; r++) {
    const EasyRow *row = draft->easy->rows->pdata[r];

    for (int l = 0; l < row->link_count; l++) {
      const int said = draft->found->rows[r].links[l].piece;

      if (said >= 0 && said <= piece)
        place = r + 1;
    }
  }
  if (place == 0 && draft->found->unsaid_count == (int)draft->pieces->len)
    return (int)draft->easy->rows->len; /* no row says where it belongs */
  return place;
}

int
easy_draft_next_unsaid(const EasyDraft *draft, int from)
{
  for (int i = MAX(from, 0); i < (int)draft->pieces->len; i++)
    if (!draft->found->is_said[i])
      return i;
  return -1;
}

void
easy_draft_insert(EasyDraft *draft, int place, EasyRow *row)
{
  g_ptr_array_insert(draft->easy->rows, CLAMP(place, 0, (int)draft->easy->rows->len), row);
}

void
easy_draft_replace(EasyDraft *draft, int place, EasyRow *row)
{
  easy_row_free(draft->easy->rows->pdata[place]);
  draft->easy->rows->pdata[place] = row;
}

void
easy_draft_remove(EasyDraft *draft, int place)
{
  g_ptr_array_remove_index(draft->easy->rows, (guint)place);
}

int
easy_draft_move(EasyDraft *draft, int place, int by)
{
  const int to = CLAMP(place + by, 0, (int)draft->easy->rows->len - 1);
  void **rows = draft->easy->rows->pdata, *row = rows[place];

  rows[place] = rows[to];
  rows[to] = row;
  return to;
}

static bool
has_sentences(const EasyRead *easy)
{
  for (guint i = 0; i < easy->rows->len; i++)
    if (!((const EasyRow *)easy->rows->pdata[i])->heading)
      return true;
  return false;
}

void
easy_draft_keep(Txn *txn, const Act *act, EasyDraft *draft, Refusals *refusals)
{
  const guint count = draft->easy->rows->len;

  if (count > EASY_ROWS_MAX) {
    refuse(refusals, "", N_("This Easy Read has 500 rows. There is no room for more"));
    return;
  }
  if (count > 0 && !has_sentences(draft->easy)) {
    refuse(refusals, "", N_("A heading needs a row with sentences. Write a row first"));
    return;
  }

  g_autofree char *text = count > 0 ? easy_read_write(draft->easy, true) : g_strdup("");
  Paper paper = *draft->paper;

  paper.easy_source = text;
  papers_change(txn, act, &paper, refusals);
}

/* ---- after the paper was sent ---- */

bool
easy_rows_came_late(Txn *txn, const Paper *paper)
{
  g_autoptr(Query) q = db_query(txn, "SELECT 1 FROM easy_late WHERE community_id = ?1"
                                     " AND paper_id = ?2 AND version = ?3");

  bind_int(q, 2, paper->id);
  bind_int(q, 3, paper->version);
  return query_next(q);
}

void
easy_rows_note_late(Txn *txn, const Act *act, const Paper *paper)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO easy_late (community_id, paper_id, version) VALUES (?1, ?2, ?3)"
                " ON CONFLICT (community_id, paper_id, version) DO NOTHING");

  bind_int(q, 2, paper->id);
  bind_int(q, 3, paper->version);
  query_run(q);
}
