// A mail server on this machine, which takes every email and keeps it.
import { createServer } from 'node:net'

export async function postbox () {
  const emails = []
  const waiting = []
  const keep = email => { emails.push(email); waiting.splice(0).forEach(tell => tell()) }
  const server = createServer(socket => {
    let text = ''
    let email = null // its lines, while one comes in
    const say = words => socket.write(`${words}\r\n`)
    const hear = line => {
      if (email) {
        if (line !== '.') return email.push(line)
        keep(email.join('\n'))
        email = null
        return say('250 taken')
      }
      if (/^DATA/i.test(line)) {
        email = []
        return say('354 go on')
      }
      if (/^QUIT/i.test(line)) return socket.end('221 bye\r\n')
      say('250 ok')
    }
    say('220 postbox')
    socket.on('error', () => {})
    socket.on('data', part => {
      const lines = (text + part).split('\r\n')
      text = lines.pop()
      lines.forEach(hear)
    })
  })
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    port: server.address().port,
    emails,
    // The email that fits, once it is here. Quoted-printable is undone.
    async email (fits) {
      for (;;) {
        const found = emails.map(plain).find(text => fits.test(text))
        if (found) return found
        await new Promise(resolve => waiting.push(resolve))
      }
    },
    stop: () => new Promise(resolve => server.close(resolve))
  }
}

const plain = email => email.replace(/=\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)))
