package io.privatesmtp.routing;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.privatesmtp.bus.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** REST bodies look like the records of the bus. */
@ApplicationScoped
class JsonAsOnTheBus {
    @Produces
    @Singleton
    ObjectMapper mapper() {
        return Json.jsonMapper();
    }
}
