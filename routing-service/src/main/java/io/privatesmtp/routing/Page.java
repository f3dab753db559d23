package io.privatesmtp.routing;

import io.privatesmtp.bus.Require;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.function.Function;

/** Long lists come in pages; a full one says in its {@code Link} header where the next begins (RFC 8288). */
public final class Page {
    public static final String DEFAULT_LIMIT = "100";
    private static final int MAX_LIMIT = 1_000;

    private Page() {}

    public static int limit(int limit) {
        Require.that(limit >= 1 && limit <= MAX_LIMIT, "limit", limit, "must be 1 to " + MAX_LIMIT);
        return limit;
    }

    /** @param name what {@code after} must be to continue after an item */
    public static <T> Response of(List<T> items, int limit, UriInfo uri, Function<T, String> name) {
        Response.ResponseBuilder answer = Response.ok(items);
        if (items.size() == limit) {
            answer.link(
                    uri.getRequestUriBuilder()
                            .replaceQueryParam("after", name.apply(items.getLast()))
                            .build(),
                    "next");
        }
        return answer.build();
    }
}
