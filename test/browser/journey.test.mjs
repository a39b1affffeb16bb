// SPDX-License-Identifier: AGPL-3.0-or-later
// From a new group to agreed minutes (R13, R18-R22, R64-R70, R88, R94; indicators 1, 2, 8, 9, 11,
// 13, 16, 24) with people of five different sets of needs: Una by letter and with a helper, Noor by
// keyboard alone in Easy Read, Wren by mail and nothing else, Sam by telephone, Carys who signs and
// comes if there is an interpreter. Then an idea is answered, disputed, and taken to another group.
// Each test goes on where the one before ended. Mails go through a mail server; days pass by the
// clock of demo.mjs.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { after, before, test } from 'node:test'
import { expectErrors, goBy, lookAt } from './browser.mjs'
import { assertValidHtml, checkPage } from './check_page.mjs'
import { callMeeting, choose, dayAfter, field, fillDay, follow, joinGroup, main, passDays, press,
  send, startDemo, startGroup } from './demo.mjs'
import { byKeyboard } from './keyboard.mjs'
import { startMailServer } from './mail_server.mjs'

const GROUP = 'The new centre'
const TITLE = 'Who chooses what?'
const IDEA = 'A light by the door that goes on by itself.'
const SAME = 'It is so dark at the door.'
const EASY = { language: 'en-GB-x-easyread' }
const WAIT_MS = 30_000

let post // the mail server
let server
let comeIn
let rowan // organiser
let bea // begins it, arranges the meetings; without JavaScript
let noor
let hands // Noor's
let carys
let hugh // at his work
let home // of the group
let meeting
let idea

before(async () => {
  post = await startMailServer();
  ({ server, rowan, comeIn } = await startDemo({ hasClock: true, environment: {
    SMTP_SERVER: `smtp://127.0.0.1:${post.port}`, MAIL_FROM: 'table@riverside.example',
    MAIL_REPLIES: 'table+*@riverside.example' } }))
})
after(() => post?.close())

const header = (mail, name) =>
  new RegExp(`^${name}: *(.*(?:\\n[ \\t].*)*)`, 'mi').exec(mail)?.[1].replace(/\s+/g, ' ')

/** The newest mail about the meeting to somebody, once it says this. */
async function mailTo(name, words) {
  for (const end = Date.now() + WAIT_MS; Date.now() < end; await setTimeout(50)) {
    const mail = post.mails.findLast((one) => header(one, 'To').includes(`${name}@`) &&
      header(one, 'Subject').includes(TITLE))
    if (mail && words.test(mail)) return mail
  }
  return assert.fail(`no mail to ${name}: ${words}`)
}

let answers = 0

/** Somebody answers a mail with these words; their mail server hands them over. */
function answerMail(name, mail, words) {
  const to = /<(.*)>/.exec(header(mail, 'Reply-To'))[1]
  const from = `${name}@riverside.example`
  const done = spawnSync(join(process.env.BUILD ?? 'build', 'commontable'),
    ['mail-in', '--data', server.data, '--to', to, '--from', from], {
      input: `From: <${from}>\nTo: <${to}>\nSubject: Re: ${header(mail, 'Subject')}\n` +
        `Message-ID: <${++answers}@riverside.example>\n\n${words}\n`,
      encoding: 'utf8', env: { ...process.env, ...server.place.environment } })
  assert.equal(done.status, 0, done.stderr)
}

/** Noor answers the one question on the page by keyboard, and goes on. */
async function say(label, words) {
  await (words === undefined ? hands.choose(label) : hands.fill(label, words))
  await hands.press('Go on')
}

/** Bea writes down what somebody said who has no page here. */
async function writeDown(path, name, way, answer) {
  await bea.goto(`${meeting}${path}`)
  await field(bea, 'name').fill(name)
  await answer()
  await choose(bea, 'way', way)
  await send(bea)
}

