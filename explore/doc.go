// Package explore puts a plan that answers while its numbers move (package live) behind HTTP: what the page of
// `envelope explore` asks, and what a service of your own can mount.
//
//	spec, err := file.Read("plan.yaml")
//	plan, err := live.Open(ctx, spec, live.Options{})
//	http.Handle("/plan/", http.StripPrefix("/plan", explore.Handler(plan, explore.Options{})))
//
// # Questions
//
// All take and give JSON; the shapes are those of package live.
//
//	GET  /load      what the plan is and what can be moved                  → live.About
//	POST /load      the same of a file that the request brings: {"file": {"name": "plan.yaml", "text": "…"}}
//	POST /run       {"scenario": "…", "moves": [{"place": "need.real_growth", "by": 0.004}], "paths": 16384}
//	                the answer and the figures                              → live.Answer
//	POST /compare   the same request, and "from": the moves of a state that it is compared with
//	                what the moves changed                                  → live.Change
//	POST /solve     {"place": "funding.real_growth", "low": "2%", "high": "6%", "chance": 0.8}
//	                which value has that chance of balance                  → live.Solution
//	POST /moved     {"moves": […]}: the file with the moves made, as text
//	POST /manifest  as /run: the record, which `envelope verify` runs again
//
// Where [Options.Files] allows it, any of them may bring its file; else they are about the handler's plan.
//
// # Faults
//
// What cannot be answered is an application/problem+json (RFC 9457): title, status, detail, and faults, each with what
// was found, what would be right, and its place: file, line and column of a file that was brought, path of a number.
//
// # Limits
//
// A request has a body of so many bytes, a run so many paths and so much memory (live.Options), a question so much
// time, and so many are worked on at once; a few more wait, and others are told to come back (429). A caller who goes
// away ends the work. The handler keeps nothing between requests, and knows nobody: who may ask, over which hosts and
// from which pages, is for the server that mounts it.
package explore
