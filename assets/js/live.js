// SPDX-License-Identifier: AGPL-3.0-or-later
// A page that changes while one looks at it. The server says only that something changed; then the
// page is read again, and what is new in its live parts takes the place of what was there.
const source = document.querySelector('[data-live-from]')
const lost = document.querySelector('[data-live-lost]')
const parts = () => document.querySelectorAll('[data-live]')

// Two hundred who look on must not all ask in the same moment.
const SPREAD_MS = 300
const TRY_AGAIN_MS = 15_000

// What it says, without the secrets of its forms, which differ each time.
function meaning(part) {
  const copy = part.cloneNode(true)
  for (const field of copy.querySelectorAll('input[type="hidden"][name^="_"]')) field.remove()
  return copy.innerHTML
}

// The keyboard stays where it was: on the same button when it is still there, else at the top of
// the part.
function replace(part, fresh) {
  const held = part.contains(document.activeElement) ? document.activeElement : null
  part.replaceChildren(...fresh.childNodes)
  if (!held) return
  const same = [...part.querySelectorAll('a, button, input')].find((one) =>
    one.textContent === held.textContent && one.name === held.name)
  if (!same) part.tabIndex = -1
  ;(same ?? part).focus()
}

async function read() {
  const reply = await fetch(location.href, { cache: 'no-store' })
  if (reply.status === 401 || reply.status === 403 || reply.status === 404) {
    location.reload() // it is not for this person any more, and the page says so
    return
  }
  if (!reply.ok) throw new Error(String(reply.status))
  const page = new DOMParser().parseFromString(await reply.text(), 'text/html')
  for (const part of parts()) {
    const fresh = page.querySelector(`[data-live="${part.dataset.live}"]`)
    if (fresh && meaning(fresh) !== meaning(part)) replace(part, fresh)
  }
}

let isReading = false
let isWanted = false

async function refresh() {
  isWanted = true
  if (isReading || document.hidden) return
  isReading = true
  while (isWanted) {
    isWanted = false
    try {
      await read()
      lost.hidden = true
    } catch {
      lost.hidden = false // and it is tried again with the next tick
    }
  }
  isReading = false
}

const soon = () => setTimeout(refresh, Math.random() * SPREAD_MS)

let events

function listen() {
  events = new EventSource(source.dataset.liveFrom)
  events.addEventListener('message', soon)
  events.addEventListener('error', () => {
    // A stream that ended comes again by itself; one that was refused does not.
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, TRY_AGAIN_MS)
  })
}

listen()
setInterval(refresh, Number(source.dataset.liveSeconds) * 1000)
document.addEventListener('visibilitychange', refresh)
addEventListener('pagehide', () => events.close())
addEventListener('pageshow', (event) => {
  if (event.persisted) listen()
})
