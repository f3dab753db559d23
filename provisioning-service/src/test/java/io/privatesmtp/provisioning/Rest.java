package io.privatesmtp.provisioning;

import static io.restassured.RestAssured.given;

import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;

/** Calls the service as its users do. */
public final class Rest {
    private static final String NAMES = "test.names";

    private Rest() {}

    /** Counts in the JVM's properties: a test with settings of its own has its own classes, but the same database. */
    private static int next() {
        synchronized (System.class) {
            int next = Integer.getInteger(NAMES, 0) + 1;
            System.setProperty(NAMES, Integer.toString(next));
            return next;
        }
    }

    public static RequestSpecification operator() {
        return given().auth().preemptive().basic("operator", "op-password").contentType("application/json");
    }

    /** Acts for the account acme-own alone. */
    public static RequestSpecification anna() {
        return given().auth().preemptive().basic("anna", "acme-password").contentType("application/json");
    }

    public static ValidatableResponse post(String path, String body) {
        return operator().body(body).post(path).then();
    }

    /** A name that no other test has. */
    public static String fresh(String prefix) {
        return prefix + "-" + next();
    }

    public static String openAccount() {
        String account = fresh("acme");
        post("/v1/accounts", "{\"id\": \"%s\"}".formatted(account)).statusCode(201);
        return account;
    }

    /** An address that no other test has, in the inventory. */
    public static String addAddress() {
        int n = next();
        String ip = "198.18.%d.%d".formatted(n / 250, n % 250 + 1);
        post("/v1/source-ips", "{\"ip\": \"%s\", \"ehlo\": \"out%d.acme.test\"}".formatted(ip, n))
                .statusCode(201);
        return ip;
    }

    public static String buyAddress(String account) {
        String ip = addAddress();
        post("/v1/accounts/" + account + "/source-ips", "{\"ip\": \"%s\"}".formatted(ip))
                .statusCode(201);
        return ip;
    }

    public static ValidatableResponse request(String account, String ip, String domain) {
        return post(
                "/v1/accounts/" + account + "/routing-requests",
                "{\"ip\": \"%s\", \"domains\": [\"%s\"]}".formatted(ip, domain));
    }

    public static String openRequest(String account, String ip, String domain) {
        return request(account, ip, domain).statusCode(201).extract().path("id");
    }

    public static ValidatableResponse decide(String account, String request, String decision, String body) {
        return post("/v1/accounts/" + account + "/routing-requests/" + request + "/" + decision, body);
    }
}
