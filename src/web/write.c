/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A POST: one job of the community's writer. It is kept only when the handler sent a redirect and
 * there was neither trouble nor refusal; a form that was sent before gets the same answer (idea 3).
 */
#include "base/clock.h"
#include "base/journal.h"
#include "web/communities.h"
#include "web/site.h"

#include <string.h>

enum { TIDY_EVERY = 256 };

/* What was answered when this form came before: found by the form alone, so that it can be asked
 * for before it is known who sends it. */
static Query *
ask_for_form_reply(Request *r)
{
  Query *q = db_query(r->txn, "SELECT member_id, body_hash, location, message, name, signed_in,"
                              " session_id"
                              " FROM form_reply WHERE community_id = ?1 AND form_id = ?2"
                              " ORDER BY member_id DESC");

  bind_blob(q, 2, r->posted_form_id, FORM_ID_BYTES);
  query_send(q);
  return q;
}

typedef enum { FORM_IS_NEW, FORM_WAS_ANSWERED, FORM_IS_OTHER } FormSeen;

/* Of this member, else of nobody who was signed in. Sets the reply when it was answered. */
static FormSeen
see_form_reply(Request *r, Query *q)
{
  size_t len;
  bool is_found;

  do
    is_found = query_next(q);
  while (is_found && col_int(q, 0) != 0 && col_int(q, 0) != r->viewer.member_id);
  if (!is_found)
    return FORM_IS_NEW;

  const void *hash = col_blob(q, 1, &len);

  if (len != sizeof(r->body_hash) || memcmp(hash, r->body_hash, len) != 0)
    return FORM_IS_OTHER;
  if (*col_text(q, 3))
    reply_redirect_saying(r, col_text(q, 2), col_text(q, 3), col_text(q, 4));
  else
    reply_redirect(r, col_text(q, 2));
  r->signed_in = col_int(q, 5);
  r->new_session_id = col_int(q, 6);
  return FORM_WAS_ANSWERED;
}

static void
store_form_reply(Request *r)
{
  const Reply *reply = &r->reply;
  g_autoptr(Query) q =
      db_change(r->txn, &r->act,
                "INSERT INTO form_reply (community_id, member_id, form_id, body_hash,"
                " location, message, name, signed_in, at_us, session_id)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");

  bind_int(q, 2, r->is_unnamed ? 0 : r->viewer.member_id);
  bind_blob(q, 3, r->posted_form_id, FORM_ID_BYTES);
  bind_blob(q, 4, r->body_hash, sizeof(r->body_hash));
  bind_text(q, 5, reply->location);
  bind_text(q, 6, reply->message ? reply->message : "");
  bind_text(q, 7, reply->message_name ? reply->message_name : "");
  bind_int(q, 8, r->signed_in);
  bind_int(q, 9, r->now_us);
  bind_int(q, 10, r->new_session_id);
  query_run(q);
}

static bool
is_within_account_limit(Request *r)
{
  struct {
    int64_t community_id, member_id, route;
  } key = { r->community->id, r->viewer.member_id, r->route_number };
  int per_minute = r->route->per_minute > 0 ? r->route->per_minute : 120;

  if (r->is_counted || r->viewer.member_id == 0)
    return true;
  r->is_counted = true;
  return rate_limits_take(r->web->limits, &key, sizeof(key), per_minute, clock_monotonic_us(),
                          &r->wait_s);
}

/* The browser that sends its sign-in twice gets the second answer: without the session in it, it
 * would be left outside. A session that was ended meanwhile stays ended. */
static bool
answer_again(Request *r)
{
  if (r->signed_in == 0)
    return false; /* nothing to keep */
  request_go_on(r, r->signed_in, r->new_session_id);
  return r->signed_in != 0;
}

/* The handler did not ask whether the frame had refused its form: what stands at the same address
 * is the form, and it finds what was typed in the answers. */
