/** The parts of the system as processes: started, watched, stopped. */
@NullMarked
package io.privatesmtp.standalone.system;

import org.jspecify.annotations.NullMarked;
