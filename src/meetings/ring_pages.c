/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Drawing a list of people to ring. */
#include "meetings/ring_pages.h"

#include "base/ids.h"
#include "people/people_pages.h"

static void
put_name(Page *page, const ToTell *one)
{
  Request *r = page_request(page);
  char id[ID_TEXT_SIZE];

  if (may_organise(r))
    ui_link(page, .text = one->name,
            .href = arena_format(request_arena(r), "/people/%s", id_to_text(one->member_id, id)));
  else
    ui_person(page, one->name);
}

void
put_ring_list(Page *page, const Meeting *meeting, const ToTell *list, const RingList *ring)
{
  static const char *const ways[REACH_COUNT] = { N_("Mails to them come back"), N_("By telephone"),
                                                 N_("By letter"), N_("When you meet") };
  Request *r = page_request(page);
  char id[ID_TEXT_SIZE];

  if (to_tell_count_others(list) == 0)
    return;
  ui_list_open(page, LIST_RULED);
  for (int i = 0; list[i].member_id; i++) {
    const ToTell *one = &list[i];

    if (one->is_texted)
      continue;
    ui_picture_item_open(page, one->reach == REACH_POST ? "letter" : "phone");
    put_name(page, one);
    ui_line_break(page);
    ui_words(page, tr(page, ways[one->reach]));
    if (ring->put_more)
      ring->put_more(page, meeting, i, ring->data);
    form_button(page, .action = meeting_path(r, meeting, ring->rest),
                .button = tr(page, ring->button), .spoken = one->name, .name = ring->name,
                .value = arena_text(request_arena(r), id_to_text(one->member_id, id)),
                .is_secondary = true);
    ui_picture_item_close(page);
  }
  ui_list_close(page);
}

void
put_texts_link(Page *page, const Meeting *meeting, int count)
{
  if (count > 0)
    put_group_link(page, "talk",
                   tr_count(page, "Send a text message: {count} person",
                            "Send a text message: {count} people", count),
                   meeting_path(page_request(page), meeting, "/texts"));
}
