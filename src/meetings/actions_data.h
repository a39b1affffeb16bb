/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What actions hold about a member: for people/my_data.h. */
#pragma once

#include "people/my_data.h"

extern const PersonalData actions_personal_data;
