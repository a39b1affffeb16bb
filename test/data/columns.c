/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reading CREATE TABLE and ALTER TABLE as script/check-sql makes us write them; and the columns
 * that are known to hold no member. A new column of ids stands in a PersonalData row or here. */
#include "data/columns.h"

#include <string.h>

/* A name that starts with "." holds for every table. */
static const struct {
  const char *column, *why;
} exceptions[] = {
  { ".id", "a row's own id (member.id is a PersonalData's all the same)" },
  { ".bytes", "a size" },
  { ".paper_id", "a paper" },
  { ".group_id", "a group" },
  { "working_group.within_id", "a group" },
  { "group_member.offer_id", "what a group offers" },
  { "group_mandate.budget_pence", "money" },
  { "group_account.number", "a count" },
  { ".meeting_id", "a meeting" },
  { "meeting.series_id", "a meeting" },
  { ".date_id", "a time that was offered for a meeting" },
  { ".news_id", "what is told of a meeting" },
  { "meeting.place_id", "a place" },
  { "meeting.moves", "a count" },
  { "meeting.retold", "a count" },
  { "meeting.retold_before", "a count" },
  { "idea.asked_id", "a group" },
  { "idea.into_id", "another idea" },
  { ".idea_id", "an idea" },
  { ".decision_id", "a decision" },
  { "meeting_bag.round", "a count" },
  { "decision.item_id", "an item of an agenda" },
  { "decision_level.level", "a rung of a ladder" },
  { "decision_level.side", "a side, of nobody" },
  { "cost_rate.pence", "money" },
  { "cost_claim.pence", "money" },
  { "cost_claim.agreed_pence", "money" },
  { "cost_claim.changes", "a count" },
  { "cost_receipt.claim_id", "a claim" },
  { "cost_receipt_part.receipt_id", "a picture of a receipt" },
  { "fee_offer.pence", "money" },
  { "fee_paid.pence", "money" },
  { "group_paper_day.days", "a number of days" },
  { "meeting_agenda.paper_days", "a number of days" },
  { "meeting_clock.item_id", "an item of an agenda" },
  { "agenda_item.place_in_order", "a place in an order" },
  { "agenda_item.minutes", "minutes" },
  { "agenda_item.from_id", "an item of an earlier agenda" },
  { "meeting_minutes.agreed_in", "a meeting" },
  { "meeting_minutes.others_use", "a count" },
  { "meeting_minutes.others_care", "a count" },
  { "meeting_minutes.others_near", "a count" },
  { "meeting_minutes.others_work", "a count" },
  { "meeting_minutes.others_else", "a count" },
  { ".on_paper", "a count" },
  { ".needed_yes", "a count" },
  { ".needed_partly", "a count" },
  { ".needed_no", "a count" },
  { ".heard_yes", "a count" },
  { ".heard_partly", "a count" },
  { ".heard_no", "a count" },
  { ".worth_yes", "a count" },
  { ".worth_partly", "a count" },
  { ".worth_no", "a count" },
  { "meeting_feedback.people", "a count" },
  { "group_feedback.people", "a count" },
  { "feedback_told.people", "a count" },
  { "minutes_text.item_id", "an item of an agenda" },
  { "group_learned.replaced_by", "a text of what a group learned" },
  { "group_action.item_id", "an item of an agenda" },
  { "group_action_word.action_id", "what a group said it would do" },
  { "group_action_word.replaced_by", "what was said of an action" },
  { "minutes_text.replaced_by", "a text of minutes" },
  { ".picture_id", "a picture" },
  { "picture.unasked_paper_id", "a paper" },
  { ".comment_id", "what somebody said about a paper" },
  { ".release_id", "a sending" },
  { ".made_id", "a format that somebody made" },
  { ".worry_id", "a worry" },
  { ".measure_id", "a suspension or a removal" },
  { ".trust_id", "a trust between two" },
  { ".link_id", "a sign-in link" },
  { ".session_id", "a session" },
  { ".version", "of a key" },
  { ".version_id", "a version of the house rules" },
  { ".mail_id", "a mail" },
  { ".digest_id", "a mail that puts things together" },
  { "digest_item.group_id", "a paper" },
  { "digest_item.thing_id", "a delivery to this member, or a comment" },
  { "paper_digest.member_id", "the table is gone since digest is there" },
  { "mail_answer.about_id", "a paper" },
  { "mail_answer.thing_id",
    "a delivery: one person's copy, whose delivery.member_id is looked after" },
  { "post_leaf.delivery_id",
    "one person's letter, whose post_leaf.member_id and delivery.member_id are looked after" },
  { "post_leaf.thing_id", "a meeting" },
  { "mail_return.thing_id", "a row of the kind's own subject" },
  { "log_entry.request_id", "a request" },
  { "log_entry.thing_id", "a thing of the kind's subject" },
  { "supporter_act.thing_id", "a paper, a worry: what the act was about" },
  { "log_head.last_id", "an entry" },
  { "outbox_task.thing_id", "a row of the kind's own subject; done or given up within hours" },
  { "passkey.sign_count", "a count" },
  { "session.acting_id", "a trust between two" },
  { "session.key_id", "a link, a passkey or a card" },
  { "shown.place_id", "a group" },
  { "upkeep_archive.people", "a count" },
  { "upkeep_archive.papers", "a count" },
  { "upkeep_arrival.people", "a count" },
  { "upkeep_arrival.papers", "a count" },
  { "upkeep_arrival.files", "a count" },
  { "upkeep_arrival.entries", "a count" },
  { "upkeep_arrival.suspended", "a count" },
  { "upkeep_arrival.organiser_id", "somebody in the archive, who is no member here yet" },
  { "upkeep_arrival_part.arrival_id", "an archive that was brought here" },
  { "upkeep_backup.members", "a count" },
  { "upkeep_backup.papers", "a count" },
  { "upkeep_backup.entries", "a count" },
  { "upkeep_privacy.assessment_id", "a paper" },
  { "upkeep_removal.removed", "a count" },
};

