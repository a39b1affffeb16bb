/* SPDX-License-Identifier: AGPL-3.0-or-later
 * For people who cannot use the site: an organiser notes whom somebody trusts, how and when they
 * said so; the person is told in their way, and it is ended for them when they say so. */
#include "people/supporter_pages.h"

#include "base/ids.h"
#include "outbox/outbox.h"
#include "ui/components.h"
#include "ui/form.h"

static const Question consent_questions[] = {
  { .name = "name",
    .picture = "person",
    .kind = ASK_TEXT,
    .label = N_("Who is the supporter?"),
    .hint = N_("Their name as it is used here. They are asked, and must say yes."),
    .missing = N_("Enter the name of the supporter"),
    .max_length = MEMBER_NAME_MAX,
    .is_needed = true },
  TRUST_LIMITS,
  { .name = "consent",
    .picture = "yes",
    .kind = ASK_LONG,
    .rows = 3,
    .max_length = TRUST_CONSENT_MAX,
    .label = N_("How and when did the person say yes to this?"),
    .hint = N_("For example: said so to me on the phone on 3 May. The person can read this."),
    .missing = N_("Write how and when the person said yes"),
    .is_needed = true },
  QUESTIONS_END,
};

static const char *
member_path(Request *r, int64_t member_id, const char *after)
{
  return trust_path(r, "/people/", member_id, after);
}

static const char *
path_of(Request *r, const Trust *trust, const char *after)
{
  return trust_path(r, member_path(r, trust->member_id, "/supporter/"), trust->id, after);
}

static void
put_trust(Page *page, const Trust *listed, const Member *member)
{
  Request *r = page_request(page);
  const Trust *trust = supporters_find(request_txn(r), request_arena(r), listed->id, true);

  if (!trust)
    return;
  ui_card_open(page, .title = trust->supporter_name, .is_warm = !trust->told_at_us);
  ui_paragraph(page, .text = trust->state == TRUST_YES ? tr(page, N_("Said yes"))
                                                       : tr(page, N_("Asked. No answer yet")));
  put_limits(page, trust, false);
  if (*trust->consent)
    ui_person_lines(page, trust->consent);
  if (trust->noted_by_id && !trust->told_at_us && member->reach != REACH_EMAIL)
    form_button(page, .action = path_of(r, trust, "/told"), .spoken = trust->supporter_name,
                .button = tr_fill(page, N_("I have told {name}"), "name", member->name, NULL));
  form_button(page, .action = path_of(r, trust, "/end"), .spoken = trust->supporter_name,
              .button = tr_fill(page, N_("End this, as {name} wishes"), "name", member->name, NULL),
              .is_secondary = true);
  ui_card_close(page);
}

static void
draw_consent(Request *r, const Member *member)
{
  const Lang *lang = request_lang(r);
  const Trust *trust = supporters_of(request_txn(r), request_arena(r), member->id);
  g_autofree char *title =
      lang_fill(lang_text(lang, N_("A supporter for {name}")), "name", member->name, NULL);
  Page *page =
      page_open(r, &(PageHead){ .title = arena_text(request_arena(r), title),
                                .lead = lang_text(lang, N_("Only when the person has said yes to it"
                                                           " themself.")),
                                .back = member_path(r, member->id, ""),
                                .section = "/people" });

  for (int i = 0; i < SUPPORTERS_MAX &&
                  (trust->state == TRUST_ASKED || trust->state == TRUST_YES) && trust->id;
       i++, trust++)
    put_trust(page, trust, member);
  ui_heading(page, 2, tr(page, N_("Note a supporter")));
  form_draw(page, .action = member_path(r, member->id, "/supporter"),
            .questions = consent_questions, .data = r, .button = tr(page, N_("Note this")));
  page_close(page);
}

static const Member *
find_member(Request *r)
{
  const Member *member =
      people_find(request_txn(r), request_arena(r), request_id_in_path(r, "member"), false);

  if (!member)
    reply_not_found(r);
  return member;
}

static void
show_consent(Request *r)
{
  const Member *member = find_member(r);

  if (member)
    draw_consent(r, member);
}

static void
note_consent(Request *r)
{
  const Member *member = find_member(r);
  Refusals *refusals = request_refusals(r);
  int64_t id = 0;

  if (!member)
    return;
  if (questions_check(consent_questions, request_answers(r), r, refusals)) {
    Trust wish = { .member_id = member->id,
                   .consent = answers_text(request_answers(r), "consent"),
                   .origin = request_origin(r) };

    limits_from_answers(request_answers(r), wish.levels);
    wish.supporter_id = supporter_from_name(r);
    if (wish.supporter_id)
      id = supporters_name(request_txn(r), request_act(r), &wish, refusals);
  }
  if (refusals_count(refusals) > 0) {
    draw_consent(r, member);
    return;
  }
  if (member->reach == REACH_EMAIL)
    outbox_add(request_txn(r), request_act(r), "supporter-mail", id);
  reply_redirect_saying(r, member_path(r, member->id, "/supporter"),
                        member->reach == REACH_EMAIL ? N_("It is noted, and {name} gets a mail")
                                                     : N_("It is noted. Now tell {name}"),
                        member->name);
}

/* Of the member in the address; NULL: not found was answered. */
static const Trust *
find_trust(Request *r)
{
  const Trust *trust =
      supporters_find(request_txn(r), request_arena(r), request_id_in_path(r, "supporter"), false);

  if (trust && trust->member_id == request_id_in_path(r, "member"))
    return trust;
  reply_not_found(r);
  return NULL;
}

static void
note_told(Request *r)
{
  const Trust *trust = find_trust(r);

  if (!trust)
    return;
  supporters_note_told(request_txn(r), request_act(r), trust);
  reply_redirect_saying(r, member_path(r, trust->member_id, "/supporter"),
                        N_("It is noted that {name} knows"), trust->member_name);
}

static void
end_for_member(Request *r)
{
  const Trust *trust = find_trust(r);

  if (!trust)
    return;
  supporters_end(request_txn(r), request_act(r), trust);
  reply_redirect_saying(r, member_path(r, trust->member_id, "/supporter"), N_("It is ended"), NULL);
}

Waiting
supporter_untold_card(Request *r, const WaitingRow *row)
{
  const Lang *lang = request_lang(r);
  g_autofree char *title =
      lang_fill(lang_text(lang, N_("Tell {name} about their supporter")), "name", row->title, NULL);

  return (Waiting){ .title = arena_text(request_arena(r), title),
                    .button = lang_text(lang, N_("See what to tell them")),
                    .href = member_path(r, row->id, "/supporter"),
                    .urgency = WAITS_FOR_US };
}

const Route supporter_consent_routes[] = {
  { "GET", "/people/:member/supporter", may_organise, show_consent,
    .read_is_logged_as = "member-read" },
  { "POST", "/people/:member/supporter", may_organise, note_consent },
  { "POST", "/people/:member/supporter/:supporter/told", may_organise, note_told },
  { "POST", "/people/:member/supporter/:supporter/end", may_organise, end_for_member },
  ROUTES_END,
};