test('a group begins with its offer, and each comes in in their way', async () => {
  bea = await comeIn('Bea Thorn')
  home = await startGroup(bea, GROUP)
  noor = await comeIn('Noor Bramble', EASY)
  hands = byKeyboard(noor)
  await hands.press('Groups')
  await hands.press(GROUP)
  await hands.press('Read this. Then join if you like')
  assert.match(await main(noor), /What you get when you take part\s*Training/)
  await say('I use services')
  await say('No. Nobody can see it is me.')
  await hands.press('Join')
  carys = await comeIn('Carys Glen')
  await joinGroup(carys, home)
  hugh = await comeIn('Hugh Furrow')
  await joinGroup(hugh, home, 'manager')
  // Once, on the device of whoever helps them; from now on each in their own way.
  for (const name of ['Una Rill', 'Sam Brook', 'Wren Ashdown']) {
    const once = await comeIn(name)
    await joinGroup(once, home, name === 'Wren Ashdown' ? 'neighbour' : 'uses-services')
    await once.context().close()
  }
  await bea.goto(home)
  assert.match(await main(bea), /7 people are in it/)
})

test('a date is found with numbers, and without names', async () => {
  await bea.goto(`${home}/meetings/new`)
  await field(bea, 'title').fill(TITLE)
  await choose(bea, 'kind', 'shared')
  await choose(bea, 'when', 'find')
  await send(bea)
  meeting = new URL(bea.url()).pathname
  for (const days of [10, 12]) {
    await bea.goto(`${meeting}/dates/new`)
    await fillDay(bea, dayAfter(days))
    await field(bea, 'start').fill('2 pm')
    await field(bea, 'end').fill('3.30 pm')
    await send(bea)
  }
  for (const [name, way] of [['Sam Brook', 'telephone'], ['Una Rill', 'paper']])
    await writeDown('/dates/for', name, way, async () => {
      for (const at of [0, 1]) await bea.locator('main input[value="can"]').nth(at).check()
    })
  await noor.goto(`${meeting}/dates/mine`)
  await checkPage(noor, 'when can you come in Easy Read')
  await say('I can come')
  await say('I cannot come')
  await hands.press('Keep this')
  await hugh.goto(`${meeting}/dates/mine`)
  await hugh.locator('main input[value="can"]').first().check()
  await send(hugh)
  await bea.goto(`${meeting}/dates`)
  assert.match(await main(bea), /4 can[\s\S]*2 can[\s\S]*1 cannot[\s\S]*Nobody who works/)
  assert.doesNotMatch(await main(bea), /Noor|Hugh/)
  await lookAt(bea, 'journey-dates')
  await checkPage(bea, 'finding a date')
  await follow(bea, /^Choose this time/)
  await press(bea, 'Call the meeting')
  await bea.goto(`${meeting}/place`)
  await choose(bea, 'place', 'new')
  await field(bea, 'name').fill('Mill Lane Library')
  await choose(bea, 'has', 'loop')
  await choose(bea, 'has_not', 'quiet')
  await send(bea)
})

test('the invitation reaches each in their way, and so does the answer', async () => {
  const mail = await mailTo('wren', /2 pm/)
  answerMail('wren', mail, 'YES')
  answerMail('wren', mail, 'AGENDA The bus stop by the centre\nIt is too far.')
  await bea.goto(`${meeting}/tell`)
  await press(bea, /^I told them\s+Sam Brook/)
  await press(bea, /^I told them\s+Una Rill/)
  assert.doesNotMatch(await main(bea), /Sam Brook|Una Rill/)
  await writeDown('/reply-for', 'Sam Brook', 'telephone', () => choose(bea, 'answer', 'yes'))
  await writeDown('/reply-for', 'Una Rill', 'paper', async () => {
    await choose(bea, 'answer', 'if')
    await choose(bea, 'helps', 'lift')
  })
  await noor.goto('/')
  assert.match(await main(noor), /There is a meeting: Who chooses what\?/)
  await noor.goto(meeting)
  await hands.press('Answer')
  await say('Yes, I will come')
  await hands.press('Send my answer')
  await hugh.goto(meeting)
  await choose(hugh, 'answer', 'yes')
  await press(hugh, 'Send my answer')
  await carys.goto(meeting)
  await choose(carys, 'answer', 'if')
  await press(carys, 'Send my answer')
  assert.ok(await carys.getByLabel('An interpreter').isChecked()) // as she once said
  assert.match(await main(carys), /A hearing loop\s+The place has this/)
  await choose(carys, 'helps', 'quiet')
  await field(carys, 'help').fill('British Sign Language')
  await checkPage(carys, 'what would let me come')
  await press(carys, 'Send my answer')
  assert.match(await main(carys), /An interpreter\s*Not yet. Ask Bea Thorn/)
  assert.match(await main(carys), /A quiet room to go to\s*The place does not have it/)
  await bea.goto(meeting)
  assert.match(await main(bea), /6 people come\s*People who use services: fewer than 5/)
})