const char *
why_no_member(const char *column)
{
  const char *dot = strchr(column, '.');

  for (size_t i = 0; i < G_N_ELEMENTS(exceptions); i++)
    if (strcmp(exceptions[i].column, column) == 0 || strcmp(exceptions[i].column, dot) == 0)
      return exceptions[i].why;
  return NULL;
}

static void
note_column(GPtrArray *columns, const char *table, const char *column)
{
  if (strcmp(column, "community_id") == 0 || g_str_has_suffix(column, "_us"))
    return;
  g_ptr_array_add(columns, g_strdup_printf("%s.%s", table, column));
}

/* It is gone, or comes anew. */
static void
forget_table(GPtrArray *columns, const char *table)
{
  g_autofree char *start = g_strconcat(table, ".", NULL);

  for (guint i = columns->len; i-- > 0;)
    if (g_str_has_prefix(columns->pdata[i], start))
      g_ptr_array_remove_index(columns, i);
}

GPtrArray *
columns_of_ids(const char *sql)
{
  g_autoptr(GRegex) create = g_regex_new("^CREATE TABLE (\\w+)", 0, 0, NULL);
  g_autoptr(GRegex) column = g_regex_new("^  (\\w+)\\s+BIGINT\\b", 0, 0, NULL);
  g_autoptr(GRegex) alter =
      g_regex_new("^ALTER TABLE (\\w+) ADD COLUMN (\\w+) BIGINT\\b", 0, 0, NULL);
  g_autoptr(GRegex) drop = g_regex_new("^DROP TABLE (\\w+)", 0, 0, NULL);
  g_auto(GStrv) lines = g_strsplit(sql, "\n", -1);
  g_autofree char *table = g_strdup("");
  GPtrArray *columns = g_ptr_array_new_with_free_func(g_free);

  for (char **line = lines; *line; line++) {
    g_autoptr(GMatchInfo) match = NULL;
    g_autoptr(GMatchInfo) inside = NULL;
    g_autoptr(GMatchInfo) added = NULL;
    g_autoptr(GMatchInfo) dropped = NULL;

    if (g_regex_match(create, *line, 0, &match)) {
      g_free(table);
      table = g_match_info_fetch(match, 1);
    } else if (g_regex_match(column, *line, 0, &inside)) {
      g_autofree char *name = g_match_info_fetch(inside, 1);

      note_column(columns, table, name);
    } else if (g_regex_match(drop, *line, 0, &dropped)) {
      g_autofree char *gone = g_match_info_fetch(dropped, 1);

      forget_table(columns, gone);
    } else if (g_regex_match(alter, *line, 0, &added)) {
      g_autofree char *altered = g_match_info_fetch(added, 1);
      g_autofree char *name = g_match_info_fetch(added, 2);

      note_column(columns, altered, name);
    }
  }
  return columns;
}
