/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What papers hold about a member: what they wrote, what they were sent, what they brought round.
 */
#include "papers/papers_data.h"

#include "lang/lang.h"
#include "papers/comments.h"
#include "papers/easy_data.h"
#include "papers/hard_words.h"
#include "papers/made_data.h"
#include "papers/own_pictures.h"
#include "people/seal.h"

static const DataLabel labels[] = {
  { "written", N_("Papers you wrote or added") },
  { "title", N_("Title") },
  { "words", N_("Words") },
  { "easy_words", N_("Easy Read words") },
  { "made_at", N_("Made on") },
  { "sent_at", N_("Sent on") },
  { "received", N_("Papers that were sent to you") },
  { "way", N_("How") },
  { "way=email", N_("By e-mail") },
  { "way=phone", N_("By phone") },
  { "way=post", N_("By post") },
  { "way=in-person", N_("In person") },
  { "formats", N_("Papers as") },
  { "done_at", N_("Brought to you on") },
  { "sendings", N_("Sendings you started") },
  { "reason", N_("Reason you gave") },
  { "promised", N_("Formats of papers you said you would make") },
  { "kind", N_("What") },
  { "kind=sign-film", N_("A film in sign language") },
  { "kind=recording", N_("A recording read by a person") },
  { "kind=translation", N_("A translation") },
  { "kind=photo-story", N_("A photo story") },
  { "kind=other", N_("Something else") },
  { "due_at", N_("By") },
  { "here_at", N_("It came on") },
  { "credit", N_("Thanks to") },
  { "asked", N_("Formats of papers you asked others for") },
  { "asked_at", N_("Asked on") },
  { "late", N_("Formats of yours that came later than the paper") },
  { "format", N_("Format") },
  { "brought", N_("Papers you brought to others") },
  { "said", N_("What you said about papers") },
  { "about", N_("About") },
  { "said_at", N_("Said on") },
  { "way=page", N_("On the page") },
  { "way=mail", N_("By mail") },
  { "way=slip", N_("By reply slip") },
  { "is_nameless", N_("Without your name") },
  { "hidden_why", N_("Hidden because") },
  { "answer", N_("Answer") },
  { "did", N_("What was done") },
  { "noted", N_("What you wrote down for others") },
  { "answers", N_("Answers you gave") },
  { "changes", N_("Changes of papers that you sent") },
  { "why", N_("What changed and why") },
  { "pictures", N_("Pictures you added") },
  { "shows", N_("What it shows") },
  { "explained", N_("Hard words you explained") },
  { "meaning", N_("What it means") },
  { "words_asked", N_("Words you asked about") },
  { "word", N_("Word") },
  { "understood", N_("Easy Read papers that you said you understand") },
  { "shown_name", N_("Name that is shown") },
  { "found_hard", N_("Easy Read papers that you said are hard") },
  { "wrote_down", N_("People you wrote down as having checked an Easy Read") },
  { "changing", N_("Changes of papers that you write") },
  { NULL },
};

static void
collect_written(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT title, made_at_us, sent_at_us, source, easy_source FROM paper"
                    " WHERE community_id = ?1 AND made_by = ?2 ORDER BY id");

  bind_int(q, 2, member_id);
  data_add_rows(facts, "written", q,
                DATA_KEYS("title", "made_at", "sent_at", "words", "easy_words"));
}

static void
collect_received(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT d.id, d.way, d.formats, d.done_at_us, d.released_at_us, p.title,"
                    " k.sealed FROM delivery d"
                    " JOIN paper p ON p.community_id = ?1 AND p.id = d.paper_id"
                    " JOIN person_key k ON k.community_id = ?1 AND k.member_id = d.member_id"
                    " WHERE d.community_id = ?1 AND d.member_id = ?2 ORDER BY d.id");

  bind_int(q, 2, member_id);
  while (query_next(q)) {
    g_autoptr(Arena) arena = arena_new(16 * 1024);
    json_t *row = data_add_row(facts, "received");
    size_t len = 0, key_len = 0;
    const void *sealed = col_blob(q, 2, &len), *key = col_blob(q, 6, &key_len);

    data_set_text(row, "title", col_text(q, 5));
    data_set_text(row, "way", col_text(q, 1));
    data_set_text(row, "formats",
                  seal_open_with(txn, arena, key, key_len, member_id, "delivery.formats",
                                 col_int(q, 0), sealed, len));
    data_set_time(row, "sent_at", col_int(q, 4));
    data_set_time(row, "done_at", col_int(q, 3));
  }
}

static void
collect_sendings(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT p.title, r.made_at_us, r.released_at_us, r.override_reason"
                    " FROM release r JOIN paper p ON p.community_id = ?1 AND p.id = r.paper_id"
                    " WHERE r.community_id = ?1 AND r.made_by = ?2 ORDER BY r.id");

  bind_int(q, 2, member_id);
  data_add_rows(facts, "sendings", q, DATA_KEYS("title", "made_at", "sent_at", "reason"));
}

/* Whom they brought them to is those people's, not theirs. */
static void
collect_brought(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q = db_query(txn, "SELECT p.title, d.done_at_us FROM delivery d"
                                     " JOIN paper p ON p.community_id = ?1 AND p.id = d.paper_id"
                                     " WHERE d.community_id = ?1 AND d.done_by = ?2 ORDER BY d.id");

  bind_int(q, 2, member_id);
  data_add_rows(facts, "brought", q, DATA_KEYS("title", "done_at"));
}

