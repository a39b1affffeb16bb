/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What notices hold about a member: which mails they want, what they answered, what came back. */
#include "notices/notices_data.h"

#include "lang/lang.h"
#include "people/seal.h"

const LogKind notices_log_kinds[] = {
  { .kind = "mails-changed", .you = N_("Which mails you get was changed") },
  { .kind = "returns-changed" },
  { .kind = "answer-came", .you = N_("An answer of yours came by mail") },
  { .kind = "slip-entered", .you = N_("What you wrote on a slip was typed in") },
  { .kind = "answer-seen-to" },
  { .kind = "answers-read", .you = N_("Looked at what people answered") },
  { .kind = "mail-came-back", .you = N_("A mail to you came back") },
  { .kind = "address-right-again", .you = N_("Mails go to your address again") },
  { .kind = NULL },
};

static const DataLabel labels[] = {
  { "chosen", N_("Which mails you get") },
  { "mails", N_("Mails") },
  { "mails=paper", N_("Papers that are sent to you") },
  { "mails=reply", N_("Answers to what you said") },
  { "mails=talk", N_("What others say about papers that you wrote or spoke about") },
  { "mails=meeting", N_("Invitations to meetings of your groups") },
  { "mails=dates", N_("Which times suit you, when a group looks for a date") },
  { "mails=reminder", N_("Reminders of meetings that you come to") },
  { "mails=idea", N_("Ideas: yours, and those that you are asked to answer") },
  { "mails=decision", N_("What your groups decided") },
  { "mails=cost", N_("What became of your costs and thank-yous") },
  { "mails=action", N_("That you are asked to do something for a group") },
  { "mails=need", N_("What becomes of what you asked for, for a meeting") },
  { "mails=group", N_("The answer when you ask to join a group") },
  { "mails=afterwards", N_("One question after a meeting that you came to") },
  { "mails=together", N_("Mails that put several things together") },
  { "pace", N_("How often") },
  { "pace=at-once", N_("At once") },
  { "pace=day", N_("Once a day, together") },
  { "pace=week", N_("Once a week, together") },
  { "pace=never", N_("No mail") },
  { "own_pace", N_("Chosen one by one before") },
  { "own_pace=at-once", N_("At once") },
  { "own_pace=day", N_("Once a day, together") },
  { "own_pace=week", N_("Once a week, together") },
  { "own_pace=never", N_("No mail") },
  { "by_mail", N_("Chosen by the link in a mail") },
  { "chosen_at", N_("Chosen on") },
  { "answers", N_("What you answered") },
  { "answer", N_("Answer") },
  { "answer=yes", N_("Yes") },
  { "answer=no", N_("No") },
  { "answer=need", N_("I need something") },
  { "answer=comment", N_("A comment") },
  { "way", N_("How") },
  { "way=mail", N_("By e-mail") },
  { "way=slip", N_("On paper") },
  { "words", N_("Words") },
  { "rest", N_("What stood around your words") },
  { "sender", N_("It came from this address") },
  { "got_at", N_("It came on") },
  { "came_back", N_("Mails to you that came back") },
  { "entered", N_("Slips that you typed in for others") },
  { NULL },
};

static void
collect_chosen(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT kind, pace, is_by_mail, changed_at_us, own_pace FROM mail_wish"
                    " WHERE community_id = ?1 AND member_id = ?2 ORDER BY kind");

  bind_int(q, 2, member_id);
  while (query_next(q)) {
    json_t *row = data_add_row(facts, "chosen");

    data_set_text(row, "mails", col_text(q, 0));
    data_set_text(row, "pace", col_text(q, 1));
    data_set_bool(row, "by_mail", col_int(q, 2) != 0);
    data_set_time(row, "chosen_at", col_int(q, 3));
    if (*col_text(q, 4))
      data_set_text(row, "own_pace", col_text(q, 4));
  }
}

