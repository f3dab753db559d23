package io.privatesmtp.bus.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.Topics;
import java.util.List;

/** Makes the AsyncAPI 3 document: the topics, what stands in them, and their headers. */
final class AsyncApi {
    /** A topic with its key, retention and messages. */
    private record Channel(String id, String address, String key, String kept, List<String> messages) {}

    private static final String WEEK = "7 days";
    private static final String MONTH = "30 days";
    private static final String COMPACTED = "compacted";

    private static final List<Channel> CHANNELS = List.of(
            new Channel("outbound", Topics.OUTBOUND, "message id", WEEK, List.of("submission", "raw-submission")),
            new Channel("bulk", Topics.BULK, "message id", WEEK, List.of("submission", "raw-submission")),
            new Channel(
                    "tenant-outbound",
                    Topics.outbound("{account}"),
                    "message id",
                    WEEK,
                    List.of("submission", "raw-submission")),
            new Channel(
                    "delivery-events",
                    Topics.DELIVERY_EVENTS,
                    "message id",
                    MONTH,
                    List.of("mail.delivered", "mail.deferred", "mail.held")),
            new Channel("bounce-events", Topics.BOUNCE_EVENTS, "message id", MONTH, List.of("mail.bounced")),
            new Channel("dead-letter", Topics.DEAD_LETTER, "as it came", MONTH, List.of("dead-letter")),
            new Channel(
                    "provisioning-events",
                    Topics.PROVISIONING,
                    "account",
                    "for ever",
                    List.of("account-fact", "source-ip-fact", "routing-request-fact", "domain-fact")),
            new Channel("rules", Topics.RULES, "sender domain", COMPACTED, List.of("routing-rule")),
            new Channel("sources", Topics.SOURCES, "source address", COMPACTED, List.of("source-address")),
            new Channel("accounts", Topics.ACCOUNTS, "account", COMPACTED, List.of("account-entry")),
            new Channel("presence", Topics.PRESENCE, "address/worker", COMPACTED, List.of("egress-presence")),
            new Channel("suppressions", Topics.SUPPRESSIONS, "account/address", COMPACTED, List.of("suppression")),
            new Channel("usage", Topics.USAGE, "worker/what/day", "compacted, 3 days", List.of("usage")),
            new Channel("control", Topics.CONTROL, "scope", COMPACTED, List.of("control-directive")));

    ObjectNode document() {
        ObjectNode document = Json.jsonMapper().createObjectNode();
        document.put("asyncapi", "3.0.0");
        document.putObject("info")
                .put("title", "Private SMTP Routing")
                .put("version", "0.1.0")
                .put("description", "The records on the bus. Retry topics and receipts are the workers' own.");
        document.put("defaultContentType", Headers.JSON);
        ObjectNode channels = document.putObject("channels");
        ObjectNode messages = document.putObject("components").putObject("messages");
        for (Channel channel : CHANNELS) {
            ObjectNode node = channels.putObject(channel.id());
            node.put("address", channel.address());
            node.put("description", "Key: " + channel.key() + ". Kept: " + channel.kept() + ".");
            if (channel.address().contains("{")) {
                node.putObject("parameters").putObject("account").put("description", "1 to 40 of a-z, 0-9, hyphen");
            }
            ObjectNode refs = node.putObject("messages");
            for (String message : channel.messages()) {
                refs.putObject(message).put("$ref", "#/components/messages/" + message);
                if (!messages.has(message)) {
                    message(messages.putObject(message), message);
                }
            }
        }
        return document;
    }

    private static void message(ObjectNode node, String name) {
        node.put("name", name);
        switch (name) {
            case "raw-submission" -> {
                node.put("contentType", Headers.RFC822)
                        .put("summary", "A whole RFC 5322 message; its envelope is in headers");
                headers(node, List.of(Headers.CONTENT_TYPE, Headers.MAIL_FROM, Headers.RCPT_TO));
            }
            case "dead-letter" -> {
                node.put("contentType", "application/octet-stream").put("summary", "A refused record, as it came");
                headers(node, List.of(Headers.ERROR_CODE, Headers.ERROR, Headers.ORIGIN));
            }
            default -> {
                node.putObject("payload").put("$ref", "schemas/" + name.replace('.', '-') + ".json");
                if (name.startsWith("mail.") || name.endsWith("-fact")) {
                    headers(node, List.of(Headers.CE_SPECVERSION, Headers.CE_ID, Headers.CE_TYPE, Headers.CE_SOURCE));
                }
            }
        }
    }

    private static void headers(ObjectNode node, List<String> names) {
        ObjectNode schema = node.putObject("headers").put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        names.forEach(name -> properties.putObject(name).put("type", "string"));
        names.forEach(schema.putArray("required")::add);
    }
}
