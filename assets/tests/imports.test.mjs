// A provider's figures from Excel files as people have them: one sheet, three, a cover, hidden sheets, rows and columns.
// Each goes all the way, from the file to the draft.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { launch, person, signIn, skip } from './browser.mjs'
import { judge } from './judge.mjs'
import { demo } from './program.mjs'
import { workbook } from './workbook.mjs'

const icb = '/icb/DEMO1'

describe('figures from Excel files', { skip }, () => {
  let program, browser, visitor, page, form
  before(async () => {
    [program, browser] = await Promise.all([demo(), launch()])
    visitor = await person(browser, program.address)
    page = visitor.page
    await signIn(page, 'provider-a-demo1')
    await page.goto(`${icb}/returns`)
    form = await page.locator('main a[href$="2026Q3"]').first().getAttribute('href')
  })
  after(async () => { await Promise.all([program?.stop(), browser?.close()]) })

  // Presses a button and checks the page that follows against the rules for all pages.
  async function press (name, status) {
    const [answer] = await Promise.all([
      page.waitForResponse(r => r.request().method() === 'POST'),
      page.getByRole('button', { name }).click()
    ])
    await page.waitForLoadState()
    assert.equal(answer.status(), status, `${name}: ${await page.title()}`)
    if (status === 303) return
    assert.deepEqual([...await judge(page, await answer.text()), ...visitor.breaches], [])
    await page.setViewportSize({ width: 1280, height: 900 })
  }
  async function choose (file, status) {
    await page.goto(`${form}/import`)
    await page.setInputFiles('input[type=file]', file)
    await press('Read the file', status)
  }
  const text = () => page.locator('main').textContent()
  const recorded = async figures => {
    for (const [name, want] of Object.entries(figures)) assert.equal(await page.locator(`#${name}`).inputValue(), want, name)
  }

  test('a workbook with one sheet', async () => {
    await choose(workbook({ Figures: [['Quarter', 'Referrals received', 'Starters'], ['Q2 2026/27', 31, 5], ['Q3 2026/27', 40, 7]] }), 200)
    assert.equal(await page.locator('#sheet').count(), 0, 'one sheet is not asked for')
    await page.locator('#from_first_job_starts').selectOption('starters')
    await press('Show the figures', 200)
    assert.match(await text(), /40\s*cell B3, column ‘Referrals received’, row ‘Q3 2026\/27’/)
    await press('Use these figures', 303)
    await recorded({ referrals: '40', first_job_starts: '7' })
  })

  test('the same headings in a file of another quarter are not taken', async () => {
    await choose(workbook({ Figures: [['Quarter', 'Referrals received', 'Starters'], ['Q3 2025/26', 99, 9]] }), 422)
    assert.match(await text(), /It names Quarter 3 2025\/26/)
    // Not even when the column is left out: the person has to say so.
    await page.locator('#quarter').selectOption('')
    await press('Show the figures', 422)
    assert.match(await text(), /The file names Quarter 3 2025\/26, not Quarter 3 2026\/27/)
    await page.locator('#from_first_job_starts').selectOption('starters')
    await page.getByLabel('They are the figures of Northside for Quarter 3 2026/27, whatever the file says').check()
    await press('Show the figures', 200)
    assert.match(await text(), /You said that these are the figures of Northside for this quarter/)
  })

  test('a workbook with three sheets', async () => {
    const sheet = (referrals, jobs) => [['Measure', 'Number'], ['Referrals received', referrals], ['All job starts', jobs]]
    await choose(workbook({ North: sheet(20, 13), South: sheet(15, 12), East: sheet(6, 11) }), 422)
    assert.match(await text(), /Several sheets may hold the figures of Quarter 3 2026\/27: ‘North’, ‘South’ and ‘East’/)
    await press('Read this sheet', 422)
    assert.match(await text(), /Choose the sheet with the figures/)
    await page.locator('#sheet').selectOption('South')
    await press('Read this sheet', 200)
    await press('Show the figures', 200)
    assert.match(await text(), /15\s*cell B2, column ‘Number’, row ‘Referrals received’/)
    await press('Use these figures', 303)
    await recorded({ referrals: '15', job_starts: '12' })

    // A sheet named after the quarter wins.
    await choose(workbook({ Q1: sheet(1, 1), Q2: sheet(2, 2), Q3: sheet(41, 18) }), 200)
    await press('Use these figures', 303)
    await recorded({ referrals: '41', job_starts: '18' })
  })

  test('a cover, and hidden sheets, rows and columns', async () => {
    const lists = { rows: [['Measure', 'Q3'], ['Referrals received', 999]], hidden: true }
    const figures = {
      rows: [['Quarter', 'Team', 'Referrals received', 'Referrals received (old)'], ['Q3 2026/27', 'North', 25, 99],
        ['Q3 2026/27', 'Closed', 5, 99], ['Q3 2026/27', 'South', 15, 99], ['', 'Total', 40, 198]],
      hiddenRows: [2],
      hiddenColumns: [3]
    }
    await choose(workbook({ Cover: [['IPS quarterly return'], ['Provider', 'Northside'], ['Produced', '14/01/2027']], Lists: lists, Teams: figures }), 422)
    assert.match(await text(), /Hidden sheets are not read: ‘Lists’/)
    assert.equal(await page.locator('#sheet').inputValue(), 'Teams')
    await page.getByLabel('Add them up').check()
    await press('Show the figures', 200)
    assert.match(await text(), /Row 3 is hidden in the file: left out/)
    assert.match(await text(), /Row 5 \(‘Total’\) is left out: it is a total/)
    await press('Use these figures', 303)
    await recorded({ referrals: '40' })
  })

  test('a workbook of another provider', async () => {
    await choose(workbook({ Return: [['Provider', 'Eastbourne Trust'], ['Measure', 'Q3 2026/27'], ['Referrals received', 31]] }), 422)
    assert.match(await text(), /The file names ‘Eastbourne Trust’, not ‘Northside’/)
  })

  test('a year of quarters from one workbook, with a cover', async () => {
    const year = [['IPS figures', '', '', '', ''], ['Measure', 'Q4 2023/24', 'Q1 2024/25', 'Q2 2024/25', 'Q3 2026/27'],
      ['Referrals received', 21, 22, 23, 40], ['All job starts', 5, 6, 7, 'many']]
    await choose(workbook({ Cover: [['IPS return'], ['Provider', 'Northside']], Year: year }), 200)
    assert.match(await text(), /The file also names Quarter 4 2023\/24, Quarter 1 2024\/25 and Quarter 2 2024\/25/)
    await press('Show all quarters in the file', 200)
    assert.deepEqual(await page.locator('input[name=take]').evaluateAll(list => list.map(box => box.value)), ['2023Q4', '2024Q1', '2024Q2'])
    assert.match(await page.locator('section[aria-labelledby="quarter-2026Q3"]').textContent(), /Left out.*All job starts: Cell E4 must be a number/s)
    const first = page.locator('section[aria-labelledby="quarter-2024Q1"]')
    await first.getByText('Show the figures').click()
    assert.match(await first.textContent(), /Referrals received.*22\s*cell C3, column ‘Q1 2024\/25’.*New/s)
    await page.locator('input[value="2023Q4"]').uncheck()
    await press('Save as drafts', 303)
    assert.match(await text(), /Receipt: drafts of Northside/)
    assert.match(await text(), /2 quarters, from one file/)
    assert.deepEqual([...await judge(page, await (await page.reload()).text()), ...visitor.breaches], [])
    await page.setViewportSize({ width: 1280, height: 900 })
    await page.getByRole('link', { name: /Open the draft of Quarter 1/ }).click()
    await recorded({ referrals: '22', job_starts: '6' })
    await page.goto(form.replace('2026Q3', '2023Q4'))
    await recorded({ referrals: '' })
  })

  test('an ICB’s own list of the priorities, with a cover and words of its own', async () => {
    visitor = await person(browser, program.address)
    page = visitor.page
    await signIn(page, 'lead-demo2')
    await page.goto('/icb/DEMO2/toolkit/review/import')
    await page.setInputFiles('input[type=file]', workbook({
      Cover: [['IPS priorities'], ['Owner', 'Mental health team'], ['Status of this list', 'Final']],
      List: [['Our priorities'], ['Number', 'Where we are', 'Comments', 'Owner'], ['1.1', 'Sorted', 'Agreed in May', 'ICB administrator, Demo 2'],
        ['1.2', 'Half way', 'With finance'], ['2.1', 'Green', ''], ['2.2', 'Parked', 'Later', 'Somebody else']]
    }))
    await page.getByLabel('Replace the statuses, notes, owners and review dates').check()
    await page.getByLabel('I want to choose the columns').check()
    await press('Fill in the priorities', 200)
    assert.equal(await page.locator('#sheet').inputValue(), '1', 'the sheet with the list is chosen')
    await page.locator('#status').selectOption({ label: 'Column B: Where we are' })
    await press('Check again, if you changed this', 200)
    await page.getByLabel('‘Sorted’').selectOption('In place')
    await page.getByLabel('‘Half way’').selectOption('In progress')
    assert.equal(await page.getByLabel('‘Green’').inputValue(), 'in_place')
    await press('Fill in the priorities', 200)
    assert.match(await text(), /We filled in \d priorities from your list/)
    assert.match(await text(), /Not imported: the status “Parked” of 2\.2/)
    assert.equal(await page.getByLabel('Status of 1.2').inputValue(), 'in_progress')
    assert.equal(await page.getByLabel('Notes on 1.1').inputValue(), 'Agreed in May')
    assert.match(await text(), /Not imported: the owner “Somebody else” of 2\.2: nobody in this ICB is called that/)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    for (const key of ['1.1', '1.2']) await page.locator(`[data-row="${key}"] [data-said]`, { hasText: 'Saved' }).waitFor()
    await page.goto('/icb/DEMO2/toolkit/1.1')
    assert.match(await page.locator('#owner option:checked').textContent(), /ICB administrator, Demo 2/)
    assert.equal(await page.getByLabel('Notes', { exact: true }).inputValue(), 'Agreed in May')
  })
})
