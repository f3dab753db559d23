/** The routing service: folds provisioning facts into rules, watches volume, explains and advises. */
@NullMarked
package io.privatesmtp.routing;

import org.jspecify.annotations.NullMarked;
