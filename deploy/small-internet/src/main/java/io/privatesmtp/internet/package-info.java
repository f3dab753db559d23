/**
 * A small Internet on loopback for tests and the demo: a name server whose zone changes while it runs, and hosts that
 * receive mail and remember who brought it. Real sockets, real wire formats, no mail leaves the machine.
 */
@NullMarked
package io.privatesmtp.internet;

import org.jspecify.annotations.NullMarked;
