/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What each way of coming in allows, who looks at a page, and what somebody reads who would need
 * another way. */
#include "people/people_pages.h"

#include "ui/components.h"

/* A passkey is a strong way in once it was added by somebody who had come in strongly, or another
 * organiser has said yes to it: else whoever reads an organiser's mail could make one. */
static unsigned
rights_of(const Session *session, const MemberLooks *looks)
{
  const bool is_strong =
      session->way == WAY_OPERATOR || (session->way == WAY_PASSKEY && looks->is_passkey_vouched);
  const bool is_own =
      (session->way == WAY_OPERATOR && !looks->is_brought) ||
      ((session->way == WAY_PASSKEY || session->way == WAY_LINK) && looks->is_key_own);
  unsigned rights = (is_strong ? RIGHT_CAME_STRONGLY : 0) | (is_own ? RIGHT_CAME_OWN_WAY : 0);

  if (looks->is_suspended)
    return rights;
  rights |= RIGHT_TAKE_PART;
  if (looks->is_organiser)
    rights |= RIGHT_IS_ORGANISER | (is_strong ? RIGHT_ORGANISE : 0);
  return rights;
}

bool
people_load_viewer(Txn *txn, const Session *session, Arena *arena, Viewer *ret_viewer)
{
  MemberLooks looks;

  if (!people_find_looks(txn, arena, session->member_id, session->key_id, &looks))
    return false;
  *ret_viewer = (Viewer){
    .member_id = session->member_id,
    .name = looks.name,
    .rights = rights_of(session, &looks),
    .language = *looks.language ? looks.language : NULL,
  };
  for (PageLook look = 0; look < LOOK_COUNT; look++)
    ret_viewer->looks[look] = *looks.looks[look] ? looks.looks[look] : NULL;
  return true;
}

bool
may_organise(Request *r)
{
  return (request_viewer(r)->rights & RIGHT_ORGANISE) != 0;
}

bool
may_organise_otherwise(Request *r)
{
  return (request_viewer(r)->rights & (RIGHT_ORGANISE | RIGHT_IS_ORGANISER)) == RIGHT_IS_ORGANISER;
}

bool
is_known(Request *r)
{
  return request_viewer(r)->member_id != 0;
}

bool
may_change_me(Request *r)
{
  const SignInWay way = request_viewer(r)->way;

  return is_known(r) && way != WAY_CARD && way != WAY_ASSISTED;
}

/* In by a passkey already, so it is not that which is missing. */
static bool
is_passkey_waiting(Request *r)
{
  return request_viewer(r)->way == WAY_PASSKEY;
}

static const char *
organiser_title(Request *r)
{
  return lang_text(request_lang(r), is_passkey_waiting(r) ? N_("Your passkey waits for a yes")
                                                          : N_("To organise, use your passkey"));
}

static void
put_organiser_words(Page *page)
{
  if (is_passkey_waiting(page_request(page))) {
    ui_paragraph(page, .text = tr(page, N_("Another organiser says yes to it, on your page under"
                                           " People. Ask one of them.")));
    return;
  }
  ui_paragraph(page, .text = tr(page, N_("Organising needs a way in that nobody else can use.")));
  ui_button(page, .text = tr(page, N_("Come in another way")), .href = "/sign-in");
}

void
put_organise_card(Page *page)
{
  ui_card_open(page, .title = organiser_title(page_request(page)), .is_warm = true,
               .picture = "finger");
  put_organiser_words(page);
  ui_card_close(page);
}

/* Somebody suspended at a page of the community's. */
static void
draw_paused_page(Request *r)
{
  const Lang *lang = request_lang(r);
  Page *page = page_open(r, &(PageHead){ .title = lang_text(lang, N_("Not open to you just now")),
                                         .back = "/",
                                         .status = 403 });

  ui_paragraph(page, .text = tr(page, N_("The organisers have paused your taking part.")));
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Why, until when, and how to say that it is wrong")),
          .href = "/safety/mine", .is_large = true);
  ui_paragraph_close(page);
  ui_paragraph(page, .text = tr(page, N_("Your own things are still here. You can look at them and"
                                         " change them.")));
  ui_button(page, .text = tr(page, N_("Go to the start page")), .href = "/");
  page_close(page);
}

bool
draw_denied_page(Request *r)
{
  const Lang *lang = request_lang(r);
  const bool is_organisers = request_access(r) == may_organise && may_organise_otherwise(r);
  const bool is_own = request_access(r) == may_change_me && is_known(r);

  if (request_access(r) == is_signed_in && is_known(r)) {
    draw_paused_page(r);
    return true;
  }
  if (!is_organisers && !is_own)
    return false;

  Page *page = page_open(
      r, &(PageHead){ .title = is_organisers ? organiser_title(r)
                                             : lang_text(lang, N_("This needs another way in")),
                      .back = "/",
                      .status = 403 });

  if (is_organisers) {
    put_organiser_words(page);
  } else {
    ui_paragraph(page, .text = tr(page, N_("You came in with a card, or with somebody's help. That"
                                           " is enough to read and to answer.")));
    ui_paragraph(page, .text = tr(page, N_("To change this, come in by a link or a passkey. Or ask"
                                           " an organiser.")));
    ui_button(page, .text = tr(page, N_("Come in another way")), .href = "/sign-in");
  }
  page_close(page);
  return true;
}
