/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Coming in by passkey, adding one, naming and removing them. A challenge is made by a form and
 * stands in the next page's address; that page's script (assets/js/passkey.js) asks the browser and
 * fills the form's hidden fields. No user name is asked: the passkey says whose it is. */
#include "people/door_pages.h"

#include "base/ids.h"
#include "people/passkeys.h"
#include "people/ways.h"
#include "ui/components.h"
#include "ui/form.h"

#include <jansson.h>
#include <sodium.h>
#include <string.h>

enum { BASE64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING };

/* What the script puts into the form. Drawn as hidden fields, checked as any answers. */
static const Question answer_questions[] = {
  { .name = "credential", .picture = "key", .kind = ASK_TEXT, .max_length = 2000 },
  { .name = "client_data", .picture = "key", .kind = ASK_TEXT, .max_length = 6000 },
  { .name = "auth_data", .picture = "key", .kind = ASK_TEXT, .max_length = 12000 },
  { .name = "signature", .picture = "key", .kind = ASK_TEXT, .max_length = 2000 },
  { .name = "label",
    .picture = "write",
    .kind = ASK_TEXT,
    .label = N_("What do you call it?"),
    .hint = N_("So that you know it again. For example: my phone"),
    .max_length = PASSKEY_LABEL_MAX },
  { .name = "shared", .picture = "people", .kind = ASK_YES },
  QUESTIONS_END,
};

static const Question label_questions[] = {
  { .name = "label",
    .picture = "write",
    .kind = ASK_TEXT,
    .label = N_("What do you call it?"),
    .hint = N_("So that you know it again. For example: my phone"),
    .max_length = PASSKEY_LABEL_MAX },
  QUESTIONS_END,
};

/* ---- what the script is told ---- */

static void
set_words(Page *page, json_t *asked)
{
  const struct {
    const char *key, *words;
  } rows[] = {
    { "stopped", tr(page, N_("No passkey was used. You can try again, or come in another way.")) },
    { "known", tr(page, N_("This device has a passkey of yours for this place already.")) },
    { "none", tr(page, N_("This browser is too old for passkeys. Bring it up to date, or use"
                          " another phone or computer. You can also come in by a link or with"
                          " your card.")) },
  };

  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
    json_object_set_new(asked, rows[i].key, json_string(rows[i].words));
}

static void
put_script_form(Page *page, json_t *asked)
{
  static const char *const fields[] = { "credential", "client_data", "auth_data", "signature" };

  set_words(page, asked);

  char *text = json_dumps(asked, JSON_COMPACT | JSON_SORT_KEYS);

  form_hidden(page, "_passkey", arena_text(request_arena(page_request(page)), text));
  free(text);
  json_decref(asked);
  for (size_t i = 0; i < G_N_ELEMENTS(fields); i++)
    form_hidden(page, fields[i], "");
}

/* Said by the browser where scripts are off: the page's button needs one. */
static void
put_without_script(Page *page)
{
  ui_without_script_open(page);
  ui_warning_text(page, .text = tr(page, N_("A passkey needs JavaScript, and it is off in this"
                                            " browser. Please use a link or your card.")));
  ui_without_script_close(page);
}

/* ---- what the browser answers ---- */

static WebauthnBytes
decode(Request *r, const char *name)
{
  const char *text = answers_text(request_answers(r), name);
  const size_t size = strlen(text);
  unsigned char *bytes = arena_alloc(request_arena(r), size + 1);
  size_t len = 0;

  if (sodium_base642bin(bytes, size + 1, text, size, NULL, &len, NULL, BASE64) != 0)
    len = 0; /* broken: as if it were not there */
  return (WebauthnBytes){ bytes, len };
}

static const char *
words_for(WebauthnResult result)
{
  switch (result) {
  case WEBAUTHN_OTHER_CHALLENGE:
    return N_("This page is too old, or it was used already. Please start again.");
  case WEBAUTHN_OTHER_ORIGIN:
  case WEBAUTHN_OTHER_PLACE:
    return N_("This passkey is for another address. Please open this site at its own address.");
  case WEBAUTHN_NOT_PRESENT:
  case WEBAUTHN_NOT_VERIFIED:
    return N_("Your device did not ask for a finger, face or PIN. Set one up on it first, or use"
              " another way in.");
  case WEBAUTHN_BAD_KEY:
    return N_("We cannot use this kind of passkey. Please try another device.");
  default:
    return N_("The passkey could not be checked. Please try again, or use another way in.");
  }
}

