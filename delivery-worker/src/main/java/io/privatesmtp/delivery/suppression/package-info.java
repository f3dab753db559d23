/** Recipients that an account does not write to any more: the list, what adds to it, and the gate that keeps them back. */
@NullMarked
package io.privatesmtp.delivery.suppression;

import org.jspecify.annotations.NullMarked;
