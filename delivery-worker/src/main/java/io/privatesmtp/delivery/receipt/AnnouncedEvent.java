package io.privatesmtp.delivery.receipt;

import org.jspecify.annotations.Nullable;

/**
 * An event that follows a retry record, carried in that record's header ({@link Announcement}): should a crash come
 * between the two, the next owner of the partition writes the event.
 *
 * @param partition that the event goes to
 */
public record AnnouncedEvent(String id, String type, byte[] json, byte @Nullable [] key, int partition) {}
