package io.privatesmtp.delivery.smtp;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * The seam: {@code MailClient.create} takes a Vertx, and this one is the real one in all but the NetClient that it
 * creates. A proxy, since Vertx has a hundred methods and the client calls a handful, none of them per command.
 */
final class GuardedVertx {
    private GuardedVertx() {}

    static Vertx around(Vertx real, NetClient guarded) {
        return (Vertx) Proxy.newProxyInstance(
                Vertx.class.getClassLoader(), new Class<?>[] {Vertx.class}, (proxy, method, arguments) -> {
                    if ("createNetClient".equals(method.getName())) {
                        return guarded;
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
