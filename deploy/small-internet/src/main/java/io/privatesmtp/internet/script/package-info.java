/** SMTP servers that play a written dialogue. */
@NullMarked
package io.privatesmtp.internet.script;

import org.jspecify.annotations.NullMarked;
