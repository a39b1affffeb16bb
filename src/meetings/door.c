/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The address's token says of which meeting, at which time, and who opened it. */
#include "meetings/door.h"

#include "people/seal.h"
#include "people/tokens.h"

#include <sodium.h>
#include <string.h>

static bool
make_version(Txn *txn, int version, const Meeting *meeting, int64_t opened_by,
             char ret_token[static LINK_TOKEN_SIZE])
{
  g_autofree char *place = g_strdup_printf("meeting-door/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT,
                                           (gint64)opened_by, (gint64)meeting->starts_at_us);

  return token_make_version(txn, version, place, meeting->id, ret_token);
}

bool
door_make(Txn *txn, const Meeting *meeting, int64_t opened_by, Door *ret_door)
{
  Door door = { meeting->group_id, meeting->id, opened_by, "" };

  if (!make_version(txn, seal_derive_version(txn), meeting, opened_by, door.token))
    return false;
  *ret_door = door;
  return true;
}

/* Keys may have been changed since it was made. */
static bool
has_made(Txn *txn, const Meeting *meeting, const Door *door)
{
  char own[LINK_TOKEN_SIZE];

  for (int version = seal_derive_version(txn); version > 0; version--) {
    if (!make_version(txn, version, meeting, door->opened_by, own))
      return false;
    if (strlen(door->token) == strlen(own) && sodium_memcmp(door->token, own, strlen(own)) == 0)
      return true;
  }
  return false;
}

const Meeting *
door_open(Txn *txn, Arena *arena, const Door *door, int64_t now_us)
{
  const Meeting *meeting = meetings_find(txn, arena, door->group_id, door->meeting_id);

  if (!meeting || !meeting_is_on(meeting, now_us) || !has_made(txn, meeting, door) ||
      !meetings_may_arrange(txn, door->group_id, door->opened_by))
    return NULL;
  return meeting;
}
