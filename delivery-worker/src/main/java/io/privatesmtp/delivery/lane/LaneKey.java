package io.privatesmtp.delivery.lane;

/**
 * What shares sessions, limits and back-off.
 *
 * @param sourceIp address that the lane leaves from
 * @param site the shaping file's name for a provider's hosts, else the host name of the first MX
 */
public record LaneKey(String sourceIp, String site) {}
