package io.privatesmtp.provisioning.dkim;

import io.privatesmtp.kit.Roles;
import io.privatesmtp.provisioning.access.Text;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Gives workers the private half of a key, in PEM (RFC 7468 section 10). Workers have the operator's credentials. */
@Path("/v1/dkim-keys/{id}/private")
@RolesAllowed(Roles.OPERATOR)
class PrivateHalfResource {
    private static final String PEM = "application/x-pem-file";
    private static final int LINE = 64;

    private final DkimKeys keys;
    private final KeyCipher cipher;

    PrivateHalfResource(DkimKeys keys, KeyCipher cipher) {
        this.keys = keys;
        this.cipher = cipher;
    }

    @GET
    @Produces(PEM)
    @Operation(hidden = true)
    public Uni<Response> get(@PathParam("id") String id) {
        return keys.any(Text.id("id", id))
                .map(key -> Response.ok(pem(key), PEM)
                        .header("Cache-Control", "no-store")
                        .build());
    }

    private byte[] pem(DkimKey key) {
        byte[] privateHalf = cipher.decrypt(key.id, key.privateHalf);
        try {
            String base64 = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(privateHalf);
            return ("-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n")
                    .getBytes(StandardCharsets.US_ASCII);
        } finally {
            Arrays.fill(privateHalf, (byte) 0);
        }
    }
}
