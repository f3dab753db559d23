package io.privatesmtp.delivery.lane;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.privatesmtp.bus.smtp.SmtpReply;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a lane is doing, for people.
 *
 * @param state {@code sending}, {@code idle}, {@code paused}, or {@code slowed} after the site asked for less or failed
 * @param pausedFor until the next probe, like {@code 25s}; null without a pause
 * @param because what the site said, while it is left alone or gets less
 * @param limits of the site, for the whole cluster
 * @param ratePerMinute what this worker may send now, null where there is no limit
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LaneState(
        String sourceIp,
        String site,
        String state,
        Sessions sessions,
        Waiting waiting,
        @Nullable String pausedFor,
        @Nullable String because,
        @Nullable Double ratePerMinute,
        Limits limits) {
    private static final int MAX_TEXT = 200;

    /** @param allowed that this worker may have at work now */
    public record Sessions(int busy, int idle, int allowed) {}

    /** Messages that wait for a session. */
    public record Waiting(int transactional, int bulk) {}

    /** As the shaping file has them. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Limits(
            int sessions, int messagesPerSession, @Nullable String rate, int recipients, String longestPause) {}

    static LaneState of(
            LaneKey key,
            SiteLimits limits,
            Sessions sessions,
            Waiting waiting,
            Duration pause,
            @Nullable SmtpReply complaint,
            double perSecond) {
        String state =
                !pause.isZero() ? "paused" : complaint != null ? "slowed" : sessions.busy() > 0 ? "sending" : "idle";
        return new LaneState(
                key.sourceIp(),
                key.site(),
                state,
                sessions,
                waiting,
                pause.isZero() ? null : text(pause),
                complaint == null ? null : said(complaint),
                Double.isInfinite(perSecond) ? null : Math.round(perSecond * 600) / 10.0,
                new Limits(
                        limits.sessions(),
                        limits.messagesPerSession(),
                        limits.rate() == null ? null : limits.rate().toString(),
                        limits.recipients(),
                        text(limits.longestPause())));
    }

    private static String said(SmtpReply reply) {
        String text =
                (reply.code() == 0 ? "" : reply.code() + " ") + reply.text().replace('\n', ' ');
        return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "…" : text;
    }

    /** Whole seconds, rounded up: {@code 1m30s}. */
    private static String text(Duration time) {
        return Duration.ofSeconds(time.plusNanos(999_999_999).toSeconds())
                .toString()
                .substring(2)
                .toLowerCase(Locale.ROOT);
    }
}
