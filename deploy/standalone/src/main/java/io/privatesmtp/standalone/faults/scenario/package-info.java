/** What is done to the system, a class for each kind of fault. */
@NullMarked
package io.privatesmtp.standalone.faults.scenario;

import org.jspecify.annotations.NullMarked;
