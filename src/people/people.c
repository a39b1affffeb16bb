/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Members: adding, changing, finding, listing. Links are in links.c, lists typed in in import.c. */
#include "people/people.h"

#include "base/text.h"
#include "lang/lang.h"
#include "log/log.h"
#include "people/community_keys.h"
#include "people/kinds.h"
#include "people/seal.h"
#include "questions/questions.h"

#include <string.h>

static const char *const reach_names[REACH_COUNT] = { "email", "phone", "post", "in-person" };

const char *
reach_name(Reach reach)
{
  return reach_names[reach];
}

bool
reach_from_name(const char *name, Reach *ret_reach)
{
  for (int i = 0; i < REACH_COUNT; i++) {
    if (strcmp(reach_names[i], name) == 0) {
      *ret_reach = (Reach)i;
      return true;
    }
  }
  return false;
}

void
people_log(Txn *txn, const Act *act, const char *kind, int64_t member_id)
{
  log_add(txn, act, &(LogEntry){ .kind = kind, .concerns_id = member_id });
}

/* Addresses that differ in case only reach the same box in practice. */
static char *
normal_email(const char *email)
{
  g_autofree char *tidy = text_tidy(email);

  return g_utf8_casefold(tidy, -1);
}

static void
blind_email(Txn *txn, const char *email, uint8_t ret_hash[static BLIND_BYTES])
{
  g_autofree char *normal = normal_email(email);

  seal_blind(txn, "member.contact", normal, ret_hash);
}

/* Also of those who left: the address stays theirs until they are erased. */
static int64_t
find_whose_email(Txn *txn, const char *email)
{
  uint8_t blind[BLIND_BYTES];

  if (!community_has_keys(txn))
    return 0; /* nobody is here yet */
  blind_email(txn, email, blind);

  g_autoptr(Query) q =
      db_query(txn, "SELECT id FROM member WHERE community_id = ?1 AND contact_blind = ?2");

  bind_blob(q, 2, blind, sizeof(blind));
  return query_next(q) ? col_int(q, 0) : 0;
}

void
people_blind_email(Txn *txn, const char *email, uint8_t ret_hash[static BLIND_BYTES])
{
  blind_email(txn, email, ret_hash);
}

void
people_note_joined(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE member SET joined_at_us = ?3 WHERE community_id = ?1"
                                 " AND id = ?2 AND joined_at_us IS NULL");

  bind_int(q, 2, member_id);
  bind_int(q, 3, act->at_us);
  query_run(q);
}

int64_t
people_find_by_email(Txn *txn, const char *email)
{
  uint8_t blind[BLIND_BYTES];

  if (!community_has_keys(txn))
    return 0; /* nobody is here yet */
  blind_email(txn, email, blind);

  g_autoptr(Query) q =
      db_query(txn, "SELECT id FROM member WHERE community_id = ?1 AND contact_blind = ?2"
                    " AND state IN ('here', 'suspended')");

  bind_blob(q, 2, blind, sizeof(blind));
  return query_next(q) ? col_int(q, 0) : 0;
}

static const char *const contact_missing[REACH_COUNT] = {
  [REACH_EMAIL] = N_("Enter an e-mail address, like name@example.org"),
  [REACH_PHONE] = N_("Enter a phone number"),
  [REACH_POST] = N_("Enter a postal address"),
};

static bool
contact_fits(Reach reach, const char *contact)
{
  switch (reach) {
  case REACH_EMAIL:
    return question_is_email(contact);
  case REACH_PHONE:
    return question_is_phone(contact);
  case REACH_POST:
    return *contact != '\0';
  default:
    return true;
  }
}

void
people_check(Txn *txn, const Member *member, Refusals *refusals)
{
  if (!*member->name)
    refuse(refusals, "name", N_("Enter the name"));
  else if (text_length(member->name) > MEMBER_NAME_MAX)
    refuse(refusals, "name", N_("Make the name shorter: 200 letters at most"));

  if (text_length(member->contact) > MEMBER_CONTACT_MAX) {
    refuse(refusals, "contact", N_("Make this shorter: 500 letters at most"));
  } else if (!contact_fits(member->reach, member->contact)) {
    refuse(refusals, "contact", contact_missing[member->reach]);
  } else if (member->reach == REACH_EMAIL) {
    int64_t other = find_whose_email(txn, member->contact);

    if (other && other != member->id)
      refuse(refusals, "contact", N_("Somebody here has this e-mail address already"));
  }
}

/* The sealed columns of a row. */
typedef struct {
  const void *contact, *wants;
  size_t contact_len, wants_len;
  uint8_t blind[BLIND_BYTES];
  bool has_blind;
} SealedMember;

