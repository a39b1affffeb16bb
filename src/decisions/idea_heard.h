/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Ideas that came in by mail or on the slip of a letter (R94): told as a member's, who says whether
 * it is what they said, and who may read it. Until then only the group that answers reads it, and
 * no name stands there: anybody can write an address into a mail. */
#pragma once

#include "decisions/ideas.h"

/* `way`: "mail" or "paper". Its id; 0: none was kept, since nobody is here, there are no words or
 * too many, or too many ideas wait. The same words of the same member once: then *ret_is_new is
 * false. */
int64_t idea_heard(Txn *txn, const Act *act, int64_t member_id, const char *words, const char *way,
                   bool *ret_is_new);
/* IdeaTaker of notices/mail_in.h. */
bool idea_heard_by_mail(Txn *txn, const Act *act, int64_t member_id, const char *words);

/* It came so, and its author has not said yet who may read it. Pure. */
bool idea_is_heard(const Idea *idea);
/* "Yes, I said this", by its author, and who may read it. */
void idea_heard_confirm(Txn *txn, const Act *act, const Idea *idea, bool is_for_all,
                        bool is_nameless);
