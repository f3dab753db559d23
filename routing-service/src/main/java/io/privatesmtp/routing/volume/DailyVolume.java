package io.privatesmtp.routing.volume;

import io.privatesmtp.routing.Database;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;

/** Recipients delivered to, by account and day. */
@ApplicationScoped
class DailyVolume {
    /** An account on a day (UTC). */
    record Key(String account, LocalDate day) {}

    private final Database database;

    DailyVolume(Database database) {
        this.database = database;
    }

    Uni<Void> add(Mutiny.StatelessSession session, Map<Key, Long> counts) {
        return Multi.createFrom()
                .iterable(counts.entrySet())
                .onItem()
                .transformToUniAndConcatenate(count -> session.createNativeQuery(
                                "insert into daily_volume (account, day, delivered) values (:account, :day, :count)"
                                        + " on conflict (account, day) do update"
                                        + " set delivered = daily_volume.delivered + excluded.delivered")
                        .setParameter("account", count.getKey().account())
                        .setParameter("day", count.getKey().day())
                        .setParameter("count", count.getValue())
                        .executeUpdate())
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** From the day on, that day included. */
    Uni<Long> since(String account, LocalDate day) {
        return database.inTransaction(session -> session.createNativeQuery(
                        "select coalesce(sum(delivered), 0)::bigint from daily_volume"
                                + " where account = :account and day >= :day",
                        Long.class)
                .setParameter("account", account)
                .setParameter("day", day)
                .getSingleResult());
    }
}
