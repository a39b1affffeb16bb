/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Forms about answers and letters, and what they speak of: one that came by mail, a mail that
 * nobody can place, an address that mails came back from. */
#include "form_rows.h"
#include "notices/bounces.h"
#include "notices/mail_answers.h"

static bool
add_answer(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;

  scene->thing_id = mail_answers_add(txn, act,
                                     &(MailAnswer){ .member_id = scene->member_id,
                                                    .kind = MAIL_KIND_PAPER,
                                                    .answer = ANSWER_NO,
                                                    .words = "No" });
  return !txn_trouble(txn);
}

void
make_answer(Scene *scene)
{
  make_member(scene);
  must_keep(scene, scene->site->community_id, add_answer, scene);
}

static bool
add_own_answer(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;

  scene->thing_id = mail_answers_add(txn, act,
                                     &(MailAnswer){ .member_id = scene->own_id,
                                                    .kind = MAIL_KIND_PAPER,
                                                    .answer = ANSWER_NEED,
                                                    .words = "A lift" });
  return !txn_trouble(txn);
}

static void
make_own_answer(Scene *scene)
{
  must_keep(scene, scene->site->community_id, add_own_answer, scene);
}

static bool
add_unplaced(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);

  unplaced_add(txn, act, &(UnplacedMail){ .words = "Hello", .sender = "a@b.example" });
  scene->thing_id = unplaced_list(txn, arena, 1)->id;
  return !txn_trouble(txn);
}

void
make_unplaced(Scene *scene)
{
  must_keep(scene, scene->site->community_id, add_unplaced, scene);
}

static bool
send_back(Txn *txn, const Act *act, int64_t member_id)
{
  const Return mail = { .mail_id = act_new_id(act),
                        .member_id = member_id,
                        .kind = MAIL_KIND_PAPER,
                        .origin = "http://localhost" };

  returns_make(txn, act, &mail);
  bounces_note(txn, act, &mail, BOUNCE_ADDRESS, "5.1.1");
  return !txn_trouble(txn);
}

static bool
send_theirs_back(Txn *txn, const Act *act, void *data)
{
  return send_back(txn, act, ((Scene *)data)->member_id);
}

static bool
send_own_back(Txn *txn, const Act *act, void *data)
{
  return send_back(txn, act, ((Scene *)data)->own_id);
}

void
make_bounced(Scene *scene)
{
  make_member(scene);
  must_keep(scene, scene->site->community_id, send_theirs_back, scene);
}

void
make_own_bounced(Scene *scene)
{
  must_keep(scene, scene->site->community_id, send_own_back, scene);
}

static bool
add_foreign_comment(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;

  scene->thing_id = mail_answers_add(txn, act,
                                     &(MailAnswer){ .member_id = scene->member_id,
                                                    .kind = MAIL_KIND_PAPER,
                                                    .about_id = scene->paper_id,
                                                    .thing_id = scene->delivery_id,
                                                    .answer = ANSWER_COMMENT,
                                                    .words = "The hall is cold",
                                                    .sender = "a@b.example" });
  return !txn_trouble(txn);
}

void
make_foreign_comment(Scene *scene)
{
  make_call(scene); /* of a paper that was sent */
  must_keep(scene, scene->site->community_id, add_foreign_comment, scene);
}

const FormRow mail_form_rows[] = {
  { "/me/mails", "/me/mails", make_nothing, "level=must" },
  { "/me/mails/each/:kind", "/me/mails/each/talk", make_nothing, "talk=week" },
  { "/answers/:answer/done", "/answers/{thing}/done", make_answer, "" },
  { "/answers/:answer/need", "/answers/{thing}/need", make_answer,
    "words=Larger+letters+{number}&kind=format&matters=must&share=nobody" },
  { "/me/answers/:answer/need", "/me/answers/{thing}/need", make_own_answer,
    "words=A+lift+{number}&kind=adjustment&matters=helps&share=organisers" },
  { "/answers/:answer/comment", "/answers/{thing}/comment", make_foreign_comment, "" },
  { "/letters/file", "/letters/file", make_letters, "" },
  { "/letters/posted", "/letters/posted", make_call, "newest={delivery}" },
  { "/letters/:delivery", "/letters/{delivery}", make_call, "" },
  { "/slips/:delivery", "/slips/{delivery}", make_call,
    "read=no&need=A+lift+{number}&words=Words+{number}&idea=A+lamp+{number}" },
  { "/answers/mails/:mail/done", "/answers/mails/{thing}/done", make_unplaced, "" },
  { "/answers/addresses/:member/right", "/answers/addresses/{member}/right", make_bounced, "" },
  { "/me/mails/right", "/me/mails/right", make_own_bounced, "" },
  { .route = NULL },
};
