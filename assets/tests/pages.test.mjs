// Every page that a role can reach by links, checked against what all pages promise: judge.mjs says what, and
// browser.mjs watches the content security policy and requests to other hosts.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { launch, person, signIn, skip } from './browser.mjs'
import { judge, shape } from './judge.mjs'
import { demo } from './program.mjs'

// The first person looks at every priority and target, the others at two of each: they see the same pages with less on
// them. With IPS_SOAK=yes (make soak) everybody looks at all of them, and so do two more people.
const soak = process.env.IPS_SOAK === 'yes'
const roles = [
  { key: 'lead-demo1', icb: 'DEMO1', records: 22 },
  { key: 'provider-a-demo1', icb: 'DEMO1' },
  { key: 'reader-demo1', icb: 'DEMO1' },
  { key: 'lead-demo3', icb: 'DEMO3' },
  ...soak ? [{ key: 'commissioner-demo1', icb: 'DEMO1' }, { key: 'lead-demo2', icb: 'DEMO2' }] : []
]

describe('every page', { skip, concurrency: 2 }, () => {
  let program, browser
  before(async () => { [program, browser] = await Promise.all([demo(), launch()]) })
  after(async () => { await Promise.all([program?.stop(), browser?.close()]) })

  test('before sign-in', async () => {
    const visitor = await person(browser, program.address)
    await look(visitor, ['/sign-in', '/icb/DEMO1/no-such-page', '/accessibility', '/privacy', '/cookies', '/abbreviations'])
  })

  for (const { key, icb, records = soak ? 22 : 2 } of roles) {
    test(`${key} in ${icb}`, async t => {
      const visitor = await person(browser, program.address)
      await signIn(visitor.page, key)
      // What only a form leads to, or only people of several ICBs have a link to, is named.
      const seen = await look(visitor, [
        '/', '/account', '/my-icbs', '/my-work', `/icb/${icb}`, `/icb/${icb}/no-such-page`, `/icb/${icb}/compare?from=2026Q1-1&to=2026Q2-1`
      ], icb, records)
      t.diagnostic(`${seen} pages`)
      assert.ok(seen > 20, `only ${seen} pages reached`)
    })
  }
})

// Looks at the pages and at all that they link to. Of pages that differ only in their record it takes a limited number.
// Returns how many pages there were.
async function look ({ context, page, breaches }, start, icb, records = 1) {
  const problems = []
  const waiting = [...start]
  const seen = new Map(waiting.map(address => [shape(address), 1]))
  const queued = new Set(waiting)
  let count = 0
  for (let address; (address = waiting.shift());) {
    const answer = await context.request.get(address)
    if (!answer.headers()['content-type']?.startsWith('text/html')) continue
    if (answer.status() >= 500 || (answer.status() >= 400 && !start.includes(address))) {
      problems.push(`${address}: ${answer.status()}`)
    }
    count++
    await page.goto(address)
    problems.push(...await judge(page, await answer.text()))
    for (const link of await links(page, icb)) {
      const times = seen.get(shape(link)) ?? 0
      if (times >= most(shape(link), records) || queued.has(link)) continue
      seen.set(shape(link), times + 1)
      queued.add(link)
      waiting.push(link)
    }
  }
  assert.deepEqual([...problems, ...breaches], [])
  return count
}

// Pages that only ask whether to remove a record are looked at once, and so are those without a record.
const most = (shape, records) => {
  if (!shape.includes('*') || shape.endsWith('/remove')) return 1
  return /(toolkit|targets)\/\*$/.test(shape) ? records : Math.min(records, 2)
}

// The pages of the service that a page links to, without other ICBs': each role is one person's in one ICB.
const links = (page, icb) => page.locator('a[href]').evaluateAll((all, icb) => all
  .filter(a => a.origin === location.origin && !/^\/(demo-idp|assets)\//.test(a.pathname))
  .filter(a => !a.pathname.startsWith('/icb/') || `${a.pathname}/`.startsWith(`/icb/${icb}/`))
  .map(a => a.pathname + a.search), icb)
