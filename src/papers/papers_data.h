/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What papers hold about a member. */
#pragma once

#include "people/my_data.h"

extern const PersonalData papers_personal_data;
