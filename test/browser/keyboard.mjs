// SPDX-License-Identifier: AGPL-3.0-or-later
// A person who uses the keyboard alone: Tab, Shift+Tab, arrows, Space, Enter and typing. Each stop
// must show where the focus is. Nothing here clicks or sets a value.
import assert from 'node:assert/strict'

const STOPS_MOST = 150

// What has the focus: its name as a screen reader would say it (enough for our pages), and whether
// one can see that it has it.
function focused() {
  const element = document.activeElement
  if (!element || element === document.body) return null
  const words = (node) => node.textContent.replace(/\s+/g, ' ').trim()
  const labels = [...(element.labels ?? [])].map(words)
  const by = (element.getAttribute('aria-labelledby') ?? '').split(' ').filter(Boolean)
    .map((id) => words(document.getElementById(id)))
  const style = getComputedStyle(element)
  const box = element.getBoundingClientRect()
  const isButton = element.matches('input[type=submit], input[type=button]')
  return {
    name: element.getAttribute('aria-label') ||
      [...by, ...labels].join(' ') || (isButton ? element.value : words(element)),
    type: element.type ?? '', group: element.name ?? '', isChecked: element.checked ?? false,
    isSeen: element.matches(':focus-visible') && box.width > 0 && box.height > 0 &&
      box.bottom > 0 && box.top < innerHeight &&
      (style.outlineStyle !== 'none' || style.boxShadow !== 'none'),
  }
}

/** Hands on the keyboard of a page. */
export function byKeyboard(page) {
  const here = () => page.evaluate(focused)

  async function goTo(name) {
    const stops = []
    for (let stop = 0; stop < STOPS_MOST; stop++) {
      await page.keyboard.press('Tab')
      const at = await here()
      if (!at) continue // the browser's own bar, or the end of the page: on from the top
      assert.ok(at.isSeen, `the focus cannot be seen on "${at.name}"`)
      stops.push(at.name)
      if (at.name === name || (name instanceof RegExp && name.test(at.name))) return at
      if (at.type === 'radio' && await page.evaluate(hasChoice, String(name))) return at
    }
    assert.fail(`no "${name}" by keyboard; stops: ${[...new Set(stops)].join(' | ')}`)
  }

  // One Tab stop holds all radios of a group: is the wanted one among them?
  function hasChoice(name) {
    const { form, name: group } = document.activeElement
    return [...(form ?? document).querySelectorAll('input[type=radio]')].some((radio) =>
      radio.name === group && [...radio.labels].some((label) => label.textContent.trim() === name))
  }

  return {
    goTo,
    /** Tabs to a field and types over what is there. */
    async fill(label, text) {
      await goTo(label)
      await page.keyboard.press('Control+A')
      await page.keyboard.press('Delete')
      await page.keyboard.type(text)
    },
    /** Tabs to a link or button and presses Enter; waits for the page that comes. */
    async press(name) {
      await goTo(name)
      await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
    },
    /** Tabs to a check box or radio and ticks it; radios by the arrow keys. */
    async choose(label) {
      let at = await goTo(label)
      for (let i = 0; at.type === 'radio' && at.name !== label && i < STOPS_MOST; i++) {
        await page.keyboard.press('ArrowDown')
        at = await here()
      }
      assert.equal(at.name, label)
      if (!at.isChecked) await page.keyboard.press('Space')
      assert.equal((await here()).isChecked, true, `"${label}" did not take the tick`)
    },
  }
}
