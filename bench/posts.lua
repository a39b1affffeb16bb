-- SPDX-License-Identifier: AGPL-3.0-or-later
-- For wrk: the forms that bench-fill wrote to $POSTS, each once, from number $POSTS_FROM (0) on.
-- Says at the end how many were sent. One thread only (wrk -t1), so that none is sent twice.
local forms, from, sender = {}, tonumber(os.getenv("POSTS_FROM")) or 0, nil
sent = 0

function setup(thread)
  sender = thread
end

function init()
  local number = 0
  for line in io.lines(os.getenv("POSTS")) do
    if number >= from then
      local host, address, token, path, body = line:match("(%S+) (%S+) (%S+) (%S+) (%S+)")
      forms[#forms + 1] = wrk.format("POST", path, {
        ["Host"] = host,
        ["X-Forwarded-For"] = address,
        ["Cookie"] = "session=" .. token,
        ["Content-Type"] = "application/x-www-form-urlencoded",
      }, body)
    end
    number = number + 1
  end
end

function request()
  sent = sent + 1
  if not forms[sent] then
    error("there are too few forms for so fast a server")
  end
  return forms[sent]
end

function done()
  print("Sent: " .. sender:get("sent"))
end
