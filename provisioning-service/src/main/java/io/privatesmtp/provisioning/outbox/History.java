package io.privatesmtp.provisioning.outbox;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** What happened to accounts, newest first. */
@ApplicationScoped
public class History implements PanacheRepositoryBase<HistoryEntry, Long> {
    /** @param before only lines with a smaller id */
    @WithSession
    public Uni<List<HistoryLine>> of(String account, long before, int limit) {
        return find("account = ?1 and id < ?2 order by id desc", account, before)
                .page(0, limit)
                .list()
                .map(entries -> entries.stream().map(HistoryLine::of).toList());
    }

    /** How often something happened to an account since then, in the caller's transaction. */
    public Uni<Long> countSince(Instant since, String account, String type) {
        return count("account = ?1 and type = ?2 and at >= ?3", account, type, since);
    }
}