test('a need is seen to by somebody who said yes; its person sees it, others do not', async () => {
  await bea.goto(`${meeting}/help`)
  assert.match(await main(bea), /Carys Glen.*British Sign Language.*An interpreter/s)
  assert.match(await main(bea), /Una Rill.*Somebody to take me there and back/s)
  await lookAt(bea, 'journey-needs')
  await checkPage(bea, 'the list of needs')
  await follow(bea, /^Say how far it is.*An interpreter/)
  await checkPage(bea, 'one need')
  await choose(bea, 'step', 'take')
  await press(bea, 'Keep this')
  await bea.goto('/waiting')
  assert.match(await main(bea), /You see to this for Who chooses what\?/)
  await follow(bea, /^Say how far it is/)
  await choose(bea, 'step', 'ready')
  await press(bea, 'Keep this')
  await carys.goto(meeting)
  assert.match(await main(carys), /An interpreter\s*It is booked or ready/)
  await checkPage(carys, 'a meeting with needs')
  await hugh.goto(meeting)
  assert.match(await main(hugh), /Things to see to, so that others can come: fewer than 5/)
  assert.doesNotMatch(await main(hugh), /Carys|interpreter|Una/)
})

test('five people put on the agenda what they want, each in their way', async () => {
  for (const [title, name, way] of [['The steps at the door', 'Una Rill', 'paper'],
    ['A telephone that somebody answers', 'Sam Brook', 'telephone'],
    ['Who sits on the panel?', 'Carys Glen', 'said']]) {
    await bea.goto(`${meeting}/agenda/new`)
    await field(bea, 'title').fill(title)
    await choose(bea, 'whose', 'other')
    await field(bea, 'asked_by').selectOption({ label: name })
    await choose(bea, 'way', way)
    if (way === 'said') await checkPage(bea, 'adding to an agenda')
    await press(bea, 'Put it on the agenda')
  }
  await noor.goto(`${meeting}/agenda/new`)
  await say('What should we talk about?', 'Colours')
  await hands.press('Go on')
  await hands.press('Go on')
  await say('I do')
  await hands.press('Put it on the list')
  // Written down by others, it is theirs by their own word: also what came by mail.
  await carys.goto('/')
  assert.match(await main(carys), /Somebody put something on an agenda for you/)
  await carys.goto(`${meeting}/agenda`)
  assert.match(await main(carys), /The bus stop.*Asked by Wren Ashdown, by e-mail\. They have not/s)
  await checkPage(carys, 'what was written down for me')
  await press(carys, /^Yes, this is it/)
  assert.match(await main(carys), /Asked by Carys Glen(?!, written)/)
  await bea.goto(`${meeting}/agenda`)
  await press(bea, /^Earlier\s+Who sits on the panel/)
  assert.match(await main(bea), /Time to connect.*The bus stop.*panel\?.*A telephone.*Colours/s)
  await bea.goto(`${meeting}/agenda/connect`)
  await field(bea, 'minutes').fill('10')
  await press(bea, 'Keep this')
  assert.match(await main(bea), /Say why there is less time to connect/)
  await expectErrors(bea, /422/)
  await bea.getByLabel('Why is it changed?').fill('The hall closes at four.')
  await press(bea, 'Keep this')
  assert.match(await main(bea), /10 minutes.*The hall closes at four/s)
})

