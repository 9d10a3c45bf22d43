// The start page of an ICB with much on it, on a phone: nobody scrolls far, and what the picture says can be read without it.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { launch, person, signIn, skip } from './browser.mjs'
import { demo } from './program.mjs'

describe('the start page on a phone', { skip, concurrency: 2 }, () => {
  let program, browser
  before(async () => { [program, browser] = await Promise.all([demo(), launch()]) })
  after(async () => { await Promise.all([program?.stop(), browser?.close()]) })

  for (const key of ['lead-demo1', 'commissioner-demo1', 'provider-a-demo1', 'reader-demo1']) {
    test(key, async () => {
      const { page, breaches, close } = await person(browser, program.address, { viewport: { width: 390, height: 844 } })
      await signIn(page, key, '/icb/DEMO1')
      const height = await page.evaluate(() => document.documentElement.scrollHeight)
      assert.ok(height <= 4000, `${height} px high`)

      const numbers = page.getByRole('table', { name: 'Priorities by section' })
      assert.equal(await numbers.count(), 0, 'the table that repeats the chart is folded up')
      await page.getByText('The same numbers as a table').click()
      assert.deepEqual(await numbers.getByRole('row').nth(1).getByRole('cell').allInnerTexts(), ['In place\n2', 'In progress\n1', 'Not started\n0', 'Not answered\n0'])

      const target = page.getByRole('table', { name: 'Targets' }).getByRole('row').nth(1)
      assert.match(await target.innerText(), /^People out of work supported into jobs\n+four quarters to Quarter 2 2026\/27\n+Met/)
      const { width } = await target.boundingBox()
      assert.ok(width <= 390, `a target is ${width} px wide`)
      assert.deepEqual(breaches, [])
      await close()
    })
  }
})