static void
draw_form_again(Request *r)
{
  RouteMatch match = route_table_find(r->web->routes, "GET", &r->segments);
  const Segments *pattern = r->pattern;

  reply_forget(&r->reply);
  r->cookies = NULL;
  r->signed_in = r->new_session_id = 0;
  r->is_for_now = r->is_signed_out = false;
  if (!match.route || !acting_may(&r->viewer.acting, &match.route->supporter) ||
      !match.route->access(r))
    return;
  r->pattern = match.pattern;
  match.route->handler(r);
  r->pattern = pattern;
}

/* A refused form; `fault`: what the frame itself has against it, as a status, or 0. */
static void
end_refused(Request *r, int fault)
{
  if (r->reply.kind != REPLY_BODY && fault)
    draw_form_again(r);
  if (r->reply.kind != REPLY_BODY)
    reply_draw_trouble(r, fault ? fault : 500);
  else if (r->reply.status == 200)
    r->reply.status = 422;
}

/* Runs the handler as it should be; true: keep. */
static bool
run_handler(Request *r, bool is_stale)
{
  ActedNote note;
  bool is_odd = refusals_count(request_refusals(r)) > 0; /* signs that no text can hold */

  if (!request_is_let(r) || !r->route->access(r)) {
    refusals_clear(request_refusals(r));
    reply_draw_denied(r);
    return false;
  }
  /* A form of ours that cannot be taken as it is comes back filled in, with a fresh id. The refusal
   * is there before the handler runs, so nothing that it does is kept. */
  if (is_stale)
    refuse(request_refusals(r), "", FORM_STALE_MESSAGE);
  r->is_changing = true;
  r->route->handler(r);
  if (refusals_count(request_refusals(r)) > 0) {
    end_refused(r, is_stale ? 409 : is_odd ? 400 : 0);
    return false;
  }
  if (r->reply.kind != REPLY_REDIRECT)
    return false;
  store_form_reply(r);
  if (request_acted(r, &note))
    r->web->options.note_acting(r->txn, &r->act, &note);
  if (session_wants_touch(&r->session, r->now_us) && !r->signed_in && !r->is_signed_out)
    session_touch(r->txn, &r->act, &r->session_token);
  return true;
}

/* The button of a mail program: it has seen no page, keeps no cookie, and what it sends twice does
 * the same once. */
static bool
is_one_click(Request *r)
{
  return r->route->is_one_click && !r->has_form_id &&
         strcmp(answers_text(request_answers(r), "List-Unsubscribe"), "One-Click") == 0;
}

/* RFC 8058, 3.1: no redirect. */
static bool
run_one_click(Request *r)
{
  static const char words[] = "Done.\n";

  if (!request_is_let(r) || !r->route->access(r)) {
    reply_draw_denied(r);
    return false;
  }
  r->route->handler(r);
  if (r->reply.kind != REPLY_REDIRECT || refusals_count(request_refusals(r)) > 0)
    return false;
  reply_forget(&r->reply);

  g_autoptr(GBytes) bytes = g_bytes_new_static(words, sizeof(words) - 1);

  reply_bytes(r, "text/plain; charset=utf-8", NULL, bytes);
  return true;
}

static bool
run_checked(Request *r, Query *form_reply)
{
  FormSeen seen = FORM_IS_NEW;

  if (!is_within_account_limit(r)) {
    reply_draw_trouble(r, 429);
    return false;
  }
  if (is_one_click(r))
    return run_one_click(r);
  if (!request_is_from_here(r) || !r->has_form_id) {
    reply_draw_trouble(r, 403);
    return false;
  }

  bool is_ours = request_has_signed(r);

  if (is_ours)
    seen = see_form_reply(r, form_reply);
  if (txn_trouble(r->txn) != TROUBLE_NONE)
    return false;
  if (seen == FORM_WAS_ANSWERED)
    return answer_again(r);
  return run_handler(r, seen == FORM_IS_OTHER || !is_ours);
}

