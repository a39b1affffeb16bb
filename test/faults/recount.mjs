// SPDX-License-Identifier: AGPL-3.0-or-later
// "How shared is this?" worked out a second time, from the portable archive of a community alone
// (doc/archive.md) and by nothing of the program's: papers in time, who felt heard, ideas, what was
// to be done, decisions told and how far people took part, needs, thanks (indicators 4, 8, 9, 11,
// 13, 16, 24, 27).

const DAY_US = 86_400_000_000
const YEAR_US = 365 * DAY_US
const ANSWER_US = 28 * DAY_US
const TWO_WEEKS_US = 14 * DAY_US
const OPEN_END_US = 3 * 3_600_000_000 // a meeting whose end is open
const PAPER_DAYS = 7 // where the group says nothing else
const LEAST = 5
const BLOCK = 512

/** The tables of an opened archive: name → rows. */
export function tablesOf(tar) {
  const tables = {}
  for (let at = 0; at + BLOCK <= tar.length && tar[at];) {
    const text = (from, to) => tar.toString('latin1', at + from, at + to).replace(/\0.*/s, '')
    const bytes = parseInt(text(124, 136), 8)
    const name = `${text(345, 500)}/${text(0, 100)}`.replace(/^\//, '')
    const found = /^tables\/(\w+)\.jsonl$/.exec(name)
    if (found)
      tables[found[1]] = tar.toString('utf8', at + BLOCK, at + BLOCK + bytes).split('\n')
        .filter(Boolean).map((line) => JSON.parse(line))
    at += BLOCK + Math.ceil(bytes / BLOCK) * BLOCK
  }
  return tables
}

const LETTERS = { 'uses-services': 'u', 'family-carer': 'c', neighbour: 'n', 'peer-supporter': 'p',
  'front-line-worker': 'w', manager: 'w', commissioner: 'w', provider: 'w', researcher: 'w' }

const latest = (rows, key) => rows.reduce((last, row) =>
  !last || BigInt(row[key]) > BigInt(last[key]) ? row : last, undefined)
const fives = (number) => number - number % LEAST

/** Counts figures of one group, as it stands in `tables`, at this moment. */
export class Recount {
  constructor(tables, groupId, nowUs) {
    this.groupId = groupId
    this.nowUs = nowUs
    this.fromUs = nowUs - YEAR_US
    this.tables = tables
    this.began = this.mine('meeting').filter((row) => row.starts_at_us !== null &&
      row.starts_at_us >= this.fromUs && row.starts_at_us < nowUs)
    this.going = this.began.filter((row) => this.tookPlace(row))
  }

  rows(name) {
    return this.tables[name] ?? []
  }

  mine(name) {
    return this.rows(name).filter((row) => row.group_id === this.groupId)
  }

  of(name, meeting) {
    return this.rows(name).filter((row) => row.meeting_id === meeting.id)
  }

  others(meeting) {
    return this.of('meeting_minutes', meeting).reduce((all, row) =>
      ['use', 'care', 'near', 'work', 'else']
        .reduce((sum, key) => sum + Number(row[`others_${key}`]), all), 0)
  }

  // Called off or not: somebody came.
  tookPlace(meeting) {
    return meeting.state !== 'off' || this.of('meeting_presence', meeting).length > 0 ||
      this.others(meeting) > 0
  }

  // As it was called when it began.
  kindThen(meeting) {
    const [first] = this.of('meeting_change', meeting).filter((row) => row.change === 'kind' &&
      meeting.starts_at_us !== null && row.made_at_us >= meeting.starts_at_us)
      .sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
    return first ? first.was_kind : meeting.kind
  }

  // Somebody else than the one who wrote their role down noted that they came to a meeting.
  isSeen(memberId, heardBy) {
    const meetings = new Set(this.mine('meeting').map((row) => row.id))
    return this.rows('meeting_presence').some((row) => row.member_id === memberId &&
      meetings.has(row.meeting_id) && ![memberId, heardBy].includes(row.entered_by))
  }

  // Their side at that moment, and whether they were in the group. What is put right within a day
  // counts from when it was said; before they joined, what they said first counts.
  at(memberId, us) {
    const said = this.mine('group_side').filter((row) => row.member_id === memberId)
      .sort((one, other) => one.from_us - other.from_us)
    const spans = []
    for (const row of said) {
      const last = spans.at(-1)
      const side = row.side || ''
      const isOwn = row.heard_by === '0' || this.isSeen(memberId, row.heard_by)
      if (last && last.isIn === !!row.is_in && last.side === side) {
        last.isOwn ||= isOwn
        continue
      }
      if (last?.isIn && row.is_in && row.from_us - last.from < DAY_US)
        Object.assign(last, { side, isOwn })
      else spans.push({ from: row.from_us, isIn: !!row.is_in, side, isOwn })
    }
    const now = this.mine('group_member').find((row) => row.member_id === memberId)
    if (!spans.length)
      return now ? { side: now.role ? LETTERS[now.role] ?? 'o' : '', wasIn: now.since_us <= us }
        : { side: '', wasIn: false }
    const span = spans.findLast(({ from }) => from <= us) ?? spans[0]
    return { side: span.isIn && span.isOwn ? span.side : '', wasIn: span.isIn && span.from <= us }
  }

  papers() {
    const counts = { yes: 0, all: 0, unknown: 0 }
    const held = this.began.filter((row) => row.state !== 'to-find' &&
      (row.ends_at_us ?? row.starts_at_us + OPEN_END_US) <= this.nowUs && this.tookPlace(row))
    const people = this.mine('group_member').filter((row) => ['in', 'left'].includes(row.state))
    for (const meeting of held) {
      const days = this.of('meeting_agenda', meeting)[0]?.paper_days ?? PAPER_DAYS
      const due = Math.min(meeting.starts_at_us, meeting.first_at_us ?? Infinity) -
        Number(days) * DAY_US
      for (const { paper_id: paper, chosen_at_us: chosen } of this.of('meeting_paper', meeting))
        for (const { member_id: member } of people) {
          if (!this.at(member, meeting.starts_at_us).wasIn) continue
          const theirs = (name) => this.rows(name).filter((row) =>
            row.paper_id === paper && row.member_id === member)
          const sent = theirs('delivery').map((row) => row.released_at_us).filter(Boolean)
          const late = theirs('late_copy').map((row) => row.came_at_us)
          const isHere = sent.length > 0 && late.every((us) => us !== null)
          counts.all++
          counts.unknown += !isHere
          counts.yes += isHere && chosen <= meeting.starts_at_us &&
            Math.max(Math.min(...sent), ...late) <= due
        }
    }
    return counts
  }

  said() {
    const told = this.mine('feedback_told').filter((row) => row.last_at_us >= this.fromUs)
    const sum = (side) => {
      const add = (key) => told.filter((row) => row.side === side)
        .reduce((all, row) => all + Number(row[key]), 0)
      const yes = add('heard_yes')
      return { yes, all: yes + add('heard_partly') + add('heard_no') }
    }
    const [uses, works] = [sum('uses'), sum('work')]
    return uses.all >= LEAST && works.all >= LEAST ? { ...uses, other: works } : sum('')
  }

  ideas() {
    const counts = { yes: 0, all: 0, unknown: 0 }
    for (const idea of this.mine('idea')) {
      if (idea.said_at_us < this.fromUs || idea.gone_at_us !== null) continue
      const first = this.rows('idea_answer').find((row) =>
        row.idea_id === idea.id && row.round === 1)
      const isDue = this.nowUs >= idea.said_at_us + ANSWER_US
      counts.all += first || isDue ? 1 : 0
      counts.unknown += !first && isDue ? 1 : 0
      counts.yes += first && first.made_at_us <= idea.said_at_us + ANSWER_US ? 1 : 0
    }
    return counts
  }

  actions() {
    const counts = { yes: 0, all: 0, unknown: 0 }
    const shared = new Set(this.mine('meeting').filter((row) => this.kindThen(row) === 'shared')
      .map((row) => row.id))
    for (const one of this.mine('group_action')) {
      if (!shared.has(one.meeting_id) || one.first_due_us < this.fromUs ||
        one.first_due_us >= this.nowUs) continue
      counts.all++
      counts.unknown += one.state !== 'done'
      counts.yes += one.state === 'done' && one.done_at_us <= one.first_due_us
    }
    return counts
  }

  told() {
    const counts = { yes: 0, all: 0 }
    for (const one of this.mine('decision')) {
      if (one.state !== 'made' || one.written_at_us < this.fromUs) continue
      const told = this.rows('decision_told').filter((row) => row.decision_id === one.id)
        .map((row) => row.told_at_us)
      const due = one.decided_us + TWO_WEEKS_US
      const isTold = told.every((us) => us !== null)
      counts.all += isTold || due < this.nowUs
      counts.yes += isTold && Math.max(0, ...told) <= due
    }
    return counts
  }

  // How far people took part, as they say, beside the first promise.
  levels() {
    const rungs = ['coercion', 'education', 'informing', 'consultation', 'engagement', 'co-design',
      'co-production']
    const counts = { yes: 0, all: 0, unknown: 0 }
    for (const one of this.mine('decision')) {
      if (one.state !== 'made' || one.written_at_us < this.fromUs ||
        one.written_at_us + ANSWER_US > this.nowUs) continue
      const [first] = this.rows('decision_promise').filter((row) => row.decision_id === one.id)
        .sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
      if (!first?.level) continue
      const said = this.rows('decision_level').filter((row) => row.decision_id === one.id)
        .map((row) => Number(row.level)).sort((a, b) => a - b)
      counts.all++
      counts.unknown += said.length < LEAST
      counts.yes += said.length >= LEAST &&
        said[Math.ceil(said.length / 2) - 1] > rungs.indexOf(first.level)
    }
    return counts
  }

  wasAsked(meeting, memberId) {
    const is = (row) => row.member_id === memberId
    const news = this.rows('meeting_news').filter((row) => row.meeting_id === meeting.id ||
      (meeting.series_id !== '0' && row.meeting_id === meeting.series_id && row.what === 'called'))
    const place = this.mine('group_member').find(is)
    const isMailed = this.rows('member').find((row) => row.id === memberId)?.reach === 'email'
    return this.of('meeting_reply', meeting).some(is) ||
      this.of('meeting_need', meeting).some(is) ||
      (!meeting.is_written_after && meeting.called_by === memberId) ||
      news.some(({ id, made_at_us: made }) => (isMailed && place && place.since_us <= made) ||
        this.rows('meeting_told').some((row) => row.news_id === id && is(row)))
  }

  needs() {
    const counts = { yes: 0, all: 0, unknown: 0, notAsked: 0 }
    for (const meeting of this.going) {
      for (const need of this.of('meeting_need', meeting)) {
        if (need.is_withdrawn) continue
        counts.all++
        counts.yes += need.had === 'yes'
        counts.unknown += need.had === ''
      }
      for (const { member_id: member } of this.of('meeting_presence', meeting))
        counts.notAsked += !this.wasAsked(meeting, member)
      counts.notAsked += this.others(meeting)
    }
    return Object.fromEntries(Object.entries(counts).map(([key, number]) => [key, fives(number)]))
  }

  // What one person got for one meeting: was it settled, and when the last of it was paid.
  settled(meeting, memberId) {
    const is = (row) => row.member_id === memberId
    const own = latest(this.mine('fee_offer').filter((row) => row.meeting_id === meeting.id), 'id')
    const usual = latest(this.mine('fee_offer').filter((row) => row.meeting_id === '0' &&
      row.made_at_us <= meeting.starts_at_us), 'id')
    const hasFee = Number((own ?? usual)?.pence ?? 0) > 0
    const choices = this.mine('fee_choice').filter(is)
    const { choice = '' } = choices.find((row) => row.meeting_id === meeting.id) ??
      choices.find((row) => row.meeting_id === '0') ?? {}
    const paid = this.of('fee_paid', meeting).find(is)
    const claims = this.of('cost_claim', meeting).filter((row) => is(row) && row.state !== 'back')
    const wants = hasFee && ['take', 'give'].includes(choice)
    const hasSaid = claims.length > 0 || wants || (hasFee && choice === 'decline')
    const isOpen = (wants && !paid) || claims.some((row) => row.state !== 'paid')
    const last = Math.max(paid?.paid_at_us ?? 0,
      ...claims.filter((row) => row.state === 'paid').map((row) => row.paid_at_us))
    return hasSaid && !isOpen &&
      last <= (meeting.ends_at_us ?? meeting.starts_at_us) + TWO_WEEKS_US
  }

  reward() {
    const counts = { yes: 0, all: 0, unknown: 0 }
    for (const meeting of this.going) {
      const offer = latest(this.mine('group_offer').filter((row) =>
        row.made_at_us <= meeting.starts_at_us), 'id')
      const isOffered = (offer?.gives ?? 'nothing') !== 'nothing'
      const isOver = this.nowUs > (meeting.ends_at_us ?? meeting.starts_at_us) + TWO_WEEKS_US
      for (const { member_id: member } of this.of('meeting_presence', meeting)) {
        if (this.at(member, meeting.starts_at_us).side === 'w') continue
        const isSettled = this.settled(meeting, member)
        if (!isSettled && !isOver) continue
        counts.all++
        counts.unknown += !isOffered
        counts.yes += isOffered && isSettled
      }
    }
    return Object.fromEntries(Object.entries(counts).map(([key, number]) => [key, fives(number)]))
  }
}
