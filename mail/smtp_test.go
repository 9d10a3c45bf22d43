package mail

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// postbox is a mail server on this machine: enough of SMTP for what we send, with STARTTLS.
type postbox struct {
	listener net.Listener
	secure   *tls.Config
	trust    *tls.Config

	mu sync.Mutex
	// bodies are the emails as they came. answer is what it says to a command (MAIL, RCPT, DATA, "." for the end of an email) in place
	// of yes; "" breaks the connection off.
	bodies []string
	answer map[string]string
	plain  int // emails that came without TLS
}

// openPostbox begins a mail server at an address of this machine, "127.0.0.1:0" for any.
func openPostbox(t *testing.T, at string) *postbox {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	form := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, form, form, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(cert)
	p := &postbox{
		secure: &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, MinVersion: tls.VersionTLS12},
		trust:  &tls.Config{RootCAs: roots, ServerName: "127.0.0.1", MinVersion: tls.VersionTLS12},
		answer: map[string]string{},
	}
	if p.listener, err = net.Listen("tcp", at); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.listener.Close() })
	go func() {
		for {
			c, err := p.listener.Accept()
			if err != nil {
				return
			}
			go p.serve(c)
		}
	}()
	return p
}

func (p *postbox) port() int { return p.listener.Addr().(*net.TCPAddr).Port }

// say sets what the server answers to a command.
func (p *postbox) say(command, answer string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answer[command] = answer
}

// got are the emails that the server has.
func (p *postbox) got() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string{}, p.bodies...)
}

func (p *postbox) serve(c net.Conn) {
	defer func() { _ = c.Close() }()
	in := bufio.NewReader(c)
	put := func(text string) { _, _ = c.Write([]byte(text + "\r\n")) }
	encrypted := false
	put("220 postbox")
	for {
		text, err := in.ReadString('\n')
		if err != nil {
			return
		}
		command, _, _ := strings.Cut(strings.ToUpper(strings.TrimSpace(text)), " ")
		command, _, _ = strings.Cut(command, ":")
		p.mu.Lock()
		answer, set := p.answer[command]
		p.mu.Unlock()
		switch {
		case set && answer == "":
			return
		case set:
			put(answer)
		case command == "EHLO" && !encrypted:
			put("250-postbox\r\n250 STARTTLS")
		case command == "STARTTLS":
			put("220 go on")
			c = tls.Server(c, p.secure)
			in, encrypted = bufio.NewReader(c), true
		case command == "DATA":
			put("354 go on")
			if !p.take(in, put, encrypted) {
				return
			}
		case command == "QUIT":
			put("221 bye")
			return
		default:
			put("250 ok")
		}
	}
}

// take reads one email to its end and keeps it, unless the server is to refuse it; false breaks the connection off, with the email kept.
func (p *postbox) take(in *bufio.Reader, put func(string), encrypted bool) bool {
	var body strings.Builder
	for {
		text, err := in.ReadString('\n')
		if err != nil {
			return false
		}
		if text == ".\r\n" {
			break
		}
		body.WriteString(text)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	answer, set := p.answer["."]
	if set && answer != "" {
		put(answer)
		return true
	}
	if !encrypted {
		p.plain++
	}
	p.bodies = append(p.bodies, body.String())
	if set {
		return false
	}
	put("250 taken")
	return true
}
