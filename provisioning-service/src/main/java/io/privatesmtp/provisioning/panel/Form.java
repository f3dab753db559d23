package io.privatesmtp.provisioning.panel;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.kit.ProblemException;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers forms: what worked leads on to a page, so that a reload repeats nothing; what did not shows the page and why. */
final class Form {
    private static final String HTML = MediaType.TEXT_HTML + ";charset=UTF-8";

    private Form() {}

    static Uni<Response> page(TemplateInstance page) {
        return page(200, page);
    }

    private static Uni<Response> page(int status, TemplateInstance page) {
        return page.createUni()
                .map(html -> Response.status(status)
                        .type(HTML)
                        .header("Cache-Control", "no-store")
                        .entity(html)
                        .build());
    }

    /** A page that says why there is nothing to show. */
    static Uni<Response> refusal(Viewer viewer, ProblemException why) {
        return page(why.problem().status(), Pages.refusal(viewer, why.getMessage()));
    }

    /**
     * @param next the page to go to, with a slash first
     * @param again the page with an error on it
     */
    static Uni<Response> submit(
            Supplier<? extends Uni<?>> deed, String next, Function<@Nullable String, Uni<TemplateInstance>> again) {
        return Uni.createFrom()
                .deferred(deed::get)
                .map(done -> Response.seeOther(URI.create(next)).build())
                .onFailure(ProblemException.class)
                .recoverWithUni(e -> {
                    int status = ((ProblemException) e).problem().status();
                    return again.apply(e.getMessage()).chain(page -> page(status, page));
                })
                .onFailure(ContractViolation.class)
                .recoverWithUni(e -> again.apply(e.getMessage()).chain(page -> page(400, page)));
    }

    /** Browsers send fields that were left empty. */
    static @Nullable String blankAsAbsent(@Nullable String field) {
        return field == null || field.isBlank() ? null : field.strip();
    }
}
