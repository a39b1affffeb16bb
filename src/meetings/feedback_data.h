/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the question after a meeting holds about a member: for people/my_data.h. */
#pragma once

#include "people/my_data.h"

extern const PersonalData feedback_personal_data;
