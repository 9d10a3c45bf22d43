// All suites except the crawl of every page, one after the other in one browser. The crawl runs beside them and takes
// as long.
import { readdir } from 'node:fs/promises'

const all = await readdir(new URL('.', import.meta.url))
for (const name of all.filter(name => name.endsWith('.test.mjs') && name !== 'pages.test.mjs').sort()) await import(`./${name}`)