static WebauthnAsked
asked_by(Request *r)
{
  return (WebauthnAsked){ .origin = request_origin(r),
                          .rp_id = request_host(r),
                          .challenge = request_text_in_path(r, "challenge") };
}

/* ---- coming in ---- */

static void
ask_to_come_in(Request *r)
{
  char challenge[LINK_TOKEN_SIZE];

  if (!door_has_passkeys(r)) {
    refuse(request_refusals(r), "",
           N_("Passkeys do not work at this address. Please use another way in."));
    show_sign_in(r);
    return;
  }
  passkey_ask(request_txn(r), request_act(r), 0, challenge);
  reply_redirect(r, door_path(r, arena_format(request_arena(r), "/passkey/come-in/%s", challenge)));
}

static json_t *
asked_of(Request *r, const char *kind)
{
  return json_pack("{s:s, s:s, s:s}", "kind", kind, "challenge",
                   request_text_in_path(r, "challenge"), "rp", request_host(r));
}

static void
show_come_in(Request *r)
{
  const bool is_asked =
      passkey_is_asked(request_txn(r), request_text_in_path(r, "challenge"), 0, request_now_us(r));
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Come in by passkey")),
                                .back = "/sign-in",
                                .status = is_asked || request_is_post(r) ? 0 : 404 });

  if (!is_asked && !request_is_post(r)) {
    ui_paragraph(page, .text = tr(page, N_("This page is too old, or it was used already. Please"
                                           " start again.")));
    ui_button_link(page, .text = tr(page, N_("Start again")), .href = door_path(r, "/sign-in"));
    page_close(page);
    return;
  }
  ui_paragraph(page, .text = tr(page, N_("Your phone or computer asks for your finger, your face or"
                                         " your PIN. That stays on it: we do not get it.")));
  put_without_script(page);
  form_open(page, arena_format(request_arena(r), "/passkey/come-in/%s",
                               request_text_in_path(r, "challenge")));
  put_goes_to(page);
  put_script_form(page, asked_of(r, "get"));
  form_questions(page, shared_questions, NULL);
  form_close(page, tr(page, N_("Use my passkey")));
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Come in another way")), .href = door_path(r, "/sign-in"),
          .is_large = true);
  ui_paragraph_close(page);
  ui_script(page, "js/passkey.js");
  page_close(page);
}

/* The passkey that signed, or NULL and a refusal. */
static const Passkey *
check_signature(Request *r, int64_t *ret_sign_count)
{
  Refusals *refusals = request_refusals(r);
  const WebauthnAsked asked = asked_by(r);
  const WebauthnBytes id = decode(r, "credential");
  const Passkey *passkey =
      id.len > 0 && id.len <= WEBAUTHN_CREDENTIAL_ID_MAX
          ? passkey_find_by_credential(request_txn(r), request_arena(r), id.bytes, id.len)
          : NULL;

  if (id.len == 0) {
    refuse(refusals, "", N_("No passkey was used. You can try again, or come in another way."));
    return NULL;
  }
  if (!passkey) {
    refuse(refusals, "",
           N_("We do not know this passkey. Perhaps it was removed. Please use another way in."));
    return NULL;
  }

  WebauthnResult result =
      webauthn_verify(&asked, passkey->key, decode(r, "client_data"), decode(r, "auth_data"),
                      decode(r, "signature"), ret_sign_count);

  if (result == WEBAUTHN_GOOD)
    return passkey;
  refuse(refusals, "", words_for(result));
  return NULL;
}

static void
come_in(Request *r)
{
  Txn *txn = request_txn(r);
  const Act *act = request_act(r);
  const Passkey *passkey = NULL;
  int64_t sign_count = 0;

  if (questions_check(answer_questions, request_answers(r), r, request_refusals(r)))
    passkey = check_signature(r, &sign_count);
  if (passkey && !passkey_take_asked(txn, act, request_text_in_path(r, "challenge"), 0)) {
    refuse(request_refusals(r), "", words_for(WEBAUTHN_OTHER_CHALLENGE));
    passkey = NULL;
  }
  if (!passkey) {
    show_come_in(r);
    return;
  }
  passkey_note_use(txn, act, passkey, sign_count);
  door_come_in(r, &(SessionStart){
                      .member_id = passkey->member_id, .way = WAY_PASSKEY, .key_id = passkey->id });
}

/* ---- adding one ---- */

static void
ask_to_add(Request *r)
{
  char challenge[LINK_TOKEN_SIZE];

  passkey_ask(request_txn(r), request_act(r), request_viewer(r)->member_id, challenge);
  reply_redirect(r, arena_format(request_arena(r), "/ways-in/new-passkey/%s", challenge));
}

