package io.privatesmtp.kit;

import org.jspecify.annotations.Nullable;

/** Ends a REST call with a problem: what the caller did that cannot be done, and which field says so. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public ProblemException(int status, String code, String detail, @Nullable String field) {
        super(detail);
        this.problem = Problem.of(status, code, detail, field);
    }

    public static ProblemException notFound(String what, String value) {
        return new ProblemException(404, "not-found", what + " \"" + value + "\" does not exist", null);
    }

    public static ProblemException conflict(String code, String detail, @Nullable String field) {
        return new ProblemException(409, code, detail, field);
    }

    public Problem problem() {
        return problem;
    }
}
