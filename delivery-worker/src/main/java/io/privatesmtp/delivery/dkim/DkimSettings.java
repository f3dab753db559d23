package io.privatesmtp.delivery.dkim;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Signatures of mail (RFC 6376). */
@ConfigMapping(prefix = "psr.dkim")
public interface DkimSettings {
    /** What becomes of mail whose keys are missing or cannot be read. */
    enum WhenKeyMissing {
        /** It waits until a key is there, and bounces when it expires: nobody gets it unsigned. */
        @JsonProperty("hold")
        HOLD,
        /** It leaves without a signature. */
        @JsonProperty("unsigned")
        UNSIGNED
    }

    /** Folder of private keys, {@code <keyRef>.pem} each. Without it and the next one nothing is signed. */
    Optional<Path> keysDir();

    /** provisioning-service's address, http or https, where keys are fetched that are not in the folder. */
    Optional<URI> keysUrl();

    /** After so long a fetched key is asked for anew, so that a deleted one signs no more. */
    @WithDefault("10m")
    Duration keysRenew();

    /** How often the folder is looked at for keys that are new, changed or gone; at least 100 ms. */
    @WithDefault("5s")
    Duration keysCheck();

    @WithDefault("hold")
    WhenKeyMissing whenKeyMissing();

    /** After which a signature counts no more (the tag x=); an hour at least. Without it, never. */
    Optional<Duration> signatureLifetime();

    /** Signatures in the name of a domain, beside that of its rule. */
    Map<String, DomainKeys> domains();

    /** Of one domain and those below it. */
    interface DomainKeys {
        /** One or two, {@code selector:keyRef}. */
        List<String> keys();

        /** Whose mail gets them; without it, mail that is no account's. */
        Optional<String> account();
    }
}
