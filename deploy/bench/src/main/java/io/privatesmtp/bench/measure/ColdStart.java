package io.privatesmtp.bench.measure;

import io.privatesmtp.bus.Json;
import java.util.Locale;

/**
 * What became of a flood that met a worker which had sent nothing before: its JVM has compiled little, and no lane knows how fast it
 * is. So it is after a restart with a backlog.
 *
 * @param nearlySeconds until 99 of 100 were delivered
 * @param seconds until all were
 * @param parked how often a message was put aside, because its lane had no room
 */
public record ColdStart(String title, int messages, double nearlySeconds, double seconds, long parked) {
    public byte[] json() {
        return Json.write(this);
    }

    public String text() {
        return String.format(
                Locale.ROOT,
                "%s, %d messages at once to a worker that had sent nothing before:%n"
                        + "99 %% delivered after %.1f s, all after %.1f s; %d times a message was put aside (parked)%n",
                title,
                messages,
                nearlySeconds,
                seconds,
                parked);
    }
}
