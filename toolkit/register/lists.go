package register

// Lists are all lists, in the order in which people meet them.
var Lists = []List{teams, pcns}
