package io.privatesmtp.standalone.system;

import java.util.Arrays;
import java.util.List;

/** A part of the system: a process with a port. */
public enum Part {
    KAFKA("kafka", "PSR_KAFKA_PORT", 9092),
    POSTGRES("postgres", "PSR_POSTGRES_PORT", 15432),
    PROVISIONING("provisioning-service", "PSR_PROVISIONING_PORT", 8081),
    ROUTING("routing-service", "PSR_ROUTING_PORT", 8082),
    WORKER("delivery-worker", "PSR_WORKER_PORT", 8083);

    private final String title;
    private final String portVariable;
    private final int defaultPort;

    Part(String title, String portVariable, int defaultPort) {
        this.title = title;
        this.portVariable = portVariable;
        this.defaultPort = defaultPort;
    }

    /** As people call it, and as its pid file, log and module are named. */
    public String title() {
        return title;
    }

    public String portVariable() {
        return portVariable;
    }

    int defaultPort() {
        return defaultPort;
    }

    boolean isService() {
        return services().contains(this);
    }

    /** The three services, which are Quarkus applications. */
    static List<Part> services() {
        return List.of(PROVISIONING, ROUTING, WORKER);
    }

    public static Part named(String title) {
        return Arrays.stream(values())
                .filter(part -> part.title.equals(title))
                .findFirst()
                .orElseThrow(() -> new Failure("There is no part \"" + title + "\"; the parts are "
                        + String.join(
                                ", ", Arrays.stream(values()).map(Part::title).toList())
                        + "."));
    }
}
