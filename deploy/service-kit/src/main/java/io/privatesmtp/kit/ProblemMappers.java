package io.privatesmtp.kit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.privatesmtp.bus.ContractViolation;
import io.quarkus.security.ForbiddenException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns what a REST method throws into problem+json that names field, value and rule. */
class ProblemMappers {
    @ServerExceptionMapper
    Response problem(ProblemException e) {
        return e.problem().response();
    }

    @ServerExceptionMapper
    Response violation(ContractViolation e) {
        return Problem.of(400, e.code().code(), e.getMessage(), e.field()).response();
    }

    @ServerExceptionMapper
    Response constraint(ConstraintViolationException e) {
        ConstraintViolation<?> first = e.getConstraintViolations().iterator().next();
        String path = first.getPropertyPath().toString();
        String field = path.substring(path.lastIndexOf('.') + 1);
        return Problem.of(400, "schema", field + ": " + first.getMessage(), field)
                .response();
    }

    @ServerExceptionMapper
    Response json(JsonProcessingException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ContractViolation violation) {
                return violation(violation);
            }
        }
        return JsonRefusal.of(e).response();
    }

    /** More specific than the one above, because Quarkus has one of its own for it. */
    @ServerExceptionMapper
    Response mismatch(MismatchedInputException e) {
        return json(e);
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException e) {
        return Problem.of(403, "forbidden", "this caller may not do that", null).response();
    }

    @ServerExceptionMapper
    Response web(WebApplicationException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ContractViolation violation) {
                return violation(violation);
            }
            if (cause instanceof JsonProcessingException json) {
                return json(json);
            }
        }
        int status = e.getResponse().getStatus();
        if (status < 400) {
            return e.getResponse();
        }
        return Problem.of(status, "http-" + status, e.getMessage(), null).response();
    }
}
