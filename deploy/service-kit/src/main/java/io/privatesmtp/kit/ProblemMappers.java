package io.privatesmtp.kit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.privatesmtp.bus.ContractViolation;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

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
        String field = e instanceof JsonMappingException mapping ? lastField(mapping) : null;
        String code = e instanceof JsonMappingException ? "schema" : "not-json";
        String sentence =
                String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
        return Problem.of(400, code, sentence, field).response();
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

    private static @Nullable String lastField(JsonMappingException e) {
        var path = e.getPath();
        return path.isEmpty() ? null : path.getLast().getFieldName();
    }
}
