/** The demonstration: a small Internet on loopback, two accounts with an address each, and who saw which address. */
@NullMarked
package io.privatesmtp.standalone.demo;

import org.jspecify.annotations.NullMarked;
