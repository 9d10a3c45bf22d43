package tenants

// Role is what a member is in an ICB. The two last are not roles of an ICB's members: a regional lead reads the
// tenants that granted it, an operator runs the service.
type Role string

const (
	// Lead is the ICB administrator: a commissioner who also runs the tenant (people, settings, sealing).
	Lead Role = "lead"
	// Commissioner records entries, targets and contracts, and reviews evidence and returns.
	Commissioner Role = "commissioner"
	// Provider is bound to one provider: its own evidence and returns, and what the ICB shares. Rivals sit on the
	// same steering group, so it never sees another provider's figures, contract talks or commissioners' notes.
	Provider Role = "provider"
	// Reader is a member of the steering group: reads what the group's workbook shows.
	Reader Role = "reader"
	// Regional reads the portfolio of tenants that granted it.
	Regional Role = "regional"
	// Operator creates tenants and publishes editions; it sees a tenant's rows only through support access.
	Operator Role = "operator"
)

// Roles are all roles, in the order of the permission table.
var Roles = []Role{Lead, Commissioner, Provider, Reader, Regional, Operator}

// InvitedRoles are the roles that an ICB administrator can give.
var InvitedRoles = []Role{Lead, Commissioner, Provider, Reader}

// Words is the role as people read it.
func (r Role) Words() string {
	switch r {
	case Lead:
		return "ICB administrator"
	case Commissioner:
		return "Commissioner"
	case Provider:
		return "Provider"
	case Reader:
		return "Steering group member"
	case Regional:
		return "Regional lead"
	case Operator:
		return "Operator"
	}
	return string(r)
}

// Permission is one thing that a role may do.
type Permission string

const (
	ReadToolkit     Permission = "read the toolkit: statuses, shared notes and the ICB's results"
	Assess          Permission = "record statuses, notes, owners and review dates"
	GiveViews       Permission = "say how far the provider thinks a priority has come"
	AskQuestions    Permission = "ask each other questions and answer them: commissioners and a provider"
	ReadPrivate     Permission = "read notes for commissioners only"
	ReadNames       Permission = "read the names of the ICB's people; others read their titles"
	ReadMembers     Permission = "read the names and addresses of all members, to ask them for what is missing"
	AddEvidence     Permission = "add evidence and answer queries about it"
	ReadEvidence    Permission = "read evidence and its files"
	ReviewEvidence  Permission = "accept or query evidence"
	EnterReturns    Permission = "enter a provider's figures"
	ReviewReturns   Permission = "query and accept a provider's figures"
	ReadAllFigures  Permission = "read every provider's figures"
	ReadContracts   Permission = "read contracts"
	KeepContracts   Permission = "record contracts and conversations about their end"
	AgreeFigures    Permission = "agree with providers which figures and characteristics are collected"
	ReadPlan        Permission = "read the staffing plan and its money"
	KeepPlan        Permission = "record the year's money and the plan's assumptions"
	ReadRegisters   Permission = "read the registers: teams, PCNs, workforce; a provider its own rows"
	KeepOwnRows     Permission = "record a provider's rows of the registers"
	KeepRegisters   Permission = "record and confirm every row of the registers"
	SetTargets      Permission = "set target values"
	ReadActions     Permission = "read actions: a provider its own, the steering group those that are shared with it"
	WorkOnActions   Permission = "record the progress of actions; a provider its own"
	KeepActions     Permission = "record actions, their owners and due dates"
	SealRounds      Permission = "seal a quarter's round"
	WorkbookFull    Permission = "download the full workbook"
	WorkbookGroup   Permission = "read the steering group's page and download its workbook"
	WorkbookOwn     Permission = "download the provider's own workbook"
	ReadHistory     Permission = "read the ICB's whole history"
	ManagePeople    Permission = "invite people, change roles, end memberships"
	ManageProviders Permission = "record the providers of the ICB"
	ManageSettings  Permission = "change the ICB's settings"
	ReadProcurement Permission = "read whether procurement is under way, and who is named for it"
	RemovePersonal  Permission = "remove personal data entered by mistake"
	ExportPerson    Permission = "export what was entered by or about a member of staff"
	ExportAll       Permission = "take everything out: all records, files and the history"
	ReadPortfolio   Permission = "read the portfolio of ICBs that granted it"
	CreateTenants   Permission = "create ICBs"
	PublishEditions Permission = "publish editions of the toolkit"
	RunService      Permission = "end a membership or open a procurement that nobody in the ICB can, by command"
)