static bool
run_write(Txn *txn, void *data)
{
  Request *r = data;
  unsigned changes = communities_changes();
  bool is_kept = false;

  id_tape_rewind(r->ids);
  if (r->runs++ > 0) {
    request_forget(r);
    request_read_form(r);
  }
  r->txn = txn;
  r->is_changing = false;
  r->remembered_name = NULL;

  g_autoptr(Query) form_reply = r->has_form_id ? ask_for_form_reply(r) : NULL;

  request_load_viewer(r);
  r->act = request_make_act(r);
  if (txn_trouble(txn) == TROUBLE_NONE)
    is_kept = run_checked(r, form_reply);
  query_done(g_steal_pointer(&form_reply));
  if (txn_trouble_at_end(txn) == TROUBLE_NONE &&
      (r->reply.kind == REPLY_NONE || arena_is_full(r->arena)))
    txn_fail(txn, arena_is_full(r->arena) ? TROUBLE_MEMORY : TROUBLE_DATABASE, "no reply was made");
  if (txn_trouble_at_end(txn) != TROUBLE_NONE)
    journal("trouble", JOURNAL_TEXT("route", r->route->path), JOURNAL_NUMBER("request", r->id),
            JOURNAL_TEXT("detail", txn_trouble_detail(txn)));
  r->has_changed_communities = changes != communities_changes();
  r->statements = txn_statements(txn);
  r->txn = NULL;
  return is_kept;
}

/* --- Afterwards --- */

typedef struct {
  WriteJob job;
  Act act;
  int days;
} Tidy;

static bool
run_tidy(Txn *txn, void *data)
{
  Tidy *tidy = data;

  sessions_clean(txn, &tidy->act, tidy->days);
  return true;
}

static void
end_tidy(WriteOutcome outcome, Trouble trouble, void *data)
{
  /* What was not dropped now is dropped next time. */
  (void)outcome;
  (void)trouble;
  g_free(data);
}

static void
tidy_now_and_then(Request *r)
{
  if (atomic_fetch_add(&r->web->kept, 1) % TIDY_EVERY != TIDY_EVERY - 1)
    return;

  Tidy *tidy = g_new0(Tidy, 1);

  tidy->act = (Act){ .community_id = r->community->id,
                     .role = ACT_AS_PROGRAM,
                     .at_us = r->now_us,
                     .request_id = r->id };
  tidy->days = r->web->options.sign_in_days;
  tidy->job = (WriteJob){ r->community->id, run_tidy, end_tidy, tidy, NULL };
  if (!db_write(r->web->options.db, &tidy->job))
    g_free(tidy);
}

/* On the event loop. */
static void
answer_write(Exchange *x)
{
  Request *r = exchange_data(x);

  if (r->outcome == WRITE_TROUBLE) {
    r->signed_in = 0;
    trouble_start(r, r->trouble == TROUBLE_LOST || r->trouble == TROUBLE_DISK ? 503 : 500);
    return;
  }
  if (r->outcome == WRITE_UNDONE) {
    r->cookies = NULL;
    r->signed_in = 0;
    r->is_signed_out = false;
  } else {
    tidy_now_and_then(r);
    live_carry_out(r);
  }
  if (r->reply.message && *r->reply.message)
    request_set_banner(r, r->reply.message, r->reply.message_name);
  if (r->outcome == WRITE_KEPT && r->has_changed_communities)
    reload_start(r, reply_send);
  else
    reply_send(r);
}

/* The writer has better to do than to put replies together: it goes on with the next batch, and the
 * event loops, of which there are more, do that (it was a seventh of the writer's time, measured).
 */
static void
end_write(WriteOutcome outcome, Trouble trouble, void *data)
{
  Request *r = data;

  r->outcome = outcome;
  r->trouble = trouble;
  exchange_go_on(r->x, answer_write);
}

void
write_start(Request *r)
{
  r->ids = id_tape_new();
  r->job = (WriteJob){ r->community->id, run_write, end_write, r, NULL };
  if (!db_write(r->web->options.db, &r->job))
    reply_send_trouble(r, 503);
}
