/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The table; see wall_times.h. */
#include "upkeep/wall_times.h"

#include <stddef.h>

const WallTime wall_times[] = {
  { "meeting", "starts_at_us" },
  { "meeting", "ends_at_us" },
  { "meeting", "first_at_us" },
  { "meeting_change", "was_at_us" },
  { "meeting_news", "starts_at_us" },
  { "meeting_news", "ends_at_us" },
  { "meeting_date", "starts_at_us" },
  { "meeting_date", "ends_at_us" },
  { "meeting_reminder", "starts_at_us" },
  { "group_feedback", "last_at_us" },
  { "feedback_told", "last_at_us" },
  { "group_action", "first_due_us" },
  { "group_action", "due_us" },
  { "group_action", "done_at_us" },
  { "group_action_word", "done_at_us" },
  { "group_action_word", "due_us" },
  { "group_action_word", "was_due_us" },
  { "group_duty", "until_us" },
  { "group_mandate", "until_us" },
  { "group_line", "due_us" },
  { "idea", "due_us" },
  { "idea", "first_due_us" },
  { "idea_answer", "due_us" },
  { "decision", "decided_us" },
  { "decision", "again_us" },
  { "decision", "next_us" },
  { "decision_change", "changed_us" },
  { "decision_change", "again_us" },
  { "made_format", "due_us" },
  { "cost_rate", "from_us" },
  { "cost_claim", "on_us" },
  { "figure_comment", "day_us" },
  { NULL, NULL },
};
