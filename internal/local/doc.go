// Package local serves one page to one person on this machine, and to nobody else.
//
// The server listens on 127.0.0.1 at a port that the system picks. Its link holds a token that opens the page once, so
// that who reads it in a list of processes later has nothing; behind it everything stands below a key that no other
// page can know. A request is answered only if all of this holds, whatever its path:
//
//   - its Host is the server's own address, so that a name that leads here (DNS rebinding) is refused;
//   - its Origin, if it has one, is the server's own, and one that asks for more than to read has one;
//   - the browser does not say that another site sent it (Sec-Fetch-Site).
//
// Headers keep pages of others from framing it, and caches and referrers from keeping its address. Slow and many
// clients are cut off by times and by a number of connections. The server ends when its context does, and some seconds
// after the last page that it served was closed.
package local
