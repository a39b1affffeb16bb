/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reading and writing own words. */
#include "people/own_words.h"

#include "base/arena.h"
#include "people/seal.h"

#include <stdlib.h>

enum { OWN_BYTES_MAX = 256 * 1024 };

const char *
json_text(const json_t *object, const char *key)
{
  const char *text = json_string_value(json_object_get(object, key));

  return text ? text : "";
}

/* Each topic is sealed to its own place, so that one cannot stand for another. */
static const char *
place_of(Arena *arena, const char *topic)
{
  return arena_format(arena, "own_words.%s", topic);
}

json_t *
own_words_read(Txn *txn, int64_t member_id, const char *topic)
{
  g_autoptr(Arena) arena = arena_new(4 * OWN_BYTES_MAX);
  g_autoptr(Query) q = db_query(txn, "SELECT s.content, k.sealed FROM own_words s"
                                     " JOIN person_key k ON k.community_id = ?1"
                                     " AND k.member_id = s.member_id WHERE s.community_id = ?1"
                                     " AND s.member_id = ?2 AND s.topic = ?3");
  size_t len = 0, key_len = 0;

  bind_int(q, 2, member_id);
  bind_text(q, 3, topic);
  if (!query_next(q))
    return json_object();

  const void *sealed = col_blob(q, 0, &len), *key = col_blob(q, 1, &key_len);
  const char *text = seal_open_with(txn, arena, key, key_len, member_id, place_of(arena, topic),
                                    member_id, sealed, len);
  json_t *sheet = text ? json_loads(text, 0, NULL) : NULL;

  if (json_is_object(sheet))
    return sheet;
  json_decref(sheet);
  txn_fail(txn, TROUBLE_DATABASE, "people: own words do not open; is this the right root key?");
  return json_object();
}

void
own_words_write(Txn *txn, const Act *act, int64_t member_id, const char *topic, const json_t *sheet)
{
  g_autoptr(Arena) arena = arena_new(4 * OWN_BYTES_MAX);
  char *text = json_dumps(sheet, JSON_COMPACT | JSON_SORT_KEYS);
  size_t len = 0;

  if (!text) {
    txn_fail(txn, TROUBLE_MEMORY, "people: own words are not text");
    return;
  }

  const void *sealed =
      seal_text(txn, arena, member_id, place_of(arena, topic), member_id, text, &len);
  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO own_words (community_id, member_id, topic, content,"
                                 " changed_at_us) VALUES (?1, ?2, ?3, ?4, ?5)"
                                 " ON CONFLICT (community_id, member_id, topic) DO UPDATE"
                                 " SET content = excluded.content,"
                                 " changed_at_us = excluded.changed_at_us");

  free(text);
  bind_int(q, 2, member_id);
  bind_text(q, 3, topic);
  bind_blob(q, 4, sealed, len);
  bind_int(q, 5, act->at_us);
  query_run(q);
}
