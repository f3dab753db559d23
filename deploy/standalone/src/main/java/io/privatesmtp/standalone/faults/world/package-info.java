/** A system of its own on free ports, with processes that can be killed, frozen and restarted, and what is seen of it. */
@NullMarked
package io.privatesmtp.standalone.faults.world;

import org.jspecify.annotations.NullMarked;
