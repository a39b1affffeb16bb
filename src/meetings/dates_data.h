/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is known of a member from finding dates: for people/my_data.h. */
#pragma once

#include "people/my_data.h"

extern const PersonalData dates_personal_data;
