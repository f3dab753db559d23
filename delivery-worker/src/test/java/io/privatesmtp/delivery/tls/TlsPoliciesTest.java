package io.privatesmtp.delivery.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.privatesmtp.delivery.smtp.TlsLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsPoliciesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "bank.example, mx1.bank.example, VERIFY",
        "BANK.example, MX1.bank.example, VERIFY",
        "pay.bank.example, mx1.bank.example, ENCRYPT",
        "old.example, mx.old.example, NONE",
        "shop.example, shop.mail.protection.outlook.com, ENCRYPT",
        "both.example, mx.both.example, VERIFY",
        "both.example, mx.elsewhere.example, MAY",
        "evilbank.example, mx.evil.example, MAY",
    })
    void theFirstEntryThatMatchesDecides(String domain, String mxHost, TlsLevel level) throws IOException {
        TlsPolicies policies = with("""
                policies:
                  - domains: ["bank.example"]
                    level: verify
                  - domains: ["*.bank.example"]
                    level: encrypt
                  - domains: ["old.example"]
                    level: none
                  - mx: ["*.mail.protection.outlook.com"]
                    level: encrypt
                  - domains: ["both.example"]
                    mx: ["*.both.example"]
                    level: verify
                """);

        assertThat(policies.level(domain, mxHost)).isEqualTo(level);
    }

    @Test
    void withoutAFileTheLevelIsTheSameForAll() {
        assertThat(TlsPolicies.of(settings(TlsLevel.ENCRYPT, null)).level("a.example", "mx.a.example"))
                .isEqualTo(TlsLevel.ENCRYPT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "level: verify|policy 1, domains, mx: needs one of them",
                "{domains: [a.example]}|policy 1, level \"null\": must be one of none, may, encrypt, verify",
                "{domains: [a.example], level: strict}|policy 1, level \"strict\": must be one of none, may, encrypt, verify",
                "{domains: [], level: may}|policy 1, domains: needs at least one pattern",
                "{mx: ['a b'], level: may}|policy 1, mx \"a b\": must be a host name",
                "{domain: [a.example], level: may}|domain",
                "|policy 1, domains, mx: needs one of them",
            })
    void errorsNameFileEntryAndRule(String entry, String text) {
        assertThatThrownBy(() -> with("policies:\n  - " + (entry == null ? "" : entry) + "\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tls.yaml")
                .hasMessageContaining(text);
    }

    private TlsPolicies with(String yaml) throws IOException {
        return TlsPolicies.of(settings(TlsLevel.MAY, Files.writeString(folder.resolve("tls.yaml"), yaml)));
    }

    private static TlsSettings settings(TlsLevel level, Path file) {
        return new TlsSettings() {
            @Override
            public TlsLevel level() {
                return level;
            }

            @Override
            public Optional<Path> policyFile() {
                return Optional.ofNullable(file);
            }

            @Override
            public Optional<Path> caFile() {
                return Optional.empty();
            }
        };
    }
}
