// The pack is one page of paper that is read in three minutes, then all priorities: of an ordinary ICB, and of one with far more
// than there is room for.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { launch, person, signIn, skip } from './browser.mjs'
import { judge } from './judge.mjs'
import { demo } from './program.mjs'

const run = promisify(execFile)
const icb = '/icb/DEMO1'
const first = [
  'Decisions needed on', 'Asked of the trust', 'Asked of the PCNs', 'Asked of the ICB', 'Moved forward', 'Moved back', 'Furthest from target',
  'Strongest results', 'Targets', 'Open risks', 'Path to green: ', 'Overdue', 'You said, we did'
]

describe('the pack', { skip }, () => {
  let program, browser, folder
  before(async () => {
    [program, browser, folder] = await Promise.all([demo(), launch(), mkdtemp(join(tmpdir(), 'pack-'))])
  })
  after(async () => { await Promise.all([program?.stop(), browser?.close(), rm(folder, { recursive: true, force: true })]) })

  // The text of each page of the paper that a browser prints.
  async function printed (page) {
    const path = join(folder, 'pack.pdf')
    await page.pdf({ path, preferCSSPageSize: true })
    assert.match((await run('pdfinfo', [path])).stdout, /Page size: +59\d(\.\d+)? x 84\d(\.\d+)? pts \(A4\)/)
    return (await run('pdftotext', ['-layout', path, '-'])).stdout.split('\f').slice(0, -1)
  }

  function onOnePage (pages) {
    for (const part of first) assert.ok(pages[0].includes(part), `${part} is not on the first page:\n${pages[0]}`)
    assert.ok(!pages[0].includes('1.1 Contracted'), 'all priorities begin on the second page')
    assert.match(pages[1], /^\s*All priorities/, 'the first part has one page')
    assert.ok(pages.length === 2, `${pages.length} pages`)
    for (const chrome of ['Sign out', 'Skip to main', 'Download', 'Cookies', 'Settings']) {
      assert.ok(!pages.join('').includes(chrome), `${chrome} is printed`)
    }
  }

  test('a member opens it from the start page, on a screen, on a phone and on paper', async () => {
    for (const width of [1280, 390]) {
      const visitor = await person(browser, program.address, { viewport: { width, height: 900 } })
      const { page } = visitor
      try {
        await signIn(page, 'reader-demo1', icb)
        await page.getByRole('button', { name: 'Open the pack' }).click()
        await page.getByRole('heading', { name: 'Pack for the steering group' }).waitFor()
        assert.deepEqual(await judge(page, await (await page.reload()).text()), [])
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing is wider than the screen')
        assert.equal(await page.locator('.app-pack__rows tbody tr').count(), 22)
        onOnePage(await printed(page))
        assert.deepEqual(visitor.breaches, [])
      } finally {
        await visitor.close()
      }
    }
  })

  test('the first page holds what fits of very much, and a sealed quarter is read as it was sealed', async () => {
    const visitor = await person(browser, program.address)
    const { page } = visitor
    try {
      await signIn(page, 'lead-demo1', icb)
      for (const asked of ['trust', 'pcns', 'icb', 'provider']) {
        for (let n = 0; n < 9; n++) {
          const sent = await page.request.post(`${icb}/actions/new`, {
            maxRedirects: 0,
            form: {
              what: `${n} ${'Arrange what the teams need and tell the group. '.repeat(8)}`, owner: 'another', role: 'Director of the trust’s community services',
              asked, 'due-day': '1', 'due-month': '10', 'due-year': '2026', state: 'open', shared: 'yes'
            }
          })
          assert.equal(sent.status(), 303, await sent.text())
        }
      }
      for (const [level, day] of [['red', '1'], ['red', '2'], ['amber', '3']]) {
        const sent = await page.request.post(`${icb}/steering/group/risk/new`, {
          maxRedirects: 0,
          form: {
            what: `${level} ${'Nobody knows yet who pays for the rooms. '.repeat(8)}`, level, path: 'The board agrees on them in spring. '.repeat(8), owner: 'Chair',
            'raised_on-day': day, 'raised_on-month': '10', 'raised_on-year': '2026'
          }
        })
        assert.equal(sent.status(), 303, await sent.text())
      }
      await page.goto(`${icb}/pack`)
      await page.locator('.app-pack__part', { hasText: 'Asked of the trust' }).getByText(/^And (9|1\d) more$/).waitFor()
      onOnePage(await printed(page))

      await page.goto(`${icb}/rounds/2026Q3/seal`)
      await page.getByRole('button', { name: 'Seal Quarter 3 2026/27' }).click()
      await page.getByText('Quarter 3 2026/27 sealed').waitFor()
      await page.goto(`${icb}/pack?round=2026Q3`)
      await page.getByText('Nothing here has changed since').waitFor()
      assert.deepEqual(await judge(page, await (await page.reload()).text()), [])
      onOnePage(await printed(page))
      assert.deepEqual(visitor.breaches, [])
    } finally {
      await visitor.close()
    }
  })
})
