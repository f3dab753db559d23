/** What was submitted, what was seen of it, and whether that is what was promised. Knows no process and no bus. */
@NullMarked
package io.privatesmtp.standalone.faults.evidence;

import org.jspecify.annotations.NullMarked;
