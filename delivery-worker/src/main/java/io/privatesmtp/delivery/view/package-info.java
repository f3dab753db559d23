/** What operators can ask a worker. */
@NullMarked
package io.privatesmtp.delivery.view;

import org.jspecify.annotations.NullMarked;
