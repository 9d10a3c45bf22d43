// Makes dist/ from our own styles and modules and from nhsuk-frontend. Every file has a name with its hash. Beside it
// are the compressed forms that the server sends, and manifest.json, which maps names to files. Node alone does it;
// there is no bundler, so a browser runs exactly what is in js/.
import { createHash } from 'node:crypto'
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const here = dirname(fileURLToPath(import.meta.url))
const dist = join(here, 'dist')
const nhs = join(here, 'node_modules/nhsuk-frontend/dist/nhsuk')
const manifest = {}

const read = (...path) => readFile(join(...path), 'utf8')

// Frutiger is licensed and comes from another host, so Arial replaces it. The print rule that writes out every link's
// target goes too: print.css says which links are worth reading on paper.
function quietNHS (css) {
  return withoutSourceMap(css)
    .replace(/@font-face\s*\{[^}]*\}/g, '')
    .replace(/Frutiger W01,\s*/g, '')
    .replace(/@media print\{a:{1,2}after\{content:" \(Link: "[^}]*\}\}/g, '')
}

function withoutSourceMap (text) {
  return text.replace(/\/\*# sourceMappingURL=.*?\*\//g, '').replace(/\/\/# sourceMappingURL=.*$/gm, '')
}

async function put (name, content) {
  const bytes = Buffer.from(content)
  await mkdir(dirname(join(dist, name)), { recursive: true })
  await writeFile(join(dist, name), bytes)
  if (!/\.(css|js|svg)$/.test(name)) return
  await writeFile(join(dist, name + '.gz'), gzipSync(bytes, { level: 9 }))
  await writeFile(join(dist, name + '.br'), brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
  }))
}

async function putHashed (name, content) {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12)
  manifest[name] = name.replace(/\.(\w+)$/, `-${hash}.$1`)
  await put(manifest[name], content)
}

// A module is written after the modules that it imports, because its text holds their hashed names.
async function putModule (name) {
  let text = await read(here, 'js', name)
  for (const [, other] of text.matchAll(/from '\.\/([\w-]+\.js)'/g)) {
    if (!manifest[other]) await putModule(other)
    text = text.replaceAll(`'./${other}'`, `'./${manifest[other]}'`)
  }
  await putHashed(name, text)
}

for (const file of await readdir(dist).catch(() => [])) {
  if (file !== '.gitkeep') await rm(join(dist, file), { recursive: true })
}

const nhsCSS = quietNHS(await read(nhs, 'nhsuk-frontend.min.css'))
for (const other of nhsCSS.matchAll(/https?:[^)"'\s]+/g)) {
  if (!other[0].startsWith('http://www.w3.org/')) throw new Error(`nhsuk.css asks another host: ${other[0]}`)
}
await putHashed('nhsuk.css', nhsCSS)
await putHashed('nhsuk.js', withoutSourceMap(await read(nhs, 'nhsuk-frontend.min.js')))
for (const name of await readdir(join(here, 'css'))) await putHashed(name, await read(here, 'css', name))
for (const name of (await readdir(join(here, 'js'))).filter(n => n.endsWith('.js'))) {
  if (!manifest[name]) await putModule(name)
}

// The stylesheet asks for its icons at /assets/images under their own names. The pictures with the NHS logo, a trade
// mark, are left out.
const logos = /^(favicon|nhsuk-icon-(\d+|mask)|nhsuk-opengraph)/
for (const name of await readdir(join(nhs, 'assets/images'))) {
  if (!logos.test(name)) await put(`images/${name}`, await readFile(join(nhs, 'assets/images', name)))
}
await putHashed('icon.svg', await read(here, 'icon.svg'))
await writeFile(join(dist, 'manifest.json'), JSON.stringify(manifest, null, 2) + '\n')
