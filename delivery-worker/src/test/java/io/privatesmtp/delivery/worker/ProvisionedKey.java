package io.privatesmtp.delivery.worker;

import io.privatesmtp.delivery.dkim.KeyServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Stands for provisioning-service, which the worker under test fetches DKIM keys from. */
public final class ProvisionedKey implements QuarkusTestResourceLifecycleManager {
    static KeyServer server;

    @Override
    public Map<String, String> start() {
        server = new KeyServer();
        return Map.of("psr.dkim.keys-url", server.url().toString(), "psr.dkim.keys-check", "100ms");
    }

    @Override
    public void stop() {
        server.close();
    }
}
