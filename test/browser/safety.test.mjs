// SPDX-License-Identifier: AGPL-3.0-or-later
// Safe here (R44): a worry without a name, in Easy Read on a small phone, is received, answered and
// read by its number; one about the named person goes to the alternate only; two organisers suspend
// somebody, who appeals and comes back; keeping away is silent.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { asPerson, expectErrors, goBy, lookAt } from './browser.mjs'
import { assertValidHtml, checkPage } from './check_page.mjs'
import { startServer } from './server.mjs'

const program = join(process.env.BUILD ?? 'build', 'commontable')
let server
let rowan // the first organiser
let bea // the second
let memberPaths

before(async () => {
  server = await startServer({ isDemo: true })
  rowan = await asPerson(server.url)
  await comeInBy(rowan, server.organiserLink)
  await rowan.goto('/people')
  memberPaths = new Map(await rowan.locator('tbody a').evaluateAll((links) =>
    links.map((link) => [link.textContent, new URL(link.href).pathname])))
})

async function comeInBy(person, link) {
  await person.goto(link)
  await person.locator('main form button').first().click()
  await person.waitForLoadState()
}

async function comeIn(name, options) {
  await rowan.goto(memberPaths.get(name))
  await rowan.getByRole('button', { name: 'Make a link' }).click()
  const link = (await rowan.getByText(/^http.*\/in\//).textContent()).trim()
  const person = await asPerson(server.url, options)
  await comeInBy(person, link)
  return person
}

// Somebody at the machine gives a link: to an organiser, and to who reads worries: a link that
// an organiser made does not open them.
async function comeInFromMachine(name) {
  const id = memberPaths.get(name).split('/').at(-1)
  const said = execFileSync(program, ['link', '--data', server.data, '--member', id],
    { encoding: 'utf8', env: { ...process.env, ...server.place.environment } })
  const person = await asPerson(server.url)
  await comeInBy(person, new URL(new URL(/https?:\/\/\S+/.exec(said)[0]).pathname, server.url).href)
  return person
}

test('two organisers name the two who read worries', async () => {
  await rowan.goto(`${memberPaths.get('Bea Thorn')}/change`)
  await rowan.getByLabel('This person is an organiser').check()
  await rowan.getByRole('button', { name: 'Keep the changes' }).click()
  bea = await comeInFromMachine('Bea Thorn')
  await rowan.goto('/safety/people')
  await checkPage(rowan, 'who reads worries')
  await rowan.getByLabel('Who is the second person?').fill('Tom Weir')
  await rowan.getByLabel("The second person's phone number").fill('01632 960 098')
  await rowan.getByRole('button', { name: 'Propose this' }).click()
  await rowan.getByText('Proposed, not in force yet').waitFor()
  await checkPage(rowan, 'proposed')
  assert.equal(await rowan.getByRole('button', { name: 'I agree' }).count(), 0)
  await bea.goto('/safety')
  await bea.getByRole('button', { name: 'I agree', exact: true }).click()
  await bea.getByText('Tom Weir, 01632 960 098: reads worries here.').waitFor()
})

let number

test('a worry is raised without a name, in Easy Read at 320 px', async () => {
  const person = await asPerson(server.url, { width: 320, javaScript: false })
  await person.goto('/worried?language=en-GB-x-easyread')
  await checkPage(person, 'I am worried, Easy Read')
  await lookAt(person, 'safety-worried-easy-320')
  await person.getByRole('button', { name: 'Write about my worry' }).click()
  number = await walkEasy(person)
  assert.match(number, /^\d{4} \d{4} \d{4} \d{4}$/)
  await checkPage(person, 'receipt, Easy Read')
  await lookAt(person, 'safety-receipt-easy-320')
  await person.reload() // the same browser is shown the same number
  assert.ok((await person.locator('main').innerText()).includes(number))
})

// One question a page: answers the choice and the words, and goes on past the others.
async function walkEasy(person) {
  for (let page = 0; page < 12 && !/receipt/.test(person.url()); page++) {
    if (page === 0) await lookAt(person, 'safety-tell-easy-320')
    if (await person.getByLabel('It is about a person here').isVisible())
      await person.getByLabel('It is about a person here').check()
    if (await person.locator('textarea[name=words]').isVisible())
      await person.locator('textarea[name=words]').fill('He takes my money.')
    const before = await person.locator('main').innerText()
    await Promise.all([person.waitForNavigation(), person.locator('.ct-steps .govuk-button')
      .first().click()])
    assert.notEqual(await person.locator('main').innerText(), before, 'it leads on')
  }
  return /\d{4} \d{4} \d{4} \d{4}/.exec(await person.locator('main').innerText())?.[0]
}

test('it is received and answered', async () => {
  const iris = await comeInFromMachine('Iris Quay')
  await iris.getByText('Somebody is worried').first().waitFor()
  await goBy(iris, iris.getByRole('link', { name: 'Read the worry and answer' }))
  await checkPage(iris, 'worries sent to you')
  await iris.locator('main li a').first().click()
  await iris.getByText('He takes my money.').waitFor()
  await checkPage(iris, 'a worry')
  await lookAt(iris, 'safety-worry')
  await iris.getByRole('button', { name: 'Add a note' }).click()
  await iris.getByLabel('Your note').fill('For us two only.')
  await iris.getByRole('button', { name: 'Keep this note' }).click()
  await iris.getByRole('button', { name: 'Answer', exact: true }).click()
  await checkPage(iris, 'answer a worry')
  await iris.getByLabel('Your answer').fill('We spoke with him today.')
  await iris.getByRole('button', { name: 'Keep this answer' }).click()
  await iris.getByText('Your answer is there').waitFor()
})

test('the answer is read by the number alone', async () => {
  const anybody = await asPerson(server.url)
  await anybody.goto('/worried/answer')
  await checkPage(anybody, 'look for the answer')
  await anybody.getByLabel('Your number').fill('1111 1111 1111 1111')
  await anybody.getByRole('button', { name: 'Look' }).click()
  await anybody.getByText('We do not know this number').first().waitFor()
  await expectErrors(anybody, /422/)
  await anybody.getByLabel('Your number').fill(number.replaceAll(' ', ''))
  await anybody.getByRole('button', { name: 'Look' }).click()
  await anybody.getByText('We spoke with him today.').waitFor()
  await checkPage(anybody, 'what came of it')
  const shown = await anybody.locator('main').innerText()
  assert.doesNotMatch(shown, /For us two only|He takes my money/)
})

test('a worry about the named person goes to the alternate only', async () => {
  const nia = await comeIn('Nia Holm', { javaScript: false })
  await nia.goto('/worried/tell')
  await checkPage(nia, 'write about my worry')
  await nia.getByRole('button', { name: 'Send this' }).click()
  await nia.getByText('Choose one of these, or write a few words').first().waitFor()
  await nia.getByLabel('What worries you?').fill('She shouts at me.')
  await nia.getByLabel('Who is it about?').fill('iris')
  await nia.getByRole('button', { name: 'Send this' }).click()
  await nia.getByText('Tom Weir can read it.').waitFor()
  const iris = await comeInFromMachine('Iris Quay')
  await iris.goto('/safety/worries')
  assert.equal(await iris.locator('main li a').count(), 0)
  await goBy(iris, iris.getByRole('link', { name: 'Worries that were answered' }))
  await checkPage(iris, 'worries that were answered')
  assert.equal(await iris.locator('main li a').count(), 1)
  const tom = await comeInFromMachine('Tom Weir')
  await tom.goto('/safety/worries')
  await checkPage(tom, 'worries that wait')
  assert.equal(await tom.locator('main li a').count(), 1)
  const path = await tom.locator('main li a').first().getAttribute('href')
  await iris.goto(path)
  assert.equal(await iris.locator('h1').textContent(), 'Page not found')
  await expectErrors(iris, /404/)
  for (const organiser of [rowan, bea]) {
    await organiser.goto(path)
    assert.equal(await organiser.locator('h1').textContent(), 'Page not found')
    await expectErrors(organiser, /404/)
    await organiser.goto('/powers')
    assert.doesNotMatch(await organiser.locator('main').innerText(), /shouts|Nia/)
  }
})

test('two organisers suspend somebody, who is told why', async () => {
  await rowan.goto(memberPaths.get('Joe Marsh'))
  await rowan.getByRole('link', { name: 'Pause, suspend or remove' }).click()
  await checkPage(rowan, 'pause, suspend or remove')
  await lookAt(rowan, 'safety-stop')
  await rowan.getByRole('radio', { name: 'Suspend for some time' }).check()
  await rowan.getByLabel(/Suspended for how many days/).fill('14')
  await rowan.getByLabel('Shouting, threats or bullying').check()
  await rowan.getByLabel('The reason, in your words').fill('On Monday you shouted at two people.')
  await rowan.getByRole('button', { name: 'Go on' }).click()
  await rowan.getByText('Another organiser must agree').first().waitFor()
  const joe = await comeIn('Joe Marsh')
  await joe.goto('/papers')
  assert.equal(await joe.locator('h1').textContent(), 'Papers') // not before the second one agrees
  await bea.goto('/')
  await goBy(bea, bea.getByRole('link', { name: /^See what it is/ }))
  await goBy(bea, bea.getByRole('link', { name: 'Look at what they propose' }))
  await checkPage(bea, 'agree to a suspension')
  await bea.getByRole('button', { name: 'I agree: do it' }).click()
  await bea.getByText('It is in force. The person is told').waitFor()
  await checkPage(bea, 'a suspension in force')
  await joe.goto('/papers')
  await expectErrors(joe, /403/)
  await joe.getByRole('link', { name: 'Why, until when' }).click()
  await joe.getByText('On Monday you shouted at two people.').waitFor()
  await checkPage(joe, 'about your taking part')
  await lookAt(joe, 'safety-mine')
  await joe.getByLabel('What do you want to say?').fill('It was not me.')
  await joe.getByRole('button', { name: 'Send this' }).click()
  await joe.getByText('What you said is kept').waitFor()
})

test('somebody who did not decide hears the appeal, and it ends', async () => {
  await rowan.goto('/safety/measures')
  await checkPage(rowan, 'pauses, suspensions, appeals')
  await rowan.getByRole('link', { name: 'Joe Marsh' }).click()
  assert.equal(await rowan.getByRole('button', { name: 'Hear the appeal' }).count(), 0)
  const tom = await comeInFromMachine('Tom Weir')
  await tom.goto('/safety/measures')
  await tom.getByRole('link', { name: 'Joe Marsh' }).click()
  await tom.getByRole('button', { name: 'Hear the appeal' }).click()
  await checkPage(tom, 'hear the appeal')
  await tom.getByLabel('It ends now').check()
  await tom.getByLabel('Why?').fill('Two people say that it was somebody else.')
  await tom.getByRole('button', { name: 'This is my decision' }).click()
  await tom.getByText('The person is told').waitFor()
  const joe = await comeIn('Joe Marsh')
  await joe.goto('/papers')
  assert.equal(await joe.locator('h1').textContent(), 'Papers')
  await joe.goto('/safety/mine')
  await joe.getByText('Two people say that it was somebody else.').waitFor()
})

test('keeping away is silent, and an introduction reaches who may be asked', async () => {
  const sam = await comeIn('Sam Brook')
  await sam.goto('/keep-away')
  await checkPage(sam, 'people I keep away from')
  await sam.getByLabel('Who do you keep away from?').fill('wren ashdown')
  await sam.getByRole('button', { name: 'Keep away from this person' }).click()
  await sam.getByText('Wren Ashdown').first().waitFor()
  await checkPage(sam, 'people I keep away from, one')
  const wren = await comeIn('Wren Ashdown')
  await wren.goto('/meeting-somebody')
  await checkPage(wren, 'meeting somebody')
  await wren.getByRole('button', { name: 'Ask to be introduced' }).click()
  for (const name of ['Sam Brook', 'Priya Lane']) {
    await wren.getByLabel('Whom do you want to meet?').fill(name)
    await wren.getByRole('button', { name: 'Ask for this' }).click()
    await wren.getByText('We ask them for you').waitFor()
  }
  assert.equal(await wren.getByText('We ask. You hear from us when they say yes.').count(), 2)
  await checkPage(wren, 'being introduced')
  await rowan.goto('/introductions')
  await rowan.getByText('Wren Ashdown').first().waitFor()
  assert.equal(await rowan.getByRole('button', { name: 'Pass it on' }).count(), 1)
  await rowan.getByRole('button', { name: 'Pass it on' }).click()
  await checkPage(rowan, 'pass it on')
  await rowan.getByRole('button', { name: 'Ask this person' }).click()
  await sam.goto('/')
  assert.equal(await sam.getByText('Somebody would like to meet you').count(), 0)
  const priya = await comeIn('Priya Lane')
  await priya.getByText('Somebody would like to meet you').first().waitFor()
  await priya.goto('/introductions')
  await checkPage(priya, 'asked to meet')
  await priya.getByRole('button', { name: 'Yes, introduce us' }).click()
  await wren.goto('/introductions')
  assert.equal(await wren.getByText('They said yes.').count(), 1)
  await rowan.goto('/introductions')
  await rowan.getByText('Wren Ashdown and Priya Lane both said yes.').waitFor()
  await checkPage(rowan, 'bring them together')
})

test('house rules are read once, and again when they change', async () => {
  const sam = await comeIn('Sam Brook')
  await sam.goto('/')
  await goBy(sam, sam.getByRole('link', { name: 'Read the house rules' }))
  await checkPage(sam, 'house rules')
  await lookAt(sam, 'safety-house-rules')
  await sam.getByRole('button', { name: 'I have read this' }).click()
  await sam.getByText('Thank you for reading the house rules').waitFor()
  assert.equal(await sam.getByRole('link', { name: 'Read the house rules' }).count(), 0)
  await rowan.goto('/safety/house-rules')
  await checkPage(rowan, 'change the house rules')
  await rowan.getByLabel('The house rules').fill('Be kind.\nListen.')
  await rowan.getByRole('button', { name: 'Keep these house rules' }).click()
  await rowan.getByText('The house rules are kept').waitFor()
  await rowan.goto('/house-rules/versions')
  await checkPage(rowan, 'earlier house rules')
  await sam.goto('/')
  assert.equal(await sam.getByRole('link', { name: 'Read the house rules' }).count(), 1)
})

test('every page that was seen is valid HTML', assertValidHtml)
