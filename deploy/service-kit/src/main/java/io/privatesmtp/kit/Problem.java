package io.privatesmtp.kit;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * A problem as RFC 9457 describes it.
 *
 * @param type {@code urn:psr:problem:<code>}
 * @param field the field of the request that is wrong, where one is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        @Nullable String detail,
        @Nullable String field) {
    public static final String MEDIA_TYPE = "application/problem+json";

    public static Problem of(int status, String code, @Nullable String detail, @Nullable String field) {
        Response.Status known = Response.Status.fromStatusCode(status);
        return new Problem(
                "urn:psr:problem:" + code, known == null ? "Error" : known.getReasonPhrase(), status, detail, field);
    }

    public Response response() {
        return Response.status(status).type(MEDIA_TYPE).entity(this).build();
    }
}