static SealedMember
seal_member(Txn *txn, Arena *arena, int64_t id, const Member *member)
{
  SealedMember sealed = { .has_blind = member->reach == REACH_EMAIL };

  sealed.contact =
      seal_text(txn, arena, id, "member.contact", id, member->contact, &sealed.contact_len);
  sealed.wants = seal_text(txn, arena, id, "member.wants", id,
                           format_wants_to_text(&member->wants, arena), &sealed.wants_len);
  if (sealed.has_blind)
    blind_email(txn, member->contact, sealed.blind);
  return sealed;
}

static void
bind_sealed(Query *q, int slot, const SealedMember *sealed)
{
  bind_blob(q, slot, sealed->contact, sealed->contact_len);
  if (sealed->has_blind)
    bind_blob(q, slot + 1, sealed->blind, sizeof(sealed->blind));
  else
    bind_null(q, slot + 1);
  bind_blob(q, slot + 2, sealed->wants, sealed->wants_len);
}

void
people_add(Txn *txn, const Act *act, const Member *member, Refusals *refusals, int64_t *ret_id)
{
  int before = refusals_count(refusals);

  people_check(txn, member, refusals);
  if (refusals_count(refusals) > before || txn_trouble(txn))
    return;

  g_autoptr(Arena) arena = arena_new(64 * 1024);
  g_autofree char *sort_key = text_sort_key(member->name);
  int64_t id = act_new_id(act);

  seal_make_person_key(txn, act, id);

  SealedMember sealed = seal_member(txn, arena, id, member);
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO member (community_id, id, name, sort_key, reach, contact,"
                " contact_blind, wants, is_organiser, language, theme, made_at_us)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, '', '', ?10)");

  bind_int(q, 2, id);
  bind_text(q, 3, member->name);
  bind_text(q, 4, sort_key);
  bind_text(q, 5, reach_name(member->reach));
  bind_sealed(q, 6, &sealed);
  bind_int(q, 9, member->is_organiser);
  bind_int(q, 10, act->at_us);
  query_run(q);
  people_log(txn, act, "member-added", id);
  if (member->is_organiser)
    people_log(txn, act, "organiser-made", id);
  *ret_id = id;
}

/* Whether this is another address than the one that is kept. */
static bool
is_other_address(Txn *txn, int64_t member_id, const SealedMember *sealed)
{
  size_t len = 0;
  g_autoptr(Query) q =
      db_query(txn, "SELECT contact_blind FROM member WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, member_id);
  if (!query_next(q))
    return false;

  const void *old = col_is_null(q, 0) ? NULL : col_blob(q, 0, &len);

  return !old != !sealed->has_blind || (old && memcmp(old, sealed->blind, BLIND_BYTES) != 0);
}

static void
note_address(Txn *txn, const Act *act, int64_t member_id, bool is_in_doubt)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE member SET address_doubt_us = ?3 WHERE community_id = ?1"
                                 " AND id = ?2");

  bind_int(q, 2, member_id);
  bind_int(q, 3, is_in_doubt ? act->at_us : 0);
  query_run(q);
}

void
people_stand_by_address(Txn *txn, const Act *act, int64_t member_id)
{
  note_address(txn, act, member_id, false);
}

static ReachChanged reach_changed; /* configuration: set before threads */

void
people_set_reach_changed(ReachChanged changed)
{
  reach_changed = changed;
}

void
people_reach_changed(Txn *txn, const Act *act, int64_t member_id, Reach was, Reach is)
{
  if (reach_changed)
    reach_changed(txn, act, member_id, was, is);
}

void
people_change(Txn *txn, const Act *act, const Member *member, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const Member *old = people_find(txn, arena, member->id, false);
  int before = refusals_count(refusals);

  people_check(txn, member, refusals);
  if (!old || refusals_count(refusals) > before || txn_trouble(txn))
    return;
  if (old->is_organiser && !member->is_organiser && people_is_last_organiser(txn, old->id)) {
    refuse(refusals, "is_organiser",
           N_("Somebody must stay an organiser. Choose another one first"));
    return;
  }

  g_autofree char *sort_key = text_sort_key(member->name);
  SealedMember sealed = seal_member(txn, arena, member->id, member);

  const bool is_other = is_other_address(txn, member->id, &sealed);

  if (is_other)
    note_address(txn, act, member->id, !member->is_own_way);

  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE member SET name = ?3, sort_key = ?4, reach = ?5,"
                                 " contact = ?6, contact_blind = ?7, wants = ?8, is_organiser = ?9"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, member->id);
  bind_text(q, 3, member->name);
  bind_text(q, 4, sort_key);
  bind_text(q, 5, reach_name(member->reach));
  bind_sealed(q, 6, &sealed);
  bind_int(q, 9, member->is_organiser);
  query_run(q);
  people_log(txn, act, "member-changed", member->id);
  if (old->reach != member->reach || (is_other && member->reach == REACH_EMAIL))
    people_reach_changed(txn, act, member->id, old->reach, member->reach);
  if (old->is_organiser != member->is_organiser)
    people_log(txn, act, member->is_organiser ? "organiser-made" : "organiser-ended", member->id);
}