/* Eight bytes that say nothing of the person: the same for all their passkeys, so that a device
 * keeps one of them. */
static void
set_user(Request *r, json_t *asked)
{
  const int64_t id = request_viewer(r)->member_id;
  unsigned char bytes[sizeof(id)];
  char text[sodium_base64_ENCODED_LEN(sizeof(bytes), BASE64)];

  for (size_t i = 0; i < sizeof(bytes); i++)
    bytes[i] = (unsigned char)(id >> (8 * (sizeof(bytes) - 1 - i)));
  sodium_bin2base64(text, sizeof(text), bytes, sizeof(bytes), BASE64);
  json_object_set_new(asked, "user", json_string(text));
  json_object_set_new(asked, "name", json_string(request_viewer(r)->name));
  json_object_set_new(asked, "place", json_string(request_community_name(r)));
}

static void
set_known(Request *r, json_t *asked)
{
  json_t *list = json_array();

  for (const Passkey *one =
           passkeys_list(request_txn(r), request_arena(r), request_viewer(r)->member_id);
       one->id; one++) {
    char text[sodium_base64_ENCODED_LEN(WEBAUTHN_CREDENTIAL_ID_MAX, BASE64)];

    sodium_bin2base64(text, sizeof(text), one->credential.bytes, one->credential.len, BASE64);
    json_array_append_new(list, json_string(text));
  }
  json_object_set_new(asked, "has", list);
}

static void
show_add(Request *r)
{
  const Lang *lang = request_lang(r);
  const char *challenge = request_text_in_path(r, "challenge");
  Page *page;

  if (!request_is_post(r) && !passkey_is_asked(request_txn(r), challenge,
                                               request_viewer(r)->member_id, request_now_us(r))) {
    reply_redirect_saying(r, "/ways-in",
                          N_("That page is too old, or it was used already. Please start again"),
                          NULL);
    return;
  }
  page = page_open(
      r, &(PageHead){ .title = lang_text(lang, N_("Add a passkey")), .back = "/ways-in" });
  ui_paragraph(page, .text = tr(page, N_("Your phone or computer asks for your finger, your face or"
                                         " your PIN. That stays on it: we do not get it.")));
  put_without_script(page);

  json_t *asked = asked_of(r, "create");

  set_user(r, asked);
  set_known(r, asked);
  form_open(page, arena_format(request_arena(r), "/ways-in/new-passkey/%s", challenge));
  put_script_form(page, asked);
  form_questions(page, label_questions, NULL);
  form_close(page, tr(page, N_("Make the passkey")));
  ui_script(page, "js/passkey.js");
  page_close(page);
}

static int64_t
add_checked(Request *r)
{
  const Viewer *viewer = request_viewer(r);
  const WebauthnAsked asked = asked_by(r);
  const char *label = answers_text(request_answers(r), "label");
  Refusals *refusals = request_refusals(r);
  WebauthnKey key;

  if (!*answers_text(request_answers(r), "client_data")) {
    refuse(refusals, "", N_("No passkey was made. You can try again."));
    return 0;
  }

  WebauthnResult result =
      webauthn_register(&asked, decode(r, "client_data"), decode(r, "auth_data"), &key);

  if (result == WEBAUTHN_GOOD &&
      !passkey_take_asked(request_txn(r), request_act(r), asked.challenge, viewer->member_id))
    result = WEBAUTHN_OTHER_CHALLENGE;
  if (result != WEBAUTHN_GOOD) {
    refuse(refusals, "", words_for(result));
    return 0;
  }
  return passkey_add(request_txn(r), request_act(r), viewer->member_id, &key,
                     *label ? label : lang_text(request_lang(r), N_("Passkey")),
                     (PasskeyTrust){ .is_vouched = (viewer->rights & RIGHT_CAME_STRONGLY) != 0,
                                     .is_own = (viewer->rights & RIGHT_CAME_OWN_WAY) != 0 },
                     refusals);
}

static void
add(Request *r)
{
  int64_t id = 0;

  if (questions_check(answer_questions, request_answers(r), r, request_refusals(r)))
    id = add_checked(r);
  if (!id) {
    show_add(r);
    return;
  }
  new_way_tell(request_txn(r), request_act(r), request_viewer(r)->member_id, request_origin(r));
  reply_redirect_saying(r, "/ways-in", N_("Your passkey is made. You can come in with it"), NULL);
}

