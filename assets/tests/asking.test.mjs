// When figures are due, and the text that asks a provider for them: it opens in the person's own mail program, copies,
// and is readable without scripts.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { launch, person, signIn, skip } from './browser.mjs'
import { judge } from './judge.mjs'
import { demo } from './program.mjs'

const icb = '/icb/DEMO1'

describe('asking for figures', { skip }, () => {
  let program, browser
  before(async () => { [program, browser] = await Promise.all([demo('2026-11-20T09:00:00Z', '2027-03-27T09:00:00Z'), launch()]) })
  after(async () => { await Promise.all([program?.stop(), browser?.close()]) })

  async function as (key, walk, options) {
    const visitor = await person(browser, program.address, options)
    try {
      await signIn(visitor.page, key, icb)
      await walk(visitor.page, visitor)
      assert.deepEqual(visitor.breaches, [])
    } finally {
      await visitor.close()
    }
  }

  // The mail that a link opens, as a mail program reads it.
  function mail (href) {
    const [, to, query] = /^mailto:([^?]*)\?(.*)$/.exec(href)
    const fields = Object.fromEntries(query.split('&').map(pair => pair.split('=').map(decodeURIComponent)))
    return { to: to.split(',').map(decodeURIComponent), ...fields }
  }

  test('from My work to the text, copied and opened', async () => {
    await as('commissioner-demo1', async (page, visitor) => {
      await page.goto(`${icb}/my-work`)
      const task = page.getByRole('link', { name: 'Ask Riverside for its figures for Quarter 3 2026/27' })
      await page.getByText('Due by 15 February 2027, waiting 40 days').first().waitFor()
      await task.click()
      await page.waitForURL(/\/2026Q3\/ask$/)
      assert.deepEqual(await judge(page, await (await page.reload()).text()), [])
      const text = await page.locator('#text').inputValue()
      assert.match(text, /Riverside’s figures for Quarter 3 \(October to December 2026\)\. They were due by 15 February 2027, 40 days ago\./)
      assert.match(text, new RegExp(`the quarterly figures: ${program.address}${icb}/returns/\\w+/2026Q3`))
      const opened = mail(await page.getByRole('button', { name: 'Open in your email program' }).getAttribute('href'))
      assert.deepEqual(opened.to, await page.locator('#to tbody td:nth-child(2), table tbody td').allInnerTexts())
      assert.equal(opened.subject, 'IPS figures for Quarter 3 2026/27')
      assert.equal(opened.body.replaceAll('\r\n', '\n'), text)
      await visitor.context.grantPermissions(['clipboard-read', 'clipboard-write'])
      await page.getByRole('button', { name: 'Copy the text' }).click()
      await page.getByText('Copied').waitFor()
      assert.equal((await page.evaluate(() => navigator.clipboard.readText())).replaceAll('\r\n', '\n'), text)
    })
  })

  test('without scripts the text is there to read', async () => {
    await as('lead-demo1', async page => {
      await page.goto(`${icb}/returns`)
      await page.getByText('Figures are due by the 15th of the second month after the quarter.').waitFor()
      await page.getByRole('link', { name: 'Ask Riverside for Quarter 3 2026/27' }).click()
      await page.waitForURL(/\/ask$/)
      assert.match(await page.locator('#text').inputValue(), /^Hello,\n/)
      assert.equal(await page.getByRole('button', { name: 'Copy the text' }).count(), 0)
    }, { javaScriptEnabled: false })
  })

  test('the ICB sets another day, and its providers see it', async () => {
    await as('lead-demo1', async page => {
      await page.goto(`${icb}/settings`)
      await page.getByLabel('Day of the month').fill('31')
      await page.locator('#due_month').selectOption({ label: 'The third month after the quarter' })
      await page.getByRole('button', { name: 'Save settings' }).click()
      await page.getByText('Settings saved').waitFor()
    })
    await as('provider-b-demo1', async page => {
      await page.goto(`${icb}/my-work`)
      await page.getByText('Due by 31 March 2027').first().waitFor()
      await page.goto(`${icb}/returns`)
      await page.getByText('Those for Quarter 3 2026/27 are due by 31 March 2027.').waitFor()
    })
  })
})
