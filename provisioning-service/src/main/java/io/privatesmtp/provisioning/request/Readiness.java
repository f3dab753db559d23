package io.privatesmtp.provisioning.request;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.privatesmtp.bus.routing.AccountState;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a request is fit to be approved, check by check.
 *
 * @param ready false when a check failed; what nobody has checked does not count
 */
public record Readiness(boolean ready, List<Check> checks) {
    /** What became of a check. */
    public enum Result {
        @JsonProperty("passed")
        PASSED,
        @JsonProperty("failed")
        FAILED,
        @JsonProperty("not-checked")
        NOT_CHECKED
    }

    /**
     * @param check its name
     * @param subject the domain, address or account that was looked at
     * @param detail a sentence for people
     */
    public record Check(String check, String subject, Result result, String detail) {}

    static Readiness of(RoutingRequest request, AccountState account, boolean allocated) {
        List<Check> checks = new ArrayList<>();
        boolean open = account == AccountState.OPEN;
        checks.add(new Check(
                "account-open",
                request.account,
                result(open),
                open ? "The account is open." : "The account is not open."));
        checks.add(new Check(
                "ip-allocated",
                request.ip,
                result(allocated),
                allocated ? "The address is the account's." : "The address is not the account's."));
        for (String domain : request.domains) {
            checks.add(new Check("domain-name", domain, Result.PASSED, "A name that can have a rule."));
            checks.add(new Check("domain-verified", domain, Result.NOT_CHECKED, "Nobody has checked whose it is."));
            if (request.dkimSelector != null) {
                String name = request.dkimSelector + "._domainkey." + domain;
                checks.add(new Check(
                        "dkim", domain, Result.NOT_CHECKED, "Nobody has checked that " + name + " has the key."));
            }
            checks.add(new Check("spf", domain, Result.NOT_CHECKED, "Nobody has checked that SPF names the address."));
        }
        checks.add(new Check(
                "reverse-dns", request.ip, Result.NOT_CHECKED, "Nobody has checked that the address has its name."));
        checks.add(new Check("volume", request.account, Result.NOT_CHECKED, "The expected daily volume is not known."));
        return new Readiness(checks.stream().noneMatch(check -> check.result == Result.FAILED), List.copyOf(checks));
    }

    private static Result result(boolean passed) {
        return passed ? Result.PASSED : Result.FAILED;
    }
}