// Permissions are all permissions, in the order of the table.
var Permissions = []Permission{
	ReadToolkit, Assess, GiveViews, AskQuestions, ReadPrivate, ReadNames, ReadMembers, AddEvidence, ReadEvidence,
	ReviewEvidence, EnterReturns,
	ReviewReturns, ReadAllFigures, ReadContracts, KeepContracts, AgreeFigures, ReadPlan, KeepPlan,
	ReadRegisters, KeepOwnRows, KeepRegisters, SetTargets, ReadActions, WorkOnActions, KeepActions, SealRounds, WorkbookFull, WorkbookGroup,
	WorkbookOwn, ReadHistory,
	ManagePeople, ManageProviders, ManageSettings, ReadProcurement, RemovePersonal, ExportPerson, ExportAll, ReadPortfolio,
	CreateTenants, PublishEditions, RunService,
}

// table is who may do what. A role that is not named beside a permission may not do it.
var table = map[Permission][]Role{
	ReadToolkit:     {Lead, Commissioner, Provider, Reader},
	Assess:          {Lead, Commissioner},
	GiveViews:       {Provider},
	AskQuestions:    {Lead, Commissioner, Provider},
	ReadPrivate:     {Lead, Commissioner},
	ReadNames:       {Lead, Commissioner, Provider},
	ReadMembers:     {Lead, Commissioner},
	AddEvidence:     {Lead, Commissioner, Provider},
	ReadEvidence:    {Lead, Commissioner, Provider},
	ReviewEvidence:  {Lead, Commissioner},
	EnterReturns:    {Lead, Commissioner, Provider},
	ReviewReturns:   {Lead, Commissioner},
	ReadAllFigures:  {Lead, Commissioner},
	ReadContracts:   {Lead, Commissioner, Provider},
	KeepContracts:   {Lead, Commissioner},
	AgreeFigures:    {Lead, Commissioner},
	ReadPlan:        {Lead, Commissioner},
	KeepPlan:        {Lead, Commissioner},
	ReadRegisters:   {Lead, Commissioner, Provider},
	KeepOwnRows:     {Lead, Commissioner, Provider},
	KeepRegisters:   {Lead, Commissioner},
	SetTargets:      {Lead, Commissioner},
	ReadActions:     {Lead, Commissioner, Provider, Reader},
	WorkOnActions:   {Lead, Commissioner, Provider},
	KeepActions:     {Lead, Commissioner},
	SealRounds:      {Lead},
	WorkbookFull:    {Lead, Commissioner},
	WorkbookGroup:   {Lead, Commissioner, Reader},
	WorkbookOwn:     {Provider},
	ReadHistory:     {Lead, Commissioner},
	ManagePeople:    {Lead},
	ManageProviders: {Lead, Commissioner},
	ManageSettings:  {Lead},
	ReadProcurement: {Lead, Commissioner},
	RemovePersonal:  {Lead},
	ExportPerson:    {Lead},
	ExportAll:       {Lead},
	ReadPortfolio:   {Regional},
	CreateTenants:   {Operator},
	PublishEditions: {Operator},
	RunService:      {Operator},
}

// Can says whether the role may do it.
func (r Role) Can(p Permission) bool {
	for _, allowed := range table[p] {
		if r == allowed {
			return true
		}
	}
	return false
}

// closed are the permissions that only the people named have while procurement is under way.
var closed = []Permission{ReadContracts, KeepContracts, ReadPlan, KeepPlan, ExportAll}

// Nameable says whether people of this role can be named for a procurement: the ICB's own commissioners.
func (r Role) Nameable() bool { return r == Lead || r == Commissioner }
