// A quarter is sealed, changed and sealed again: what was sealed first stays, byte for byte.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import { launch, person, signIn, skip } from './browser.mjs'
import { judge } from './judge.mjs'
import { demo } from './program.mjs'

const quarter = 'Quarter 3 2026/27'

describe('rounds', { skip }, () => {
  let program, browser
  before(async () => { [program, browser] = await Promise.all([demo(), launch()]) })
  after(async () => { await Promise.all([program?.stop(), browser?.close()]) })

  for (const [name, which, options] of [['with JavaScript', 'demo2', {}], ['without JavaScript', 'demo3', { javaScriptEnabled: false }]]) {
    test(`a quarter is sealed, changed and sealed again, ${name}`, async () => {
      const icb = `/icb/${which.toUpperCase()}`
      const rounds = `${icb}/rounds`
      const visitor = await person(browser, program.address, options)
      const { page } = visitor
      const scripts = options.javaScriptEnabled !== false
      try {
        await signIn(page, `lead-${which}`, icb)
        await page.goto(rounds)
        await page.getByRole('button', { name: `Open the round of ${quarter}` }).click()
        await page.getByText('Stay as they are').waitFor()
        if (scripts) assert.deepEqual(await judge(page, await (await page.reload()).text()), [])
        await page.getByRole('button', { name: 'Open the round' }).click()
        await page.getByText(`The round of ${quarter} is open`).waitFor()
        await page.getByText('0 of 22 reviewed this quarter').waitFor()
        if (scripts) assert.deepEqual(await judge(page, await (await page.reload()).text()), [])
        await page.getByRole('button', { name: `Seal ${quarter}` }).click()
        await page.getByText('Nobody can change or undo what is sealed').waitFor()
        await page.getByText('Figures still to come from').waitFor()
        if (scripts) assert.deepEqual(await judge(page, await (await page.reload()).text()), [])
        await page.getByRole('button', { name: `Seal ${quarter}` }).click()
        await page.getByText(`${quarter} sealed`).waitFor()
        const first = await download(page)
        const address = await page.getByRole('link', { name: 'The commissioners’ workbook' }).first().getAttribute('href')

        await page.goto(`${icb}/toolkit/3.4`)
        await page.locator('textarea[name=notes]').fill(`Changed after sealing, ${name}.`)
        await page.getByRole('button', { name: 'Save and go to' }).first().click()
        await page.getByText(/saved/).first().waitFor()
        await page.goto(rounds)
        await page.getByText('Changed since sealing on 20 November 2026: 1 save').waitFor()
        await page.getByText('1 of 22 reviewed this quarter').waitFor()
        await page.goto(`${icb}/compare`)
        await page.getByRole('heading', { name: 'New wording' }).waitFor()
        await page.locator('ins', { hasText: 'Changed after sealing' }).waitFor()
        if (scripts) assert.deepEqual(await judge(page, await (await page.reload()).text()), [])
        await page.goto(rounds)

        await page.getByRole('button', { name: `Seal ${quarter} again` }).click()
        await page.getByRole('button', { name: `Seal ${quarter}` }).click()
        await page.getByText('Enter why the quarter is sealed again').first().waitFor()
        await page.locator('[name=reason]').fill('A note was corrected after the meeting.')
        await page.getByRole('button', { name: `Seal ${quarter}` }).click()
        await page.getByText('Why it was sealed again: A note was corrected after the meeting.').first().waitFor()
        assert.equal(await page.getByText('Changed since sealing').count(), 0)
        const again = await download(page)
        assert.ok(!again.equals(first), 'the second version is another')
        const link = page.locator(`a[href="${address}"]`)
        const [file] = await Promise.all([page.waitForEvent('download'), link.click()])
        assert.ok((await readFile(await file.path())).equals(first), 'the first version is as it was')
        if (scripts) assert.deepEqual(await judge(page, await (await page.reload()).text()), [])
        assert.deepEqual(visitor.breaches, [])
      } finally {
        await visitor.close()
      }
    })
  }
})

// The newest of the commissioners' workbooks, as its bytes.
async function download (page) {
  const link = page.getByRole('link', { name: 'The commissioners’ workbook' }).first()
  const [file] = await Promise.all([page.waitForEvent('download'), link.click()])
  return readFile(await file.path())
}
