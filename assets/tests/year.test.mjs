// A year of an ICB and its steering group, told quarter by quarter: what each of them does, and the numbers that they read. At the end
// of it every sealed file has the bytes that it was sealed with, and the database is sound.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { launch, skip } from './browser.mjs'
import { demoOverTime, postgres, skipPostgres } from './program.mjs'
import { walker } from './walk.mjs'

const icb = '/icb/DEMO1'
const posts = { es_in_post: '4.4', es_funded: '5', tl_in_post: '0.6', tl_funded: '1', sm_in_post: '0.2', sm_funded: '0.2' }

for (const [name, on, skipped] of [['SQLite', async () => ({ drop () {} }), skip], ['PostgreSQL', postgres, skip || skipPostgres]]) {
  describe(`a year of four quarters on ${name}`, { skip: skipped }, () => {
    let database, browser, time, lead, commissioner, northside, riverside, reader
    // Each sealed file, by its address: who reads it, and its hash.
    const sealed = new Map()

    before(async () => {
      [database, browser] = await Promise.all([on(), launch()])
      time = await demoOverTime(database.address)
      const as = key => walker(browser, time.address, `${key}-demo1`, icb, { judged: false });
      [lead, commissioner, northside, riverside, reader] =
        [await as('lead'), await as('commissioner'), await as('provider-a'), await as('provider-b'), await as('reader')]
    })
    after(async () => {
      await browser?.close()
      await time?.stop()
      await database?.drop()
    })

    // Each audience takes out what is sealed for it. A file has the hash that is named beside it.
    async function takeOut () {
      for (const [w, own] of [[lead, /^The commissioners’/], [northside, /^Northside’s/], [reader, /^The steering group’s/]]) {
        await w.go('/rounds')
        for (const file of await w.main.getByRole('listitem').filter({ has: w.page.getByRole('link', { name: own }) }).all()) {
          const href = await file.getByRole('link').getAttribute('href')
          if (sealed.has(href)) break // it and those after it were taken out before
          const hash = await hashOf(w, href)
          assert.match(await file.innerText(), new RegExp(hash))
          sealed.set(href, { w, hash })
        }
      }
    }
    async function hashOf (w, href) {
      const answer = await w.context.request.get(href)
      assert.equal(answer.status(), 200, href)
      return createHash('sha256').update(await answer.body()).digest('hex')
    }

    // A provider's figures for a quarter, which a commissioner accepts.
    async function figures (w, quarter, numbers) {
      await w.go('/returns')
      await w.follow(`a[href$="/${quarter}"]`)
      await w.send({ ...posts, ...numbers })
      await commissioner.page.goto(w.page.url().split('?')[0])
      await commissioner.press('Accept the figures', 303)
    }

    // Opens a quarter's round: nothing is reviewed in it yet, and the statuses stay.
    async function open (quarter) {
      await lead.go('/rounds')
      await lead.page.getByRole('button', { name: `Open the round of ${quarter}` }).click()
      await lead.press('Open the round', 303)
      await lead.says(new RegExp(`The round of ${quarter} is open.*\nOpen Opened on .*\n\n0 of 22 reviewed this quarter`, 's'))
    }

    // Seals a quarter. Its page says which quarters the headline is for and which figures are still to come.
    async function seal (quarter, headline, missing) {
      await lead.go('/rounds')
      await lead.page.getByRole('button', { name: `Seal ${quarter}` }).click()
      await lead.says(new RegExp(`Results are for\\s+Four quarters to ${headline}\\s+Figures still to come from\\s+${missing}`))
      await lead.press(`Seal ${quarter}`, 303)
      await lead.says(new RegExp(`${quarter} sealed`))
      await takeOut()
    }

    // The rate that a commissioner's targets, a reader's pack and nobody else's words say now.
    async function rate (percent, to) {
      await commissioner.go('/targets')
      await commissioner.says(new RegExp(`supported into jobs\\s+four quarters to ${to}\\s+Met\\s.*?${percent}`, 's'))
      await reader.go('/pack')
      await reader.says(new RegExp(`the job outcome rate is ${percent}: the 40% minimum is met`))
    }

    // Changes the status and the notes of a priority.
    async function change (priority, status, notes) {
      await commissioner.go(`/toolkit/${priority}`)
      await commissioner.choose('status', status)
      await commissioner.fill({ notes })
      await commissioner.press(/^Save/, 303)
    }

    // Ticks priorities as still right from the keyboard, on the page of all of them. Each is saved as one leaves its row.
    async function stillRight (...keys) {
      for (const key of keys) {
        await commissioner.page.locator(`[name=still][value="${key}"]`).focus()
        await commissioner.page.keyboard.press('Space')
        await commissioner.page.keyboard.press('Tab')
        await commissioner.page.locator(`[data-row="${key}"]`, { hasText: /Saved/ }).waitFor()
      }
    }

    // How far the review of the round is, and the toolkit itself.
    async function progress (reviewed, toolkit) {
      await commissioner.go('/toolkit/review')
      await commissioner.says(new RegExp(`\n${toolkit}\n\n${reviewed} of 22 reviewed this quarter`))
    }

    // Two rounds side by side, as somebody reads them.
    async function compare (w, from, to, ...patterns) {
      await w.go(`/compare?from=${from}-1&to=${to}-1`)
      for (const words of patterns) await w.says(words)
    }

    // The steering group's meeting: the agenda comes from what is due. minuted has a fact that the screen shows of an item, and its minute.
    async function meet (day, month, year, minuted) {
      await lead.go('/steering/meetings/new')
      await lead.date('on', day, month, year)
      await lead.press('Save the meeting', 303)
      await lead.follow(/Run the meeting/)
      for (const [title, [fact, minute]] of Object.entries(minuted)) {
        await lead.page.getByText('All items and keys').click()
        await lead.main.getByRole('link', { name: title }).click()
        await lead.shown(title)
        await lead.says(fact)
        await lead.fill({ minute })
        await lead.press('Save', 303)
      }
      await lead.follow(/Back to the meeting/)
      await held()
    }

    // The meeting was held: everybody with a seat came, and the minutes go out for comment.
    async function held () {
      await lead.follow(/Record who came/)
      for (const box of await lead.main.locator('input[name^="seat-"]').all()) await box.fill('1')
      await lead.press('Save', 303)
      await lead.follow(/Change details/)
      await lead.choose('stage', 'held')
      await lead.choose('chair', 'commissioner')
      await lead.choose('minutes', 'sent')
      await lead.press('Save', 303)
      await lead.says(/Minutes sent for comment/)
    }

    test('autumn: the rest of the review, two voices and a question', async () => {
      await progress(17, '12 in place, 7 in progress, 2 not started, 1 not answered')
      await commissioner.follow(/Not reviewed this quarter/)
      await stillRight('3.3', '4.4', '6.1', '6.2')
      await change('7.1', 'not_started', 'Nobody has looked at the strategies yet.')
      await progress(22, '12 in place, 7 in progress, 3 not started, 0 not answered') // the toolkit is as far as it was

      await riverside.go('/toolkit/4.4')
      await riverside.page.getByLabel('Not started').check()
      await riverside.page.getByLabel('Note (optional)').fill('Study time is in no rota of ours.')
      await riverside.press('Save your view', 303)
      await commissioner.go('/toolkit/4.4')
      await commissioner.says(/Views differ/)
      await commissioner.page.getByLabel('What the ICB says about the difference').fill('Study time is agreed for all from January.')
      await commissioner.press('Save what the ICB says', 303)
      await reader.go('/toolkit/4.4')
      await reader.says(/Study time is agreed for all from January/)
      assert.doesNotMatch(await reader.main.innerText(), /in no rota of ours/)

      await commissioner.go('/toolkit/3.1')
      await commissioner.page.getByRole('link', { name: 'Ask a question' }).click()
      await commissioner.page.getByLabel('Riverside').check()
      await commissioner.fill({ text: 'When does the next submission go to MHSDS?' })
      await commissioner.press('Send the question', 303)
      await riverside.go('/my-work')
      await riverside.follow(/Answer the ICB’s question on 3\.1/)
      await riverside.fill({ text: 'In January, with the team types put right.' })
      await riverside.press('Send the answer', 303)
      await commissioner.go('/questions?state=answered')
      await commissioner.follow(/When does the next submission go to MHSDS/)
      await commissioner.press('Answered, thank you', 303)
    })

    test('the group meets: the screen is run from the keyboard, and the minutes are ready', async () => {
      await time.moveTo('2026-12-09T10:00:00Z')
      await lead.go('/steering')
      await lead.follow(/9 December 2026/)
      await lead.follow(/Run the meeting/)
      const { keyboard } = lead.page
      for (const title of ['Declarations of interest', 'Agree the minutes', 'Actions', 'Figures and targets', '5.1 Which PCNs']) {
        await keyboard.press('PageDown')
        await lead.shown(title)
      }
      await lead.page.locator('[name=minute]').fill('Four practices want a specialist.')
      await lead.page.locator('[data-run-said]', { hasText: /^Saved \d\d:\d\d/ }).waitFor()
      await keyboard.press('F8')
      await keyboard.type('Oakfield and Priory come first')
      await Promise.all([lead.page.waitForURL(/saved=yes/), keyboard.press('Control+Enter')])
      await keyboard.press('F9')
      await keyboard.type('Find a room in Oakfield and in Priory')
      await lead.page.locator('[name=owner]').selectOption('role PCN clinical director')
      await lead.date('due', '20', '1', '2027')
      await lead.press('Add the action', 303)
      await lead.says(/Find a room in Oakfield and in Priory: PCN clinical director, by 20 January 2027/)
      await lead.follow(/Back to the meeting/)
      await held()
      await lead.go('/steering')
      await lead.follow(/2 September 2026/)
      await lead.follow(/Change details/)
      await lead.date('agreed_on', '9', '12', '2026')
      await lead.press('Save', 303)
      await lead.says(/Minutes agreed/)
      await reader.go('/steering')
      await reader.follow(/9 December 2026/)
      await reader.follow(/Minutes to print and copy/)
      await reader.says(/Four practices want a specialist.*Oakfield and Priory come first.*Find a room in Oakfield and in Priory/s)
    })

    test('winter: a provider is late, the quarter is sealed without it, and its figures belong to the next', async () => {
      await time.moveTo('2027-01-12T09:00:00Z')
      await figures(northside, '2026Q3', { access_unemployed: '45', first_job_starts: '20' })
      await rate('42.0%', 'Quarter 2 2026/27') // one of two is no headline
      await seal('Quarter 3 2026/27', 'Quarter 2 2026/27', 'Quarter 3 2026/27: .*Riverside')
      await figures(riverside, '2026Q3', { access_unemployed: '35', first_job_starts: '16', es_in_post: '3.2' })
      await rate('43.2%', 'Quarter 3 2026/27')
      await reader.go('/pack?round=2026Q3')
      await reader.says(/the job outcome rate is 42\.0%/)
      await reader.says(/since/i)
      await lead.go('/rounds')
      await lead.says(/Changed since sealing on 12 January 2027: \d+ saves/)

      await open('Quarter 4 2026/27')
      await progress(0, '12 in place, 7 in progress, 3 not started, 0 not answered')
      await time.moveTo('2027-02-10T09:00:00Z')
      await change('3.1', 'in_place', 'Every team reaches MHSDS.')
      await change('2.4', 'in_progress', 'The trust’s new policy asks for a caseload again.')
      await progress(2, '12 in place, 7 in progress, 3 not started, 0 not answered')
      await lead.go('/actions?state=overdue')
      await lead.says(/Find a room in Oakfield and in Priory/)
    })

    test('the overdue action comes to the next meeting, and the quarter is sealed in its last hour', async () => {
      await time.moveTo('2027-03-10T10:00:00Z')
      await meet('10', '3', '2027', {
        Actions: [/Find a room in Oakfield and in Priory \(action, overdue since 20 January 2027, owner: PCN clinical director\)/, 'The rooms are promised for April.'],
        'Figures and targets': [/43\.2%/, 'The rate rose to 43%.']
      })
      await time.moveTo('2027-03-31T22:30:00Z') // in London it is half past eleven
      await seal('Quarter 4 2026/27', 'Quarter 3 2026/27', 'Nobody: all figures are in')
      for (const w of [lead, reader]) {
        await compare(w, '2026Q3', '2026Q4', /\n1 moved forward, 1 moved back/, /Moved forward \(1\)\s+3\.1 /, /Moved back \(1\)\s+2\.4 /,
          /New wording.*Every team reaches MHSDS.*/s, /42\.0%.*43\.2%/s)
      }
    })

    test('spring: everything is reviewed, and the action is done', async () => {
      await time.moveTo('2027-04-20T09:00:00Z')
      await open('Quarter 1 2027/28')
      await figures(northside, '2026Q4', { access_unemployed: '44', first_job_starts: '20' })
      await figures(riverside, '2026Q4', { access_unemployed: '36', first_job_starts: '16', es_in_post: '3.2' })
      await rate('44.1%', 'Quarter 4 2026/27')
      await commissioner.go('/toolkit/review')
      const keys = await commissioner.page.locator('[data-row]').evaluateAll(rows => rows.map(row => row.dataset.row))
      await stillRight(...keys)
      await progress(22, '12 in place, 7 in progress, 3 not started, 0 not answered')
      await commissioner.go('/actions?state=overdue')
      await commissioner.follow(/Find a room in Oakfield and in Priory/)
      await commissioner.choose('state', 'done')
      await commissioner.fill({ note: 'Both rooms are open.' })
      await commissioner.press('Save the progress', 303)
      await time.moveTo('2027-06-09T10:00:00Z')
      await meet('9', '6', '2027', { 'Figures and targets': [/44\.1%/, 'The rate rose to 44%.'] })
      await seal('Quarter 1 2027/28', 'Quarter 4 2026/27', 'Nobody: all figures are in')
      await compare(reader, '2026Q4', '2027Q1', /0 moved forward, 0 moved back|22 the same/, /Find a room in Oakfield and in Priory.*done/, /44\.1%/)
    })

    test('summer: the fourth quarter, and the year as a whole', async () => {
      await time.moveTo('2027-07-20T09:00:00Z')
      await open('Quarter 2 2027/28')
      await figures(northside, '2027Q1', { access_unemployed: '46', first_job_starts: '22' })
      await figures(riverside, '2027Q1', { access_unemployed: '34', first_job_starts: '15', es_in_post: '3.2' })
      await rate('44.8%', 'Quarter 1 2027/28')
      await change('4.6', 'in_progress', 'A workforce plan is written with IPS Grow.')
      await time.moveTo('2027-09-08T10:00:00Z')
      await meet('8', '9', '2027', { Risks: [/Red/, 'Log-ins are green now.'] })
      await seal('Quarter 2 2027/28', 'Quarter 1 2027/28', 'Nobody: all figures are in')
      await compare(reader, '2026Q3', '2027Q2', /\n2 moved forward, 1 moved back/, /3\.1 .*4\.6 /s, /42\.0%.*44\.8%/s)
    })

    test('after the year what was sealed is what it was, the next round opens, and the database is sound', async () => {
      await time.moveTo('2027-11-22T09:00:00Z')
      await open('Quarter 3 2027/28')
      assert.equal(sealed.size, 7 * 6, 'four rounds and the three before them, a document and a workbook for each of three')
      for (const [href, { w, hash }] of sealed) assert.equal(await hashOf(w, href), hash, href)
      for (const w of [lead, commissioner, northside, riverside, reader]) await w.end()
      assert.match(await time.check(), /No problems were found/)
    })
  })
}
