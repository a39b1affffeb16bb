/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who answers for the data: what was said about it, and the assessment written from it. */
#include "upkeep/privacy.h"

#include "lang/lang.h"
#include "log/log.h"
#include "upkeep/retention.h"

#include <string.h>

enum { ASSESSMENT_MAX = 128 * 1024 };

Privacy
privacy_read(Txn *txn, Arena *arena)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT controller, contact, host, registration, is_public_body,"
                    " changed_at_us, assessment_id FROM upkeep_privacy WHERE community_id = ?1");

  if (!query_next(q))
    return (Privacy){ .controller = "", .contact = "", .host = "", .registration = "" };
  return (Privacy){ .controller = arena_text(arena, col_text(q, 0)),
                    .contact = arena_text(arena, col_text(q, 1)),
                    .host = arena_text(arena, col_text(q, 2)),
                    .registration = arena_text(arena, col_text(q, 3)),
                    .is_public_body = col_int(q, 4) != 0,
                    .changed_at_us = col_int(q, 5),
                    .assessment_id = col_int(q, 6) };
}

static void
store(Txn *txn, const Act *act, const Privacy *privacy)
{
  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO upkeep_privacy (community_id, controller, contact, host, registration,"
      " is_public_body, changed_at_us, assessment_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
      " ON CONFLICT (community_id) DO UPDATE SET controller = excluded.controller,"
      " contact = excluded.contact, host = excluded.host, registration = excluded.registration,"
      " is_public_body = excluded.is_public_body, changed_at_us = excluded.changed_at_us,"
      " assessment_id = excluded.assessment_id");

  bind_text(q, 2, privacy->controller);
  bind_text(q, 3, privacy->contact);
  bind_text(q, 4, privacy->host);
  bind_text(q, 5, privacy->registration);
  bind_int(q, 6, privacy->is_public_body);
  bind_int(q, 7, privacy->changed_at_us);
  bind_int(q, 8, privacy->assessment_id);
  query_run(q);
}

void
privacy_change(Txn *txn, const Act *act, const Privacy *privacy, Refusals *refusals)
{
  const int before = refusals_count(refusals);
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Privacy changed = *privacy;

  if (!*privacy->controller)
    refuse(refusals, "controller", N_("Enter who decides about the data"));
  if (!*privacy->contact)
    refuse(refusals, "contact", N_("Enter how people can reach them"));
  if (refusals_count(refusals) > before)
    return;
  changed.changed_at_us = act->at_us;
  changed.assessment_id = privacy_read(txn, arena).assessment_id;
  store(txn, act, &changed);
  log_add(txn, act, &(LogEntry){ .kind = "privacy-changed" });
}

void
privacy_set_assessment(Txn *txn, const Act *act, int64_t paper_id)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Privacy privacy = privacy_read(txn, arena);

  privacy.assessment_id = paper_id;
  store(txn, act, &privacy);
  log_add(txn, act, &(LogEntry){ .kind = "assessment-started", .thing_id = paper_id });
}

/* ---- the assessment ---- */

/* A person's words inside CommonMark: one line, nothing in it is markup. */
static char *
quote(const char *text)
{
  GString *quoted = g_string_new(NULL);

  for (const char *at = text; *at; at++) {
    if (g_ascii_ispunct(*at))
      g_string_append_c(quoted, '\\');
    g_string_append_c(quoted, *at == '\n' || *at == '\r' ? ' ' : *at);
  }
  return g_string_free(quoted, FALSE);
}

static char *
write_kinds(void)
{
  GString *list = g_string_new(NULL);

  for (const DataKind *kind = data_kinds; kind->what; kind++)
    g_string_append_printf(list,
                           "### %s\n\n- Why: %s\n- Lawful basis: %s\n- Who sees it: %s\n"
                           "- How long: %s\n- Sealed for each person: %s\n\n",
                           kind->what, kind->why, kind->basis, kind->who, kind->how_long,
                           kind->is_special ? "yes" : "no");
  return g_string_free(list, FALSE);
}

static char *
write_times(Txn *txn)
{
  GString *list = g_string_new(NULL);
  int days[KEEP_KINDS_MOST];

  keep_days(txn, days);
  for (int i = 0; keep_kinds[i].kind; i++)
    g_string_append_printf(list, "- %s: %d days\n", keep_kinds[i].name, days[i]);
  return g_string_free(list, FALSE);
}

char *
privacy_write_assessment(Txn *txn, Arena *arena, const char *template, const char *community,
                         const char *date)
{
  const Privacy privacy = privacy_read(txn, arena);
  g_autofree char *name = quote(community);
  g_autofree char *controller = quote(*privacy.controller ? privacy.controller : community);
  g_autofree char *contact = quote(*privacy.contact ? privacy.contact : "(not said yet)");
  g_autofree char *host = quote(*privacy.host ? privacy.host : "the same");
  g_autofree char *kinds = write_kinds();
  g_autofree char *times = write_times(txn);
  char *text = lang_fill(template, "community", name, "controller", controller, "contact", contact,
                         "host", host, "date", date, "kinds", kinds, "times", times, "public_body",
                         privacy.is_public_body ? "yes" : "no", NULL);

  if (strlen(text) > ASSESSMENT_MAX)
    text[ASSESSMENT_MAX] = '\0'; /* names are short: it cannot come to this */
  return text;
}
