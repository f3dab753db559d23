package io.privatesmtp.delivery.view;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.privatesmtp.bus.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** REST bodies obey the rules of the bus: nothing coerced, null is absent, unknown fields ignored, depth bounded. */
@ApplicationScoped
class JsonAsOnTheBus {
    @Produces
    @Singleton
    ObjectMapper mapper() {
        return Json.jsonMapper();
    }
}
