/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Running pg_dump and pg_restore. */
#include "db/pg_tool.h"

#include "db/engine.h"
#include "db/libpq.h"

#include <string.h>

/* Where to connect goes by environment: others on the machine can read a command's arguments.
 * NULL: the text is not libpq's. */
static char **
environment_for(const char *url)
{
  PQconninfoOption *options = libpq_open(NULL) ? PQconninfoParse(url, NULL) : NULL;
  char **environment = options ? g_get_environ() : NULL;

  for (PQconninfoOption *option = options; option && option->keyword; option++)
    if (option->envvar && option->val)
      environment = g_environ_setenv(environment, option->envvar, option->val, TRUE);
  if (options)
    PQconninfoFree(options);
  return environment;
}

char *
pg_tool_database(const char *url)
{
  PQconninfoOption *options = libpq_open(NULL) ? PQconninfoParse(url, NULL) : NULL;
  char *name = NULL;

  for (PQconninfoOption *option = options; option && option->keyword; option++)
    if (strcmp(option->keyword, "dbname") == 0 && option->val)
      name = g_strdup(option->val);
  if (options)
    PQconninfoFree(options);
  return name;
}

bool
pg_tool_run(const char *url, const char *const *arguments, GError **err)
{
  g_autofree char *complaint = NULL;
  g_auto(GStrv) environment = environment_for(url);
  int status;

  if (!libpq_open(err))
    return false;
  if (!g_spawn_sync(NULL, (char **)arguments, environment,
                    G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, &complaint,
                    &status, err))
    return false;
  if (g_spawn_check_wait_status(status, NULL))
    return true;
  g_set_error(err, DB_ERROR, TROUBLE_DATABASE, "%s did not work: %s", arguments[0],
              g_strchomp(complaint));
  return false;
}
