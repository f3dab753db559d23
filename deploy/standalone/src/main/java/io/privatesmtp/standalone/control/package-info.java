/** What operators tell the workers, over the REST interface of one of them. */
@NullMarked
package io.privatesmtp.standalone.control;

import org.jspecify.annotations.NullMarked;