void
people_change_wants(Txn *txn, const Act *act, int64_t member_id, const FormatWants *wants)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  size_t len = 0;
  const void *sealed = seal_text(txn, arena, member_id, "member.wants", member_id,
                                 format_wants_to_text(wants, arena), &len);
  g_autoptr(Query) q =
      db_change(txn, act, "UPDATE member SET wants = ?3 WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, member_id);
  bind_blob(q, 3, sealed, len);
  query_run(q);
  people_log(txn, act, "wants-changed", member_id);
}

void
people_change_looks(Txn *txn, const Act *act, int64_t member_id, const MemberLooks *looks)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE member SET language = ?3, theme = ?4, text_size = ?5,"
                                 " spacing = ?6 WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, member_id);
  bind_text(q, 3, looks->language);
  bind_text(q, 4, looks->looks[LOOK_THEME]);
  bind_text(q, 5, looks->looks[LOOK_TEXT_SIZE]);
  bind_text(q, 6, looks->looks[LOOK_SPACING]);
  query_run(q);
}

/* Columns of a member row: id, name, reach, is_organiser, joined, contact, wants, key, state. */
static Member
read_member(Txn *txn, Query *q, Arena *arena, bool is_opened)
{
  Member member = {
    .id = col_int(q, 0),
    .name = arena_text(arena, col_text(q, 1)),
    .contact = "",
    .is_organiser = col_int(q, 3) != 0,
    .has_joined = !col_is_null(q, 4),
  };
  size_t key_len = 0, contact_len = 0, wants_len = 0;

  reach_from_name(col_text(q, 2), &member.reach);
  member_state_from_name(col_text(q, 8), &member.state);
  if (!is_opened)
    return member;

  const void *key = col_blob(q, 7, &key_len);
  const void *sealed_contact = col_blob(q, 5, &contact_len);
  const void *sealed_wants = col_blob(q, 6, &wants_len);
  const char *contact = seal_open_with(txn, arena, key, key_len, member.id, "member.contact",
                                       member.id, sealed_contact, contact_len);
  const char *wants = seal_open_with(txn, arena, key, key_len, member.id, "member.wants", member.id,
                                     sealed_wants, wants_len);

  if (!contact || !wants) { /* the key row is there, but the root key is another one */
    txn_fail(txn, TROUBLE_DATABASE, "people: a seal does not open; is this the right root key?");
    return member;
  }
  member.contact = contact;
  format_wants_from_text(wants, &member.wants);
  return member;
}

const Member *
people_find(Txn *txn, Arena *arena, int64_t member_id, bool is_opened)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT m.id, m.name, m.reach, m.is_organiser, m.joined_at_us, m.contact, m.wants,"
           " k.sealed, m.state FROM member m"
           " JOIN person_key k ON k.community_id = ?1 AND k.member_id = m.id"
           " WHERE m.community_id = ?1 AND m.id = ?2");

  bind_int(q, 2, member_id);
  if (!query_next(q))
    return NULL;

  Member *member = arena_new_of(arena, Member, 1);

  *member = read_member(txn, q, arena, is_opened);
  return member;
}

const Member *
people_list(Txn *txn, Arena *arena, const char *after_sort_key, int64_t after_id, int limit,
            bool is_opened)
{
  Member *members = arena_new_of(arena, Member, limit + 1);
  g_autoptr(Query) q = db_query(
      txn, "SELECT m.id, m.name, m.reach, m.is_organiser, m.joined_at_us, m.contact, m.wants,"
           " k.sealed, m.state FROM member m"
           " JOIN person_key k ON k.community_id = ?1 AND k.member_id = m.id"
           " WHERE m.community_id = ?1 AND (m.sort_key, m.id) > (?2, ?3)"
           " AND m.state IN ('here', 'suspended')"
           " ORDER BY m.sort_key, m.id LIMIT ?4");
  int count = 0;

  bind_text(q, 2, after_sort_key ? after_sort_key : "");
  bind_int(q, 3, after_id);
  bind_int(q, 4, limit);
  while (count < limit && query_next(q))
    members[count++] = read_member(txn, q, arena, is_opened);
  return members;
}

const char *const *
people_initials(Txn *txn, Arena *arena)
{
  enum { INITIALS_MAX = 100 };
  const char **initials = arena_new_of(arena, const char *, INITIALS_MAX + 1);
  g_autoptr(Query) q = db_query(txn, "SELECT DISTINCT substr(sort_key, 1, 1) FROM member"
                                     " WHERE community_id = ?1 AND state IN ('here', 'suspended')"
                                     " ORDER BY 1 LIMIT ?2");

  bind_int(q, 2, INITIALS_MAX);
  for (int count = 0; query_next(q); count++)
    initials[count] = arena_text(arena, col_text(q, 0));
  return initials;
}