test('Noor leads it; papers are there in time', async () => {
  await noor.goto(`${meeting}/agenda/facilitator`)
  await checkPage(noor, 'leading a meeting through, Easy Read')
  await hands.fill('Do you win or lose something when the group decides?', 'I go there.')
  await hands.press('I lead this meeting')
  await bea.goto(`${meeting}/agenda/facilitator`)
  await press(bea, 'I lead this meeting through')
  assert.match(await main(bea), /Noor Bramble leads this meeting through/)
  await expectErrors(bea, /422/)
  await bea.goto(`${meeting}/agenda/papers`)
  await checkPage(bea, 'a paper for a meeting')
  await field(bea, 'paper').selectOption({ label: 'Who chooses what in the new day centre?' })
  await press(bea, 'Add it')
  assert.match(await main(bea), /7 people got it in time/)
  await lookAt(bea, 'journey-agenda')
  await checkPage(bea, 'an agenda')
  await noor.goto(`${meeting}/agenda`)
  assert.match(await main(noor), /Noor Bramble.*I go there/s)
  await lookAt(noor, 'journey-agenda-easy')
  await checkPage(noor, 'an agenda, Easy Read')
})

test('the bag is made when it is asked for', async () => {
  await bea.goto(`${meeting}/day/bag`)
  await press(bea, 'Make the meeting bag')
  const bag = bea.getByRole('link', { name: /Get the meeting bag/ })
  for (const end = Date.now() + WAIT_MS; await bag.count() === 0; await setTimeout(100)) {
    assert.ok(Date.now() < end, await main(bea))
    await bea.reload()
  }
  await checkPage(bea, 'the meeting bag')
  const file = await bea.request.get(`${meeting}/day/bag/file`)
  assert.equal(file.headers()['content-type'], 'application/pdf')
  assert.ok((await file.body()).subarray(0, 5).equals(Buffer.from('%PDF-')))
})

test('all is typed in; what is refused comes back, and two lose nothing', async () => {
  passDays(11)
  await carys.goto(`${meeting}/day/enter`) // with the form as it was, before Bea sends hers
  await bea.goto(`${meeting}/day/enter`)
  await checkPage(bea, 'writing it all in')
  for (const name of ['Bea Thorn', 'Carys Glen', 'Noor Bramble', 'Hugh Furrow', 'Una Rill'])
    await bea.getByLabel(name, { exact: true }).check()
  await field(bea, 'others_use').fill('2')
  const said = (person, item) => person.getByLabel(new RegExp(`${item}.*: what was said`))
  const decided = bea.getByLabel(/panel.*: what was decided/)
  await said(bea, 'panel').fill('Carys Glen wants two people who live there.')
  await decided.fill('Five seats, two of them ours.')
  await bea.getByRole('group', { name: /panel.*: did you talk/ }).getByLabel('Yes').check()
  await press(bea, 'Keep all this')
  assert.match(await main(bea), /Here stands Carys Glen/)
  await expectErrors(bea, /422/)
  assert.equal(await decided.inputValue(), 'Five seats, two of them ours.')
  assert.ok(await bea.getByLabel('Una Rill', { exact: true }).isChecked())
  await said(bea, 'panel').fill('Two people who live there sit on it.')
  await press(bea, 'Keep all this')
  assert.match(await main(bea), /Two people who live there[\s\S]*Una Rill[\s\S]*use services, 2/)
  await carys.getByLabel('Wren Ashdown', { exact: true }).check()
  await said(carys, 'panel').fill('Three would be better.')
  await press(carys, 'Keep all this')
  assert.match(await main(carys), /Somebody else wrote down who came meanwhile/)
  await expectErrors(carys, /422/)
  for (const name of ['Una Rill', 'Wren Ashdown'])
    assert.ok(await carys.getByLabel(name, { exact: true }).isChecked(), name)
  await field(carys, 'others_use').fill('2')
  await press(carys, 'Keep all this')
  for (const words of [/Two wrote at the same time/, /Two people who live there/, /Three would be/,
    /Five seats/, /use services, 2/]) assert.match(await main(carys), words)
})

test('what will be done is written down by keyboard, with who and when', async () => {
  const keys = byKeyboard(bea)
  const day = dayAfter(5)
  await bea.goto(`${meeting}/minutes`)
  await keys.press('Write down what will be done')
  await keys.fill('What will be done?', 'Ask for a bench')
  await keys.fill('Day', String(day.getDate()))
  await keys.fill('Month', String(day.getMonth() + 1))
  await keys.fill('Year', String(day.getFullYear()))
  await keys.choose('I do')
  await keys.choose('The bus stop by the centre')
  await checkPage(bea, 'what will be done')
  await keys.press('Keep this')
  assert.match(await main(bea), /Ask for a bench\s*Bea Thorn does it\s*By/)
  await keys.press('They are written: ask for corrections')
  assert.match(await main(bea), /Open for corrections since/)
})

