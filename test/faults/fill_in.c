/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Addresses and fields of forms, with what the scene has made in them. */
#include "base/ids.h"
#include "real_site.h"

char *
fill_in(const Scene *scene, const char *text)
{
  char member[ID_TEXT_SIZE], paper[ID_TEXT_SIZE], sending[ID_TEXT_SIZE], delivery[ID_TEXT_SIZE];
  char door[ID_TEXT_SIZE], worry[ID_TEXT_SIZE], thing[ID_TEXT_SIZE], measure[ID_TEXT_SIZE];
  char introduction[ID_TEXT_SIZE];
  g_autofree char *name = g_strdup_printf("Person+%d", scene->site->made);
  g_autofree char *email = g_strdup_printf("p%d@riverside.example", scene->site->made);
  g_autofree char *proposed = g_strdup_printf("%" G_GINT64_FORMAT, (gint64)scene->proposed_at_us);
  char trust[ID_TEXT_SIZE], meeting[ID_TEXT_SIZE];
  g_autofree char *number = g_strdup_printf("%d", scene->site->made);
  g_autofree char *own = g_strdup_printf("%d", scene->site->made - 1);
  g_autoptr(GDateTime) today = g_date_time_new_now_utc();
  g_autofree char *year = g_strdup_printf("%d", g_date_time_get_year(today) + 1);
  const struct {
    const char *slot, *value;
  } slots[] = {
    { "{trust}", id_to_text(scene->trust_id, trust) },
    { "{number}", number },
    { "{own}", own },
    { "{year}", year },
    { "{member}", id_to_text(scene->member_id, member) },
    { "{paper}", id_to_text(scene->paper_id, paper) },
    { "{release}", id_to_text(scene->release_id, sending) },
    { "{delivery}", id_to_text(scene->delivery_id, delivery) },
    { "{worry}", id_to_text(scene->worry_id, worry) },
    { "{code}", scene->code },
    { "{measure}", id_to_text(scene->measure_id, measure) },
    { "{letter}", scene->letter },
    { "{introduction}", id_to_text(scene->introduction_id, introduction) },
    { "{name}", name },
    { "{proposed}", proposed },
    { "{thing}", id_to_text(scene->thing_id, thing) },
    { "{meeting}", id_to_text(scene->meeting_id, meeting) },
    { "{token}", scene->token },
    { "{door}", id_to_text(scene->door_id, door) },
    { "{fields}", scene->fields ? scene->fields : "" },
    { "{name}", name },
    { "{email}", email },
  };
  GString *filled = g_string_new(text);

  for (size_t i = 0; i < G_N_ELEMENTS(slots); i++)
    g_string_replace(filled, slots[i].slot, slots[i].value, 0);
  return g_string_free(filled, FALSE);
}
