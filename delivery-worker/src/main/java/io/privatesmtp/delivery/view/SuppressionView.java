package io.privatesmtp.delivery.view;

import io.privatesmtp.bus.Require;
import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.routing.Suppression;
import io.privatesmtp.delivery.suppression.SuppressionKey;
import io.privatesmtp.delivery.suppression.SuppressionList;
import io.privatesmtp.kit.ProblemException;
import io.privatesmtp.kit.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Asks for, adds and lifts suppressions. {@code _} stands for the account of mail that is nobody's. */
@Path("/v1/suppressions/{account}/{address: .+}")
@RolesAllowed(Roles.OPERATOR)
public class SuppressionView {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int MAX_REASON = 500;

    /** A recipient on the list. Workers keep no more than that; the whole record is on {@code mail.suppressions}. */
    public record Entry(@Nullable String account, String address) {}

    /** Why somebody suppresses by hand; stands in the record's {@code reply}. */
    public record Reason(@Nullable String reason) {
        public Reason {
            Require.that(
                    reason == null || reason.length() <= MAX_REASON,
                    "reason",
                    null,
                    "must be 500 characters long at most");
        }
    }

    private final SuppressionList list;
    private final Clock clock;

    SuppressionView(SuppressionList list, Clock clock) {
        this.list = list;
        this.clock = clock;
    }

    @GET
    public Entry get(@PathParam("account") String account, @PathParam("address") String address) {
        return entry(present(account, address));
    }

    /** Suppressing what is suppressed writes the record again. */
    @PUT
    public Uni<Entry> suppress(
            @PathParam("account") String account, @PathParam("address") String address, @Nullable Reason why) {
        SuppressionKey key = SuppressionKey.of(account, address);
        Suppression suppression = new Suppression(
                key.account(), key.address(), Category.SUPPRESSED, why == null ? null : why.reason(), clock.instant());
        return written(list.suppress(key, suppression)).replaceWith(entry(key));
    }

    @DELETE
    public Uni<Void> lift(@PathParam("account") String account, @PathParam("address") String address) {
        return written(list.lift(present(account, address)));
    }

    private SuppressionKey present(String account, String address) {
        SuppressionKey key = SuppressionKey.of(account, address);
        if (!list.contains(key)) {
            throw ProblemException.notFound("a suppression of", key.text());
        }
        return key;
    }

    private static Entry entry(SuppressionKey key) {
        return new Entry(key.account(), key.address());
    }

    /** The broker may be away: then it is written when it is back, but nobody waits here for that. */
    private static Uni<Void> written(CompletableFuture<Void> acknowledged) {
        return Uni.createFrom()
                .completionStage(acknowledged)
                .ifNoItem()
                .after(PATIENCE)
                .failWith(() -> new ProblemException(
                        503, "not-written", "the bus did not confirm it within 15 seconds; ask again", null));
    }
}