test('minutes are corrected by who was there, without a name', async () => {
  const minutes = `${meeting}/minutes`
  await noor.goto(`${minutes}/correct`)
  await checkPage(noor, 'correcting minutes, Easy Read')
  await hands.fill('What is wrong?', 'It was six seats.')
  await hands.press('Send it')
  await bea.goto(minutes)
  assert.match(await main(bea), /It was six seats/)
  assert.doesNotMatch(await main(bea), /Noor Bramble[^.]*It was six seats/)
  await follow(bea, /^Answer it/)
  await choose(bea, 'answer', 'taken-in')
  await checkPage(bea, 'answering a correction')
  await send(bea)
  await follow(bea, /^Write what was said.*panel/)
  await field(bea, 'decided').fill('Six seats, two of them ours.')
  await checkPage(bea, 'writing minutes')
  await send(bea)
  assert.match(await main(bea), /Six seats/)
  await bea.goto(`${minutes}/came`)
  await field(bea, 'missing').fill('No family carer but one: the bus did not run.')
  await checkPage(bea, 'who came')
  await send(bea)
})

test('what it cost to come is paid back the same day', async () => {
  await noor.goto(`${meeting}/costs`)
  await hands.press('Ask for my money back')
  await say('Fares: bus, train, taxi')
  await say('How much were the fares?', '3,50')
  await hands.press('Go on')
  await hands.press('Send it')
  assert.match(await main(noor), /£3\.50/)
  await rowan.goto(new URL(noor.url()).pathname)
  await follow(rowan, 'Say yes, or ask something')
  await rowan.getByRole('radio', { name: 'Yes, to all of it' }).check()
  await press(rowan, 'Send my answer')
  await follow(rowan, 'Write down that it is paid')
  await rowan.getByRole('radio', { name: 'In cash, into the hand' }).check()
  await press(rowan, 'It is paid')
  await noor.reload()
  assert.match(await main(noor), /Paid/)
})

test('one question afterwards, once; what they had only its person says', async () => {
  const asked = `/afterwards/${meeting.split('/').at(-1)}`
  await noor.goto(asked)
  await checkPage(noor, 'how it was, Easy Read')
  await say('Yes')
  await say('No')
  await hands.press('Go on')
  await hands.press('Go on')
  await hands.press('Send my answer')
  await noor.goto(asked)
  await expectErrors(noor, /404/)
  await bea.goto(`${meeting}/afterwards`)
  assert.match(await main(bea), /Too few answers to tell/)
  await follow(bea, 'Write down slips from the bag')
  await choose(bea, 'side', 'uses')
  await field(bea, 'slips').fill('40')
  await send(bea)
  assert.match(await main(bea), /more slips than people who came/)
  await expectErrors(bea, /422/)
  await field(bea, 'slips').fill('5')
  await field(bea, 'heard_yes').fill('4')
  await send(bea)
  assert.match(await main(bea), /Were you heard\?\s*4\s*0\s*1/)
  await checkPage(bea, 'what people said')
  await carys.goto(`${meeting}/had`)
  await checkPage(carys, 'what I had')
  await choose(carys, 'had-interpreter', 'yes')
  await choose(carys, 'had-quiet', 'no')
  await send(carys)
  await bea.goto(`${meeting}/help`)
  assert.doesNotMatch(await main(bea), /Yes, I had it/)
})

