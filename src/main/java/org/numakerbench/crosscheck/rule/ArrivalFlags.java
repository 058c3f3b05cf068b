package org.numakerbench.crosscheck.rule;

import java.util.ArrayList;
import java.util.List;
import org.numakerbench.crosscheck.timeline.Message;
import org.numakerbench.uart.Claim;

/**
 * QoS, retained and dup flag and packet ID that are printed with an arrival, against the witness's own copy and MQTT 3.1.1 (sections
 * 2.3.1, 3.3.1). Which packet ID it is is the broker's choice.
 */
final class ArrivalFlags {
    private static final int MOST_PACKET_ID = 65_535;

    private ArrivalFlags() {}

    /**
     * What does not fit, in lines to a person.
     *
     * @param again whether the device printed the same message before: then, and then alone, it may be marked a duplicate
     */
    static List<String> oddities(Claim arrival, Message seen, boolean again) {
        List<String> odd = new ArrayList<>();
        Long qos = arrival.number("qos");
        Long retained = arrival.number("retained");
        Long dup = arrival.number("dup");
        Long packetId = arrival.number("packetId");
        if (qos != null && qos != seen.qos()) {
            odd.add("the device received it with qos " + qos + ", the witness with qos " + seen.qos());
        }
        if (retained != null && retained != (seen.retained() ? 1 : 0)) {
            odd.add("the device received it with retained " + retained + ", the witness with retained "
                    + (seen.retained() ? 1 : 0));
        }
        if (dup != null && dup != 0 && !(again && dup == 1)) {
            odd.add("dup " + dup + ": the device printed no such message before");
        }
        boolean numbered = packetId != null && packetId >= 1 && packetId <= MOST_PACKET_ID;
        if (packetId != null && qos != null && qos > 0 && !numbered) {
            odd.add("packetid " + packetId + ": a message with qos " + qos + " has one from 1 to " + MOST_PACKET_ID);
        }
        return odd;
    }
}
