// What comes from a file: a provider's way from its spreadsheet to the draft, the access published from MHSDS that a
// commissioner records beside it, and a list from an Excel file. The pages are answers to forms, so no crawl finds
// them.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { launch, person, signIn, skip } from './browser.mjs'
import { judge } from './judge.mjs'
import { demo } from './program.mjs'
import { workbook } from './workbook.mjs'

const icb = '/icb/DEMO1'

// A quarter's figures below a title, with a cell that holds no number and one that hides a small one.
const figures = `Quarterly figures of the service
Quarter,Team,"Accessed, out of work",Accessed in work,Starters,Kept their job,ES in post (FTE),Referrals
Q2 2026/27,Northside,81,8,33,5,18.5,112
Q3 2026/27,Northside,82,9,31,twelve,18.5,*
`
const published = `Provider,12 months to,Published,Published on,Source
Northside,31/08/2026,300,15/10/2026,Monthly statistics
Riverside,30/09/2026,*,12/11/2026,Monthly statistics
Elsewhere,30/09/2026,5,12/11/2026,Monthly statistics
`
const csv = text => ({ name: 'figures.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })

describe('what comes from a file', { skip }, () => {
  let program, browser
  before(async () => { [program, browser] = await Promise.all([demo(), launch()]) })
  after(async () => { await Promise.all([program?.stop(), browser?.close()]) })

  // Presses a button and checks the page that follows against the rules for all pages.
  async function press (visitor, name, status) {
    const [answer] = await Promise.all([
      visitor.page.waitForResponse(r => r.request().method() === 'POST'),
      visitor.page.getByRole('button', { name }).click()
    ])
    await visitor.page.waitForLoadState()
    assert.equal(answer.status(), status, `${name}: ${await visitor.page.title()}`)
    if (status === 303) return
    assert.deepEqual([...await judge(visitor.page, await answer.text()), ...visitor.breaches], [])
    await visitor.page.setViewportSize({ width: 1280, height: 900 })
  }

  test('a provider takes its figures from a spreadsheet', async () => {
    const visitor = await person(browser, program.address)
    const { page } = visitor
    await signIn(page, 'provider-a-demo1')
    await page.goto(`${icb}/returns`)
    await page.locator('main a[href$="2026Q3"]').first().click()
    await page.getByRole('link', { name: 'Take the figures from a file' }).click()
    await press(visitor, 'Read the file', 422)
    await page.setInputFiles('input[type=file]', csv(figures))
    await press(visitor, 'Read the file', 200)
    await page.getByLabel('People out of work at the start who started a first job').selectOption('starters')
    await press(visitor, 'Show the figures', 422)
    assert.match(await page.locator('.nhsuk-error-summary').textContent(), /Cell F4 must be a number, like 120\. It holds ‘twelve’/)
    await press(visitor, 'Choose again where they are', 200)
    for (const name of ['kept_work', 'referrals']) await page.locator(`#from_${name}`).selectOption('')
    await press(visitor, 'Show the figures', 200)
    await press(visitor, 'Use these figures', 303)
    assert.equal(await page.locator('#access_unemployed').inputValue(), '82')
    assert.equal(await page.locator('#first_job_starts').inputValue(), '31')

    // From now on the same headings go straight to the preview.
    await page.getByRole('link', { name: 'Take the figures from a file' }).click()
    await page.setInputFiles('input[type=file]', csv(figures.replace('31,twelve', '32,4')))
    await press(visitor, 'Read the file', 200)
    assert.match(await page.locator('main').textContent(), /Check the figures/)
    await visitor.close()
  })

  test('a commissioner records what was published', async () => {
    const visitor = await person(browser, program.address)
    const { page } = visitor
    await signIn(page, 'commissioner-demo1')
    await page.goto(`${icb}/returns`)
    await page.getByRole('link', { name: 'Compare with the access published from MHSDS' }).click()
    await press(visitor, 'Save the figure', 422)
    await page.locator('#provider').selectOption({ label: 'Northside' })
    await page.locator('#to').selectOption('2026-09-30')
    await page.locator('#people').fill('310')
    for (const [part, text] of [['day', '12'], ['month', '11'], ['year', '2026']]) await page.locator(`#published_on-${part}`).fill(text)
    await page.locator('#source').fill('Mental Health Services Monthly Statistics, September 2026')
    await press(visitor, 'Save the figure', 303)
    assert.match(await page.locator('main').textContent(), /fewer reported by the provider than published/)
    await page.getByText('Record the figures from a file').click()
    await page.setInputFiles('input[type=file]', csv(published))
    await press(visitor, 'Check the file’s figures', 200)
    assert.match(await page.locator('main').textContent(), /2 figures are recorded.*No provider of this ICB is called ‘Elsewhere’/s)
    await press(visitor, 'Record these figures', 303)
    await visitor.close()
  })

  test('a commissioner takes PCNs from an Excel file', async () => {
    const visitor = await person(browser, program.address)
    const { page } = visitor
    await signIn(page, 'commissioner-demo1')
    const pcns = [['ODS code', 'PCN', 'Population'], ['U99971', 'Hill, Dale; and Vale PCN', 42000], ['U99972', 'Mount PCN', 31000]]
    await page.goto(`${icb}/coverage/pcn/import`)
    await page.setInputFiles('input[type=file]', workbook({ North: pcns, South: pcns }))
    await press(visitor, 'Check what would change', 422)
    assert.match(await page.locator('.nhsuk-error-summary').textContent(), /‘pcns\.xlsx’ has 2 sheets with this list’s headings: ‘North’, ‘South’/)
    await page.setInputFiles('input[type=file]', workbook({ 'Read me': [['This file'], ['is of our PCNs']], PCNs: pcns }))
    await press(visitor, 'Check what would change', 200)
    // A newly chosen file goes before cells that were read earlier.
    await page.setInputFiles('input[type=file]', workbook({ PCNs: pcns.slice(0, 2) }))
    await press(visitor, 'Check what would change', 200)
    await press(visitor, 'Save 1 PCN', 303)
    assert.match(await page.locator('main').textContent(), /Hill, Dale; and Vale PCN.*42,000/s)
    await visitor.close()
  })
})