static void
collect_said(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT p.title, c.about, c.words, c.way, c.is_nameless, c.hidden_why,"
                    " c.said_at_us, a.words, a.did FROM paper_comment c"
                    " JOIN paper p ON p.community_id = ?1 AND p.id = c.paper_id"
                    " LEFT JOIN paper_answer a ON a.community_id = ?1 AND a.comment_id = c.id"
                    " WHERE c.community_id = ?1 AND c.member_id = ?2 ORDER BY c.id");

  bind_int(q, 2, member_id);
  data_add_rows(facts, "said", q,
                DATA_KEYS("title", "about", "words", "way", "is_nameless", "hidden_why", "said_at",
                          "answer", "did"));
}

/* Whose words they are, and what these say, is those people's. */
static void
collect_noted(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT p.title, c.said_at_us FROM paper_comment c"
                    " JOIN paper p ON p.community_id = ?1 AND p.id = c.paper_id"
                    " WHERE c.community_id = ?1 AND c.noted_by = ?2 ORDER BY c.id");

  bind_int(q, 2, member_id);
  data_add_rows(facts, "noted", q, DATA_KEYS("title", "said_at"));
}

static void
collect_answers(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT words, did, answered_at_us FROM paper_answer WHERE community_id = ?1"
                    " AND answered_by = ?2 ORDER BY comment_id");

  bind_int(q, 2, member_id);
  data_add_rows(facts, "answers", q, DATA_KEYS("answer", "did", "said_at"));
}

static void
collect_changes(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT p.title, v.why, v.sent_at_us FROM paper_version v"
                    " JOIN paper p ON p.community_id = ?1 AND p.id = v.paper_id"
                    " WHERE v.community_id = ?1 AND v.sent_by = ?2 AND v.number > 1"
                    " ORDER BY v.paper_id, v.number");

  bind_int(q, 2, member_id);
  data_add_rows(facts, "changes", q, DATA_KEYS("title", "why", "sent_at"));
}

static void
collect_hard_words(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) words =
      db_query(txn, "SELECT word, meaning FROM hard_word WHERE community_id = ?1 AND made_by = ?2"
                    " ORDER BY word_key");
  g_autoptr(Query) asks = db_query(txn, "SELECT word FROM hard_word_ask WHERE community_id = ?1"
                                        " AND member_id = ?2 ORDER BY id");

  bind_int(words, 2, member_id);
  data_add_rows(facts, "explained", words, DATA_KEYS("word", "meaning"));
  bind_int(asks, 2, member_id);
  data_add_rows(facts, "words_asked", asks, DATA_KEYS("word"));
}

static void
collect_changing(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT title, source, easy_source, why, changed_at_us FROM paper_draft"
                    " WHERE community_id = ?1 AND changed_by = ?2 ORDER BY paper_id");

  bind_int(q, 2, member_id);
  data_add_rows(facts, "changing", q, DATA_KEYS("title", "words", "easy_words", "why", "made_at"));
}

static void
collect_pictures(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q = db_query(txn, "SELECT shows, made_at_us FROM picture WHERE community_id = ?1"
                                     " AND made_by = ?2 ORDER BY id");

  bind_int(q, 2, member_id);
  data_add_rows(facts, "pictures", q, DATA_KEYS("shows", "made_at"));
}

static void
collect(Txn *txn, int64_t member_id, json_t *facts)
{
  collect_written(txn, member_id, facts);
  collect_received(txn, member_id, facts);
  collect_sendings(txn, member_id, facts);
  collect_brought(txn, member_id, facts);
  made_collect(txn, member_id, facts);
  collect_said(txn, member_id, facts);
  collect_noted(txn, member_id, facts);
  collect_answers(txn, member_id, facts);
  collect_changes(txn, member_id, facts);
  collect_hard_words(txn, member_id, facts);
  collect_pictures(txn, member_id, facts);
  collect_changing(txn, member_id, facts);
  easy_read_collect(txn, member_id, facts);
}

/* What was only prepared goes. That a paper was sent to so many people stays true; what format
 * this one needed is emptied besides losing its key. */
static void
erase(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) prepared =
      db_change(txn, act,
                "DELETE FROM delivery WHERE community_id = ?1 AND member_id = ?2"
                " AND released_at_us IS NULL");

  bind_int(prepared, 2, member_id);
  query_run(prepared);

  g_autoptr(Query) sent =
      db_change(txn, act,
                "UPDATE delivery SET formats = ?3, way = 'in-person', link_id = 0"
                " WHERE community_id = ?1 AND member_id = ?2");

  g_autoptr(Query) leaves =
      db_change(txn, act, "DELETE FROM post_leaf WHERE community_id = ?1 AND member_id = ?2");

  bind_int(leaves, 2, member_id);
  query_run(leaves);
  bind_int(sent, 2, member_id);
  bind_blob(sent, 3, NULL, 0);
  query_run(sent);
  comments_erase(txn, act, member_id);
  hard_words_erase(txn, act, member_id);
  made_erase(txn, act, member_id);
  easy_read_erase(txn, act, member_id);
  own_pictures_erase(txn, act, member_id);
}

static const char *const columns[] = {
  "delivery.done_by",         "delivery.member_id",      "easy_check.made_by",
  "easy_check.member_id",     "easy_hard.member_id",     "hard_word.made_by",
  "hard_word_ask.member_id",  "late_copy.done_by",       "late_copy.member_id",
  "made_format.asked_by",     "made_format.owner_id",    "paper.made_by",
  "paper_answer.answered_by", "paper_comment.member_id", "paper_comment.noted_by",
  "paper_draft.changed_by",   "paper_version.sent_by",   "picture.made_by",
  "post_leaf.member_id",      "release.made_by",         NULL,
};

const PersonalData papers_personal_data = {
  .name = "papers",
  .title = N_("Papers"),
  .stays = N_("Papers you wrote stay, so that others can read them. Your name is not on them."
              " What you said about papers goes."),
  .labels = labels,
  .columns = columns,
  .collect = collect,
  .erase = erase,
};
