/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Tries from one address. */
#include "web/tries.h"

#include "web/site.h"

#include <arpa/inet.h>
#include <string.h>

enum { HALF = 8 }; /* bytes of an address of IPv6 */

const char *
request_network(Request *r)
{
  const char *address = request_address(r);
  struct in6_addr six;
  char text[INET6_ADDRSTRLEN];

  if (inet_pton(AF_INET6, address, &six) != 1 || IN6_IS_ADDR_V4MAPPED(&six))
    return address;
  memset(six.s6_addr + HALF, 0, sizeof(six.s6_addr) - HALF);
  return inet_ntop(AF_INET6, &six, text, sizeof(text)) ? arena_text(request_arena(r), text)
                                                       : address;
}

bool
request_may_try_from_there(Request *r, const char *what, int per_minute)
{
  return request_may_try(r, what, request_network(r), per_minute);
}

void
reply_too_often(Request *r)
{
  reply_draw_trouble(r, 429);
}
