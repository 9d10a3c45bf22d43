package main

// demoContract is a contract and the talks about its end.
type demoContract struct {
	On       moment       `yaml:"on"`
	By       string       `yaml:"by"`
	Provider string       `yaml:"provider"`
	Name     string       `yaml:"name"`
	Start    moment       `yaml:"start"`
	End      moment       `yaml:"end"`
	Reason   string       `yaml:"reason"` // why it is shorter than 3 years
	Notes    string       `yaml:"notes"`
	Options  []demoOption `yaml:"options"`
	Talks    []demoTalk   `yaml:"talks"`
}

type demoOption struct {
	Months int `yaml:"months"`
}

type demoTalk struct {
	On moment `yaml:"on"`
	By string `yaml:"by"`
}

// demoTargets are the year's access target, local values and targets of the ICB's own.
type demoTargets struct {
	Access demoValue   `yaml:"access"`
	Local  []demoValue `yaml:"local"`
	Own    []demoOwn   `yaml:"own"`
}

type demoValue struct {
	On     moment `yaml:"on"`
	By     string `yaml:"by"`
	Kind   string `yaml:"kind"`
	Value  string `yaml:"value"`
	Reason string `yaml:"reason"`
}

type demoOwn struct {
	On        moment            `yaml:"on"`
	By        string            `yaml:"by"`
	Name      string            `yaml:"name"`
	Unit      string            `yaml:"unit"`
	Direction string            `yaml:"direction"`
	Value     string            `yaml:"value"`
	Values    map[moment]string `yaml:"values"` // by quarter
}

// demoQuarter is a provider's figures for a quarter, in the order that the file's comment gives.
type demoQuarter []any
