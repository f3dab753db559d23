/** The bus: topics, headers, identifiers and the JSON of every record. */
@NullMarked
package io.privatesmtp.bus;

import org.jspecify.annotations.NullMarked;