int64_t
people_cursor_before(Txn *txn, const char *after_sort_key, int64_t after_id, int a_page)
{
  g_autoptr(Query) q = db_query(txn, "SELECT id FROM member WHERE community_id = ?1"
                                     " AND (sort_key, id) <= (?2, ?3)"
                                     " AND state IN ('here', 'suspended')"
                                     " ORDER BY sort_key DESC, id DESC LIMIT 1 OFFSET ?4");

  bind_text(q, 2, after_sort_key);
  bind_int(q, 3, after_id);
  bind_int(q, 4, a_page);
  return query_next(q) ? col_int(q, 0) : 0;
}

const Member *
people_list_gone(Txn *txn, Arena *arena)
{
  enum { GONE_MAX = 500 };
  Member *members = arena_new_of(arena, Member, GONE_MAX + 1);
  g_autoptr(Query) q = db_query(
      txn, "SELECT m.id, m.name, m.reach, m.is_organiser, m.joined_at_us, m.contact, m.wants,"
           " k.sealed, m.state FROM member m"
           " JOIN person_key k ON k.community_id = ?1 AND k.member_id = m.id"
           " WHERE m.community_id = ?1 AND m.state IN ('removed', 'left', 'died')"
           " ORDER BY m.sort_key, m.id LIMIT ?2");
  int count = 0;

  bind_int(q, 2, GONE_MAX);
  while (count < GONE_MAX && query_next(q))
    members[count++] = read_member(txn, q, arena, false);
  return members;
}

int64_t
people_count(Txn *txn)
{
  g_autoptr(Query) q = db_query(txn, "SELECT count(*) FROM member WHERE community_id = ?1"
                                     " AND state IN ('here', 'suspended')");

  return query_next(q) ? col_int(q, 0) : 0;
}

int64_t
people_count_organisers(Txn *txn)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT count(*) FROM member WHERE community_id = ?1 AND is_organiser = 1"
                    " AND state = 'here'");

  return query_next(q) ? col_int(q, 0) : 0;
}

int64_t
people_first_organiser(Txn *txn)
{
  g_autoptr(Query) q = db_query(txn, "SELECT id FROM member WHERE community_id = ?1"
                                     " AND is_organiser = 1 AND state = 'here'"
                                     " ORDER BY id LIMIT 1");

  return query_next(q) ? col_int(q, 0) : 0;
}

bool
people_find_looks(Txn *txn, Arena *arena, int64_t member_id, int64_t key_id, MemberLooks *ret_looks)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT m.name, m.is_organiser, m.language, m.theme, m.state, m.text_size, m.spacing,"
           " p.is_vouched, COALESCE(p.is_own, l.is_asked_for, 0),"
           " COALESCE(l.for_browser, '') FROM member m"
           " LEFT JOIN passkey p ON p.community_id = ?1 AND p.id = ?3 AND p.member_id = m.id"
           " LEFT JOIN sign_in_link l ON l.community_id = ?1 AND l.id = ?3 AND l.member_id = m.id"
           " WHERE m.community_id = ?1 AND m.id = ?2"
           " AND m.state IN ('here', 'suspended')");

  bind_int(q, 2, member_id);
  bind_int(q, 3, key_id);
  if (!query_next(q))
    return false;
  *ret_looks = (MemberLooks){
    .name = arena_text(arena, col_text(q, 0)),
    .is_organiser = col_int(q, 1) != 0,
    .is_suspended = strcmp(col_text(q, 4), "suspended") == 0,
    .is_passkey_vouched = !col_is_null(q, 7) && col_int(q, 7) != 0,
    .is_key_own = col_int(q, 8) != 0,
    .is_brought = *col_text(q, 9) != '\0',
    .language = arena_text(arena, col_text(q, 2)),
    .looks = { [LOOK_THEME] = arena_text(arena, col_text(q, 3)),
               [LOOK_TEXT_SIZE] = arena_text(arena, col_text(q, 5)),
               [LOOK_SPACING] = arena_text(arena, col_text(q, 6)) },
  };
  return true;
}

void
people_set_up_first(Txn *txn, const Act *act, const char *name, const char *email,
                    Refusals *refusals, int64_t *ret_id)
{
  const bool has_email = *email != '\0';

  people_add(txn, act,
             &(Member){ .name = name,
                        .reach = has_email ? REACH_EMAIL : REACH_IN_PERSON,
                        .contact = email,
                        .is_organiser = true },
             refusals, ret_id);
  if (refusals_count(refusals) > 0)
    return;
  people_note_joined(txn, act, *ret_id); /* by the link that the place was set up with */
  people_log(txn, act, "community-set-up", 0);
}
