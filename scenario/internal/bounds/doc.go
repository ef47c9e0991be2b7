// Package bounds holds a driver against what its input may be: how far its law, its shocks and its crises go, in the
// year in which they go farthest. Drivers of scenario files and of Go programs are held alike.
package bounds