static const char *
open_column(Txn *txn, Arena *arena, Query *q, int column, int64_t member_id, const char *place)
{
  size_t len = 0;
  const void *sealed = col_blob(q, column, &len);

  return len ? seal_open(txn, arena, member_id, place, col_int(q, 0), sealed, len) : NULL;
}

static void
collect_answers(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT id, answer, way, got_at_us, words, rest, sender FROM mail_answer"
                    " WHERE community_id = ?1 AND member_id = ?2 ORDER BY id");

  bind_int(q, 2, member_id);
  while (query_next(q)) {
    g_autoptr(Arena) arena = arena_new(1024 * 1024);
    json_t *row = data_add_row(facts, "answers");

    data_set_text(row, "answer", col_text(q, 1));
    data_set_text(row, "way", col_text(q, 2));
    data_set_time(row, "got_at", col_int(q, 3));
    data_set_text(row, "words", open_column(txn, arena, q, 4, member_id, "mail_answer.words"));
    data_set_text(row, "rest", open_column(txn, arena, q, 5, member_id, "mail_answer.rest"));
    data_set_text(row, "sender", open_column(txn, arena, q, 6, member_id, "mail_answer.sender"));
  }
}

static void
collect_times(Query *q, int64_t member_id, json_t *facts, const char *list)
{
  bind_int(q, 2, member_id);
  while (query_next(q))
    data_set_time(data_add_row(facts, list), "got_at", col_int(q, 0));
}

static void
collect(Txn *txn, int64_t member_id, json_t *facts)
{
  collect_chosen(txn, member_id, facts);
  collect_answers(txn, member_id, facts);

  g_autoptr(Query) back = db_query(
      txn, "SELECT came_back_at_us FROM mail_return WHERE community_id = ?1 AND member_id = ?2"
           " AND came_back_at_us IS NOT NULL ORDER BY id");

  collect_times(back, member_id, facts, "came_back");

  g_autoptr(Query) entered =
      db_query(txn, "SELECT got_at_us FROM mail_answer WHERE community_id = ?1"
                    " AND entered_by = ?2 ORDER BY id");

  collect_times(entered, member_id, facts, "entered");
}

static void
erase(Txn *txn, const Act *act, int64_t member_id)
{
  Query *const all[] = {
    db_change(txn, act, "DELETE FROM mail_wish WHERE community_id = ?1 AND member_id = ?2"),
    db_change(txn, act, "DELETE FROM mail_stop WHERE community_id = ?1 AND member_id = ?2"),
    db_change(txn, act, "DELETE FROM mail_return WHERE community_id = ?1 AND member_id = ?2"),
    db_change(txn, act,
              "DELETE FROM mail_stopped_address WHERE community_id = ?1 AND member_id = ?2"),
    db_change(txn, act, "DELETE FROM mail_answer WHERE community_id = ?1 AND member_id = ?2"),
    db_change(txn, act, "DELETE FROM digest WHERE community_id = ?1 AND member_id = ?2"),
    db_change(txn, act, "DELETE FROM digest_item WHERE community_id = ?1 AND member_id = ?2"),
    db_change(txn, act, "DELETE FROM mail_note WHERE community_id = ?1 AND member_id = ?2"),
  };

  for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
    bind_int(all[i], 2, member_id);
    query_run(all[i]);
    query_done(all[i]);
  }
}

static const char *const columns[] = { "mail_wish.member_id",   "mail_stop.member_id",
                                       "mail_return.member_id", "mail_stopped_address.member_id",
                                       "mail_answer.member_id", "mail_answer.entered_by",
                                       "mail_answer.done_by",   "mail_answer.kept_by",
                                       "mail_note.member_id",   "digest.member_id",
                                       "digest_item.member_id", NULL };

const PersonalData notices_personal_data = {
  .name = "mails",
  .title = N_("Which mails you get"),
  .labels = labels,
  .columns = columns,
  .collect = collect,
  .erase = erase,
};
