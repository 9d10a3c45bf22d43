package places

import "sync"

// Room is a number of bytes of the temporary disk that all unfinished uploads share. It limits each person and each ICB,
// so that stalled uploads always leave room for others. Nil Room has no limit.
type Room struct {
	all, icb, person int64

	mu     sync.Mutex
	taken  int64
	icbs   map[string]int64
	people map[Who]int64
}

// NewRoom is room for so many bytes in all, of one ICB, and of one person.
func NewRoom(all, icb, person int64) *Room {
	return &Room{all: all, icb: icb, person: person, icbs: map[string]int64{}, people: map[Who]int64{}}
}

// Take takes bytes of the room, and says whether there was room for all of them; if not, none is taken.
func (r *Room) Take(who Who, bytes int64) bool {
	if r == nil {
		return true
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.taken+bytes > r.all || r.icbs[who.ICB]+bytes > r.icb || r.people[who]+bytes > r.person {
		return false
	}
	r.add(who, bytes)
	return true
}

// Give gives bytes back that Take has taken.
func (r *Room) Give(who Who, bytes int64) {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.add(who, -bytes)
	if r.icbs[who.ICB] == 0 {
		delete(r.icbs, who.ICB)
	}
	if r.people[who] == 0 {
		delete(r.people, who)
	}
}

func (r *Room) add(who Who, bytes int64) {
	r.taken += bytes
	r.icbs[who.ICB] += bytes
	r.people[who] += bytes
}
