package io.privatesmtp.provisioning.address;

import io.privatesmtp.bus.provisioning.Change;
import io.privatesmtp.bus.provisioning.ProvisioningEvent;
import io.privatesmtp.bus.provisioning.SourceIpFact;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.bus.routing.SourceState;
import io.privatesmtp.kit.ProblemException;
import io.privatesmtp.provisioning.outbox.Aggregate;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A source address of the inventory: shared by all, free, somebody's, or resting after it was released. */
@Entity
@Table(name = "source_ip")
public class SourceIp implements Aggregate {
    @Id
    String ip;

    String ehlo;

    @Enumerated(EnumType.STRING)
    SourceKind kind;

    String via;

    @Enumerated(EnumType.STRING)
    SourceState state;

    @Nullable
    String account;

    @Column(name = "monthly_price")
    @Nullable
    BigDecimal monthlyPrice;

    @Column(name = "last_account")
    @Nullable
    String lastAccount;

    @Column(name = "quarantine_until")
    @Nullable
    Instant quarantineUntil;

    @Version
    long version = 1;

    static SourceIp add(NewSourceIp wanted) {
        SourceIp address = new SourceIp();
        address.ip = wanted.ip();
        address.ehlo = wanted.ehlo();
        address.kind = wanted.kind();
        address.via = wanted.via();
        address.state = wanted.warmUp() ? SourceState.WARMING : SourceState.ACTIVE;
        return address;
    }

    /** An address that another account has looks the same as one that is resting: neither can be had. */
    void allocate(String buyer, BigDecimal price, Instant at) {
        if (kind == SourceKind.SHARED) {
            throw ProblemException.conflict("ip-shared", "ip \"" + ip + "\" is shared and not for sale", "ip");
        }
        if (buyer.equals(account)) {
            throw ProblemException.conflict(
                    "ip-allocated", "ip \"" + ip + "\" is allocated to this account already", "ip");
        }
        if (account != null || !state.usable() || restsFor(buyer, at)) {
            throw ProblemException.conflict("ip-not-free", "ip \"" + ip + "\" is not free", "ip");
        }
        account = buyer;
        monthlyPrice = price;
        lastAccount = null;
        quarantineUntil = null;
    }

    private boolean restsFor(String buyer, Instant at) {
        return quarantineUntil != null && at.isBefore(quarantineUntil) && !buyer.equals(lastAccount);
    }

    void release(Instant at, Duration quarantine) {
        lastAccount = account;
        account = null;
        monthlyPrice = null;
        quarantineUntil = at.plus(quarantine);
    }

    @Override
    public String id() {
        return ip;
    }

    @Override
    public long version() {
        return version;
    }

    @Override
    public ProvisioningEvent fact(Change change) {
        return new SourceIpFact(change, ip, ehlo, kind, via, state, monthlyPrice);
    }
}