test('minutes are agreed at the next meeting; what was late stays late, with why', async () => {
  const minutes = `${meeting}/minutes`
  await callMeeting(bea, home, 'Colours', dayAfter(14))
  passDays(15)
  await bea.goto(`${minutes}/agree`)
  await field(bea, 'later').selectOption({ index: 1 })
  await checkPage(bea, 'agreeing on minutes')
  await send(bea)
  assert.match(await main(bea), /Agreed at .*The steps at the door\s*Nothing was.*Six seats/s)
  await lookAt(bea, 'journey-minutes')
  await checkPage(bea, 'agreed minutes')
  await noor.goto(`${minutes}/correct`)
  await hands.fill('What is wrong?', 'I still think five.')
  await hands.press('Send it')
  await bea.goto(minutes)
  assert.match(await main(bea), /I still think five.*after the minutes were agreed/s)
  const keys = byKeyboard(bea)
  await bea.goto(`${home}/actions`)
  await checkPage(bea, 'what we said we would do')
  await keys.press(/^Ask for a bench/)
  await keys.press('Say how it went')
  await keys.choose('It is not done')
  await keys.choose('I did it, or I saw it')
  await keys.press('Keep this')
  assert.match(await main(bea), /Say why/)
  await expectErrors(bea, /422/)
  await keys.fill('Why, or what was done?', 'Nobody answers there.')
  await checkPage(bea, 'how it went')
  await keys.press('Keep this')
  assert.match(await main(bea), /Nobody answers there/)
  await checkPage(bea, 'one thing that will be done')
})

test('when it gets hard somebody asks one person in private, by keyboard', async () => {
  await noor.goto(`${home}/hard`)
  await hands.press('Ask for help')
  await checkPage(noor, 'what would help, Easy Read')
  await say('A talk')
  await say('Rowan Field, an organiser')
  await say('What do you want to say?', 'It is too loud for me.')
  await hands.press('Ask this person')
  assert.match(await main(noor), /A talk[\s\S]*Rowan Field/)
  await bea.goto(`${home}/hard`)
  assert.doesNotMatch(await main(bea), /A talk|too loud/)
  await rowan.goto('/waiting')
  await follow(rowan, /^Read it and help/)
  assert.match(await main(rowan), /Noor Bramble asks you.*It is too loud for me/s)
  await checkPage(rowan, 'asked in private')
  const keys = byKeyboard(rowan)
  await keys.fill('What do you answer?', 'We stop every half hour.')
  await keys.press('Send the answer')
  await noor.goto(`${home}/hard`)
  await hands.press(/^A talk/)
  assert.match(await main(noor), /We stop every half hour/)
  await checkPage(noor, 'the answer in private, Easy Read')
  await hands.press('I have read it')
  assert.doesNotMatch(await main(noor), /I have read it/)
  await bea.goto(`${home}/hard/learned`)
  await field(bea, 'words').fill('A pause every half hour helps.')
  await checkPage(bea, 'what we learned')
  await send(bea)
  await noor.goto(`${home}/hard`)
  assert.match(await main(noor), /A pause every half hour helps/)
})

test('how shared it is, and what is said beside it', async () => {
  await bea.goto(`${meeting}/shared`)
  assert.match(await main(bea), /Together/)
  await checkPage(bea, 'one meeting')
  await bea.goto(home)
  await follow(bea, /^How shared is this/)
  await checkPage(bea, 'how shared')
  await noor.goto(`${home}/shared/said`)
  await noor.goto(`${home}/shared/said/say`)
  await hands.fill(await noor.locator('main label').first().innerText(), 'We sit in a circle')
  await hands.press(await noor.locator('main form button').last().innerText())
  await bea.goto(`${home}/shared/said`)
  assert.match(await main(bea), /People who use services say:\s*We sit in a circle/)
  await checkPage(bea, 'one figure')
})

test('an idea is answered with a reason; who is asked may say no', async () => {
  await noor.goto(`${home}/ideas`)
  await checkPage(noor, 'ideas of a group, Easy Read')
  await hands.press('Share an idea')
  await say(await noor.locator('main label').first().innerText(), IDEA)
  await choose(noor, 'seen', 'all')
  await hands.press('Go on')
  await hands.press(await noor.locator('.ct-steps .govuk-button').first().innerText())
  idea = new URL(noor.url()).pathname
  assert.match(await main(noor), /The new centre will answer by/)
  await bea.goto(idea)
  await follow(bea, 'Ask somebody to answer it')
  await bea.getByLabel('Who do you want to ask?').fill('Hugh Furrow')
  await checkPage(bea, 'asking somebody to answer')
  await press(bea, 'Ask this person')
  await hugh.goto(idea)
  await press(hugh, 'No, somebody else')
  await bea.goto(idea)
  assert.match(await main(bea), /Nobody in particular has it yet/)
  await press(bea, 'I will answer it')
  await follow(bea, 'Answer it')
  await bea.getByLabel('Not taken up').check()
  await press(bea, 'Give this answer')
  await expectErrors(bea, /422/)
  assert.match(await main(bea), /Nobody can do without a reason/)
  assert.ok(await bea.getByLabel('Not taken up').isChecked())
  await checkPage(bea, 'an answer without a reason')
  await bea.getByLabel('Because …').fill('There is a lamp in the street.')
  await press(bea, 'Give this answer')
  assert.match(await main(bea), /Not taken up.*Because:.*a lamp in the street/s)
})

