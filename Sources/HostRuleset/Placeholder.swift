// HostRuleset
