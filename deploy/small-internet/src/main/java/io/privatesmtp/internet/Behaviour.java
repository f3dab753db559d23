package io.privatesmtp.internet;

import io.privatesmtp.internet.Visit.Point;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How a whole host behaves, whoever is written to.
 *
 * <table>
 * <tr><td>{@code by-name}</td><td>as the hosts without a behaviour of their own</td></tr>
 * <tr><td>{@code tarpit:SECONDS}</td><td>takes all, but so long over each of its answers</td></tr>
 * <tr><td>{@code closed:SECONDS}</td><td>421 to every connection for so long from now on, then takes all</td></tr>
 * <tr><td>{@code greylist}</td><td>450 to the first RCPT from (peer, sender, recipient), accepted later</td></tr>
 * </table>
 */
final class Behaviour {
    private Behaviour() {}

    static ReceivingPolicy named(String text, ReceivingPolicy byName) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        String seconds = colon < 0 ? "" : text.substring(colon + 1);
        return switch (name) {
            case "by-name" -> byName;
            case "tarpit" -> tarpit(time(text, seconds));
            case "closed" -> closed(time(text, seconds), Clock.systemUTC());
            case "greylist" -> new LocalPartPolicy().greylistingAll();
            default ->
                throw new IllegalArgumentException(
                        "behaviour \"" + text + "\": must be by-name, tarpit:SECONDS, closed:SECONDS or greylist");
        };
    }

    static ReceivingPolicy tarpit(Duration each) {
        return visit -> Verdict.after(each, Verdict.ACCEPT);
    }

    static ReceivingPolicy closed(Duration time, Clock clock) {
        Instant opens = clock.instant().plus(time);
        return visit -> visit.point() == Point.CONNECT && clock.instant().isBefore(opens)
                ? Verdict.reply(421, "4.3.2 Closed for now, try again later")
                : Verdict.ACCEPT;
    }

    private static Duration time(String text, String seconds) {
        if (!seconds.matches("\\d{1,6}")) {
            throw new IllegalArgumentException("behaviour \"" + text + "\": must say for how many seconds");
        }
        return Duration.ofSeconds(Long.parseLong(seconds));
    }
}