test('its author says "not really", and asks one other group, once', async () => {
  await noor.goto(idea)
  await checkPage(noor, 'an answered idea, Easy Read')
  await say('Not really')
  await hands.fill(await noor.locator('main label').first().innerText(), 'It is behind the tree.')
  await hands.press('Go on')
  await hands.press(await noor.locator('.ct-steps .govuk-button').first().innerText())
  await hands.press(/Ask another group/)
  await field(noor, 'group').selectOption({ label: 'Bus to the hospital' })
  await hands.press('Ask this group')
  const chidi = await comeIn('Chidi Orchard')
  await chidi.goto(idea)
  assert.match(await main(chidi), /second time of asking/)
  await press(chidi, 'I will answer it')
  await follow(chidi, 'Answer it')
  await chidi.getByLabel('Taken up', { exact: true }).check()
  await chidi.getByLabel('Because …').fill('We stood there at night. It hangs by the door now.')
  await press(chidi, 'Give this answer')
  await noor.goto(idea)
  assert.match(await main(noor), /a lamp in the street.*behind the tree.*It hangs by the door now/s)
  await say('Yes')
  await hands.press('Go on')
  await hands.press(await noor.locator('.ct-steps .govuk-button').first().innerText())
  assert.equal(await noor.getByRole('link', { name: /Ask another group/ }).count(), 0)
})

test('an idea told on the telephone becomes part of it, and its author is told', async () => {
  await rowan.goto('/ideas')
  await follow(rowan, 'Write down an idea for somebody else')
  await rowan.getByLabel('Whose idea is it?').fill('Sam Brook')
  await rowan.getByLabel('By telephone').check()
  await rowan.getByLabel('What is their idea, in their words?').fill(SAME)
  await rowan.getByLabel('Which group should answer?').selectOption({ label: GROUP })
  await rowan.getByLabel('Everybody here, with their name').check()
  await checkPage(rowan, 'an idea of somebody else')
  await press(rowan, 'Share their idea')
  assert.match(await main(rowan), /From Sam Brook.*Written down for them by Rowan Field/s)
  await bea.goto(new URL(rowan.url()).pathname)
  assert.match(await main(bea), /have not said yet whether this is what they meant/)
  await press(bea, 'I will answer it')
  await follow(bea, 'Answer it')
  await bea.getByLabel('Part of another idea', { exact: true }).check()
  await bea.getByLabel('Of which idea is it part now?').selectOption({ label: IDEA })
  await bea.getByLabel('Because …').fill('Noor said the same, and it hangs there now.')
  await press(bea, 'Give this answer')
  await follow(bea, 'Read that idea')
  assert.match(await main(bea), new RegExp(`Ideas that are part of this one.*${SAME}`, 's'))
  await rowan.goto('/ideas/to-tell')
  await checkPage(rowan, 'who is still to be told')
  await goBy(rowan, rowan.locator('.ct-card', { hasText: SAME })
    .getByRole('link', { name: /tell them/ }))
  await rowan.getByLabel('It answers them').check()
  await checkPage(rowan, 'telling somebody')
  await press(rowan, 'Keep this')
  assert.match(await main(rowan), /Does it answer them\? Yes/)
})

test('what waits too long is listed for all, as the duty of a group', async () => {
  await bea.goto('/ideas?show=late')
  assert.match(await main(bea), /Waiting for an answer since/)
  await follow(bea, 'A bus card that I can feel with my thumb which way round it goes.')
  assert.match(await main(bea), /Bus to the hospital owes an answer/)
  await noor.goto('/me/ideas')
  assert.match(await main(noor), new RegExp(IDEA))
})

test('every page was valid HTML', assertValidHtml)
