package io.privatesmtp.standalone.faults.evidence;

import java.util.List;

/**
 * What a run came to, counted over all of it and by recipient.
 *
 * @param lost recipients that were to get their mail or to be told of its end, and did not
 * @param doubled arrivals beyond those that were due
 * @param allowed how many of these the faults explain at most
 * @param mostByOneFault the most that one fault doubled
 * @param severalEnds recipients with more than one terminal event, counted by event id
 * @param secondCopies records of an event that stood on the bus already, with the same id
 * @param complaints sentences; none when all was as promised
 */
public record Findings(
        int submitted,
        int delivered,
        int lost,
        int doubled,
        int allowed,
        int mostByOneFault,
        int withoutEnd,
        int severalEnds,
        int secondCopies,
        int deadLetters,
        List<String> complaints) {}
