/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What calendars hold about a member. */
#pragma once

#include "people/my_data.h"

extern const PersonalData calendar_personal_data;