/* ---- one of mine ---- */

static const Passkey *
my_passkey(Request *r)
{
  const Passkey *passkey =
      passkey_find(request_txn(r), request_arena(r), request_viewer(r)->member_id,
                   request_id_in_path(r, "passkey"));

  if (!passkey)
    reply_not_found(r);
  return passkey;
}

static void
draw_mine(Request *r, const Passkey *passkey)
{
  char id[ID_TEXT_SIZE];
  const char *path =
      arena_format(request_arena(r), "/ways-in/passkeys/%s", id_to_text(passkey->id, id));
  const bool is_last = !passkeys_list(request_txn(r), request_arena(r), passkey->member_id)[1].id;
  Page *page = page_open(r, &(PageHead){ .title = passkey->label, .back = "/ways-in" });

  form_draw(page, .action = arena_format(request_arena(r), "%s/name", path),
            .questions = label_questions, .button = tr(page, N_("Keep this name")));
  ui_heading(page, 2, tr(page, N_("Remove it")));
  if (is_last)
    ui_warning_text(page, .text = tr(page, N_("This is your only passkey. Without it you come in by"
                                              " a link or a card.")));
  if (is_last && (request_viewer(r)->rights & RIGHT_IS_ORGANISER))
    ui_paragraph(page, .text = tr(page, N_("You are an organiser. Without a passkey you cannot"
                                           " organise.")));
  ui_paragraph(page,
               .text = tr(page, N_("Wherever somebody came in with it, they are signed out. You"
                                   " can delete it on your device too.")));
  form_button(page, .action = arena_format(request_arena(r), "%s/remove", path), .is_warning = true,
              .button = tr(page, N_("Remove this passkey")));
  page_close(page);
}

static void
show_mine(Request *r)
{
  const Passkey *passkey = my_passkey(r);

  if (!passkey)
    return;
  if (!request_is_post(r))
    answers_set(request_answers(r), "label", passkey->label);
  draw_mine(r, passkey);
}

static void
name_mine(Request *r)
{
  const Passkey *passkey = my_passkey(r);

  if (!passkey)
    return;
  if (!questions_check(label_questions, request_answers(r), r, request_refusals(r))) {
    draw_mine(r, passkey);
    return;
  }

  const char *label = answers_text(request_answers(r), "label");

  passkey_rename(request_txn(r), request_act(r), passkey,
                 *label ? label : lang_text(request_lang(r), N_("Passkey")));
  reply_redirect_saying(r, "/ways-in", N_("The name is kept"), NULL);
}

static void
remove_mine(Request *r)
{
  const Passkey *passkey = my_passkey(r);
  const bool is_this = passkey && request_session(r)->key_id == passkey->id;

  if (!passkey)
    return;
  passkey_remove(request_txn(r), request_act(r), passkey);
  reply_redirect_saying(r, is_this ? "/sign-in" : "/ways-in", N_("The passkey is removed"), NULL);
}

/* A form's address, loaded again. */
static void
go_to_ways_in(Request *r)
{
  reply_redirect(r, "/ways-in");
}

const Route passkey_routes[] = {
  { "GET", "/passkey/ask", anyone, show_sign_in, .supporter = { SUPPORT_AS_SELF } },
  { "POST", "/passkey/ask", anyone, ask_to_come_in, .per_minute = 30,
    .supporter = { SUPPORT_AS_SELF } },
  { "GET", "/passkey/come-in/:challenge", anyone, show_come_in, .supporter = { SUPPORT_AS_SELF } },
  { "POST", "/passkey/come-in/:challenge", anyone, come_in, .per_minute = 30,
    .supporter = { SUPPORT_AS_SELF } },
  { "POST", "/ways-in/new-passkey", may_change_me, ask_to_add },
  { "GET", "/ways-in/new-passkey", may_change_me, go_to_ways_in },
  { "GET", "/ways-in/new-passkey/:challenge", may_change_me, show_add },
  { "POST", "/ways-in/new-passkey/:challenge", may_change_me, add, .per_minute = 30 },
  { "GET", "/ways-in/passkeys/:passkey", may_change_me, show_mine },
  { "GET", "/ways-in/passkeys/:passkey/name", may_change_me, show_mine },
  { "POST", "/ways-in/passkeys/:passkey/name", may_change_me, name_mine },
  { "GET", "/ways-in/passkeys/:passkey/remove", may_change_me, show_mine },
  { "POST", "/ways-in/passkeys/:passkey/remove", may_change_me, remove_mine },
  ROUTES_END,
};
