/** From provisioning facts to the tables that delivery workers follow: rules, source addresses, accounts. */
@NullMarked
package io.privatesmtp.routing.rule;

import org.jspecify.annotations.NullMarked;
